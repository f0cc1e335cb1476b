"""The orders of a day, and those a search finds, each with its bench and parcel; names elsewhere.

One query brings all rows, however many they are: nothing here asks again for each order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain.orders import AmazonStatus, Duty, OrderId, Sku
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import ASKS_TO_CANCEL, State
from fbm_desk.domain.stages import ParcelState, Stage
from fbm_desk.domain.tracking import plain_tracking
from fbm_desk.store.order_rows import duties_told
from fbm_desk.store.schema import (
    benches,
    kit_contents,
    label_purchases,
    order_history,
    order_lines,
    order_private,
    orders,
    outbox,
    pack_sessions,
    parcel_units,
    parcels,
    users,
)

#: Somebody has it in hands or has to decide about it, whenever it is due.
_UNDER_WAY = (Stage.ON_BENCH.value, Stage.HELD.value, Stage.LABELLED.value)
#: What was put first, then the most urgent; who has no time stands last.
_BY_SHIP_BY = (
    orders.c.priority.desc(), orders.c.ship_by.is_(None), orders.c.ship_by, orders.c.order_id,
)  # fmt: skip
_GIVEN_BACK = (
    PurchaseState.VOID.value,
    PurchaseState.VOID_WANTED.value,
    PurchaseState.VOID_REFUSED.value,
)


@dataclass(frozen=True, slots=True)
class DayOrder:
    """One order with its newest parcel and whoever packed it; all but what names the buyer.

    A kit counts as the units that are put in. A box that is not closed yet has the number and the
    carrier of the label bought for it. `weight_g` is all parcels', 0 where one's is not known.
    `proofs` are SKUs and serial numbers, for a search.
    """

    order_id: OrderId
    stage: Stage
    reason: str
    city: str
    country: str
    units: int
    packed: int
    ship_by: datetime | None
    packer: str
    bench: str
    tracking: str
    carrier: str
    weight_g: int
    parcels: int
    duties: frozenset[Duty] = frozenset()
    by_file: bool = False
    proofs: str = ""


def of_day(
    connection: sa.Connection, begin: datetime, end: datetime, due_before: datetime
) -> list[DayOrder]:
    """What is under way or due, and what was packed, told or cancelled in a span of time."""
    return _rows(connection, _touched(begin, end, due_before).cte("chosen"))


def first_of_day(
    connection: sa.Connection, begin: datetime, end: datetime, due_before: datetime, limit: int
) -> list[DayOrder]:
    """The most urgent of them, at most so many: a large day need not be read to be looked at."""
    touched = _touched(begin, end, due_before).cte("touched")
    first = (
        sa.select(orders.c.order_id)
        .where(orders.c.order_id.in_(sa.select(touched.c.order_id)))
        .order_by(*_BY_SHIP_BY)
        .limit(limit)
    )
    return of_orders(connection, list(connection.scalars(first)))


def counts_of_day(
    connection: sa.Connection, begin: datetime, end: datetime, due_before: datetime
) -> dict[Stage, int]:
    """How many of them are at which stage; what has its label at a bench counts as on it."""
    touched = _touched(begin, end, due_before).cte("touched")
    counted = (
        sa.select(orders.c.stage, sa.func.count())
        .where(orders.c.order_id.in_(sa.select(touched.c.order_id)))
        .group_by(orders.c.stage)
    )
    return {Stage(stage): count for stage, count in connection.execute(counted)}


def _touched(begin: datetime, end: datetime, due_before: datetime) -> sa.CompoundSelect[Any]:
    return sa.union(
        sa.select(orders.c.order_id).where(orders.c.stage.in_(_UNDER_WAY)),
        sa.select(orders.c.order_id).where(
            orders.c.stage == Stage.WAITING.value,
            sa.or_(orders.c.ship_by < due_before, orders.c.ship_by.is_(None)),
        ),
        sa.select(parcels.c.order_id).where(
            parcels.c.closed_at >= begin, parcels.c.closed_at < end
        ),
        sa.select(order_history.c.order_id).where(
            order_history.c.kind == "confirmed",
            order_history.c.at >= begin,
            order_history.c.at < end,
        ),
        sa.select(orders.c.order_id).where(
            orders.c.stage == Stage.CANCELLED.value,
            orders.c.read_at >= begin,
            orders.c.read_at < end,
        ),
    )


def of_orders(connection: sa.Connection, order_ids: Sequence[OrderId]) -> list[DayOrder]:
    """These orders, whatever their stage and day."""
    chosen = sa.select(orders.c.order_id).where(orders.c.order_id.in_(order_ids))
    return _rows(connection, chosen.cte("chosen"))


def parcels_closed(connection: sa.Connection, begin: datetime, end: datetime) -> int:
    """Parcels closed in a span of time."""
    chosen = sa.select(sa.func.count()).where(
        parcels.c.closed_at >= begin, parcels.c.closed_at < end
    )
    return int(connection.scalar(chosen) or 0)


# --- rows ----------------------------------------------------------------------------------------


def _rows(connection: sa.Connection, chosen: sa.CTE) -> list[DayOrder]:
    people, places = _names(connection, users), _names(connection, benches)
    found = connection.execute(_all_at_once(chosen)).all()
    labels = _labels(connection, [row for row in found if _label_matters(row)])
    serials = _serials(connection, chosen)
    return [_day_order(row, people, places, labels, serials) for row in found]


def _names(connection: sa.Connection, table: sa.Table) -> dict[int, str]:
    return {row.id: row.name for row in connection.execute(sa.select(table.c.id, table.c.name))}


def _all_at_once(chosen: sa.CTE) -> sa.Select[Any]:
    in_force = parcels.c.state != ParcelState.VOID.value
    weight_g = sa.func.coalesce(parcels.c.weight_g, 0)
    boxes = (
        sa.select(
            parcels.c.order_id,
            sa.func.max(parcels.c.id).label("newest"),
            sa.func.count().label("parcels"),
            sa.case((sa.func.min(weight_g) > 0, sa.func.sum(weight_g)), else_=0).label("weight_g"),
        )
        .where(parcels.c.order_id.in_(sa.select(chosen.c.order_id)), in_force)
        .group_by(parcels.c.order_id)
        .subquery()
    )
    work = (
        sa.select(pack_sessions.c.order_id, sa.func.max(pack_sessions.c.id).label("newest"))
        .where(pack_sessions.c.order_id.in_(sa.select(chosen.c.order_id)))
        .group_by(pack_sessions.c.order_id)
        .subquery()
    )
    counts = _counts(chosen)
    box, session = parcels.alias("box"), pack_sessions.alias("session")
    joined = (
        sa.join(chosen, orders, orders.c.order_id == chosen.c.order_id)
        .outerjoin(counts, counts.c.order_id == orders.c.order_id)
        .outerjoin(boxes, boxes.c.order_id == orders.c.order_id)
        .outerjoin(box, box.c.id == boxes.c.newest)
        .outerjoin(outbox, outbox.c.parcel_id == box.c.id)
        .outerjoin(work, work.c.order_id == orders.c.order_id)
        .outerjoin(session, session.c.id == work.c.newest)
    )
    return (
        sa.select(
            orders.c.order_id, orders.c.stage, orders.c.stage_reason, orders.c.city,
            orders.c.country, orders.c.ship_by, orders.c.duties, orders.c.cancel_requested,
            orders.c.amazon_status, outbox.c.state.label("news"), counts.c.skus,
            sa.func.coalesce(counts.c.wanted, 0).label("units"),
            sa.func.coalesce(counts.c.packed, 0).label("packed"),
            sa.func.coalesce(boxes.c.parcels, 0).label("parcels"),
            box.c.tracking, box.c.carrier, boxes.c.weight_g,
            box.c.user_id.label("box_user"), box.c.bench_id.label("box_bench"),
            session.c.id.label("session_id"), session.c.state.label("session_state"),
            session.c.open.label("session_open"),
            session.c.user_id.label("session_user"), session.c.bench_id.label("session_bench"),
        )
        .select_from(joined)
        .order_by(*_BY_SHIP_BY)
    )  # fmt: skip


def _counts(chosen: sa.CTE) -> sa.Subquery:
    """Units of each order as a packer counts them: of a kit its parts; and its SKUs."""
    kits = (
        sa.select(kit_contents.c.kit, sa.func.sum(kit_contents.c.quantity).label("units"))
        .group_by(kit_contents.c.kit)
        .subquery()
    )
    each = sa.func.coalesce(kits.c.units, 1)
    missing = order_lines.c.quantity - order_lines.c.shipped
    return (
        sa.select(
            order_lines.c.order_id,
            sa.func.sum(sa.case((missing > 0, missing), else_=0) * each).label("wanted"),
            sa.func.sum(order_lines.c.packed * each).label("packed"),
            sa.func.aggregate_strings(order_lines.c.sku, " ").label("skus"),
        )
        .outerjoin(kits, kits.c.kit == order_lines.c.sku)
        .where(order_lines.c.order_id.in_(sa.select(chosen.c.order_id)))
        .group_by(order_lines.c.order_id)
        .subquery()
    )


def _serials(connection: sa.Connection, chosen: sa.CTE) -> dict[OrderId, str]:
    """The serial numbers in the parcels of these orders."""
    found = (
        sa.select(parcels.c.order_id, sa.func.aggregate_strings(parcel_units.c.serial, " "))
        .join(parcel_units, parcel_units.c.parcel_id == parcels.c.id)
        .where(parcels.c.order_id.in_(sa.select(chosen.c.order_id)), parcel_units.c.serial != "")
        .group_by(parcels.c.order_id)
    )
    return {OrderId(order_id): serials for order_id, serials in connection.execute(found)}


def _day_order(
    row: sa.Row[Any],
    people: dict[int, str],
    places: dict[int, str],
    labels: dict[int, _Label],
    serials: dict[OrderId, str],
) -> DayOrder:
    label = labels.get(row.session_id, _Label())
    has_label = row.session_open and label.tracking
    at_bench = row.session_open or row.box_user is None
    stage = Stage(row.stage)
    if stage is Stage.ON_BENCH and row.session_open and row.session_state == State.LABELLED.value:
        stage = Stage.LABELLED
    return DayOrder(
        row.order_id,
        stage,
        row.stage_reason or (label.reason if _has_no_label(row) else "") or _in_question(row),
        row.city,
        row.country,
        # What Amazon counts as shipped is not wanted any more, but it still is what was packed.
        max(row.units, row.packed),
        row.packed,
        row.ship_by,
        people.get(row.session_user if at_bench else row.box_user, ""),
        places.get(row.session_bench if at_bench else row.box_bench, ""),
        label.tracking if has_label else row.tracking or "",
        label.carrier if has_label else row.carrier or "",
        row.weight_g or 0,
        row.parcels,
        duties_told(row.duties, row.cancel_requested),
        _only_by_file(row),
        " ".join(filter(None, (row.skus, serials.get(row.order_id)))),
    )


def _only_by_file(row: sa.Row[Any]) -> bool:
    """Told by a file that a person uploads; nothing of Amazon's says yet that it arrived."""
    shipped = row.amazon_status == AmazonStatus.SHIPPED.value
    return bool(row.news == OutboxState.EXPORTED.value and not shipped)


