"""What Amazon told about an order, as rows of our tables: made without the database.

So a process of its own can make them of a large report. Personal data stand in them open and are
sealed on the way into the database (`privacy`).
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from fbm_desk.domain import intake
from fbm_desk.domain.orders import Duty, IncomingLine, IncomingOrder, OrderId, Sku, Source
from fbm_desk.store.moments import from_ms, to_ms
from fbm_desk.store.sealed_texts import address_text, messages_text

Value = str | int | bool | bytes | None
"""What drivers take as it is: times are milliseconds since 1970."""
Row = tuple[Value, ...]

KEEP_PRIVATE_MS = 30 * 86_400_000
"""Personal data goes 30 days after the latest delivery (Amazon's Data Protection Policy)."""

ORDER = (
    "order_id", "stage", "stage_reason", "source", "amazon_status", "status_text",
    "marketplace_id", "city", "country", "service_level", "duties", "purchase_order_number",
    "units", "purchased_at", "ship_by", "deliver_by", "label_not_before", "updated_at", "read_at",
    "cancel_requested", "fingerprint", "version", "came_at",
)  # fmt: skip
LINE = (
    "order_id", "line_id", "position", "sku", "asin", "title", "quantity", "shipped", "packed",
    "duties",
)  # fmt: skip

Named = tuple[Sku, str, str]
"""An article as an order names it: SKU, title and ASIN."""


PrivateRow = tuple[OrderId, str, str, str, int]
"""What names or finds the buyer, still open: recipient and gift messages (`sealed_texts`),
postcode, when all of it is deleted."""


class OrderRows(NamedTuple):
    """An order's rows for an order never seen before, in the order of `ORDER` and `LINE`."""

    order: Row
    lines: tuple[Row, ...]
    private: PrivateRow

    def __repr__(self) -> str:
        return f"OrderRows({self.order_id})"

    @property
    def order_id(self) -> OrderId:
        """The order's number."""
        return OrderId(str(self.order[0]))

    @property
    def source(self) -> Source:
        """Where this copy came from."""
        return Source(self.order[3])

    @property
    def fingerprint(self) -> str:
        """The same for copies that say the same."""
        return str(self.order[20])

    @property
    def updated_at(self) -> datetime | None:
        """When Amazon last changed the order."""
        at = self.order[17]
        return from_ms(at) if isinstance(at, int) else None

    def named(self) -> dict[str, Value]:
        """The order's own row by column."""
        return dict(zip(ORDER, self.order, strict=True))


def rows_of(order: IncomingOrder, now: datetime) -> OrderRows:
    """The rows of an order read at `now`; two copies that say the same have one fingerprint."""
    lines = tuple([_line(order.order_id, i, line) for i, line in enumerate(order.lines)])
    read_at = _window_ms(now)
    facts = _facts(order)
    private = _private(order, read_at)
    row = (
        order.order_id,
        intake.stage(None, order).value,
        "",
        order.source.value,
        *facts,
        None if order.updated_at is None else to_ms(order.updated_at),
        read_at,
        order.cancel_requested,
        _fingerprint((*facts, order.cancel_requested), lines, private),
        1,
        read_at,
    )
    return OrderRows(row, lines, private)


def _facts(order: IncomingOrder) -> Row:
    """From `amazon_status` to `label_not_before`."""
    there = order.recipient
    duties, units = order.duties, 0
    for line in order.lines:
        units += max(0, line.quantity - line.shipped)
        if line.duties:
            duties |= line.duties
    return (
        order.status.value,
        order.status_text,
        order.marketplace_id,
        there.city if there else "",
        there.country if there else "",
        order.service_level,
        duties_text(duties),
        order.purchase_order_number,
        units,
        None if order.purchased_at is None else to_ms(order.purchased_at),
        None if order.ship_by is None else _window_ms(order.ship_by),
        None if order.deliver_by is None else _window_ms(order.deliver_by),
        None if order.label_not_before is None else to_ms(order.label_not_before),
    )


_window_ms = lru_cache(maxsize=512)(to_ms)
"""Ship-by and deliver-by times: thousands of orders share a few."""


def _line(order_id: OrderId, position: int, line: IncomingLine) -> Row:
    duties = duties_text(line.duties)
    return (
        order_id, line.line_id, position, line.sku, line.asin, line.title, line.quantity,
        line.shipped, 0, duties,
    )  # fmt: skip


def _private(order: IncomingOrder, read_at: int) -> PrivateRow:
    there = order.recipient
    messages = ""
    for line in order.lines:
        if line.gift_message:
            messages = messages_text((one.line_id, one.gift_message) for one in order.lines)
            break
    postcode = there.postcode.replace(" ", "").upper() if there else ""
    last = order.deliver_by or order.ship_by
    until = (read_at if last is None else _window_ms(last)) + KEEP_PRIVATE_MS
    return order.order_id, address_text(there), messages, postcode, until


def _fingerprint(facts: Row, lines: tuple[Row, ...], private: PrivateRow) -> str:
    """A short digest of everything an order says. When it was read or told is no part of it."""
    said = _FACTS_SAID.format(*facts, private[1], private[2])
    for line in lines:
        said += _LINE_SAID.format(*line)
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=10).hexdigest()


_FACTS_SAID = "\x1f".join(["{}"] * 16)
_LINE_SAID = "\x1e" + "\x1f".join(["{}"] * len(LINE))


def articles_in(rows: OrderRows) -> list[Named]:
    """The articles of an order's lines."""
    return [(Sku(str(line[3])), str(line[5]), str(line[4])) for line in rows.lines]


def duties_text(duties: frozenset[Duty]) -> str:
    """Duties as they are kept: their codes in alphabetical order."""
    return ",".join(sorted(duty.value for duty in duties)) if duties else ""


def duties_of(text: str) -> frozenset[Duty]:
    """Duties from how they are kept."""
    return frozenset(Duty(word) for word in text.split(",") if word)
