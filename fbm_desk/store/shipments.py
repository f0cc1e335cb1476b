"""What Amazon is told of parcels: their facts, and the units of each line as Amazon counts them.

What lies in which parcel is worked out by `domain.shipments`. Data that make no sense raise
nothing here: such a shipment says so, and holds up no other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain import session_record
from fbm_desk.domain.cancelling import BY_SELLER
from fbm_desk.domain.orders import Duty, LineId, OrderId, Sku
from fbm_desk.domain.session import State
from fbm_desk.domain.shipments import Lines, Packed, Told, first_too_many, lines_of_boxes
from fbm_desk.domain.stages import ParcelState, Stage
from fbm_desk.store.schema import order_lines, orders, pack_sessions, parcel_units, parcels

_AT_ONCE = 500
_NONSENSE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
Codes = tuple[tuple[LineId, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Shipment:
    """A parcel on its way, with the stage of its order. `lines` are (line, units ordered).

    `codes` are the Transparency codes of its units by line, `trouble` says why its data cannot be
    told: "unreadable" or "too_many_units".
    """

    parcel_id: int
    order_id: OrderId
    number: int
    stage: Stage
    marketplace_id: str
    state: ParcelState
    carrier: str
    service: str
    tracking: str
    told_by: str
    ship_plus: bool
    closed_at: datetime
    lines: Lines = ()
    codes: Codes = ()
    trouble: str = ""
    rest_waits: bool = False  # a supervisor let it leave while something of the order is missing

    @property
    def left_the_bench(self) -> bool:
        """True when the parcel is not void and the order is packed, or all of it that is there."""
        packed = self.stage in (Stage.PACKED, Stage.CONFIRMED)
        return self.state is not ParcelState.VOID and (packed or self.rest_waits)

    @property
    def amazon_tells(self) -> bool:
        """True when Amazon sold the label or ships the order under Ship+: never told by us."""
        return bool(self.told_by) or self.ship_plus

    @property
    def told(self) -> Told:
        """The parcel as it is looked for among Amazon's packages."""
        return Told(self.number, self.tracking, self.lines)


def find(connection: sa.Connection, parcel_ids: Sequence[int]) -> dict[int, Shipment]:
    """The shipments of these parcels by the parcel's id."""
    found: dict[int, Shipment] = {}
    for start in range(0, len(parcel_ids), _AT_ONCE):
        part = frozenset(parcel_ids[start : start + _AT_ONCE])
        chosen = sa.select(parcels.c.order_id).where(parcels.c.id.in_(part)).distinct()
        for shipment in of_orders(connection, list(connection.scalars(chosen))):
            if shipment.parcel_id in part:
                found[shipment.parcel_id] = shipment
    return found


def of_orders(connection: sa.Connection, order_ids: Sequence[OrderId]) -> list[Shipment]:
    """All parcels of these orders, void ones too, each order's in the order of their numbers."""
    found: list[Shipment] = []
    for start in range(0, len(order_ids), _AT_ONCE):
        part = order_ids[start : start + _AT_ONCE]
        boxes: dict[OrderId, list[Any]] = {}
        for row in connection.execute(_CHOSEN.where(parcels.c.order_id.in_(part))):
            boxes.setdefault(row.order_id, []).append(row)
        contents = _contents(connection, [row.id for rows in boxes.values() for row in rows])
        ordered = _ordered(connection, part)
        for order_id, rows in boxes.items():
            found += _shipments(rows, contents, ordered.get(order_id, {}))
    return found


_CHOSEN = (
    sa.select(
        parcels.c.id, parcels.c.order_id, parcels.c.number, orders.c.stage,
        orders.c.marketplace_id, orders.c.duties, parcels.c.state, parcels.c.carrier,
        parcels.c.service, parcels.c.tracking, parcels.c.told_by, parcels.c.closed_at,
        pack_sessions.c.beginning, pack_sessions.c.state.label("session_state"),
        orders.c.stage_reason,
    )
    .join(orders, orders.c.order_id == parcels.c.order_id)
    .join(pack_sessions, pack_sessions.c.id == parcels.c.session_id)
    .order_by(parcels.c.order_id, parcels.c.number)
)  # fmt: skip


