"""What Amazon told about an order, as rows of our tables: made without the database.

So a process of its own can make them of a large report. Personal data stand in them open and are
sealed on the way into the database (`privacy`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from fbm_desk.domain import intake
from fbm_desk.domain.orders import Duty, IncomingOrder, OrderId, Sku, Source
from fbm_desk.domain.stages import Stage
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


PrivateRow = tuple[OrderId, str, str, str, int, str]
"""What names or finds the buyer, still open: recipient and gift messages (`sealed_texts`),
postcode, when all of it is deleted, how lines are personalised."""


class OrderRows(NamedTuple):
    """An order's rows for an order never seen before, in the order of `ORDER` and `LINE`.

    `fingerprint` is the same for copies that say the same.
    """

    order_id: OrderId
    fingerprint: str
    order: Row
    lines: tuple[Row, ...]
    private: PrivateRow

    def __repr__(self) -> str:
        return f"OrderRows({self.order_id})"

    @property
    def source(self) -> Source:
        """Where this copy came from."""
        return Source(self.order[3])

    @property
    def updated_at(self) -> datetime | None:
        """When Amazon last changed the order."""
        at = self.order[17]
        return from_ms(at) if isinstance(at, int) else None

    def known(self) -> intake.Known:
        """What is known of the order once these rows are in the books."""
        stage = Stage(self.order[1])
        return intake.Known(
            stage,
            self.source,
            self.fingerprint,
            self.updated_at,
            cancel_requested=bool(self.order[19]),
        )

    def named(self) -> dict[str, Value]:
        """The order's own row by column."""
        return dict(zip(ORDER, self.order, strict=True))


def rows_of(order: IncomingOrder, now: datetime) -> OrderRows:
    """The rows of an order read at `now`; two copies that say the same have one fingerprint."""
    order_id, read_at = order.order_id, _window_ms(now)
    ship_by = None if order.ship_by is None else _window_ms(order.ship_by)
    deliver_by = None if order.deliver_by is None else _window_ms(order.deliver_by)
    last = ship_by if deliver_by is None else deliver_by
    lines, units, duties, messages = _lines(order)
    there = order.recipient
    facts = (
        order.status.value,
        order.status_text,
        order.marketplace_id,
        there.city if there else "",
        there.country if there else "",
        order.service_level,
        duties,
        order.purchase_order_number,
        units,
        None if order.purchased_at is None else to_ms(order.purchased_at),
        ship_by,
        deliver_by,
        None if order.label_not_before is None else to_ms(order.label_not_before),
    )
    private = (
        order_id,
        address_text(there),
        messages,
        there.postcode.replace(" ", "").upper() if there else "",
        (read_at if last is None else last) + KEEP_PRIVATE_MS,
        wishes_text(order),
    )
    fingerprint = _fingerprint((*facts, order.cancel_requested, private[1], private[2]), lines)
    row = (
        order_id,
        intake.untouched(order.status, units > 0).value,
        "",
        order.source.value,
        *facts,
        None if order.updated_at is None else to_ms(order.updated_at),
        read_at,
        order.cancel_requested,
        fingerprint,
        1,
        read_at,
    )
    return OrderRows(order_id, fingerprint, row, lines, private)


_window_ms = lru_cache(maxsize=512)(to_ms)
"""Ship-by and deliver-by times: thousands of orders share a few."""


def _lines(order: IncomingOrder) -> tuple[tuple[Row, ...], int, str, str]:
    """The rows of the lines; the units of them still to be shipped, what the order and any of its
    lines ask of the packer, and their gift messages."""
    order_id, duties, units, gift = order.order_id, order.duties, 0, False
    rows: list[Row] = []
    for position, line in enumerate(order.lines):
        quantity, shipped, asked = line.quantity, line.shipped, ""
        if quantity > shipped:
            units += quantity - shipped
        if line.duties:
            asked, duties = duties_text(line.duties), duties | line.duties
        if line.gift_message:
            gift = True
        rows.append(
            (order_id, line.line_id, position, line.sku, line.asin, line.title, quantity, shipped,
             0, asked)
        )  # fmt: skip
    told = ((line.line_id, line.gift_message) for line in order.lines) if gift else ()
    special = duties_text(duties)
    if order.programs:
        special = ",".join([special, *map(_program_text, order.programs)]).lstrip(",")
    return tuple(rows), units, special, messages_text(told) if gift else ""


def wishes_text(order: IncomingOrder) -> str:
    """How its lines are personalised, as it is sealed.

    No part of the fingerprint: a link may be signed anew with each copy of an order.
    """
    wishes = [(line.line_id, line.wish) for line in order.lines if line.wish]
    return messages_text(wishes) if wishes else ""


def _fingerprint(facts: Row, lines: tuple[Row, ...]) -> str:
    """A short digest of everything an order says. When it was read or told is no part of it."""
    said = _FACTS_SAID % facts
    for line in lines:
        said += _LINE_SAID % line
    return hashlib.blake2b(said.encode("utf-8", "replace"), digest_size=10).hexdigest()


_FACTS_SAID = "\x1f".join(["%s"] * 16)
_LINE_SAID = "\x1e" + "\x1f".join(["%s"] * len(LINE))


def articles_in(orders: Iterable[OrderRows], known: Container[Sku] = ()) -> list[Named]:
    """The articles of these orders' lines that are not `known`; of two titles the last counts."""
    told = {line[3]: line for order in orders for line in order.lines}
    return [
        (Sku(str(sku)), str(line[5]), str(line[4]))
        for sku, line in told.items()
        if sku not in known
    ]


def duties_text(duties: frozenset[Duty]) -> str:
    """Duties as they are kept: their codes in alphabetical order."""
    return ",".join(sorted(duty.value for duty in duties)) if duties else ""


_PROGRAM = "program:"
"""Begins what Amazon calls an order and no duty stands for; kept among the duties, binds nobody."""


def _program_text(program: str) -> str:
    return _PROGRAM + program.replace(",", " ")


def duties_of(text: str) -> frozenset[Duty]:
    """Duties from how they are kept."""
    words = text.split(",") if text else ()
    return frozenset(Duty(word) for word in words if not word.startswith(_PROGRAM))


def programs_of(text: str) -> tuple[str, ...]:
    """Amazon's programs that no duty stands for, from how they are kept."""
    words = text.split(",") if _PROGRAM in text else ()
    return tuple(word.removeprefix(_PROGRAM) for word in words if word.startswith(_PROGRAM))


def duties_told(text: str, asks_to_cancel: bool) -> frozenset[Duty]:
    """All that is special about an order, its buyer's wish to cancel among it."""
    asked = {Duty.ASKS_TO_CANCEL} if asks_to_cancel else set()
    return duties_of(text) | asked
