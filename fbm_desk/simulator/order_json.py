"""An order in the JSON of Orders 2026-01-01 (model read 2026-08), with the data sets asked for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from fbm_desk.simulator import marketplaces
from fbm_desk.simulator.answers import timestamp
from fbm_desk.simulator.marketplaces import Price
from fbm_desk.simulator.placed_order import (
    OrderedLine,
    Package,
    PlacedOrder,
    Recipient,
    Stage,
    Window,
)

#: Every data set that may be asked for.
DATA_SETS = frozenset({
    "BUYER", "RECIPIENT", "PROCEEDS", "EXPENSE", "PROMOTION", "CANCELLATION", "FULFILLMENT",
    "PACKAGES", "TAX", "PAYMENT", "FULFILLMENT_ORDERS",
})  # fmt: skip


def order_json(order: PlacedOrder, included: Collection[str], at: datetime) -> dict[str, Any]:
    """The order as seen at `at`; a data set that was not asked for is not there at all."""
    content: dict[str, Any] = {
        "orderId": order.order_id,
        "createdTime": timestamp(order.created_at),
        "lastUpdatedTime": timestamp(order.updated_at(at)),
        "programs": list(order.programs),
        "salesChannel": {
            "channelName": "AMAZON",
            "marketplaceId": order.marketplace.marketplace_id,
            "marketplaceName": order.marketplace.name,
        },
        "orderItems": [_item(order, line, included, at) for line in order.lines],
    }
    if "BUYER" in included:
        content["buyer"] = _buyer(order)
    if "RECIPIENT" in included and order.stage is Stage.OPEN:
        content["recipient"] = {"deliveryAddress": _address(order.recipient)}
    if "PROCEEDS" in included:
        content["proceeds"] = {"grandTotal": _money(_total(order))}
    if "FULFILLMENT" in included:
        content["fulfillment"] = _fulfillment(order, at)
    if "PACKAGES" in included:
        content["packages"] = [_package(package, at) for package in order.packages_at(at)]
    return content


def _buyer(order: PlacedOrder) -> dict[str, str]:
    known = {
        "buyerName": order.buyer.name,
        "buyerEmail": order.buyer.email if order.stage is Stage.OPEN else "",
        "buyerCompanyName": order.buyer.company,
        "buyerPurchaseOrderNumber": order.buyer.purchase_order_number,
    }
    return _filled(known)


def _address(recipient: Recipient) -> dict[str, str]:
    return _filled(
        {
            "name": recipient.name,
            "companyName": recipient.company,
            "addressLine1": recipient.line1,
            "addressLine2": recipient.line2,
            "addressLine3": recipient.line3,
            "city": recipient.city,
            "stateOrRegion": recipient.region,
            "postalCode": recipient.postcode,
            "countryCode": recipient.country,
            "phone": recipient.phone,
            "addressType": recipient.address_type,
        }
    )


def _fulfillment(order: PlacedOrder, at: datetime) -> dict[str, Any]:
    content: dict[str, Any] = {
        "fulfillmentStatus": order.status(at),
        "fulfilledBy": "MERCHANT",
        "fulfillmentServiceLevel": order.service_level,
        "shipByWindow": _window(order.ship_by),
        "deliverByWindow": _window(order.deliver_by),
    }
    if order.label_not_before is not None:
        earliest = timestamp(order.label_not_before)
        content["labelPrintingWindow"] = {"earliestDateTime": earliest}
    return content


def _item(
    order: PlacedOrder, line: OrderedLine, included: Collection[str], at: datetime
) -> dict[str, Any]:
    content: dict[str, Any] = {
        "orderItemId": line.line_id,
        "quantityOrdered": line.quantity,
        "product": {
            "asin": line.asin,
            "title": line.title,
            "sellerSku": line.sku,
            "condition": {"conditionType": "NEW", "conditionSubtype": "NEW", "conditionNote": ""},
            "price": {"unitPrice": _money(line.unit_price)},
        },
    }
    if line.transparency:
        content["programs"] = ["TRANSPARENCY"]
    if "PROCEEDS" in included:
        content["proceeds"] = _item_proceeds(line)
    if "CANCELLATION" in included and (line.cancel_reason or line.cancelled_by):
        content["cancellation"] = _cancellation(line)
    if "FULFILLMENT" in included:
        content["fulfillment"] = _item_fulfillment(line, order.shipped(line, at))
    return content


def _item_proceeds(line: OrderedLine) -> dict[str, Any]:
    total = _money(marketplaces.times(line.unit_price, line.quantity))
    return {"proceedsTotal": total, "breakdowns": [{"type": "ITEM", "subtotal": total}]}


def _cancellation(line: OrderedLine) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if not line.cancelled_by or line.cancelled_by == "BUYER":
        content["cancellationRequest"] = {
            "requester": "BUYER", "cancelReason": line.cancel_reason
        }  # fmt: skip
    if line.cancelled_by:
        content["cancellationExecution"] = {
            "cancelledBy": line.cancelled_by, "cancelReason": line.cancel_reason
        }  # fmt: skip
    return content


def _item_fulfillment(line: OrderedLine, shipped: int) -> dict[str, Any]:
    left = 0 if line.cancelled_by else line.quantity - shipped
    content: dict[str, Any] = {"quantityFulfilled": shipped, "quantityUnfulfilled": left}
    gift = _filled({"giftMessage": line.gift_message, "giftWrapLevel": line.gift_wrap})
    if gift:
        content["packing"] = {"giftOption": gift}
    duties = {"signatureConfirmation": line.signature, "recipientAgeVerification": line.age_check}
    asked = {name: "MANDATORY" for name, is_asked in duties.items() if is_asked}
    if asked:
        content["shipping"] = {"shippingConstraints": asked}
    return content


def _package_status(package: Package, at: datetime) -> dict[str, str]:
    """What became of it: the seller's own packages are just shipped, others are followed."""
    if not package.shipment_id:
        return {"status": "SHIPPED"}
    if package.cancelled:
        return {"status": "CANCELLED", "detailedStatus": "LABEL_CANCELLED"}
    passed = len(package.milestones(at))
    status, detail = (
        ("PENDING", "PENDING_DROP_OFF"),
        ("IN_TRANSIT", "PICKED_UP"),
        ("DELIVERED", "DELIVERED"),
    )[passed]
    return {"status": status, "detailedStatus": detail}


def _package(package: Package, at: datetime) -> dict[str, Any]:
    content: dict[str, Any] = {
        "packageReferenceId": package.reference,
        "createdTime": timestamp(package.created_at),
        "packageStatus": _package_status(package, at),
        "carrier": package.carrier,
        "shipTime": timestamp(package.shipped_at),
        "shippingService": package.service,
        "trackingNumber": package.tracking,
        "packageItems": [
            {
                "orderItemId": item.line_id,
                "quantity": item.quantity,
                "transparencyCodes": list(item.transparency_codes),
            }
            for item in package.contents
        ],
    }
    return content


def _total(order: PlacedOrder) -> Price:
    prices = [marketplaces.times(line.unit_price, line.quantity) for line in order.lines]
    decimals = order.marketplace.decimals
    amount = sum(float(price.amount) for price in prices)
    return Price(f"{amount:.{decimals}f}", order.marketplace.currency)


def _money(price: Price) -> dict[str, str]:
    return {"amount": price.amount, "currencyCode": price.currency}


def _window(window: Window) -> dict[str, str]:
    return {
        "earliestDateTime": timestamp(window.earliest),
        "latestDateTime": timestamp(window.latest),
    }


def _filled(content: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in content.items() if text}
