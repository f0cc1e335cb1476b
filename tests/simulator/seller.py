"""A seller with a plain HTTP client, and the shop he sells in; for the simulator's tests."""

from __future__ import annotations

from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import httpx

from fbm_desk.simulator.catalogue_article import CatalogueArticle
from fbm_desk.simulator.clock import Clock
from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.shop import Shop, simulated_shop
from tests.simulator.published_answers import Held

NOW = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
US = "ATVPDKIKX0DER"
EVERYTHING = "BUYER,RECIPIENT,FULFILLMENT,CANCELLATION,PACKAGES,PROCEEDS"
ARTICLES = (
    CatalogueArticle("MUG-BLUE", "B0C1MUGBLU", "Stoneware mug, blue, 350 ml", 1450, 420),
    CatalogueArticle("SPOON-6", "B0C1SPOON6", "Olive wood spoons, set of 6", 2190, 260),
    CatalogueArticle("LAMP-OAK", "B0C1LAMPOK", "Desk lamp, oak and brass", 8900, 2300),
    CatalogueArticle("ANVIL", "B0C1ANVIL0", "Bench anvil", 11900, 9800),
)
#: 840 g in a small box, as getRates wants to know it.
BOX = {
    "dimensions": {"length": 20, "width": 15, "height": 10, "unit": "CENTIMETER"},
    "weight": {"unit": "GRAM", "value": 840},
    "insuredValue": {"value": 20, "unit": "USD"},
}
SENDER = {
    "name": "Larkmoor Goods",
    "addressLine1": "14 Quarry Bend Dr",
    "city": "Columbus",
    "stateOrRegion": "OH",
    "postalCode": "43215",
    "countryCode": "US",
}

MFN_SENDER = {
    "Name": "Larkmoor Goods",
    "AddressLine1": "14 Quarry Bend Dr",
    "City": "Columbus",
    "StateOrProvinceCode": "OH",
    "PostalCode": "43215",
    "CountryCode": "US",
    "Email": "desk@larkmoor.example",
    "Phone": "+1 614-555-0188",
}


def quiet_shop(orders: int = 0, seed: int = 4) -> Shop:
    """A shop at nine in the morning whose clock stands still."""
    shop = simulated_shop(seed, orders, ARTICLES, NOW)
    shop.clock = Clock(NOW, speed=0)
    return shop


def mugs_and_spoons(shop: Shop, marketplace_id: str = US) -> PlacedOrder:
    """An order of three mugs and one set of spoons."""
    return shop.place([("MUG-BLUE", 3), ("SPOON-6", 1)], marketplace_id)


def confirmation(order: PlacedOrder, *units: int, **changes: Any) -> dict[str, Any]:
    """A confirmShipment body with so many units of the first, second… line."""
    items = [
        {"orderItemId": line.line_id, "quantity": quantity}
        for line, quantity in zip(order.lines, units, strict=False)
    ]
    detail = {
        "packageReferenceId": "1",
        "carrierCode": "UPS",
        "shippingMethod": "Ground",
        "trackingNumber": "1Z0000000000000001",
        "shipDate": "2026-11-12T09:00:00.000Z",
        "orderItems": items,
        **changes,
    }
    return {"marketplaceId": order.marketplace.marketplace_id, "packageDetail": detail}


def rates_wanted(order: PlacedOrder, *, weight_g: int = 840, **changes: Any) -> dict[str, Any]:
    """A getRates body for the whole order in one box."""
    items = [{"itemIdentifier": line.line_id, "quantity": line.quantity} for line in order.lines]
    box = {**BOX, "weight": {"unit": "GRAM", "value": weight_g}}
    return {
        "channelDetails": {
            "channelType": "AMAZON",
            "amazonOrderDetails": {"orderId": order.order_id},
        },
        "shipFrom": SENDER,
        "packages": [{**box, "packageClientReferenceId": "box-1", "items": items}],
        **changes,
    }


def purchase(
    payload: dict[str, Any], file_format: str = "ZPL", place: int = 0, extra: str = ""
) -> dict[str, Any]:
    """A purchaseShipment body for one of the rates in a getRates payload.

    `extra` is chosen from the rate's required group, the first one without it.
    """
    rate = payload["rates"][place]
    groups = rate["availableValueAddedServiceGroups"]
    extras = [extra or group["valueAddedServices"][0]["id"] for group in groups]
    return {
        "requestToken": payload["requestToken"],
        "rateId": rate["rateId"],
        "requestedValueAddedServices": [{"id": one} for one in extras],
        "requestedDocumentSpecification": {
            "format": file_format,
            "size": {"width": 4, "length": 6, "unit": "INCH"},
            "dpi": 203,
            "needFileJoining": False,
            "requestedDocumentTypes": ["LABEL"],
        },
    }