@dataclass(slots=True)
class _Contents:
    packed: list[Packed] = field(default_factory=list)
    codes: dict[LineId, list[str]] = field(default_factory=dict)


def _shipments(
    rows: Sequence[Any], contents: dict[int, _Contents], ordered: dict[LineId, int]
) -> list[Shipment]:
    """The parcels of one order."""
    there = [row for row in rows if row.state != ParcelState.VOID.value]
    lines: dict[int, Lines] = {}
    trouble = dict.fromkeys((row.id for row in there), "")
    try:
        boxes = [contents[row.id].packed if row.id in contents else [] for row in there]
        told = lines_of_boxes(boxes, _per_kit(there))
        lines = {row.id: one for row, one in zip(there, told, strict=True)}
        first = first_too_many(told, ordered)
        for row in there[first:] if first is not None else ():
            trouble[row.id] = "too_many_units"
    except _NONSENSE:
        trouble = dict.fromkeys(trouble, "unreadable")
    return [
        _shipment(row, lines.get(row.id, ()), contents.get(row.id), trouble.get(row.id, ""))
        for row in rows
    ]


def _per_kit(rows: Sequence[Any]) -> dict[tuple[LineId, Sku], int]:
    """How many of an article make up a kit, as it was when the parcels were packed.

    An article may be in a kit and in a kit within it: together they make up the ordered one.
    """
    found: dict[tuple[LineId, Sku], int] = {}
    for beginning in {row.beginning for row in rows}:
        mine: dict[tuple[LineId, Sku], int] = {}
        for line in session_record.session_from_json(beginning).lines:
            if line.kit is not None:
                at = (line.line_id, line.sku)
                mine[at] = mine.get(at, 0) + line.per_kit
        found |= mine
    return found


def _shipment(row: Any, lines: Lines, contents: _Contents | None, trouble: str) -> Shipment:
    codes = contents.codes if contents else {}
    return Shipment(
        parcel_id=row.id,
        order_id=row.order_id,
        number=row.number,
        stage=Stage(row.stage),
        marketplace_id=row.marketplace_id,
        state=ParcelState(row.state),
        carrier=row.carrier,
        service=row.service,
        tracking=row.tracking,
        told_by=row.told_by,
        ship_plus=Duty.SHIP_PLUS.value in row.duties.split(","),
        closed_at=row.closed_at,
        lines=lines,
        codes=tuple((line_id, tuple(found)) for line_id, found in codes.items()),
        trouble=trouble,
        rest_waits=_rest_waits(row),
    )


_NOT_ALL_IN = (Stage.HELD.value, Stage.WAITING.value, Stage.ON_BENCH.value)


def _rest_waits(row: Any) -> bool:
    """True of a parcel whose session is done while its order is not, and not called off."""
    done = row.session_state == State.DONE.value and row.stage in _NOT_ALL_IN
    return bool(done and row.stage_reason != BY_SELLER)


def _contents(connection: sa.Connection, parcel_ids: Sequence[int]) -> dict[int, _Contents]:
    units = parcel_units.c
    chosen = (
        sa.select(units.parcel_id, units.line_id, units.sku, units.units, units.transparency)
        .where(units.parcel_id.in_(parcel_ids))
        .order_by(units.line_id, units.sku, units.id)
    )
    found: dict[int, _Contents] = {}
    for row in connection.execute(chosen):
        box = found.setdefault(row.parcel_id, _Contents())
        line_id = LineId(row.line_id)
        box.packed.append(Packed(line_id, Sku(row.sku), row.units))
        if row.transparency:
            box.codes.setdefault(line_id, []).append(row.transparency)
    return found


def _ordered(
    connection: sa.Connection, order_ids: Sequence[OrderId]
) -> dict[OrderId, dict[LineId, int]]:
    lines = order_lines.c
    chosen = sa.select(lines.order_id, lines.line_id, lines.quantity)
    found: dict[OrderId, dict[LineId, int]] = {}
    for row in connection.execute(chosen.where(lines.order_id.in_(order_ids))):
        found.setdefault(row.order_id, {})[LineId(row.line_id)] = row.quantity
    return found
