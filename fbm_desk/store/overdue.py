"""Deletes what names a buyer once it may not be kept any longer; the facts of the orders stay."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta

import sqlalchemy as sa

from fbm_desk.store import privacy
from fbm_desk.store.schema import (
    label_documents,
    label_purchases,
    order_private,
    print_jobs,
    scan_pictures,
)

KEPT_LATE = timedelta(days=30)
"""How long papers are kept that were made after their order's address had gone."""


def anything(connection: sa.Connection, now: datetime) -> bool:
    """True when something of somebody's is overdue."""
    return any(
        connection.scalar(sa.select(chosen.exists()))
        for chosen in (_addresses(now), _labels(now), _printed_late(now), _seen(now))
    )


def _addresses(now: datetime) -> sa.Select[tuple[object]]:
    return sa.select(order_private.c.order_id).where(order_private.c.keep_until < now)


def _labels(now: datetime) -> sa.Select[tuple[object]]:
    """Purchases whose labels go."""
    gone = _gone(label_purchases.c.order_id, label_purchases.c.intended_at, now)
    kept = label_documents.c.purchase_id == label_purchases.c.id
    return sa.select(label_purchases.c.id).where(gone, sa.select(kept).where(kept).exists())


def _printed(now: datetime) -> sa.Select[tuple[object]]:
    """Print jobs whose contents go."""
    gone = _gone(print_jobs.c.order_id, print_jobs.c.asked_at, now)
    return sa.select(print_jobs.c.id).where(gone, print_jobs.c.bytes.is_not(None))


def _printed_late(now: datetime) -> sa.Select[tuple[object]]:
    """Those of them that no address is overdue with; the many young jobs are not looked at."""
    young = sa.select(print_jobs.c.id).where(print_jobs.c.asked_at >= now - KEPT_LATE)
    first = young.order_by(print_jobs.c.id).limit(1).scalar_subquery()
    return _printed(now).where(sa.or_(first.is_(None), print_jobs.c.id < first))


def _seen(now: datetime) -> sa.Select[tuple[object]]:
    """Pictures that go: a label may be read on them."""
    return sa.select(scan_pictures.c.id).where(
        _gone(scan_pictures.c.order_id, scan_pictures.c.taken_at, now)
    )


def _gone(
    order_id: sa.Column[object], made_at: sa.Column[object], now: datetime
) -> sa.ColumnElement[bool]:
    """The order's time is over; or it was over already when this was made, which is long ago."""
    address = sa.select(order_private.c.order_id).where(order_private.c.order_id == order_id)
    overdue = address.where(order_private.c.keep_until < now).exists()
    return sa.or_(overdue, sa.and_(made_at < now - KEPT_LATE, ~address.exists()))


def forget(connection: sa.Connection, now: datetime) -> int:
    """Delete addresses, gift messages, labels, pictures and what was printed; of how many orders.

    Source: Amazon's Data Protection Policy, personal data goes 30 days after delivery.
    """
    bought = label_documents.c.purchase_id.in_(_labels(now))
    connection.execute(label_documents.delete().where(bought))
    printed = print_jobs.c.id.in_(_printed(now))
    connection.execute(print_jobs.update().where(printed).values(bytes=None))
    connection.execute(scan_pictures.delete().where(scan_pictures.c.id.in_(_seen(now))))
    return privacy.purge(connection, now)


def wipe_log(engine: sa.Engine) -> None:
    """What was deleted goes from SQLite's log too, where older copies of its pages lie.

    Call it after the deletion is committed. A reader may keep the log for now; then it goes later.
    """
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
