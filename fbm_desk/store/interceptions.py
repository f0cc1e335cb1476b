"""Parcels that are closed and must not leave: why, since when, and how somebody settled it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.session import State
from fbm_desk.domain.stages import ParcelState
from fbm_desk.store.schema import benches, interceptions, manifests, pack_sessions, parcels


@dataclass(frozen=True, slots=True)
class Raised:
    """One open interception; `manifest` is the number of the paper the parcel is on, or empty."""

    id: int
    order_id: OrderId
    parcel_id: int
    reason: str
    raised_at: datetime
    carrier: str
    tracking: str
    manifest: str


_RAISED = (
    sa.select(
        interceptions.c.id,
        interceptions.c.order_id,
        interceptions.c.parcel_id,
        interceptions.c.reason,
        interceptions.c.raised_at,
        parcels.c.carrier,
        parcels.c.tracking,
        sa.func.coalesce(manifests.c.number, "").label("manifest"),
    )
    .join(parcels, parcels.c.id == interceptions.c.parcel_id)
    .outerjoin(manifests, manifests.c.id == parcels.c.manifest_id)
    .where(interceptions.c.outcome == "")
    .order_by(interceptions.c.id)
)


def open_ones(connection: sa.Connection) -> list[Raised]:
    """All that nobody settled yet, the oldest first."""
    return [Raised(*row) for row in connection.execute(_RAISED)]


def of_order(connection: sa.Connection, order_id: OrderId) -> list[Raised]:
    """Those of one order that nobody settled yet."""
    chosen = _RAISED.where(interceptions.c.order_id == order_id)
    return [Raised(*row) for row in connection.execute(chosen)]


def find(connection: sa.Connection, interception_id: int) -> Raised | None:
    """An open one; None when it is settled."""
    row = connection.execute(_RAISED.where(interceptions.c.id == interception_id)).first()
    return Raised(*row) if row else None


def to_stop(connection: sa.Connection, order_id: OrderId) -> list[int]:
    """The parcels of an order that are closed and not void."""
    here = (ParcelState.CLOSED.value, ParcelState.MANIFESTED.value)
    chosen = sa.select(parcels.c.id).where(
        parcels.c.order_id == order_id, parcels.c.state.in_(here)
    )
    return list(connection.scalars(chosen.order_by(parcels.c.id)))


def add(
    connection: sa.Connection, order_id: OrderId, parcel_id: int, reason: str, now: datetime
) -> None:
    """Raise one."""
    facts = {"order_id": order_id, "parcel_id": parcel_id, "reason": reason, "raised_at": now}
    connection.execute(interceptions.insert().values(**facts))


def give_reason(connection: sa.Connection, interception_id: int, reason: str) -> None:
    """What was a wish is a cancellation now."""
    mine = interceptions.c.id == interception_id
    connection.execute(interceptions.update().where(mine).values(reason=reason))


def settle(
    connection: sa.Connection,
    interception_id: int,
    outcome: str,
    now: datetime,
    user_id: int | None,
) -> bool:
    """Somebody settled it; False when it was settled before."""
    settled = connection.execute(
        interceptions.update()
        .where(interceptions.c.id == interception_id, interceptions.c.outcome == "")
        .values(outcome=outcome, settled_at=now, user_id=user_id)
    )
    return settled.rowcount == 1


def boxes_left(connection: sa.Connection) -> list[OrderId]:
    """Orders that were stopped while their boxes lay put aside: no bench will say it."""
    at_bench = sa.select(benches.c.id).where(benches.c.session_id == pack_sessions.c.id)
    chosen = sa.select(pack_sessions.c.order_id).where(
        sa.text("pack_sessions.open"),
        pack_sessions.c.state == State.STOPPED.value,
        ~at_bench.exists(),
    )
    return list(connection.scalars(chosen.order_by(pack_sessions.c.id)))


def stopped(connection: sa.Connection) -> frozenset[int]:
    """The parcels that must not leave."""
    chosen = sa.select(interceptions.c.parcel_id).where(interceptions.c.outcome == "")
    return frozenset(connection.scalars(chosen))


def is_open(parcel_id: sa.ColumnElement[int]) -> sa.Exists:
    """True of a parcel that must not leave."""
    mine = sa.and_(interceptions.c.parcel_id == parcel_id, interceptions.c.outcome == "")
    return sa.select(interceptions.c.id).where(mine).exists()
