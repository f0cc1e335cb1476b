"""What waits for a person: held orders, boxes, papers, numbers, scans; each asked for by itself.

Lists are cut at `MOST`: a screen with more rows helps nobody, and what is settled makes room.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.paper import JobState
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import State
from fbm_desk.domain.stages import ParcelState, Stage
from fbm_desk.store import interceptions, print_jobs, purchases
from fbm_desk.store.decisions import undecided_conditions
from fbm_desk.store.print_jobs import PrintJob
from fbm_desk.store.purchases import Purchase
from fbm_desk.store.schema import (
    benches,
    order_history,
    orders,
    outbox,
    pack_events,
    pack_sessions,
    parcels,
    users,
)
from fbm_desk.store.schema import print_jobs as jobs

MOST = 200


@dataclass(frozen=True, slots=True)
class Names:
    """People and benches by their ids; who is not known has no name."""

    people: Mapping[int, str]
    benches: Mapping[int, str]


def names(connection: sa.Connection) -> Names:
    """Everybody who ever worked here, and every bench."""
    return Names(
        {row.id: row.name for row in connection.execute(sa.select(users.c.id, users.c.name))},
        {row.id: row.name for row in connection.execute(sa.select(benches.c.id, benches.c.name))},
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that stands still: since when, by whom, where, and until when it should leave."""

    order_id: OrderId
    reason: str
    ship_by: datetime | None
    since: datetime | None
    user_id: int = 0
    bench_id: int = 0
    state: str = ""


def held(connection: sa.Connection) -> list[Waiting]:
    """Orders on hold, the soonest ship-by first."""
    last = sa.and_(
        pack_events.c.session_id == pack_sessions.c.id, pack_events.c.seq == pack_sessions.c.version
    )
    chosen = (
        sa.select(
            orders.c.order_id,
            orders.c.stage_reason,
            orders.c.ship_by,
            pack_events.c.at,
            sa.func.coalesce(pack_events.c.user_id, 0),
            sa.func.coalesce(pack_events.c.bench_id, 0),
        )
        .outerjoin(
            pack_sessions, sa.and_(pack_sessions.c.order_id == orders.c.order_id, sa.text("open"))
        )
        .outerjoin(pack_events, last)
        .where(orders.c.stage == Stage.HELD.value)
        .order_by(orders.c.ship_by.nulls_last(), orders.c.order_id)
        .limit(MOST)
    )
    return [Waiting(*row) for row in connection.execute(chosen)]


def undecided(connection: sa.Connection) -> list[Waiting]:
    """Orders whose buyers ask to cancel and of which nobody said yet what is to become."""
    asked_at = (
        sa.select(sa.func.max(order_history.c.at))
        .where(
            order_history.c.order_id == orders.c.order_id, order_history.c.kind == "cancel_asked"
        )
        .correlate(orders)
        .scalar_subquery()
    )
    chosen = (
        sa.select(orders.c.order_id, orders.c.stage, orders.c.ship_by, asked_at, orders.c.read_at)
        .where(*undecided_conditions())
        .order_by(orders.c.ship_by.nulls_last(), orders.c.order_id)
        .limit(MOST)
    )
    return [Waiting(row[0], row[1], row[2], row[3] or row[4]) for row in connection.execute(chosen)]


def stopped_boxes(connection: sa.Connection) -> list[Waiting]:
    """Boxes that were stopped while they lay put aside: no bench says it."""
    ids = interceptions.boxes_left(connection)
    last_at = (
        sa.select(sa.func.max(pack_events.c.at))
        .where(pack_events.c.session_id == pack_sessions.c.id)
        .scalar_subquery()
    )
    chosen = (
        sa.select(
            orders.c.order_id,
            orders.c.stage_reason,
            orders.c.ship_by,
            last_at,
            pack_sessions.c.user_id,
            pack_sessions.c.bench_id,
        )
        .join(pack_sessions, pack_sessions.c.order_id == orders.c.order_id)
        .where(orders.c.order_id.in_(ids[:MOST]), sa.text("pack_sessions.open"))
        .order_by(orders.c.order_id)
    )
    return [Waiting(*row) for row in connection.execute(chosen)]


# --- labels --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BoxLabel:
    """A paid label of a box that is not closed, and where its packing stands."""

    purchase: Purchase
    state: State


def labels_of_open_boxes(connection: sa.Connection) -> list[BoxLabel]:
    """Paid labels of boxes that are not closed, oldest first."""
    # Open sessions are few, labels ever bought are many: by the sessions, never by the state.
    chosen = sa.select(pack_sessions.c.order_id, pack_sessions.c.id, pack_sessions.c.state)
    found = []
    for order_id, session_id, state in connection.execute(chosen.where(sa.text("open"))).all():
        for live in purchases.live_ones(connection, session_id):
            if live.state is PurchaseState.BOUGHT:
                assert live.order_id == order_id
                found.append(BoxLabel(live, State(state)))
    return sorted(found, key=lambda one: one.purchase.id)


