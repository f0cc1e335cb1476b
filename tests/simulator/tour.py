"""A seller who calls every operation of the pretend Amazon once, so that each does its work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx

from fbm_desk.simulator.messaging_api import ACTIONS
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import (
    EVERYTHING,
    MFN_SENDER,
    NOW,
    US,
    Seller,
    confirmation,
    mfn_details,
    mugs_and_spoons,
    payload,
    purchase,
    rates_wanted,
)

PLACE = {"marketplaceIds": US}
GRANTLESS = {"grant_type": "client_credentials", "scope": "sellingpartnerapi::notifications"}


def well(answer: httpx.Response) -> Any:
    """The JSON of an answer that is a yes; None where it has no body."""
    assert 200 <= answer.status_code < 300, answer.text
    return answer.json() if answer.content else None


def restricted(seller: Seller, method: str, path: str, **more: Any) -> Any:
    """A call with a token for exactly this path."""
    plain = seller.token
    seller.token = seller.restricted(method, path)
    answer = well(seller.call(method, path, **more))
    seller.token = plain
    return answer


def orders(shop: Shop, seller: Seller) -> None:
    """Both versions of the orders API."""
    order, adults_only = mugs_and_spoons(shop), mugs_and_spoons(shop)
    first = replace(adults_only.lines[0], age_check=True)
    shop.add(replace(adults_only, lines=(first,)))
    well(seller.search(includedData=EVERYTHING))
    seller.order(order.order_id)
    path = "/orders/v0/orders"
    well(seller.call("GET", path, params={"CreatedAfter": "2020-01-01T00:00:00Z",
                                          "MarketplaceIds": US}))  # fmt: skip
    for rest in ("/buyerInfo", "/address", "/orderItems/buyerInfo"):
        restricted(seller, "GET", f"{path}/{order.order_id}{rest}")
    regulated = f"{path}/{adults_only.order_id}/regulatedInfo"
    restricted(seller, "GET", regulated)
    for rest in ("", "/orderItems"):
        well(seller.call("GET", f"{path}/{order.order_id}{rest}"))
    well(seller.confirm(order, confirmation(order, 1)))
    body: dict[str, Any] = {"marketplaceId": US, "shipmentStatus": "ReadyForPickup"}
    picked_up = shop.add(replace(mugs_and_spoons(shop), programs=("IN_STORE_PICK_UP",)))
    well(seller.call("POST", f"{path}/{picked_up.order_id}/shipment", json=body))
    review = {"status": "Rejected", "externalReviewerId": "r",
              "rejectionReasonId": "wrong_proof_of_age"}  # fmt: skip
    well(seller.call("PATCH", regulated, json={"regulatedOrderVerificationStatus": review}))


def shipping(shop: Shop, seller: Seller) -> None:
    """Shipping v2."""
    rates = seller.rates(rates_wanted(mugs_and_spoons(shop), weight_g=6000))
    bought = well(seller.buy(purchase(rates), "key-1"))["payload"]
    one = f"/shipments/{bought['shipmentId']}"
    reference = {"packageClientReferenceId": "box-1"}
    well(seller.shipping("GET", f"{one}/documents", params=reference))
    tracking = bought["packageDocumentDetails"][0]["trackingId"]
    tracked = {"trackingId": tracking, "carrierId": "kestrel-parcel"}
    well(seller.shipping("GET", "/tracking", params=tracked))
    inputs = {"requestToken": rates["requestToken"], "rateId": rates["rates"][0]["rateId"]}
    well(seller.shipping("GET", "/shipments/additionalInputs/schema", params=inputs))
    well(seller.shipping("PUT", f"{one}/cancel"))
    paper = {"labelSpecifications": purchase(rates)["requestedDocumentSpecification"]}
    direct = rates_wanted(mugs_and_spoons(shop), **paper)
    well(seller.shipping("POST", "/shipments/directPurchase", json=direct))
    chosen = {"serviceSelection": {"serviceId": ["nordpost-standard"]}}
    quick = {**rates_wanted(mugs_and_spoons(shop), **paper), **chosen}
    well(seller.shipping("POST", "/oneClickShipment", json=quick))
    well(seller.shipping("PUT", "/unmanifestedShipments", json={}))
    well(seller.shipping("POST", "/collectionForms", json={"carrierId": "nordpost"}))
    forms = well(seller.shipping("PUT", "/collectionForms/history", json={}))
    form_id = forms["collectionFormsHistoryRecordList"][0]["collectionFormId"]
    well(seller.shipping("GET", f"/collectionForms/{form_id}"))


def merchant_fulfillment(shop: Shop, seller: Seller) -> None:
    """Merchant Fulfillment v0."""
    order = mugs_and_spoons(shop)
    lines = tuple(replace(line, signature=False) for line in order.lines)
    shop.add(replace(order, lines=lines, service_level="STANDARD"))
    asked = {"ShipmentRequestDetails": mfn_details(order)}
    offered = well(seller.call("POST", "/mfn/v0/eligibleShippingServices", json=asked))
    service = offered["payload"]["ShippingServiceList"][0]["ShippingServiceId"]
    wanted = {"ShippingServiceId": service, "ShipFromAddress": MFN_SENDER,
              "OrderId": order.order_id}  # fmt: skip
    well(seller.call("POST", "/mfn/v0/additionalSellerInputs", json=wanted))
    body = {**asked, "ShippingServiceId": service}
    bought = restricted(seller, "POST", "/mfn/v0/shipments", json=body)
    path = f"/mfn/v0/shipments/{bought['payload']['ShipmentId']}"
    restricted(seller, "GET", path)
    restricted(seller, "DELETE", path)


def reports(shop: Shop, seller: Seller) -> None:
    """Reports, their schedules and documents."""
    path, kind = "/reports/2021-06-30", "GET_V2_SELLER_PERFORMANCE_REPORT"
    body = {"reportType": kind, "marketplaceIds": [US]}
    made = well(seller.call("POST", f"{path}/reports", json=body))
    shop.clock.advance(120)
    done = well(seller.call("GET", f"{path}/reports/{made['reportId']}"))
    well(seller.call("GET", f"{path}/documents/{done['reportDocumentId']}"))
    well(seller.call("GET", f"{path}/reports", params={"reportTypes": kind}))
    other = well(seller.call("POST", f"{path}/reports", json=body))
    well(seller.call("DELETE", f"{path}/reports/{other['reportId']}"))
    made = well(seller.call("POST", f"{path}/schedules", json={**body, "period": "P1D"}))
    one = f"{path}/schedules/{made['reportScheduleId']}"
    well(seller.call("GET", one))
    well(seller.call("GET", f"{path}/schedules", params={"reportTypes": kind}))
    well(seller.call("DELETE", one))


def feeds(shop: Shop, seller: Seller) -> None:
    """Feeds; one of them is called off."""
    seller.feed(shop, "POST_FLAT_FILE_FULFILLMENT_DATA", b"order-id\n")
    path, kind = "/feeds/2021-06-30", "POST_FLAT_FILE_FULFILLMENT_DATA"
    well(seller.call("GET", f"{path}/feeds", params={"feedTypes": kind}))
    written = {"contentType": "text/plain; charset=UTF-8"}
    place = well(seller.call("POST", f"{path}/documents", json=written))
    httpx.put(place["url"], content=b"order-id\n", headers={"content-type": written["contentType"]})
    body = {"feedType": kind, "marketplaceIds": [US],
            "inputFeedDocumentId": place["feedDocumentId"]}  # fmt: skip
    feed = well(seller.call("POST", f"{path}/feeds", json=body))
    well(seller.call("DELETE", f"{path}/feeds/{feed['feedId']}"))


def listings(_shop: Shop, seller: Seller) -> None:
    """Listings of the seller's articles."""
    items, product = "/listings/2021-08-01/items/A2", {"productType": "PRODUCT"}
    well(seller.call("GET", items, params=PLACE))
    well(seller.call("GET", f"{items}/ANVIL", params=PLACE))
    well(seller.call("PUT", f"{items}/ANVIL", params=PLACE, json={**product, "attributes": {}}))
    patch = {"op": "replace", "path": "/attributes/fulfillment_availability",
             "value": [{"fulfillment_channel_code": "DEFAULT", "quantity": 3}]}  # fmt: skip
    patched = {**product, "patches": [patch]}
    well(seller.call("PATCH", f"{items}/ANVIL", params=PLACE, json=patched))
    well(seller.call("DELETE", f"{items}/ANVIL", params=PLACE))


