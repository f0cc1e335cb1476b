"""Very many confirmations in one feed; leaves telling one by one and reading back to others.

One at a time, and none within twenty minutes of another, as Amazon asks. The feed and its messages
are on disk before its first byte leaves; after a crash or an answer that never came Amazon's own
list of feeds says whether it arrived, and it is never handed in twice. What Amazon took is told and
still to be proven by what it shows; what it refused is told once more by itself, where the answer
says more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fbm_desk.domain.answers import Done, NotSent, Refused
from fbm_desk.domain.feeds import (
    MOST_BYTES,
    FeedKind,
    FeedOutcome,
    FeedRefusal,
    FeedStage,
    FeedState,
)
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import FeedStep
from fbm_desk.domain.shipping import Shipped
from fbm_desk.services.books import Books
from fbm_desk.services.ports import Feeds
from fbm_desk.services.shipped import IMPOSSIBLE, shipped_of, why_not
from fbm_desk.store import fed_messages, shipments
from fbm_desk.store import feeds as store
from fbm_desk.store.database import Connection
from fbm_desk.store.feeds import FeedRow

FEED_ABOVE = 2_400
"""Waiting confirmations that take as long one by one, at two a second, as the wait for a feed."""
ONE_EACH = timedelta(minutes=20)
"""Amazon's practice for feeds of one kind (Feeds API best practices, read 2026-11)."""
MOST_PARCELS = 25_000
LOCKED_OUT = "unauthorised"
"""The keys do not open the account any more: no message is to blame for that."""
LOOK_EVERY_S = 30.0
LOOK_UP_EVERY_S = 60.0
NOT_THERE_AFTER = timedelta(minutes=10)
"""A feed that Amazon does not list so long after it was handed in did not arrive."""
SILENT_AFTER = timedelta(hours=6)
"""A feed of which nothing can be learned for so long: the orders themselves say what was taken."""
_CLOCKS_DIFFER = timedelta(minutes=5)
_AT_ONCE = 500
_KIND = FeedKind.CONFIRMATIONS


@dataclass(frozen=True, slots=True)
class Fed:
    """What a step did: parcels handed in, and when to come again."""

    handed_in: int = 0
    next_s: float = LOOK_EVERY_S


def step(books: Books, feeds: Feeds, above: int = FEED_ABOVE) -> Fed:
    """Go on with the feed in flight; without one begin one when more than `above` may be fed."""
    with books.reading() as connection:
        feed = store.in_flight(connection, _KIND)
    if feed is None:
        return _begin(books, feeds, above)
    if feed.state is FeedStep.GATHERED:  # nothing of it left when the program ended
        _give_up(books, feed, "not_sent")
        return Fed()
    if feed.state is FeedStep.UNCLEAR:
        return _look_up(books, feeds, feed)
    return _follow(books, feeds, feed)


# --- handing in ----------------------------------------------------------------------------------


def _begin(books: Books, feeds: Feeds, above: int) -> Fed:
    now = books.now()
    with books.reading() as connection:
        ids = fed_messages.may_be_fed(connection, now, max(MOST_PARCELS, above + 1))
        before = store.newest(connection, _KIND)
    if len(ids) <= above or _rests(before, now):
        return Fed()
    feed_id = _gathered(books, ids[:MOST_PARCELS])
    content, parcels, rows = _content(books, feeds, feed_id)
    while not _about_to_hand_in(books, feed_id, rows, now):
        content, parcels, rows = _content(books, feeds, feed_id)
    answer = feeds.submit(_KIND, content) if parcels else NotSent("nothing")
    if isinstance(answer, Done):
        with books.writing() as connection:
            store.handed_in(connection, feed_id, answer.value)
        return Fed(parcels)
    if not isinstance(answer, NotSent | Refused):
        return Fed(next_s=LOOK_UP_EVERY_S)
    with books.writing() as connection:
        store.not_handed_in(connection, feed_id)
        feed = store.in_flight(connection, _KIND)
    assert feed is not None
    _give_up(books, feed, *_why(answer))
    return Fed()


