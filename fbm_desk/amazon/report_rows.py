"""Makes one order of the rows an order report has for it; leaves finding the rows to others.

The rules: a row with a fault is refused, and with it the other rows of its order, because an order
is never packed with a line missing. Quantities are plain ASCII digits. The ship-by time must be
ISO 8601 with an offset; an empty one stays unknown, an unreadable one refuses the row, since a
guessed one would be late. Other times that cannot be read stay unknown. Rows that contradict each
other about a line or about the address are refused; of ship-by times the earliest counts. SKUs
lose spaces around them and are NFC. A control character refuses a SKU and is left out elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from unicodedata import normalize

from fbm_desk.amazon.marketplaces import marketplace_of
from fbm_desk.amazon.report_columns import Columns
from fbm_desk.amazon.report_fields import Row
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
_NO = frozenset({"false", "no", "n", "0"})
_OVER = frozenset({"cancelled", "canceled", "shipped", "delivered"})
_NOT_YET = frozenset({"pending", "pendingavailability", "unfulfillable"})
_NO_DUTIES: frozenset[Duty] = frozenset()
_ORDER_ID = re.compile(r"[0-9]{3}-[0-9]{7}-[0-9]{7}").fullmatch
_Flags = tuple[frozenset[Duty], str, RowRefusal | None, tuple[str, ...]]
_PICKED_UP = ("IN_STORE_PICK_UP",)  # the word of the Orders API for it
_KNOWN_FLAGS: dict[tuple[str, ...], _Flags] = {}
_KNOWN_TIMES: dict[str, datetime] = {}
_KEPT = 4096
_UNTOLD = -2
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]").search
# What no encoding that was guessed right has in an address; \x85 is a line break.
_WRONG_ENCODING = re.compile(r"[\x80-\x84\x86-\x9f]").search
_DIGIT = re.compile("[0-9]").search
_PLACE = 8  # of an address all but the telephone number
_OUT = {at: " " if chr(at).isspace() else None for at in (*range(32), *range(127, 160))}
_COLUMN = {
    RowRefusal.LINE_ID: "order-item-id",
    RowRefusal.SKU: "sku",
    RowRefusal.QUANTITY: "quantity-purchased",
    RowRefusal.NOTHING_TO_SHIP: "quantity-to-ship",
    RowRefusal.NOT_OURS: "fulfilled-by",
}


def order_of(
    columns: Columns, rows: Sequence[Row]
) -> tuple[IncomingOrder | None, list[RefusedRow]]:
    """The order the rows make, or None with the reason for each row."""
    first = rows[0][1]
    order_id = first[columns.order_id]
    if not _ORDER_ID(order_id):
        return None, _each(rows, RowRefusal.ORDER_ID, "order-id")
    refused: list[RefusedRow] = []
    flags = [_flags(columns.flags(fields)) for _, fields, _ in rows]
    lines = _lines(columns, rows, flags, refused)
    ship_by = _ship_by(columns, rows, refused)
    address = _address(columns, rows, refused)
    if refused and any(fault.reason not in HARMLESS for fault in refused):
        return None, _all_refused(rows, refused)
    if not lines:
        return None, refused
    duties, marketplace_id, _, programs = flags[0]
    for also, _, _, theirs in flags[1:]:
        duties |= also
        programs = programs or theirs
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
            programs=programs,
            purchase_order_number=_without_controls(po_number),
            recipient=Address(*address) if any(address[:4]) else None,
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


def _lines(
    columns: Columns, rows: Sequence[Row], flags: Sequence[_Flags], refused: list[RefusedRow]
) -> list[IncomingLine]:
    """The order's lines; adds to `refused` the rows that make none."""
    lines: list[IncomingLine] = []
    seen: dict[str, IncomingLine] = {}
    for (number, fields, fault), (_, _, not_wanted, _) in zip(rows, flags, strict=True):
        line = fault or not_wanted or _line(columns.line(fields))
        if isinstance(line, RowRefusal):
            refused.append(RefusedRow(number, line, _COLUMN.get(line, "")))
        elif (known := seen.setdefault(line.line_id, line)) is line:
            lines.append(line)
        else:
            same = known == line
            reason = RowRefusal.DUPLICATE_LINE if same else RowRefusal.CONTRADICTION
            refused.append(RefusedRow(number, reason, "order-item-id"))
    return lines


