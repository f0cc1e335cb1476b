"""Amazon's own published examples are understood, and what we send is as its models want it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from fbm_desk.amazon.changes_queue import ChangesQueue, QueueAccess
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.feed_outcomes import outcome_of
from fbm_desk.amazon.feeds import AmazonFeeds
from fbm_desk.amazon.listings import AmazonListings
from fbm_desk.amazon.reports import AmazonReports
from fbm_desk.amazon.sellers import AmazonAccount
from fbm_desk.amazon.subscriptions import AmazonSubscriptions
from fbm_desk.amazon.tokens import Restricted, restricted_data_token
from fbm_desk.domain.answers import Answer, Done, NotSent, Refused
from fbm_desk.domain.feeds import FeedKind, QuantityChange
from fbm_desk.domain.reports import ReportKind
from tests.amazon.amazon_calls import NOON, client
from tests.amazon.fault_server import FaultServer, reply
from tests.simulator import published_models as published

pytestmark = pytest.mark.skipif(
    not published.PUBLISHED.exists(), reason="Amazon's published models are not beside this tree"
)

US = "ATVPDKIKX0DER"
Ask = Callable[[AmazonClient], Answer[Any]]
#: Operation by operation: the model, and our call, which gets each of Amazon's examples.
ASKED: dict[str, tuple[str, Ask]] = {
    "createReport": (published.REPORTS, lambda to: AmazonReports(to).request(ReportKind.RETURNS)),
    "getReport": (published.REPORTS, lambda to: AmazonReports(to).stage("ReportId1")),
    "getReports": (
        published.REPORTS, lambda to: AmazonReports(to).lately(ReportKind.RETURNS, NOON),
    ),
    "getFeed": (published.FEEDS, lambda to: AmazonFeeds(to).stage("FeedId1")),
    "getFeeds": (published.FEEDS, lambda to: AmazonFeeds(to).lately(FeedKind.QUANTITIES, NOON)),
    "createRestrictedDataToken": (
        published.TOKENS, lambda to: restricted_data_token(to, Restricted("GET", "/a")),
    ),
    "getMarketplaceParticipations": (
        published.SELLERS, lambda to: AmazonAccount(to).marketplaces(),
    ),
}  # fmt: skip


def answered(ask: Ask, *replies: tuple[int, Any]) -> tuple[Answer[Any], list[Any]]:
    """Our answer to Amazon's, and the bodies we sent."""
    with FaultServer() as server:
        server.behave(*[reply(status, body) for status, body in replies])
        to = client(server.url)
        answer = ask(to)
        to.close()
        return answer, [seen.json for seen in server.seen if seen.body]


@pytest.mark.parametrize("operation", ASKED)
def test_each_published_answer_is_understood(operation: str) -> None:
    model, ask = ASKED[operation]
    found = [one for one in published.examples(model) if one.operation == operation]
    assert found
    for example in found:
        answer, _ = answered(ask, (example.status, example.response))
        assert isinstance(answer, Done if example.status < 400 else Refused), example


@pytest.mark.parametrize("sku", ["VALIDATION_VALID", "VALIDATION_INVALID"])
def test_the_published_previews_are_understood(sku: str) -> None:
    found = [
        one for one in published.examples(published.LISTINGS)
        if one.operation == "patchListingsItem" and one.status == 200
        and one.response["sku"] == sku
    ]  # fmt: skip
    answer, _ = answered(
        lambda to: AmazonListings(to).preview(sku, 1, US), (200, found[0].response)
    )
    if sku == "VALIDATION_VALID":
        assert answer == Done(None)
    else:
        assert answer == Refused("invalid", "The attributes are invalid.", "90000900")


def test_the_published_processing_report_is_understood() -> None:
    place = published.PUBLISHED / "schemas" / "feeds"
    found = outcome_of(
        (place / "listings-feed-processing-report-schema-v2.example.json").read_bytes()
    )
    assert (found.rows, found.taken, found.unexplained) == (4, 2, 0)
    assert [(one.row, one.sku) for one in found.refused] == [
        (4, "My-SKU-B"), (4, "My-SKU-B"), (5, "My-SKU-C"),
    ]  # fmt: skip


