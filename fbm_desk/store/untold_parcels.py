"""Parcels that Amazon does not know and that wait for a person: refused, or unproven too long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.store.columns import Moment
from fbm_desk.store.schema import outbox, parcels

UNPROVEN_AFTER = timedelta(hours=24)
"""What was told, or perhaps told, and is not shown for so long is put before a person."""
MOST = 500
_UNPROVEN = (OutboxState.WAITING.value, OutboxState.SENT.value, OutboxState.UNCLEAR.value)


@dataclass(frozen=True, slots=True)
class Untold:
    """One such parcel. `told_by` is "amazon" where only Amazon may tell of it."""

    id: int
    order_id: OrderId
    number: int
    state: OutboxState
    reason: str
    words: str
    since: datetime
    ship_by: datetime | None
    carrier: str
    tracking: str
    told_by: str


_SINCE = sa.func.coalesce(outbox.c.first_told_at, outbox.c.created_at)
_CHOSEN = (
    sa.select(
        outbox.c.id,
        outbox.c.order_id,
        outbox.c.package_reference,
        outbox.c.state,
        outbox.c.reason,
        outbox.c.words,
        _SINCE,
        outbox.c.due_at,
        parcels.c.carrier,
        parcels.c.tracking,
        parcels.c.told_by,
    )
    .join(parcels, parcels.c.id == outbox.c.parcel_id)
    .order_by(outbox.c.due_at.nulls_last(), outbox.c.id)
)


def for_a_person(connection: sa.Connection, now: datetime) -> list[Untold]:
    """All that wait for a person, the soonest ship-by first, `MOST` at most."""
    found = connection.execute(_CHOSEN.where(_waits_for_a_person(now)).limit(MOST))
    return [_untold(row) for row in found]


def find(connection: sa.Connection, message_id: int, now: datetime) -> Untold | None:
    """One of them; None when it waits for nobody (any more)."""
    mine = sa.and_(outbox.c.id == message_id, _waits_for_a_person(now))
    row = connection.execute(_CHOSEN.where(mine)).first()
    return _untold(row) if row else None


def count(connection: sa.Connection, now: datetime) -> int:
    """How many there are."""
    chosen = sa.select(sa.func.count()).select_from(outbox).where(_waits_for_a_person(now))
    return int(connection.scalar(chosen) or 0)


def _waits_for_a_person(now: datetime) -> sa.ColumnElement[bool]:
    """What was never tried waits for the network, and for nobody."""
    tried = sa.or_(outbox.c.first_told_at.is_not(None), outbox.c.state == OutboxState.SENT.value)
    long_ago = sa.literal(now - UNPROVEN_AFTER, Moment) >= _SINCE
    unproven = sa.and_(outbox.c.state.in_(_UNPROVEN), tried, long_ago)
    return sa.or_(outbox.c.state == OutboxState.REFUSED.value, unproven)


def _untold(row: Any) -> Untold:
    message_id, order_id, number, state, *facts = row
    return Untold(message_id, order_id, number, OutboxState(state), *facts)


def look_and_tell_again(connection: sa.Connection, message_id: int, now: datetime) -> None:
    """The order is read next, and only what it does not show is told again; its patience is new."""
    facts = {"state": OutboxState.UNCLEAR.value, "reason": "asked_again", "words": "", "tries": 0}
    times = {"next_try_at": None, "settled_at": None, "first_told_at": now}
    mine = outbox.c.id == message_id
    connection.execute(outbox.update().where(mine).values(**facts, **times))