def mfn_details(order: PlacedOrder, **changes: Any) -> dict[str, Any]:
    """What a label is asked for; `changes` may be of the service options too."""
    options = {
        "DeliveryExperience": changes.pop("experience", "DeliveryConfirmationWithoutSignature"),
        "CarrierWillPickUp": False,
        "LabelFormat": changes.pop("label", "ZPL203"),
    }
    return {
        "AmazonOrderId": order.order_id,
        "ItemList": [
            {"OrderItemId": line.line_id, "Quantity": line.quantity} for line in order.lines
        ],
        "ShipFromAddress": MFN_SENDER,
        "PackageDimensions": {"Length": 8, "Width": 6, "Height": 4, "Unit": "inches"},
        "Weight": {"Value": 30, "Unit": "oz"},
        "ShippingServiceOptions": options,
        **changes,
    }


class Seller:
    """Calls the API; each method gives the HTTP answer as it came.

    Each has to be as published, unless trouble is expected.
    """

    def __init__(self, url: str) -> None:
        self.held = Held()
        hooks = {"response": [self.held.look]}
        self.http = httpx.Client(base_url=url, timeout=20, event_hooks=hooks)
        self.business = "AmazonShipping_US"
        self.token = ""

    def __enter__(self) -> Self:
        self.token = self.sign_in().json()["access_token"]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.http.close()

    def expect_trouble(self) -> None:
        """What is answered from now on need not be as published."""
        self.http.event_hooks = {}

    def sign_in(self, **changes: str) -> httpx.Response:
        """Ask for an access token."""
        form = {
            "grant_type": "refresh_token",
            "refresh_token": "Atzr|pretend",
            "client_id": "amzn1.application-oa2-client.pretend",
            "client_secret": "pretend",
        }
        return self.http.post("/auth/o2/token", data={**form, **changes})

    def restricted(self, method: str, path: str, *elements: str) -> str:
        """A restricted data token for one path."""
        resource = {"method": method, "path": path}
        body = {
            "restrictedResources": [
                {**resource, "dataElements": elements} if elements else resource
            ]
        }
        answer = self.call("POST", "/tokens/2021-03-01/restrictedDataToken", json=body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["restrictedDataToken"])

    def feed(self, shop: Shop, feed_type: str, contents: bytes) -> bytes:
        """The processing report of a feed that is handed in now."""
        path, kind = "/feeds/2021-06-30", "text/plain; charset=UTF-8"
        document = self.call("POST", f"{path}/documents", json={"contentType": kind}).json()
        sent = httpx.put(document["url"], content=contents, headers={"content-type": kind})
        assert sent.status_code == 200, sent.text
        body = {"feedType": feed_type, "marketplaceIds": [US]}
        body["inputFeedDocumentId"] = document["feedDocumentId"]
        feed = self.call("POST", f"{path}/feeds", json=body).json()
        shop.clock.advance(60)
        done = self.call("GET", f"{path}/feeds/{feed['feedId']}").json()
        assert done["processingStatus"] == "DONE", done
        where = self.call("GET", f"{path}/documents/{done['resultFeedDocumentId']}").json()
        return httpx.get(where["url"]).content

    def call(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        """Any call with the access token."""
        signed = {"x-amz-access-token": self.token, **(headers or {})}
        return self.http.request(method, path, headers=signed, **more)

    def search(self, **params: object) -> httpx.Response:
        """searchOrders, since the beginning unless told otherwise."""
        if not any(name in params for name in ("createdAfter", "lastUpdatedAfter")):
            params["createdAfter"] = "2020-01-01T00:00:00Z"
        wanted = {name: str(value) for name, value in params.items() if value is not None}
        return self.call("GET", "/orders/2026-01-01/orders", params=wanted)

    def order(self, order_id: str, included: str = EVERYTHING) -> dict[str, Any]:
        """The order from getOrder."""
        path = f"/orders/2026-01-01/orders/{order_id}"
        answer = self.call("GET", path, params={"includedData": included})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()["order"]
        return found

    def confirm(self, order: PlacedOrder, body: object) -> httpx.Response:
        """confirmShipment."""
        path = f"/orders/v0/orders/{order.order_id}/shipmentConfirmation"
        return self.call("POST", path, json=body)

    def shipping(self, method: str, path: str, *, key: str = "", **more: Any) -> httpx.Response:
        """Any call of Shipping v2, with an idempotency key if there is one."""
        headers = {"x-amzn-shipping-business-id": self.business}
        if key:
            headers["x-amzn-IdempotencyKey"] = key
        return self.call(method, f"/shipping/v2{path}", headers=headers, **more)

    def rates(self, body: dict[str, Any]) -> dict[str, Any]:
        """The payload of getRates."""
        answer = self.shipping("POST", "/shipments/rates", json=body)
        assert answer.status_code == 200, answer.text
        payload: dict[str, Any] = answer.json()["payload"]
        return payload

    def buy(self, body: dict[str, Any], key: str = "") -> httpx.Response:
        """purchaseShipment."""
        return self.shipping("POST", "/shipments", key=key, json=body)


def problem(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of an answer that says no."""
    return answer.status_code, answer.json()["errors"][0]["code"]


def payload(answer: httpx.Response, status: int = 200) -> Any:
    """The JSON of an answer that has this status."""
    assert answer.status_code == status, answer.text
    return answer.json()
