"""Telling Amazon which orders the seller cancels, by one feed at a time, and what it answers.

That they are being told is on disk before a byte leaves. A feed nobody answered for is looked for
in Amazon's own list; orders of a feed that did not arrive wait again. Until Amazon took it an order
is on hold, and nobody packs it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fbm_desk.domain.answers import Done, NotSent, Refused
from fbm_desk.domain.cancelling import CalledOff
from fbm_desk.domain.feeds import FeedKind, FeedOutcome, FeedState
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.stages import Stage
from fbm_desk.services.books import Books
from fbm_desk.services.ports import Feeds
from fbm_desk.store import cancellations, history, orders
from fbm_desk.store.cancellations import Cancellation
from fbm_desk.store.database import Connection

ONE_EACH = timedelta(minutes=20)
"""Amazon's practice for feeds of one kind (Feeds API best practices, read 2026-11)."""
MOST_AT_ONCE = 1_000
LOOK_EVERY_S = 30.0
IDLE_S = 60.0
NOT_THERE_AFTER = timedelta(minutes=10)
"""A feed that Amazon does not list so long after it was handed in did not arrive."""
_CLOCKS_DIFFER = timedelta(minutes=5)
REFUSED = "cancel_refused"
_KIND = FeedKind.CANCELLATIONS


@dataclass(frozen=True, slots=True)
class CalledOffNews:
    """What a turn did; `next_s` says when to come again."""

    told: int = 0
    taken: int = 0
    refused: int = 0
    next_s: float = IDLE_S


def tell(books: Books, feeds: Feeds) -> CalledOffNews:
    """Look after the feed under way, or hand in what waits."""
    with books.reading() as connection:
        sent = cancellations.in_state(connection, OutboxState.SENT)
        unclear = cancellations.in_state(connection, OutboxState.UNCLEAR)
    if sent:
        first = [one for one in sent if one.feed_id == sent[0].feed_id]
        return _follow(books, feeds, first)
    if unclear:
        return _look_for(books, feeds, unclear)
    return _hand_in(books, feeds)


# --- out -----------------------------------------------------------------------------------------


def _hand_in(books: Books, feeds: Feeds) -> CalledOffNews:
    from fbm_desk.amazon.cancellation_file import cancellation_file

    now = books.now()
    with books.writing() as connection:
        wait_s = _too_early_s(connection, now)
        waiting = [] if wait_s else cancellations.waiting(connection, now, MOST_AT_ONCE)
        told = _called_off(connection, waiting, now)
        ids = [one.order_id for one in told]
        cancellations.take(connection, ids, now)
    if not told:
        return CalledOffNews(next_s=min(IDLE_S, wait_s) if wait_s else IDLE_S)
    answer = feeds.submit(_KIND, cancellation_file(told))
    with books.writing() as connection:
        if isinstance(answer, Done):
            cancellations.sent(connection, ids, answer.value)
            history.add(connection, ids, "cancel_told", books.now())
            return CalledOffNews(told=len(ids), next_s=LOOK_EVERY_S)
        if isinstance(answer, NotSent | Refused):
            rest = answer.retry_s if isinstance(answer, NotSent) else ONE_EACH.total_seconds()
            rest_s = max(LOOK_EVERY_S, rest)
            cancellations.hand_back(connection, ids, books.now(), timedelta(seconds=rest_s))
            return CalledOffNews(next_s=rest_s)
    return CalledOffNews(next_s=LOOK_EVERY_S)  # perhaps it arrived: it is looked for


def _too_early_s(connection: Connection, now: datetime) -> float:
    last_at = cancellations.last_sent_at(connection)
    age = now - last_at if last_at else ONE_EACH
    return (ONE_EACH - age).total_seconds() if timedelta() <= age < ONE_EACH else 0.0


