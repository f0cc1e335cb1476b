"""Merchant Fulfillment v0 in JSON: the questions it is asked and the reading of its answers.

Leaves sending to `merchant_fulfillment`. The model is the published one, read 2026-08. The buyer's
address stands in every label's answer and is not taken out of it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import zlib
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from fbm_desk.amazon.json_body import BadJson, JsonObject, part, parts, required, text, texts, time
from fbm_desk.amazon.label_documents import is_of_format
from fbm_desk.amazon.money import charge
from fbm_desk.amazon.rates import ParcelItem
from fbm_desk.domain.orders import Address, Duty, OrderId

MOST_LABEL_BYTES = 5_000_000
"""A label unpacked; the largest seen are pictures of some hundred kilobytes."""


class Experience(Enum):
    """How the carrier hands a parcel over, in Amazon's words."""

    ADULT_SIGNATURE = "DeliveryConfirmationWithAdultSignature"  #: by a grown-up's signature
    SIGNATURE = "DeliveryConfirmationWithSignature"  #: by signature
    CONFIRMED = "DeliveryConfirmationWithoutSignature"  #: noted by the carrier
    UNTRACKED = "NoTracking"  #: not at all


class Status(Enum):
    """Where the money of a label stands, in Amazon's words."""

    PURCHASED = "Purchased"  #: bought
    REFUND_PENDING = "RefundPending"  #: asked back, not decided
    REFUND_REJECTED = "RefundRejected"  #: asked back and not given
    REFUND_APPLIED = "RefundApplied"  #: given back


@dataclass(frozen=True, slots=True)
class LabelWanted:
    """A parcel to be priced: sizes in millimetres, weight in grams."""

    order_id: OrderId
    ship_from: Address
    ship_from_email: str = field(repr=False)
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    items: tuple[ParcelItem, ...]
    experience: Experience = Experience.CONFIRMED


@dataclass(frozen=True, slots=True)
class Service:
    """One service at one price, in minor units, with what was asked for."""

    service_id: str
    offer_id: str
    carrier: str
    name: str
    price_minor: int
    currency: str
    arrives_by: datetime | None
    claims_protected: bool
    formats: frozenset[str]
    needs_more_input: bool


@dataclass(frozen=True, slots=True)
class NoService:
    """A service that does not take the parcel, with Amazon's code and words."""

    carrier: str
    name: str
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class MfnLabel:
    """A label that is paid. Without a document it was unusable: get it again."""

    shipment_id: str
    order_id: OrderId
    tracking: str
    status: Status
    document: tuple[str, bytes] | None = field(repr=False)  # format and bytes


# --- questions -----------------------------------------------------------------------------------

_EXPERIENCES = {Duty.AGE_CHECK: Experience.ADULT_SIGNATURE, Duty.SIGNATURE: Experience.SIGNATURE}
_KEPT = {
    Experience.ADULT_SIGNATURE: frozenset({Duty.AGE_CHECK, Duty.SIGNATURE}),
    Experience.SIGNATURE: frozenset({Duty.SIGNATURE}),
}


def experience_for(duties: frozenset[Duty]) -> Experience:
    """The handing over that keeps as many of the duties as this API can keep."""
    found = (kept for duty, kept in _EXPERIENCES.items() if duty in duties)
    return next(found, Experience.CONFIRMED)


def kept_by(experience: Experience) -> frozenset[Duty]:
    """The duties that this handing over keeps."""
    return _KEPT.get(experience, frozenset())


def details(wanted: LabelWanted, form: str = "") -> dict[str, Any]:
    """`ShipmentRequestDetails` of a question about a parcel; `form` is Amazon's label format.

    Without one, services of every format are offered.
    """
    options: dict[str, Any] = {
        "DeliveryExperience": wanted.experience.value,
        "CarrierWillPickUp": False,
        **({"LabelFormat": form} if form else {}),
    }
    return {
        "AmazonOrderId": wanted.order_id,
        "ItemList": [_item(item) for item in wanted.items],
        "ShipFromAddress": _sender(wanted.ship_from, wanted.ship_from_email),
        "PackageDimensions": {
            "Length": wanted.length_mm / 10,
            "Width": wanted.width_mm / 10,
            "Height": wanted.height_mm / 10,
            "Unit": "centimeters",
        },
        "Weight": {"Value": wanted.weight_g, "Unit": "g"},
        "ShippingServiceOptions": options,
    }


def _item(item: ParcelItem) -> dict[str, Any]:
    """A line of the parcel. `HazmatType` of the purchase stays unsaid: it is for limited quantities
    alone, and whether a parcel is one the catalogue does not say."""
    body: dict[str, Any] = {"OrderItemId": item.line_id, "Quantity": item.quantity}
    goods = item.dangerous
    if goods is None:
        return body
    told = {
        "UnitedNationsRegulatoryId": goods.un_number,
        "TransportationRegulatoryClass": goods.hazard_class,
        "PackingGroup": goods.packing_group,
        "PackingInstruction": goods.instruction,
    }
    details = {name: text for name, text in told.items() if text}
    return body | {"IsHazmat": True} | ({"DangerousGoodsDetails": details} if details else {})


