"""Pack sessions, their events and the claims of benches on orders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from fbm_desk.domain import session_record
from fbm_desk.domain.orders import OrderId, Sku
from fbm_desk.domain.packing import Step, replay
from fbm_desk.domain.proofs import serial_key
from fbm_desk.domain.session import RESTING, Event, Session, State
from fbm_desk.domain.stages import ParcelState
from fbm_desk.store import bulk
from fbm_desk.store.moments import to_ms
from fbm_desk.store.order_rows import Value
from fbm_desk.store.schema import (
    benches,
    claims,
    pack_events,
    pack_sessions,
    parcel_units,
    parcels,
    stray_scans,
    users,
)

LEASE = timedelta(seconds=90)
"""A claim that is not renewed for this long may be taken by another bench."""


class LostClaim(Exception):
    """Another bench has the order now, or wrote to its session: nothing was saved."""


class RepeatedScan(Exception):
    """A scan with this id is on disk already: it counts once."""


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A pack session as it is on disk, with what proves that this bench may go on with it."""

    id: int
    session: Session
    version: int
    last_hash: str
    bench_id: int
    token: int


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, where and when. `user_id` is 0 where the program did."""

    user_id: int
    bench_id: int
    at: datetime


# --- claims --------------------------------------------------------------------------------------


def claim(connection: sa.Connection, order_id: OrderId, actor: Actor) -> int | None:
    """Claim an order for a bench; the fencing token, or None while another bench has it."""
    facts = {"bench_id": actor.bench_id, "user_id": actor.user_id, "expires_at": actor.at + LEASE}
    # Two benches may claim an order for the first time at once: the second waits for the first.
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    first = make(claims).values(order_id=order_id, token=1, **facts).on_conflict_do_nothing()
    if connection.scalar(first.returning(claims.c.token)) is not None:
        return 1
    row = connection.execute(
        sa.select(claims).where(claims.c.order_id == order_id).with_for_update()
    ).one()
    if row.bench_id != actor.bench_id and row.expires_at > actor.at:
        return None
    token = int(row.token) + 1
    connection.execute(
        claims.update().where(claims.c.order_id == order_id).values(token=token, **facts)
    )
    return token


def renew(connection: sa.Connection, opened: OpenSession, now: datetime) -> bool:
    """Keep the claim for another lease; False when another bench has the order now."""
    kept = (
        claims.update()
        .where(claims.c.order_id == opened.session.order_id, claims.c.token == opened.token)
        .values(expires_at=now + LEASE)
    )
    return connection.execute(kept).rowcount == 1


def release(connection: sa.Connection, opened: OpenSession, now: datetime) -> None:
    """Let other benches take the order at once. The row stays: its token must go on growing."""
    connection.execute(
        claims.update()
        .where(claims.c.order_id == opened.session.order_id, claims.c.token == opened.token)
        .values(expires_at=now)
    )


def holder(connection: sa.Connection, order_id: OrderId, now: datetime) -> str:
    """The name of the bench that has the order, empty when none."""
    chosen = (
        sa.select(benches.c.name)
        .join(claims, claims.c.bench_id == benches.c.id)
        .where(claims.c.order_id == order_id, claims.c.expires_at > now)
    )
    return connection.scalar(chosen) or ""


# --- sessions ------------------------------------------------------------------------------------


def begin(connection: sa.Connection, session: Session, actor: Actor, token: int) -> OpenSession:
    """Write down a new pack session."""
    added = connection.execute(
        pack_sessions.insert().values(
            order_id=session.order_id,
            state=session.state.value,
            beginning=session_record.session_to_json(session),
            bench_id=actor.bench_id,
            user_id=actor.user_id,
            started_at=actor.at,
        )
    )
    assert added.inserted_primary_key is not None
    return OpenSession(added.inserted_primary_key[0], session, 0, "", actor.bench_id, token)


def find_open(connection: sa.Connection, order_id: OrderId) -> OpenSession | None:
    """The session of an order that is not ended, replayed from its events."""
    chosen = sa.select(
        pack_sessions.c.id,
        pack_sessions.c.beginning,
        pack_sessions.c.version,
        pack_sessions.c.last_hash,
        pack_sessions.c.bench_id,
        claims.c.token,
    ).outerjoin(claims, claims.c.order_id == pack_sessions.c.order_id)
    row = connection.execute(
        chosen.where(pack_sessions.c.order_id == order_id, pack_sessions.c.open)
    ).first()
    if row is None:
        return None
    beginning = session_record.session_from_json(row.beginning)
    session = replay(beginning, events_of(connection, row.id))
    return OpenSession(row.id, session, row.version, row.last_hash, row.bench_id, row.token or 0)


def events_of(connection: sa.Connection, session_id: int) -> list[Event]:
    """The events of a session in their order."""
    chosen = (
        sa.select(pack_events.c.kind, pack_events.c.data)
        .where(pack_events.c.session_id == session_id)
        .order_by(pack_events.c.seq)
    )
    return [session_record.event_from_json(*row) for row in connection.execute(chosen)]


def last_event_at(connection: sa.Connection, session_id: int, kind: str) -> datetime | None:
    """When the last event of a kind happened in a session."""
    chosen = sa.select(sa.func.max(pack_events.c.at)).where(
        pack_events.c.session_id == session_id, pack_events.c.kind == kind
    )
    at: datetime | None = connection.scalar(chosen)
    return at


def order_of(connection: sa.Connection, session_id: int) -> OrderId:
    """The order that a session packs."""
    chosen = sa.select(pack_sessions.c.order_id).where(pack_sessions.c.id == session_id)
    return OrderId(connection.execute(chosen).scalar_one())


def on_bench(connection: sa.Connection, bench_id: int) -> OrderId | None:
    """The order that this bench had in hands when it was last seen.

    When its own row does not say, the claim does: an order once begun must not be lost from sight.
    """
    ours = sa.and_(
        pack_sessions.c.bench_id == bench_id,
        claims.c.bench_id == bench_id,
        # What was stopped while it rested lies where it was put, and not on this bench.
        pack_sessions.c.state.not_in([one.value for one in (*RESTING, State.STOPPED)]),
    )
    noted = pack_sessions.c.id == benches.c.session_id
    chosen = (
        sa.select(pack_sessions.c.order_id)
        .join(claims, claims.c.order_id == pack_sessions.c.order_id)
        .join(benches, benches.c.id == bench_id)
        .where(pack_sessions.c.open, sa.or_(noted, ours))
        .order_by(sa.case((noted, 0), else_=1), claims.c.expires_at.desc())
        .limit(1)
    )
    return connection.scalar(chosen)


def put_aside(connection: sa.Connection, bench_id: int, limit: int) -> list[OrderId]:
    """Orders that rest and can be taken up again: this bench's first, the latest first."""
    last_at = (
        sa.select(sa.func.max(pack_events.c.at))
        .where(pack_events.c.session_id == pack_sessions.c.id)
        .scalar_subquery()
    )
    chosen = (
        sa.select(pack_sessions.c.order_id)
        .where(pack_sessions.c.open, pack_sessions.c.state.in_([one.value for one in RESTING]))
        .order_by(
            sa.case((pack_sessions.c.bench_id == bench_id, 0), else_=1),
            last_at.desc(),
            pack_sessions.c.id.desc(),
        )
        .limit(limit)
    )
    return list(connection.scalars(chosen))


