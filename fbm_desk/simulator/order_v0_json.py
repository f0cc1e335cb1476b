"""An order in the words of Orders v0, which names everything differently."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from fbm_desk.simulator import marketplaces
from fbm_desk.simulator.answers import timestamp
from fbm_desk.simulator.placed_order import OrderedLine, PlacedOrder, Recipient, Stage

STATUSES = {
    "PENDING": "Pending", "UNSHIPPED": "Unshipped", "PARTIALLY_SHIPPED": "PartiallyShipped",
    "SHIPPED": "Shipped", "CANCELLED": "Canceled",
}  # fmt: skip
_LEVELS = {"NEXT_DAY": "NextDay", "SECOND_DAY": "SecondDay", "EXPEDITED": "Expedited"}
_FLAGS = {
    "IsBusinessOrder": "AMAZON_BUSINESS", "IsPrime": "PRIME", "IsPremiumOrder": "PREMIUM",
    "IsISPU": "IN_STORE_PICK_UP",
}  # fmt: skip


def order_json(order: PlacedOrder, elements: Collection[str], at: datetime) -> dict[str, Any]:
    """The order; buyer and address only for a token with these data elements."""
    shipped = sum(order.shipped(line, at) for line in order.lines)
    wanted = sum(line.quantity for line in order.lines)
    content: dict[str, Any] = {
        "AmazonOrderId": order.order_id,
        "PurchaseDate": timestamp(order.created_at),
        "LastUpdateDate": timestamp(order.updated_at(at)),
        "OrderStatus": STATUSES[order.status(at)],
        "FulfillmentChannel": "MFN",
        "SalesChannel": order.marketplace.name,
        "MarketplaceId": order.marketplace.marketplace_id,
        "NumberOfItemsShipped": shipped,
        "NumberOfItemsUnshipped": wanted - shipped,
        "PaymentMethod": "Other",
        "OrderType": "StandardOrder",
        "ShipmentServiceLevelCategory": _LEVELS.get(order.service_level, "Standard"),
        "EarliestShipDate": timestamp(order.ship_by.earliest),
        "LatestShipDate": timestamp(order.ship_by.latest),
        "EarliestDeliveryDate": timestamp(order.deliver_by.earliest),
        "LatestDeliveryDate": timestamp(order.deliver_by.latest),
        "OrderTotal": _total(order),
        "HasRegulatedItems": is_regulated(order),
        **{name: program in order.programs for name, program in _FLAGS.items()},
    }
    if order.stage is Stage.OPEN and "shippingAddress" in elements:
        content["ShippingAddress"] = address_json(order.recipient)
    if order.stage is Stage.OPEN and "buyerInfo" in elements:
        content["BuyerInfo"] = buyer_json(order)
    return content


def is_regulated(order: PlacedOrder) -> bool:
    """Whether something in it is sold to grown-ups only."""
    return any(line.age_check for line in order.lines)


def item_json(line: OrderedLine, shipped: int, elements: Collection[str]) -> dict[str, Any]:
    """One line; its gift text only for a token with the buyer's data."""
    total = marketplaces.times(line.unit_price, line.quantity)
    duties = {"SignatureConfirmation": line.signature, "RecipientAgeVerification": line.age_check}
    asked = {name: "MANDATORY" for name, is_asked in duties.items() if is_asked}
    content: dict[str, Any] = {
        "ASIN": line.asin,
        "SellerSKU": line.sku,
        "OrderItemId": line.line_id,
        "Title": line.title,
        "QuantityOrdered": line.quantity,
        "QuantityShipped": shipped,
        "ProductInfo": {"NumberOfItems": "1"},
        "ItemPrice": {"CurrencyCode": total.currency, "Amount": total.amount},
        "ConditionId": "New",
        "ConditionSubtypeId": "New",
        "IsGift": "true" if line.gift_message or line.gift_wrap else "false",
        "IsTransparency": line.transparency,
        "BuyerRequestedCancel": {
            "IsBuyerRequestedCancel": "true" if line.cancel_reason else "false",
            "BuyerCancelReason": line.cancel_reason,
        },
    }
    if asked:
        content["ShippingConstraints"] = asked
    if "buyerInfo" in elements:
        content["BuyerInfo"] = gift_json(line)
    return content


def gift_json(line: OrderedLine) -> dict[str, str]:
    """What the buyer wants with a line."""
    known = {"GiftMessageText": line.gift_message, "GiftWrapLevel": line.gift_wrap}
    return {name: text for name, text in known.items() if text}


def buyer_json(order: PlacedOrder) -> dict[str, str]:
    """Who ordered."""
    known = {
        "BuyerName": order.buyer.name,
        "BuyerEmail": order.buyer.email,
        "PurchaseOrderNumber": order.buyer.purchase_order_number,
    }
    return {name: text for name, text in known.items() if text}


def address_json(recipient: Recipient) -> dict[str, str]:
    """Where it goes."""
    known = {
        "Name": recipient.name,
        "CompanyName": recipient.company,
        "AddressLine1": recipient.line1,
        "AddressLine2": recipient.line2,
        "AddressLine3": recipient.line3,
        "City": recipient.city,
        "StateOrRegion": recipient.region,
        "PostalCode": recipient.postcode,
        "CountryCode": recipient.country,
        "Phone": recipient.phone,
        "AddressType": recipient.address_type.capitalize(),
    }
    return {name: text for name, text in known.items() if text}


def _total(order: PlacedOrder) -> dict[str, str]:
    prices = [marketplaces.times(line.unit_price, line.quantity) for line in order.lines]
    amount = sum(float(price.amount) for price in prices)
    text = f"{amount:.{order.marketplace.decimals}f}"
    return {"CurrencyCode": order.marketplace.currency, "Amount": text}
