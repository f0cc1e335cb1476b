"""What Shipping v2 offers for a parcel: the question, the offers and their reading.

Leaves sending to `shipping` and choosing to `domain`. For Amazon's orders the buyer's address is
not in the question: Amazon knows it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fbm_desk.amazon.extras import ExtraGroup, groups_of, kept_by
from fbm_desk.amazon.json_body import BadJson, JsonObject, part, parts, required, text, texts, time
from fbm_desk.amazon.money import amount, charge
from fbm_desk.amazon.times import amazon_time
from fbm_desk.domain.hazardous import DangerousGoods
from fbm_desk.domain.orders import Address, Duty, LineId, OrderId


@dataclass(frozen=True, slots=True)
class ParcelItem:
    """Units of one line in the parcel. `worth_minor` is the worth of one unit, `dangerous` what is
    known of them where they are hazardous goods."""

    line_id: LineId
    quantity: int
    weight_g: int = 0
    worth_minor: int = 0
    dangerous: DangerousGoods | None = None


@dataclass(frozen=True, slots=True)
class RatesWanted:
    """A parcel to be priced: sizes in millimetres, weight in grams, insured worth in minor units.

    `reference` names the parcel to us and comes back with the label.
    """

    order_id: OrderId
    reference: str
    ship_from: Address
    ship_from_email: str = field(repr=False)
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    insured_minor: int
    currency: str
    items: tuple[ParcelItem, ...]
    ship_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LabelFormat:
    """A document format a rate can be bought with; `size` is (width, length, unit)."""

    format: str
    size: tuple[str, str, str]
    dpis: tuple[int, ...] = ()
    page_layout: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """One service at one price, without the extras that can or must be taken with it.

    `benefits` are Amazon's words, e.g. `CLAIMS_PROTECTED`.
    """

    rate_id: str
    carrier_id: str
    carrier_name: str
    service_id: str
    service_name: str
    price_minor: int
    currency: str
    promise_from: datetime | None = None
    promise_by: datetime | None = None
    benefits: frozenset[str] = frozenset()
    keeps: frozenset[Duty] = frozenset()
    formats: tuple[LabelFormat, ...] = ()
    needs_more_input: bool = False
    groups: tuple[ExtraGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class IneligibleRate:
    """A service that will not carry the parcel, with Amazon's (code, message) pairs."""

    carrier_name: str
    service_name: str
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """What is offered. A rate may be bought until `expires_at`; after that ask again."""

    request_token: str = field(repr=False)
    expires_at: datetime
    rates: tuple[Rate, ...]
    ineligible: tuple[IneligibleRate, ...] = ()


def rates_request(wanted: RatesWanted) -> dict[str, Any]:
    """The body of `getRates`; the buyer's address is left out."""
    body: dict[str, Any] = {
        "shipFrom": _ship_from(wanted),
        "packages": [
            {
                "packageClientReferenceId": wanted.reference,
                "dimensions": {
                    "length": wanted.length_mm / 10,
                    "width": wanted.width_mm / 10,
                    "height": wanted.height_mm / 10,
                    "unit": "CENTIMETER",
                },
                "weight": {"unit": "GRAM", "value": wanted.weight_g},
                "insuredValue": amount(wanted.insured_minor, wanted.currency),
                "items": [_item(item, wanted.currency) for item in wanted.items],
            }
        ],
        "channelDetails": {
            "channelType": "AMAZON",
            "amazonOrderDetails": {"orderId": wanted.order_id},
        },
    }
    if wanted.ship_at is not None:
        body["shipDate"] = amazon_time(wanted.ship_at)
    return body


def quote_from(body: JsonObject, expires_at: datetime) -> Quote:
    """The quote in the answer of `getRates`. Raises `BadJson`; a rate half understood is worse
    than none, so one bad rate spoils the quote."""
    payload = part(body, "payload")
    return Quote(
        request_token=required(payload, "requestToken"),
        expires_at=expires_at,
        rates=tuple(_rate(rate) for rate in parts(payload, "rates")),
        ineligible=tuple(_ineligible(rate) for rate in parts(payload, "ineligibleRates")),
    )


