"""Buys labels from Amazon with Shipping v2; leaves choosing, ceilings and keys to `services`.

A purchase spends money: its body is made once by `purchase_body`, stored, and sent as it is with
the same idempotency key by every try, so that no try can buy a second label.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fbm_desk.amazon.answers import Reply, read
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.json_body import BadJson, JsonObject, part, parts, required, text, time
from fbm_desk.amazon.label_documents import LabelDocument, documents_of
from fbm_desk.amazon.operations import Operation
from fbm_desk.amazon.rates import LabelFormat, Quote, Rate, RatesWanted, quote_from, rates_request
from fbm_desk.amazon.troubles import Trouble
from fbm_desk.domain.answers import Answer, Done, NotSent
from fbm_desk.domain.shipping import ParcelProgress, TrackingNews

#: Amazon sells at a quoted rate for ten minutes; one is kept for the way there.
QUOTE_LIFETIME = timedelta(minutes=9)
_KEY = re.compile(r"[!-~]{1,255}").fullmatch


@dataclass(frozen=True, slots=True)
class BoughtLabel:
    """A label that is paid. `damaged` says that a document was unusable: fetch them again."""

    shipment_id: str
    reference: str
    tracking: str
    documents: tuple[LabelDocument, ...]
    damaged: bool = False
    promise_by: datetime | None = None


def get_rates(client: AmazonClient, wanted: RatesWanted) -> Answer[Quote]:
    """What Amazon offers for a parcel; spends nothing."""
    expires_at = client.now() + QUOTE_LIFETIME
    body = rates_request(wanted)
    answer = _call(client, Operation.GET_RATES, lambda api: api.get_rates(**body))
    return read(answer, lambda reply: quote_from(reply, expires_at))


def purchase_body(
    quote: Quote,
    rate: Rate,
    form: LabelFormat,
    dpi: int | None = None,
    extras: Sequence[str] = (),
) -> str:
    """The exact request that buys a rate, as JSON text, to be stored before it is sent.

    `extras` are the ids of the value-added services to be bought with it.
    """
    width, length, unit = form.size
    document: dict[str, Any] = {
        "format": form.format,
        "size": {"width": float(width), "length": float(length), "unit": unit},
        "needFileJoining": False,
        "requestedDocumentTypes": ["LABEL"],
    }
    if dpi is not None:
        document["dpi"] = dpi
    if form.page_layout:
        document["pageLayout"] = form.page_layout
    request: dict[str, Any] = {
        "requestToken": quote.request_token,
        "rateId": rate.rate_id,
        "requestedDocumentSpecification": document,
    }
    if extras:
        request["requestedValueAddedServices"] = [{"id": extra} for extra in extras]
    return json.dumps(request, separators=(",", ":"))


def purchase(
    client: AmazonClient, body: str, *, idempotency_key: str, reference: str
) -> Answer[BoughtLabel]:
    """Spends money once per key. `reference` is the parcel's of the rates request.

    `Unclear` is resolved by the same call with the same key. Raises ValueError for a key that is
    not 1 to 255 visible ASCII characters.
    """
    if not _KEY(idempotency_key):
        raise ValueError("an idempotency key is 1 to 255 visible ASCII characters")
    fields = json.loads(body)
    answer = _call(
        client,
        Operation.PURCHASE_SHIPMENT,
        lambda api: api.purchase_shipment(**fields),
        {"x-amzn-IdempotencyKey": idempotency_key},
    )

    def take(reply: JsonObject) -> BoughtLabel:
        payload = part(reply, "payload")
        packages = parts(payload, "packageDocumentDetails")
        return _label(payload, packages, reference)

    return read(answer, take)


def documents(
    client: AmazonClient, shipment_id: str, reference: str, form: str, dpi: int | None = None
) -> Answer[BoughtLabel]:
    """The documents of a label bought before, in format `form` (PDF, PNG or ZPL)."""
    asked: dict[str, str] = {"packageClientReferenceId": reference, "format": form}
    if dpi is not None:
        asked["dpi"] = str(dpi)
    answer = _call(
        client,
        Operation.GET_SHIPMENT_DOCUMENTS,
        lambda api: api.get_shipment_documents(shipment_id, **asked),
    )

    def take(reply: JsonObject) -> BoughtLabel:
        payload = part(reply, "payload")
        label = _label(payload, [part(payload, "packageDocumentDetail")], reference)
        if label.shipment_id != shipment_id:
            raise BadJson("another shipment")
        return label

    return read(answer, take)


def cancel(client: AmazonClient, shipment_id: str) -> Answer[None]:
    """Gives a label back. Amazon refunds it or refuses."""
    answer = _call(client, Operation.CANCEL_SHIPMENT, lambda api: api.cancel_shipment(shipment_id))
    return Done(None) if isinstance(answer, Done) else answer


_PROGRESS = {
    "PreTransit": ParcelProgress.ANNOUNCED,
    "InTransit": ParcelProgress.UNDER_WAY,
    "OutForDelivery": ParcelProgress.UNDER_WAY,
    "DeliveryAttempted": ParcelProgress.UNDER_WAY,
    "AwaitingCustomerPickup": ParcelProgress.UNDER_WAY,
    "Delivered": ParcelProgress.DELIVERED,
    "Lost": ParcelProgress.TROUBLED,
    "Rejected": ParcelProgress.TROUBLED,
    "Undeliverable": ParcelProgress.TROUBLED,
    "PickupCancelled": ParcelProgress.TROUBLED,
}
#: Events that come before the carrier has the parcel in hand.
_NO_SCAN = frozenset({"ReadyForReceive", "PickupCancelled"})


def get_tracking(
    client: AmazonClient, tracking: str, carrier_id: str
) -> Answer[TrackingNews | None]:
    """Where a parcel is by now, by the carrier's events."""
    asked = {"trackingId": tracking, "carrierId": carrier_id}
    answer = _call(client, Operation.GET_TRACKING, lambda api: api.get_tracking(**asked))
    return read(answer, lambda reply: _news(part(reply, "payload"), tracking))


