"""The feed of quantities under way, one at a time: handed in, found again, its outcome read.

While a quantity is in the feed nothing newer of it is told, or the older one might come in last.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from fbm_desk.domain.answers import Answer, Done, NotSent, Refused
from fbm_desk.domain.feeds import FeedKind, FeedOutcome, FeedStage, FeedState, QuantityChange
from fbm_desk.domain.quantities import NewsState
from fbm_desk.services.books import Books
from fbm_desk.services.ports import Feeds, Listings
from fbm_desk.store import quantities, sync_state
from fbm_desk.store.database import Connection
from fbm_desk.store.moments import from_ms, to_ms
from fbm_desk.store.quantities import News

_FEED = "quantities_feed"
"""The mark of the feed under way; its value is empty without one, its words name the one before."""
LOOK_EVERY_S = 15.0
FOUND_WITHIN = timedelta(minutes=10)
"""A feed nobody answered for, and that Amazon does not list after so long, was not taken."""
GIVEN_UP_AFTER = timedelta(hours=12)
AGAIN_AFTER = timedelta(minutes=10)
"""What a feed did not bring is told again after this."""
REFUSED_RESTS = timedelta(days=1)
NOT_OFFERED_RESTS = timedelta(days=7)
_AT_ONCE = 50
_NOT_OFFERED = frozenset({"13013", "not_found"})
"""Amazon's code for a SKU it does not know in a marketplace."""