def _called_off(
    connection: Connection, waiting: Sequence[Cancellation], now: datetime
) -> list[CalledOff]:
    """What is to be told; of an order that is cancelled meanwhile there is nothing to tell."""
    lines = cancellations.lines_of(connection, [one.order_id for one in waiting])
    told = []
    for one in waiting:
        order = orders.find(connection, one.order_id)
        if order is None or order.stage in (Stage.CANCELLED, Stage.SHIPPED):
            cancellations.settle(connection, [one.order_id], OutboxState.NOT_NEEDED, now)
        else:
            told.append(CalledOff(one.order_id, tuple(lines[one.order_id]), one.reason))
    return told


# --- what became of it ---------------------------------------------------------------------------


def _look_for(books: Books, feeds: Feeds, unclear: Sequence[Cancellation]) -> CalledOffNews:
    """Nobody answered when they were handed in: does Amazon list a feed of that time?"""
    now, ids = books.now(), [one.order_id for one in unclear]
    since = min(one.sent_at or one.asked_at for one in unclear)
    found = feeds.lately(_KIND, since - _CLOCKS_DIFFER)
    if not isinstance(found, Done):
        return CalledOffNews(next_s=LOOK_EVERY_S)
    with books.writing() as connection:
        known = cancellations.feeds_known(connection)
        fresh = [stage.feed_id for stage in found.value if stage.feed_id not in known]
        if fresh:
            cancellations.sent(connection, ids, fresh[-1])
        elif now - since > NOT_THERE_AFTER:
            cancellations.hand_back(connection, ids, now, timedelta())
    return CalledOffNews(next_s=LOOK_EVERY_S)


def _follow(books: Books, feeds: Feeds, sent: Sequence[Cancellation]) -> CalledOffNews:
    answer = feeds.stage(sent[0].feed_id)
    if not isinstance(answer, Done):
        return CalledOffNews(next_s=LOOK_EVERY_S)
    state, ids = answer.value.state, [one.order_id for one in sent]
    if state in (FeedState.WAITING, FeedState.IN_WORK):
        return CalledOffNews(next_s=LOOK_EVERY_S)
    if state is FeedState.READ and answer.value.document_id:
        outcome = feeds.outcome(answer.value.document_id)
        if isinstance(outcome, Done):
            return _settled(books, ids, outcome.value)
        return CalledOffNews(next_s=LOOK_EVERY_S)
    with books.writing() as connection:
        cancellations.hand_back(connection, ids, books.now(), ONE_EACH)
    return CalledOffNews(next_s=LOOK_EVERY_S)


def _settled(books: Books, ids: Sequence[OrderId], outcome: FeedOutcome) -> CalledOffNews:
    """Each order as the processing report says of it."""
    refused = {one.order_id: one.words for one in outcome.refused if one.order_id}
    with books.writing() as connection:
        if outcome.whole_file_refused or outcome.unexplained:
            cancellations.hand_back(connection, ids, books.now(), ONE_EACH)
            return CalledOffNews(next_s=LOOK_EVERY_S)
        taken = [order_id for order_id in ids if order_id not in refused]
        _take(connection, taken, books.now())
        for order_id in ids:
            if order_id in refused:
                _refuse(connection, order_id, refused[order_id], books.now())
    news = CalledOffNews(taken=len(taken), next_s=LOOK_EVERY_S)
    return replace(news, refused=len(ids) - len(taken))


def _take(connection: Connection, ids: Sequence[OrderId], now: datetime) -> None:
    cancellations.settle(connection, ids, OutboxState.VERIFIED, now)
    for order_id in ids:
        orders.set_stage(connection, order_id, Stage.CANCELLED)
    history.add(connection, ids, "cancel_settled", now)


def _refuse(connection: Connection, order_id: OrderId, words: str, now: datetime) -> None:
    """Amazon keeps the order: a person decides whether it is packed after all."""
    cancellations.settle(connection, [order_id], OutboxState.REFUSED, now, words)
    order = orders.find(connection, order_id)
    if order is not None and order.stage is Stage.HELD:
        orders.set_stage(connection, order_id, Stage.HELD, REFUSED)
    history.add(connection, [order_id], "cancel_refused", now, words)
