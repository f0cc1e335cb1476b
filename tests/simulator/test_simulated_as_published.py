"""Every kind of answer has the shape of Amazon's published models, field for field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import httpx
import jsonschema
import pytest

from fbm_desk.simulator.faults import FaultKind
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator import published_models as models
from tests.simulator.seller import (
    EVERYTHING,
    NOW,
    US,
    Seller,
    confirmation,
    mfn_details,
    mugs_and_spoons,
    payload,
    purchase,
    quiet_shop,
    rates_wanted,
)

pytestmark = pytest.mark.skipif(
    not models.MODELS.is_dir(), reason="Amazon's published models do not lie beside the project"
)


@pytest.fixture
def shop() -> Shop:
    """A day's orders, and one that has everything an order can have."""
    shop = quiet_shop(orders=90)
    full = mugs_and_spoons(shop)
    mugs = replace(full.lines[0], transparency=True, signature=True, gift_message="Love, T")
    shop.add(
        replace(
            full,
            lines=(mugs, full.lines[1]),
            label_not_before=NOW - timedelta(hours=1),
            programs=("PRIME", "AMAZON_BUSINESS"),
        )
    )
    shop.request_cancel(full.order_id)
    shop.cancel(shop.place().order_id, by="BUYER", reason="Ordered by mistake")
    return shop


def test_searched_orders_are_as_published(shop: Shop, seller: Seller) -> None:
    ship_something(shop, seller)
    content = seller.search(includedData=EVERYTHING).json()
    assert len(content["orders"]) > 90
    models.check(content, models.ORDERS, "SearchOrdersResponse")


def test_a_page_with_more_to_come_is_as_published(seller: Seller) -> None:
    content = seller.search(
        lastUpdatedAfter="2026-01-01T00:00:00Z", maxResultsPerPage=1, createdAfter=None
    ).json()
    assert content["pagination"]["nextToken"]
    models.check(content, models.ORDERS, "SearchOrdersResponse")


def test_a_single_order_is_as_published_with_and_without_its_data_sets(
    shop: Shop, seller: Seller
) -> None:
    for order in shop.orders()[-3:]:
        for included in ("", EVERYTHING, "PACKAGES"):
            content = {"order": seller.order(order.order_id, included)}
            models.check(content, models.ORDERS, "GetOrderResponse")


def test_rates_labels_and_the_rest_of_shipping_are_as_published(shop: Shop, seller: Seller) -> None:
    payload = {"payload": seller.rates(rates_wanted(mugs_and_spoons(shop), weight_g=6000))}
    models.check(payload, models.SHIPPING, "GetRatesResponse")
    bought = seller.buy(purchase(payload["payload"]), "key-1").json()
    models.check(bought, models.SHIPPING, "PurchaseShipmentResponse")
    path = f"/shipments/{bought['payload']['shipmentId']}"
    documents = seller.shipping(
        "GET", f"{path}/documents", params={"packageClientReferenceId": "box-1"}
    )
    models.check(documents.json(), models.SHIPPING, "GetShipmentDocumentsResponse")
    tracking = bought["payload"]["packageDocumentDetails"][0]["trackingId"]
    params = {"trackingId": tracking, "carrierId": "kestrel-parcel"}
    tracked = seller.shipping("GET", "/tracking", params=params)
    models.check(tracked.json(), models.SHIPPING, "GetTrackingResponse")
    cancelled = seller.shipping("PUT", f"{path}/cancel")
    models.check(cancelled.json(), models.SHIPPING, "CancelShipmentResponse")


