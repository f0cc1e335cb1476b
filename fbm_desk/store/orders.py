"""Orders and their lines: taking them in by the batch, finding the one to pack next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from fbm_desk.domain import intake
from fbm_desk.domain.barcodes import barcode_key
from fbm_desk.domain.orders import AmazonStatus, Duty, IncomingOrder, LineId, OrderId, Sku, Source
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.stages import Stage
from fbm_desk.store import bulk, kits, privacy
from fbm_desk.store.decisions import decided
from fbm_desk.store.moments import from_ms
from fbm_desk.store.order_rows import (
    LINE,
    ORDER,
    Named,
    OrderRows,
    duties_of,
    duties_told,
    programs_of,
)
from fbm_desk.store.schema import (
    articles,
    barcodes,
    cancellations,
    claims,
    kit_contents,
    order_lines,
    orders,
    pack_sessions,
    stock_levels,
)
from fbm_desk.store.sealed import Seal


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
    may_substitute: bool = False
    programs: tuple[str, ...] = ()  # Amazon's own words for what no duty stands for


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
    found = bulk.find(connection, orders, _KNOWN, "order_id", tuple(order_ids))
    return {
        OrderId(order_id): intake.Known(
            Stage(stage), Source(source), mark, _moment(told_at), cancel_requested=bool(asked)
        )
        for order_id, stage, source, mark, told_at, asked in found
    }


_KNOWN = ("order_id", "stage", "source", "fingerprint", "updated_at", "cancel_requested")


def _moment(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


def insert(connection: sa.Connection, seal: Seal, fresh: Sequence[OrderRows]) -> None:
    """Add orders that were never seen before."""
    bulk.add(connection, orders, ORDER, [one.order for one in fresh])
    bulk.add(connection, order_lines, LINE, [line for one in fresh for line in one.lines])
    privacy.add(connection, seal, [one.private for one in fresh])


def update(
    connection: sa.Connection,
    seal: Seal,
    incoming: IncomingOrder,
    known: intake.Known,
    rows: OrderRows,
) -> None:
    """Bring one order up to date: its facts, its lines (counts stay), what is private of it."""
    facts = rows.named()
    for kept in ("version", "stage_reason", "came_at"):
        del facts[kept]
    facts["stage"] = intake.stage(known.stage, incoming).value
    bulk.change(connection, orders, "order_id", facts)
    mine = (incoming.order_id,)
    bulk.run(connection, "UPDATE orders SET version = version + 1 WHERE order_id = ?", mine)
    there = dict(bulk.find(connection, order_lines, ("line_id", "packed"), "order_id", mine))
    bulk.run(connection, "DELETE FROM order_lines WHERE order_id = ?", mine)
    lines = [(*row[:8], there.get(row[1], 0), row[9]) for row in rows.lines]
    bulk.add(connection, order_lines, LINE, lines)
    privacy.replace(connection, seal, rows.private)


def told_again(connection: sa.Connection, same: Sequence[OrderRows]) -> None:
    """Amazon told the same of these orders at a later moment."""
    for rows in same:
        facts = rows.named()
        told = {name: facts[name] for name in ("order_id", "source", "updated_at")}
        bulk.change(connection, orders, "order_id", told)


def learn_articles(connection: sa.Connection, named: Iterable[Named]) -> None:
    """Articles known only from an order: they have a title and can be scanned by their SKU."""
    told = {sku: (title, asin) for sku, title, asin in named}
    if not told:
        return
    there = {sku for (sku,) in bulk.find(connection, articles, ("sku",), "sku", tuple(told))}
    fresh = [(sku, *told[sku]) for sku in told if sku not in there]
    if not fresh:
        return
    # On a server another program may be adding the same article: the second waits for the first.
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    connection.execute(
        make(articles).on_conflict_do_nothing(),
        [{"sku": sku, "title": title, "asin": asin} for sku, title, asin in fresh],
    )
    codes = [
        {"code": barcode_key(text), "sku": sku, "units": 1, "kind": kind, "printed": text}
        for sku, _, asin in fresh
        for kind, text in (("sku", sku), ("asin", asin))
        if text and (kind == "sku" or barcode_key(text) != barcode_key(sku))
    ]
    connection.execute(make(barcodes).on_conflict_do_nothing(), codes)


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
    orders.c.may_substitute,
)


def order_row(row: Any) -> OrderRow:
    """An order's facts from a row of `_FACTS`."""
    facts = dict(row._mapping)
    facts["stage"], facts["source"] = Stage(facts["stage"]), Source(facts["source"])
    facts["programs"] = programs_of(facts["duties"])
    facts["duties"] = duties_told(facts["duties"], facts["cancel_requested"])
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
    called_off = sa.select(cancellations.c.order_id).where(
        cancellations.c.order_id == orders.c.order_id,
        cancellations.c.state != OutboxState.REFUSED.value,
    )
    return [orders.c.stage == Stage.WAITING.value, ~claimed.exists(), ~called_off.exists()]


def _not_in_question() -> sa.ColumnElement[bool]:
    """Its buyer does not ask to cancel, or somebody decided to pack it all the same."""
    return sa.or_(orders.c.cancel_requested.is_(False), decided())


