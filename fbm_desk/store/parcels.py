"""Parcels that left a bench: recorded with their units, stock taken, Amazon's news queued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.stages import ParcelState
from fbm_desk.domain.tracking import number_on_label, plain_tracking
from fbm_desk.store import articles, proofs
from fbm_desk.store.schema import parcel_units, parcels, stock_levels, stock_movements


@dataclass(frozen=True, slots=True)
class Unit:
    """Units of a line in a parcel, with the serial number or the lot they showed.

    `transparency` is the code of one unit: each unit that has one is a row of its own.
    """

    line_id: LineId
    sku: Sku
    units: int
    serial: str = ""
    lot: str = ""
    transparency: str = ""


@dataclass(frozen=True, slots=True)
class NewParcel:
    """A parcel about to be recorded."""

    order_id: OrderId
    session_id: int
    units: tuple[Unit, ...]
    carrier: str = ""
    service: str = ""
    tracking: str = ""
    weight_g: int = 0
    price_minor: int = 0
    currency: str = ""
    told_by: str = ""
    box: int = 1


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A parcel's facts."""

    id: int
    order_id: OrderId
    number: int
    session_id: int
    state: ParcelState
    carrier: str
    service: str
    tracking: str
    weight_g: int
    price_minor: int
    currency: str
    told_by: str
    closed_at: datetime
    manifest_id: int | None
    box: int = 1


class TrackingUsed(Exception):
    """Another parcel has this tracking number."""


def add(
    connection: sa.Connection, parcel: NewParcel, user_id: int, bench_id: int, now: datetime
) -> tuple[int, int]:
    """Record a parcel and take its units from stock; its id and its number in the order."""
    numbers = sa.select(sa.func.max(parcels.c.number)).where(parcels.c.order_id == parcel.order_id)
    number = (connection.scalar(numbers) or 0) + 1
    try:
        added = connection.execute(
            parcels.insert().values(
                order_id=parcel.order_id,
                number=number,
                session_id=parcel.session_id,
                state=ParcelState.CLOSED.value,
                carrier=parcel.carrier,
                service=parcel.service,
                tracking=parcel.tracking,
                tracking_key=plain_tracking(parcel.tracking) or None,
                weight_g=parcel.weight_g,
                price_minor=parcel.price_minor,
                currency=parcel.currency,
                told_by=parcel.told_by,
                box=parcel.box,
                user_id=user_id,
                bench_id=bench_id,
                closed_at=now,
            )
        )
    except sa.exc.IntegrityError as error:
        if "tracking_key" not in str(error.orig):
            raise
        raise TrackingUsed from None
    assert added.inserted_primary_key is not None
    parcel_id = int(added.inserted_primary_key[0])
    _add_units(connection, parcel_id, parcel.units)
    take_from_stock(connection, parcel, parcel_id, user_id, now)
    return parcel_id, number


def _add_units(connection: sa.Connection, parcel_id: int, units: Sequence[Unit]) -> None:
    rows = [
        {
            "parcel_id": parcel_id,
            "line_id": unit.line_id,
            "sku": unit.sku,
            "units": unit.units,
            "serial": unit.serial,
            "lot": unit.lot,
            "transparency": unit.transparency,
        }
        for unit in units
    ]
    if rows:
        connection.execute(parcel_units.insert(), rows)


def take_from_stock(
    connection: sa.Connection, parcel: NewParcel, parcel_id: int, user_id: int, now: datetime
) -> None:
    """One movement per article; on hand falls only where it is known."""
    taken: dict[Sku, int] = {}
    for unit in parcel.units:
        taken[unit.sku] = taken.get(unit.sku, 0) + unit.units
    movements = [
        {
            "sku": sku,
            "units": -units,
            "reason": "packed",
            "order_id": parcel.order_id,
            "parcel_id": parcel_id,
            "user_id": user_id,
            "at": now,
        }
        for sku, units in taken.items()
    ]
    if movements:
        connection.execute(stock_movements.insert(), movements)
    for sku, units in taken.items():
        connection.execute(
            stock_levels.update()
            .where(stock_levels.c.sku == sku)
            .values(on_hand=stock_levels.c.on_hand - units)
        )


def set_tracking(connection: sa.Connection, parcel_id: int, tracking: str) -> None:
    """Note the carrier's number of a parcel that was closed without one. Raises `TrackingUsed`."""
    number = number_on_label(tracking)
    try:
        connection.execute(
            parcels.update()
            .where(parcels.c.id == parcel_id)
            .values(tracking=number, tracking_key=number)
        )
    except sa.exc.IntegrityError as error:
        if "tracking_key" not in str(error.orig):
            raise
        raise TrackingUsed from None


def tracking_known(connection: sa.Connection, tracking: str) -> bool:
    """True when a parcel has this tracking number."""
    key = number_on_label(tracking)
    chosen = sa.select(parcels.c.id).where(parcels.c.tracking_key == key).limit(1)
    return bool(key) and connection.scalar(chosen) is not None


def void(connection: sa.Connection, parcel_id: int) -> None:
    """A parcel that does not leave the house after all: its units may be packed again."""
    proofs.free_parcel(connection, parcel_id)
    off = {"state": ParcelState.VOID.value, "manifest_id": None}
    connection.execute(parcels.update().where(parcels.c.id == parcel_id).values(**off))


