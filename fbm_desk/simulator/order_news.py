"""ORDER_CHANGE messages: what Amazon tells about an order that was placed or changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fbm_desk.simulator.answers import timestamp
from fbm_desk.simulator.order_v0_json import STATUSES
from fbm_desk.simulator.placed_order import OrderedLine, PlacedOrder

STATUS_CHANGE = "OrderStatusChange"
BUYERS_CHANGE = "BuyerRequestedChange"
_PROGRAMS = {"AMAZON_BUSINESS": "Business", "PRIME": "Prime", "PREMIUM": "Premium"}


def kind_of(before: PlacedOrder | None, after: PlacedOrder, at: datetime) -> tuple[str, str]:
    """What changed, as Amazon's type and reason; `at` is when it is to be seen."""
    if before is None or before.status(before.updated_at(at)) != after.status(at):
        return STATUS_CHANGE, "Order Status Change"
    if _wishes(before) != _wishes(after):
        return BUYERS_CHANGE, "Buyer Requested Cancel"
    return BUYERS_CHANGE, "Buyer Requested Change"


def payload(
    order: PlacedOrder, change: tuple[str, str], seller_id: str, at: datetime
) -> dict[str, Any]:
    """The `Payload` of the message."""
    kind, reason = change
    trigger = {"TimeOfOrderChange": timestamp(order.updated_at(at)), "ChangeReason": reason}
    return {
        "OrderChangeNotification": {
            "NotificationLevel": "OrderLevel",
            "SellerId": seller_id,
            "AmazonOrderId": order.order_id,
            "OrderChangeType": kind,
            "OrderChangeTrigger": trigger,
            "Summary": _summary(order, at),
        }
    }


def _wishes(order: PlacedOrder) -> list[str]:
    return [line.cancel_reason for line in order.lines]


def _summary(order: PlacedOrder, at: datetime) -> dict[str, Any]:
    shipped = sum(order.shipped(line, at) for line in order.lines)
    wanted = sum(line.quantity for line in order.lines)
    programs = [_PROGRAMS[name] for name in order.programs if name in _PROGRAMS]
    asked = {"CancelNotifyDate": timestamp(order.changed_at)} if any(_wishes(order)) else {}
    return {
        "MarketplaceId": order.marketplace.marketplace_id,
        "OrderStatus": STATUSES[order.status(at)],
        "PurchaseDate": timestamp(order.created_at),
        "DestinationPostalCode": order.recipient.postcode,
        "FulfillmentType": "MFN",
        "OrderType": "StandardOrder",
        "NumberOfItemsShipped": shipped,
        "NumberOfItemsUnshipped": wanted - shipped,
        "EarliestShipDate": timestamp(order.ship_by.earliest),
        "LatestShipDate": timestamp(order.ship_by.latest),
        "EarliestDeliveryDate": timestamp(order.deliver_by.earliest),
        "LatestDeliveryDate": timestamp(order.deliver_by.latest),
        **asked,
        "OrderPrograms": programs,
        "OrderItems": [_item(line, order.shipped(line, at)) for line in order.lines],
    }


def _item(line: OrderedLine, shipped: int) -> dict[str, Any]:
    return {
        "OrderItemId": line.line_id,
        "SellerSKU": line.sku,
        "SupplySourceId": None,
        "OrderItemStatus": "Shipped" if shipped >= line.quantity else "Unshipped",
        "Quantity": line.quantity,
        "QuantityShipped": shipped,
        "IsBuyerRequestedCancel": bool(line.cancel_reason),
    }
