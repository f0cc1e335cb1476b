"""What Amazon has still to be told: a row per parcel, written with the parcel itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import OPEN, UNTOLD, OutboxState, rest_after
from fbm_desk.domain.stages import Stage
from fbm_desk.store import interceptions
from fbm_desk.store.columns import Moment
from fbm_desk.store.schema import orders, outbox, parcels

CALL_LEASE = timedelta(minutes=2)
"""A call that has not ended after this is looked into: whoever made it is gone."""
SWEEPS_SHOW_AFTER = timedelta(minutes=10)
"""For so long a proof is left to the sweeps: one order asked for by itself costs two seconds."""
LONGEST_REST = timedelta(hours=2)
"""No message is to rest so long: Amazon may say an hour, all else is minutes."""
_FEW = 30
"""With no more messages open than orders may be asked for in a burst, each is looked at at once."""
_TOLD = (
    OutboxState.VERIFIED.value,
    OutboxState.EXPORTED.value,
    OutboxState.ELSEWHERE.value,
    OutboxState.NOT_NEEDED.value,
)
_AT_ONCE = 500
MAY_BE_TOLD = sa.and_(
    outbox.c.state == OutboxState.WAITING.value, ~interceptions.is_open(outbox.c.parcel_id)
)
"""True of what waits and is not about a parcel that must not leave."""


@dataclass(frozen=True, slots=True)
class Message:
    """One confirmation on its way. `first_told_at` is since when a proof is waited for."""

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
    feed_id: int | None = None
    first_told_at: datetime | None = None


_MESSAGE = tuple(outbox.c[name] for name in Message.__dataclass_fields__)
_BY_HASTE = (outbox.c.due_at.nulls_last(), outbox.c.id)


def add(
    connection: sa.Connection,
    order_id: OrderId,
    parcel_id: int,
    package_reference: int,
    due_at: datetime | None,
    state: OutboxState,
    now: datetime,
) -> None:
    """Queue the news of a parcel; of one that Amazon tells itself only a proof is waited for."""
    told_by = connection.scalar(sa.select(parcels.c.told_by).where(parcels.c.id == parcel_id))
    if told_by and state is OutboxState.WAITING:
        state = OutboxState.SENT
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


def due(
    connection: sa.Connection,
    now: datetime,
    limit: int = 100,
    states: Iterable[OutboxState] = OPEN,
) -> list[Message]:
    """What may be sent or looked up now, the soonest ship-by first."""
    chosen = (
        sa.select(*_MESSAGE)
        .where(
            outbox.c.state.in_([state.value for state in states]),
            is_due(now),
        )
        .order_by(*_BY_HASTE)
        .limit(limit)
    )
    return [_message(row) for row in connection.execute(chosen)]


def is_due(now: datetime) -> sa.ColumnElement[bool]:
    """True of what rests no longer, and of what rests longer than any: the clock was set back."""
    next_at = outbox.c.next_try_at
    return sa.or_(next_at.is_(None), next_at <= now, next_at > now + LONGEST_REST)


def in_state(connection: sa.Connection, *states: OutboxState) -> list[Message]:
    """All messages in these states, the soonest ship-by first."""
    chosen = (
        sa.select(*_MESSAGE)
        .where(outbox.c.state.in_([state.value for state in states]))
        .order_by(*_BY_HASTE)
    )
    return [_message(row) for row in connection.execute(chosen)]


def told_by_file(connection: sa.Connection, begin: datetime, end: datetime) -> list[Message]:
    """All messages that files of a span of time told, the soonest ship-by first."""
    chosen = (
        sa.select(*_MESSAGE)
        .where(
            outbox.c.state == OutboxState.EXPORTED.value,
            outbox.c.sent_at >= begin,
            outbox.c.sent_at < end,
        )
        .order_by(*_BY_HASTE)
    )
    return [_message(row) for row in connection.execute(chosen)]


def of_orders(
    connection: sa.Connection, order_ids: Sequence[OrderId], states: Iterable[OutboxState]
) -> list[Message]:
    """The messages of some orders in these states."""
    chosen = sa.select(*_MESSAGE).where(
        outbox.c.order_id.in_(order_ids), outbox.c.state.in_([state.value for state in states])
    )
    return [_message(row) for row in connection.execute(chosen)]


def find(connection: sa.Connection, message_id: int) -> Message | None:
    """One message."""
    row = connection.execute(sa.select(*_MESSAGE).where(outbox.c.id == message_id)).first()
    return _message(row) if row else None


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
    *,
    only_from: Collection[OutboxState] = tuple(OutboxState),
) -> bool:
    """A message's new state; what is still open rests longer with each try.

    False, and nothing is changed, when it is in none of the states `only_from`: a call to Amazon
    takes long, and a person or a sweep may have settled the message meanwhile.
    """
    mine = sa.and_(
        outbox.c.id == message_id, outbox.c.state.in_([before.value for before in only_from])
    )
    tries = connection.scalar(sa.select(outbox.c.tries).where(mine).with_for_update())
    if tries is None:
        return False
    still_open = state in OPEN
    rest = rest_after(tries)
    if state is OutboxState.SENT and not _is_quiet(connection):
        rest = max(rest, SWEEPS_SHOW_AFTER)
    facts: dict[str, object] = {
        "state": state.value,
        "tries": tries + 1,
        "reason": reason,
        "words": words,
        "next_try_at": now + rest if still_open else None,
        "settled_at": None if still_open else now,
    }
    if state in (OutboxState.SENT, OutboxState.EXPORTED):
        facts["sent_at"] = now
    connection.execute(outbox.update().where(mine).values(**facts))
    return True


def proven(connection: sa.Connection, message_ids: Sequence[int], now: datetime) -> None:
    """Amazon shows these parcels: all of a sweep's batch at once, as a scan waits for it."""
    settled = {"state": OutboxState.VERIFIED.value, "settled_at": now, "next_try_at": None}
    mine = outbox.c.id.in_(message_ids)
    connection.execute(outbox.update().where(mine).values(**settled, reason="", words=""))


