"""Totes: which order's units each holds, from picking until the order is packed."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from fbm_desk.domain.barcodes import barcode_key
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.stages import Stage
from fbm_desk.store import history
from fbm_desk.store.schema import orders, totes
from fbm_desk.store.sessions import Actor

_DONE = [stage.value for stage in (Stage.PACKED, Stage.CONFIRMED, Stage.SHIPPED, Stage.CANCELLED)]


def order_in(connection: sa.Connection, tote: str) -> OrderId | None:
    """The order whose units a tote holds, though it be cancelled; None of an empty one."""
    chosen = sa.select(totes.c.order_id).where(totes.c.code == barcode_key(tote))
    return connection.scalar(chosen)


def open_order_in(connection: sa.Connection, tote: str) -> OrderId | None:
    """The same, but an order that is packed or cancelled needs no tote any more."""
    chosen = (
        sa.select(totes.c.order_id)
        .join(orders, orders.c.order_id == totes.c.order_id)
        .where(totes.c.code == barcode_key(tote), orders.c.stage.not_in(_DONE))
    )
    return connection.scalar(chosen)


def of_order(connection: sa.Connection, order_id: OrderId) -> list[str]:
    """The totes of an order, by the key they are kept under."""
    chosen = sa.select(totes.c.code).where(totes.c.order_id == order_id)
    return list(connection.scalars(chosen.order_by(totes.c.code)))


def bind(connection: sa.Connection, tote: str, order_id: OrderId, actor: Actor) -> bool:
    """The tote holds this order's units from now on; False while it holds another open order's."""
    code = barcode_key(tote)
    others = orders.c.order_id == totes.c.order_id, orders.c.order_id != order_id
    taken = sa.select(orders.c.order_id).where(*others, orders.c.stage.not_in(_DONE)).exists()
    connection.execute(totes.delete().where(totes.c.code == code, ~taken))
    facts = {"order_id": order_id, "put_at": actor.at, "user_id": actor.user_id or None}
    # Two benches may bind it at once: the second waits for the first, and is told.
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    fresh = make(totes).values(code=code, **facts).on_conflict_do_nothing()
    if connection.scalar(fresh.returning(totes.c.code)) is None:
        return False
    history.add(connection, [order_id], "tote_bound", actor.at, code, actor.user_id or None)
    return True


def free(connection: sa.Connection, order_id: OrderId) -> None:
    """The order's totes are empty again."""
    connection.execute(totes.delete().where(totes.c.order_id == order_id))


def known_orders(connection: sa.Connection, order_ids: Sequence[OrderId]) -> set[OrderId]:
    """Those of these orders that this shop has and that still want a tote."""
    chosen = sa.select(orders.c.order_id).where(
        orders.c.order_id.in_(order_ids), orders.c.stage.not_in(_DONE)
    )
    return set(connection.scalars(chosen))
