"""Labels whose money is not settled: nobody knows, without a box, refund asked for or refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import State
from fbm_desk.store.purchases import box_is_closed
from fbm_desk.store.refused_refunds import not_seen
from fbm_desk.store.schema import label_purchases, pack_sessions

_AT_ONCE = 500
_UNDER_WAY = (State.FULL.value, State.LABELLED.value)
LEFT_ALONE = timedelta(hours=1)
"""A label that is on no box for so long is no work under way any more."""
REFUSAL_SHOWN = timedelta(days=7)
"""A refused refund is said for so long; in the dossier it stays for good."""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """How many labels, since when the oldest is so, and its order."""

    count: int
    since: datetime
    order_id: OrderId


def unclear(connection: sa.Connection) -> Unsettled | None:
    """Purchases of which nobody knows whether money was spent."""
    since = label_purchases.c.intended_at
    chosen = sa.select(since.label("since"), label_purchases.c.order_id).where(
        label_purchases.c.state == PurchaseState.UNCLEAR.value
    )
    return _oldest(connection, chosen)


def without_box(connection: sa.Connection, now: datetime) -> Unsettled | None:
    """Paid labels whose box is put aside, waits for somebody, or was not closed for long."""
    # Open sessions are few, labels ever bought are many: never through the index of their states.
    opened = sa.select(pack_sessions.c.id, pack_sessions.c.state).where(sa.text("open"))
    waiting = {row.id: row.state not in _UNDER_WAY for row in connection.execute(opened)}
    bought = [
        row
        for row in _labels_of(connection, list(waiting))
        if row.state == PurchaseState.BOUGHT.value
        and (waiting[row.session_id] or row.answered_at <= now - LEFT_ALONE)
    ]
    oldest = min(bought, key=lambda row: row.answered_at, default=None)
    if oldest is None:
        return None
    return Unsettled(len(bought), oldest.answered_at, OrderId(oldest.order_id))


def _labels_of(connection: sa.Connection, session_ids: list[int]) -> Iterator[sa.Row[Any]]:
    columns = ("session_id", "state", "order_id", "answered_at")
    for start in range(0, len(session_ids), _AT_ONCE):
        mine = label_purchases.c.session_id.in_(session_ids[start : start + _AT_ONCE])
        chosen = sa.select(*(label_purchases.c[name] for name in columns)).where(mine)
        yield from connection.execute(chosen.where(~box_is_closed()))


def refund_wanted(connection: sa.Connection) -> Unsettled | None:
    """Labels whose money Amazon was not yet heard to give back."""
    since = label_purchases.c.answered_at
    chosen = sa.select(since.label("since"), label_purchases.c.order_id).where(
        label_purchases.c.state == PurchaseState.VOID_WANTED.value
    )
    return _oldest(connection, chosen)


def refund_refused(connection: sa.Connection, now: datetime) -> Unsettled | None:
    """Labels whose money Amazon does not give back, as long as that is news."""
    since = label_purchases.c.voided_at
    chosen = sa.select(since.label("since"), label_purchases.c.order_id).where(
        label_purchases.c.state == PurchaseState.VOID_REFUSED.value,
        since > now - REFUSAL_SHOWN,
        not_seen(),
    )
    return _oldest(connection, chosen)


def _oldest(connection: sa.Connection, chosen: sa.Select[Any]) -> Unsettled | None:
    found = connection.execute(chosen.order_by("since")).all()
    if not found:
        return None
    return Unsettled(len(found), found[0][0], OrderId(found[0][1]))