def _is_quiet(connection: sa.Connection) -> bool:
    chosen = sa.select(outbox.c.id).where(outbox.c.state.in_([state.value for state in OPEN]))
    return len(connection.execute(chosen.limit(_FEW + 1)).all()) <= _FEW


def waiting(connection: sa.Connection) -> tuple[int, datetime | None]:
    """How many confirmations Amazon does not have yet, and since when the oldest waits."""
    chosen = sa.select(sa.func.count(), sa.func.min(outbox.c.created_at)).where(_IS_UNTOLD)
    count, oldest = connection.execute(chosen).one()
    return count, oldest


_IS_UNTOLD = outbox.c.state.in_([state.value for state in UNTOLD])


def soonest_ship_by(connection: sa.Connection) -> datetime | None:
    """The first ship-by among the confirmations Amazon does not have yet."""
    found: datetime | None = connection.scalar(
        sa.select(sa.func.min(outbox.c.due_at)).where(_IS_UNTOLD)
    )
    return found


def count(connection: sa.Connection, state: OutboxState) -> int:
    """How many messages are in a state."""
    chosen = sa.select(sa.func.count()).where(outbox.c.state == state.value)
    return int(connection.scalar(chosen) or 0)


# --- telling -------------------------------------------------------------------------------------


def take(connection: sa.Connection, message_id: int, now: datetime) -> bool:
    """Say that a message is about to be told; False when it does not wait any more, or is about a
    parcel that must not leave.

    From here on its fate is unclear until somebody says otherwise: a crash in the middle of the
    call leaves a row that is looked into, never one that is told again blindly.
    """
    taken = connection.execute(
        outbox.update()
        .where(outbox.c.id == message_id, MAY_BE_TOLD)
        .values(
            state=OutboxState.UNCLEAR.value,
            reason="under_way",
            next_try_at=now + CALL_LEASE,
            first_told_at=sa.func.coalesce(outbox.c.first_told_at, sa.literal(now, Moment)),
        )
    )
    return taken.rowcount == 1


