"""What an order is when it comes in from Amazon; leaves packing it to `packing`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import NamedTuple, NewType

OrderId = NewType("OrderId", str)
"""Amazon's order id, 3-7-7 digits with dashes: `305-4471926-8830217`."""
LineId = NewType("LineId", str)
"""Amazon's order item id."""
Sku = NewType("Sku", str)
"""The seller's own article number, compared exactly as Amazon sends it."""

_PRIVATE = frozenset({"gift_message", "wish", "recipient", "buyer_email", "buyer_name"})
"""Personal data: shown by no repr, for a repr ends in logs and exception texts."""


def _shown(value: NamedTuple) -> str:
    facts = zip(value._fields, value, strict=True)
    told = ", ".join(f"{name}={fact!r}" for name, fact in facts if name not in _PRIVATE)
    return f"{type(value).__name__}({told})"


class Source(Enum):
    """Where a copy of an order came from."""

    REPORT = "report"  #: Seller Central's order report, opened as a file or fetched
    API = "api"  #: Orders API 2026-01-01


class AmazonStatus(Enum):
    """Amazon's own word for the order (SP-API Orders 2026-01-01, read 2026-11)."""

    PENDING_AVAILABILITY = "PENDING_AVAILABILITY"  #: pre-order, hidden
    PENDING = "PENDING"  #: payment not authorised; never ship
    UNSHIPPED = "UNSHIPPED"  #: work
    PARTIALLY_SHIPPED = "PARTIALLY_SHIPPED"  #: work on the rest
    SHIPPED = "SHIPPED"  #: done
    CANCELLED = "CANCELLED"  #: stop and put back
    UNFULFILLABLE = "UNFULFILLABLE"  #: not ours to ship
    UNKNOWN = "UNKNOWN"  #: a word this version does not know; kept in `status_text`


class Duty(Enum):
    """Something special an order or a line asks of the packer or of the carrier."""

    GIFT = "gift"  #: gift message on the slip, no prices
    GIFT_WRAP = "gift_wrap"  #: to be wrapped
    PERSONALISED = "personalised"  #: made to the buyer's wish
    PRIME = "prime"  #: Seller Fulfilled Prime
    BUSINESS = "business"  #: Amazon Business; PO number on slip and label
    SIGNATURE = "signature"  #: signature on delivery
    AGE_CHECK = "age_check"  #: recipient's age is verified
    IDENTITY_CHECK = "identity_check"  #: recipient's identity is verified
    CASH_ON_DELIVERY = "cash_on_delivery"  #: the carrier collects money
    TRANSPARENCY = "transparency"  #: one Transparency code per unit
    SERIAL = "serial"  #: serial number wanted
    SHIP_PLUS = "ship_plus"  #: Amazon confirms these itself
    ASKS_TO_CANCEL = "asks_to_cancel"  #: the buyer asks to cancel; a supervisor decides
    REPLACEMENT = "replacement"  #: replaces an earlier order
    HAZARDOUS = "hazardous"  #: dangerous goods in it; the catalogue says so, Amazon does not
    UNKNOWN_CONSTRAINTS = "unknown_constraints"  #: Amazon would not tell the shipping constraints
    NO_ADDRESS_RIGHT = "no_address_right"  #: this application may not see addresses


class Address(NamedTuple):
    """Where a parcel goes. Personal data: never in a log, an exception text or a file name."""

    name: str
    line1: str
    line2: str = ""
    line3: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""  # ISO 3166 alpha-2
    phone: str = ""

    def __repr__(self) -> str:
        return "Address(…)"


class DataSet(Enum):
    """What of an order is asked for apart, and may be refused apart."""

    RECIPIENT = "recipient"  #: where it goes
    BUYER = "buyer"  #: the buyer's purchase order number
    FULFILLMENT = "fulfillment"  #: its status, its times, units shipped, what carrier and box owe
    CANCELLATION = "cancellation"  #: whether its buyer asks to cancel


class IncomingLine(NamedTuple):
    """One line as Amazon told it. `shipped` units were confirmed before.

    `wish` is how it is to be personalised: Amazon gives a link to it, and no words.

    A tuple like `IncomingOrder`: reports bring a hundred thousand, and a frozen dataclass takes
    three times as long to make.
    """

    line_id: LineId
    sku: Sku
    title: str
    quantity: int
    shipped: int = 0
    asin: str = ""
    duties: frozenset[Duty] = frozenset()
    gift_message: str = ""
    cancel_requested: bool = False
    wish: str = ""

    def __repr__(self) -> str:
        return _shown(self)

    @property
    def wanted(self) -> int:
        """Units still to be packed, never below 0."""
        return max(0, self.quantity - self.shipped)


@dataclass(frozen=True, slots=True)
class KnownPackage:
    """A package Amazon already lists for an order (`packages[]`): the proof of a confirmation.

    `units` of each line are empty where Amazon does not say what is in it.
    """

    reference: str
    carrier: str
    tracking: str
    status: str = ""
    units: tuple[tuple[LineId, int], ...] = ()


class IncomingOrder(NamedTuple):
    """One order as Amazon told it; times are aware UTC, None where the source does not say."""

    order_id: OrderId
    source: Source
    status: AmazonStatus
    lines: tuple[IncomingLine, ...]
    status_text: str = ""
    marketplace_id: str = ""
    purchased_at: datetime | None = None
    updated_at: datetime | None = None
    ship_by: datetime | None = None
    deliver_by: datetime | None = None
    label_not_before: datetime | None = None
    service_level: str = ""
    duties: frozenset[Duty] = frozenset()
    purchase_order_number: str = ""
    recipient: Address | None = None
    buyer_email: str = ""
    buyer_name: str = ""
    packages: tuple[KnownPackage, ...] = ()
    packages_told: bool = True  # False: Amazon would not say, so none proves nothing
    cancel_requested: bool = False
    by_amazon: bool = False  # Amazon ships it from its own warehouse
    programs: tuple[str, ...] = ()  # those this version does not know, in Amazon's words
    untold: frozenset[DataSet] = frozenset()  # Amazon would not say: unknown, never "none"

    def __repr__(self) -> str:
        return _shown(self)
