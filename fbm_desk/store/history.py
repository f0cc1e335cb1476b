"""What happened to an order outside of its pack sessions: a stable code, a time, who did it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId
from fbm_desk.store import bulk
from fbm_desk.store.moments import to_ms
from fbm_desk.store.schema import order_history, orders, users

_COLUMNS = ("order_id", "kind", "details", "user_id", "at")


def add(
    connection: sa.Connection,
    order_ids: Iterable[OrderId],
    kind: str,
    now: datetime,
    details: str = "",
    user_id: int | None = None,
) -> None:
    """Note one thing that happened to these orders. Details never name a person."""
    rows = [(order_id, kind, details, user_id, to_ms(now)) for order_id in order_ids]
    bulk.add(connection, order_history, _COLUMNS, rows)


def newest(connection: sa.Connection, order_id: OrderId, kind: str) -> str:
    """The details of the newest note of a kind; empty when there is none."""
    mine = (order_history.c.order_id == order_id, order_history.c.kind == kind)
    chosen = sa.select(order_history.c.details).where(*mine).order_by(order_history.c.id.desc())
    return connection.scalar(chosen.limit(1)) or ""


def of_order(connection: sa.Connection, order_id: OrderId) -> list[sa.Row[Any]]:
    """The steps of an order in their order, its coming first: kind, details, at, user_name."""
    came = sa.select(
        sa.literal("came").label("kind"),
        sa.literal("").label("details"),
        orders.c.came_at.label("at"),
        sa.null().label("user_name"),
        sa.literal(0).label("place"),
    ).where(orders.c.order_id == order_id, orders.c.came_at.is_not(None))
    noted = (
        sa.select(
            order_history.c.kind,
            order_history.c.details,
            order_history.c.at,
            users.c.name,
            order_history.c.id,
        )
        .outerjoin(users, users.c.id == order_history.c.user_id)
        .where(order_history.c.order_id == order_id)
    )
    return list(connection.execute(came.union_all(noted).order_by("place")))
