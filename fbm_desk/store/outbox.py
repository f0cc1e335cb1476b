"""What Amazon has still to be told: a row per parcel, written with the parcel itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import OPEN, OutboxState, rest_after
from fbm_desk.store.schema import outbox


@dataclass(frozen=True, slots=True)
class Message:
    """One confirmation on its way."""

    id: int
    order_id: OrderId
    parcel_id: int
    package_reference: int
    state: OutboxState
    due_at: datetime | None
    tries: int
    reason: str
    words: str
    created_at: datetime
    sent_at: datetime | None


_MESSAGE = tuple(outbox.c[name] for name in Message.__dataclass_fields__)


def add(
    connection: sa.Connection,
    order_id: OrderId,
    parcel_id: int,
    package_reference: int,
    due_at: datetime | None,
    state: OutboxState,
    now: datetime,
) -> None:
    """Queue the news of a parcel."""
    connection.execute(
        outbox.insert().values(
            kind="confirm_shipment",
            order_id=order_id,
            parcel_id=parcel_id,
            package_reference=package_reference,
            state=state.value,
            due_at=due_at,
            created_at=now,
        )
    )


def _message(row: sa.Row[tuple[object, ...]]) -> Message:
    facts = dict(row._mapping)
    facts["state"] = OutboxState(facts["state"])
    return Message(**facts)


def due(connection: sa.Connection, now: datetime, limit: int = 100) -> list[Message]:
    """What may be sent or looked up now, the soonest ship-by first."""
    chosen = (
        sa.select(*_MESSAGE)
        .where(
            outbox.c.state.in_([state.value for state in OPEN]),
            sa.or_(outbox.c.next_try_at.is_(None), outbox.c.next_try_at <= now),
        )
        .order_by(outbox.c.due_at, outbox.c.id)
        .limit(limit)
    )
    return [_message(row) for row in connection.execute(chosen)]


def in_state(connection: sa.Connection, *states: OutboxState) -> list[Message]:
    """All messages in these states, the soonest ship-by first."""
    chosen = (
        sa.select(*_MESSAGE)
        .where(outbox.c.state.in_([state.value for state in states]))
        .order_by(outbox.c.due_at, outbox.c.id)
    )
    return [_message(row) for row in connection.execute(chosen)]


def of_parcel(connection: sa.Connection, parcel_id: int) -> Message | None:
    """The message about a parcel."""
    row = connection.execute(sa.select(*_MESSAGE).where(outbox.c.parcel_id == parcel_id)).first()
    return _message(row) if row else None


def settle(
    connection: sa.Connection,
    message_id: int,
    state: OutboxState,
    now: datetime,
    reason: str = "",
    words: str = "",
) -> None:
    """A message's new state; what is still open rests longer with each try."""
    tries = connection.scalar(sa.select(outbox.c.tries).where(outbox.c.id == message_id)) or 0
    still_open = state in OPEN
    facts: dict[str, object] = {
        "state": state.value,
        "tries": tries + 1,
        "reason": reason,
        "words": words,
        "next_try_at": now + rest_after(tries) if still_open else None,
        "settled_at": None if still_open else now,
    }
    if state in (OutboxState.SENT, OutboxState.EXPORTED):
        facts["sent_at"] = now
    connection.execute(outbox.update().where(outbox.c.id == message_id).values(**facts))


def waiting(connection: sa.Connection) -> tuple[int, datetime | None]:
    """How many confirmations Amazon does not have yet, and since when the oldest waits."""
    untold = (OutboxState.WAITING.value, OutboxState.UNCLEAR.value)
    chosen = sa.select(sa.func.count(), sa.func.min(outbox.c.created_at)).where(
        outbox.c.state.in_(untold)
    )
    count, oldest = connection.execute(chosen).one()
    return count, oldest
