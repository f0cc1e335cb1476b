"""What a bench's camera saw when a unit was counted: sealed, and gone with the buyer's address."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId, Sku
from fbm_desk.store.schema import scan_pictures
from fbm_desk.store.sealed import Seal


@dataclass(frozen=True, slots=True)
class ScanPicture:
    """One frame as JPEG; `box` is the number of the order's box the unit was counted into."""

    order_id: OrderId
    session_id: int
    box: int
    sku: Sku
    taken_at: datetime
    jpeg: bytes = field(repr=False)


def keep(connection: sa.Connection, seal: Seal, seen: ScanPicture) -> int:
    """Keep a frame; its id."""
    facts = {
        "order_id": seen.order_id,
        "session_id": seen.session_id,
        "box": seen.box,
        "sku": seen.sku,
        "taken_at": seen.taken_at,
    }
    made = connection.execute(scan_pictures.insert().values(**facts, bytes=b""))
    assert made.inserted_primary_key is not None
    picture_id = int(made.inserted_primary_key[0])
    sealed = seal.close(seen.jpeg, "scan_pictures", "bytes", str(picture_id))
    this = scan_pictures.c.id == picture_id
    connection.execute(scan_pictures.update().where(this).values(bytes=sealed))
    return picture_id


def of_order(connection: sa.Connection, seal: Seal, order_id: OrderId) -> list[ScanPicture]:
    """The frames that are kept of an order, the oldest first."""
    chosen = sa.select(scan_pictures).where(scan_pictures.c.order_id == order_id)
    rows = connection.execute(chosen.order_by(scan_pictures.c.id))
    return [
        ScanPicture(
            OrderId(row.order_id),
            row.session_id,
            row.box,
            Sku(row.sku),
            row.taken_at,
            seal.open(row.bytes, "scan_pictures", "bytes", str(row.id)),
        )
        for row in rows
    ]
