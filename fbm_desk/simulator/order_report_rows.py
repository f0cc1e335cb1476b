"""The rows of Amazon's three order reports, column by column, out of the living orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from fbm_desk.simulator import marketplaces
from fbm_desk.simulator.answers import timestamp
from fbm_desk.simulator.placed_order import OrderedLine, PlacedOrder

Row = dict[str, str]
#: What Amazon documents for each report, and a few further columns seen in real files.
UNSHIPPED = """
    order-id order-item-id purchase-date payments-date reporting-date promise-date
    days-past-promise buyer-email buyer-name buyer-phone-number sku product-name
    quantity-purchased quantity-shipped quantity-to-ship number-of-items ship-service-level
    recipient-name ship-address-1 ship-address-2 ship-address-3 ship-city ship-state
    ship-postal-code ship-country gift-wrap-type gift-message-text is-business-order
    purchase-order-number price-designation is-prime is-transparency
    is-buyer-requested-cancellation buyer-requested-cancel-reason
    signature-confirmation-recommended
""".split()
NEW_ORDERS = """
    order-id order-item-id purchase-date payments-date buyer-email buyer-name
    payment-method-details cpf buyer-phone-number sku number-of-items product-name
    quantity-purchased currency item-price item-tax shipping-price shipping-tax
    ship-service-level recipient-name ship-address-1 ship-address-2 ship-address-3 ship-city
    ship-state ship-postal-code ship-country ship-phone-number item-promotion-discount
    item-promotion-id ship-promotion-discount ship-promotion-id delivery-start-date
    delivery-end-date delivery-time-zone delivery-Instructions earliest-ship-date
    latest-ship-date earliest-delivery-date latest-delivery-date is-business-order
    purchase-order-number price-designation is-prime signature-confirmation-recommended
""".split()
ALL_ORDERS = """
    amazon-order-id merchant-order-id purchase-date last-updated-date order-status
    fulfillment-channel sales-channel order-channel ship-service-level product-name sku asin
    item-status quantity currency item-price item-tax shipping-price shipping-tax
    gift-wrap-price gift-wrap-tax item-promotion-discount ship-promotion-discount ship-city
    ship-state ship-postal-code ship-country promotion-ids is-business-order
    purchase-order-number price-designation
