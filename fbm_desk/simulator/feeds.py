"""Feeds that were handed in: applied when their time has come, answered by a document each."""

from __future__ import annotations

import gzip
import itertools
import logging
import re
import threading
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from fbm_desk.simulator import cancellation_feed, fulfillment_feed, listing_feed
from fbm_desk.simulator.links import Document
from fbm_desk.simulator.listings import Listings
from fbm_desk.simulator.processing import OrderedEnds, Pace, Processing
from fbm_desk.simulator.shop import Shop

CONFIRMATIONS = "POST_FLAT_FILE_FULFILLMENT_DATA"
LISTINGS = "JSON_LISTINGS_FEED"
CANCELLATIONS = "POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA"
TYPES = frozenset({CONFIRMATIONS, LISTINGS, CANCELLATIONS})
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed. `end` is how it ended, None while it has not; `result` is its answer."""

    feed_id: str
    feed_type: str
    marketplace_ids: tuple[str, ...]
    document: Document = field(repr=False)
    created_at: datetime
    due_as: Processing | None = None
    end: Processing | None = None
    ended_at: datetime | None = None
    result: Document | None = field(default=None, repr=False)


class Feeds:
    """All feeds and their documents. Thread-safe."""

    def __init__(self, shop: Shop, listings: Listings) -> None:
        self.pace = Pace()
        self.ends = OrderedEnds()
        #: Whether answers come packed.
        self.gzipped = False
        #: The most feeds of a type that were in flight at once.
        self.most_in_flight: Counter[str] = Counter()
        self._shop = shop
        self._listings = listings
        self._numbers = itertools.count(70_001)
        self._documents: dict[str, Document] = {}
        self._feeds: dict[str, Feed] = {}
        self._refuse_rows = 0
        self._refuse_ids: set[str] = set()
        self._lock = threading.RLock()

    def document(self, content_type: str) -> Document:
        """A new, empty document for a feed."""
        with self._lock:
            name = f"amzn1.tortuga.4.{self._shop.seed}.{next(self._numbers)}"
            self._documents[name] = Document(name, content_type)
            return self._documents[name]

    def document_of(self, document_id: str) -> Document | None:
        """A document by its id, handed in or answered."""
        with self._lock:
            return self._documents.get(document_id)

    def hand_in(self, feed_type: str, marketplace_ids: tuple[str, ...], document: Document) -> Feed:
        """Take a feed in; it waits its turn."""
        with self._lock:
            number = str(next(self._numbers))
            due_as = self.ends.take(feed_type)
            now = self._shop.clock.now()
            feed = Feed(number, feed_type, marketplace_ids, document, now, due_as)
            self._feeds[number] = feed
            flying = sum(
                one.end is None and one.feed_type == feed_type for one in self._feeds.values()
            )
            self.most_in_flight[feed_type] = max(flying, self.most_in_flight[feed_type])
            return feed

    def all(self) -> tuple[Feed, ...]:
        """Every feed, the newest first."""
        with self._lock:
            return tuple(reversed(self._feeds.values()))

    def feed(self, feed_id: str) -> Feed | None:
        """One feed as it is now."""
        with self._lock:
            return self._feeds.get(feed_id)

    def status(self, feed: Feed) -> Processing:
        """Where it stands now."""
        age_s = (self._shop.clock.now() - feed.created_at).total_seconds()
        return feed.end or self.pace.at(age_s)

    def begun_at(self, feed: Feed) -> datetime | None:
        """When work on it began; None while it waits, or when it was called off before."""
        begun_at = feed.created_at + timedelta(seconds=self.pace.queue_s)
        called_off = feed.end is Processing.CANCELLED and feed.ended_at is None
        return None if called_off or begun_at > self._shop.clock.now() else begun_at

    def cancel(self, feed_id: str) -> bool:
        """Call off what nobody has begun; False when it is too late."""
        with self._lock:
            feed = self._feeds[feed_id]
            if self.status(feed) is not Processing.IN_QUEUE:
                return False
            self._feeds[feed_id] = replace(feed, end=Processing.CANCELLED)
            return True

    def refuse(self, rows: int = 0, ids: frozenset[str] = frozenset()) -> None:
        """Let the next `rows` rows be refused, and one row of each of these orders or SKUs."""
        with self._lock:
            self._refuse_rows += rows
            self._refuse_ids |= ids

    def catch_up(self) -> None:
        """Apply the feeds whose time has come."""
        with self._lock:
            for feed in self._feeds.values():
                if feed.end is None and self.status(feed) is Processing.DONE:
                    self._feeds[feed.feed_id] = self._ended(feed)

    def _ended(self, feed: Feed) -> Feed:
        took = timedelta(seconds=self.pace.queue_s + self.pace.work_s)
        ended = replace(feed, ended_at=feed.created_at + took, end=feed.due_as)
        if feed.due_as not in (None, Processing.DONE):
            return ended
        if feed.document.contents is None:
            return replace(ended, end=Processing.FATAL)
        try:
            report = self._applied(feed)
        except Exception:
            _log.exception("A feed of type %s cannot be read", feed.feed_type)
            return replace(ended, end=Processing.FATAL)
        return replace(ended, end=Processing.DONE, result=self._answer(report, feed))

    def _applied(self, feed: Feed) -> str:
        """The processing report of a feed whose rows or messages are done."""
        text = _text(feed.document)
        if feed.feed_type == LISTINGS:
            places = feed.marketplace_ids
            return listing_feed.apply(text, self._listings, feed.feed_id, places, self._refused)
        if feed.feed_type == CANCELLATIONS:
            return cancellation_feed.apply(text, self._shop, self._refused)
        return fulfillment_feed.apply(text, self._shop, self._refused)

    def _answer(self, report: str, feed: Feed) -> Document:
        plain = report.encode()
        kind = "application/json" if feed.feed_type == LISTINGS else "text/tab-separated-values"
        result = self.document(f"{kind}; charset=UTF-8")
        result.contents = gzip.compress(plain, mtime=0) if self.gzipped else plain
        result.gzipped = self.gzipped
        return result

    def _refused(self, name: str) -> bool:
        if name in self._refuse_ids:
            self._refuse_ids.discard(name)
            return True
        if self._refuse_rows:
            self._refuse_rows -= 1
            return True
        return False


def _text(document: Document) -> str:
    """The feed's text in the charset that was announced for it."""
    found = re.search(r"charset=([\w-]+)", document.content_type, re.IGNORECASE)
    try:
        return (document.contents or b"").decode(found.group(1) if found else "utf-8", "replace")
    except LookupError:
        return (document.contents or b"").decode("utf-8", "replace")
