"""A pretend Amazon that sells labels by keyed and by unkeyed calls, answering as badly as asked.

It stands where the client's connections would be: requests come in as bytes, answers go out as
bytes, and nothing of the product judges them. Its own list of what it sold is the truth.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Any
from urllib.parse import urlsplit

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.transport import RawAnswer
from fbm_desk.amazon.troubles import TransportFault, Trouble
from tests.amazon import order_bodies

RATES_LAST = timedelta(minutes=10)
SHOWN_AFTER = timedelta(minutes=5)
MARKET = "A1PA6795UKMFR9"


class Behaviour(Enum):
    """What a call that buys meets."""

    WELL = "well"  #: sold, and a well-formed yes
    SOLD_CUT = "sold_cut"  #: sold, and the connection ends
    SOLD_GARBAGE = "sold_garbage"  #: sold, and the answer is no JSON
    LOST = "lost"  #: not sold, and the connection ends
    FAULT = "fault"  #: not sold, and a 500
    REFUSED = "refused"  #: not sold, and a well-formed no
    OFFLINE = "offline"  #: nothing leaves this computer


@dataclass(frozen=True, slots=True)
class Sold:
    """One label that money was taken for."""

    shipment_id: str
    reference: str
    tracking: str
    at: datetime


@dataclass
class LabelServer:
    """`behaviours` are what the next calls that buy meet; after them all go well."""

    now: Callable[[], datetime]
    behaviours: list[Behaviour] = field(default_factory=list)
    sold: list[Sold] = field(default_factory=list)
    by_key: dict[str, tuple[str, Sold]] = field(default_factory=dict)
    rates: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    numbers: int = 0

    def request(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        data: Mapping[str, str] | None = None,
        content: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> RawAnswer:
        """One request. Raises `TransportFault` where a connection would fail."""
        path, told = urlsplit(url).path, dict(headers or {})
        if path == "/auth/o2/token":
            return _json({"access_token": "Atza|x", "token_type": "bearer", "expires_in": 3600})
        if path == "/tokens/2021-03-01/restrictedDataToken":
            return _json({"restrictedDataToken": "Atz.sprdt|x", "expiresIn": 3600})
        body = json.loads(content) if content else {}
        if path.startswith("/orders/"):
            return self._order()
        if path == "/shipping/v2/shipments/rates":
            return self._rates(body)
        if path == "/mfn/v0/eligibleShippingServices":
            return _json({"payload": {"ShippingServiceList": [_SERVICE]}})
        if method == "POST" and path in ("/shipping/v2/shipments", "/mfn/v0/shipments"):
            return self._buy(path, body, told)
        if method == "GET" and path.startswith("/shipping/v2/shipments/"):
            return self._document(path.split("/")[4])
        return self._label(path.rsplit("/", 1)[-1])

    def close(self) -> None:
        """Nothing is open."""

    def _buy(self, path: str, body: dict[str, Any], headers: Mapping[str, str]) -> RawAnswer:
        how = self.behaviours.pop(0) if self.behaviours else Behaviour.WELL
        if how is Behaviour.OFFLINE:
            raise TransportFault(Trouble.OFFLINE, begun=False)
        if how is Behaviour.LOST:
            raise TransportFault(Trouble.LOST, begun=True)
        if how is Behaviour.FAULT:
            return RawAnswer(500, {}, b"")
        if how is Behaviour.REFUSED:  # even where the key was paid for before
            return _error("InvalidInput")
        keyed = path.startswith("/shipping")
        answer = self._sell(body, headers) if keyed else self._sell_without_key()
        if not isinstance(answer, Sold):
            return answer
        if how is Behaviour.SOLD_CUT:
            raise TransportFault(Trouble.LOST, begun=True)
        if how is Behaviour.SOLD_GARBAGE:
            return RawAnswer(200, {}, b"{]")
        return _json(_purchased(answer) if keyed else _created(answer))

    def _sell(self, body: dict[str, Any], headers: Mapping[str, str]) -> Sold | RawAnswer:
        key, request = headers["x-amzn-IdempotencyKey"], json.dumps(body, sort_keys=True)
        if key in self.by_key:
            before, sold = self.by_key[key]
            return sold if before == request else _error("IdempotencyKeyReused")
        reference, quoted_at = self.rates[body["requestToken"]]
        if self.now() - quoted_at > RATES_LAST:
            return _error("TOKEN_EXPIRED")
        sold = self._one(reference)
        self.by_key[key] = request, sold
        return sold

    def _sell_without_key(self) -> Sold:
        return self._one("")

    def _one(self, reference: str) -> Sold:
        self.numbers += 1
        sold = Sold(f"s{self.numbers}", reference, f"KP{self.numbers:010d}PT", self.now())
        self.sold.append(sold)
        return sold

    def _rates(self, body: dict[str, Any]) -> RawAnswer:
        self.numbers += 1
        token = f"token-{self.numbers}"
        self.rates[token] = body["packages"][0]["packageClientReferenceId"], self.now()
        return _json({"payload": {"requestToken": token, "rates": [_RATE]}})

    def _order(self) -> RawAnswer:
        shown = [one for one in self.sold if self.now() - one.at >= SHOWN_AFTER]
        packages = [
            {
                "packageReferenceId": str(at),
                "carrier": "Kestrel",
                "trackingNumber": one.tracking,
                "packageStatus": {"status": "PENDING"},
            }
            for at, one in enumerate(shown, 1)
        ]
        return _json({"order": order_bodies.order(packages=packages)})

    def _document(self, shipment_id: str) -> RawAnswer:
        sold = next(one for one in self.sold if one.shipment_id == shipment_id)
        detail = _purchased(sold)["payload"]["packageDocumentDetails"][0]
        payload = {"shipmentId": sold.shipment_id, "packageDocumentDetail": detail}
        return _json({"payload": payload})

    def _label(self, shipment_id: str) -> RawAnswer:
        return _json(_created(next(one for one in self.sold if one.shipment_id == shipment_id)))


_RATE = {
    "rateId": "rate-1", "carrierId": "KP", "carrierName": "Kestrel", "serviceId": "48H",
    "serviceName": "48H", "totalCharge": {"value": 4.99, "unit": "EUR"},
    "promise": {"deliveryWindow": {"end": "2026-11-25T18:00:00Z"}},
    "supportedDocumentSpecifications": [
        {
            "format": "ZPL", "size": {"width": 4, "length": 6, "unit": "INCH"},
            "printOptions": [{"supportedDPIs": [203], "supportedPageLayouts": ["DEFAULT"]}],
        }
    ],
}  # fmt: skip
_SERVICE = {
    "ShippingServiceId": "48H", "ShippingServiceOfferId": "offer-1", "CarrierName": "Kestrel",
    "ShippingServiceName": "48H", "Rate": {"CurrencyCode": "EUR", "Amount": 4.99},
    "LatestEstimatedDeliveryDate": "2026-11-25T18:00:00Z", "AvailableLabelFormats": ["ZPL203"],
}  # fmt: skip


def _zpl(number: str) -> bytes:
    return f"^XA^PW812^LL1218^FO60,300^BY3^BCN,200,Y^FD{number}^FS^XZ".encode()


def _purchased(sold: Sold) -> dict[str, Any]:
    contents = base64.b64encode(_zpl(sold.tracking)).decode()
    document = {"type": "LABEL", "format": "ZPL", "contents": contents}
    detail = {
        "packageClientReferenceId": sold.reference,
        "trackingId": sold.tracking,
        "packageDocuments": [document],
    }
    return {"payload": {"shipmentId": sold.shipment_id, "packageDocumentDetails": [detail]}}


def _created(sold: Sold) -> dict[str, Any]:
    zpl = _zpl(sold.tracking)
    file = {
        "Contents": base64.b64encode(gzip.compress(zpl, 1)).decode(),
        "FileType": "application/zpl",
        "Checksum": base64.b64encode(hashlib.md5(zpl, usedforsecurity=False).digest()).decode(),
    }
    payload = {
        "ShipmentId": sold.shipment_id, "AmazonOrderId": order_bodies.order()["orderId"],
        "TrackingId": sold.tracking, "Status": "Purchased", "Label": {"FileContents": file},
    }  # fmt: skip
    return {"payload": payload}


def _json(body: dict[str, Any]) -> RawAnswer:
    return RawAnswer(200, {}, json.dumps(body).encode())


def _error(code: str) -> RawAnswer:
    body = {"errors": [{"code": code, "message": "No."}]}
    return RawAnswer(400, {}, json.dumps(body).encode())


class WiredClient(AmazonClient):
    """The real client; only its connections end in this process, with a step at either side."""

    def __init__(self, server: Any, step: Callable[[], None], **settings: Any) -> None:
        super().__init__(**settings)
        self._wire = _Wire(server, step)

    def _transport(self) -> Any:
        return self._wire


@dataclass
class _Wire:
    server: LabelServer
    step: Callable[[], None]

    def request(self, method: str, url: str, **sent: Any) -> RawAnswer:
        """A step before and after the request; the second one loses the answer."""
        self.step()
        answer = self.server.request(method, url, **sent)
        self.step()
        return answer

    def close(self) -> None:
        """Nothing is open."""
