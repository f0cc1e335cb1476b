"""Feeds 2021-06-30: a document to fill, a feed made of it, and the link to its answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fbm_desk.simulator import marketplaces
from fbm_desk.simulator.answers import (
    Answer,
    Call,
    invalid_input,
    json_answer,
    json_object,
    not_found,
    timestamp,
)
from fbm_desk.simulator.feeds import TYPES, Feed, Feeds
from fbm_desk.simulator.links import Links
from fbm_desk.simulator.pages import Pages
from fbm_desk.simulator.route import Route, route


class FeedsApi:
    """Answers the six operations over the shop's feeds."""

    def __init__(self, feeds: Feeds, links: Links) -> None:
        self._feeds = feeds
        self._links = links
        self._pages: Pages[Feed] = Pages("feedTypes", "feeds")

    def routes(self) -> tuple[Route, ...]:
        """Documents and feeds."""
        documents, feeds = "/feeds/2021-06-30/documents", "/feeds/2021-06-30/feeds"
        return (
            route("POST", documents, "createFeedDocument", self.create_document),
            route("GET", f"{documents}/ID", "getFeedDocument", self.get_document),
            route("POST", feeds, "createFeed", self.create_feed),
            route("GET", feeds, "getFeeds", self.get_feeds),
            route("GET", f"{feeds}/ID", "getFeed", self.get_feed),
            route("DELETE", f"{feeds}/ID", "cancelFeed", self.cancel_feed),
        )

    def create_document(self, call: Call) -> Answer:
        """POST …/documents: 201 with the id and a link for five minutes."""
        content_type = json_object(call).get("contentType")
        if not isinstance(content_type, str) or "/" not in content_type:
            raise invalid_input("contentType is missing.")
        document = self._feeds.document(content_type)
        url = self._links.to_upload(document)
        return json_answer({"feedDocumentId": document.document_id, "url": url}, 201)

    def create_feed(self, call: Call) -> Answer:
        """POST …/feeds: 202 with the id."""
        body = json_object(call)
        places = body.get("marketplaceIds")
        if body.get("feedType") not in TYPES:
            raise invalid_input("feedType is not supported.")
        if not isinstance(places, list) or not 1 <= len(places) <= 25:
            raise invalid_input("marketplaceIds must have 1 to 25 values.")
        if not set(places) <= marketplaces.BY_ID.keys():
            raise invalid_input("marketplaceIds has one this seller does not sell in.")
        document = self._feeds.document_of(str(body.get("inputFeedDocumentId")))
        if document is None:
            raise invalid_input("inputFeedDocumentId is not known.")
        feed = self._feeds.hand_in(body["feedType"], tuple(places), document)
        return json_answer({"feedId": feed.feed_id}, 202)

    def get_feeds(self, call: Call) -> Answer:
        """GET …/feeds, the newest first; a nextToken comes alone."""
        return json_answer(self._pages.answer(call, self._feeds.all(), self._facts, self._json))

    def get_feed(self, call: Call) -> Answer:
        """GET …/feeds/{feedId}."""
        return json_answer(self._json(self._known(call)))

    def cancel_feed(self, call: Call) -> Answer:
        """DELETE …/feeds/{feedId}, while nobody has begun."""
        if not self._feeds.cancel(self._known(call).feed_id):
            raise invalid_input("The feed is not in the queue any more.")
        return Answer(200)

    def get_document(self, call: Call) -> Answer:
        """GET …/documents/{feedDocumentId}: a link for five minutes."""
        document = self._feeds.document_of(call.part)
        if document is None:
            raise not_found("The feed document was not found.")
        packed = {"compressionAlgorithm": "GZIP"} if document.gzipped else {}
        url = self._links.to_download(document)
        return json_answer({"feedDocumentId": document.document_id, "url": url, **packed})

    def _known(self, call: Call) -> Feed:
        feed = self._feeds.feed(call.part)
        if feed is None:
            raise not_found("The feed was not found.")
        return feed

    def _facts(self, feed: Feed) -> tuple[str, str, datetime, tuple[str, ...]]:
        status = self._feeds.status(feed).value
        return feed.feed_type, status, feed.created_at, feed.marketplace_ids

    def _json(self, feed: Feed) -> dict[str, Any]:
        status = self._feeds.status(feed)
        times = {
            "createdTime": feed.created_at,
            "processingStartTime": self._feeds.begun_at(feed),
            "processingEndTime": feed.ended_at,
        }
        result = {"resultFeedDocumentId": feed.result.document_id} if feed.result else {}
        return {
            "feedId": feed.feed_id,
            "feedType": feed.feed_type,
            "marketplaceIds": list(feed.marketplace_ids),
            "processingStatus": status.value,
            **{name: timestamp(at) for name, at in times.items() if at},
            **result,
        }