def _in_question(row: sa.Row[Any]) -> str:
    """The buyer asks to cancel what has not left the house."""
    here = Stage(row.stage) in (Stage.WAITING, Stage.HELD, Stage.ON_BENCH)
    return ASKS_TO_CANCEL if here and row.cancel_requested else ""


@dataclass(frozen=True, slots=True)
class _Label:
    """The newest label of a pack session: its number, or why there is none."""

    reason: str = ""
    tracking: str = ""
    carrier: str = ""


def _has_no_label(row: sa.Row[Any]) -> bool:
    """A box without its label, or an order that was cancelled with one."""
    failed = row.session_open and row.session_state == State.LABEL_FAILED.value
    return bool(failed or (row.session_id and row.stage == Stage.CANCELLED.value))


def _label_matters(row: sa.Row[Any]) -> bool:
    packing = row.session_state == State.PACKING.value
    return bool(_has_no_label(row) or (row.session_open and not packing))


def _labels(connection: sa.Connection, rows: Sequence[sa.Row[Any]]) -> dict[int, _Label]:
    """The newest label of each of these pack sessions."""
    names = ("session_id", "state", "reason", "tracking", "carrier")
    chosen = (
        sa.select(*(label_purchases.c[name] for name in names))
        .where(label_purchases.c.session_id.in_([row.session_id for row in rows]))
        .order_by(label_purchases.c.id)
    )
    found = connection.execute(chosen).all() if rows else ()
    return {row.session_id: _label(row) for row in found}


