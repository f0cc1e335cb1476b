"""Bodies of Shipping v2 requests, read and checked field by field before anything is done."""

from __future__ import annotations

from typing import Any

from fbm_desk.simulator import hazmat, rate_card
from fbm_desk.simulator.answers import Call, invalid_input
from fbm_desk.simulator.labels import FORMATS
from fbm_desk.simulator.placed_order import PackedItem, PlacedOrder, Stage
from fbm_desk.simulator.rate_card import Confirmation, Parcel
from fbm_desk.simulator.shipments import ParcelAsked, RateOffered

#: The businesses of the published model (shippingV2, 2026-08).
BUSINESSES = frozenset(
    f"AmazonShipping_{place}"
    for place in ("US", "IN", "UK", "UAE", "SA", "EG", "IT", "ES", "FR", "JP")
)
_GRAMS = {"GRAM": 1.0, "KILOGRAM": 1000.0, "OUNCE": 28.349523125, "POUND": 453.59237}
_ADDRESS = ("name", "addressLine1", "stateOrRegion", "city", "countryCode", "postalCode")


def business(call: Call) -> str:
    """The header that says which Amazon sells the label; refused when missing or unknown."""
    sent = call.headers.get("x-amzn-shipping-business-id", "")
    if sent not in BUSINESSES:
        raise invalid_input("x-amzn-shipping-business-id is missing or not supported.")
    return sent


def order_id(body: dict[str, Any]) -> str:
    """The Amazon order a label is for; other channels are not sold here."""
    channel = _object(body, "channelDetails")
    if channel.get("channelType") != "AMAZON":
        raise invalid_input("channelDetails.channelType must be AMAZON.")
    return _text(_object(channel, "amazonOrderDetails"), "orderId")


def check_order(order: PlacedOrder, business_id: str) -> None:
    """Refuses orders no label is sold for, and the wrong country's Amazon."""
    if order.stage is not Stage.OPEN:
        raise invalid_input(f"No label is sold for an order that is {order.stage.value}.")
    theirs = order.marketplace.shipping_business
    if theirs and theirs != business_id:
        raise invalid_input("x-amzn-shipping-business-id is not the one of the order.")


def ship_from(body: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Country and lines of the sender, as they go on the label."""
    address = _object(body, "shipFrom")
    fields = {name: _text(address, name) for name in _ADDRESS}
    town = f"{fields['city']}, {fields['stateOrRegion']} {fields['postalCode']}"
    lines = (fields["name"], fields["addressLine1"], town, fields["countryCode"])
    return fields["countryCode"], lines


def parcels(body: dict[str, Any], order: PlacedOrder) -> tuple[ParcelAsked, ...]:
    """The packages, whose items must be the order's."""
    packages = body.get("packages")
    if not isinstance(packages, list) or not packages:
        raise invalid_input("packages is missing or empty.")
    found = tuple(_parcel(package, order) for package in packages)
    if len({parcel.client_reference for parcel in found}) != len(found):
        raise invalid_input("packageClientReferenceId must differ between packages.")
    for line in order.lines:
        packed = sum(
            item.quantity
            for parcel in found
            for item in parcel.contents
            if item.line_id == line.line_id
        )
        if packed > line.quantity:
            raise invalid_input("More units of an item than were ordered.")
    return found


def document_format(specification: object) -> str:
    """The format of the label that is asked for; only 4×6 inches at 203 dpi is printed."""
    wanted = specification if isinstance(specification, dict) else {}
    size = wanted.get("size")
    if size != {"width": 4, "length": 6, "unit": "INCH"}:
        raise invalid_input("requestedDocumentSpecification.size is not supported.")
    if wanted.get("dpi", 203) != 203 or wanted.get("pageLayout", "DEFAULT") != "DEFAULT":
        raise invalid_input("requestedDocumentSpecification is not one that was offered.")
    if wanted.get("requestedDocumentTypes") != ["LABEL"]:
        raise invalid_input("requestedDocumentTypes must be LABEL.")
    if wanted.get("needFileJoining") is not False:
        raise invalid_input("needFileJoining must be false.")
    return supported_format(wanted.get("format"))


def extras(
    body: dict[str, Any], rate: RateOffered, parcel: Parcel
) -> tuple[tuple[Confirmation, float], ...]:
    """The extras that are asked for: only what was offered, and what the order must have."""
    asked = body.get("requestedValueAddedServices", [])
    if not isinstance(asked, list):
        raise invalid_input("requestedValueAddedServices must be a list.")
    offered = {one.extra_id: (one, price) for one, price in rate.extras}
    names = [_text(one if isinstance(one, dict) else {}, "id") for one in asked]
    if not set(names) <= set(offered):
        raise invalid_input("A value-added service was not offered with this rate.")
    if len(names) != min(1, len(offered)):
        raise invalid_input("One service of each required group must be chosen.")
    chosen = tuple(offered[name] for name in names)
    if not all(rate_card.satisfies(one, parcel) for one, _ in chosen):
        raise invalid_input("The order needs a signature or an age check on delivery.")
    return chosen


def supported_format(name: object) -> str:
    """A format labels are sold in."""
    if not isinstance(name, str) or name not in FORMATS:
        raise invalid_input("The document format is not supported.")
    return name


def _parcel(package: object, order: PlacedOrder) -> ParcelAsked:
    content = package if isinstance(package, dict) else {}
    reference = _text(content, "packageClientReferenceId")
    _check_dimensions(_object(content, "dimensions"))
    value = _object(content, "insuredValue")
    _text(value, "unit")
    _number(value, "value", least=0)
    items = content.get("items")
    if not isinstance(items, list) or not items:
        raise invalid_input("packages.items is missing or empty.")
    contents = tuple(_item(item, order) for item in items)
    return ParcelAsked(reference, _weight_g(_object(content, "weight")), contents)


def _check_dimensions(dimensions: dict[str, Any]) -> None:
    if dimensions.get("unit") not in ("INCH", "CENTIMETER"):
        raise invalid_input("dimensions.unit is not supported.")
    for name in ("length", "width", "height"):
        _number(dimensions, name, least=0.01)


def _weight_g(weight: dict[str, Any]) -> int:
    grams = _GRAMS.get(str(weight.get("unit")))
    if grams is None:
        raise invalid_input("weight.unit is not supported.")
    return max(1, round(_number(weight, "value", least=0.001) * grams))


def _item(item: object, order: PlacedOrder) -> PackedItem:
    content = item if isinstance(item, dict) else {}
    line = order.line(str(content.get("itemIdentifier", "")))
    if line is None:
        raise invalid_input("items.itemIdentifier is not an item of the order.")
    quantity = content.get("quantity")
    if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 1:
        raise invalid_input("items.quantity must be a positive whole number.")
    hazmat.check(content, "isHazmat", "dangerousGoodsDetails", hazmat.SHIPPING)
    return PackedItem(line.line_id, quantity)


def _object(content: dict[str, Any], name: str) -> dict[str, Any]:
    found = content.get(name)
    if not isinstance(found, dict):
        raise invalid_input(f"{name} is missing.")
    return found


def _text(content: dict[str, Any], name: str) -> str:
    found = content.get(name)
    if not isinstance(found, str) or not found.strip():
        raise invalid_input(f"{name} is missing.")
    return found


def _number(content: dict[str, Any], name: str, least: float) -> float:
    found = content.get(name)
    if not isinstance(found, int | float) or isinstance(found, bool) or found < least:
        raise invalid_input(f"{name} is missing or too small.")
    return float(found)
