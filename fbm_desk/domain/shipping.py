"""What is asked of those who sell labels and said to those who are told: plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from fbm_desk.domain.hazardous import DangerousGoods
from fbm_desk.domain.orders import Duty, IncomingOrder, LineId, OrderId, Sku
from fbm_desk.domain.purchases import NotOffered, Offer


class ParcelProgress(Enum):
    """How far a parcel is on its way."""

    ANNOUNCED = "announced"  #: a label was made; the carrier has not seen the parcel
    UNDER_WAY = "under_way"  #: scanned by the carrier
    DELIVERED = "delivered"  #: at its door
    TROUBLED = "troubled"  #: lost, refused, undeliverable or on its way back
    UNKNOWN = "unknown"  #: a word this version does not know


@dataclass(frozen=True, slots=True)
class Box:
    """A box to be shipped: weight in grams, sizes in millimetres, worth in minor units."""

    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    worth_minor: int = 0
    currency: str = "USD"


@dataclass(frozen=True, slots=True)
class BoxItem:
    """Units of one line in a box; `dangerous` where one of the articles lying there is."""

    line_id: LineId
    sku: Sku
    units: int
    weight_g: int
    dangerous: DangerousGoods | None = None


@dataclass(frozen=True, slots=True)
class LabelRequest:
    """What a label is wanted for. The buyer's address is not in it: the seller of labels knows.

    `duties` are those that the carrier has to keep, with an extra where the service does not.
    """

    order_id: OrderId
    marketplace_id: str
    reference: str
    box: Box
    items: tuple[BoxItem, ...]
    duties: frozenset[Duty] = frozenset()


@dataclass(frozen=True, slots=True)
class Quote:
    """What is offered and what is not. `token` is the seller's own; it dies at `expires_at`."""

    token: str
    expires_at: datetime
    offers: tuple[Offer, ...]
    refused: tuple[NotOffered, ...] = ()


@dataclass(frozen=True, slots=True)
class Bought:
    """A label that is paid. `documents` are (format, bytes)."""

    shipment_id: str
    tracking: str
    documents: tuple[tuple[str, bytes], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class TrackingNews:
    """Where a parcel is by now: the carrier's newest word, with the times that matter here."""

    state: ParcelProgress
    event: str = ""  # the carrier's own code
    at: datetime | None = None
    first_scan_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shipped:
    """One parcel as Amazon is told of it. `codes` are its units' Transparency codes by line."""

    order_id: OrderId
    marketplace_id: str
    package_reference: int
    lines: tuple[tuple[LineId, int], ...]
    shipped_at: datetime
    carrier_code: str
    carrier_name: str
    ship_method: str
    tracking: str
    codes: tuple[tuple[LineId, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One page of a sweep. `mark` is set on the last page: where the next sweep begins.

    `unreadable` are orders of the page whose data made no sense: they are asked for one by one.
    """

    orders: tuple[IncomingOrder, ...]
    mark: datetime | None = None
    unreadable: tuple[OrderId, ...] = ()
    next_token: str = field(default="", repr=False)  # where to go on, for 24 hours
