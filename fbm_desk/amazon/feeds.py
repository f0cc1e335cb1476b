"""Feeds 2021-06-30: hands files in and says what became of them, row by row.

Leaves the files to `confirmation_file` and `listings`, the processing report to `feed_outcomes`,
and when to use a feed at all to `services`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fbm_desk.amazon.answers import Refusal, read
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.confirmation_file import confirmation_file, confirmation_of
from fbm_desk.amazon.documents import fetched
from fbm_desk.amazon.feed_outcomes import outcome_of
from fbm_desk.amazon.ids import checked, id_if_any, id_in
from fbm_desk.amazon.json_body import BadJson, JsonObject, parts, required, time
from fbm_desk.amazon.operations import Operation
from fbm_desk.amazon.times import amazon_time
from fbm_desk.amazon.troubles import Trouble
from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear
from fbm_desk.domain.feeds import MOST_BYTES, FeedKind, FeedOutcome, FeedStage, FeedState
from fbm_desk.domain.shipping import Shipped

_FLAT = "text/tab-separated-values; charset=UTF-8"
_JSON = "application/json; charset=UTF-8"
#: Amazon's names and types (page "Feed Type Values", read 2026-11).
_TYPES = {
    FeedKind.CONFIRMATIONS: ("POST_FLAT_FILE_FULFILLMENT_DATA", _FLAT),
    FeedKind.QUANTITIES: ("JSON_LISTINGS_FEED", _JSON),
    FeedKind.CANCELLATIONS: ("POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA", _FLAT),
    FeedKind.REFUNDS: ("POST_FLAT_FILE_PAYMENT_ADJUSTMENT_DATA", _FLAT),
}
_STATES = {
    "IN_QUEUE": FeedState.WAITING,
    "IN_PROGRESS": FeedState.IN_WORK,
    "DONE": FeedState.READ,
    "CANCELLED": FeedState.CANCELLED,
    "FATAL": FeedState.FAILED,
}
_DOCUMENTS_PATH = "/feeds/2021-06-30/documents"


@dataclass(frozen=True, slots=True)
class AmazonFeeds:
    """The feeds of one account."""

    client: AmazonClient

    def submit(
        self, kind: FeedKind, content: bytes, marketplace_ids: Sequence[str] = ()
    ) -> Answer[str]:
        """Hand a file in, for all the account's marketplaces without ids: the feed's id.

        `Unclear` only when Amazon may have taken it; look at `lately` then. Until the last call
        nothing was told, so whatever goes wrong before is `NotSent` or `Refused`. Raises
        ValueError for an empty file.
        """
        if not content:
            raise ValueError("a feed needs content")
        if len(content) > MOST_BYTES:
            return Refused(Refusal.TOO_LARGE.value)
        feed_type, content_type = _TYPES[kind]
        brought = self._brought(content, content_type)
        if not isinstance(brought, Done):
            return NotSent(brought.reason) if isinstance(brought, Unclear) else brought
        places = list(marketplace_ids or self.client.account.marketplace_ids)

        def send(api: Any) -> Any:
            return api.create_feed(feed_type, brought.value, marketplaceIds=places)

        answer = self.client.call(Operation.CREATE_FEED, send)
        return read(answer, lambda body: id_in(body, "feedId"))

    def confirmations(self, parcels: Sequence[Shipped]) -> bytes:
        """The content of a feed of confirmations: a row for each line of each parcel."""
        return confirmation_file(confirmation_of(parcel) for parcel in parcels)

    def stage(self, feed_id: str) -> Answer[FeedStage]:
        """How far one is."""
        wanted = checked(feed_id)
        answer = self.client.call(Operation.GET_FEED, lambda api: api.get_feed(wanted))

        def take(body: JsonObject) -> FeedStage:
            stage = _stage(body)
            if stage.feed_id != wanted:
                raise BadJson("another feed")
            return stage

        return read(answer, take)

    def lately(self, kind: FeedKind, since: datetime) -> Answer[tuple[FeedStage, ...]]:
        """The feeds of a kind handed in since then, the newest first, at most a hundred."""
        asked = {
            "feedTypes": _TYPES[kind][0],
            "createdSince": amazon_time(since),
            "pageSize": "100",
        }
        answer = self.client.call(Operation.GET_FEEDS, lambda api: api.get_feeds(**asked))
        return read(answer, _stages)

    def outcome(self, document_id: str) -> Answer[FeedOutcome]:
        """What was taken and what was refused. A dead link is replaced once by a fresh one."""
        path = f"{_DOCUMENTS_PATH}/{checked(document_id)}"
        operation = Operation.GET_FEED_DOCUMENT
        documents = self.client.documents()
        got = fetched(
            documents, lambda: self.client.call(operation, lambda api: api.ask("GET", path))
        )
        if not isinstance(got, Done):
            return got
        try:
            return Done(outcome_of(got.value.content, got.value.charset))
        except BadJson:
            return Unclear(Trouble.BAD_ANSWER.value)

    def _brought(self, content: bytes, content_type: str) -> Answer[str]:
        """The id of a document of Amazon's with this content in it."""
        body = {"contentType": content_type}
        answer = self.client.call(
            Operation.CREATE_FEED_DOCUMENT,
            lambda api: api.ask("POST", _DOCUMENTS_PATH, body=body),
        )
        place = read(answer, lambda reply: (id_in(reply, "feedDocumentId"), required(reply, "url")))
        if not isinstance(place, Done):
            return place
        document_id, url = place.value
        brought = self.client.documents().bring(url, content, content_type)
        return Done(document_id) if isinstance(brought, Done) else brought


def _stages(body: JsonObject) -> tuple[FeedStage, ...]:
    if not isinstance(body.get("feeds"), list):
        raise BadJson("feeds are missing")
    return tuple(_stage(one) for one in parts(body, "feeds"))


def _stage(body: JsonObject) -> FeedStage:
    state = _STATES.get(required(body, "processingStatus"))
    if state is None:
        raise BadJson("an unknown state")
    document_id = id_if_any(body, "resultFeedDocumentId")
    return FeedStage(state, document_id, id_in(body, "feedId"), time(body, "createdTime"))
