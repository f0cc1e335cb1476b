"""Telling Amazon what was shipped: by its API, read back; or by a file that a person uploads.

A message says that it is about to be told before a byte leaves. What became of a call that nobody
answered is read from the order itself; telling again carries the same package reference, so that it
edits the parcel and never adds one. Very many are told together, by `confirmation_feed`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo
from pathlib import Path

from fbm_desk.domain.answers import Done, NotSent, Refused
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import OPEN, OutboxState
from fbm_desk.domain.shipping import Shipped
from fbm_desk.services import confirmation_feed, shown_packages, whole_file
from fbm_desk.services.books import Books
from fbm_desk.services.confirmation_feed import FEED_ABOVE, LOCKED_OUT
from fbm_desk.services.local_day import span_of
from fbm_desk.services.ports import Feeds, Marketplace
from fbm_desk.services.shipped import IMPOSSIBLE, NOT_YET, NOTHING, shipped_of, why_not
from fbm_desk.services.sweep_lease import Ends
from fbm_desk.store import interceptions, outbox, shipments
from fbm_desk.store.database import Connection
from fbm_desk.store.outbox import Message
from fbm_desk.store.shipments import Shipment

LOOK_FIRST = frozenset({"look_first", "conflict"})
"""Refusals that may mean that Amazon has the parcel already."""
TELL_AGAIN_AFTER = timedelta(hours=6)
"""What Amazon accepted and does not show for so long is told once more."""
READ_BACK_AT_ONCE = 10
"""Amazon allows a look each two seconds: so many take no longer than a talker may be silent."""
IDLE_S = 30.0
OFFLINE_S = 10.0
_QUOTA = "quota"
_log = logging.getLogger(__name__)


# --- by the API ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """What a turn did; `waiting` is what Amazon still has to get, `next_s` when to come again.

    `fed` were handed in by a feed, `sent` told one by one.
    """

    sent: int = 0
    fed: int = 0
    verified: int = 0
    refused: int = 0
    waiting: int = 0
    next_s: float = IDLE_S


def tell(
    books: Books,
    marketplace: Marketplace,
    feeds: Feeds | None = None,
    *,
    stop: Ends | None = None,
    limit: int = 50,
    feed_above: int = FEED_ABOVE,
) -> Told:
    """Tell what is due, the soonest ship-by first; once nothing waits, read back what was told.

    Each part ends early when nothing reaches Amazon: all others would fare alike. With `feeds` what
    is more than `feed_above` is told by a feed, while the most urgent are told one by one.
    """
    turn = _Turn(books, marketplace, stop)
    more_wait = turn.work_off((OutboxState.WAITING,), _send, limit)
    feed_s = IDLE_S
    if feeds is not None and not turn.is_cut_off:
        fed = confirmation_feed.step(books, feeds, feed_above)
        turn.told = replace(turn.told, fed=fed.handed_in)
        feed_s = fed.next_s
    if not more_wait:  # reading back is slow and would hold it up
        told = (OutboxState.SENT, OutboxState.UNCLEAR)
        turn.work_off(told, _read_back, min(limit, READ_BACK_AT_ONCE))
    return _summed_up(books, turn.told, turn.retry_s, feed_s)


@dataclass(slots=True)
class _Turn:
    books: Books
    marketplace: Marketplace
    stop: Ends | None
    told: Told = Told()
    retry_s: float = 0.0
    is_cut_off: bool = False

    def work_off(self, states: tuple[OutboxState, ...], do: _Deed, limit: int) -> bool:
        """Do what is due of these states, one message after the other; True when more may be."""
        with self.books.reading() as connection:
            due = outbox.due(connection, self.books.now(), limit, states)
        for message in due:
            if self.stop is not None and self.stop.is_set():
                self.is_cut_off = True
                return False
            became = _set_aside_if_impossible(do, self.books, self.marketplace, message)
            if isinstance(became, NotSent):
                self.retry_s = max(self.retry_s, became.retry_s, OFFLINE_S)
                self.is_cut_off |= became.reason != _QUOTA
                return False
            self.told = _counted(self.told, became)
        return len(due) == limit


def _counted(told: Told, became: OutboxState | None) -> Told:
    return replace(
        told,
        sent=told.sent + (became is OutboxState.SENT),
        verified=told.verified + (became is OutboxState.VERIFIED),
        refused=told.refused + (became is OutboxState.REFUSED),
    )


def _summed_up(books: Books, told: Told, retry_s: float, feed_s: float) -> Told:
    with books.reading() as connection:
        waiting, _ = outbox.waiting(connection)
        next_at = outbox.next_due_at(connection)
    rest_s = (next_at - books.now()).total_seconds() if next_at else IDLE_S
    next_s = max(retry_s, min(IDLE_S, feed_s, max(0.0, rest_s)))
    return replace(told, waiting=waiting, next_s=next_s)


_Became = OutboxState | NotSent | None
"""A message's new state, None when it stays as it was, `NotSent` when nothing reaches Amazon."""
_Deed = Callable[[Books, Marketplace, Message], _Became]