def _line(values: tuple[Any, ...]) -> IncomingLine | RowRefusal:
    (line_id, sku, title, bought, shipped, to_ship, asin, message, wrap, url, page,
     transparency, cancel, cancel_reason) = values  # fmt: skip
    if not line_id.isalnum() or not line_id.isascii() or len(line_id) > 64:
        return RowRefusal.LINE_ID
    if not sku:
        return RowRefusal.SKU
    if not sku.isprintable() and _CONTROL(sku):
        return RowRefusal.GARBLED
    if not sku.isascii():
        sku = normalize("NFC", sku)
    if not title.isprintable():
        title = _without_controls(title)
    if message and not message.isprintable():
        message = _without_controls(message)
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
    # A word nobody knows is a wish as well: a supervisor decides, and nothing leaves unasked.
    wants_cancel = cancel.lower() not in _NO if cancel else bool(cancel_reason)
    wish = _without_controls(page or url) if page or url else ""
    return IncomingLine(
        line_id, sku, title, quantity, sent, asin, duties, message, wants_cancel, wish
    )


def _without_controls(text: str) -> str:
    """What no paper or screen can show goes; a line break of any kind becomes a space."""
    return text if text.isprintable() else text.translate(_OUT).strip(" ")


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


def _flags(values: tuple[str, ...]) -> _Flags:
    """A row's duties, its marketplace ('' if the file does not say), why it is not for us, its
    programs in Amazon's words."""
    known = _KNOWN_FLAGS.get(values)
    if known is not None:
        return known
    prime, business, signature, replacement, exchange, fetched, *rest = map(str.lower, values)
    payment, channel, currency, by, *states = rest
    duties = {
        Duty.PRIME: prime in _YES,
        Duty.BUSINESS: business in _YES,
        Duty.SIGNATURE: signature in _YES,
        Duty.REPLACEMENT: replacement in _YES or exchange in _YES,
        Duty.CASH_ON_DELIVERY: payment in {"cod", "cashondelivery"},
    }
    asked = frozenset(duty for duty, on in duties.items() if on)
    not_wanted = RowRefusal.NOT_OURS if by in {"amazon", "afn"} else _not_open(*states)
    programs = _PICKED_UP if fetched in _YES else ()
    found = asked, marketplace_of(channel, currency), not_wanted, programs
    if len(_KNOWN_FLAGS) >= _KEPT:
        _KNOWN_FLAGS.clear()
    _KNOWN_FLAGS[values] = found
    return found


def _not_open(order: str, item: str, shipment: str) -> RowRefusal | None:
    """Whether Amazon calls a row cancelled, shipped or not yet paid, in columns few files have."""
    told = {"".join(state.split()) for state in (order, item)}
    if told & (_OVER | _NOT_YET) or shipment in _OVER:
        return RowRefusal.NOTHING_TO_SHIP
    return None


def _address(columns: Columns, rows: Sequence[Row], refused: list[RefusedRow]) -> tuple[str, ...]:
    """Where all rows go; adds to `refused` the rows that go elsewhere, or cannot be addressed."""
    there = columns.address(rows[0][1])
    for number, fields, _ in rows[1:]:
        other = columns.address(fields)
        if other != there:
            if not any(there[:_PLACE]):
                there = other
            elif _differ(there[:_PLACE], other[:_PLACE]):
                refused.append(RefusedRow(number, RowRefusal.CONTRADICTION, "ship-address-1"))
    country = there[_PLACE - 1]
    if len(country) > 2 and _DIGIT(country):  # a postcode: the fields are shifted
        refused.append(RefusedRow(rows[0][0], RowRefusal.COLUMNS, "ship-country"))
    written = "".join(there)
    if not written.isprintable():
        if _WRONG_ENCODING(written):
            refused.append(RefusedRow(rows[0][0], RowRefusal.GARBLED))
        there = tuple(map(_without_controls, there))
    return there


def _differ(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two addresses say different things; what one of them leaves out is none."""
    pairs = zip(one, other, strict=True)
    return any(a and b and a.casefold() != b.casefold() for a, b in pairs)


def _ship_by(columns: Columns, rows: Sequence[Row], refused: list[RefusedRow]) -> datetime | None:
    """The earliest ship-by of the rows; adds to `refused` the rows where it cannot be read."""
    earliest: datetime | None = None
    for number, fields, _ in rows:
        text = fields[columns.ship_by] or fields[columns.ship_by_else]
        time = _window_end(text)
        if time is None:
            if text:
                told = columns.ship_by if fields[columns.ship_by] else columns.ship_by_else
                name = columns.names[told]
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