def _news(payload: JsonObject, tracking: str) -> TrackingNews:
    if required(payload, "trackingId") != tracking:
        raise BadJson("another parcel")
    events = sorted(
        (at, text(event, "eventCode"))
        for event in parts(payload, "eventHistory")
        if (at := time(event, "eventTime")) is not None
    )
    scans = [at for at, code in events if code not in _NO_SCAN]
    delivered = [at for at, code in events if code == "Delivered"]
    status = text(part(payload, "summary"), "status")
    newest_at, newest = events[-1] if events else (None, "")
    return TrackingNews(
        _PROGRESS.get(status, ParcelProgress.UNKNOWN),
        newest,
        newest_at,
        scans[0] if scans else None,
        delivered[0] if delivered else None,
    )


def _call(
    client: AmazonClient,
    operation: Operation,
    send: Any,
    headers: dict[str, str] | None = None,
) -> Answer[Reply]:
    """Names the shipping business in every call: left out, Amazon takes the British one."""
    business = client.account.shipping_business
    if not business:
        return NotSent(Trouble.NO_SHIPPING.value)
    return client.call(
        operation, send, {"x-amzn-shipping-business-id": business, **(headers or {})}
    )


def _label(payload: JsonObject, packages: Any, reference: str) -> BoughtLabel:
    """The label of our parcel; raises `BadJson` if the answer is about another one."""
    shipment_id = required(payload, "shipmentId")
    for package in packages:
        if text(package, "packageClientReferenceId") == reference:
            documents, damaged = documents_of(package)
            return BoughtLabel(
                shipment_id=shipment_id,
                reference=reference,
                tracking=text(package, "trackingId"),
                documents=documents,
                damaged=damaged,
                promise_by=time(part(payload, "promise", "deliveryWindow"), "end"),
            )
    raise BadJson("another parcel")
