"""Printing an order's paper once more from the office: why is noted, the job is a row first."""

from __future__ import annotations

from fbm_desk.domain.errors import Invalid, Unavailable
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.paper import Paper
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.stages import ParcelState
from fbm_desk.services import paper as papers
from fbm_desk.services import slips
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.store import history, parcels, purchases, sessions
from fbm_desk.store.sessions import Actor


def reprint(
    books: Books,
    order_id: OrderId,
    paper: Paper,
    reason: str,
    rules: DeskRules,
    user_id: int | None,
) -> list[int]:
    """Write down the jobs that print a label or a slip of the newest parcel again; their ids.

    `reason` is a stable code for the history. Raises `Invalid` "nothing_to_print" without such a
    paper and `Unavailable` "no_printer" without a printer for it.
    """
    actor = Actor(user_id or 0, 0, books.now())
    make = _label if paper is Paper.LABEL else _slip
    jobs = make(books, order_id, rules, actor)
    if not jobs:
        raise Unavailable("no_printer")
    with books.writing() as connection:
        kind: history.Kind = "reprint_label" if paper is Paper.LABEL else "reprint_slip"
        history.add(connection, [order_id], kind, actor.at, reason, user_id)
    return jobs


def _label(books: Books, order_id: OrderId, rules: DeskRules, actor: Actor) -> list[int]:
    with books.reading() as connection:
        bought = [
            label
            for label in purchases.of_order(connection, order_id)
            if label.state is PurchaseState.BOUGHT and not label.reason  # it was read back
        ]
        kept = purchases.documents(connection, books.seal, bought[-1].id) if bought else {}
    if not kept:
        raise Invalid("nothing_to_print")
    return papers.want_label(books, bought[-1].id, rules, actor, reprint=True)


def _slip(books: Books, order_id: OrderId, rules: DeskRules, actor: Actor) -> list[int]:
    with books.reading() as connection:
        closed = [
            parcel
            for parcel in parcels.of_order(connection, order_id)
            if parcel.state is not ParcelState.VOID
        ]
        opened = sessions.find_open(connection, order_id)
    if opened is not None and opened.session.complete:
        return papers.want_slip(books, opened, rules, actor, reprint=True)
    if not closed:
        raise Invalid("nothing_to_print")
    slip = slips.of_parcel(books, closed[-1], rules)
    return papers.want_this_slip(books, slip, rules, actor)
