"""Raises the alarm for closed parcels of an order, in the transaction that stops it."""

from __future__ import annotations

from datetime import datetime

from fbm_desk.domain.orders import OrderId
from fbm_desk.store import history, interceptions, outbox
from fbm_desk.store.database import Connection


def stop_closed(connection: Connection, order_id: OrderId, reason: str, now: datetime) -> None:
    """Intercept every closed parcel of an order; who was stopped before has the newest reason."""
    known = {one.parcel_id: one for one in interceptions.of_order(connection, order_id)}
    told_before = {parcel_id for parcel_id, one in known.items() if one.reason == reason}
    news = [one for one in interceptions.to_stop(connection, order_id) if one not in told_before]
    for parcel_id in news:
        if parcel_id in known:
            interceptions.give_reason(connection, known[parcel_id].id, reason)
        else:
            interceptions.add(connection, order_id, parcel_id, reason, now)
            outbox.hold_back(connection, parcel_id)
    if news:
        history.add(connection, [order_id], "intercepted", now, reason)
