"""The messages that are told together by a feed: which may be, which are, what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from fbm_desk.domain.orders import Duty, OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.stages import ParcelState, Stage
from fbm_desk.store import interceptions
from fbm_desk.store.columns import Moment
from fbm_desk.store.outbox import MAY_BE_TOLD, SWEEPS_SHOW_AFTER, is_due
from fbm_desk.store.schema import order_lines, orders, outbox, parcel_units, parcels

_IN_FEED = outbox.c.state == OutboxState.IN_FEED.value


def may_be_fed(connection: sa.Connection, now: datetime, limit: int) -> list[int]:
    """The ids of messages that a feed may tell, the soonest ship-by first.

    A feed has no column for the package's number nor for Transparency codes, so an order of several
    parcels and one with such codes are told one by one, and so is what a feed was refused before.
    """
    chosen = (
        sa.select(outbox.c.id)
        .join(orders, orders.c.order_id == outbox.c.order_id)
        .join(parcels, parcels.c.id == outbox.c.parcel_id)
        .where(*_conditions(now))
        .order_by(outbox.c.due_at.nulls_last(), outbox.c.id)
        .limit(limit)
    )
    return list(connection.scalars(chosen))


def _conditions(now: datetime) -> list[sa.ColumnElement[bool]]:
    other = outbox.alias()
    another_parcel = sa.select(other.c.id).where(
        other.c.order_id == outbox.c.order_id, other.c.id != outbox.c.id
    )
    wants_codes = sa.select(order_lines.c.line_id).where(
        order_lines.c.order_id == outbox.c.order_id,
        order_lines.c.duties.contains(Duty.TRANSPARENCY.value),
    )
    has_codes = sa.select(parcel_units.c.id).where(
        parcel_units.c.parcel_id == outbox.c.parcel_id, parcel_units.c.transparency != ""
    )
    return [
        MAY_BE_TOLD,
        is_due(now),
        outbox.c.feed_id.is_(None),
        outbox.c.package_reference == 1,
        orders.c.stage == Stage.PACKED.value,
        ~orders.c.duties.contains(Duty.SHIP_PLUS.value),
        parcels.c.state != ParcelState.VOID.value,
        parcels.c.told_by == "",
        parcels.c.tracking != "",
        ~another_parcel.exists(),
        ~wants_codes.exists(),
        ~has_codes.exists(),
    ]


def set_apart(connection: sa.Connection, ids: Sequence[int], feed_id: int, now: datetime) -> None:
    """Those of these messages that still wait and may be told belong to a feed from here on."""
    facts = {"state": OutboxState.IN_FEED.value, "feed_id": feed_id, "next_try_at": None}
    told = sa.func.coalesce(outbox.c.first_told_at, sa.literal(now, Moment))
    mine = sa.and_(outbox.c.id.in_(ids), MAY_BE_TOLD)
    connection.execute(outbox.update().where(mine).values(**facts, first_told_at=told))


def hold_back_stopped(connection: sa.Connection, feed_id: int) -> int:
    """Take what is about parcels to be stopped out of a feed that has not left; how many."""
    facts = {"state": OutboxState.INTERCEPTED.value, "feed_id": None, "first_told_at": None}
    mine = sa.and_(outbox.c.feed_id == feed_id, _IN_FEED, interceptions.is_open(outbox.c.parcel_id))
    return connection.execute(outbox.update().where(mine).values(**facts)).rowcount


def in_feed(connection: sa.Connection, feed_id: int, limit: int) -> list[tuple[int, OrderId, int]]:
    """(message, order, parcel) of those in a feed without an outcome, the soonest ship-by first."""
    chosen = (
        sa.select(outbox.c.id, outbox.c.order_id, outbox.c.parcel_id)
        .where(outbox.c.feed_id == feed_id, _IN_FEED)
        .order_by(outbox.c.due_at.nulls_last(), outbox.c.id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in connection.execute(chosen)]


def put_back(
    connection: sa.Connection,
    ids: Sequence[int],
    reason: str = "",
    words: str = "",
    *,
    by_call: bool = False,
) -> None:
    """They wait again; `by_call` for those that no feed is to tell any more."""
    facts: dict[str, object] = {
        "state": OutboxState.WAITING.value,
        "reason": reason,
        "words": words,
        "next_try_at": None,
        "first_told_at": None,
    }
    if not by_call:
        facts["feed_id"] = None
    connection.execute(outbox.update().where(outbox.c.id.in_(ids), _IN_FEED).values(**facts))


def accepted(connection: sa.Connection, ids: Sequence[int], now: datetime) -> None:
    """Amazon took them: told, and proven by what it shows."""
    _became(connection, ids, OutboxState.SENT, now, sent_at=now)


def doubtful(connection: sa.Connection, ids: Sequence[int], now: datetime, reason: str) -> None:
    """Nobody knows what became of them: what the orders show decides."""
    _became(connection, ids, OutboxState.UNCLEAR, now, reason=reason)


def _became(
    connection: sa.Connection,
    ids: Sequence[int],
    state: OutboxState,
    now: datetime,
    reason: str = "",
    **facts: object,
) -> None:
    look_at = now + SWEEPS_SHOW_AFTER
    changed = {"state": state.value, "reason": reason, "words": "", "next_try_at": look_at}
    mine = sa.and_(outbox.c.id.in_(ids), _IN_FEED)
    connection.execute(
        outbox.update().where(mine).values(**changed, tries=outbox.c.tries + 1, **facts)
    )
