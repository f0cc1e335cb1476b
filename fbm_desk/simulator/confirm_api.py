"""confirmShipment of Orders v0: takes the seller's word that a package left, or says why not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fbm_desk.simulator.answers import (
    Answer,
    Call,
    Refused,
    invalid_input,
    json_object,
    not_found,
    parsed_time,
)
from fbm_desk.simulator.placed_order import (
    OrderedLine,
    Package,
    PackedItem,
    PlacedOrder,
    Stage,
)
from fbm_desk.simulator.route import Route, route
from fbm_desk.simulator.shop import Shop

_JAPAN = "A1VC38T7YXB528"
_TEXTS = ("packageReferenceId", "carrierCode", "trackingNumber", "shipDate")


class ConfirmApi:
    """The one write of Orders v0 that a packing desk needs."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def routes(self) -> tuple[Route, ...]:
        """confirmShipment alone."""
        path = "/orders/v0/orders/ID/shipmentConfirmation"
        return (route("POST", path, "confirmShipment", self.confirm_shipment),)

    def confirm_shipment(self, call: Call) -> Answer:
        """POST /orders/v0/orders/{orderId}/shipmentConfirmation: 204 without a body."""
        body = json_object(call)
        detail = _detail(body)

        def package_of(order: PlacedOrder, now: datetime, shown_at: datetime) -> Package:
            if body.get("marketplaceId") != order.marketplace.marketplace_id:
                raise invalid_input("marketplaceId is missing or is not the order's.")
            check_order(order)
            _check_method(order, body)
            return _package(order, detail, now, shown_at)

        try:
            self._shop.report_package(call.part, package_of)
        except KeyError:
            raise not_found(f"Order {call.part} was not found.") from None
        return Answer(204)


def _detail(body: dict[str, Any]) -> dict[str, Any]:
    """`packageDetail`, each of its fields looked at alone."""
    detail = body.get("packageDetail")
    if not isinstance(detail, dict):
        raise invalid_input("packageDetail is missing.")
    missing = [name for name in (*_TEXTS, "orderItems") if detail.get(name) in (None, "", [])]
    if missing:
        raise invalid_input(f"Missing required field(s) [packageDetail.{missing[0]}].")
    for name in _TEXTS:
        if not isinstance(detail[name], str):
            raise invalid_input(
                "The input you have submitted is not valid. "
                f"Please check the fields with invalid type [packageDetail.{name}]."
            )
    reference = detail["packageReferenceId"]
    if not (reference.isascii() and reference.isdigit() and int(reference) > 0):
        raise invalid_input("PackageReferenceId: is invalid, must be a positive numeric value.")
    if detail["carrierCode"] == "Other" and not detail.get("carrierName"):
        raise invalid_input("carrierName is required when carrierCode is Other.")
    parsed_time(detail["shipDate"], "shipDate")
    return detail


def check_order(order: PlacedOrder) -> None:
    """Refuses orders whose shipments the seller does not confirm."""
    if order.stage is not Stage.OPEN:
        raise invalid_input(f"An order that is {order.stage.value} cannot be confirmed.")
    if "FBM_SHIP_PLUS" in order.programs:
        raise invalid_input("Shipments of Ship+ orders are confirmed by Amazon.")


def _check_method(order: PlacedOrder, body: dict[str, Any]) -> None:
    method = body.get("codCollectionMethod")
    if method is not None and (method, order.marketplace.marketplace_id) != (
        "DirectPayment",
        _JAPAN,
    ):
        raise invalid_input("codCollectionMethod is not supported.")


def _package(
    order: PlacedOrder, detail: dict[str, Any], now: datetime, shown_at: datetime
) -> Package:
    reference = detail["packageReferenceId"].lstrip("0")
    before = {package.reference: package for package in order.packages_at()}.get(reference)
    if before is not None and before.shipment_id and not before.cancelled:
        raise _nothing_to_update()
    return Package(
        reference=reference,
        carrier=detail.get("carrierName") or detail["carrierCode"],
        service=detail.get("shippingMethod") or "",
        tracking=detail["trackingNumber"],
        shipped_at=parsed_time(detail["shipDate"], "shipDate"),
        created_at=before.created_at if before else now,
        shown_at=shown_at,
        contents=_contents(order, detail["orderItems"], reference),
    )


def _contents(order: PlacedOrder, items: object, reference: str) -> tuple[PackedItem, ...]:
    if not isinstance(items, list):
        raise invalid_input("orderItems must be a list.")
    packed: dict[str, PackedItem] = {}
    for item in items:
        found = _packed_item(order, item)
        if found.line_id in packed:
            raise invalid_input("An order item appears twice in the package.")
        packed[found.line_id] = found
    _check_quantities(order, packed, reference)
    return tuple(packed.values())


def _packed_item(order: PlacedOrder, item: object) -> PackedItem:
    content = item if isinstance(item, dict) else {}
    line = order.line(str(content.get("orderItemId", "")))
    if line is None:
        raise invalid_input("OrderItemId is invalid, please obtain the value from the order.")
    quantity = content.get("quantity")
    if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 1:
        raise invalid_input("quantity must be a positive whole number.")
    return PackedItem(line.line_id, quantity, _codes(line, quantity, content))


def _codes(line: OrderedLine, quantity: int, content: dict[str, Any]) -> tuple[str, ...]:
    codes = tuple(str(code) for code in content.get("transparencyCodes") or ())
    if line.transparency and len(set(codes)) != quantity:
        raise invalid_input("transparencyCodes must have one code for each unit.")
    return codes


def _check_quantities(order: PlacedOrder, packed: dict[str, PackedItem], reference: str) -> None:
    """What other packages hold and this one may not be more than was ordered."""
    elsewhere = {
        line.line_id: order.units_in_packages(line.line_id, but=reference) for line in order.lines
    }
    if all(elsewhere[line.line_id] >= line.quantity for line in order.lines):
        raise _nothing_to_update()
    for line in order.lines:
        item = packed.get(line.line_id)
        if item is not None and elsewhere[line.line_id] + item.quantity > line.quantity:
            raise invalid_input("quantity is greater than the quantity left to be shipped.")


def _nothing_to_update() -> Refused:
    return invalid_input(
        "Failed to create package due to not finding a matching package or order already "
        "fulfilled. ErrorMessage(errorCode=GeneralError, errorMetric=PackageToUpdateNotFound)"
    )
