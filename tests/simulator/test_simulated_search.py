"""searchOrders and getOrder keep the rules of Orders 2026-01-01."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from fbm_desk.simulator.answers import timestamp
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import EVERYTHING, NOW, US, Seller, mugs_and_spoons, problem

GERMANY = "A1PA6795UKMFR9"


def found(seller: Seller, **params: object) -> list[str]:
    """The ids of the orders a search brings."""
    answer = seller.search(**params)
    assert answer.status_code == 200, answer.text
    return [order["orderId"] for order in answer.json()["orders"]]


def test_the_answer_has_no_payload_around_it(shop: Shop, seller: Seller) -> None:
    mugs_and_spoons(shop)
    content = seller.search().json()
    assert set(content) == {"orders", "createdBefore"}


@pytest.mark.parametrize(
    "params",
    [
        {"createdAfter": None},
        {"createdAfter": "2026-11-12T00:00:00Z", "lastUpdatedAfter": "2026-11-12T00:00:00Z"},
        {"createdAfter": "2026-11-12T00:00:00Z", "lastUpdatedBefore": "2026-11-12T08:00:00Z"},
        {"lastUpdatedAfter": "2026-11-12T00:00:00Z", "createdBefore": "2026-11-12T08:00:00Z"},
        {"createdAfter": "2026-11-12"},
        {"createdAfter": "last Tuesday"},
        {"createdAfter": "2026-11-12T08:00:00Z", "createdBefore": "2026-11-12T07:00:00Z"},
        {"maxResultsPerPage": 0},
        {"maxResultsPerPage": 101},
        {"maxResultsPerPage": "many"},
        {"includedData": "RECIPIENT,EVERYTHING"},
        {"fulfillmentStatuses": "Unshipped"},
        {"fulfilledBy": "SELLER"},
        {"marketplaceIds": ",".join(f"M{number}" for number in range(51))},
        {"paginationToken": "made-up"},
    ],
)
def test_a_search_against_the_rules_is_refused(seller: Seller, params: dict[str, Any]) -> None:
    assert problem(seller.search(**params)) == (400, "InvalidInput")


@pytest.mark.parametrize("family", ["created", "lastUpdated"])
def test_the_end_of_a_period_lies_two_minutes_back(seller: Seller, family: str) -> None:
    period = {f"{family}After": timestamp(NOW - timedelta(hours=1))}
    early = {f"{family}Before": timestamp(NOW - timedelta(seconds=120))}
    late = {f"{family}Before": timestamp(NOW - timedelta(seconds=119))}
    assert seller.search(**period, **early).status_code == 200
    assert problem(seller.search(**period, **late)) == (400, "InvalidInput")


def test_a_change_is_found_by_its_time_and_not_by_the_orders_age(
    shop: Shop, seller: Seller
) -> None:
    order = mugs_and_spoons(shop)
    shop.clock.advance(600)
    after = timestamp(shop.clock.now())
    assert found(seller, lastUpdatedAfter=after) == []
    shop.request_cancel(order.order_id)
    assert found(seller, lastUpdatedAfter=after) == [order.order_id]
    assert found(seller, createdAfter=after) == []


def test_a_search_can_be_narrowed(shop: Shop, seller: Seller) -> None:
    american = mugs_and_spoons(shop)
    german = mugs_and_spoons(shop, GERMANY)
    shop.cancel(german.order_id)
    both = {american.order_id, german.order_id}
    assert set(found(seller)) == both
    assert found(seller, marketplaceIds=US) == [american.order_id]
    assert set(found(seller, marketplaceIds=f"{US},{GERMANY}")) == both
    assert found(seller, fulfillmentStatuses="CANCELLED") == [german.order_id]
    assert found(seller, fulfilledBy="AMAZON") == []
    assert set(found(seller, fulfilledBy="MERCHANT,AMAZON")) == both


def test_pages_bring_every_order_once(shop: Shop, seller: Seller) -> None:
    placed = [mugs_and_spoons(shop).order_id for _ in range(7)]
    brought, token, pages = [], None, 0
    while token or not pages:
        content = seller.search(maxResultsPerPage=3, paginationToken=token).json()
        brought += [order["orderId"] for order in content["orders"]]
        token = content.get("pagination", {}).get("nextToken")
        pages += 1
    assert pages == 3
    assert sorted(brought) == sorted(placed)


def test_a_page_has_a_hundred_orders_at_most(shop: Shop, seller: Seller) -> None:
    for _ in range(101):
        mugs_and_spoons(shop)
    assert len(found(seller)) == 100


def first_token(shop: Shop, seller: Seller) -> str:
    """A page token of a search for American orders, with more to come."""
    for _ in range(3):
        mugs_and_spoons(shop)
    content = seller.search(marketplaceIds=US, maxResultsPerPage=1).json()
    return str(content["pagination"]["nextToken"])


def test_a_page_token_is_bound_to_its_search(shop: Shop, seller: Seller) -> None:
    token = first_token(shop, seller)
    assert problem(seller.search(paginationToken=token)) == (400, "InvalidInput")
    assert problem(seller.search(marketplaceIds=GERMANY, paginationToken=token))[0] == 400


def test_page_size_and_data_sets_may_change_between_pages(shop: Shop, seller: Seller) -> None:
    token = first_token(shop, seller)
    answer = seller.search(
        marketplaceIds=US, maxResultsPerPage=50, includedData="BUYER", paginationToken=token
    )
    assert [set(order) & {"buyer"} for order in answer.json()["orders"]] == [{"buyer"}] * 2
    assert "pagination" not in answer.json()


def test_a_page_token_dies_after_a_day(amazon: AmazonSimulator, shop: Shop, seller: Seller) -> None:
    token = first_token(shop, seller)
    amazon.shop.clock.advance(24 * 3600 - 1)
    seller.token = seller.sign_in().json()["access_token"]
    assert seller.search(marketplaceIds=US, paginationToken=token).status_code == 200
    amazon.shop.clock.advance(1)
    assert problem(seller.search(marketplaceIds=US, paginationToken=token))[0] == 400


@pytest.mark.parametrize(
    ("data_set", "fields"),
    [
        ("BUYER", {"buyer"}),
        ("RECIPIENT", {"recipient"}),
        ("FULFILLMENT", {"fulfillment"}),
        ("PACKAGES", {"packages"}),
        ("PROCEEDS", {"proceeds"}),
        ("CANCELLATION", set()),
    ],
)
def test_only_what_was_asked_for_is_shown(
    shop: Shop, seller: Seller, data_set: str, fields: set[str]
) -> None:
    order = mugs_and_spoons(shop)
    bare = set(seller.order(order.order_id, ""))
    assert set(seller.order(order.order_id, data_set)) - bare == fields


def test_lines_say_what_was_ordered_and_what_is_left(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    mugs = seller.order(order.order_id)["orderItems"][0]
    assert mugs["product"]["sellerSku"] == "MUG-BLUE"
    assert mugs["product"]["title"] == "Stoneware mug, blue, 350 ml"
    assert mugs["quantityOrdered"] == 3
    assert mugs["fulfillment"]["quantityUnfulfilled"] == 3


def test_a_buyers_wish_to_cancel_is_seen_on_the_line(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    shop.request_cancel(order.order_id, "Found it cheaper", order.lines[0].line_id)
    mugs, spoons = seller.order(order.order_id)["orderItems"]
    assert mugs["cancellation"]["cancellationRequest"] == {
        "requester": "BUYER",
        "cancelReason": "Found it cheaper",
    }
    assert "cancellation" not in spoons


def test_a_pending_order_has_no_address_and_no_email(shop: Shop, seller: Seller) -> None:
    pending = shop.place(pending=True)
    content = seller.order(pending.order_id)
    assert content["fulfillment"]["fulfillmentStatus"] == "PENDING"
    assert "recipient" not in content
    assert "buyerEmail" not in content["buyer"]
    shop.authorise(pending.order_id)
    assert "recipient" in seller.order(pending.order_id)


def test_a_cancelled_order_has_nothing_left_to_pack(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    shop.cancel(order.order_id, by="AMAZON", reason="Payment failed")
    content = seller.order(order.order_id)
    assert content["fulfillment"]["fulfillmentStatus"] == "CANCELLED"
    assert [item["fulfillment"]["quantityUnfulfilled"] for item in content["orderItems"]] == [0, 0]
    execution = content["orderItems"][0]["cancellation"]["cancellationExecution"]
    assert execution == {"cancelledBy": "AMAZON", "cancelReason": "Payment failed"}


def test_an_order_nobody_placed_is_not_found(seller: Seller) -> None:
    answer = seller.call("GET", "/orders/2026-01-01/orders/111-0000000-0000000")
    assert problem(answer) == (404, "NotFound")


def test_lists_may_be_sent_repeated_and_strangers_are_ignored(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    query = [
        ("createdAfter", "2020-01-01T00:00:00Z"),
        *(("includedData", name) for name in EVERYTHING.split(",")),
        ("MarketplaceId", "A1VC38T7YXB528"),
        ("marketplace_ids", "A1VC38T7YXB528"),
    ]
    answer = seller.call("GET", "/orders/2026-01-01/orders", params=query)
    assert [found["orderId"] for found in answer.json()["orders"]] == [order.order_id]
    assert "recipient" in answer.json()["orders"][0]
