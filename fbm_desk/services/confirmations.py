"""Telling Amazon what was shipped: by its API, read back; or by a file that a person uploads.

A message says that it is about to be told before a byte leaves. What became of a call that nobody
answered is read from the order itself; telling again carries the same package reference, so that it
edits the parcel and never adds one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo
from pathlib import Path
from threading import Event

from fbm_desk.domain.answers import Done, NotSent, Refused
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.shipping import Shipped
from fbm_desk.domain.stages import ParcelState, Stage
from fbm_desk.domain.tracking import plain_tracking
from fbm_desk.services import whole_file
from fbm_desk.services.books import Books
from fbm_desk.services.local_day import span_of
from fbm_desk.services.ports import Marketplace
from fbm_desk.store import history, orders, outbox, shipments
from fbm_desk.store.database import Connection
from fbm_desk.store.outbox import Message
from fbm_desk.store.shipments import Shipment

LOOK_FIRST = frozenset({"look_first", "conflict"})
"""Refusals that may mean that Amazon has the parcel already."""
LOCKED_OUT = "unauthorised"
"""The keys do not open the account any more: no message is to blame for that."""
TELL_AGAIN_AFTER = timedelta(hours=6)
"""What Amazon accepted and does not show for so long is told once more."""
READ_BACK_AT_ONCE = 10
"""Amazon allows a look each two seconds: so many take no longer than a talker may be silent."""
IDLE_S = 30.0
OFFLINE_S = 10.0


# --- by the API ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """What a turn did; `waiting` is what Amazon still has to get, `next_s` when to come again."""

    sent: int = 0
    verified: int = 0
    refused: int = 0
    waiting: int = 0
    next_s: float = IDLE_S


def tell(
    books: Books, marketplace: Marketplace, *, stop: Event | None = None, limit: int = 50
) -> Told:
    """Tell what is due, the soonest ship-by first; once nothing waits, read back what was told.

    Each part ends early when nothing reaches Amazon: all others would fare alike.
    """
    told, retry_s = Told(), 0.0
    for states, do, at_once in (
        ((OutboxState.WAITING,), _send, limit),
        ((OutboxState.SENT, OutboxState.UNCLEAR), _read_back, min(limit, READ_BACK_AT_ONCE)),
    ):
        with books.reading() as connection:
            due = outbox.due(connection, books.now(), at_once, states)
        for message in due:
            if stop is not None and stop.is_set():
                break
            became = do(books, marketplace, message)
            if isinstance(became, NotSent):
                retry_s = max(retry_s, became.retry_s, OFFLINE_S)
                break
            told = _counted(told, became)
        if do is _send and len(due) == limit and not retry_s:
            break  # more may wait: reading back is slow and would hold it up
    return _summed_up(books, told, retry_s)


def _counted(told: Told, became: OutboxState | None) -> Told:
    return replace(
        told,
        sent=told.sent + (became is OutboxState.SENT),
        verified=told.verified + (became is OutboxState.VERIFIED),
        refused=told.refused + (became is OutboxState.REFUSED),
    )


def _summed_up(books: Books, told: Told, retry_s: float) -> Told:
    with books.reading() as connection:
        waiting, _ = outbox.waiting(connection)
        next_at = outbox.next_due_at(connection)
    rest_s = (next_at - books.now()).total_seconds() if next_at else IDLE_S
    return replace(told, waiting=waiting, next_s=max(retry_s, min(IDLE_S, max(0.0, rest_s))))


_Became = OutboxState | NotSent | None
"""A message's new state, None when it stays as it was, `NotSent` when nothing reaches Amazon."""