def test_what_the_tests_send_is_as_published_too(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    wanted = rates_wanted(order)
    models.check(wanted, models.SHIPPING, "GetRatesRequest")
    models.check(purchase(seller.rates(wanted)), models.SHIPPING, "PurchaseShipmentRequest")
    models.check(confirmation(order, 3, 1), models.ORDERS_V0, "ConfirmShipmentRequest")


def _without_token(seller: Seller) -> httpx.Response:
    seller.token = ""
    return seller.search()


def test_the_old_order_reads_are_as_published(shop: Shop, seller: Seller) -> None:
    path = "/orders/v0/orders"
    params = {"CreatedAfter": "2020-01-01T00:00:00Z", "MarketplaceIds": US}
    listed = payload(seller.call("GET", path, params={**params, "MaxResultsPerPage": "20"}))
    models.check(listed, models.ORDERS_V0, "GetOrdersResponse")
    plain = seller.token
    for order in shop.orders()[-3:]:
        one = f"{path}/{order.order_id}"
        for rest, definition, elements in (
            ("", "GetOrderResponse", ("buyerInfo", "shippingAddress")),
            ("/orderItems", "GetOrderItemsResponse", ("buyerInfo",)),
            ("/address", "GetOrderAddressResponse", ()),
            ("/buyerInfo", "GetOrderBuyerInfoResponse", ()),
            ("/orderItems/buyerInfo", "GetOrderItemsBuyerInfoResponse", ()),
        ):
            seller.token = plain
            shop.clock.advance(1)
            seller.token = seller.restricted("GET", one + rest, *elements)
            models.check(payload(seller.call("GET", one + rest)), models.ORDERS_V0, definition)


def test_regulated_information_is_as_published(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    shop.add(replace(order, lines=(replace(order.lines[0], age_check=True),)))
    path = f"/orders/v0/orders/{order.order_id}/regulatedInfo"
    review = {"status": "Rejected", "externalReviewerId": "r", "rejectionReasonId": "no"}
    refused = seller.call("PATCH", path, json={"regulatedOrderVerificationStatus": review})
    content = payload(refused, 400)
    models.check(content, models.ORDERS_V0, "UpdateVerificationStatusErrorResponse")
    review["rejectionReasonId"] = "wrong_proof_of_age"
    seller.call("PATCH", path, json={"regulatedOrderVerificationStatus": review})
    seller.token = seller.restricted("GET", path)
    content = payload(seller.call("GET", path))
    models.check(content, models.ORDERS_V0, "GetOrderRegulatedInfoResponse")


def test_merchant_fulfillment_is_as_published(shop: Shop, seller: Seller) -> None:
    order, plain = mugs_and_spoons(shop), seller.token
    asked = {"ShipmentRequestDetails": mfn_details(order)}
    models.check(asked, models.MFN, "GetEligibleShipmentServicesRequest")
    offered = payload(seller.call("POST", "/mfn/v0/eligibleShippingServices", json=asked))
    models.check(offered, models.MFN, "GetEligibleShipmentServicesResponse")
    seller.token = seller.restricted("POST", "/mfn/v0/shipments")
    body = {**asked, "ShippingServiceId": "nordpost-standard"}
    bought = payload(seller.call("POST", "/mfn/v0/shipments", json=body))
    models.check(bought, models.MFN, "CreateShipmentResponse")
    path = f"/mfn/v0/shipments/{bought['payload']['ShipmentId']}"
    for method, definition in (
        ("GET", "GetShipmentResponse"),
        ("DELETE", "CancelShipmentResponse"),
    ):
        seller.token = plain
        seller.token = seller.restricted(method, path)
        models.check(payload(seller.call(method, path)), models.MFN, definition)
    seller.token = plain
    wanted = {
        "ShippingServiceId": "nordpost-standard",
        "ShipFromAddress": asked["ShipmentRequestDetails"]["ShipFromAddress"],
        "OrderId": order.order_id,
    }
    inputs = payload(seller.call("POST", "/mfn/v0/additionalSellerInputs", json=wanted))
    models.check(inputs, models.MFN, "GetAdditionalSellerInputsResponse")


def test_other_ways_to_labels_and_their_forms_are_as_published(shop: Shop, seller: Seller) -> None:
    paper = purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))))
    more = {"labelSpecifications": paper["requestedDocumentSpecification"]}
    direct = rates_wanted(mugs_and_spoons(shop), **more)
    models.check(direct, models.SHIPPING, "DirectPurchaseRequest")
    content = payload(seller.shipping("POST", "/shipments/directPurchase", json=direct))
    models.check(content, models.SHIPPING, "DirectPurchaseResponse")
    one_click = {
        **rates_wanted(mugs_and_spoons(shop), **more),
        "serviceSelection": {"serviceId": ["nordpost-standard"]},
    }
    models.check(one_click, models.SHIPPING, "OneClickShipmentRequest")
    content = payload(seller.shipping("POST", "/oneClickShipment", json=one_click))
    models.check(content, models.SHIPPING, "OneClickShipmentResponse")
    content = payload(seller.shipping("PUT", "/unmanifestedShipments", json={}))
    models.check(content, models.SHIPPING, "GetUnmanifestedShipmentsResponse")
    wanted = {"carrierId": "nordpost"}
    content = payload(seller.shipping("POST", "/collectionForms", json=wanted))
    models.check(content, models.SHIPPING, "GenerateCollectionFormResponse")
    content = payload(seller.shipping("PUT", "/collectionForms/history", json={}))
    models.check(content, models.SHIPPING, "GetCollectionFormHistoryResponse")
    form_id = content["collectionFormsHistoryRecordList"][0]["collectionFormId"]
    content = payload(seller.shipping("GET", f"/collectionForms/{form_id}"))
    models.check(content, models.SHIPPING, "GetCollectionFormResponse")


