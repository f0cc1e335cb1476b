"""Closed parcels that must not leave: raised by what Amazon tells, settled by a supervisor.

While one is open its parcel gets onto no manifest and Amazon is not told that it was shipped. A
parcel that is taken out is void in every respect: label, stock, manifest, news.
"""

from __future__ import annotations

from datetime import datetime

from fbm_desk.domain.cancelling import BY_SELLER
from fbm_desk.domain.errors import Invalid, NotAllowed
from fbm_desk.domain.orders import IncomingOrder, OrderId
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import ASKS_TO_CANCEL
from fbm_desk.domain.stages import MAY_DECIDE
from fbm_desk.services import called_off, intercepting
from fbm_desk.services.books import Books
from fbm_desk.services.office_view import Interception, Outcome
from fbm_desk.services.wording import first
from fbm_desk.store import cancellations, history, orders, outbox, parcels, people, purchases
from fbm_desk.store import interceptions as store
from fbm_desk.store.database import Connection
from fbm_desk.store.interceptions import Raised
from fbm_desk.texts import say


def raise_for(books: Books, connection: Connection, order: IncomingOrder, reason: str) -> None:
    """Stop the closed parcels of an order for a reason; a wish taken back lets them go again."""
    if reason:
        stop_parcels(books, connection, order.order_id, reason)
    elif not order.cancel_requested:
        _withdraw(books, connection, order.order_id)


def stop_parcels(books: Books, connection: Connection, order_id: OrderId, reason: str) -> None:
    """Intercept every closed parcel of an order."""
    intercepting.stop_closed(connection, order_id, reason, books.now())


def _withdraw(books: Books, connection: Connection, order_id: OrderId) -> None:
    called_off_here = cancellations.is_wanted(connection, order_id)
    for one in store.of_order(connection, order_id):
        if one.reason != ASKS_TO_CANCEL:
            continue
        if called_off_here:
            store.give_reason(connection, one.id, BY_SELLER)  # this one still stands
        else:
            _settle(books, connection, one, Outcome.WITHDRAWN, None)


def open_ones(books: Books) -> tuple[Interception, ...]:
    """All parcels to be stopped, the oldest first, each with what to do."""
    with books.reading() as connection:
        return tuple(in_words(one) for one in store.open_ones(connection))


def in_words(one: Raised) -> Interception:
    """One of them, with why and what to do."""
    key = "on_manifest" if one.manifest else "closed"
    do = say(f"intercept.do_{key}", manifest=one.manifest, tracking=one.tracking or one.order_id)
    return Interception(
        one.id, one.order_id, one.reason, why(one.reason), do, one.raised_at,
        one.carrier, one.tracking, one.manifest,
    )  # fmt: skip


def why(reason: str) -> str:
    """Why packed units must not leave, in words; a reason nobody knows here has a general one."""
    return say(first(f"intercept.why_{reason}", "intercept.why"))


def settle(books: Books, interception_id: int, outcome: Outcome, user_id: int | None) -> None:
    """A supervisor says what became of the parcel.

    Raises `NotAllowed` "supervisor_only", and `Invalid` "intercept_settled" if it was said before.
    """
    with books.writing() as connection:
        role = next((one.role for one in people.everybody(connection) if one.id == user_id), None)
        if role not in MAY_DECIDE:
            raise NotAllowed("supervisor_only")
        one = store.find(connection, interception_id)
        if one is None:
            raise Invalid("intercept_settled")
        _settle(books, connection, one, outcome, user_id)


_NOTED: dict[Outcome, history.Kind] = {
    Outcome.TAKEN_OUT: "intercept_taken_out",
    Outcome.GONE: "intercept_gone",
    Outcome.LET_GO: "intercept_let_go",
    Outcome.WITHDRAWN: "intercept_withdrawn",
}


def _settle(
    books: Books, connection: Connection, one: Raised, outcome: Outcome, user_id: int | None
) -> None:
    now = books.now()
    store.settle(connection, one.id, outcome.value, now, user_id)
    if outcome is Outcome.TAKEN_OUT:
        _unpack(connection, one, now, user_id)
    else:
        outbox.let_go(connection, one.parcel_id)
    history.add(connection, [one.order_id], _NOTED[outcome], now, one.manifest, user_id)


def _unpack(connection: Connection, one: Raised, now: datetime, user_id: int | None) -> None:
    """The parcel does not exist any more: its order goes where Amazon says."""
    parcel = parcels.find(connection, one.parcel_id)
    assert parcel is not None
    parcels.void(connection, parcel.id)
    parcels.put_back(connection, parcel.id, user_id, now)
    outbox.drop(connection, parcel.id)
    bought = purchases.live_of(connection, parcel.session_id, parcel.box)
    if bought is not None and bought.state is PurchaseState.BOUGHT:
        purchases.settle(connection, bought.id, PurchaseState.VOID_WANTED)
    if not store.to_stop(connection, one.order_id):
        orders.nothing_packed(connection, one.order_id)
        called_off.goes_where_it_is_told(connection, one.order_id)
