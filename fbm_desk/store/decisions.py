"""Orders that wait for a decision: their buyers ask to cancel, and nobody said yet what to do."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId, Sku
from fbm_desk.domain.session import State
from fbm_desk.domain.stages import Stage
from fbm_desk.store import kits
from fbm_desk.store.schema import order_lines, orders, pack_sessions

_TO_BE_PACKED = (Stage.WAITING.value, Stage.HELD.value)


def decided() -> sa.Exists:
    """True of an order that somebody began to pack, and that was not stopped since."""
    return (
        sa.select(pack_sessions.c.id)
        .where(
            pack_sessions.c.order_id == orders.c.order_id,
            sa.text("pack_sessions.open"),
            pack_sessions.c.state != State.STOPPED.value,
        )
        .correlate(orders)
        .exists()
    )


def undecided_conditions() -> list[sa.ColumnElement[bool]]:
    """True together of an order that waits for a decision."""
    # Written so that the index of the few is taken, and not that of all that wait.
    asked, stage = sa.text("orders.cancel_requested"), sa.func.coalesce(orders.c.stage, "")
    return [asked, stage.in_(_TO_BE_PACKED), ~decided()]  # type: ignore[list-item]


def count(connection: sa.Connection) -> int:
    """How many orders wait for a decision."""
    chosen = sa.select(sa.func.count()).select_from(orders).where(*undecided_conditions())
    return int(connection.scalar(chosen) or 0)


def first_with(connection: sa.Connection, skus: Sequence[Sku]) -> OrderId | None:
    """The most urgent of them that needs one of these articles, itself or as part of a kit."""
    around = kits.kits_around(connection, skus)
    chosen = (
        sa.select(orders.c.order_id)
        .join(order_lines, order_lines.c.order_id == orders.c.order_id)
        .where(
            *undecided_conditions(),
            order_lines.c.sku.in_([*skus, *around]),
            order_lines.c.quantity > order_lines.c.shipped,
        )
        .order_by(orders.c.ship_by.nulls_last(), orders.c.order_id)
        .limit(1)
    )
    return connection.scalar(chosen)
