"""Deletes what names a buyer once it may not be kept any longer; the facts of the orders stay."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from fbm_desk.store import privacy
from fbm_desk.store.schema import label_documents, label_purchases, order_private, print_jobs


def anything(connection: sa.Connection, now: datetime) -> bool:
    """True when something of somebody's is overdue."""
    chosen = sa.select(order_private.c.order_id).where(order_private.c.keep_until < now)
    return connection.scalar(chosen.limit(1)) is not None


def forget(connection: sa.Connection, now: datetime) -> int:
    """Delete addresses, gift messages, labels and what was printed; how many orders it concerned.

    Source: Amazon's Data Protection Policy, personal data goes 30 days after delivery.
    """
    overdue = sa.select(order_private.c.order_id).where(order_private.c.keep_until < now)
    bought = sa.select(label_purchases.c.id).where(label_purchases.c.order_id.in_(overdue))
    connection.execute(label_documents.delete().where(label_documents.c.purchase_id.in_(bought)))
    printed = print_jobs.update().where(print_jobs.c.order_id.in_(overdue))
    connection.execute(printed.values(bytes=None))
    return privacy.purge(connection, now)