""".split()
_STATUS_WORDS = {
    "PENDING": "Pending", "UNSHIPPED": "Unshipped", "PARTIALLY_SHIPPED": "Shipping",
    "SHIPPED": "Shipped", "CANCELLED": "Cancelled",
}  # fmt: skip
_LEVELS = {"NEXT_DAY": "NextDay", "SECOND_DAY": "SecondDay", "EXPEDITED": "Expedited"}


def table(columns: list[str], rows: Iterable[Row]) -> str:
    """A tab-separated file with one header line; what a row does not have is left empty."""
    lines = ["\t".join(columns)]
    lines += ["\t".join(_cell(row.get(name, "")) for name in columns) for row in rows]
    return "\r\n".join(lines) + "\r\n"


def unshipped(orders: Iterable[PlacedOrder], at: datetime) -> list[Row]:
    """One row for each line with something left to ship."""
    return _rows(orders, at, lambda order, line: _left(order, line, at) > 0, _unshipped_row)


def new_orders(orders: Iterable[PlacedOrder], at: datetime) -> list[Row]:
    """One row for each line of every order that became shippable."""
    return _rows(orders, at, lambda order, line: not line.cancelled_by, _new_order_row)


def all_orders(orders: Iterable[PlacedOrder], at: datetime) -> list[Row]:
    """One row for each line of every order, whatever became of it."""
    return _rows(orders, at, lambda order, line: True, _any_order_row)


def _rows(
    orders: Iterable[PlacedOrder],
    at: datetime,
    wanted: Callable[[PlacedOrder, OrderedLine], bool],
    row: Callable[[PlacedOrder, OrderedLine, datetime], Row],
) -> list[Row]:
    return [row(o, line, at) for o in orders for line in o.lines if wanted(o, line)]


def _left(order: PlacedOrder, line: OrderedLine, at: datetime) -> int:
    return 0 if line.cancelled_by else line.quantity - order.shipped(line, at)


def _unshipped_row(order: PlacedOrder, line: OrderedLine, at: datetime) -> Row:
    return {
        **_about_the_order(order),
        **_about_the_line(line),
        "reporting-date": _time(at),
        "promise-date": _time(order.ship_by.latest),
        "days-past-promise": str((at - order.ship_by.latest).days),
        "quantity-shipped": str(order.shipped(line, at)),
        "quantity-to-ship": str(_left(order, line, at)),
        "is-buyer-requested-cancellation": _yes(bool(line.cancel_reason)),
        "buyer-requested-cancel-reason": line.cancel_reason,
    }


def _new_order_row(order: PlacedOrder, line: OrderedLine, _at: datetime) -> Row:
    return {
        **_about_the_order(order),
        **_about_the_line(line),
        **_prices(line),
        "delivery-time-zone": "UTC",
        "earliest-ship-date": _time(order.ship_by.earliest),
        "latest-ship-date": _time(order.ship_by.latest),
        "earliest-delivery-date": _time(order.deliver_by.earliest),
        "latest-delivery-date": _time(order.deliver_by.latest),
        "ship-phone-number": order.recipient.phone,
    }


def _any_order_row(order: PlacedOrder, line: OrderedLine, at: datetime) -> Row:
    status = _STATUS_WORDS[order.status(at)]
    place = _about_the_order(order)
    return {
        **{name: place[name] for name in ALL_ORDERS if name in place},
        **_prices(line),
        "amazon-order-id": order.order_id,
        "last-updated-date": _time(order.updated_at(at)),
        "order-status": status,
        "fulfillment-channel": "Merchant",
        "sales-channel": order.marketplace.name,
        "product-name": line.title,
        "sku": line.sku,
        "asin": line.asin,
        "item-status": status,
        "quantity": str(line.quantity),
    }


def _about_the_order(order: PlacedOrder) -> Row:
    person = order.recipient
    return {
        "order-id": order.order_id,
        "purchase-date": _time(order.created_at),
        "payments-date": _time(order.shippable_at),
        "buyer-email": order.buyer.email,
        "buyer-name": order.buyer.name,
        "buyer-phone-number": person.phone,
        "ship-service-level": _LEVELS.get(order.service_level, "Standard"),
        "recipient-name": person.name,
        "ship-address-1": person.company or person.line1,
        "ship-address-2": person.line1 if person.company else person.line2,
        "ship-address-3": person.line2 if person.company else person.line3,
        "ship-city": person.city,
        "ship-state": person.region,
        "ship-postal-code": person.postcode,
        "ship-country": person.country,
        "is-business-order": _yes("AMAZON_BUSINESS" in order.programs),
        "purchase-order-number": order.buyer.purchase_order_number,
        "is-prime": _yes("PRIME" in order.programs),
    }


def _about_the_line(line: OrderedLine) -> Row:
    return {
        "order-item-id": line.line_id,
        "sku": line.sku,
        "product-name": line.title,
        "quantity-purchased": str(line.quantity),
        "number-of-items": "1",
        "gift-wrap-type": line.gift_wrap,
        "gift-message-text": line.gift_message,
        "is-transparency": _yes(line.transparency),
        "signature-confirmation-recommended": _yes(line.signature),
    }


def _prices(line: OrderedLine) -> Row:
    total = marketplaces.times(line.unit_price, line.quantity)
    nothing = marketplaces.times(line.unit_price, 0).amount
    taxes = ("item-tax", "shipping-price", "shipping-tax")
    return {
        "currency": total.currency,
        "item-price": total.amount,
        **dict.fromkeys(taxes, nothing),
    }


def _yes(value: bool) -> str:
    return "true" if value else "false"


def _time(at: datetime) -> str:
    return timestamp(at)[:19] + "+00:00"


def _cell(text: str) -> str:
    """One field: whatever would end it or the line becomes a space."""
    return " ".join(text.replace("\t", " ").split("\n"))