def _ship_from(wanted: RatesWanted) -> dict[str, str]:
    sender = wanted.ship_from
    filled = {
        "name": sender.name,
        "addressLine1": sender.line1,
        "addressLine2": sender.line2,
        "addressLine3": sender.line3,
        "city": sender.city,
        "stateOrRegion": sender.region,
        "postalCode": sender.postcode,
        "countryCode": sender.country,
        "phoneNumber": sender.phone,
        "email": wanted.ship_from_email,
    }
    return {name: value for name, value in filled.items() if value or name == "stateOrRegion"}


def _item(item: ParcelItem, currency: str) -> dict[str, Any]:
    body: dict[str, Any] = {"itemIdentifier": item.line_id, "quantity": item.quantity}
    if item.weight_g:
        body["weight"] = {"unit": "GRAM", "value": item.weight_g}
    if item.worth_minor:
        body["itemValue"] = amount(item.worth_minor, currency)
    if item.dangerous is not None:
        body["isHazmat"] = True
        details = {name: told for name, told in _dangerous(item.dangerous).items() if told}
        if details:
            body["dangerousGoodsDetails"] = details
    return body


def _dangerous(goods: DangerousGoods) -> dict[str, str]:
    return {
        "unitedNationsRegulatoryId": goods.un_number,
        "transportationRegulatoryClass": goods.hazard_class,
        "packingGroup": goods.packing_group,
        "packingInstruction": goods.instruction,
    }


def _rate(rate: JsonObject) -> Rate:
    price_minor, currency = charge(part(rate, "totalCharge"))
    window = part(rate, "promise", "deliveryWindow")
    return Rate(
        rate_id=required(rate, "rateId"),
        carrier_id=required(rate, "carrierId"),
        carrier_name=required(rate, "carrierName"),
        service_id=required(rate, "serviceId"),
        service_name=required(rate, "serviceName"),
        price_minor=price_minor,
        currency=currency,
        promise_from=time(window, "start"),
        promise_by=time(window, "end"),
        benefits=texts(part(rate, "benefits"), "includedBenefits"),
        keeps=_keeps(rate),
        formats=tuple(_formats(rate)),
        needs_more_input=rate.get("requiresAdditionalInputs") is True,
        groups=groups_of(rate, currency),
    )


def _keeps(rate: JsonObject) -> frozenset[Duty]:
    """What the price of the rate pays for already: items that are included or compulsory."""
    kept: frozenset[Duty] = frozenset()
    for item in parts(rate, "rateItemList"):
        if text(item, "rateItemType") in {"INCLUDED", "MANDATORY"}:
            kept |= kept_by(text(item, "rateItemID"))
    return kept


def _formats(rate: JsonObject) -> list[LabelFormat]:
    formats = []
    for listed in parts(rate, "supportedDocumentSpecifications"):
        size = part(listed, "size")
        told = (str(size.get("width")), str(size.get("length")), text(size, "unit"))
        for options in parts(listed, "printOptions"):
            dpis = options.get("supportedDPIs") or []
            layouts = options.get("supportedPageLayouts") or [""]
            if not isinstance(dpis, list) or not isinstance(layouts, list):
                raise BadJson("printOptions are no lists")
            whole = tuple(dpi for dpi in dpis if type(dpi) is int)
            formats.append(LabelFormat(required(listed, "format"), told, whole, str(layouts[0])))
    return formats


def _ineligible(rate: JsonObject) -> IneligibleRate:
    reasons = parts(rate, "ineligibilityReasons")
    return IneligibleRate(
        carrier_name=text(rate, "carrierName"),
        service_name=text(rate, "serviceName"),
        reasons=tuple((text(reason, "code"), text(reason, "message")) for reason in reasons),
    )
