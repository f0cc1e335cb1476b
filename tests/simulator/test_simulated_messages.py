"""Buyers are written to only where it is allowed, and asked for a review once, in its time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import US, Seller, mugs_and_spoons, problem

PLACE = {"marketplaceIds": US}
REVIEW = "solicitations/productReviewAndSellerFeedback"


def message(seller: Seller, order: PlacedOrder, action: str, text: str) -> httpx.Response:
    path = f"/messaging/v1/orders/{order.order_id}/messages/{action}"
    return seller.call("POST", path, params=PLACE, json={"text": text})


def test_the_allowed_actions_are_named_with_their_paths(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    path = f"/messaging/v1/orders/{order.order_id}"
    links = seller.call("GET", path, params=PLACE).json()["_links"]["actions"]
    assert len(links) == 9
    assert f"{path}/messages/unexpectedProblem?marketplaceIds={US}" in [x["href"] for x in links]
    shop.cancel(order.order_id)
    assert seller.call("GET", path, params=PLACE).json()["_links"]["actions"] == []


def test_a_message_is_sent_and_kept(amazon: AmazonSimulator, shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    answer = message(seller, order, "unexpectedProblem", "One mug is cracked.")
    assert (answer.status_code, answer.json()) == (201, {})
    (sent,) = amazon.apis.messaging.sent()
    assert (sent.order_id, sent.action) == (order.order_id, "unexpectedProblem")
    assert "cracked" not in repr(sent)


@pytest.mark.parametrize(
    ("action", "longest"),
    [("confirmCustomizationDetails", 800), ("digitalAccessKey", 400), ("unexpectedProblem", 2000)],
)
def test_a_text_has_its_longest_length(
    shop: Shop, seller: Seller, action: str, longest: int
) -> None:
    order = mugs_and_spoons(shop)
    assert message(seller, order, action, "x" * longest).status_code == 201
    assert problem(message(seller, order, action, "x" * (longest + 1))) == (400, "InvalidInput")
    assert problem(message(seller, order, action, "")) == (400, "InvalidInput")


def test_nobody_is_written_to_about_a_cancelled_or_unknown_order(
    shop: Shop, seller: Seller
) -> None:
    order = shop.cancel(mugs_and_spoons(shop).order_id)
    assert problem(message(seller, order, "unexpectedProblem", "Hm.")) == (403, "Unauthorized")
    path = "/messaging/v1/orders/111-0000000-0000000/attributes"
    assert problem(seller.call("GET", path, params=PLACE)) == (400, "InvalidInput")


def test_the_buyers_language_is_told(shop: Shop, seller: Seller) -> None:
    path = f"/messaging/v1/orders/{mugs_and_spoons(shop).order_id}/attributes"
    assert seller.call("GET", path, params=PLACE).json() == {"buyer": {"locale": "en-US"}}


def test_a_review_is_asked_for_once_and_in_its_time(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    path = f"/solicitations/v1/orders/{order.order_id}"

    def ask() -> int:
        seller.token = seller.sign_in().json()["access_token"]
        return seller.call("POST", f"{path}/{REVIEW}", params=PLACE).status_code

    assert ask() == 403
    until = order.deliver_by.earliest + timedelta(days=5) - shop.clock.now()
    shop.clock.advance(until.total_seconds())
    seller.token = seller.sign_in().json()["access_token"]
    links = seller.call("GET", path, params=PLACE).json()["_links"]["actions"]
    assert [one["name"] for one in links] == ["productReviewAndSellerFeedback"]
    assert [ask(), ask()] == [201, 403]
    late = mugs_and_spoons(shop)
    shop.clock.advance(60 * 24 * 3600)
    path = f"/solicitations/v1/orders/{late.order_id}"
    assert ask() == 403


def test_the_library_writes_to_a_buyer_and_asks_for_a_review(
    amazon: AmazonSimulator, shop: Shop, account: dict[str, Any]
) -> None:
    from sp_api.api import Messaging, Solicitations

    order = mugs_and_spoons(shop)
    until = order.deliver_by.earliest + timedelta(days=5) - shop.clock.now()
    shop.clock.advance(until.total_seconds())
    messages, reviews = Messaging(**account), Solicitations(**account)
    body = {"text": "One mug is cracked."}
    messages.create_unexpected_problem(order.order_id, marketplaceIds=[US], body=body)
    reviews.create_product_review_and_seller_feedback_solicitation(
        order.order_id, marketplaceIds=[US]
    )
    messages.close()
    reviews.close()
    assert len(amazon.apis.messaging.sent()) == 2
