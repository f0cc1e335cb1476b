"""Orders that the seller cancels: written down at a bench, told, settled by Amazon's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from fbm_desk.domain.cancelling import CancelReason
from fbm_desk.domain.orders import LineId, OrderId
from fbm_desk.domain.outbox import OPEN, OutboxState
from fbm_desk.store.schema import cancellations, order_lines

_OPEN = [state.value for state in OPEN]


@dataclass(frozen=True, slots=True)
class Cancellation:
    """One order that is to be cancelled; `feed_id` is empty until Amazon has it."""

    order_id: OrderId
    state: OutboxState
    reason: CancelReason
    feed_id: str
    tries: int
    words: str
    asked_at: datetime
    sent_at: datetime | None


_FACTS = tuple(cancellations.c[name] for name in Cancellation.__dataclass_fields__)


def want(
    connection: sa.Connection, order_id: OrderId, reason: CancelReason, user_id: int, now: datetime
) -> None:
    """Write down that an order is to be cancelled; one that was refused before is tried again."""
    connection.execute(cancellations.delete().where(cancellations.c.order_id == order_id))
    connection.execute(
        cancellations.insert().values(
            order_id=order_id,
            state=OutboxState.WAITING.value,
            reason=reason.value,
            user_id=user_id,
            asked_at=now,
        )
    )


def find(connection: sa.Connection, order_id: OrderId) -> Cancellation | None:
    """What is known of an order's cancelling; None when nobody cancels it."""
    row = connection.execute(sa.select(*_FACTS).where(cancellations.c.order_id == order_id)).first()
    return _read(row) if row else None


def is_wanted(connection: sa.Connection, order_id: OrderId) -> bool:
    """True while the order must not be packed because of it."""
    found = find(connection, order_id)
    return found is not None and found.state is not OutboxState.REFUSED


def _read(row: sa.Row[tuple[object, ...]]) -> Cancellation:
    facts = dict(row._mapping)
    facts["state"], facts["reason"] = OutboxState(facts["state"]), CancelReason(facts["reason"])
    return Cancellation(**facts)


def in_state(connection: sa.Connection, *states: OutboxState) -> list[Cancellation]:
    """All in these states, the oldest first."""
    chosen = (
        sa.select(*_FACTS)
        .where(cancellations.c.state.in_([state.value for state in states]))
        .order_by(cancellations.c.asked_at, cancellations.c.order_id)
    )
    return [_read(row) for row in connection.execute(chosen)]


def waiting(connection: sa.Connection, now: datetime, limit: int) -> list[Cancellation]:
    """What may be told now, the oldest first."""
    chosen = (
        sa.select(*_FACTS)
        .where(
            cancellations.c.state == OutboxState.WAITING.value,
            sa.or_(cancellations.c.next_try_at.is_(None), cancellations.c.next_try_at <= now),
        )
        .order_by(cancellations.c.asked_at, cancellations.c.order_id)
        .limit(limit)
    )
    return [_read(row) for row in connection.execute(chosen)]


def lines_of(
    connection: sa.Connection, order_ids: Sequence[OrderId]
) -> dict[OrderId, list[LineId]]:
    """The lines of these orders, as Amazon numbers them."""
    found: dict[OrderId, list[LineId]] = {}
    chosen = sa.select(order_lines.c.order_id, order_lines.c.line_id).where(
        order_lines.c.order_id.in_(order_ids)
    )
    for order_id, line_id in connection.execute(chosen.order_by(order_lines.c.position)):
        found.setdefault(OrderId(order_id), []).append(LineId(line_id))
    return found


def take(connection: sa.Connection, order_ids: Sequence[OrderId], now: datetime) -> None:
    """They are about to be told: from here on their fate is unclear until somebody says so."""
    _set(connection, order_ids, {"state": OutboxState.UNCLEAR.value, "sent_at": now})


def sent(connection: sa.Connection, order_ids: Sequence[OrderId], feed_id: str) -> None:
    """Amazon has the file they stand in."""
    _set(connection, order_ids, {"state": OutboxState.SENT.value, "feed_id": feed_id})


def hand_back(
    connection: sa.Connection, order_ids: Sequence[OrderId], now: datetime, rest: timedelta
) -> None:
    """They were not told: they wait again."""
    facts: dict[str, object] = {"state": OutboxState.WAITING.value, "feed_id": ""}
    _set(connection, order_ids, facts | {"next_try_at": now + rest, "sent_at": None})
    more = cancellations.update().where(cancellations.c.order_id.in_(order_ids))
    connection.execute(more.values(tries=cancellations.c.tries + 1))


def settle(
    connection: sa.Connection,
    order_ids: Sequence[OrderId],
    state: OutboxState,
    now: datetime,
    words: str = "",
) -> None:
    """Amazon said what became of them."""
    _set(connection, order_ids, {"state": state.value, "settled_at": now, "words": words})


def _set(connection: sa.Connection, order_ids: Sequence[OrderId], facts: dict[str, object]) -> None:
    chosen = cancellations.update().where(cancellations.c.order_id.in_(order_ids))
    connection.execute(chosen.values(**facts))


def last_sent_at(connection: sa.Connection) -> datetime | None:
    """When a file of cancellations was handed in last."""
    found: datetime | None = connection.scalar(sa.select(sa.func.max(cancellations.c.sent_at)))
    return found


def feeds_known(connection: sa.Connection) -> set[str]:
    """Amazon's ids of the files that are known to have arrived."""
    return set(connection.scalars(sa.select(cancellations.c.feed_id).distinct()))


def waiting_since(connection: sa.Connection) -> tuple[int, datetime | None]:
    """How many Amazon has not settled yet, and since when the oldest waits."""
    chosen = sa.select(sa.func.count(), sa.func.min(cancellations.c.asked_at)).where(
        cancellations.c.state.in_(_OPEN)
    )
    number, oldest = connection.execute(chosen).one()
    return number, oldest
