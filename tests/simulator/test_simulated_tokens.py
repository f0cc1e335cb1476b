"""A restricted data token opens the few paths it was asked for, for an hour."""

from __future__ import annotations

from typing import Any

import pytest

from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import Seller, mugs_and_spoons, problem

PATH = "/tokens/2021-03-01/restrictedDataToken"
ORDERS = "/orders/v0/orders"


def test_a_token_opens_its_path_and_no_other(shop: Shop, seller: Seller) -> None:
    mine, other = mugs_and_spoons(shop), mugs_and_spoons(shop)
    path = f"{ORDERS}/{mine.order_id}/address"
    assert problem(seller.call("GET", path)) == (403, "Unauthorized")
    seller.token = seller.restricted("GET", path)
    assert seller.call("GET", path).status_code == 200
    elsewhere = f"{ORDERS}/{other.order_id}/address"
    assert problem(seller.call("GET", elsewhere)) == (403, "Unauthorized")
    assert problem(seller.search()) == (403, "Unauthorized")


def test_a_token_may_be_for_any_order(shop: Shop, seller: Seller) -> None:
    seller.token = seller.restricted("GET", f"{ORDERS}/{{orderId}}/address")
    for order in (mugs_and_spoons(shop), mugs_and_spoons(shop)):
        assert seller.call("GET", f"{ORDERS}/{order.order_id}/address").status_code == 200


def test_a_token_dies_after_an_hour(amazon: AmazonSimulator, shop: Shop, seller: Seller) -> None:
    path = f"{ORDERS}/{mugs_and_spoons(shop).order_id}/address"
    seller.token = seller.restricted("GET", path)
    amazon.shop.clock.advance(3599)
    assert seller.call("GET", path).status_code == 200
    amazon.shop.clock.advance(1)
    assert "expired" in seller.call("GET", path).text


@pytest.mark.parametrize(
    "resources",
    [
        [],
        None,
        [{"method": "GET", "path": f"{ORDERS}/1/address"}] * 51,
        [{"method": "PUT", "path": f"{ORDERS}/1/address"}],
        [{"method": "GET", "path": "/orders/2026-01-01/orders"}],
        [{"method": "GET", "path": "/reports/2021-06-30/documents/{reportDocumentId}"}],
        [{"method": "GET", "path": f"{ORDERS}/1/address", "dataElements": ["buyerInfo"]}],
        [{"method": "GET", "path": ORDERS, "dataElements": ["everything"]}],
        ["GET"],
    ],
)
def test_only_restricted_resources_are_given_and_at_most_fifty(
    seller: Seller, resources: Any
) -> None:
    answer = seller.call("POST", PATH, json={"restrictedResources": resources})
    assert problem(answer) == (400, "InvalidInput")
