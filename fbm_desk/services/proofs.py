"""Keeps a unit's proof unique over all benches, in the transaction that counts the unit."""

from __future__ import annotations

from collections.abc import Iterable

from fbm_desk.domain.deeds import Broken, Lying
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import Session
from fbm_desk.store import proofs as store
from fbm_desk.store.database import Connection
from fbm_desk.store.proofs import Proof

_NO_SKU = Sku("")


def keep(connection: Connection, session_id: int, before: Session, after: Session) -> None:
    """Note what a step put into boxes and took out of them. Raises `ProofUsed`."""
    if before.deeds == after.deeds:
        return
    was, now = shown(before), shown(after)
    store.free(connection, session_id, was - now)
    store.claim(connection, session_id, now - was)


def units_are_out(connection: Connection, session_id: int, session: Session) -> None:
    """The units of a session may be packed again, but those that broke."""
    store.free_all(connection, session_id)
    store.claim(connection, session_id, _broken(session))


def shown(session: Session) -> frozenset[Proof]:
    """What the units in a session's boxes prove, and those that broke in them, where a proof was
    wanted."""
    broken = _broken(session)
    if not any(one.serial or one.transparency for one in session.counts):
        return broken
    return _of(session, session.lying) | broken


def _broken(session: Session) -> frozenset[Proof]:
    """What the broken units prove that lay in a box, and the Transparency codes of those in hand:
    no other unit ever has one."""
    deeds = [deed for deed in session.deeds if isinstance(deed, Broken)]
    codes = {code for deed in deeds for code in (() if deed.taken else deed.transparencies)}
    found = _of(session, [one for deed in deeds for one in deed.taken])
    return found.union(*(store.proofs_of(_NO_SKU, "", code) for code in codes))


def _of(session: Session, units: Iterable[Lying]) -> frozenset[Proof]:
    found: set[Proof] = set()
    for one in units:
        demands = session.lines[one.index].demands(one.instead)
        serial = one.serial if demands.serial else ""
        code = one.transparency if demands.transparency else ""
        found |= set(store.proofs_of(session.sku_of(one), serial, code))
    return frozenset(found)
