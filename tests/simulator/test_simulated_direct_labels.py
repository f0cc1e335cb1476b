"""Shipping v2 sells without showing rates first, follows parcels, and writes collection forms."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import httpx
import pytest

from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import (
    SENDER,
    Seller,
    mugs_and_spoons,
    problem,
    purchase,
    rates_wanted,
)

SIZE = {"width": 4, "length": 6, "unit": "INCH"}
PAPER = {
    "format": "PDF",
    "size": SIZE,
    "dpi": 203,
    "needFileJoining": False,
    "requestedDocumentTypes": ["LABEL"],
}


def one_click(seller: Seller, order: PlacedOrder, *services: str) -> httpx.Response:
    body = rates_wanted(
        order, labelSpecifications=PAPER, serviceSelection={"serviceId": list(services)}
    )
    return seller.shipping("POST", "/oneClickShipment", json=body)


def test_one_click_buys_the_cheapest_of_the_services(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    order = mugs_and_spoons(shop)
    answer = one_click(seller, order, "kestrel-parcel-24h", "kestrel-parcel-48h")
    payload = answer.json()["payload"]
    assert payload["service"]["id"] == "kestrel-parcel-48h"
    (sold,) = amazon.shipping.shipments()
    assert payload["totalCharge"] == {"value": sold.charge, "unit": "USD"}
    contents = payload["packageDocumentDetails"][0]["packageDocuments"][0]["contents"]
    assert base64.b64decode(contents).startswith(b"%PDF")


def test_one_click_needs_a_service_that_takes_the_parcel(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    assert problem(one_click(seller, order, "blue-heron-economy")) == (400, "InvalidRequest")
    assert problem(one_click(seller, order)) == (400, "InvalidRequest")


def direct(seller: Seller, order: PlacedOrder, key: str = "") -> httpx.Response:
    body = rates_wanted(order, labelSpecifications=PAPER)
    return seller.shipping("POST", "/shipments/directPurchase", key=key, json=body)


def test_a_direct_purchase_is_made_once_for_its_key(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    order = mugs_and_spoons(shop)
    first, again = direct(seller, order, "key-1"), direct(seller, order, "key-1")
    assert first.status_code == 200
    assert first.content == again.content
    assert len(amazon.shipping.shipments()) == 1
    other = mugs_and_spoons(shop)
    assert problem(direct(seller, other, "key-1")) == (400, "InvalidInput")


def test_a_key_of_one_purchase_does_not_fit_the_other_way_to_buy(
    shop: Shop, seller: Seller
) -> None:
    order = mugs_and_spoons(shop)
    wanted = rates_wanted(order, labelSpecifications=PAPER)
    both = {**wanted, **purchase(seller.rates(wanted))}
    assert seller.buy(both, "key-1").status_code == 200
    again = seller.shipping("POST", "/shipments/directPurchase", key="key-1", json=both)
    assert problem(again) == (400, "InvalidInput")


def test_a_rate_wants_to_know_nothing_more(shop: Shop, seller: Seller) -> None:
    payload = seller.rates(rates_wanted(mugs_and_spoons(shop)))
    params = {"requestToken": payload["requestToken"], "rateId": payload["rates"][0]["rateId"]}
    path = "/shipments/additionalInputs/schema"
    assert seller.shipping("GET", path, params=params).json() == {"payload": {}}
    wrong = {**params, "rateId": "none"}
    assert problem(seller.shipping("GET", path, params=wrong)) == (400, "InvalidRequest")


def bought(seller: Seller, order: PlacedOrder, place: int = 0) -> str:
    """The tracking number of a label for the order."""
    payload = seller.rates(rates_wanted(order))
    answer = seller.buy(purchase(payload, place=place)).json()["payload"]
    return str(answer["packageDocumentDetails"][0]["trackingId"])


def test_a_parcel_is_followed_to_its_door(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    params = {"trackingId": bought(seller, order), "carrierId": "kestrel-parcel"}
    seen = []
    for _ in range(3):
        seller.token = seller.sign_in().json()["access_token"]
        payload = seller.shipping("GET", "/tracking", params=params).json()["payload"]
        package = seller.order(order.order_id)["packages"][:1]
        statuses = [one["packageStatus"]["status"] for one in package]
        seen.append((payload["summary"]["status"], len(payload["eventHistory"]), statuses))
        shop.clock.advance(15 * 3600)
    assert seen == [
        ("PreTransit", 1, []),
        ("InTransit", 3, ["IN_TRANSIT"]),
        ("Delivered", 6, ["DELIVERED"]),
    ]


def test_a_delivery_is_an_update_of_the_order(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    bought(seller, order)
    shop.clock.advance(2 * 24 * 3600)
    seller.token = seller.sign_in().json()["access_token"]
    assert seller.order(order.order_id)["lastUpdatedTime"] == "2026-11-13T15:00:00.000Z"


def forms(seller: Seller, method: str, path: str, body: Any = None, key: str = "") -> Any:
    answer = seller.shipping(method, path, key=key, **({"json": body} if body is not None else {}))
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_form_names_what_no_form_named_before(shop: Shop, seller: Seller) -> None:
    bought(seller, mugs_and_spoons(shop))
    bought(seller, mugs_and_spoons(shop), place=2)
    listed = forms(seller, "PUT", "/unmanifestedShipments", {})
    carriers = listed["unmanifestedCarrierInformationList"]
    assert [one["carrierId"] for one in carriers] == ["kestrel-parcel", "nordpost"]
    assert carriers[0]["unmanifestedShipmentLocationList"] == [{"address": SENDER}]
    body = {"carrierId": "kestrel-parcel", "shipFromAddress": SENDER}
    made = forms(seller, "POST", "/collectionForms", body)["collectionsFormDocument"]
    assert base64.b64decode(made["base64EncodedContent"]).startswith(b"%PDF")
    listed = forms(seller, "PUT", "/unmanifestedShipments", {})
    assert [one["carrierId"] for one in listed["unmanifestedCarrierInformationList"]] == [
        "nordpost"
    ]
    again = seller.shipping("POST", "/collectionForms", json=body)
    assert problem(again) == (400, "InvalidInput")


def test_a_form_is_made_once_for_its_key_and_found_again(shop: Shop, seller: Seller) -> None:
    bought(seller, mugs_and_spoons(shop))
    body = {"carrierId": "kestrel-parcel"}
    first = forms(seller, "POST", "/collectionForms", body, "key-1")
    assert forms(seller, "POST", "/collectionForms", body, "key-1") == first
    listed = forms(seller, "PUT", "/collectionForms/history", body)
    (record,) = listed["collectionFormsHistoryRecordList"]
    assert record["generationStatus"] == "Completed"
    found = forms(seller, "GET", f"/collectionForms/{record['collectionFormId']}")
    assert found == first
    later = {"dateRange": {"startDate": str(shop.clock.now() + timedelta(hours=1))}}
    listed = forms(seller, "PUT", "/collectionForms/history", later)
    assert listed["collectionFormsHistoryRecordList"] == []


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_forms_ask_for_the_business_too(seller: Seller, method: str) -> None:
    seller.business = "AmazonShipping_DE"
    path = "/collectionForms/1" if method == "GET" else "/unmanifestedShipments"
    answer = seller.shipping(method, path, json={}) if method == "PUT" else seller.shipping(
        method, path
    )  # fmt: skip
    assert problem(answer) == (400, "InvalidInput")