def _all_in_stock() -> list[sa.ColumnElement[bool]]:
    """No article of the order is short, nor a part of one of its kits."""
    mine = order_lines.c.order_id == orders.c.order_id
    short = stock_levels.c.on_hand < _needed(order_lines.alias()) + _needed_in_kits(
        order_lines.alias(), kit_contents.alias()
    )
    articles_short = sa.select(order_lines.c.line_id).where(
        mine,
        stock_levels.c.sku == order_lines.c.sku,
        # The line alone is looked at first: it costs a tenth, and is mostly what is short.
        sa.or_(stock_levels.c.on_hand < order_lines.c.quantity - order_lines.c.shipped, short),
    )
    parts_short = sa.select(order_lines.c.line_id).where(
        mine,
        kit_contents.c.kit == order_lines.c.sku,
        stock_levels.c.sku == kit_contents.c.sku,
        short,
    )
    return [~articles_short.exists(), ~parts_short.exists()]


def _needed(line: sa.FromClause) -> sa.ColumnElement[int]:
    """Units of the article of `stock_levels` that the lines of the order itself want."""
    units = sa.func.coalesce(sa.func.sum(line.c.quantity - line.c.shipped), 0)
    return (
        sa.select(units)
        .where(
            line.c.order_id == orders.c.order_id,
            line.c.sku == stock_levels.c.sku,
            line.c.quantity > line.c.shipped,
        )
        .correlate(orders, stock_levels)
        .scalar_subquery()
    )


def _needed_in_kits(line: sa.FromClause, part: sa.FromClause) -> sa.ColumnElement[int]:
    """Units of the article of `stock_levels` that the kits of the order want."""
    wanted = (line.c.quantity - line.c.shipped) * part.c.quantity
    return (
        sa.select(sa.func.coalesce(sa.func.sum(wanted), 0))
        .where(
            line.c.order_id == orders.c.order_id,
            part.c.kit == line.c.sku,
            part.c.sku == stock_levels.c.sku,
            line.c.quantity > line.c.shipped,
        )
        .correlate(orders, stock_levels)
        .scalar_subquery()
    )


def most_urgent(connection: sa.Connection, now: datetime) -> OrderId | None:
    """The most urgent free order of which everything is in stock; unknown stock counts as there.

    Those that somebody put first come before all others.
    """
    ready = sa.select(orders.c.order_id).where(*_free(now), *_all_in_stock(), _not_in_question())
    usual = ready.order_by(orders.c.ship_by.nulls_last(), orders.c.order_id).limit(1)
    # Asked for apart: they are few and have an index, and the others need not be sorted for them.
    first = ready.where(orders.c.priority > 0).order_by(None).order_by(*_PUT_FIRST).limit(1)
    # Who put an order down wants another one; only when there is no other it comes back.
    asked = (one.where(more) for more in (~_begun(), sa.true()) for one in (first, usual))
    return next((found for one in asked if (found := connection.scalar(one))), None)


_PUT_FIRST = (orders.c.priority.desc(), orders.c.ship_by.nulls_last(), orders.c.order_id)


def _begun() -> sa.Exists:
    """True of an order that was taken to a bench before and put down there."""
    return (
        sa.select(pack_sessions.c.id)
        .where(pack_sessions.c.order_id == orders.c.order_id, pack_sessions.c.open)
        .exists()
    )


def most_urgent_with(
    connection: sa.Connection, skus: Sequence[Sku], now: datetime
) -> OrderId | None:
    """The most urgent free order that needs one of these articles, itself or as part of a kit.

    Of orders that are equally urgent the one with the fewest units comes first.
    """
    around = kits.kits_around(connection, skus)
    chosen = (
        sa.select(orders.c.order_id)
        .join(order_lines, order_lines.c.order_id == orders.c.order_id)
        .where(
            *_free(now),
            order_lines.c.sku.in_([*skus, *around]),
            # What lies in a box that was put down is not needed any more.
            order_lines.c.quantity > order_lines.c.shipped + order_lines.c.packed,
            _not_in_question(),
        )
        .order_by(
            orders.c.priority.desc(),
            orders.c.ship_by.nulls_last(),
            orders.c.units,
            orders.c.order_id,
        )
        .limit(1)
    )
    return connection.scalar(chosen)


def told_status(connection: sa.Connection, order_id: OrderId) -> tuple[AmazonStatus, str]:
    """Amazon's own word for an order: as we know it, and as it was written."""
    chosen = sa.select(orders.c.amazon_status, orders.c.status_text)
    row = connection.execute(chosen.where(orders.c.order_id == order_id)).one()
    return AmazonStatus(row.amazon_status), row.status_text


def ask_to_cancel(connection: sa.Connection, order_id: OrderId) -> bool:
    """Note that the buyer asks to cancel; False when that is known, or the order is not."""
    asked = orders.update().where(
        orders.c.order_id == order_id, orders.c.cancel_requested.is_(False)
    )
    return connection.execute(asked.values(cancel_requested=True)).rowcount == 1


def was_read(connection: sa.Connection, order_id: OrderId, now: datetime) -> None:
    """Amazon said just now how the order stands, even if that was nothing new."""
    same = orders.c.order_id == order_id
    here = orders.c.stage != Stage.CANCELLED.value  # the day it was cancelled on stays known
    connection.execute(orders.update().where(same, here).values(read_at=now))


def nothing_packed(connection: sa.Connection, order_id: OrderId) -> None:
    """No unit of the order is in a box any more."""
    bulk.run(connection, "UPDATE order_lines SET packed = 0 WHERE order_id = ?", (order_id,))


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
