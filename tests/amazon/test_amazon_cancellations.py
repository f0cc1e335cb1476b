"""Orders cancelled by the seller's feed at the pretend Amazon, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fbm_desk.amazon.cancellation_file import REASONS, cancellation_file
from fbm_desk.amazon.feeds import AmazonFeeds
from fbm_desk.domain.answers import Done
from fbm_desk.domain.cancelling import CalledOff, CancelReason
from fbm_desk.domain.feeds import FeedKind, FeedOutcome
from fbm_desk.domain.orders import LineId, OrderId
from fbm_desk.simulator import cancellation_feed
from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.amazon.amazon_calls import client
from tests.simulator.seller import US, mugs_and_spoons, quiet_shop


@pytest.fixture
def shop() -> Shop:
    return quiet_shop()


@pytest.fixture
def feeds(shop: Shop) -> Iterator[AmazonFeeds]:
    with AmazonSimulator(shop) as simulator:
        made = client(simulator.url, account={"marketplace_ids": (US,)})
        yield AmazonFeeds(made)
        made.close()


def called_off(order: PlacedOrder, reason: CancelReason = CancelReason.NO_STOCK) -> CalledOff:
    lines = tuple(LineId(line.line_id) for line in order.lines)
    return CalledOff(OrderId(order.order_id), lines, reason)


def told(feeds: AmazonFeeds, shop: Shop, *orders: CalledOff) -> FeedOutcome:
    answer = feeds.submit(FeedKind.CANCELLATIONS, cancellation_file(orders))
    assert isinstance(answer, Done)
    shop.clock.advance(60)
    stage = feeds.stage(answer.value)
    assert isinstance(stage, Done)
    outcome = feeds.outcome(stage.value.document_id)
    assert isinstance(outcome, Done)
    return outcome.value


def test_an_order_with_all_its_lines_is_cancelled_by_the_seller(
    feeds: AmazonFeeds, shop: Shop
) -> None:
    order = mugs_and_spoons(shop)
    outcome = told(feeds, shop, called_off(order))
    assert (outcome.rows, outcome.taken, outcome.refused) == (2, 2, ())
    there = shop.order(order.order_id)
    assert there is not None
    assert there.status(shop.clock.now()) == "CANCELLED"
    assert {(line.cancelled_by, line.cancel_reason) for line in there.lines} == {
        ("SELLER", "NoInventory")
    }


def test_a_cancelled_and_an_unknown_order_are_refused_by_name(
    feeds: AmazonFeeds, shop: Shop
) -> None:
    order = mugs_and_spoons(shop)
    shop.cancel(order.order_id)
    unknown = CalledOff(OrderId("305-9999999-9999999"), (LineId("1"),), CancelReason.OTHER)
    outcome = told(feeds, shop, called_off(order), unknown)
    assert outcome.taken == 0
    assert {one.order_id for one in outcome.refused} == {order.order_id, unknown.order_id}
    assert outcome.unexplained == 0


def test_every_reason_is_one_of_amazons() -> None:
    assert set(REASONS) == set(CancelReason)
    assert set(REASONS.values()) <= cancellation_feed.REASONS


def test_an_id_that_would_break_the_file_is_not_written() -> None:
    with pytest.raises(ValueError, match="tab"):
        cancellation_file([CalledOff(OrderId("1\t2"), (LineId("1"),), CancelReason.OTHER)])