def _send(books: Books, marketplace: Marketplace, message: Message) -> _Became:
    """Tell of one parcel."""
    shipment = _about_to_tell(books, message)
    if not isinstance(shipment, Shipment):
        return shipment
    answer = marketplace.confirm(_shipped(shipment, message))
    if isinstance(answer, NotSent) or _locked_out(answer):
        retry = answer if isinstance(answer, NotSent) else NotSent(LOCKED_OUT)
        with books.writing() as connection:
            again_at = books.now() + timedelta(seconds=retry.retry_s)
            outbox.hand_back(connection, message.id, again_at, retry.reason)
        return retry
    if isinstance(answer, Done):
        return _settle(books, message, OutboxState.SENT)
    if not isinstance(answer, Refused):
        return _settle(books, message, OutboxState.UNCLEAR, answer.reason)
    if answer.code in LOOK_FIRST:
        return _look_first(books, marketplace, message, shipment, answer)
    return _settle(books, message, OutboxState.REFUSED, answer.code, answer.words)


def _about_to_tell(books: Books, message: Message) -> Shipment | OutboxState | None:
    """Look at the parcel once more and note that it is being told; else what it is instead."""
    now = books.now()
    with books.writing() as connection:
        shipment = shipments.find(connection, [message.parcel_id]).get(message.parcel_id)
        if shipment is None or not shipment.left_the_bench or not shipment.lines:
            outbox.settle(connection, message.id, OutboxState.REFUSED, now, "not_packed")
            return OutboxState.REFUSED
        if not shipment.tracking:
            outbox.rest(connection, message, now, "no_tracking")
            return None
        if not outbox.take(connection, message.id, now):
            return None  # another process has it in hands
    return shipment


def _shipped(shipment: Shipment, message: Message) -> Shipped:
    from fbm_desk.amazon.carriers import carrier_of

    carrier_code, carrier_name = carrier_of(shipment.carrier)
    return Shipped(
        order_id=shipment.order_id,
        marketplace_id=shipment.marketplace_id,
        package_reference=message.package_reference,
        lines=shipment.lines,
        shipped_at=shipment.closed_at,
        carrier_code=carrier_code,
        carrier_name=carrier_name,
        ship_method=shipment.service,
        tracking=shipment.tracking,
    )


def _look_first(
    books: Books,
    marketplace: Marketplace,
    message: Message,
    shipment: Shipment,
    refused: Refused,
) -> OutboxState:
    """Refused as if it were done already: only what the order shows decides."""
    shown = _shows(marketplace, message, shipment)
    if shown is True:
        return _verified(books, message)
    if shown is False:
        return _settle(books, message, OutboxState.REFUSED, refused.code, refused.words)
    return _settle(books, message, OutboxState.UNCLEAR, refused.code, refused.words)


def _read_back(books: Books, marketplace: Marketplace, message: Message) -> _Became:
    """Does the order show the parcel? Only then it is told."""
    with books.reading() as connection:
        shipment = shipments.find(connection, [message.parcel_id])[message.parcel_id]
    shown = _shows(marketplace, message, shipment)
    if isinstance(shown, NotSent):
        return shown
    if shown is True:
        return _verified(books, message)
    if shown is False and _may_be_told_again(books, message, shipment):
        return _settle(books, message, OutboxState.WAITING, "not_shown")
    with books.writing() as connection:
        outbox.rest(connection, message, books.now(), message.reason if shown is None else "")
    return None


def _shows(marketplace: Marketplace, message: Message, shipment: Shipment) -> bool | NotSent | None:
    """Whether the order shows this parcel; None when Amazon does not say."""
    answer = marketplace.order(message.order_id)
    if isinstance(answer, NotSent):
        return answer
    if _locked_out(answer):
        return NotSent(LOCKED_OUT)
    if not isinstance(answer, Done) or not answer.value.packages_told:
        return None
    shown = {plain_tracking(package.tracking) for package in answer.value.packages}
    if not shipment.tracking:
        return bool(shown)  # Amazon ships it itself and has not told us the number
    return plain_tracking(shipment.tracking) in shown


def _may_be_told_again(books: Books, message: Message, shipment: Shipment) -> bool:
    """Amazon tells of its own labels itself; what it accepted is given time to appear."""
    if shipment.told_by:
        return False
    long_ago = books.now() - TELL_AGAIN_AFTER
    return message.state is OutboxState.UNCLEAR or (message.sent_at or long_ago) <= long_ago


