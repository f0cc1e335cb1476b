"""Tells Amazon how many of each article are offered: the wish on disk first, the last one only.

Wishes are read off the stock and the orders themselves, so whatever moves either is told, however
it came about. Nothing is told before the seller has switched it on, nor while orders are unknown:
a quantity that is too high sells what is not there. A feed under way is `quantity_feed`'s affair.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from fbm_desk.domain import quantities as rules_of
from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear
from fbm_desk.domain.quantities import FROM_A_FEED_ON, NewsState, OfferRules
from fbm_desk.services import backlog, quantity_feed, sweep
from fbm_desk.services.books import Books
from fbm_desk.services.ports import Feeds, Listings
from fbm_desk.services.quantity_feed import set_aside
from fbm_desk.services.sweep import reason_of, words_of
from fbm_desk.services.sweep_lease import Ends
from fbm_desk.store import quantities, sync_state
from fbm_desk.store.quantities import News

QUANTITIES = "quantities"
"""The mark of this work; its value is the account whose quantities are told, empty when off."""
IDLE_S = 30.0
OFFLINE_S = 30.0
ORDERS_KNOWN_FOR = timedelta(minutes=15)
"""After a longer time without a sweep nobody knows what was ordered meanwhile."""
CALLS_A_TURN = 50
FEEDS_TRIED = 2
"""After so many feeds that brought nothing a quantity is told by a call of its own."""
_ROWS_AT_ONCE = 50
_LOCKED_OUT = "unauthorised"
_MOST_UNCLEAR = 3
_QUIET = frozenset({"quota", "stopped"})


@dataclass(frozen=True, slots=True)
class Offers:
    """What one account offers in each of its marketplaces."""

    books: Books
    rules: OfferRules
    account: str
    marketplace_ids: Sequence[str]
    listings: Listings
    feeds: Feeds


@dataclass(frozen=True, slots=True)
class Told:
    """What a turn did, and when to come again."""

    told: int = 0
    refused: int = 0
    next_s: float = IDLE_S


def tell(offers: Offers, stop: Ends) -> Told:
    """One turn: note what is to be offered, follow the feed under way, tell what waits."""
    books = offers.books
    if not _is_on(offers):
        return Told()
    _take_up(books)
    feed = quantity_feed.follow(books, offers.feeds)
    if not _orders_are_known(books):
        _note(books, reason="orders_unknown", words="")
        return Told(feed.told, feed.refused, OFFLINE_S)
    _note_wishes(offers)
    told = Told(feed.told, feed.refused, feed.next_s if feed.under_way else IDLE_S)
    for marketplace_id in offers.marketplace_ids:
        if stop.is_set():
            break
        told = _added(told, _tell_there(offers, marketplace_id, stop))
    return told


def _added(one: Told, other: Told) -> Told:
    return Told(one.told + other.told, one.refused + other.refused, min(one.next_s, other.next_s))


def _is_on(offers: Offers) -> bool:
    """Whether the seller wants it; another account begins with nothing told."""
    wanted = offers.account if offers.rules.tell else ""
    with offers.books.reading() as connection:
        before = sync_state.mark(connection, QUANTITIES).value
    if before != wanted:
        with offers.books.writing() as connection:
            quantities.forget(connection)
            quantity_feed.forget(connection)
            sync_state.save_mark(connection, QUANTITIES, value=wanted, reason="", words="")
    return bool(wanted)


def _take_up(books: Books) -> None:
    """What was being told when the program ended is told again: that is harmless."""
    with books.reading() as connection:
        cut_off = quantities.in_state(connection, NewsState.TELLING)
    if cut_off:
        with books.writing() as connection:
            quantities.back(connection, cut_off, "", None)


def _orders_are_known(books: Books) -> bool:
    """True when all that was ordered a while ago is in the books."""
    with books.reading() as connection:
        mark = sync_state.mark(connection, sweep.ORDERS)
        more_pages = bool(sync_state.mark(connection, sweep.PAGE).value)
    swept_at = mark.last_success_at
    recent = swept_at is not None and books.now() - swept_at < ORDERS_KNOWN_FOR
    return recent and not more_pages and not backlog.is_awaited(books)


def _note_wishes(offers: Offers) -> None:
    """Read off stock and orders what is to be offered, and write down what differs."""
    books = offers.books
    with books.reading() as connection:
        free = rules_of.available(
            quantities.on_hand(connection),
            quantities.promised(connection),
            quantities.kits(connection),
        )
        noted = {one: quantities.wanted(connection, one) for one in offers.marketplace_ids}
    wanted = {sku: rules_of.offered(offers.rules, sku, units) for sku, units in free.items()}
    for marketplace_id, before in noted.items():
        changed = {sku: units for sku, units in wanted.items() if before.get(sku) != units}
        for part in _parts(changed):
            with books.writing() as connection:
                quantities.wish(connection, marketplace_id, part, books.now())
        for gone in _parts(dict.fromkeys(before.keys() - wanted.keys(), 0)):
            with books.writing() as connection:
                quantities.drop(connection, marketplace_id, list(gone))


def _parts(changed: Mapping[str, int]) -> Sequence[dict[str, int]]:
    """A few at a time, so that no scan waits for many to be written."""
    left = iter(changed.items())
    return list(iter(lambda: dict(islice(left, _ROWS_AT_ONCE)), {}))


def _tell_there(offers: Offers, marketplace_id: str, stop: Ends) -> Told:
    """Tell what waits in one marketplace: many by a feed, few by calls."""
    books = offers.books
    with books.reading() as connection:
        due = quantities.due(connection, marketplace_id, books.now(), rules_of.MOST_IN_A_FEED)
    by_feed = [one for one in due if one.tries < FEEDS_TRIED]
    if len(by_feed) < FROM_A_FEED_ON:
        return _call(offers, due[:CALLS_A_TURN], stop, more=len(due) > CALLS_A_TURN)
    if not quantity_feed.is_under_way(books):
        answer = quantity_feed.hand_in(
            books, offers.feeds, offers.listings, marketplace_id, by_feed
        )
        _note_answer(books, answer)
        if isinstance(answer, NotSent):
            return Told(next_s=max(OFFLINE_S, answer.retry_s))
    return Told(next_s=quantity_feed.LOOK_EVERY_S)


def _call(offers: Offers, due: Sequence[News], stop: Ends, more: bool) -> Told:
    told = refused = unclear = 0
    for one in due:
        if stop.is_set():
            break
        answer = _tell_one(offers, one)
        told += isinstance(answer, Done)
        refused += isinstance(answer, Refused)
        unclear += isinstance(answer, Unclear)
        if _stops(answer) or unclear == _MOST_UNCLEAR:
            _note_answer(offers.books, answer)
            retry_s = answer.retry_s if isinstance(answer, NotSent) else OFFLINE_S
            return Told(told, refused, max(1.0, retry_s))
    if due:
        _note(offers.books, reason="", words="", last_success_at=offers.books.now())
    return Told(told, refused, 0.0 if more else IDLE_S)


def _stops(answer: Answer[None]) -> bool:
    """True when every other would be answered alike."""
    locked_out = isinstance(answer, Refused) and answer.code == _LOCKED_OUT
    return isinstance(answer, NotSent) or locked_out


def _tell_one(offers: Offers, one: News) -> Answer[None]:
    books = offers.books
    with books.writing() as connection:
        quantities.take(connection, [one], NewsState.TELLING)
    answer = offers.listings.put_quantity(one.sku, one.wanted, one.marketplace_id)
    now = books.now()
    with books.writing() as connection:
        if isinstance(answer, Done):
            quantities.told(connection, [one], now)
        elif isinstance(answer, Refused) and not _stops(answer):
            set_aside(connection, one, answer.amazon_code or answer.code, answer.words, now)
        else:
            again_at = _again_at(one, now) if isinstance(answer, Unclear) else None
            quantities.back(connection, [one], reason_of(answer), again_at)
    return answer


def _again_at(one: News, now: datetime) -> datetime:
    return now + min(timedelta(hours=1), timedelta(seconds=30 << min(one.tries, 8)))


def try_again_now(books: Books) -> None:
    """Somebody wants it told now, what was set aside, too."""
    with books.writing() as connection:
        quantities.try_again_now(connection)


def _note_answer(books: Books, answer: Answer[str] | Answer[None]) -> None:
    if isinstance(answer, Done):
        _note(books, reason="", words="")
    elif reason_of(answer) not in _QUIET:
        _note(books, reason=reason_of(answer), words=words_of(answer))


def _note(books: Books, **facts: object) -> None:
    with books.writing() as connection:
        sync_state.save_mark(connection, QUANTITIES, last_try_at=books.now(), **facts)
