"""Orders and their lines: taking them in by the batch, finding the one to pack next."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain import intake
from fbm_desk.domain.barcodes import barcode_key
from fbm_desk.domain.orders import (
    AmazonStatus,
    Duty,
    IncomingLine,
    IncomingOrder,
    LineId,
    OrderId,
    Sku,
    Source,
)
from fbm_desk.domain.stages import Stage
from fbm_desk.store import privacy
from fbm_desk.store.schema import articles, barcodes, claims, order_lines, orders, stock_levels
from fbm_desk.store.sealed import Seal

KEEP_PRIVATE = timedelta(days=30)
"""Personal data goes this long after delivery (Amazon's Data Protection Policy)."""


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order's facts, without anything that names a person."""

    order_id: OrderId
    stage: Stage
    stage_reason: str
    marketplace_id: str
    city: str
    country: str
    duties: frozenset[Duty]
    purchase_order_number: str
    units: int
    purchased_at: datetime | None
    ship_by: datetime | None
    deliver_by: datetime | None
    label_not_before: datetime | None
    updated_at: datetime | None
    read_at: datetime
    source: Source
    cancel_requested: bool


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line's facts. `wanted` is what is still to be shipped."""

    order_id: OrderId
    line_id: LineId
    sku: Sku
    asin: str
    title: str
    quantity: int
    shipped: int
    packed: int
    duties: frozenset[Duty]

    @property
    def wanted(self) -> int:
        """Units still to be packed."""
        return max(0, self.quantity - self.shipped)


# --- in ------------------------------------------------------------------------------------------


def known(connection: sa.Connection, order_ids: Sequence[OrderId]) -> dict[OrderId, intake.Known]:
    """What is known of these orders."""
    chosen = sa.select(
        orders.c.order_id,
        orders.c.stage,
        orders.c.source,
        orders.c.fingerprint,
        orders.c.updated_at,
    ).where(orders.c.order_id.in_(order_ids))
    return {
        row[0]: intake.Known(Stage(row[1]), Source(row[2]), row[3], row[4])
        for row in connection.execute(chosen)
    }


def fingerprint(order: IncomingOrder) -> str:
    """A short digest of everything an order says: two copies that agree have the same one."""
    facts: list[object] = [
        order.status_text or order.status.value,
        order.ship_by,
        order.deliver_by,
        order.cancel_requested,
        order.purchase_order_number,
        duties_text(order.duties),
    ]
    if order.recipient is not None:
        there = order.recipient
        facts += [there.name, there.line1, there.line2, there.line3, there.city, there.postcode]
    for line in order.lines:
        facts += [line.line_id, line.sku, line.quantity, line.shipped, line.gift_message]
    return hashlib.blake2b(repr(facts).encode("utf-8", "replace"), digest_size=10).hexdigest()


def insert(
    connection: sa.Connection,
    seal: Seal,
    incoming: Sequence[tuple[IncomingOrder, str]],
    now: datetime,
) -> None:
    """Add orders that were never seen before, given with their fingerprints."""
    if not incoming:
        return
    connection.execute(
        orders.insert(), [_order(order, None, mark, now) for order, mark in incoming]
    )
    lines = [row for order, _ in incoming for row in _lines(order)]
    if lines:
        connection.execute(order_lines.insert(), lines)
    privacy.save(connection, seal, [(order, keep_until(order, now)) for order, _ in incoming])


def update(
    connection: sa.Connection,
    seal: Seal,
    incoming: IncomingOrder,
    known: intake.Known,
    mark: str,
    now: datetime,
) -> None:
    """Bring one order up to date: its facts, its lines (counts stay), what is private of it."""
    row = _order(incoming, known.stage, mark, now)
    mine = orders.c.order_id == incoming.order_id
    connection.execute(orders.update().where(mine).values(**row, version=orders.c.version + 1))
    counted = sa.select(order_lines.c.line_id, order_lines.c.packed).where(
        order_lines.c.order_id == incoming.order_id
    )
    there = {row.line_id: row.packed for row in connection.execute(counted)}
    connection.execute(order_lines.delete().where(order_lines.c.order_id == incoming.order_id))
    rows = [{**row, "packed": there.get(row["line_id"], 0)} for row in _lines(incoming)]
    if rows:
        connection.execute(order_lines.insert(), rows)
    privacy.save(connection, seal, [(incoming, keep_until(incoming, now))])


def keep_until(order: IncomingOrder, now: datetime) -> datetime:
    """When what names the buyer is deleted: 30 days after the latest delivery we know of."""
    return (order.deliver_by or order.ship_by or now) + KEEP_PRIVATE


def _order(order: IncomingOrder, current: Stage | None, mark: str, now: datetime) -> dict[str, Any]:
    there = order.recipient
    return {
        "order_id": order.order_id,
        "stage": intake.stage(current, order).value,
        "source": order.source.value,
        "amazon_status": order.status.value,
        "status_text": order.status_text,
        "marketplace_id": order.marketplace_id,
        "city": there.city if there else "",
        "country": there.country if there else "",
        "service_level": order.service_level,
        "duties": duties_text(order.duties.union(*(line.duties for line in order.lines))),
        "purchase_order_number": order.purchase_order_number,
        "units": sum(line.wanted for line in order.lines),
        "purchased_at": order.purchased_at,
        "ship_by": order.ship_by,
        "deliver_by": order.deliver_by,
        "label_not_before": order.label_not_before,
        "updated_at": order.updated_at,
        "read_at": now,
        "cancel_requested": order.cancel_requested,
        "fingerprint": mark,
    }


def _lines(order: IncomingOrder) -> list[dict[str, Any]]:
    return [_line(order.order_id, i, line) for i, line in enumerate(order.lines)]


def _line(order_id: OrderId, position: int, line: IncomingLine) -> dict[str, Any]:
    return {
        "order_id": order_id,
        "line_id": line.line_id,
        "position": position,
        "sku": line.sku,
        "asin": line.asin,
        "title": line.title,
        "quantity": line.quantity,
        "shipped": line.shipped,
        "packed": 0,
        "duties": duties_text(line.duties),
    }


def learn_articles(connection: sa.Connection, lines: Iterable[IncomingLine]) -> None:
    """Articles known only from an order: they have a title and can be scanned by their SKU."""
    named = {line.sku: line for line in lines}
    there = set(connection.scalars(sa.select(articles.c.sku).where(articles.c.sku.in_(named))))
    fresh = [line for sku, line in named.items() if sku not in there]
    if not fresh:
        return
    connection.execute(
        articles.insert(),
        [{"sku": line.sku, "title": line.title, "asin": line.asin} for line in fresh],
    )
    codes = [
        {"code": barcode_key(text), "sku": line.sku, "units": 1, "kind": kind, "printed": text}
        for line in fresh
        for kind, text in (("sku", line.sku), ("asin", line.asin))
        if text and (kind == "sku" or barcode_key(text) != barcode_key(line.sku))
    ]
    connection.execute(barcodes.insert(), codes)


def duties_text(duties: frozenset[Duty]) -> str:
    """Duties as they are kept: their codes in alphabetical order."""
    return ",".join(sorted(duty.value for duty in duties)) if duties else ""


def duties_of(text: str) -> frozenset[Duty]:
    """Duties from how they are kept."""
    return frozenset(Duty(word) for word in text.split(",") if word)


# --- out -----------------------------------------------------------------------------------------

_FACTS = (
    orders.c.order_id,
    orders.c.stage,
    orders.c.stage_reason,
    orders.c.marketplace_id,
    orders.c.city,
    orders.c.country,
    orders.c.duties,
    orders.c.purchase_order_number,
    orders.c.units,
    orders.c.purchased_at,
    orders.c.ship_by,
    orders.c.deliver_by,
    orders.c.label_not_before,
    orders.c.updated_at,
    orders.c.read_at,
    orders.c.source,
    orders.c.cancel_requested,
)


def order_row(row: Any) -> OrderRow:
    """An order's facts from a row of `_FACTS`."""
    facts = dict(row._mapping)
    facts["stage"], facts["source"] = Stage(facts["stage"]), Source(facts["source"])
    facts["duties"] = duties_of(facts["duties"])
    return OrderRow(**facts)


def find(connection: sa.Connection, order_id: OrderId) -> OrderRow | None:
    """One order, None when this shop does not have it."""
    row = connection.execute(sa.select(*_FACTS).where(orders.c.order_id == order_id)).first()
    return order_row(row) if row else None


def all_orders(connection: sa.Connection) -> list[OrderRow]:
    """Every order, most urgent first."""
    chosen = sa.select(*_FACTS).order_by(orders.c.ship_by.nulls_last(), orders.c.order_id)
    return [order_row(row) for row in connection.execute(chosen)]


def lines_of(connection: sa.Connection, order_id: OrderId) -> tuple[LineRow, ...]:
    """The lines of an order in Amazon's order."""
    return tuple(lines(connection, [order_id]))


def lines(connection: sa.Connection, order_ids: Sequence[OrderId] | None = None) -> list[LineRow]:
    """The lines of some orders, or of all."""
    chosen = sa.select(
        order_lines.c.order_id,
        order_lines.c.line_id,
        order_lines.c.sku,
        order_lines.c.asin,
        order_lines.c.title,
        order_lines.c.quantity,
        order_lines.c.shipped,
        order_lines.c.packed,
        order_lines.c.duties,
    ).order_by(order_lines.c.order_id, order_lines.c.position)
    if order_ids is not None:
        chosen = chosen.where(order_lines.c.order_id.in_(order_ids))
    return [LineRow(*row[:8], duties_of(row[8])) for row in connection.execute(chosen)]


def _free(now: datetime) -> list[sa.ColumnElement[bool]]:
    claimed = sa.select(claims.c.order_id).where(
        claims.c.order_id == orders.c.order_id, claims.c.expires_at > now
    )
    return [orders.c.stage == Stage.WAITING.value, ~claimed.exists()]


def most_urgent(connection: sa.Connection, now: datetime) -> OrderId | None:
    """The most urgent free order of which everything is in stock; unknown stock counts as there."""
    short = (
        sa.select(order_lines.c.line_id)
        .join(stock_levels, stock_levels.c.sku == order_lines.c.sku)
        .where(
            order_lines.c.order_id == orders.c.order_id,
            stock_levels.c.on_hand < order_lines.c.quantity - order_lines.c.shipped,
        )
    )
    chosen = (
        sa.select(orders.c.order_id)
        .where(*_free(now), ~short.exists(), orders.c.cancel_requested.is_(False))
        .order_by(orders.c.ship_by.nulls_last(), orders.c.order_id)
        .limit(1)
    )
    return connection.scalar(chosen)


def most_urgent_with(
    connection: sa.Connection, skus: Sequence[Sku], now: datetime
) -> OrderId | None:
    """The most urgent free order that needs one of these articles; single-line orders first."""
    chosen = (
        sa.select(orders.c.order_id)
        .join(order_lines, order_lines.c.order_id == orders.c.order_id)
        .where(
            *_free(now),
            order_lines.c.sku.in_(skus),
            order_lines.c.quantity > order_lines.c.shipped,
            orders.c.cancel_requested.is_(False),
        )
        .order_by(orders.c.ship_by.nulls_last(), orders.c.units, orders.c.order_id)
        .limit(1)
    )
    return connection.scalar(chosen)


def told_stage(connection: sa.Connection, order_id: OrderId) -> Stage:
    """Where an order stands by Amazon's latest word, when nobody has it in hands."""
    chosen = sa.select(orders.c.amazon_status, orders.c.units).where(orders.c.order_id == order_id)
    row = connection.execute(chosen).one()
    status = AmazonStatus(row.amazon_status)
    if status is AmazonStatus.UNKNOWN:
        return Stage.WAITING  # it was ours to pack, and nothing says that it is not
    return intake.untouched(status, bool(row.units))


def set_stage(connection: sa.Connection, order_id: OrderId, stage: Stage, reason: str = "") -> None:
    """Move an order to another stage."""
    connection.execute(
        orders.update()
        .where(orders.c.order_id == order_id)
        .values(stage=stage.value, stage_reason=reason)
    )
