"""Merchant Fulfillment sells a label with every call, packed and with its checksum."""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import replace
from typing import Any

import httpx
import pytest

from fbm_desk.simulator.mfn_labels import Refund
from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import (
    MFN_SENDER,
    Seller,
    confirmation,
    mfn_details,
    mugs_and_spoons,
    problem,
)

PATH = "/mfn/v0"


def offers(seller: Seller, order: PlacedOrder, **changes: Any) -> list[dict[str, Any]]:
    body = {"ShipmentRequestDetails": mfn_details(order, **changes)}
    answer = seller.call("POST", f"{PATH}/eligibleShippingServices", json=body)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["payload"]["ShippingServiceList"]
    return found


def restricted(seller: Seller, method: str, path: str, **more: Any) -> httpx.Response:
    """A call with a token for exactly this path."""
    token, seller.token = seller.token, seller.restricted(method, path)
    try:
        return seller.call(method, path, **more)
    finally:
        seller.token = token


def buy(shop: Shop, seller: Seller, order: PlacedOrder, **changes: Any) -> httpx.Response:
    shop.clock.advance(1)
    body = {
        "ShipmentRequestDetails": mfn_details(order, **changes),
        "ShippingServiceId": "kestrel-parcel-48h",
    }
    return restricted(seller, "POST", f"{PATH}/shipments", json=body)


def test_services_are_offered_with_their_price_and_formats(shop: Shop, seller: Seller) -> None:
    found = offers(seller, mugs_and_spoons(shop))
    assert [one["ShippingServiceId"] for one in found] == [
        "kestrel-parcel-24h",
        "kestrel-parcel-48h",
        "nordpost-standard",
    ]
    assert found[0]["Rate"]["CurrencyCode"] == "USD"
    assert {"PDF", "PNG", "ZPL203", "ZPL300"} < set(found[0]["AvailableLabelFormats"])


