"""Bodies of Merchant Fulfillment requests, read and checked before anything is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fbm_desk.simulator import hazmat
from fbm_desk.simulator.answers import invalid_input
from fbm_desk.simulator.placed_order import PackedItem, PlacedOrder, Stage

#: Kinds of label, and what each file is.
FILE_TYPES = {
    "PDF": "application/pdf", "PNG": "image/png", "ZPL203": "application/zpl",
    "ZPL300": "application/zpl",
}  # fmt: skip
DEFAULT_FORMAT = "PDF"
#: How a delivery is confirmed, and the carriers' name for it.
EXPERIENCES = {
    "NoTracking": "NO_CONFIRMATION",
    "DeliveryConfirmationWithoutSignature": "DELIVERY_CONFIRMATION",
    "DeliveryConfirmationWithSignature": "SIGNATURE_CONFIRMATION",
    "DeliveryConfirmationWithAdultSignature": "ADULT_SIGNATURE_CONFIRMATION",
}
_ADDRESS = ("Name", "AddressLine1", "City", "CountryCode", "Email", "Phone", "PostalCode")
_GRAMS = {"g": 1.0, "oz": 28.349523125}


@dataclass(frozen=True, slots=True)
class LabelAsked:
    """What a label is asked for. The address and the measures are kept as they came."""

    order_id: str
    items: tuple[PackedItem, ...]
    ship_from: dict[str, str] = field(repr=False)
    dimensions: dict[str, Any]
    weight: dict[str, Any]
    weight_g: int
    experience: str
    will_pick_up: bool
    label_format: str
    custom_text: str

    @property
    def country(self) -> str:
        """Where the parcel starts."""
        return self.ship_from["CountryCode"]

    @property
    def sender(self) -> tuple[str, ...]:
        """The lines of the sender on a label."""
        address = self.ship_from
        region = address.get("StateOrProvinceCode", "")
        town = f"{address['City']}, {region} {address['PostalCode']}"
        return address["Name"], address["AddressLine1"], town, address["CountryCode"]


def label_asked(body: dict[str, Any]) -> LabelAsked:
    """`ShipmentRequestDetails`, field by field; whether the order has the items is looked later."""
    details = _object(body, "ShipmentRequestDetails")
    options = _object(details, "ShippingServiceOptions")
    weight = _object(details, "Weight")
    experience, wanted = options.get("DeliveryExperience"), options.get("LabelFormat")
    if experience not in EXPERIENCES:
        raise invalid_input("ShippingServiceOptions.DeliveryExperience is not supported.")
    if not isinstance(options.get("CarrierWillPickUp"), bool):
        raise invalid_input("ShippingServiceOptions.CarrierWillPickUp is missing.")
    if wanted not in (None, "ShippingServiceDefault", *FILE_TYPES):
        raise invalid_input("ShippingServiceOptions.LabelFormat is not supported.")
    return LabelAsked(
        order_id=_text(details, "AmazonOrderId"),
        items=_items(details.get("ItemList")),
        ship_from=ship_from(details),
        dimensions=_dimensions(_object(details, "PackageDimensions")),
        weight=weight,
        weight_g=_weight_g(weight),
        experience=experience,
        will_pick_up=options["CarrierWillPickUp"],
        label_format=wanted if wanted in FILE_TYPES else DEFAULT_FORMAT,
        custom_text=str((details.get("LabelCustomization") or {}).get("CustomTextForLabel", "")),
    )


def ship_from(content: dict[str, Any]) -> dict[str, str]:
    """The sender's address with what a carrier needs."""
    address = _object(content, "ShipFromAddress")
    for name in _ADDRESS:
        _text(address, name)
    if len(address["CountryCode"]) != 2:
        raise invalid_input("ShipFromAddress.CountryCode must have two letters.")
    return {name: str(text) for name, text in address.items()}


def check_order(order: PlacedOrder, asked: LabelAsked) -> None:
    """Refuses orders no label is sold for, and items or units they do not have."""
    if order.stage is not Stage.OPEN:
        raise invalid_input(f"No label is sold for an order that is {order.stage.value}.")
    for item in asked.items:
        line = order.line(item.line_id)
        if line is None or item.quantity > line.quantity:
            raise invalid_input("ItemList has an item or units that are not the order's.")


def _items(items: object) -> tuple[PackedItem, ...]:
    if not isinstance(items, list) or not items:
        raise invalid_input("ItemList is missing or empty.")
    return tuple(_item(one if isinstance(one, dict) else {}) for one in items)


def _item(content: dict[str, Any]) -> PackedItem:
    quantity = content.get("Quantity")
    if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 1:
        raise invalid_input("ItemList.Quantity must be a positive whole number.")
    hazmat.check(content, "IsHazmat", "DangerousGoodsDetails", hazmat.MERCHANT_FULFILLMENT)
    codes = tuple(str(code) for code in content.get("TransparencyCodeList") or ())
    return PackedItem(_text(content, "OrderItemId"), quantity, codes)


def _dimensions(content: dict[str, Any]) -> dict[str, Any]:
    if content.get("PredefinedPackageDimensions"):
        return content
    if content.get("Unit") not in ("inches", "centimeters"):
        raise invalid_input("PackageDimensions.Unit is not supported.")
    for name in ("Length", "Width", "Height"):
        _number(content, name)
    return content


def _weight_g(weight: dict[str, Any]) -> int:
    grams = _GRAMS.get(str(weight.get("Unit")))
    if grams is None:
        raise invalid_input("Weight.Unit is not supported.")
    return max(1, round(_number(weight, "Value") * grams))


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


def _number(content: dict[str, Any], name: str) -> float:
    found = content.get(name)
    if not isinstance(found, int | float) or isinstance(found, bool) or found <= 0:
        raise invalid_input(f"{name} is missing or not positive.")
    return float(found)
