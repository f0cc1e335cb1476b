"""Where parcels are by now: the carrier's newest word of each, its first scan, its delivery."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.shipping import ParcelProgress, TrackingNews
from fbm_desk.domain.stages import ParcelState
from fbm_desk.store.schema import label_purchases, parcel_tracking, parcels

ASK_EVERY = timedelta(hours=4)
GIVE_UP_AFTER = timedelta(days=45)
"""A parcel that is not delivered by then is asked after no more."""
_T = parcel_tracking.c


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A parcel whose label was bought here, and the purchase to ask by."""

    parcel_id: int
    tracking: str
    purchase_id: int


def under_way(connection: sa.Connection, now: datetime, most: int) -> list[UnderWay]:
    """Parcels to be asked after now, those not asked after for longest first."""
    chosen = (
        sa.select(parcels.c.id, parcels.c.tracking, label_purchases.c.id)
        .join(
            label_purchases,
            sa.and_(
                label_purchases.c.session_id == parcels.c.session_id,
                label_purchases.c.box == parcels.c.box,
            ),
        )
        .outerjoin(parcel_tracking, _T.parcel_id == parcels.c.id)
        .where(
            parcels.c.state != ParcelState.VOID.value,
            parcels.c.closed_at > now - GIVE_UP_AFTER,
            parcels.c.tracking == label_purchases.c.tracking,
            parcels.c.tracking != "",
            label_purchases.c.state == PurchaseState.BOUGHT.value,
            _T.delivered_at.is_(None),
            sa.or_(_T.asked_at.is_(None), _T.asked_at <= now - ASK_EVERY),
        )
        .order_by(_T.asked_at.is_not(None), _T.asked_at, parcels.c.id)
        .limit(most)
    )
    return [UnderWay(*row) for row in connection.execute(chosen)]


def save(
    connection: sa.Connection, parcel_id: int, news: TrackingNews | None, now: datetime
) -> None:
    """Keep the newest word; None is a carrier that does not say. A first scan stays the first."""
    known = find(connection, parcel_id)
    facts: dict[str, Any] = {"asked_at": now}
    if news is not None:
        facts |= {
            "state": news.state.value,
            "event": news.event,
            "event_at": news.at,
            "first_scan_at": (known and known.first_scan_at) or news.first_scan_at,
            "delivered_at": news.delivered_at,
        }
    if known is None:
        row = {"parcel_id": parcel_id, "state": ParcelProgress.UNKNOWN.value, "event": "", **facts}
        connection.execute(parcel_tracking.insert().values(**row))
    else:
        mine = parcel_tracking.update().where(_T.parcel_id == parcel_id)
        connection.execute(mine.values(**facts))


def find(connection: sa.Connection, parcel_id: int) -> TrackingNews | None:
    """What is known of a parcel; None when nobody asked after it."""
    chosen = sa.select(_T.state, _T.event, _T.event_at, _T.first_scan_at, _T.delivered_at)
    row = connection.execute(chosen.where(_T.parcel_id == parcel_id)).first()
    return TrackingNews(ParcelProgress(row[0]), *row[1:]) if row else None