def _label(row: sa.Row[Any]) -> _Label:
    if row.state in _GIVEN_BACK:
        return _Label("label_void")
    bought = row.state == PurchaseState.BOUGHT.value
    return _Label(row.reason, row.tracking, row.carrier) if bought else _Label(row.reason)


# --- finding -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a search may mean: each field is a guess at the same text, empty when it cannot be."""

    order_part: str = ""
    tracking: str = ""
    serial: str = ""
    skus: tuple[Sku, ...] = ()
    postcode_digest: str = ""


def find(connection: sa.Connection, wanted: Wanted, limit: int) -> list[DayOrder]:
    """The orders found, the newest ship-by first; `limit` holds for each way of finding them."""
    found: dict[OrderId, None] = {}
    for chosen in _ways(wanted):
        found |= dict.fromkeys(connection.scalars(chosen.limit(limit)))
    rows = of_orders(connection, list(found)[:limit])
    return sorted(rows, key=lambda row: row.ship_by.timestamp() if row.ship_by else 0, reverse=True)


def _ways(wanted: Wanted) -> list[sa.Select[Any]]:
    ways: list[sa.Select[Any]] = []
    if wanted.order_part:
        like = orders.c.order_id.contains(wanted.order_part, autoescape=True)
        ways.append(sa.select(orders.c.order_id).where(like))
    if tracking := plain_tracking(wanted.tracking):
        ways.append(sa.select(parcels.c.order_id).where(parcels.c.tracking_key == tracking))
        ways.append(_with_label(tracking))
    if wanted.serial:
        with_serial = parcel_units.c.serial == wanted.serial
        ways.append(_packed_in(with_serial))
    if wanted.postcode_digest:
        at_postcode = order_private.c.postcode_digest == wanted.postcode_digest
        ways.append(sa.select(order_private.c.order_id).where(at_postcode))
    if wanted.skus:
        ways.append(_with_articles(wanted.skus))
        ways.append(_packed_in(parcel_units.c.sku.in_(wanted.skus)))
    return ways


def _with_label(tracking: str) -> sa.Select[Any]:
    """The order whose box is not closed yet and has this label."""
    # Open sessions are few, labels ever bought are many.
    open_ones = sa.select(pack_sessions.c.id).where(pack_sessions.c.open)
    plain: sa.ColumnElement[str] = label_purchases.c.tracking
    for blank in (" ", "-"):
        plain = sa.func.replace(plain, blank, "")
    return sa.select(label_purchases.c.order_id).where(
        label_purchases.c.session_id.in_(open_ones),
        label_purchases.c.state == PurchaseState.BOUGHT.value,
        sa.func.upper(plain) == tracking,
    )


def _packed_in(condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return (
        sa.select(parcels.c.order_id)
        .join(parcel_units, parcel_units.c.parcel_id == parcels.c.id)
        .where(condition)
        .distinct()
        .order_by(parcels.c.order_id)
    )


def _with_articles(skus: Sequence[Sku]) -> sa.Select[Any]:
    return (
        sa.select(orders.c.order_id)
        .join(order_lines, order_lines.c.order_id == orders.c.order_id)
        .where(order_lines.c.sku.in_(skus))
        .order_by(orders.c.ship_by.desc())
    )