def _set_aside_if_impossible(
    do: _Deed, books: Books, marketplace: Marketplace, message: Message
) -> _Became:
    """A message that nothing can be made of is set aside for a person: the others go on."""
    try:
        return do(books, marketplace, message)
    except IMPOSSIBLE as error:
        _log.error("message %d cannot be told", message.id, exc_info=error)
        return _settle(books, message, OutboxState.REFUSED, "impossible", type(error).__name__)


def _send(books: Books, marketplace: Marketplace, message: Message) -> _Became:
    """Tell of one parcel."""
    shipped = _about_to_tell(books, message)
    if not isinstance(shipped, Shipped):
        return shipped
    answer = marketplace.confirm(shipped)
    if isinstance(answer, NotSent) or _locked_out(answer):
        retry = answer if isinstance(answer, NotSent) else NotSent(LOCKED_OUT)
        with books.writing() as connection:
            again_at = books.now() + timedelta(seconds=retry.retry_s)
            outbox.hand_back(connection, message, again_at, retry.reason)
        return retry
    if isinstance(answer, Done):
        return _settle(books, message, OutboxState.SENT)
    if not isinstance(answer, Refused):
        return _settle(books, message, OutboxState.UNCLEAR, answer.reason)
    if answer.code in LOOK_FIRST:
        return _look_first(books, marketplace, message, answer)
    return _settle(books, message, OutboxState.REFUSED, answer.code, answer.words)


def _about_to_tell(books: Books, message: Message) -> Shipped | OutboxState | None:
    """Look at the parcel once more and note that it is being told; else what it is instead."""
    now = books.now()
    with books.writing() as connection:
        known = outbox.find(connection, message.id)
        if known is None or known.state is not OutboxState.WAITING:
            return None  # somebody has it in hands, or has settled it
        if message.parcel_id in interceptions.stopped(connection):
            outbox.hold_back(connection, message.parcel_id)
            return OutboxState.INTERCEPTED  # it was told or in a feed when it was stopped
        shipment = shipments.find(connection, [message.parcel_id]).get(message.parcel_id)
        reason = why_not(shipment)
        if shipment is None or (reason and reason != NOT_YET):
            return _not_told(books, connection, message, reason)
        if shipment.amazon_tells:
            outbox.settle(connection, message.id, OutboxState.SENT, now, "amazon_tells")
            return None  # from now on only a proof is waited for
        if reason or not shipment.tracking:
            outbox.rest(connection, message, now, reason or "no_tracking")
            return None
        shipped = shipped_of(shipment, message.package_reference)
        if not outbox.take(connection, message.id, now):
            return None  # another process has it in hands
    return shipped


def _not_told(books: Books, connection: Connection, message: Message, reason: str) -> OutboxState:
    """Set it aside; one with nothing but parts of kits is told with the box that has the rest."""
    state = OutboxState.NOT_NEEDED if reason == NOTHING else OutboxState.REFUSED
    outbox.settle(connection, message.id, state, books.now(), reason)
    if state is OutboxState.NOT_NEEDED:
        shown_packages.confirm_orders(books, connection, [message.order_id], "api")
    return state


def _look_first(
    books: Books, marketplace: Marketplace, message: Message, refused: Refused
) -> OutboxState | None:
    """Refused as if it were done already: only what the order shows decides."""
    shown = _shows(books, marketplace, message)
    if shown is True:
        return _verified(books, message)
    if shown is False:
        return _settle(books, message, OutboxState.REFUSED, refused.code, refused.words)
    return _settle(books, message, OutboxState.UNCLEAR, refused.code, refused.words)