def notifications(_shop: Shop, seller: Seller) -> None:
    """Destinations with the application's token, subscriptions with the seller's."""
    path, plain = "/notifications/v1", seller.token
    own = str(seller.sign_in(**GRANTLESS).json()["access_token"])
    seller.token = own
    queue = {"sqs": {"arn": "arn:aws:sqs:us-east-1:000000000000:order-news"}}
    body: dict[str, Any] = {"name": "news", "resourceSpecification": queue}
    place = well(seller.call("POST", f"{path}/destinations", json=body))["payload"]["destinationId"]
    well(seller.call("GET", f"{path}/destinations"))
    well(seller.call("GET", f"{path}/destinations/{place}"))
    seller.token = plain
    wish = f"{path}/subscriptions/ORDER_CHANGE"
    body = {"payloadVersion": "1.0", "destinationId": place}
    made = well(seller.call("POST", wish, json=body))["payload"]["subscriptionId"]
    well(seller.call("GET", wish))
    kinds = {"notificationTypes": "ORDER_CHANGE"}
    well(seller.call("GET", f"{path}/subscriptions", params=kinds))
    seller.token = own
    well(seller.call("GET", f"{wish}/{made}"))
    well(seller.call("POST", f"{wish}/testNotification", json={"destinationId": place}))
    well(seller.call("DELETE", f"{wish}/{made}"))
    well(seller.call("DELETE", f"{path}/destinations/{place}"))
    seller.token = plain


def account_and_buyers(shop: Shop, seller: Seller) -> None:
    """The account, messages of every kind, and a wish for a review."""
    well(seller.call("GET", "/sellers/v1/marketplaceParticipations"))
    well(seller.call("GET", "/sellers/v1/account"))
    order = mugs_and_spoons(shop)
    path = f"/messaging/v1/orders/{order.order_id}"
    well(seller.call("GET", path, params=PLACE))
    well(seller.call("GET", f"{path}/attributes", params=PLACE))
    for action in ACTIONS:
        body = {"text": "One mug is cracked."} if action.longest else {}
        well(seller.call("POST", f"{path}/messages/{action.name}", params=PLACE, json=body))
        shop.clock.advance(2)
    until = order.deliver_by.earliest + timedelta(days=5) - NOW
    shop.clock.advance(until.total_seconds())
    seller.token = well(seller.sign_in())["access_token"]
    path = f"/solicitations/v1/orders/{order.order_id}"
    well(seller.call("GET", path, params=PLACE))
    review = f"{path}/solicitations/productReviewAndSellerFeedback"
    payload(seller.call("POST", review, params=PLACE), 201)


#: Every API, the one that needs days last.
TOUR: tuple[Callable[[Shop, Seller], None], ...] = (
    orders,
    shipping,
    merchant_fulfillment,
    reports,
    feeds,
    listings,
    notifications,
    account_and_buyers,
)
