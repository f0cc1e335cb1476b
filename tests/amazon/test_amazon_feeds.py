"""Feeds handed in to the pretend Amazon, and what it takes of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.feeds import AmazonFeeds
from fbm_desk.amazon.listings import AmazonListings
from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear
from fbm_desk.domain.feeds import (
    MOST_BYTES,
    FeedKind,
    FeedOutcome,
    FeedStage,
    FeedState,
    QuantityChange,
)
from fbm_desk.domain.orders import LineId, OrderId
from fbm_desk.domain.shipping import Shipped
from fbm_desk.simulator.fault_kinds import FaultKind
from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.processing import Processing
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.amazon.amazon_calls import client
from tests.simulator.seller import NOW, US, mugs_and_spoons, quiet_shop


@pytest.fixture
def shop() -> Shop:
    return quiet_shop()


@pytest.fixture
def amazon(shop: Shop) -> Iterator[AmazonSimulator]:
    with AmazonSimulator(shop) as simulator:
        yield simulator


@pytest.fixture
def to(amazon: AmazonSimulator) -> Iterator[AmazonClient]:
    made = client(amazon.url, account={"marketplace_ids": (US,)})
    yield made
    made.close()


@pytest.fixture
def feeds(to: AmazonClient) -> AmazonFeeds:
    return AmazonFeeds(to)


def left(order: PlacedOrder, tracking: str = "1Z0000000000000001") -> Shipped:
    lines = tuple((LineId(line.line_id), line.quantity) for line in order.lines)
    return Shipped(OrderId(order.order_id), US, 1, lines, NOW, "UPS", "UPS", "Ground", tracking)


def handed_in(feeds: AmazonFeeds, content: bytes, kind: FeedKind = FeedKind.CONFIRMATIONS) -> str:
    answer = feeds.submit(kind, content)
    assert isinstance(answer, Done)
    return answer.value


def stage(feeds: AmazonFeeds, feed_id: str) -> FeedStage:
    answer = feeds.stage(feed_id)
    assert isinstance(answer, Done)
    return answer.value


def outcome(feeds: AmazonFeeds, shop: Shop, feed_id: str) -> FeedOutcome:
    shop.clock.advance(60)
    found = stage(feeds, feed_id)
    assert found.state is FeedState.READ
    answer: Answer[FeedOutcome] = feeds.outcome(found.document_id)
    assert isinstance(answer, Done)
    return answer.value


@pytest.mark.parametrize("gzipped", [True, False])
def test_parcels_told_by_feed_are_shipped_and_the_outcome_says_so(
    feeds: AmazonFeeds, amazon: AmazonSimulator, shop: Shop, gzipped: bool
) -> None:
    amazon.apis.feeds.gzipped = gzipped
    orders = [mugs_and_spoons(shop) for _ in range(3)]
    parcels = [left(order, f"1Z000000000000000{n}") for n, order in enumerate(orders)]
    feed_id = handed_in(feeds, feeds.confirmations(parcels))
    assert stage(feeds, feed_id).state is FeedState.WAITING
    assert outcome(feeds, shop, feed_id) == FeedOutcome(6, 6, ())
    shown = [shop.order(order.order_id) for order in orders]
    assert [len(order.packages_at()) for order in shown if order] == [1, 1, 1]


def test_a_refused_row_is_named_by_its_order_and_line(
    feeds: AmazonFeeds, amazon: AmazonSimulator, shop: Shop
) -> None:
    good, bad = mugs_and_spoons(shop), mugs_and_spoons(shop)
    amazon.apis.feeds.refuse(ids=frozenset({bad.order_id}))
    told = feeds.confirmations([left(good), left(bad, "1Z0000000000000002")])
    found = outcome(feeds, shop, handed_in(feeds, told))
    assert (found.rows, found.taken, found.unexplained) == (4, 3, 0)
    (refused,) = found.refused
    assert (refused.order_id, refused.line_id) == (bad.order_id, bad.lines[0].line_id)
    assert (refused.code, refused.row) == ("18061", 3)
    assert refused.words.startswith("The row could not be processed")
    assert not found.whole_file_refused


def test_a_file_with_the_wrong_columns_is_refused_as_a_whole(
    feeds: AmazonFeeds, shop: Shop
) -> None:
    found = outcome(feeds, shop, handed_in(feeds, b"order\tcarrier\n1\t2\n"))
    assert found.whole_file_refused
    assert {one.row for one in found.refused} == {0}


def test_quantities_told_by_feed_are_on_offer(
    feeds: AmazonFeeds, to: AmazonClient, amazon: AmazonSimulator, shop: Shop
) -> None:
    changes = [QuantityChange("MUG-BLUE", 1), QuantityChange("NO-SUCH", 3),
               QuantityChange("MUG-BLUE", 7)]  # fmt: skip
    told = AmazonListings(to).quantities(changes)
    found = outcome(feeds, shop, handed_in(feeds, told, FeedKind.QUANTITIES))
    assert (found.rows, found.taken) == (2, 1)
    assert [(one.sku, one.row, one.code) for one in found.refused] == [("NO-SUCH", 2, "13013")]
    assert amazon.apis.listings.quantity("MUG-BLUE", US) == 7


@pytest.mark.parametrize(
    ("end", "state"),
    [(Processing.CANCELLED, FeedState.CANCELLED), (Processing.FATAL, FeedState.FAILED)],
)
def test_a_feed_may_end_otherwise(
    feeds: AmazonFeeds, amazon: AmazonSimulator, shop: Shop, end: Processing, state: FeedState
) -> None:
    amazon.apis.feeds.ends.order("POST_FLAT_FILE_FULFILLMENT_DATA", end)
    feed_id = handed_in(feeds, feeds.confirmations([left(mugs_and_spoons(shop))]))
    shop.clock.advance(60)
    assert stage(feeds, feed_id).state is state


@pytest.mark.parametrize("operation", ["createFeedDocument", "uploadDocument"])
def test_until_the_feed_is_made_nothing_was_told(
    feeds: AmazonFeeds, amazon: AmazonSimulator, operation: str
) -> None:
    amazon.faults.add(operation, FaultKind.CUT_AFTER)
    answer = feeds.submit(FeedKind.CONFIRMATIONS, b"order-id\n")
    assert answer == NotSent("lost")
    assert not amazon.apis.feeds.all()


def test_a_feed_whose_answer_was_lost_is_found_again(
    feeds: AmazonFeeds, amazon: AmazonSimulator
) -> None:
    amazon.faults.add("createFeed", FaultKind.CUT_AFTER)
    assert isinstance(feeds.submit(FeedKind.CONFIRMATIONS, b"order-id\n"), Unclear)
    found = feeds.lately(FeedKind.CONFIRMATIONS, NOW - timedelta(minutes=5))
    assert isinstance(found, Done)
    assert [one.state for one in found.value] == [FeedState.WAITING]
    assert found.value[0].handed_in_at == NOW


def test_the_upload_carries_the_announced_type_and_no_token(
    feeds: AmazonFeeds, amazon: AmazonSimulator
) -> None:
    handed_in(feeds, b"order-id\n")
    made, brought, _ = [one for one in amazon.requests.all() if one.operation != "token"]
    announced = json.loads(made.body)["contentType"]
    told = {name.lower(): value for name, value in brought.headers.items()}
    assert told["content-type"] == announced == "text/tab-separated-values; charset=UTF-8"
    assert "x-amz-access-token" not in told


def test_a_file_amazon_would_not_take_is_not_sent(
    feeds: AmazonFeeds, amazon: AmazonSimulator
) -> None:
    answer = feeds.submit(FeedKind.CONFIRMATIONS, b"x" * (MOST_BYTES + 1))
    assert answer == Refused("too_large")
    with pytest.raises(ValueError, match="content"):
        feeds.submit(FeedKind.CONFIRMATIONS, b"")
    assert not amazon.requests.all()