def put_on_bench(connection: sa.Connection, bench_id: int, session_id: int | None) -> None:
    """Remember which session a bench has in hands."""
    connection.execute(
        benches.update().where(benches.c.id == bench_id).values(session_id=session_id)
    )


def move(connection: sa.Connection, opened: OpenSession, actor: Actor) -> None:
    """The session goes on at another bench, from before its first event there."""
    connection.execute(
        pack_sessions.update()
        .where(pack_sessions.c.id == opened.id)
        .values(bench_id=actor.bench_id, user_id=actor.user_id)
    )


_ADVANCE = (
    "UPDATE pack_sessions SET version = ?, last_hash = ?, state = ?, bench_id = ?,"
    " user_id = COALESCE(NULLIF(?, 0), user_id)"
    " WHERE id = ? AND version = ? AND EXISTS"
    " (SELECT 1 FROM claims WHERE claims.order_id = pack_sessions.order_id AND claims.token = ?)"
)
_COUNT = "UPDATE order_lines SET packed = ? WHERE order_id = ? AND line_id = ?"


def record(
    connection: sa.Connection,
    opened: OpenSession,
    event: Event,
    done: Step,
    actor: Actor,
    scan_id: str | None = None,
) -> OpenSession:
    """Write one event down and move the session on. Raises `LostClaim` or `RepeatedScan`."""
    kind, data = session_record.event_to_json(event)
    seq, verdict = opened.version + 1, done.verdict.code.value
    who = f"{actor.user_id}/{actor.bench_id}/{to_ms(actor.at)}"
    link = session_record.chain_hash(opened.last_hash, seq, kind, data, verdict, who)
    state, place = done.session.state.value, (actor.bench_id, actor.user_id)
    proof = (opened.id, opened.version, opened.token)
    if bulk.run(connection, _ADVANCE, (seq, link, state, *place, *proof)) != 1:
        raise LostClaim
    change = done.session.packed_units - opened.session.packed_units
    _add_event(
        connection,
        session_id=opened.id,
        seq=seq,
        scan_id=scan_id,
        kind=kind,
        data=data,
        verdict=verdict,
        sku=done.verdict.sku or "",
        units=change,
        refused=done.verdict.refused,
        user_id=actor.user_id,
        bench_id=actor.bench_id,
        at=to_ms(actor.at),
        hash=link,
    )
    if change:
        _save_counts(connection, opened.session, done.session)
    return replace(opened, session=done.session, version=seq, last_hash=link)