def test_sellers_messages_and_solicitations_are_as_published(shop: Shop, seller: Seller) -> None:
    content = payload(seller.call("GET", "/sellers/v1/marketplaceParticipations"))
    models.check(content, models.SELLERS, "GetMarketplaceParticipationsResponse")
    content = payload(seller.call("GET", "/sellers/v1/account"))
    models.check(content, models.SELLERS, "GetAccountResponse")
    order_id, place = mugs_and_spoons(shop).order_id, {"marketplaceIds": US}
    path = f"/messaging/v1/orders/{order_id}"
    content = payload(seller.call("GET", path, params=place))
    models.check(content, models.MESSAGING, "GetMessagingActionsForOrderResponse")
    content = payload(seller.call("GET", f"{path}/attributes", params=place))
    models.check(content, models.MESSAGING, "GetAttributesResponse")
    wrong = seller.call("POST", f"{path}/messages/unexpectedProblem", params=place, json={})
    models.check(payload(wrong, 400), models.MESSAGING, "CreateUnexpectedProblemResponse")
    path = f"/solicitations/v1/orders/{order_id}"
    content = payload(seller.call("GET", path, params=place))
    models.check(content, models.SOLICITATIONS, "GetSolicitationActionsForOrderResponse")


REFUSALS: dict[str, tuple[int, Callable[[Seller], httpx.Response]]] = {
    "against the rules": (400, lambda seller: seller.search(maxResultsPerPage=0)),
    "no token": (403, _without_token),
    "unknown path": (404, lambda seller: seller.call("GET", "/nothing/here")),
    "empty bucket": (429, lambda seller: [seller.search() for _ in range(21)][-1]),
    "no label": (400, lambda seller: seller.buy({"requestToken": "?"})),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_refusals_are_as_published(seller: Seller, what: str) -> None:
    status, refused = REFUSALS[what]
    answer = refused(seller)
    assert answer.status_code == status
    for model in (models.ORDERS, models.SHIPPING):
        models.check(answer.json(), model, "ErrorList")


def test_a_refused_confirmation_is_as_published(shop: Shop, seller: Seller) -> None:
    content = seller.confirm(mugs_and_spoons(shop), {}).json()
    models.check(content, models.ORDERS_V0, "ConfirmShipmentErrorResponse")


def test_ordered_trouble_that_speaks_amazons_words_is_as_published(
    amazon: AmazonSimulator, seller: Seller
) -> None:
    for kind in (FaultKind.QUOTA, FaultKind.REFUSED_DATA, FaultKind.LOST_TOKEN):
        amazon.faults.add("searchOrders", kind)
        content = seller.search(includedData="FULFILLMENT").json()
        models.check(content, models.ORDERS, "ErrorList")


def test_the_check_itself_finds_what_is_not_published(seller: Seller) -> None:
    content = seller.search(includedData=EVERYTHING).json()
    content["orders"][0]["fulfillment"]["fulfilmentStatus"] = "UNSHIPPED"
    with pytest.raises(jsonschema.ValidationError):
        models.check(content, models.ORDERS, "SearchOrdersResponse")
    with pytest.raises(jsonschema.ValidationError):
        models.check(
            {"orders": [], "createdBefore": "today"}, models.ORDERS, "SearchOrdersResponse"
        )


def ship_something(shop: Shop, seller: Seller) -> None:
    """One package confirmed, one bought, one cancelled, so that `packages` has all kinds."""
    order = mugs_and_spoons(shop)
    seller.confirm(order, confirmation(order, 2))
    for _ in range(2):
        bought = seller.buy(purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))))).json()
    seller.shipping("PUT", f"/shipments/{bought['payload']['shipmentId']}/cancel")
    shop.clock.advance(5)
