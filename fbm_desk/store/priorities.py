"""What people decide of an order before it is packed: that it comes first, what may be in it."""

from __future__ import annotations

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId
from fbm_desk.store import history
from fbm_desk.store.schema import orders
from fbm_desk.store.sessions import Actor


def put_first(connection: sa.Connection, order_id: OrderId, actor: Actor) -> None:
    """Before all orders, those put first earlier too."""
    most = connection.scalar(sa.select(sa.func.max(orders.c.priority))) or 0
    _set(connection, order_id, int(most) + 1)
    history.add(connection, [order_id], "expedited", actor.at, user_id=actor.user_id or None)


def put_back(connection: sa.Connection, order_id: OrderId, actor: Actor) -> None:
    """In its turn by its ship-by time."""
    _set(connection, order_id, 0)
    history.add(connection, [order_id], "not_expedited", actor.at, user_id=actor.user_id or None)


def _set(connection: sa.Connection, order_id: OrderId, priority: int) -> None:
    connection.execute(
        orders.update().where(orders.c.order_id == order_id).values(priority=priority)
    )


def of_order(connection: sa.Connection, order_id: OrderId) -> int:
    """How far an order is before others; 0: in its turn."""
    chosen = sa.select(orders.c.priority).where(orders.c.order_id == order_id)
    return int(connection.scalar(chosen) or 0)


def set_substitutes(connection: sa.Connection, order_id: OrderId, allowed: bool) -> None:
    """Whether other articles may be sent instead of those ordered."""
    mine = orders.update().where(orders.c.order_id == order_id)
    connection.execute(mine.values(may_substitute=allowed))