def _add_event(connection: sa.Connection, **facts: Value) -> None:
    try:
        bulk.add(connection, pack_events, tuple(facts), [tuple(facts.values())])
    except sa.exc.IntegrityError as error:
        if "scan_id" in str(error.orig):
            raise RepeatedScan from None
        raise LostClaim from None


def _save_counts(connection: sa.Connection, before: Session, after: Session) -> None:
    was = before.line_units()
    for line_id, units in after.line_units().items():
        if units != was.get(line_id):
            bulk.run(connection, _COUNT, (units, after.order_id, line_id))


def take_out(connection: sa.Connection, opened: OpenSession) -> None:
    """No unit of the session is in a box any more; what left in earlier parcels stays packed."""
    empty = replace(opened.session, deeds=())
    for line_id, units in empty.line_units().items():
        bulk.run(connection, _COUNT, (units, empty.order_id, line_id))


def beginning_of(connection: sa.Connection, session_id: int) -> Session:
    """A session as it was before its first event."""
    chosen = sa.select(pack_sessions.c.beginning).where(pack_sessions.c.id == session_id)
    return session_record.session_from_json(connection.execute(chosen).scalar_one())


def as_ended(connection: sa.Connection, session_id: int) -> Session:
    """A session after all its events, whether it goes on or not."""
    return replay(beginning_of(connection, session_id), events_of(connection, session_id))


def end(connection: sa.Connection, opened: OpenSession, now: datetime) -> None:
    """The session is over: its order may get another one."""
    connection.execute(
        pack_sessions.update()
        .where(pack_sessions.c.id == opened.id)
        .values(open=False, ended_at=now)
    )


def stray(
    connection: sa.Connection,
    verdict: str,
    bench_id: int,
    user_id: int | None,
    now: datetime,
    scan_id: str | None,
) -> None:
    """A scan outside of any session: recorded too, without its text. Raises `RepeatedScan`."""
    known = sa.select(pack_events.c.seq).where(pack_events.c.scan_id == scan_id)
    if scan_id and connection.scalar(known) is not None:
        raise RepeatedScan  # it ended the order, and came once more
    row = {"verdict": verdict, "bench_id": bench_id, "user_id": user_id, "at": now}
    try:
        connection.execute(stray_scans.insert().values(scan_id=scan_id, **row))
    except sa.exc.IntegrityError:
        raise RepeatedScan from None


def serial_known(connection: sa.Connection, sku: Sku, serial: str) -> bool:
    """True when this unit left the house before; one that was taken out again did not."""
    chosen = (
        sa.select(parcel_units.c.id)
        .join(parcels, parcels.c.id == parcel_units.c.parcel_id)
        .where(
            parcel_units.c.sku == sku,
            # Compared as `serial_key` does; the text itself for letters no database lowers alike.
            sa.or_(
                parcel_units.c.serial == serial,
                sa.func.lower(parcel_units.c.serial) == serial_key(serial),
            ),
            parcels.c.state != ParcelState.VOID.value,
        )
    )
    return bool(serial) and connection.scalar(chosen.limit(1)) is not None


def chain(connection: sa.Connection, session_id: int) -> tuple[bool, list[sa.Row[Any]]]:
    """The events of a session as they stand, and whether their chain of hashes is unbroken."""
    chosen = (
        sa.select(pack_events, users.c.name.label("user_name"))
        .outerjoin(users, users.c.id == pack_events.c.user_id)
        .where(pack_events.c.session_id == session_id)
        .order_by(pack_events.c.seq)
    )
    rows = list(connection.execute(chosen))
    before, intact = "", True
    for number, row in enumerate(rows, 1):
        who = f"{row.user_id}/{row.bench_id}/{to_ms(row.at)}"
        link = session_record.chain_hash(before, number, row.kind, row.data, row.verdict, who)
        intact = intact and link == row.hash and row.seq == number
        before = row.hash
    return intact, rows
