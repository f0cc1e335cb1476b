"""Orders whose copy Amazon would not tell or that made no sense: why, and when it was tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId, Source
from fbm_desk.domain.stages import Stage
from fbm_desk.store.schema import orders, untold_orders

_IN_HANDS = (Stage.WAITING.value, Stage.HELD.value, Stage.ON_BENCH.value, Stage.LABELLED.value)


@dataclass(frozen=True, slots=True)
class Untold:
    """One order that could not be taken in. `words` are Amazon's own."""

    order_id: OrderId
    code: str
    words: str
    tried_at: datetime


def note(
    connection: sa.Connection, order_id: OrderId, code: str, words: str, now: datetime
) -> None:
    """It was tried in vain."""
    forget(connection, [order_id])
    facts = {"order_id": order_id, "code": code, "words": words, "tried_at": now}
    connection.execute(untold_orders.insert().values(**facts))


def forget(connection: sa.Connection, order_ids: Sequence[OrderId]) -> None:
    """They came after all."""
    connection.execute(untold_orders.delete().where(untold_orders.c.order_id.in_(order_ids)))


def find(connection: sa.Connection, order_id: OrderId) -> Untold | None:
    """Why one order did not come in."""
    chosen = sa.select(untold_orders).where(untold_orders.c.order_id == order_id)
    row = connection.execute(chosen).first()
    return Untold(**row._mapping) if row else None


def to_try_again(connection: sa.Connection, before: datetime, limit: int) -> list[OrderId]:
    """Those not in the books that were tried before a time, the longest ago first."""
    chosen = (
        sa.select(untold_orders.c.order_id)
        .where(untold_orders.c.tried_at < before)
        .order_by(untold_orders.c.tried_at)
        .limit(limit)
    )
    return list(connection.scalars(chosen))


def from_reports(connection: sa.Connection, tried_before: datetime, limit: int) -> list[OrderId]:
    """Orders to be packed of which only a report told, the soonest ship-by first.

    What a report leaves out is to be asked for: gift texts, duties of the carrier, packages.
    """
    lately = sa.select(untold_orders.c.order_id).where(
        untold_orders.c.order_id == orders.c.order_id, untold_orders.c.tried_at >= tried_before
    )
    chosen = (
        sa.select(orders.c.order_id)
        .where(*_reported(), ~lately.exists())
        .order_by(orders.c.ship_by.nulls_last(), orders.c.order_id)
        .limit(limit)
    )
    return list(connection.scalars(chosen))


def count_from_reports(connection: sa.Connection) -> int:
    """How many orders to be packed only a report told of."""
    chosen = sa.select(sa.func.count()).select_from(orders).where(*_reported())
    return int(connection.scalar(chosen) or 0)


def _reported() -> list[sa.ColumnElement[bool]]:
    return [orders.c.stage.in_(_IN_HANDS), orders.c.source == Source.REPORT.value]
