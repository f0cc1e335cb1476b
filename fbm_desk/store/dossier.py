"""What is written down about one order outside of its own row: sessions, news, papers, dates."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.store import sessions
from fbm_desk.store.schema import (
    benches,
    label_purchases,
    manifests,
    order_private,
    outbox,
    pack_sessions,
    parcels,
    users,
)


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a pack session as it stands. `chain` is its hash, `units` may be negative."""

    kind: str
    facts: dict[str, Any]
    verdict: str
    sku: str
    units: int
    refused: bool
    who: str
    bench: str
    at: datetime
    chain: str


@dataclass(frozen=True, slots=True)
class Work:
    """One pack session with its events; `intact` is False when their chain is broken."""

    id: int
    started_at: datetime
    who: str
    bench: str
    events: tuple[Event, ...]
    intact: bool


@dataclass(frozen=True, slots=True)
class News:
    """What became of telling Amazon of a parcel."""

    number: int
    state: OutboxState
    words: str
    sent_at: datetime | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Packed:
    """Who closed the newest parcel of an order, where, and on which manifest it stands."""

    who: str
    bench: str
    manifest: str


def work_on(connection: sa.Connection, order_id: OrderId) -> list[Work]:
    """The pack sessions of an order, the oldest first."""
    places = _bench_names(connection)
    chosen = (
        sa.select(
            pack_sessions.c.id,
            pack_sessions.c.started_at,
            pack_sessions.c.bench_id,
            users.c.name.label("user_name"),
        )
        .outerjoin(users, users.c.id == pack_sessions.c.user_id)
        .where(pack_sessions.c.order_id == order_id)
        .order_by(pack_sessions.c.id)
    )
    return [_work(connection, row, places) for row in connection.execute(chosen).all()]


def _work(connection: sa.Connection, row: Any, places: dict[int, str]) -> Work:
    intact, rows = sessions.chain(connection, row.id)
    events = tuple(_event(one, places) for one in rows)
    # The session's own row names whoever had it last; its first event names whoever took it.
    first = next((one for one in events if one.who), None)
    return Work(
        row.id,
        row.started_at,
        first.who if first else row.user_name or "",
        first.bench if first else places.get(row.bench_id, ""),
        events,
        intact,
    )


def _event(row: Any, places: dict[int, str]) -> Event:
    try:
        facts = json.loads(row.data)
    except ValueError:  # changed by hand: the chain says so, the rest is still to be read
        facts = {}
    return Event(
        row.kind,
        facts if isinstance(facts, dict) else {},
        row.verdict,
        row.sku,
        row.units,
        row.refused,
        row.user_name or "",
        places.get(row.bench_id, ""),
        row.at,
        row.hash,
    )


def _bench_names(connection: sa.Connection) -> dict[int, str]:
    chosen = sa.select(benches.c.id, benches.c.name)
    return {row.id: row.name for row in connection.execute(chosen)}


def news_of(connection: sa.Connection, order_id: OrderId) -> list[News]:
    """What Amazon was told of the parcels of an order."""
    chosen = (
        sa.select(
            outbox.c.package_reference,
            outbox.c.state,
            outbox.c.words,
            outbox.c.sent_at,
            outbox.c.settled_at,
        )
        .where(outbox.c.order_id == order_id)
        .order_by(outbox.c.package_reference)
    )
    return [
        News(row[0], OutboxState(row[1]), row[2], row[3], row[4])
        for row in connection.execute(chosen)
    ]


def newest_packed(connection: sa.Connection, order_id: OrderId) -> Packed | None:
    """Who closed the newest parcel, None when there is none."""
    chosen = (
        sa.select(users.c.name, benches.c.name, manifests.c.number)
        .select_from(
            parcels.outerjoin(users, users.c.id == parcels.c.user_id)
            .outerjoin(benches, benches.c.id == parcels.c.bench_id)
            .outerjoin(manifests, manifests.c.id == parcels.c.manifest_id)
        )
        .where(parcels.c.order_id == order_id)
        .order_by(parcels.c.number.desc())
        .limit(1)
    )
    row = connection.execute(chosen).first()
    return Packed(*(value or "" for value in row)) if row else None


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A service that was not taken; `why` is a stable code, empty in rows of earlier programs."""

    carrier: str
    service: str
    price_minor: int
    currency: str
    why: str = ""
    words: str = ""


def alternatives(connection: sa.Connection, purchase_id: int) -> list[NotTaken]:
    """What was offered for a label or refused, and not taken."""
    chosen = sa.select(label_purchases.c.alternatives).where(label_purchases.c.id == purchase_id)
    return [NotTaken(*row[:6]) for row in json.loads(connection.scalar(chosen) or "[]")]


def kept_until(connection: sa.Connection, order_id: OrderId) -> datetime | None:
    """When what names the buyer is deleted; None when it is already, or never was kept."""
    chosen = sa.select(order_private.c.keep_until).where(order_private.c.order_id == order_id)
    found: datetime | None = connection.scalar(chosen)
    return found