def _sender(sender: Address, email: str) -> dict[str, str]:
    """The seller's address, cut to the lengths of the model."""
    filled = {
        "Name": sender.name[:30],
        "AddressLine1": sender.line1[:180],
        "AddressLine2": sender.line2[:60],
        "AddressLine3": sender.line3[:60],
        "Email": email,
        "City": sender.city[:30],
        "StateOrProvinceCode": sender.region[:30],
        "PostalCode": sender.postcode[:30],
        "CountryCode": sender.country,
        "Phone": sender.phone[:30],
    }
    return {name: value for name, value in filled.items() if value}


def missing_of(sender: Address, email: str) -> tuple[str, ...]:
    """Names of the fields of the sender that this API demands and that are empty."""
    wanted = {
        "shop_name": sender.name,
        "shop_street": sender.line1,
        "shop_city": sender.city,
        "shop_postcode": sender.postcode,
        "shop_country": sender.country,
        "shop_phone": sender.phone,
        "shop_email": email,
    }
    return tuple(name for name, value in wanted.items() if not value)


# --- answers -------------------------------------------------------------------------------------


def services_from(body: JsonObject) -> tuple[tuple[Service, ...], tuple[NoService, ...]]:
    """What is offered and what is not. Raises `BadJson`."""
    payload = part(body, "payload")
    refused = [_rejected(one) for one in parts(payload, "RejectedShippingServiceList")]
    for name, code in (
        ("TemporarilyUnavailableCarrierList", "temporarily_unavailable"),
        ("TermsAndConditionsNotAcceptedCarrierList", "terms_not_accepted"),
    ):
        refused += [NoService(text(c, "CarrierName"), "", code, "") for c in parts(payload, name)]
    offered = tuple(_service(one) for one in parts(payload, "ShippingServiceList"))
    return offered, tuple(refused)


def _service(one: JsonObject) -> Service:
    rate = part(one, "RateWithAdjustments") or part(one, "Rate")
    price = {"value": rate.get("Amount"), "unit": rate.get("CurrencyCode")}
    price_minor, currency = charge(price)
    return Service(
        service_id=required(one, "ShippingServiceId"),
        offer_id=required(one, "ShippingServiceOfferId"),
        carrier=required(one, "CarrierName"),
        name=required(one, "ShippingServiceName"),
        price_minor=price_minor,
        currency=currency,
        arrives_by=time(one, "LatestEstimatedDeliveryDate"),
        claims_protected="CLAIMS_PROTECTED" in texts(part(one, "Benefits"), "IncludedBenefits"),
        formats=texts(one, "AvailableLabelFormats"),
        needs_more_input=one.get("RequiresAdditionalSellerInputs") is True,
    )


def _rejected(one: JsonObject) -> NoService:
    return NoService(
        text(one, "CarrierName"),
        text(one, "ShippingServiceName"),
        text(one, "RejectionReasonCode"),
        text(one, "RejectionReasonMessage"),
    )


def label_from(body: JsonObject) -> MfnLabel:
    """The label of `createShipment`, `getShipment` or `cancelShipment`. Raises `BadJson` where it
    is not clear which label it is; a damaged document alone does not: the label is paid."""
    payload = part(body, "payload")
    try:
        status = Status(required(payload, "Status"))
    except ValueError:
        raise BadJson("Status is no status") from None
    return MfnLabel(
        shipment_id=required(payload, "ShipmentId"),
        order_id=OrderId(required(payload, "AmazonOrderId")),
        tracking=text(payload, "TrackingId"),
        status=status,
        document=_document(payload),
    )


_FILES = {"application/pdf": "PDF", "application/zpl": "ZPL", "image/png": "PNG"}


def _document(payload: JsonObject) -> tuple[str, bytes] | None:
    """The label's file if it is whole: unpacked, of its checksum and of its format."""
    try:
        file = part(payload, "Label", "FileContents")
        form = _FILES[required(file, "FileType")]
        packed = _from_base64(file.get("Contents"))
        content = _unpacked(packed)
        checksum = _from_base64(file.get("Checksum"))
    except (BadJson, KeyError):
        return None
    if hashlib.md5(content, usedforsecurity=False).digest() != checksum:
        return None
    return (form, content) if is_of_format(form, content) else None


def _from_base64(contents: object) -> bytes:
    try:
        return base64.b64decode(contents if isinstance(contents, str) else "", validate=True)
    except (binascii.Error, ValueError):
        raise BadJson("no base64") from None


def _unpacked(packed: bytes) -> bytes:
    """The one member of a gzip file, whole and of no more than a label's size."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        content = unpacker.decompress(packed, MOST_LABEL_BYTES)
    except zlib.error:
        raise BadJson("no gzip") from None
    if not unpacker.eof or unpacker.unused_data:
        raise BadJson("not one whole gzip file")
    return content
