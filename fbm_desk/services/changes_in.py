"""News of changed orders that Amazon pushes: a wish to cancel counts at once, all is asked for.

News may be lost or come twice: they only name orders to look at, and the sweep stays.
"""

from __future__ import annotations

from dataclasses import dataclass

from fbm_desk.domain.answers import Done, NotSent, Unclear
from fbm_desk.domain.changes import OrderChanged
from fbm_desk.services import order_changes
from fbm_desk.services.books import Books
from fbm_desk.services.orders import NOTHING, Intake
from fbm_desk.services.ports import Changes, Marketplace
from fbm_desk.services.refresh import refresh
from fbm_desk.services.sweep import reason_of, words_of
from fbm_desk.services.sweep_lease import Ends
from fbm_desk.store import sync_state, untold_orders

CHANGES = "changes"
"""The mark of the news."""
LOOK_EVERY_S = 5.0
AGAIN_AFTER_S = 60.0
_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Heard:
    """What the news brought, and when to listen again."""

    intake: Intake = NOTHING
    news: int = 0
    next_s: float = LOOK_EVERY_S


def listen(
    books: Books, changes: Changes, marketplace: Marketplace, stop: Ends | None = None
) -> Heard:
    """Work off the news that wait. One is laid aside once the order was read anew."""
    result, count = Intake(), 0
    for _ in range(_ROUNDS):
        answer = changes.receive()
        if not isinstance(answer, Done):
            if not (stop and stop.is_set()):
                _note(books, reason=reason_of(answer), words=words_of(answer))
            return Heard(result, count, AGAIN_AFTER_S)
        for one in answer.value:
            if one.cancel_requested:
                stopped = order_changes.buyer_asks_to_cancel(books, one.order_id)
                result = result.plus(Intake(updated=1, stopped=stopped))
        for one in answer.value:
            if stop and stop.is_set():
                return Heard(result, count)
            read = refresh(books, marketplace, one.order_id)
            if isinstance(read, NotSent):
                return Heard(result, count, max(LOOK_EVERY_S, read.retry_s))  # it comes again
            if isinstance(read, Unclear) and not _was_unclear(books, one, read):
                continue  # it comes again, too, and holds up no other
            if isinstance(read, Intake):
                result = result.plus(read)
            changes.seen(one.receipt)
            count += 1
        if not answer.value:
            break
    _note(books, reason="", words="", last_success_at=books.now())
    return Heard(result, count)


def _was_unclear(books: Books, one: OrderChanged, read: Unclear) -> bool:
    """True for an order that could not be read before either: it is noted, and tried again with
    those that a report or a page told badly."""
    with books.reading() as connection:
        before = untold_orders.find(connection, one.order_id) is not None
    if not before:
        with books.writing() as connection:
            untold_orders.note(connection, one.order_id, read.reason, "", books.now())
    return before


def _note(books: Books, **facts: object) -> None:
    with books.writing() as connection:
        sync_state.save_mark(connection, CHANGES, last_try_at=books.now(), **facts)
