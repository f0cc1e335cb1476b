"""Reads what the books say of an order for a copy that leaves part of it untold."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from fbm_desk.domain.orders import AmazonStatus, LineId, OrderId, Source
from fbm_desk.domain.told_before import LineBefore, ToldBefore
from fbm_desk.store import bulk, privacy
from fbm_desk.store.moments import from_ms
from fbm_desk.store.order_rows import duties_of
from fbm_desk.store.schema import order_lines, orders
from fbm_desk.store.sealed import Seal

_FACTS = (
    "source", "amazon_status", "status_text", "ship_by", "deliver_by", "label_not_before",
    "service_level", "duties", "purchase_order_number", "cancel_requested",
)  # fmt: skip
_LINE = ("line_id", "quantity", "shipped", "duties")


def find(connection: sa.Connection, seal: Seal, order_id: OrderId) -> ToldBefore | None:
    """What was told of the order until now; None when it is not in the books."""
    mine = (order_id,)
    found = list(bulk.find(connection, orders, _FACTS, "order_id", mine))
    if not found:
        return None
    source, status, status_text, ship_by, deliver_by, begins, level, duties, number, asks = found[0]
    private = privacy.find(connection, seal, order_id)
    lines = {
        LineId(line_id): LineBefore(
            quantity, shipped, duties_of(asked), private.messages.get(LineId(line_id), "")
        )
        for line_id, quantity, shipped, asked in bulk.find(
            connection, order_lines, _LINE, "order_id", mine
        )
    }
    return ToldBefore(
        source=Source(source),
        status=AmazonStatus(status),
        status_text=status_text,
        ship_by=_moment(ship_by),
        deliver_by=_moment(deliver_by),
        label_not_before=_moment(begins),
        service_level=level,
        duties=duties_of(duties),
        purchase_order_number=number,
        cancel_requested=bool(asks),
        recipient=private.recipient,
        lines=lines,
    )


def _moment(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)
