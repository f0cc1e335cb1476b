"""What Amazon is told of parcels: their facts, and the units of each line as Amazon counts them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain import session_record
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.session import Session
from fbm_desk.domain.stages import ParcelState, Stage
from fbm_desk.store.schema import orders, pack_sessions, parcel_units, parcels

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Shipment:
    """A parcel on its way, with the stage of its order. `lines` are (line, units ordered)."""

    parcel_id: int
    order_id: OrderId
    stage: Stage
    marketplace_id: str
    state: ParcelState
    carrier: str
    service: str
    tracking: str
    told_by: str
    closed_at: datetime
    lines: tuple[tuple[LineId, int], ...]

    @property
    def left_the_bench(self) -> bool:
        """True when the order is packed and the parcel is not void."""
        return self.stage in (Stage.PACKED, Stage.CONFIRMED) and self.state is not ParcelState.VOID


def find(connection: sa.Connection, parcel_ids: Sequence[int]) -> dict[int, Shipment]:
    """The shipments of these parcels by the parcel's id."""
    found: dict[int, Shipment] = {}
    for start in range(0, len(parcel_ids), _AT_ONCE):
        part = parcel_ids[start : start + _AT_ONCE]
        units = _units(connection, part)
        for row in connection.execute(_CHOSEN.where(parcels.c.id.in_(part))):
            beginning = session_record.session_from_json(row.beginning)
            found[row.id] = _shipment(row, _as_ordered(units.get(row.id, ()), beginning))
    return found


_CHOSEN = (
    sa.select(
        parcels.c.id, parcels.c.order_id, orders.c.stage, orders.c.marketplace_id,
        parcels.c.state, parcels.c.carrier, parcels.c.service, parcels.c.tracking,
        parcels.c.told_by, parcels.c.closed_at, pack_sessions.c.beginning,
    )
    .join(orders, orders.c.order_id == parcels.c.order_id)
    .join(pack_sessions, pack_sessions.c.id == parcels.c.session_id)
)  # fmt: skip


def _shipment(row: Any, lines: tuple[tuple[LineId, int], ...]) -> Shipment:
    return Shipment(
        row.id,
        row.order_id,
        Stage(row.stage),
        row.marketplace_id,
        ParcelState(row.state),
        row.carrier,
        row.service,
        row.tracking,
        row.told_by,
        row.closed_at,
        lines,
    )


_Packed = tuple[str, str, int]  # line, SKU, units


def _units(connection: sa.Connection, parcel_ids: Sequence[int]) -> dict[int, list[_Packed]]:
    chosen = (
        sa.select(
            parcel_units.c.parcel_id,
            parcel_units.c.line_id,
            parcel_units.c.sku,
            sa.func.sum(parcel_units.c.units).label("units"),
        )
        .where(parcel_units.c.parcel_id.in_(parcel_ids))
        .group_by(parcel_units.c.parcel_id, parcel_units.c.line_id, parcel_units.c.sku)
        .order_by(parcel_units.c.line_id, parcel_units.c.sku)
    )
    found: dict[int, list[_Packed]] = {}
    for row in connection.execute(chosen):
        found.setdefault(row.parcel_id, []).append((row.line_id, row.sku, int(row.units)))
    return found


def _as_ordered(packed: Iterable[_Packed], beginning: Session) -> tuple[tuple[LineId, int], ...]:
    """Units per line; a kit was ordered whole, so its parts count as the kits they make up."""
    per_kit = {
        (line.line_id, line.sku): line.per_kit for line in beginning.lines if line.kit is not None
    }
    lines: dict[LineId, int] = {}
    for line, sku, units in packed:
        line_id = LineId(line)
        part_of = per_kit.get((line_id, Sku(sku)))
        if part_of is not None:
            lines[line_id] = min(lines.get(line_id, units), units // part_of)
        else:
            lines[line_id] = lines.get(line_id, 0) + units
    return tuple((line_id, units) for line_id, units in lines.items() if units)
