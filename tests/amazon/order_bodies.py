"""Orders in the form of Orders 2026-01-01, made up; invented people only."""

from __future__ import annotations

import copy
from typing import Any

_ORDER: dict[str, Any] = {
    "orderId": "305-4471926-8830217",
    "orderAliases": [{"aliasId": "M-1", "aliasType": "SELLER_ORDER_ID"}],
    "createdTime": "2026-11-20T08:15:00.000Z",
    "lastUpdatedTime": "2026-11-20T09:00:00.000Z",
    "programs": ["PRIME"],
    "salesChannel": {"channelName": "AMAZON", "marketplaceId": "A1PA6795UKMFR9"},
    "buyer": {
        "buyerName": "Jürgen Größlich",
        "buyerEmail": "x1@marketplace.amazon.de",
        "buyerPurchaseOrderNumber": "PO-1",
    },
    "recipient": {
        "deliveryAddress": {
            "name": "Jürgen Größlich",
            "addressLine1": "Erfundene Straße 12",
            "city": "Köln",
            "postalCode": "01067",
            "countryCode": "DE",
            "phone": "030 0000001",
            "addressType": "RESIDENTIAL",
        }
    },
    "fulfillment": {
        "fulfillmentStatus": "UNSHIPPED",
        "fulfilledBy": "MERCHANT",
        "fulfillmentServiceLevel": "STANDARD",
        "shipByWindow": {
            "earliestDateTime": "2026-11-23T00:00:00.000Z",
            "latestDateTime": "2026-11-24T22:59:59.000Z",
        },
        "deliverByWindow": {"latestDateTime": "2026-11-27T22:59:59.000Z"},
        "labelPrintingWindow": {"earliestDateTime": "2026-11-23T06:00:00.000Z"},
    },
    "orderItems": [
        {
            "orderItemId": "61000000000001",
            "quantityOrdered": 2,
            "product": {"asin": "B0EXAMPLE1", "title": "Tasse", "sellerSku": "TASSE-BLAU"},
            "fulfillment": {"quantityFulfilled": 0, "quantityUnfulfilled": 2},
        }
    ],
    "packages": [],
}


def order(**changes: Any) -> dict[str, Any]:
    """The order with fields changed: `order(fulfillment__fulfillmentStatus="PENDING")`.

    `item__…` changes the one item; None takes a field away.
    """
    made = copy.deepcopy(_ORDER)
    for name, value in changes.items():
        *path, last = name.split("__")
        place: Any = made
        for step in path:
            place = made["orderItems"][0] if step == "item" else place.setdefault(step, {})
        if value is None:
            place.pop(last, None)
        else:
            place[last] = value
    return made