def put_back(connection: sa.Connection, parcel_id: int, user_id: int | None, now: datetime) -> None:
    """The units of a parcel are on their shelves again; on hand grows only where it is known."""
    for unit in units_of(connection, parcel_id):
        if unit.lot:
            articles.take_of_lot(connection, unit.sku, unit.lot, -unit.units)
    taken = sa.select(stock_movements.c.sku, sa.func.sum(stock_movements.c.units)).where(
        stock_movements.c.parcel_id == parcel_id
    )
    for sku, units in connection.execute(taken.group_by(stock_movements.c.sku)).all():
        if not units:
            continue
        order_id = sa.select(parcels.c.order_id).where(parcels.c.id == parcel_id).scalar_subquery()
        connection.execute(
            stock_movements.insert().values(
                sku=sku, units=-units, reason="intercepted", order_id=order_id,
                parcel_id=parcel_id, user_id=user_id, at=now,
            )
        )  # fmt: skip
        connection.execute(
            stock_levels.update()
            .where(stock_levels.c.sku == sku)
            .values(on_hand=stock_levels.c.on_hand - units)
        )


_PARCEL = tuple(parcels.c[name] for name in ParcelRow.__dataclass_fields__)


def parcel_row(row: sa.Row[tuple[object, ...]]) -> ParcelRow:
    """A parcel's facts from a row of its columns."""
    facts = dict(row._mapping)
    facts["state"] = ParcelState(facts["state"])
    return ParcelRow(**facts)


def find(connection: sa.Connection, parcel_id: int) -> ParcelRow | None:
    """One parcel."""
    row = connection.execute(sa.select(*_PARCEL).where(parcels.c.id == parcel_id)).first()
    return parcel_row(row) if row else None


def of_order(connection: sa.Connection, order_id: OrderId) -> list[ParcelRow]:
    """The parcels of an order."""
    chosen = sa.select(*_PARCEL).where(parcels.c.order_id == order_id).order_by(parcels.c.number)
    return [parcel_row(row) for row in connection.execute(chosen)]


def closed_between(
    connection: sa.Connection, begin: datetime, end: datetime, carrier: str | None = None
) -> list[ParcelRow]:
    """The parcels closed in a span of time, of one carrier or of all."""
    chosen = sa.select(*_PARCEL).where(parcels.c.closed_at >= begin, parcels.c.closed_at < end)
    if carrier is not None:
        chosen = chosen.where(parcels.c.carrier == carrier)
    return [parcel_row(row) for row in connection.execute(chosen.order_by(parcels.c.id))]


def units_of(connection: sa.Connection, parcel_id: int) -> list[Unit]:
    """The units in a parcel."""
    chosen = sa.select(
        parcel_units.c.line_id,
        parcel_units.c.sku,
        parcel_units.c.units,
        parcel_units.c.serial,
        parcel_units.c.lot,
        parcel_units.c.transparency,
    ).where(parcel_units.c.parcel_id == parcel_id)
    return [Unit(*row) for row in connection.execute(chosen)]


def of_session(connection: sa.Connection, session_id: int) -> list[ParcelRow]:
    """The parcels that a session closed, in the order of their numbers."""
    chosen = sa.select(*_PARCEL).where(parcels.c.session_id == session_id)
    return [parcel_row(row) for row in connection.execute(chosen.order_by(parcels.c.number))]


def packed_before(connection: sa.Connection, order_id: OrderId) -> dict[tuple[LineId, Sku], int]:
    """Units of each line and article in the order's parcels that are not void."""
    units = sa.func.sum(parcel_units.c.units)
    chosen = (
        sa.select(parcel_units.c.line_id, parcel_units.c.sku, units)
        .join(parcels, parcels.c.id == parcel_units.c.parcel_id)
        .where(parcels.c.order_id == order_id, parcels.c.state != ParcelState.VOID.value)
        .group_by(parcel_units.c.line_id, parcel_units.c.sku)
    )
    return {(LineId(line), Sku(sku)): int(n) for line, sku, n in connection.execute(chosen)}


def first_session(connection: sa.Connection, order_id: OrderId) -> int | None:
    """The session of the order's first parcel that is not void."""
    chosen = sa.select(sa.func.min(parcels.c.session_id)).where(
        parcels.c.order_id == order_id, parcels.c.state != ParcelState.VOID.value
    )
    found: int | None = connection.scalar(chosen)
    return found


def transparency_known(connection: sa.Connection, code: str) -> bool:
    """True when a unit with this code left this house before and was not taken out again."""
    chosen = (
        sa.select(parcel_units.c.id)
        .join(parcels, parcels.c.id == parcel_units.c.parcel_id)
        .where(parcel_units.c.transparency == code, parcels.c.state != ParcelState.VOID.value)
    )
    return bool(code) and connection.scalar(chosen.limit(1)) is not None


def damage(
    connection: sa.Connection, order_id: OrderId, sku: Sku, units: int, user_id: int, now: datetime
) -> None:
    """Units leave the stock as broken; below 0 they come back. On hand moves where it is known."""
    connection.execute(
        stock_movements.insert().values(
            sku=sku, units=-units, reason="damaged", order_id=order_id, user_id=user_id, at=now
        )
    )
    connection.execute(
        stock_levels.update()
        .where(stock_levels.c.sku == sku)
        .values(on_hand=stock_levels.c.on_hand - units)
    )