def _rests(before: FeedRow | None, now: datetime) -> bool:
    """Whether another feed comes too soon; one that never left counts as an attempt all the same.

    Refused as a whole or unreachable: the messages are told one by one meanwhile.
    """
    if before is None:
        return False
    last_at = before.tried_at or before.made_at
    return timedelta(0) <= now - last_at < ONE_EACH


def _gathered(books: Books, ids: Sequence[int]) -> int:
    """The feed, with its messages set apart some at a time: a scan never waits for all of them."""
    now = books.now()
    with books.writing() as connection:
        feed_id = store.begin(connection, _KIND, now)
    for start in range(0, len(ids), _AT_ONCE):
        with books.writing() as connection:
            fed_messages.set_apart(connection, ids[start : start + _AT_ONCE], feed_id, now)
    return feed_id


def _content(books: Books, feeds: Feeds, feed_id: int) -> tuple[bytes, int, int]:
    """The file, its parcels and its rows. What cannot be told so is put back, told by itself."""
    with books.reading() as connection:
        told = fed_messages.in_feed(connection, feed_id, MOST_PARCELS)
        known = shipments.find(connection, [parcel_id for _, _, parcel_id in told])
    good: list[tuple[int, Shipped]] = []
    odd: list[int] = []
    for message_id, _, parcel_id in told:
        one = known.get(parcel_id)
        try:
            fits = one is not None and not why_not(one) and one.tracking and not one.codes
            if one is None or not fits or one.amazon_tells:
                odd.append(message_id)
            else:
                good.append((message_id, shipped_of(one, package_reference=1)))
        except IMPOSSIBLE:
            odd.append(message_id)
    content = feeds.confirmations([shipped for _, shipped in good])
    while len(content) > MOST_BYTES:
        half = len(good) // 2
        odd += [message_id for message_id, _ in good[half:]]
        good = good[:half]
        content = feeds.confirmations([shipped for _, shipped in good])
    _in_parts(books, odd, lambda to, part: fed_messages.put_back(to, part, by_call=True))
    return content, len(good), sum(len(shipped.lines) for _, shipped in good)


def _about_to_hand_in(books: Books, feed_id: int, rows: int, now: datetime) -> bool:
    """Note that the feed is being handed in; False when it tells of a parcel that was stopped."""
    with books.writing() as connection:
        if fed_messages.hold_back_stopped(connection, feed_id):
            return False
        store.about_to_hand_in(connection, feed_id, rows, now)
    return True


# --- what became of it ---------------------------------------------------------------------------


def _look_up(books: Books, feeds: Feeds, feed: FeedRow) -> Fed:
    """Nobody knows whether it arrived: Amazon's list says it. One of ours that is new is this one.

    Were it somebody else's, nothing is lost: each parcel is proven by what its order shows.
    """
    tried_at = feed.tried_at or feed.made_at
    since = tried_at - _CLOCKS_DIFFER
    answer = feeds.lately(_KIND, since)
    if not isinstance(answer, Done):
        retry_s = answer.retry_s if isinstance(answer, NotSent) else 0.0
        return Fed(next_s=max(LOOK_UP_EVERY_S, retry_s))
    with books.reading() as connection:
        known = store.known_ids(connection, _KIND, since - ONE_EACH)
    new = [one for one in answer.value if one.feed_id and one.feed_id not in known]
    if new:
        found = min(new, key=lambda one: one.handed_in_at or tried_at)
        with books.writing() as connection:
            store.handed_in(connection, feed.id, found.feed_id)
    elif books.now() - tried_at >= NOT_THERE_AFTER:
        _give_up(books, feed, "not_arrived")
    return Fed(next_s=LOOK_EVERY_S if new else LOOK_UP_EVERY_S)


def _follow(books: Books, feeds: Feeds, feed: FeedRow) -> Fed:
    """Ask how far it is, and read what became of its rows once that is known."""
    answer = feeds.stage(feed.amazon_id)
    if isinstance(answer, Refused) and answer.code != LOCKED_OUT:
        _doubt(books, feed, *_why(answer))  # not kept any more
    elif not isinstance(answer, Done):
        return _later(books, feed, answer)
    elif answer.value.state in (FeedState.CANCELLED, FeedState.FAILED):
        _give_up(books, feed, f"feed_{answer.value.state.value}")
    elif answer.value.state is FeedState.READ:
        return _read(books, feeds, feed, answer.value)
    else:
        return _later(books, feed, NotSent("under_way"))
    return Fed()


