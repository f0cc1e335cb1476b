"""Keeps a unit's proof unique over all benches, in the transaction that counts the unit."""

from __future__ import annotations

from fbm_desk.domain.session import Session
from fbm_desk.store import proofs as store
from fbm_desk.store.database import Connection
from fbm_desk.store.proofs import Proof


def keep(connection: Connection, session_id: int, before: Session, after: Session) -> None:
    """Note what a step put into boxes and took out of them. Raises `ProofUsed`."""
    if before.deeds == after.deeds:
        return
    was, now = shown(before), shown(after)
    store.free(connection, session_id, was - now)
    store.claim(connection, session_id, now - was)


def shown(session: Session) -> frozenset[Proof]:
    """What the units in a session's boxes prove, where a proof was wanted."""
    if not any(one.serial or one.transparency for one in session.counts):
        return frozenset()
    found: set[Proof] = set()
    for one in session.lying:
        demands = session.lines[one.index].demands(one.instead)
        serial = one.serial if demands.serial else ""
        code = one.transparency if demands.transparency else ""
        found |= set(store.proofs_of(session.sku_of(one), serial, code))
    return frozenset(found)
