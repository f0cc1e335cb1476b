"""Makes one order of the rows an order report has for it; leaves finding the rows to others.

The rules: a row with a fault is refused, and with it the other rows of its order, because an order
is never packed with a line missing. Quantities are plain ASCII digits. The ship-by time must be
ISO 8601 with an offset; an empty one stays unknown, an unreadable one refuses the row, since a
guessed one would be late. Other times that cannot be read stay unknown. Of rows that differ, the
first row's address counts and the earliest ship-by. SKUs lose spaces around them and are NFC.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from unicodedata import normalize

from fbm_desk.amazon.marketplaces import marketplace_of
from fbm_desk.amazon.report_columns import Columns
from fbm_desk.amazon.report_groups import Row
from fbm_desk.amazon.report_refusals import HARMLESS, RefusedRow, RowRefusal
from fbm_desk.amazon.times import time_of
from fbm_desk.domain.orders import (
    Address,
    AmazonStatus,
    Duty,
    IncomingLine,
    IncomingOrder,
    OrderId,
    Source,
)

MAX_QUANTITY = 9999
# A look-up is the strictest and the quickest reading of a number: no sign, no `1e9`, no `٣`.
_QUANTITIES = {str(number): number for number in range(MAX_QUANTITY + 1)}
_YES = frozenset({"true", "yes", "y", "1"})
_NO_DUTIES: frozenset[Duty] = frozenset()
_ORDER_ID = re.compile(r"[0-9]{3}-[0-9]{7}-[0-9]{7}").fullmatch
_KNOWN_FLAGS: dict[tuple[str, ...], tuple[frozenset[Duty], str, bool]] = {}
_KNOWN_TIMES: dict[str, datetime] = {}
_KEPT = 4096
_UNTOLD = -2
_COLUMN = {
    RowRefusal.LINE_ID: "order-item-id",
    RowRefusal.SKU: "sku",
    RowRefusal.QUANTITY: "quantity-purchased",
    RowRefusal.NOTHING_TO_SHIP: "quantity-to-ship",
}


def order_of(
    columns: Columns, rows: Sequence[Row]
) -> tuple[IncomingOrder | None, list[RefusedRow]]:
    """The order the rows make, or None with the reason for each row."""
    first = rows[0][1]
    order_id = first[columns.order_id]
    if not _ORDER_ID(order_id):
        return None, _each(rows, RowRefusal.ORDER_ID, "order-id")
    duties, marketplace_id, ours = _flags(columns.flags(first))
    if not ours:
        return None, _each(rows, RowRefusal.NOT_OURS, "fulfilled-by")
    refused: list[RefusedRow] = []
    lines = _lines(columns, rows, refused)
    ship_by = _ship_by(columns, rows, refused)
    if refused and any(fault.reason not in HARMLESS for fault in refused):
        return None, _all_refused(rows, refused)
    if not lines:
        return None, refused
    for _, fields, _ in rows[1:]:
        duties |= _flags(columns.flags(fields))[0]
    address = columns.address(first)
    purchased, service_level, po_number, email, name = columns.order(first)
    return (
        IncomingOrder(
            order_id=OrderId(order_id),
            source=Source.REPORT,
            status=_status(lines),
            lines=tuple(lines),
            marketplace_id=marketplace_id,
            purchased_at=time_of(purchased),
            ship_by=ship_by,
            deliver_by=_window_end(first[columns.deliver_by]),
            service_level=service_level,
            duties=duties,
            purchase_order_number=po_number,
            recipient=Address(*address) if address[0] or address[1] else None,
            buyer_email=email,
            buyer_name=name,
            cancel_requested=True in [line.cancel_requested for line in lines],
        ),
        refused,
    )


def _window_end(text: str) -> datetime | None:
    """The same for ship-by and deliver-by, of which thousands of orders share a few."""
    if not text:
        return None
    known = _KNOWN_TIMES.get(text)
    if known is None and (known := time_of(text)) is not None:
        if len(_KNOWN_TIMES) >= _KEPT:
            _KNOWN_TIMES.clear()
        _KNOWN_TIMES[text] = known
    return known


def _each(rows: Sequence[Row], reason: RowRefusal, column: str) -> list[RefusedRow]:
    return [RefusedRow(number, fault or reason, column) for number, _, fault in rows]


def _lines(columns: Columns, rows: Sequence[Row], refused: list[RefusedRow]) -> list[IncomingLine]:
    """The order's lines; adds to `refused` the rows that make none."""
    lines: list[IncomingLine] = []
    seen: set[str] = set()
    for number, fields, fault in rows:
        line = _line(columns.line(fields)) if fault is None else fault
        if isinstance(line, RowRefusal):
            refused.append(RefusedRow(number, line, _COLUMN.get(line, "")))
        elif line.line_id in seen:
            refused.append(RefusedRow(number, RowRefusal.DUPLICATE_LINE, "order-item-id"))
        else:
            seen.add(line.line_id)
            lines.append(line)
    return lines