def test_a_signature_costs_more_and_not_everybody_takes_one(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    plain = offers(seller, order)
    signed = offers(seller, order, experience="DeliveryConfirmationWithSignature")
    assert [one["ShippingServiceId"] for one in signed] == [
        "kestrel-parcel-24h",
        "kestrel-parcel-48h",
    ]
    assert signed[0]["Rate"]["Amount"] == pytest.approx(plain[0]["Rate"]["Amount"] + 2.75)


def test_a_duty_of_the_order_is_not_left_out(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    order = shop.add(replace(order, lines=(replace(order.lines[0], signature=True),)))
    assert offers(seller, order) == []
    assert problem(buy(shop, seller, order))[0] == 400
    signed = buy(shop, seller, order, experience="DeliveryConfirmationWithSignature")
    assert signed.status_code == 200


@pytest.mark.parametrize(
    ("label", "kind", "head"),
    [
        ("PDF", "application/pdf", b"%PDF"),
        ("PNG", "image/png", b"\x89PNG"),
        ("ZPL203", "application/zpl", b"^XA^CI28^PW812"),
        ("ZPL300", "application/zpl", b"^XA^CI28^PW1200"),
        ("ShippingServiceDefault", "application/pdf", b"%PDF"),
    ],
)
def test_a_label_comes_packed_and_with_the_files_checksum(
    shop: Shop, seller: Seller, label: str, kind: str, head: bytes
) -> None:
    shipment = buy(shop, seller, mugs_and_spoons(shop), label=label).json()["payload"]
    contents = shipment["Label"]["FileContents"]
    file = gzip.decompress(base64.b64decode(contents["Contents"]))
    assert contents["FileType"] == kind
    assert file.startswith(head)
    assert base64.b64decode(contents["Checksum"]) == hashlib.md5(file).digest()


def test_a_finer_label_is_as_large_and_reads_the_same(shop: Shop, seller: Seller) -> None:
    import zplkit
    import zxingcpp
    from PIL import Image

    shipment = buy(shop, seller, mugs_and_spoons(shop), label="ZPL300").json()["payload"]
    file = gzip.decompress(base64.b64decode(shipment["Label"]["FileContents"]["Contents"]))
    options = zplkit.Options(width=1200, height=1800, dpi=300)
    (label,) = zplkit.render(file, options).labels
    raster = label.rasterize()
    picture = Image.frombytes("L", (raster.width, raster.height), raster.pixels)
    found = {str(code.format): code.text for code in zxingcpp.read_barcodes(picture)}
    assert found["Code 128"] == shipment["TrackingId"]
    assert found["QR Code"].startswith(shipment["TrackingId"])


def test_every_call_buys_one_more_label(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    order = mugs_and_spoons(shop)
    first = buy(shop, seller, order).json()["payload"]
    second = buy(shop, seller, order).json()["payload"]
    assert first["ShipmentId"] != second["ShipmentId"]
    assert first["TrackingId"] != second["TrackingId"]
    assert len(amazon.apis.mfn.shipments()) == 2


def test_the_parcel_is_among_the_orders_packages(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    shipment = buy(shop, seller, order).json()["payload"]
    shop.clock.advance(1)
    content = seller.order(order.order_id)
    (package,) = content["packages"]
    assert package["trackingNumber"] == shipment["TrackingId"]
    assert content["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    assert seller.confirm(order, confirmation(order, 3, 1)).status_code == 400


def test_an_offer_is_bought_at_its_price(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    offer = offers(seller, order)[2]
    body = {
        "ShipmentRequestDetails": mfn_details(order),
        "ShippingServiceId": offer["ShippingServiceId"],
        "ShippingServiceOfferId": offer["ShippingServiceOfferId"],
    }
    path = f"{PATH}/shipments"
    payload = restricted(seller, "POST", path, json=body).json()["payload"]
    assert payload["ShippingService"]["Rate"] == offer["Rate"]
    shop.clock.advance(1)
    wrong = {**body, "ShippingServiceId": "kestrel-parcel-24h"}
    assert problem(restricted(seller, "POST", path, json=wrong)) == (400, "InvalidInput")


def test_labels_and_their_addresses_want_a_token_for_their_path(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    body = {"ShipmentRequestDetails": mfn_details(order), "ShippingServiceId": "kestrel-parcel-48h"}
    plain = seller.call("POST", f"{PATH}/shipments", json=body)
    assert problem(plain) == (403, "Unauthorized")
    shipment_id = buy(shop, seller, order).json()["payload"]["ShipmentId"]
    path = f"{PATH}/shipments/{shipment_id}"
    assert problem(seller.call("GET", path)) == (403, "Unauthorized")
    token, seller.token = seller.token, seller.restricted("GET", path)
    assert problem(seller.call("DELETE", path)) == (403, "Unauthorized")
    seller.token = token
    found = restricted(seller, "GET", path).json()["payload"]
    assert found["ShipToAddress"]["Name"] == order.recipient.name


def test_the_money_of_a_cancelled_label_comes_back_in_time(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    shipment = buy(shop, seller, order).json()["payload"]
    assert shipment["Status"] == "Purchased"
    path = f"{PATH}/shipments/{shipment['ShipmentId']}"
    assert restricted(seller, "DELETE", path).json()["payload"]["Status"] == "RefundPending"
    shop.clock.advance(1800)
    assert restricted(seller, "GET", path).json()["payload"]["Status"] == "RefundPending"
    shop.clock.advance(1799)
    seller.token = seller.sign_in().json()["access_token"]
    shop.clock.advance(1)
    assert restricted(seller, "GET", path).json()["payload"]["Status"] == "RefundApplied"
    assert seller.order(order.order_id)["packages"][0]["packageStatus"]["status"] == "CANCELLED"


def test_a_refund_is_rejected_when_it_was_told_to(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    amazon.apis.mfn.order_refund(Refund.REJECTED)
    amazon.apis.mfn.refund_takes_s = 10
    order = mugs_and_spoons(shop)
    path = f"{PATH}/shipments/{buy(shop, seller, order).json()['payload']['ShipmentId']}"
    restricted(seller, "DELETE", path)
    shop.clock.advance(10)
    assert restricted(seller, "GET", path).json()["payload"]["Status"] == "RefundRejected"
    assert seller.order(order.order_id)["fulfillment"]["fulfillmentStatus"] == "SHIPPED"


@pytest.mark.parametrize(
    "changes",
    [
        {"AmazonOrderId": "111-0000000-0000000"},
        {"ItemList": []},
        {"ItemList": [{"OrderItemId": "1", "Quantity": 1}]},
        {"ShipFromAddress": {**MFN_SENDER, "Email": ""}},
        {"ShipFromAddress": {**MFN_SENDER, "CountryCode": "USA"}},
        {"PackageDimensions": {"Length": 8}},
        {"Weight": {"Value": 0, "Unit": "oz"}},
        {"Weight": {"Value": 1, "Unit": "lb"}},
        {"experience": "Loud"},
        {"label": "GIF"},
    ],
)
def test_a_label_that_cannot_be_made_is_not_sold(
    amazon: AmazonSimulator, shop: Shop, seller: Seller, changes: dict[str, Any]
) -> None:
    answer = buy(shop, seller, mugs_and_spoons(shop), **changes)
    assert problem(answer) == (400, "InvalidInput")
    assert amazon.apis.mfn.shipments() == ()


def test_a_called_off_order_gets_no_label(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    order = shop.cancel(mugs_and_spoons(shop).order_id)
    assert problem(buy(shop, seller, order)) == (400, "InvalidInput")
    assert amazon.apis.mfn.shipments() == ()


def test_nothing_more_is_asked_of_the_seller(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    body = {
        "ShippingServiceId": "kestrel-parcel-48h",
        "ShipFromAddress": MFN_SENDER,
        "OrderId": order.order_id,
    }
    path = f"{PATH}/additionalSellerInputs"
    payload = seller.call("POST", path, json=body).json()["payload"]
    assert payload == {"ShipmentLevelFields": [], "ItemLevelFieldsList": []}
    shop.clock.advance(1)
    wrong = {**body, "ShippingServiceId": "pigeon"}
    assert problem(seller.call("POST", path, json=wrong)) == (400, "InvalidInput")


def test_the_library_buys_a_label(shop: Shop, seller: Seller, account: dict[str, Any]) -> None:
    from sp_api.api import MerchantFulfillment

    order = mugs_and_spoons(shop)
    client = MerchantFulfillment(**account)
    found = client.get_eligible_shipment_services(mfn_details(order)).payload
    client.close()
    token = seller.restricted("POST", f"{PATH}/shipments")
    buyer = MerchantFulfillment(**account, restricted_data_token=token)
    service = found["ShippingServiceList"][0]["ShippingServiceId"]
    shipment = buyer.create_shipment(mfn_details(order), service).payload
    buyer.close()
    assert shipment["Status"] == "Purchased"