def _read(books: Books, feeds: Feeds, feed: FeedRow, stage: FeedStage) -> Fed:
    """The processing report: read and done is not yet taken."""
    if not stage.document_id:
        _doubt(books, feed, "no_report")
        return Fed()
    answer = feeds.outcome(stage.document_id)
    if isinstance(answer, Done):
        _apply(books, feed, answer.value)
    elif isinstance(answer, Refused) and answer.code != LOCKED_OUT:
        _doubt(books, feed, *_why(answer))
    else:
        return _later(books, feed, answer)
    return Fed()


def _later(books: Books, feed: FeedRow, answer: object) -> Fed:
    """Nothing learned this time; after hours of that the orders are asked instead."""
    if books.now() - (feed.tried_at or feed.made_at) >= SILENT_AFTER:
        _doubt(books, feed, "feed_silent")
    retry_s = answer.retry_s if isinstance(answer, NotSent) else 0.0
    return Fed(next_s=max(LOOK_EVERY_S, retry_s))


def _apply(books: Books, feed: FeedRow, outcome: FeedOutcome) -> None:
    """Each message gets its own outcome; the feed ends after the last of them."""
    if outcome.whole_file_refused:
        _give_up(books, feed, "feed_refused", _words(outcome.refused[0]))
        return
    now = books.now()
    refused = {OrderId(one.order_id): one for one in outcome.refused if one.order_id}
    while part := _next_part(books, feed):
        with books.writing() as connection:
            taken = [message_id for message_id, order_id in part if order_id not in refused]
            if _is_explained(outcome, feed):
                fed_messages.accepted(connection, taken, now)
            else:
                fed_messages.doubtful(connection, taken, now, "feed_unexplained")
            for message_id, order_id in part:
                if one := refused.get(order_id):
                    words = _words(one)
                    fed_messages.put_back(
                        connection, [message_id], "feed_refused", words, by_call=True
                    )
    _end(books, feed)


def _is_explained(outcome: FeedOutcome, feed: FeedRow) -> bool:
    """Whether the other rows were taken: all were read, and each refusal has an order's name."""
    named = all(one.order_id for one in outcome.refused)
    return named and not outcome.unexplained and outcome.rows == feed.rows


def _give_up(books: Books, feed: FeedRow, reason: str, words: str = "") -> None:
    """Nothing of it was taken: all its messages wait again."""
    while part := _next_part(books, feed):
        with books.writing() as connection:
            ids = [message_id for message_id, _ in part]
            fed_messages.put_back(connection, ids, reason, words)
    _end(books, feed, reason, words)


def _doubt(books: Books, feed: FeedRow, reason: str, words: str = "") -> None:
    """Nobody can say what was taken: each order is looked at before anything is told again."""
    while part := _next_part(books, feed):
        with books.writing() as connection:
            ids = [message_id for message_id, _ in part]
            fed_messages.doubtful(connection, ids, books.now(), reason)
    _end(books, feed, reason, words)


def _next_part(books: Books, feed: FeedRow) -> list[tuple[int, OrderId]]:
    with books.reading() as connection:
        found = fed_messages.in_feed(connection, feed.id, _AT_ONCE)
    return [(message_id, order_id) for message_id, order_id, _ in found]


def _in_parts(
    books: Books, ids: Sequence[int], do: Callable[[Connection, Sequence[int]], None]
) -> None:
    for start in range(0, len(ids), _AT_ONCE):
        with books.writing() as connection:
            do(connection, ids[start : start + _AT_ONCE])


def _end(books: Books, feed: FeedRow, reason: str = "", words: str = "") -> None:
    with books.writing() as connection:
        store.end(connection, feed.id, books.now(), reason, words)


def _why(answer: NotSent | Refused) -> tuple[str, str]:
    return (answer.code, answer.words) if isinstance(answer, Refused) else (answer.reason, "")


def _words(one: FeedRefusal) -> str:
    """Amazon's words with its code, for people and for its support."""
    return f"{one.words} ({one.code})" if one.code else one.words
