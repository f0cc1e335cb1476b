"""Orders v0 still reads orders, with names and addresses only for who may see them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import US, Seller, mugs_and_spoons, problem

PATH = "/orders/v0/orders"
SINCE = {"CreatedAfter": "2020-01-01T00:00:00Z", "MarketplaceIds": US}


def payload(answer: httpx.Response) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json()["payload"]


def test_orders_are_listed_page_by_page(shop: Shop, seller: Seller) -> None:
    ids = [mugs_and_spoons(shop).order_id for _ in range(3)]
    first = payload(seller.call("GET", PATH, params={**SINCE, "MaxResultsPerPage": "2"}))
    params = {"MarketplaceIds": US, "NextToken": first["NextToken"]}
    second = payload(seller.call("GET", PATH, params=params))
    found = [one["AmazonOrderId"] for page in (first, second) for one in page["Orders"]]
    assert found == ids


def test_a_list_is_narrowed_by_status(shop: Shop, seller: Seller) -> None:
    mugs_and_spoons(shop)
    gone = shop.cancel(mugs_and_spoons(shop).order_id)
    found = payload(seller.call("GET", PATH, params={**SINCE, "OrderStatuses": "Canceled"}))
    assert [one["AmazonOrderId"] for one in found["Orders"]] == [gone.order_id]


@pytest.mark.parametrize(
    "params",
    [
        {"CreatedAfter": "2020-01-01T00:00:00Z"},
        {"MarketplaceIds": US},
        {**SINCE, "LastUpdatedAfter": "2020-01-01T00:00:00Z"},
        {**SINCE, "OrderStatuses": "UNSHIPPED"},
        {**SINCE, "NextToken": "made-up"},
    ],
)
def test_a_list_against_the_rules_is_refused(seller: Seller, params: dict[str, str]) -> None:
    assert problem(seller.call("GET", PATH, params=params)) == (400, "InvalidInput")


def test_buyer_and_address_come_with_their_data_elements(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    path = f"{PATH}/{order.order_id}"
    bare = payload(seller.call("GET", path))
    assert not {"ShippingAddress", "BuyerInfo"} & set(bare)
    seller.token = seller.restricted("GET", path, "shippingAddress")
    seen = payload(seller.call("GET", path))
    assert seen["ShippingAddress"]["Name"] == order.recipient.name
    assert "BuyerInfo" not in seen


def test_items_say_what_was_shipped_and_what_is_asked(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    shop.request_cancel(order.order_id, line_id=order.lines[0].line_id)
    items = payload(seller.call("GET", f"{PATH}/{order.order_id}/orderItems"))["OrderItems"]
    assert [(one["SellerSKU"], one["QuantityOrdered"]) for one in items] == [
        ("MUG-BLUE", 3),
        ("SPOON-6", 1),
    ]
    wishes = [one["BuyerRequestedCancel"]["IsBuyerRequestedCancel"] for one in items]
    assert wishes == ["true", "false"]


@pytest.mark.parametrize("rest", ["buyerInfo", "address", "orderItems/buyerInfo"])
def test_what_names_people_wants_its_token(shop: Shop, seller: Seller, rest: str) -> None:
    path = f"{PATH}/{mugs_and_spoons(shop).order_id}/{rest}"
    assert problem(seller.call("GET", path)) == (403, "Unauthorized")
    seller.token = seller.restricted("GET", path)
    assert payload(seller.call("GET", path))["AmazonOrderId"]


def test_a_pick_up_is_told_for_orders_that_are_picked_up(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    order = mugs_and_spoons(shop)
    path, body = f"{PATH}/{order.order_id}/shipment", {"marketplaceId": US}
    ready = {**body, "shipmentStatus": "ReadyForPickup"}
    assert problem(seller.call("POST", path, json=ready)) == (400, "InvalidInput")
    shop.add(replace(order, programs=("IN_STORE_PICK_UP",)))
    assert seller.call("POST", path, json=ready).status_code == 204
    assert amazon.apis.regulated.pick_ups == {order.order_id: "ReadyForPickup"}
    assert problem(seller.call("POST", path, json={**body, "shipmentStatus": "Gone"}))[0] == 400
    assert problem(seller.call("POST", path, json={"shipmentStatus": "PickedUp"}))[0] == 400


def grown_up(shop: Shop) -> PlacedOrder:
    order = mugs_and_spoons(shop)
    return shop.add(replace(order, lines=(replace(order.lines[0], age_check=True),)))


def review(status: str, **more: str) -> dict[str, Any]:
    content = {"status": status, "externalReviewerId": "reviewer-7", **more}
    return {"regulatedOrderVerificationStatus": content}


def test_a_regulated_order_is_decided_on_once(shop: Shop, seller: Seller) -> None:
    path = f"{PATH}/{grown_up(shop).order_id}/regulatedInfo"
    assert problem(seller.call("PATCH", path, json=review("Rejected")))[0] == 400
    assert seller.call("PATCH", path, json=review("Approved")).status_code == 204
    assert problem(seller.call("PATCH", path, json=review("Approved")))[0] == 400
    seller.token = seller.restricted("GET", path)
    status = payload(seller.call("GET", path))["RegulatedOrderVerificationStatus"]
    assert (status["Status"], status["RequiresMerchantAction"]) == ("Approved", False)


def test_an_order_without_such_goods_is_not_decided_on(shop: Shop, seller: Seller) -> None:
    path = f"{PATH}/{mugs_and_spoons(shop).order_id}/regulatedInfo"
    assert problem(seller.call("PATCH", path, json=review("Approved"))) == (400, "InvalidInput")


def test_the_library_reads_an_order_with_its_address(shop: Shop, account: dict[str, Any]) -> None:
    from sp_api.api import OrdersV0

    order = mugs_and_spoons(shop)
    client = OrdersV0(**account)
    found = client.get_order(order.order_id, RestrictedResources=["shippingAddress"]).payload
    client.close()
    assert found["ShippingAddress"]["City"] == order.recipient.city


def test_the_library_sees_where_the_seller_sells(account: dict[str, Any]) -> None:
    from sp_api.api import Sellers

    client = Sellers(**account)
    found = client.get_marketplace_participation().payload
    client.close()
    assert [one["marketplace"]["countryCode"] for one in found] == ["US", "GB", "DE", "JP"]
