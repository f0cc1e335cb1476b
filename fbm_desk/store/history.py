"""What happened to an order outside of its pack sessions: a stable code, a time, who did it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId
from fbm_desk.store import bulk
from fbm_desk.store.moments import to_ms
from fbm_desk.store.schema import order_history, orders, users

Kind = Literal[
    "weight_assumed", "changed", "cancel_asked", "cancel_withdrawn", "address_changed",
    "cancel_overruled", "intercepted", "intercept_taken_out", "intercept_gone",
    "intercept_let_go", "intercept_withdrawn", "taken_over", "expedited", "not_expedited",
    "substitutes_allowed", "substitutes_forbidden", "tote_bound", "barcode_taught",
    "cancelled_by_seller", "cancel_told", "cancel_settled", "cancel_refused", "short_shipped",
    "damaged", "damaged_undone", "released", "tracking_noted", "label_bought", "label_read_back",
    "label_found", "label_void", "label_void_wanted", "label_settled_bought",
    "label_settled_not_bought", "label_waits_for_box", "refund_asked_again",
    "refund_refusal_seen", "reprinted", "reprint_label", "reprint_slip", "paper_seen",
    "paper_again", "paper_not_wanted", "confirmed", "tell_again", "told_elsewhere", "manifested",
    "wish_late", "wish_seen_to",
]  # fmt: skip
"""What may be noted; each has its sentence in [history] of the texts. "came" is told by the order.
"""
_COLUMNS = ("order_id", "kind", "details", "user_id", "at")


def add(
    connection: sa.Connection,
    order_ids: Iterable[OrderId],
    kind: Kind,
    now: datetime,
    details: str = "",
    user_id: int | None = None,
) -> None:
    """Note one thing that happened to these orders. Details never name a person."""
    rows = [(order_id, kind, details, user_id, to_ms(now)) for order_id in order_ids]
    bulk.add(connection, order_history, _COLUMNS, rows)


def newest(connection: sa.Connection, order_id: OrderId, kind: Kind) -> str:
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