def _locked_out(answer: object) -> bool:
    return isinstance(answer, Refused) and answer.code == LOCKED_OUT


def _settle(
    books: Books, message: Message, state: OutboxState, reason: str = "", words: str = ""
) -> OutboxState:
    with books.writing() as connection:
        outbox.settle(connection, message.id, state, books.now(), reason, words)
    return state


def _verified(books: Books, message: Message) -> OutboxState:
    with books.writing() as connection:
        outbox.settle(connection, message.id, OutboxState.VERIFIED, books.now())
        _confirm_orders(books, connection, [message.order_id], "api")
    return OutboxState.VERIFIED


def _confirm_orders(
    books: Books, connection: Connection, order_ids: Sequence[OrderId], how: str
) -> None:
    """Orders of which every parcel is told are confirmed."""
    told = outbox.fully_told(connection, order_ids)
    for order_id in told:
        orders.set_stage(connection, order_id, Stage.CONFIRMED)
    history.add(connection, told, "confirmed", books.now(), how)


# --- by file -------------------------------------------------------------------------------------

_TURNS = 5


@dataclass(frozen=True, slots=True)
class Exported:
    """What a file told: how many parcels, and the orders of those without a tracking number.

    `again` of the parcels stood in an earlier file, too.
    """

    parcels: int = 0
    untracked: tuple[OrderId, ...] = ()
    again: int = 0


def export_confirmations(books: Books, path: Path) -> int:
    """The same as `export`; how many parcels."""
    return export(books, path).parcels


def export(
    books: Books, path: Path, again_on: date | None = None, zone: tzinfo | None = None
) -> Exported:
    """Write what Amazon is still to be told as Seller Central's upload file.

    A parcel without a tracking number is written without: Amazon takes such a row, and an order
    that is told late costs the seller more. The file appears whole or not at all, and only what
    stands in it counts as told. With `again_on` what files of that local day told is written once
    more, for a file that was lost or refused. Without anything to tell no file is written. Raises
    `OSError` when it cannot be written.
    """
    for _ in range(_TURNS):
        told = _to_tell(books, again_on, zone)
        if not told:
            return Exported()
        if _written(books, path, told):
            return Exported(
                len(told),
                tuple(one.order_id for _, one in told if not one.tracking),
                sum(1 for message, _ in told if message.state is OutboxState.EXPORTED),
            )
    return Exported()


def _to_tell(
    books: Books, again_on: date | None, zone: tzinfo | None
) -> list[tuple[Message, Shipment]]:
    with books.reading() as connection:
        messages = outbox.in_state(connection, OutboxState.WAITING)
        if again_on is not None:
            messages += outbox.told_by_file(connection, *span_of(again_on, zone))
        known = shipments.find(connection, [message.parcel_id for message in messages])
    return [
        (message, known[message.parcel_id])
        for message in messages
        if known[message.parcel_id].state is not ParcelState.VOID
    ]


def _written(books: Books, path: Path, told: Sequence[tuple[Message, Shipment]]) -> bool:
    """Write the file and mark its rows; False when another program told one of them meanwhile."""
    from fbm_desk.amazon.carriers import carrier_of
    from fbm_desk.amazon.confirmation_file import ShipmentConfirmation, confirmation_file

    content = confirmation_file(
        ShipmentConfirmation(
            one.order_id,
            one.lines,
            one.closed_at,
            *carrier_of(one.carrier),
            ship_method=one.service,
            tracking=one.tracking,
        )
        for _, one in told
    )
    ids = [message.id for message, _ in told if message.state is OutboxState.WAITING]
    order_ids = list(dict.fromkeys(one.order_id for _, one in told))
    try:
        # The slow part, a disk that may be a stick, is over before the books are held up.
        with whole_file.draft(path, content) as put_in_place, books.writing() as connection:
            if outbox.exported(connection, ids, books.now()) != len(ids):
                raise _Moved
            _confirm_orders(books, connection, order_ids, "file")
            put_in_place()
    except _Moved:
        return False
    return True


class _Moved(Exception):
    """A row is not what it was when the file was written."""