# --- what Amazon was not told --------------------------------------------------------------------


def due_before(connection: sa.Connection, at: datetime) -> tuple[int, datetime | None]:
    """How many confirmations wait whose ship-by lies before a time, and the soonest of these."""
    chosen = sa.select(sa.func.count(), sa.func.min(outbox.c.due_at)).where(
        outbox.c.state == OutboxState.WAITING.value, outbox.c.due_at < at
    )
    count, first_at = connection.execute(chosen).one()
    return count, first_at


# --- paper ---------------------------------------------------------------------------------------


def doubtful_papers(connection: sa.Connection, since: datetime) -> list[PrintJob]:
    """Jobs that were not printed, or perhaps not, unless a later copy was asked for."""
    failed = (JobState.NOT_SENT, JobState.UNKNOWN)
    newest = (
        sa.select(sa.func.max(jobs.c.id))
        .where(jobs.c.asked_at >= since)
        .group_by(jobs.c.paper, jobs.c.order_id, jobs.c.name)
    )
    last = set(connection.scalars(newest))
    return [job for job in print_jobs.in_state(connection, *failed) if job.id in last][-MOST:]


# --- parcels without a number --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Numberless:
    """A closed parcel of which nobody noted the tracking number."""

    parcel_id: int
    order_id: OrderId
    number: int
    carrier: str
    closed_at: datetime
    user_id: int
    bench_id: int


def numberless(connection: sa.Connection, begin: datetime, end: datetime) -> list[Numberless]:
    """Parcels closed in a span of time without a tracking number, the latest ones."""
    names_of = Numberless.__dataclass_fields__
    columns = [parcels.c["id" if name == "parcel_id" else name] for name in names_of]
    chosen = (
        sa.select(*columns)
        .where(
            parcels.c.closed_at >= begin,
            parcels.c.closed_at < end,
            parcels.c.state != ParcelState.VOID.value,
            parcels.c.tracking == "",
        )
        .order_by(parcels.c.closed_at.desc(), parcels.c.id.desc())
        .limit(MOST)
    )
    return [Numberless(*row) for row in connection.execute(chosen)]


# --- somebody is stuck ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Refusals:
    """Refused scans of one person at one bench: how many, since when, of which order last."""

    bench_id: int
    user_id: int
    count: int
    first_at: datetime
    last_at: datetime
    order_id: OrderId | None
    verdict: str


def refusals(connection: sa.Connection, since: datetime, least: int) -> list[Refusals]:
    """Who had at least so many scans refused since a time."""
    chosen = (
        sa.select(
            pack_events.c.bench_id,
            pack_events.c.user_id,
            pack_events.c.at,
            pack_sessions.c.order_id,
            pack_events.c.verdict,
        )
        .join(pack_sessions, pack_sessions.c.id == pack_events.c.session_id)
        .where(pack_events.c.at >= since, pack_events.c.refused)
        .order_by(pack_events.c.at, pack_events.c.seq)
    )
    found: dict[tuple[int, int], Refusals] = {}
    for bench_id, user_id, at, order_id, verdict in connection.execute(chosen):
        before = found.get((bench_id, user_id))
        first_at, count = (before.first_at, before.count) if before else (at, 0)
        one = Refusals(bench_id, user_id, count + 1, first_at, at, order_id, verdict)
        found[bench_id, user_id] = one
    return [one for one in found.values() if one.count >= least]


@dataclass(frozen=True, slots=True)
class LateWish:
    """An order whose buyer's wishes came too late for a box: which ones, since when."""

    order_id: OrderId
    kinds: tuple[str, ...]
    since: datetime


def late_wishes(connection: sa.Connection) -> list[LateWish]:
    """Orders with a wish that came too late and that nobody has seen to since, the oldest first."""
    later = order_history.alias()
    seen = sa.exists().where(
        later.c.order_id == order_history.c.order_id,
        later.c.kind == "wish_seen_to",
        later.c.id > order_history.c.id,
    )
    chosen = (
        sa.select(order_history.c.order_id, order_history.c.details, order_history.c.at)
        .where(order_history.c.kind == "wish_late", ~seen)
        .order_by(order_history.c.at, order_history.c.id)
        .limit(MOST)
    )
    found: dict[OrderId, LateWish] = {}
    for order_id, kind, at in connection.execute(chosen):
        before = found.get(order_id, LateWish(order_id, (), at))
        kinds = tuple(dict.fromkeys((*before.kinds, kind)))
        found[order_id] = LateWish(order_id, kinds, before.since)
    return list(found.values())
