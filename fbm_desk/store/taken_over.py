"""Orders that a supervisor moved from one bench to another: the claim ended, and who did it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId
from fbm_desk.store import history
from fbm_desk.store.schema import claims, order_history, users
from fbm_desk.store.sessions import Actor

KIND: Final = "taken_over"


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Who took an order, and to which bench."""

    who: str
    bench: str


def end_claim(
    connection: sa.Connection, order_id: OrderId, bench: str, by: int, actor: Actor
) -> None:
    """Let this bench claim the order at once, whoever has it; written down with who decided so."""
    connection.execute(
        claims.update().where(claims.c.order_id == order_id).values(expires_at=actor.at)
    )
    history.add(connection, [order_id], KIND, actor.at, bench, by)


def away_from(
    connection: sa.Connection, order_id: OrderId, bench: str, since: datetime
) -> TakenOver | None:
    """The taking over that took an order from this bench, which was there at `since`."""
    chosen = (
        sa.select(users.c.name, order_history.c.details)
        .outerjoin(users, users.c.id == order_history.c.user_id)
        .where(
            order_history.c.order_id == order_id,
            order_history.c.kind == KIND,
            order_history.c.details != bench,
            order_history.c.at >= since,
        )
        .order_by(order_history.c.id.desc())
        .limit(1)
    )
    row = connection.execute(chosen).first()
    return TakenOver(row[0] or "", row[1]) if row else None
