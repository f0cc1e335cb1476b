"""The library a desk would use, python-amazon-sp-api, can talk to the simulator."""

from __future__ import annotations

from typing import Any

import pytest

from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import EVERYTHING, US, confirmation, mugs_and_spoons


def test_the_library_searches_and_reads_orders(shop: Shop, account: dict[str, Any]) -> None:
    from sp_api.api import OrdersV20260101

    placed = mugs_and_spoons(shop)
    client = OrdersV20260101(**account)
    found = client.search_orders(
        createdAfter="2020-01-01T00:00:00Z", includedData=EVERYTHING.split(",")
    )
    assert [order["orderId"] for order in found.payload["orders"]] == [placed.order_id]
    order = client.get_order(placed.order_id, includedData=["RECIPIENT"]).payload["order"]
    assert order["recipient"]["deliveryAddress"]["name"] == placed.recipient.name
    client.close()


def test_the_library_turns_pages(shop: Shop, account: dict[str, Any]) -> None:
    from sp_api.api import OrdersV20260101

    for _ in range(3):
        mugs_and_spoons(shop)
    client = OrdersV20260101(**account)
    wanted = {"createdAfter": "2020-01-01T00:00:00Z", "maxResultsPerPage": 2}
    first = client.search_orders(**wanted)
    second = client.search_orders(**wanted, paginationToken=first.next_token)
    assert [len(page.payload["orders"]) for page in (first, second)] == [2, 1]
    client.close()


def test_the_library_confirms_a_package(
    amazon: AmazonSimulator, shop: Shop, account: dict[str, Any]
) -> None:
    from sp_api.api import OrdersV0

    order = mugs_and_spoons(shop)
    client = OrdersV0(**account)
    client.confirm_shipment(order.order_id, **confirmation(order, 3, 1))
    shop.clock.advance(1)
    assert [request.status for request in amazon.requests.of("confirmShipment")] == [204]
    shipped = shop.order(order.order_id)
    assert shipped is not None
    assert shipped.status(shop.clock.now()) == "SHIPPED"
    client.close()


def test_the_library_is_told_when_a_quota_is_gone(account: dict[str, Any]) -> None:
    from sp_api.api import OrdersV20260101
    from sp_api.base import SellingApiRequestThrottledException

    client = OrdersV20260101(**account)
    wanted = {"createdAfter": "2020-01-01T00:00:00Z", "marketplaceIds": [US]}
    for _ in range(20):
        client.search_orders(**wanted)
    with pytest.raises(SellingApiRequestThrottledException):
        client.search_orders(**wanted)
    client.close()


def test_the_library_asks_for_rates(shop: Shop, account: dict[str, Any]) -> None:
    from sp_api.api import ShippingV2

    from tests.simulator.seller import rates_wanted

    client = ShippingV2(**account)
    payload = client.get_rates(**rates_wanted(mugs_and_spoons(shop))).payload
    assert payload["rates"][0]["carrierName"] == "Kestrel Parcel"
    client.close()
