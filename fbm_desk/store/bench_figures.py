"""The few figures a bench shows between two orders."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa

from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.stages import Stage
from fbm_desk.store.schema import (
    label_purchases,
    orders,
    pack_events,
    parcel_units,
    parcels,
    stray_scans,
    users,
)

PACE_OVER = timedelta(hours=1)
LEAST_FOR_A_PACE = 2


def any_order(connection: sa.Connection) -> bool:
    """True when this shop has at least one order."""
    return connection.scalar(sa.select(orders.c.order_id).limit(1)) is not None


def orders_left(connection: sa.Connection, before: datetime) -> int:
    """Orders still to be packed whose ship-by lies before a time."""
    chosen = (
        sa.select(sa.func.count())
        .select_from(orders)
        .where(
            orders.c.stage.in_([Stage.WAITING.value, Stage.ON_BENCH.value]),
            orders.c.ship_by < before,
        )
    )
    return int(connection.scalar(chosen) or 0)


def orders_held(connection: sa.Connection, before: datetime | None = None) -> int:
    """Orders on hold, of any day or with a ship-by before a time."""
    chosen = (
        sa.select(sa.func.count()).select_from(orders).where(orders.c.stage == Stage.HELD.value)
    )
    if before is not None:
        chosen = chosen.where(orders.c.ship_by < before)
    return int(connection.scalar(chosen) or 0)


def orders_waiting(connection: sa.Connection) -> int:
    """Orders still to be packed on any day, held and put down ones among them."""
    stages = [Stage.WAITING.value, Stage.ON_BENCH.value, Stage.HELD.value]
    chosen = sa.select(sa.func.count()).select_from(orders).where(orders.c.stage.in_(stages))
    return int(connection.scalar(chosen) or 0)


def pace_per_hour(connection: sa.Connection, now: datetime) -> float:
    """Parcels an hour since the first one of the last hour; 0 until a second one is closed.

    A day that has just begun is not measured as if it had lasted a whole hour.
    """
    chosen = sa.select(sa.func.count(), sa.func.min(parcels.c.closed_at)).where(
        parcels.c.closed_at >= now - PACE_OVER
    )
    count, first_at = connection.execute(chosen).one()
    if count < LEAST_FOR_A_PACE:
        return 0.0
    return float((count - 1) / max((now - first_at) / timedelta(hours=1), 1 / 60))


def parcels_since(connection: sa.Connection, since: datetime) -> int:
    """Parcels closed since a time."""
    chosen = sa.select(sa.func.count()).select_from(parcels).where(parcels.c.closed_at >= since)
    return int(connection.scalar(chosen) or 0)


_LATELY = 500
"""So many of the newest parcels tell who packs where these days."""


def packed_lately(connection: sa.Connection, bench_id: int) -> list[int]:
    """Who closed one of the newest parcels at a bench, the last one first."""
    newest = (
        sa.select(parcels.c.user_id, parcels.c.bench_id, parcels.c.closed_at)
        .order_by(parcels.c.closed_at.desc())
        .limit(_LATELY)
        .subquery()
    )
    chosen = (
        sa.select(newest.c.user_id)
        .where(newest.c.bench_id == bench_id)
        .group_by(newest.c.user_id)
        .order_by(sa.func.max(newest.c.closed_at).desc())
    )
    return list(connection.scalars(chosen))


def newest_label_at(connection: sa.Connection) -> datetime | None:
    """When a label was last bought: the network was up then, whatever a sweep says."""
    # By the index of its times: of all labels ever bought only the newest is read.
    chosen = (
        sa.select(label_purchases.c.answered_at)
        .where(
            label_purchases.c.answered_at.is_not(None),
            label_purchases.c.state == PurchaseState.BOUGHT.value,
        )
        .order_by(label_purchases.c.answered_at.desc())
        .limit(1)
    )
    found: datetime | None = connection.scalar(chosen)
    return found


def own_day(connection: sa.Connection, user_id: int, since: datetime) -> tuple[int, int, int]:
    """Orders packed, units in them and refused scans of one person since a time."""
    mine = (parcels.c.user_id == user_id, parcels.c.closed_at >= since)
    packed = connection.scalar(
        sa.select(sa.func.count(sa.distinct(parcels.c.order_id))).where(*mine)
    )
    units = connection.scalar(
        sa.select(sa.func.sum(parcel_units.c.units))
        .join(parcels, parcels.c.id == parcel_units.c.parcel_id)
        .where(*mine)
    )
    refused = connection.scalar(
        sa.select(sa.func.count())
        .select_from(pack_events)
        .where(
            pack_events.c.user_id == user_id,
            pack_events.c.at >= since,
            pack_events.c.refused,
        )
    )
    strays = connection.scalar(
        sa.select(sa.func.count())
        .select_from(stray_scans)
        .where(stray_scans.c.user_id == user_id, stray_scans.c.at >= since)
    )
    return int(packed or 0), int(units or 0), int(refused or 0) + int(strays or 0)


def last_hand(connection: sa.Connection, session_id: int) -> tuple[str, datetime | None]:
    """Who did the last thing in a session, and when."""
    chosen = (
        sa.select(users.c.name, pack_events.c.at)
        .join(users, users.c.id == pack_events.c.user_id)
        .where(pack_events.c.session_id == session_id)
        .order_by(pack_events.c.seq.desc())
        .limit(1)
    )
    row = connection.execute(chosen).first()
    return (row[0], row[1]) if row else ("", None)