def hand_back(
    connection: sa.Connection, message: Message, next_try_at: datetime, reason: str
) -> None:
    """Nothing of the call left this computer: the message waits again, no try is counted."""
    connection.execute(
        outbox.update()
        .where(outbox.c.id == message.id, outbox.c.state == OutboxState.UNCLEAR.value)
        .values(
            state=OutboxState.WAITING.value,
            next_try_at=next_try_at,
            reason=reason,
            first_told_at=message.first_told_at,
        )
    )


def rest(connection: sa.Connection, message: Message, now: datetime, reason: str) -> None:
    """Leave a message as it is and look again later, later with each time."""
    connection.execute(
        outbox.update()
        .where(outbox.c.id == message.id, outbox.c.state == message.state.value)
        .values(tries=message.tries + 1, next_try_at=now + rest_after(message.tries), reason=reason)
    )


def exported(connection: sa.Connection, message_ids: Sequence[int], now: datetime) -> int:
    """Mark messages as told by file; how many of them still waited to be and may be."""
    told = {"state": OutboxState.EXPORTED.value, "sent_at": now, "settled_at": now}
    count = 0
    for start in range(0, len(message_ids), _AT_ONCE):
        part = message_ids[start : start + _AT_ONCE]
        waited = outbox.update().where(outbox.c.id.in_(part), MAY_BE_TOLD)
        count += connection.execute(waited.values(**told, next_try_at=None, reason="")).rowcount
    return count


def hold_back(connection: sa.Connection, parcel_id: int) -> None:
    """Do not tell of a parcel that is to be stopped, unless it is being told or known already.

    Should it wait again, because nobody got it or Amazon does not show it, it is held back then.
    """
    _turn(connection, parcel_id, OutboxState.WAITING, OutboxState.INTERCEPTED)


def hold_back_stopped(connection: sa.Connection) -> None:
    """Hold back whatever came to wait while its parcel was to be stopped."""
    mine = sa.and_(
        outbox.c.state == OutboxState.WAITING.value, interceptions.is_open(outbox.c.parcel_id)
    )
    connection.execute(outbox.update().where(mine).values(state=OutboxState.INTERCEPTED.value))


def let_go(connection: sa.Connection, parcel_id: int) -> None:
    """The parcel leaves after all: its news waits to be told again."""
    _turn(connection, parcel_id, OutboxState.INTERCEPTED, OutboxState.WAITING)


def drop(connection: sa.Connection, parcel_id: int) -> None:
    """The parcel does not leave: there is nothing to tell of it."""
    for state in (OutboxState.INTERCEPTED, OutboxState.WAITING):
        _turn(connection, parcel_id, state, OutboxState.NOT_NEEDED)


def _turn(
    connection: sa.Connection, parcel_id: int, before: OutboxState, after: OutboxState
) -> None:
    mine = sa.and_(outbox.c.parcel_id == parcel_id, outbox.c.state == before.value)
    connection.execute(outbox.update().where(mine).values(state=after.value))


def fully_told(connection: sa.Connection, order_ids: Sequence[OrderId]) -> list[OrderId]:
    """Those of these packed orders of which Amazon knows every parcel."""
    found: list[OrderId] = []
    for start in range(0, len(order_ids), _AT_ONCE):
        untold = sa.select(outbox.c.id).where(
            outbox.c.order_id == orders.c.order_id, outbox.c.state.not_in(_TOLD)
        )
        chosen = sa.select(orders.c.order_id).where(
            orders.c.order_id.in_(order_ids[start : start + _AT_ONCE]),
            orders.c.stage == Stage.PACKED.value,
            ~untold.exists(),
        )
        found += connection.scalars(chosen)
    return found


def next_due_at(connection: sa.Connection) -> datetime | None:
    """When the next open message may be tried; None without one. Without a time it may at once."""
    chosen = sa.select(sa.func.min(sa.func.coalesce(outbox.c.next_try_at, outbox.c.created_at)))
    found: datetime | None = connection.scalar(
        chosen.where(outbox.c.state.in_([state.value for state in OPEN]))
    )
    return found