def test_the_published_news_are_understood() -> None:
    schema = published.PUBLISHED / "schemas" / "notifications" / "OrderChangeNotification.json"
    for news in json.loads(schema.read_text("utf-8"))["examples"]:
        change = news["Payload"]["OrderChangeNotification"]
        message = {"MessageId": "1", "ReceiptHandle": "r", "Body": json.dumps(news)}
        with FaultServer() as server:
            server.always(reply(200, {"Messages": [message]}))
            access = QueueAccess(
                f"{server.url}/0/q", "eu-west-1", change["SellerId"], "k", "s", server.url
            )
            queue = ChangesQueue(access, wait_s=0)
            answer = queue.receive()
            queue.close()
        assert isinstance(answer, Done)
        (changed,) = answer.value
        wishes = [one["IsBuyerRequestedCancel"] for one in change["Summary"]["OrderItems"]]
        assert (changed.order_id, changed.cancel_requested) == (
            change["AmazonOrderId"], any(wishes),
        )  # fmt: skip


def test_what_we_send_is_as_the_models_want_it() -> None:
    no = (400, {"errors": [{"code": "InvalidInput", "message": "No."}]})
    since = NOON - timedelta(days=9)
    _, (report,) = answered(lambda to: AmazonReports(to).request(ReportKind.RETURNS, since), no)
    published.check(report, published.REPORTS, "CreateReportSpecification")
    _, (token,) = answered(lambda to: restricted_data_token(to, Restricted("GET", "/a")), no)
    published.check(token, published.TOKENS, "CreateRestrictedDataTokenRequest")
    _, (patch,) = answered(lambda to: AmazonListings(to).put_quantity("MUG", 1, US), no)
    published.check(patch, published.LISTINGS, "ListingsItemPatchRequest")


def test_what_a_feed_sends_is_as_the_models_want_it() -> None:
    with FaultServer() as server:
        place = {"feedDocumentId": "d", "url": f"{server.url}/up"}
        server.behave(reply(201, place), reply(200), reply(202, {"feedId": "7"}))
        to = client(server.url)
        content = AmazonListings(to).quantities([QuantityChange("MUG", 1)])
        assert AmazonFeeds(to).submit(FeedKind.QUANTITIES, content, [US]) == Done("7")
        to.close()
        document, brought, feed = (seen.json for seen in server.seen)
    published.check(document, published.FEEDS, "CreateFeedDocumentSpecification")
    published.check_schema(brought, "feeds/listings-feed-schema-v2.json")
    published.check(feed, published.FEEDS, "CreateFeedSpecification")


def test_what_a_subscription_sends_is_as_the_model_wants_it() -> None:
    arn = "arn:aws:sqs:eu-west-1:000000000000:order-news"
    unknown = (404, {"errors": [{"code": "NotFound", "message": "None."}]})
    answer, (place, wish) = answered(
        lambda to: AmazonSubscriptions(to).tell_of_changes(arn),
        (200, {"payload": []}),
        (200, {"payload": {"destinationId": "d"}}),
        unknown,
        (200, {"payload": {"destinationId": "d"}}),
    )
    assert answer == Done(None)
    published.check(place, published.NOTIFICATIONS, "CreateDestinationRequest")
    published.check(wish, published.NOTIFICATIONS, "CreateSubscriptionRequest")


def test_amazons_example_of_a_link_is_not_followed_since_it_leaves_amazons_storage() -> None:
    found = [
        one for one in published.examples(published.REPORTS)
        if one.operation == "getReportDocument" and one.status == 200
    ]  # fmt: skip
    answer, _ = answered(
        lambda to: AmazonReports(to).fetch("d", restricted=False), (200, found[0].response)
    )
    assert answer == NotSent("link_elsewhere")