@dataclass(frozen=True, slots=True)
class _Feed:
    """One feed; without an id it was handed in and not answered for yet. Times in ms."""

    asked_at: int
    rows: int
    feed_id: str = ""


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of the feed under way since the last look."""

    under_way: bool = False
    told: int = 0
    refused: int = 0
    next_s: float = LOOK_EVERY_S


def is_under_way(books: Books) -> bool:
    """True while a feed is neither read nor given up."""
    return _feed(books) is not None


def forget(connection: Connection) -> None:
    """No feed is followed any more; which was the last one stays known."""
    kept = sync_state.mark(connection, _FEED)
    last = _Feed(**json.loads(kept.value)).feed_id if kept.value else ""
    sync_state.save_mark(connection, _FEED, value="", words=last or kept.words)


def hand_in(
    books: Books, feeds: Feeds, listings: Listings, marketplace_id: str, news: Sequence[News]
) -> Answer[str]:
    """Tell of these by a feed; that it is being told is on disk before a byte leaves."""
    feed = _Feed(to_ms(books.now()), len(news))
    with books.writing() as connection:
        _save(connection, feed)
    for part in _parts(news):
        with books.writing() as connection:
            quantities.take(connection, part, NewsState.IN_FEED)
    content = listings.quantities([QuantityChange(one.sku, one.wanted) for one in news])
    answer = feeds.submit(FeedKind.QUANTITIES, content, [marketplace_id])
    if isinstance(answer, Done):
        with books.writing() as connection:
            _save(connection, replace(feed, feed_id=answer.value))
    elif isinstance(answer, NotSent | Refused):
        _give_back(books, "" if isinstance(answer, NotSent) else answer.code, None)
    return answer


def follow(books: Books, feeds: Feeds) -> Followed:
    """Look how far the feed under way is; when Amazon has read it, settle every quantity in it."""
    feed = _feed(books)
    if feed is None:
        return Followed()
    if not feed.feed_id:
        return _looked_for(books, feeds, feed)
    answer = feeds.stage(feed.feed_id)
    if not isinstance(answer, Done):
        retry_s = answer.retry_s if isinstance(answer, NotSent) else 0.0
        gone = isinstance(answer, Refused) and answer.code == "not_found"
        if gone or _age(books, feed) > GIVEN_UP_AFTER:
            return _given_up(books, "feed_lost")
        return Followed(True, next_s=max(LOOK_EVERY_S, retry_s))
    return _staged(books, feeds, feed, answer.value)


def _looked_for(books: Books, feeds: Feeds, feed: _Feed) -> Followed:
    """Nobody answered when it was handed in: does Amazon list it? The one before it is not it."""
    since = from_ms(feed.asked_at) - timedelta(minutes=1)
    found = feeds.lately(FeedKind.QUANTITIES, since)
    with books.reading() as connection:
        before = sync_state.mark(connection, _FEED).words
    new = (
        [one.feed_id for one in found.value if one.feed_id != before]
        if isinstance(found, Done)
        else []
    )
    if new:
        with books.writing() as connection:
            _save(connection, replace(feed, feed_id=new[-1]))
    elif _age(books, feed) > (FOUND_WITHIN if isinstance(found, Done) else GIVEN_UP_AFTER):
        return _given_up(books, "feed_lost")
    return Followed(True)


def _staged(books: Books, feeds: Feeds, feed: _Feed, stage: FeedStage) -> Followed:
    if stage.state in (FeedState.WAITING, FeedState.IN_WORK):
        too_old = _age(books, feed) > GIVEN_UP_AFTER
        return _given_up(books, "feed_lost") if too_old else Followed(True)
    if stage.state is not FeedState.READ or not stage.document_id:
        return _given_up(books, "feed_failed")
    outcome = feeds.outcome(stage.document_id)
    if isinstance(outcome, Done):
        return _settled(books, feed, outcome.value)
    if isinstance(outcome, Refused) or _age(books, feed) > GIVEN_UP_AFTER:
        return _given_up(books, "feed_lost")
    retry_s = outcome.retry_s if isinstance(outcome, NotSent) else 0.0
    return Followed(True, next_s=max(LOOK_EVERY_S, retry_s))


def _settled(books: Books, feed: _Feed, outcome: FeedOutcome) -> Followed:
    """Each quantity as the processing report says of it."""
    if outcome.whole_file_refused or outcome.rows != feed.rows:
        return _given_up(books, "feed_failed")  # or somebody else's feed was found
    refused = {one.sku: one for one in outcome.refused if one.sku}
    nameless = feed.rows - len(refused) != outcome.taken  # not taken, and nobody says which
    taken = not_taken = 0
    while part := _next_part(books):
        fine = [one for one in part if one.sku not in refused]
        with books.writing() as connection:
            now = books.now()
            if nameless:
                quantities.back(connection, fine, "feed_failed", now + AGAIN_AFTER)
            else:
                quantities.told(connection, fine, now)
            for one in part:
                if said := refused.get(one.sku):
                    set_aside(connection, one, said.code, said.words, now)
        taken += 0 if nameless else len(fine)
        not_taken += len(part) - len(fine)
    with books.writing() as connection:
        forget(connection)
        if taken:
            sync_state.save_mark(connection, "quantities", last_success_at=books.now())
    return Followed(False, taken, not_taken)


def _parts(news: Sequence[News]) -> Iterator[Sequence[News]]:
    """Some at a time: a scan waits for each transaction."""
    return (news[start : start + _AT_ONCE] for start in range(0, len(news), _AT_ONCE))


def _next_part(books: Books) -> list[News]:
    """Some of what is in the feed and not settled; after a crash what is left of it."""
    with books.reading() as connection:
        return quantities.in_state(connection, NewsState.IN_FEED, _AT_ONCE)


def set_aside(connection: Connection, one: News, code: str, words: str, now: datetime) -> None:
    """Amazon does not take this one: it rests, with Amazon's reason, and holds up no other."""
    missing = code in _NOT_OFFERED
    state = NewsState.NOT_OFFERED if missing else NewsState.REFUSED
    rests = NOT_OFFERED_RESTS if missing else REFUSED_RESTS
    quantities.set_aside(connection, one, state, code, words, now + rests)


def _given_up(books: Books, reason: str) -> Followed:
    _give_back(books, reason, books.now() + AGAIN_AFTER)
    return Followed()


def _give_back(books: Books, reason: str, next_try_at: datetime | None) -> None:
    while part := _next_part(books):
        with books.writing() as connection:
            quantities.back(connection, part, reason, next_try_at)
    with books.writing() as connection:
        forget(connection)


def _age(books: Books, feed: _Feed) -> timedelta:
    return books.now() - from_ms(feed.asked_at)


def _feed(books: Books) -> _Feed | None:
    with books.reading() as connection:
        kept = sync_state.mark(connection, _FEED).value
    return _Feed(**json.loads(kept)) if kept else None


def _save(connection: Connection, feed: _Feed) -> None:
    sync_state.save_mark(connection, _FEED, value=json.dumps(asdict(feed)))
