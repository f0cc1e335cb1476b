"""Shipping v2 offers rates for ten minutes and sells a label once for each idempotency key."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import (
    BOX,
    Seller,
    confirmation,
    mugs_and_spoons,
    problem,
    purchase,
    quiet_shop,
    rates_wanted,
)


def by_name(payload: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {rate["serviceName"]: rate for rate in payload["rates"]}


def reasons(payload: dict[str, Any]) -> dict[str, str]:
    """Why each service that is not offered is not."""
    return {
        rate["serviceName"]: rate["ineligibilityReasons"][0]["code"]
        for rate in payload["ineligibleRates"]
    }


def test_carriers_offer_what_they_can_carry(shop: Shop, seller: Seller) -> None:
    payload = seller.rates(rates_wanted(mugs_and_spoons(shop)))
    assert set(by_name(payload)) == {
        "Kestrel Parcel 24H",
        "Kestrel Parcel 48H",
        "Nordpost Standard",
    }
    assert reasons(payload) == {"Blue Heron Economy": "WEIGHT_RESTRICTIONS"}


def test_a_heavy_box_is_freight_and_costs_more(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    light = by_name(seller.rates(rates_wanted(order)))
    heavy = by_name(seller.rates(rates_wanted(order, weight_g=12_000)))
    assert "Blue Heron Economy" in heavy
    assert "Nordpost Standard" not in heavy
    name = "Kestrel Parcel 48H"
    assert heavy[name]["totalCharge"]["value"] > light[name]["totalCharge"]["value"]


def test_a_border_costs_more_and_takes_longer(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    home = by_name(seller.rates(rates_wanted(order)))["Nordpost Standard"]
    shop.change_address(order.order_id, replace(order.recipient, country="CA"))
    payload = seller.rates(rates_wanted(order))
    abroad = by_name(payload)["Nordpost Standard"]
    assert reasons(payload)["Kestrel Parcel 24H"] == "NO_COVERAGE"
    assert abroad["totalCharge"]["value"] > home["totalCharge"]["value"]
    assert abroad["promise"]["deliveryWindow"]["end"] > home["promise"]["deliveryWindow"]["end"]


def test_prices_are_in_the_marketplaces_money(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop, "A1VC38T7YXB528")
    seller.business = "AmazonShipping_JP"
    charge = seller.rates(rates_wanted(order))["rates"][0]["totalCharge"]
    assert charge["unit"] == "JPY"
    assert charge["value"] == int(charge["value"])


def test_weights_may_come_in_any_unit(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    weights = ({"unit": "POUND", "value": 2}, {"unit": "OUNCE", "value": 32})
    for weight in weights:
        body = rates_wanted(order)
        body["packages"][0]["weight"] = weight
        assert seller.rates(body)["rates"][0]["billedWeight"] == {"unit": "GRAM", "value": 907}


def test_a_signature_is_not_left_to_a_carrier_that_takes_none(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    shop.add(replace(order, lines=(replace(order.lines[0], signature=True), *order.lines[1:])))
    payload = seller.rates(rates_wanted(order))
    assert reasons(payload)["Nordpost Standard"] == "PROGRAM_CONSTRAINTS"
    assert "Kestrel Parcel 24H" in by_name(payload)


def extras(rate: dict[str, Any]) -> dict[str, float]:
    """What can be chosen with a rate, and what it costs."""
    return {
        one["id"]: one["cost"]["value"]
        for group in rate["availableValueAddedServiceGroups"]
        for one in group["valueAddedServices"]
    }


def test_a_carrier_says_how_it_can_confirm_a_delivery_and_for_how_much(
    shop: Shop, seller: Seller
) -> None:
    offered = by_name(seller.rates(rates_wanted(mugs_and_spoons(shop))))
    assert extras(offered["Nordpost Standard"]) == {"DELIVERY_CONFIRMATION": 0}
    kestrel = extras(offered["Kestrel Parcel 24H"])
    assert (kestrel["NO_CONFIRMATION"], kestrel["SIGNATURE_CONFIRMATION"]) == (0, 2.75)


@pytest.mark.parametrize(
    ("asked", "sold"),
    [
        (["NO_CONFIRMATION"], False),
        ([], False),
        (["SIGNATURE_CONFIRMATION"], True),
        (["ADULT_SIGNATURE_CONFIRMATION"], True),
        (["SIGNATURE_CONFIRMATION", "NO_CONFIRMATION"], False),
        (["SIGNATURE"], False),
        ("SIGNATURE_CONFIRMATION", False),
        (["SIGNATURE_CONFIRMATION", None], False),
    ],
)
def test_a_label_of_an_order_to_be_signed_for_is_sold_with_its_signature_only(
    shop: Shop, seller: Seller, amazon: AmazonSimulator, asked: object, sold: bool
) -> None:
    order = mugs_and_spoons(shop)
    shop.add(replace(order, lines=(replace(order.lines[0], signature=True), *order.lines[1:])))
    payload = seller.rates(rates_wanted(order))
    body = purchase(payload)
    body["requestedValueAddedServices"] = (
        [{"id": one} for one in asked] if isinstance(asked, list) else asked
    )
    assert (seller.buy(body, "key-1").status_code == 200) is sold
    price = payload["rates"][0]["totalCharge"]["value"]
    for shipment in amazon.shipping.shipments():
        assert shipment.charge > price
    assert len(amazon.shipping.shipments()) == sold


def test_a_late_arrival_is_sold_without_claims_protection(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    in_time = by_name(seller.rates(rates_wanted(order)))["Kestrel Parcel 24H"]
    assert in_time["benefits"]["includedBenefits"] == ["CLAIMS_PROTECTED"]
    shop.add(replace(order, deliver_by=order.ship_by))
    late = by_name(seller.rates(rates_wanted(order)))["Kestrel Parcel 24H"]
    assert late["benefits"] == {
        "includedBenefits": [],
        "excludedBenefits": [
            {"benefit": "CLAIMS_PROTECTED", "reasonCodes": ["LATE_DELIVERY_RISK"]}
        ],
    }


@pytest.mark.parametrize("business", ["", "AmazonShipping_DE", "us"])
def test_the_shipping_business_is_one_of_the_published(
    shop: Shop, seller: Seller, business: str
) -> None:
    seller.business = business
    answer = seller.shipping("POST", "/shipments/rates", json=rates_wanted(mugs_and_spoons(shop)))
    assert problem(answer) == (400, "InvalidInput")


def test_a_british_order_is_not_served_by_the_american_business(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop, "A1F83G8C2ARO7P")
    answer = seller.shipping("POST", "/shipments/rates", json=rates_wanted(order))
    assert problem(answer) == (400, "InvalidInput")
    seller.business = "AmazonShipping_UK"
    assert seller.rates(rates_wanted(order))["rates"]


@pytest.mark.parametrize(
    "changes",
    [
        {"channelDetails": {"channelType": "EXTERNAL"}},
        {"channelDetails": {"channelType": "AMAZON", "amazonOrderDetails": {"orderId": "1"}}},
        {"shipFrom": {"name": "Larkmoor Goods"}},
        {"packages": []},
        {"packages": [{**BOX, "packageClientReferenceId": "a", "items": []}]},
        {
            "packages": [
                {
                    **BOX,
                    "packageClientReferenceId": "a",
                    "items": [{"itemIdentifier": "of another order", "quantity": 1}],
                }
            ]
        },
    ],
)
def test_rates_are_refused_for_what_cannot_be_sent(
    shop: Shop, seller: Seller, changes: dict[str, Any]
) -> None:
    body = rates_wanted(mugs_and_spoons(shop), **changes)
    answer = seller.shipping("POST", "/shipments/rates", json=body)
    assert problem(answer) == (400, "InvalidInput")


@pytest.mark.parametrize("part", ["dimensions", "weight", "insuredValue", "items"])
def test_a_box_is_described_wholly(shop: Shop, seller: Seller, part: str) -> None:
    body = rates_wanted(mugs_and_spoons(shop))
    del body["packages"][0][part]
    assert problem(seller.shipping("POST", "/shipments/rates", json=body))[0] == 400


def test_no_more_units_travel_than_were_ordered(shop: Shop, seller: Seller) -> None:
    body = rates_wanted(mugs_and_spoons(shop))
    body["packages"][0]["items"][0]["quantity"] = 4
    assert problem(seller.shipping("POST", "/shipments/rates", json=body))[0] == 400


def test_a_bought_label_names_its_shipment_and_parcel(shop: Shop, seller: Seller) -> None:
    payload = seller.rates(rates_wanted(mugs_and_spoons(shop)))
    bought = seller.buy(purchase(payload), "key-1").json()["payload"]
    (parcel,) = bought["packageDocumentDetails"]
    (document,) = parcel["packageDocuments"]
    assert parcel["packageClientReferenceId"] == "box-1"
    assert (document["type"], document["format"]) == ("LABEL", "ZPL")
    assert base64.b64decode(document["contents"]).startswith(b"^XA")
    assert bought["promise"] == payload["rates"][0]["promise"]


def test_the_same_key_buys_once_and_answers_the_same(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    body = purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))))
    first, again = seller.buy(body, "key-1"), seller.buy(body, "key-1")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert len(amazon.shipping.shipments()) == 1


def test_the_same_key_still_answers_when_the_rates_are_old(shop: Shop, seller: Seller) -> None:
    body = purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))))
    first = seller.buy(body, "key-1")
    shop.clock.advance(3000)
    assert seller.buy(body, "key-1").content == first.content


def test_the_same_key_sent_at_once_buys_once(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    body = purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))))
    with ThreadPoolExecutor(8) as benches:
        answers = list(benches.map(lambda _: seller.buy(body, "key-1").content, range(8)))
    assert len(set(answers)) == 1
    assert len(amazon.shipping.shipments()) == 1


def test_a_key_is_not_used_for_something_else(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    payload = seller.rates(rates_wanted(mugs_and_spoons(shop)))
    seller.buy(purchase(payload), "key-1")
    answer = seller.buy(purchase(payload, place=1), "key-1")
    assert problem(answer) == (400, "InvalidInput")
    assert len(amazon.shipping.shipments()) == 1


def test_without_a_key_a_repeat_is_paid_twice(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    body = purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))))
    seller.buy(body)
    seller.buy(body)
    assert len(amazon.shipping.shipments()) == 2


def test_a_refused_purchase_does_not_use_up_its_key(shop: Shop, seller: Seller) -> None:
    payload = seller.rates(rates_wanted(mugs_and_spoons(shop)))
    wrong = {**purchase(payload), "rateId": "not offered"}
    assert seller.buy(wrong, "key-1").status_code == 400
    assert seller.buy(purchase(payload), "key-1").status_code == 200


def test_rates_can_be_bought_for_ten_minutes(shop: Shop, seller: Seller) -> None:
    body = purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))))
    shop.clock.advance(599)
    assert seller.buy(body, "in time").status_code == 200
    shop.clock.advance(1)
    assert problem(seller.buy(body, "too late")) == (400, "TOKEN_EXPIRED")


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "SVG"},
        {"size": {"width": 8.5, "length": 11, "unit": "INCH"}},
        {"dpi": 600},
        {"requestedDocumentTypes": ["LABEL", "RECEIPT"]},
        {"needFileJoining": True},
    ],
)
def test_only_documents_that_were_offered_are_sold(
    shop: Shop, seller: Seller, changes: dict[str, Any]
) -> None:
    body = purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))))
    body["requestedDocumentSpecification"].update(changes)
    assert problem(seller.buy(body)) == (400, "InvalidInput")


def test_an_order_cancelled_since_the_rates_gets_no_label(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    order = mugs_and_spoons(shop)
    body = purchase(seller.rates(rates_wanted(order)))
    shop.cancel(order.order_id)
    assert problem(seller.buy(body, "key-1")) == (400, "InvalidInput")
    assert amazon.shipping.shipments() == ()


def test_amazon_confirms_what_it_sold_a_label_for(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    bought = seller.buy(purchase(seller.rates(rates_wanted(order))), "key-1").json()["payload"]
    assert seller.order(order.order_id)["packages"] == []
    shop.clock.advance(1)
    content = seller.order(order.order_id)
    tracking = bought["packageDocumentDetails"][0]["trackingId"]
    assert [package["trackingNumber"] for package in content["packages"]] == [tracking]
    assert content["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    again = seller.confirm(order, confirmation(order, 3, 1))
    assert "PackageToUpdateNotFound" in again.text


def test_a_cancelled_shipment_leaves_the_order_to_be_shipped(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    bought = seller.buy(purchase(seller.rates(rates_wanted(order)))).json()["payload"]
    path = f"/shipments/{bought['shipmentId']}/cancel"
    assert [seller.shipping("PUT", path).json() for _ in range(2)] == [{"payload": {}}] * 2
    shop.clock.advance(1)
    content = seller.order(order.order_id)
    assert content["packages"][0]["packageStatus"]["status"] == "CANCELLED"
    assert content["fulfillment"]["fulfillmentStatus"] == "UNSHIPPED"
    assert seller.confirm(order, confirmation(order, 3, 1)).status_code == 204


def test_a_label_can_be_fetched_again(shop: Shop, seller: Seller) -> None:
    bought = seller.buy(purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))))).json()
    path = f"/shipments/{bought['payload']['shipmentId']}/documents"
    again = seller.shipping("GET", path, params={"packageClientReferenceId": "box-1"}).json()
    assert (
        again["payload"]["packageDocumentDetail"] == bought["payload"]["packageDocumentDetails"][0]
    )
    params = {"packageClientReferenceId": "box-1", "format": "PDF"}
    as_pdf = seller.shipping("GET", path, params=params).json()["payload"]
    contents = as_pdf["packageDocumentDetail"]["packageDocuments"][0]["contents"]
    assert base64.b64decode(contents).startswith(b"%PDF")


@pytest.mark.parametrize(
    "params",
    [
        {},
        {"packageClientReferenceId": "box-2"},
        {"packageClientReferenceId": "box-1", "format": "GIF"},
        {"packageClientReferenceId": "box-1", "dpi": "300"},
    ],
)
def test_a_document_nobody_sold_is_refused(
    shop: Shop, seller: Seller, params: dict[str, str]
) -> None:
    bought = seller.buy(purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))))).json()
    path = f"/shipments/{bought['payload']['shipmentId']}/documents"
    assert problem(seller.shipping("GET", path, params=params)) == (400, "InvalidInput")


def test_an_unknown_shipment_is_not_found(seller: Seller) -> None:
    for method, path in (("GET", "documents"), ("PUT", "cancel")):
        answer = seller.shipping(method, f"/shipments/amzn1.shipment.0/{path}")
        assert problem(answer) == (404, "NotFound")


def test_a_parcel_can_be_tracked(shop: Shop, seller: Seller) -> None:
    bought = seller.buy(purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))))).json()
    tracking = bought["payload"]["packageDocumentDetails"][0]["trackingId"]
    params = {"trackingId": tracking, "carrierId": "kestrel-parcel"}
    found = seller.shipping("GET", "/tracking", params=params).json()["payload"]
    assert found["summary"]["status"] == "PreTransit"
    params["carrierId"] = "nordpost"
    assert seller.shipping("GET", "/tracking", params=params).status_code == 404


def test_two_boxes_of_an_order_get_two_labels(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    body = rates_wanted(order)
    (whole,) = body["packages"]
    body["packages"] = [
        {**whole, "packageClientReferenceId": f"box-{number}", "items": [item]}
        for number, item in enumerate(whole["items"], 1)
    ]
    bought = seller.buy(purchase(seller.rates(body))).json()["payload"]
    parcels = bought["packageDocumentDetails"]
    assert [parcel["packageClientReferenceId"] for parcel in parcels] == ["box-1", "box-2"]
    assert len({parcel["trackingId"] for parcel in parcels}) == 2
    shop.clock.advance(1)
    packages = seller.order(order.order_id)["packages"]
    assert [package["packageReferenceId"] for package in packages] == ["1", "2"]


def test_tracking_numbers_repeat_with_the_seed_and_never_within_a_shop() -> None:
    def bought(seed: int) -> list[str]:
        shop = quiet_shop(seed=seed)
        with AmazonSimulator(shop) as amazon, Seller(amazon.url) as seller:
            for place in (0, 1, 2, 0):
                seller.buy(purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))), place=place))
            return [number for sold in amazon.shipping.shipments() for number in sold.tracking]

    first = bought(4)
    assert first == bought(4)
    assert first != bought(5)
    assert len(set(first)) == 4
    assert [number[:2] for number in first] == ["KP", "KP", "NX", "KP"]


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"isHazmat": True}, ""),
        ({"isHazmat": True, "dangerousGoodsDetails": {"packingGroup": "II"}}, ""),
        ({"isHazmat": "yes"}, "isHazmat"),
        ({"dangerousGoodsDetails": {"unitedNationsRegulatoryId": "3481"}}, "RegulatoryId"),
        ({"dangerousGoodsDetails": {"packingInstruction": "PI967"}}, "packingInstruction"),
        ({"dangerousGoodsDetails": {"unNumber": "UN3481"}}, "unknown"),
    ],
)
def test_hazardous_goods_are_told_as_the_model_says(
    shop: Shop, seller: Seller, told: dict[str, Any], wrong: str
) -> None:
    body = rates_wanted(mugs_and_spoons(shop))
    body["packages"][0]["items"][0] |= told
    if not wrong:
        assert seller.rates(body)["rates"]
    else:
        answer = seller.shipping("POST", "/shipments/rates", json=body)
        assert problem(answer) == (400, "InvalidInput")
        assert wrong in answer.text
