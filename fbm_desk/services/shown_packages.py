"""Amazon's list of packages as the proof that it knows of our parcels, whoever brought the order.

A sweep brings it for thousands at once. What it shows is told, also what waits, was refused or is
in a feed: somebody else may have told it. What it does not show proves nothing yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fbm_desk.domain.orders import IncomingOrder, KnownPackage, OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.shipments import shown
from fbm_desk.domain.stages import ParcelState, Stage
from fbm_desk.services.books import Books
from fbm_desk.store import history, orders, outbox, shipments
from fbm_desk.store.database import Connection
from fbm_desk.store.shipments import Shipment

_TO_BE_PROVEN = (
    OutboxState.WAITING,
    OutboxState.IN_FEED,
    OutboxState.SENT,
    OutboxState.UNCLEAR,
    OutboxState.REFUSED,
)


def note(books: Books, connection: Connection, incoming: Sequence[IncomingOrder]) -> int:
    """Settle what these orders show, in this transaction; how many parcels are proven by it."""
    told = {one.order_id: one.packages for one in incoming if one.packages_told and one.packages}
    open_ones = outbox.of_orders(connection, list(told), _TO_BE_PROVEN) if told else []
    if not open_ones:
        return 0
    order_ids = list(dict.fromkeys(one.order_id for one in open_ones))
    proven = shown_of(connection, {order_id: told[order_id] for order_id in order_ids})
    found = [one.id for one in open_ones if one.parcel_id in proven]
    outbox.proven(connection, found, books.now())
    confirm_orders(books, connection, order_ids, "api")
    return len(found)


def shown_of(
    connection: Connection, told: Mapping[OrderId, Sequence[KnownPackage]]
) -> frozenset[int]:
    """The parcels of some orders that are among these packages of theirs, each by itself."""
    boxes: dict[OrderId, list[Shipment]] = {}
    for one in shipments.of_orders(connection, list(told)):
        if one.state is not ParcelState.VOID:
            boxes.setdefault(one.order_id, []).append(one)
    found: set[int] = set()
    for order_id, there in boxes.items():
        numbers = shown([one.told for one in there], told[order_id])
        found |= {one.parcel_id for one in there if one.number in numbers}
    return frozenset(found)


def confirm_orders(
    books: Books,
    connection: Connection,
    order_ids: Sequence[OrderId],
    how: str,
    user_id: int | None = None,
) -> None:
    """Orders of which every parcel is told are confirmed."""
    told = outbox.fully_told(connection, order_ids)
    for order_id in told:
        orders.set_stage(connection, order_id, Stage.CONFIRMED)
    history.add(connection, told, "confirmed", books.now(), how, user_id)