def _read_back(books: Books, marketplace: Marketplace, message: Message) -> _Became:
    """Does the order show the parcel? Only then it is told."""
    shown = _shows(books, marketplace, message)
    if isinstance(shown, NotSent):
        return shown
    if shown is True:
        return _verified(books, message)
    if shown is False and _may_be_told_again(books, message):
        return _settle(books, message, OutboxState.WAITING, "not_shown")
    with books.writing() as connection:
        outbox.rest(connection, message, books.now(), message.reason if shown is None else "")
    return None


def _shows(books: Books, marketplace: Marketplace, message: Message) -> bool | NotSent | None:
    """Whether the order shows this parcel; None when Amazon does not say."""
    answer = marketplace.order(message.order_id)
    if isinstance(answer, NotSent):
        return answer
    if _locked_out(answer):
        return NotSent(LOCKED_OUT)
    if not isinstance(answer, Done) or not answer.value.packages_told:
        return None
    packages = answer.value.packages
    with books.reading() as connection:
        return message.parcel_id in shown_packages.shown_of(
            connection, {message.order_id: packages}
        )


def _may_be_told_again(books: Books, message: Message) -> bool:
    """Amazon tells of its own labels itself; what it accepted is given time to appear."""
    with books.reading() as connection:
        shipment = shipments.find(connection, [message.parcel_id]).get(message.parcel_id)
    if shipment is not None and shipment.amazon_tells:
        return False
    long_ago = books.now() - TELL_AGAIN_AFTER
    return message.state is OutboxState.UNCLEAR or (message.sent_at or long_ago) <= long_ago


def _locked_out(answer: object) -> bool:
    return isinstance(answer, Refused) and answer.code == LOCKED_OUT


def _settle(
    books: Books, message: Message, state: OutboxState, reason: str = "", words: str = ""
) -> OutboxState | None:
    """What a call brought; None when the message was settled otherwise while Amazon was asked."""
    with books.writing() as connection:
        still = outbox.settle(
            connection, message.id, state, books.now(), reason, words, only_from=OPEN
        )
    return state if still else None


def _verified(books: Books, message: Message) -> OutboxState | None:
    with books.writing() as connection:
        told, now = OutboxState.VERIFIED, books.now()
        if not outbox.settle(connection, message.id, told, now, only_from=OPEN):
            return None
        shown_packages.confirm_orders(books, connection, [message.order_id], "api")
    return OutboxState.VERIFIED


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
    more, for a file that was lost or refused. No parcel is in it that must not leave. Without
    anything to tell no file is written. Raises `OSError` when it cannot be written.
    """
    for _ in range(_TURNS):
        with books.writing() as connection:
            outbox.hold_back_stopped(connection)
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
        stopped = interceptions.stopped(connection)
    return [
        (message, shipment)
        for message in messages
        if (shipment := known.get(message.parcel_id)) is not None
        and why_not(shipment) in ("", NOTHING)
        and not shipment.amazon_tells
        and message.parcel_id not in stopped
    ]


def _written(books: Books, path: Path, told: Sequence[tuple[Message, Shipment]]) -> bool:
    """Write the file and mark its rows; False when one of them was told or stopped meanwhile."""
    from fbm_desk.amazon.confirmation_file import confirmation_file, confirmation_of

    content = confirmation_file(
        confirmation_of(shipped_of(one, message.package_reference)) for message, one in told
    )
    ids = [message.id for message, _ in told if message.state is OutboxState.WAITING]
    order_ids = list(dict.fromkeys(one.order_id for _, one in told))
    parcel_ids = [message.parcel_id for message, _ in told]
    try:
        # The slow part, a disk that may be a stick, is over before the books are held up.
        with whole_file.draft(path, content) as put_in_place, books.writing() as connection:
            if outbox.exported(connection, ids, books.now()) != len(ids):
                raise _Moved
            if not interceptions.stopped(connection).isdisjoint(parcel_ids):
                raise _Moved
            shown_packages.confirm_orders(books, connection, order_ids, "file")
            put_in_place()
    except _Moved:
        return False
    return True


class _Moved(Exception):
    """A row is not what it was when the file was written."""
