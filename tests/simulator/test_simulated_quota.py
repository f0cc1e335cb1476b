"""Every operation has its own bucket, with Amazon's figures, refilled by the simulator's clock."""

from __future__ import annotations

import pytest

from fbm_desk.simulator.route import Access
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.usage_plans import PLANS
from tests.simulator.seller import Seller, mugs_and_spoons, problem


def test_twenty_searches_go_at_once_and_the_next_must_wait(seller: Seller) -> None:
    assert {seller.search().status_code for _ in range(20)} == {200}
    assert problem(seller.search()) == (429, "QuotaExceeded")


def test_one_search_is_given_back_after_179_seconds(
    amazon: AmazonSimulator, seller: Seller
) -> None:
    for _ in range(20):
        seller.search()
    amazon.shop.clock.advance(178)
    assert seller.search().status_code == 429
    amazon.shop.clock.advance(1)
    assert seller.search().status_code == 200
    assert seller.search().status_code == 429


def test_a_full_bucket_does_not_overflow(amazon: AmazonSimulator, seller: Seller) -> None:
    amazon.shop.clock.advance(3000)
    statuses = [seller.search().status_code for _ in range(21)]
    assert statuses.count(200) == 20


def test_an_empty_bucket_does_not_hold_up_another_operation(
    amazon: AmazonSimulator, seller: Seller
) -> None:
    order = mugs_and_spoons(amazon.shop)
    for _ in range(21):
        seller.search()
    assert seller.order(order.order_id)["orderId"] == order.order_id


@pytest.mark.parametrize(
    ("operation", "rate", "burst"),
    [
        ("searchOrders", 0.0056, 20),
        ("getOrder", 0.5, 30),
        ("confirmShipment", 2, 10),
        ("getRates", 80, 100),
        ("purchaseShipment", 80, 100),
        ("getShipmentDocuments", 80, 100),
        ("cancelShipment", 80, 100),
        ("oneClickShipment", 80, 100),
        ("getOrders", 0.0167, 20),
        ("v0.getOrder", 0.5, 30),
        ("getOrderAddress", 0.5, 30),
        ("updateShipmentStatus", 5, 15),
        ("getEligibleShipmentServices", 6, 12),
        ("getAdditionalSellerInputs", 1, 1),
        ("createShipment", 2, 2),
        ("getShipment", 1, 1),
        ("mfn.cancelShipment", 1, 1),
        ("createReport", 0.0167, 15),
        ("getReport", 2, 15),
        ("getReportDocument", 0.0167, 15),
        ("getReports", 0.0222, 10),
        ("createReportSchedule", 0.0222, 10),
        ("createFeedDocument", 0.5, 15),
        ("createFeed", 0.0083, 15),
        ("getFeed", 2, 15),
        ("cancelFeed", 2, 15),
        ("getFeeds", 0.0222, 10),
        ("getFeedDocument", 0.0222, 10),
        ("patchListingsItem", 5, 5),
        ("getListingsItem", 5, 10),
        ("putListingsItem", 5, 10),
        ("searchListingsItems", 5, 5),
        ("createRestrictedDataToken", 1, 10),
        ("getMessagingActionsForOrder", 1, 5),
        ("createProductReviewAndSellerFeedbackSolicitation", 1, 5),
        ("createSubscription", 1, 5),
        ("getMarketplaceParticipations", 0.016, 15),
    ],
)
def test_the_figures_are_amazons(operation: str, rate: float, burst: int) -> None:
    assert (PLANS[operation].rate, PLANS[operation].burst) == (rate, burst)


def test_every_operation_that_asks_for_a_token_has_its_bucket(amazon: AmazonSimulator) -> None:
    counted = {one.operation for one in amazon.apis.routes() if one.access is not Access.OPEN}
    assert counted == set(PLANS)


def test_every_answer_names_its_rate(amazon: AmazonSimulator, seller: Seller) -> None:
    order = mugs_and_spoons(amazon.shop)
    path = f"/orders/2026-01-01/orders/{order.order_id}"
    answers = [
        seller.search(),
        seller.search(createdAfter="yesterday"),
        seller.call("GET", path),
        seller.confirm(order, {}),
    ]
    for _ in range(20):
        answers.append(seller.search())
    rates = [answer.headers["x-amzn-RateLimit-Limit"] for answer in answers]
    assert rates == ["0.0056", "0.0056", "0.5", "2", *["0.0056"] * 20]
    assert answers[-1].status_code == 429


def test_refused_tokens_cost_nothing(seller: Seller) -> None:
    token, seller.token = seller.token, "Atza|wrong"
    for _ in range(25):
        assert seller.search().status_code == 403
    seller.token = token
    assert {seller.search().status_code for _ in range(20)} == {200}
