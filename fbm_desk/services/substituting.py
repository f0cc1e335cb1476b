"""Whether an order may be filled with other articles than those ordered: said by who may decide.

A bench that has the order in hands learns it at its next step, as any other news of the order.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.errors import NotAllowed
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import Replanned, Session
from fbm_desk.domain.stages import MAY_DECIDE, Role
from fbm_desk.services import taking
from fbm_desk.services.books import Books
from fbm_desk.services.pack_lines import Wanted, wanted_of
from fbm_desk.store import articles, history, orders, people, priorities, sessions
from fbm_desk.store.database import Connection
from fbm_desk.store.orders import OrderRow
from fbm_desk.store.sessions import Actor

_MAY = MAY_DECIDE | {Role.OFFICE}


def may_substitute(books: Books, order_id: OrderId, *, allowed: bool, user_id: int | None) -> bool:
    """Allow or forbid it; True where it counts at once, else from when the order is begun again.

    Raises `NotAllowed` "substitutes_rights", "order_closed", "being_cancelled" or "substitute_in"
    (one lies in a box that is being packed), and `Invalid` "order_unknown".
    """
    with books.writing() as connection:
        role = next((one.role for one in people.everybody(connection) if one.id == user_id), None)
        if role not in _MAY:
            raise NotAllowed("substitutes_rights")
        taking.refuse_done(connection, order_id)
        opened = sessions.find_open(connection, order_id)
        if opened is not None and not allowed and _lies_in(opened.session):
            raise NotAllowed("substitute_in")
        priorities.set_substitutes(connection, order_id, allowed)
        kind: history.Kind = "substitutes_allowed" if allowed else "substitutes_forbidden"
        history.add(connection, [order_id], kind, books.now(), user_id=user_id)
        order = orders.find(connection, order_id)
        assert order is not None
        return opened is None or _told(books, connection, opened, wanted_of(connection, order))


def is_known_for(connection: Connection, order: OrderRow) -> bool:
    """True when something may be sent instead of one of its articles, or of a part of its kits."""
    skus = [line.sku for line in orders.lines_of(connection, order.order_id) if line.wanted]
    kits = articles.whole_kits(connection, skus)
    parts = {sku for found in kits.values() for sku, _ in found}
    return bool(articles.substitutes_of(connection, [*skus, *parts]))


def _lies_in(session: Session) -> bool:
    return any(one.instead for one in session.lying)


def _told(
    books: Books, connection: Connection, opened: sessions.OpenSession, wanted: Wanted
) -> bool:
    """Tell the session that packs it: nothing but what may be put in instead is another now."""
    session = opened.session
    if session.labelled or session.short:  # what is to leave now is all in
        return False
    others = {(one.line_id, one.sku, one.path): one.substitutes for one in wanted.lines}
    lines = tuple(
        replace(one, substitutes=others.get((one.line_id, one.sku, one.path), ()))
        for one in session.lines
        if not one.dropped
    )
    event = Replanned(lines)
    done = step(session, event)
    if done.session == session:  # as it was; or it was begun by earlier rules
        return session.lines == lines
    # Nobody at the bench did this: the event carries the bench's number and no person's.
    actor = Actor(0, opened.bench_id, books.now())
    sessions.record(connection, opened, event, done, actor)
    return True