def _line(values: tuple[Any, ...]) -> IncomingLine | RowRefusal:
    (line_id, sku, title, bought, shipped, to_ship, asin, message, wrap, url, page,
     transparency, cancel) = values  # fmt: skip
    if not line_id.isalnum() or not line_id.isascii() or len(line_id) > 64:
        return RowRefusal.LINE_ID
    if not sku:
        return RowRefusal.SKU
    if not sku.isascii():
        sku = normalize("NFC", sku)
    quantity = sent = _QUANTITIES.get(bought, 0)
    if quantity and shipped == "0" and to_ship == bought:
        sent = 0
    else:
        amounts = _quantities(bought, shipped, to_ship)
        if isinstance(amounts, RowRefusal):
            return amounts
        quantity, sent = amounts
    duties = _NO_DUTIES
    if message or wrap or url or page or transparency:
        duties = _line_duties(message, wrap, url or page, transparency)
    wants_cancel = cancel.lower() in _YES if cancel else False
    return IncomingLine(line_id, sku, title, quantity, sent, asin, duties, message, wants_cancel)


def _quantities(bought: str, shipped: str, to_ship: str) -> tuple[int, int] | RowRefusal:
    """Units of the line and units already shipped, so that the rest is what Amazon asks for.

    Where units were cancelled, `quantity-to-ship` is less than bought minus shipped and counts.
    """
    sent = _QUANTITIES.get(shipped, -1) if shipped else 0
    wanted = _QUANTITIES.get(to_ship, -1) if to_ship else _UNTOLD
    total = _QUANTITIES.get(bought, -1) if bought else sent + wanted
    if min(sent, total) < 0 or wanted == -1:
        return RowRefusal.QUANTITY
    if wanted == _UNTOLD:
        wanted = total - sent
    if total == 0 or wanted < 0 or wanted + sent > total:
        return RowRefusal.QUANTITY
    if wanted == 0 and sent == 0:
        return RowRefusal.NOTHING_TO_SHIP
    return wanted + sent, sent


def _line_duties(message: str, wrap: str, custom: str, transparency: str) -> frozenset[Duty]:
    duties = {
        Duty.GIFT: bool(message),
        Duty.GIFT_WRAP: bool(wrap),
        Duty.PERSONALISED: bool(custom),
        Duty.TRANSPARENCY: transparency.lower() in _YES,
    }
    return frozenset(duty for duty, asked in duties.items() if asked)


def _flags(values: tuple[str, ...]) -> tuple[frozenset[Duty], str, bool]:
    """An order's duties, its marketplace ('' if the file does not say) and whether it is ours."""
    known = _KNOWN_FLAGS.get(values)
    if known is not None:
        return known
    prime, business, signature, replacement, exchange, payment, channel, currency, by = (
        value.lower() for value in values
    )
    duties = {
        Duty.PRIME: prime in _YES,
        Duty.BUSINESS: business in _YES,
        Duty.SIGNATURE: signature in _YES,
        Duty.REPLACEMENT: replacement in _YES or exchange in _YES,
        Duty.CASH_ON_DELIVERY: payment in {"cod", "cashondelivery"},
    }
    asked = frozenset(duty for duty, on in duties.items() if on)
    found = asked, marketplace_of(channel, currency), by not in {"amazon", "afn"}
    if len(_KNOWN_FLAGS) >= _KEPT:
        _KNOWN_FLAGS.clear()
    _KNOWN_FLAGS[values] = found
    return found


def _ship_by(columns: Columns, rows: Sequence[Row], refused: list[RefusedRow]) -> datetime | None:
    """The earliest ship-by of the rows; adds to `refused` the rows where it cannot be read."""
    earliest: datetime | None = None
    for number, fields, _ in rows:
        text = fields[columns.ship_by]
        time = _window_end(text)
        if time is None:
            if text:
                name = columns.names[columns.ship_by]
                refused.append(RefusedRow(number, RowRefusal.SHIP_BY, name))
        elif earliest is None or time < earliest:
            earliest = time
    return earliest


def _all_refused(rows: Sequence[Row], refused: list[RefusedRow]) -> list[RefusedRow]:
    """One reason for each row: its own fault, or that another row of the order has one."""
    own = {fault.row: fault for fault in reversed(refused)}
    rest = {row: RefusedRow(row, RowRefusal.INCOMPLETE_ORDER) for row, _, _ in rows}
    return [fault for _, fault in sorted((rest | own).items())]


def _status(lines: list[IncomingLine]) -> AmazonStatus:
    sent = wanted = 0
    for line in lines:
        sent += line.shipped
        wanted += line.quantity
    if not sent:
        return AmazonStatus.UNSHIPPED
    return AmazonStatus.PARTIALLY_SHIPPED if sent < wanted else AmazonStatus.SHIPPED
