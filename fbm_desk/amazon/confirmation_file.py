"""Writes the shipment confirmation file a seller uploads by hand; leaves when to `services`.

The eight columns of `POST_FLAT_FILE_FULFILLMENT_DATA` (order feed attributes, read 2026-11), tab
separated, UTF-8 without mark, lines ended by LF. Order-item-id and quantity are always filled:
Amazon lets both stay empty for a whole order, but then a part cannot be told from the whole.
The ship date is a plain day, as Seller Central's template wants it. The tracking number may stay
empty there: an order told without one is late for nobody, and counts only as not tracked.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from fbm_desk.domain.orders import LineId, OrderId
from fbm_desk.domain.shipping import Shipped

COLUMNS = (
    "order-id", "order-item-id", "quantity", "ship-date", "carrier-code", "carrier-name",
    "tracking-number", "ship-method",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShipmentConfirmation:
    """What Amazon is told of one parcel. `lines` are (line, units in this parcel).

    `carrier_code` is one of Amazon's, or `Other` and then `carrier_name` is needed.
    """

    order_id: OrderId
    lines: tuple[tuple[LineId, int], ...]
    shipped_at: datetime  # aware
    carrier_code: str
    carrier_name: str = ""
    ship_method: str = ""
    tracking: str = ""


def confirmation_of(shipped: Shipped) -> ShipmentConfirmation:
    """What is told of a parcel that left."""
    return ShipmentConfirmation(
        shipped.order_id,
        shipped.lines,
        shipped.shipped_at,
        shipped.carrier_code,
        shipped.carrier_name,
        shipped.ship_method,
        shipped.tracking,
    )


def confirmation_file(rows: Iterable[ShipmentConfirmation], zone: tzinfo | None = None) -> bytes:
    """The file's bytes, one row for each line of each parcel; without rows only the header.

    `zone` is the warehouse's, None this computer's. Raises ValueError for a time without zone.
    """
    lines = ["\t".join(COLUMNS)]
    for parcel in rows:
        shipped_on = _day(parcel.shipped_at, zone)
        lines += [_row(parcel, line_id, units, shipped_on) for line_id, units in parcel.lines]
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


def _day(shipped_at: datetime, zone: tzinfo | None) -> str:
    if shipped_at.tzinfo is None:
        raise ValueError("a ship time needs a zone")
    return shipped_at.astimezone(zone).date().isoformat()


def _row(parcel: ShipmentConfirmation, line_id: LineId, quantity: int, shipped_on: str) -> str:
    cells = (
        parcel.order_id, line_id, str(quantity), shipped_on,
        parcel.carrier_code, parcel.carrier_name, parcel.tracking, parcel.ship_method,
    )  # fmt: skip
    return "\t".join(_cell(cell) for cell in cells)


def _cell(value: str) -> str:
    """One field without anything that could part or end it: control characters become spaces."""
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())
