"""An order as the pretend Amazon holds it; never changed in place, the shop swaps whole copies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from fbm_desk.simulator.marketplaces import Marketplace, Price


class Stage(Enum):
    """Where an order stands, apart from what was shipped of it."""

    PENDING = "PENDING"  #: payment not authorised
    OPEN = "OPEN"  #: to be shipped, or shipped
    CANCELLED = "CANCELLED"  #: called off


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where the parcel goes. Invented people, but treated as if they were real."""

    name: str
    line1: str
    city: str
    postcode: str
    country: str  # ISO 3166 alpha-2
    line2: str = ""
    line3: str = ""
    region: str = ""
    phone: str = ""
    company: str = ""
    address_type: str = "RESIDENTIAL"

    def __repr__(self) -> str:
        return "Recipient(…)"


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who ordered."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    company: str = field(default="", repr=False)
    purchase_order_number: str = ""


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """One article of an order."""

    line_id: str
    sku: str
    asin: str
    title: str
    quantity: int
    unit_price: Price
    weight_g: int = 0
    gift_message: str = field(default="", repr=False)
    gift_wrap: str = ""
    signature: bool = False
    age_check: bool = False
    transparency: bool = False
    cancel_reason: str = ""  #: the buyer's, once he asked to cancel
    cancelled_by: str = ""


@dataclass(frozen=True, slots=True)
class PackedItem:
    """Some units of a line in a package."""

    line_id: str
    quantity: int
    transparency_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Package:
    """A package somebody told Amazon about; others see it from `shown_at` on."""

    reference: str
    carrier: str
    service: str
    tracking: str
    shipped_at: datetime
    created_at: datetime
    shown_at: datetime
    contents: tuple[PackedItem, ...]
    shipment_id: str = ""  #: of the label Amazon sold; empty when the seller confirmed it
    cancelled: bool = False
    delivered_at: datetime | None = None  #: when the carrier of a bought label brings it

    def milestones(self, at: datetime) -> tuple[datetime, ...]:
        """When its carrier took it and brought it, as far as `at`; only of a label Amazon sold."""
        if not self.shipment_id or self.cancelled:
            return ()
        return tuple(when for when in (self.shipped_at, self.delivered_at) if when and when <= at)


@dataclass(frozen=True, slots=True)
class Window:
    """From `earliest` to `latest`."""

    earliest: datetime
    latest: datetime


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """One order. `packages` keeps every version of a package, the newest last."""

    order_id: str
    marketplace: Marketplace
    stage: Stage
    created_at: datetime
    changed_at: datetime
    ship_by: Window
    deliver_by: Window
    buyer: Buyer
    recipient: Recipient = field(repr=False)
    lines: tuple[OrderedLine, ...]
    service_level: str = "STANDARD"
    programs: tuple[str, ...] = ()
    label_not_before: datetime | None = None
    packages: tuple[Package, ...] = ()
    paid_at: datetime | None = None  #: when a payment that was waited for came through

    @property
    def shippable_at(self) -> datetime:
        """Since when it can be shipped, apart from one that still waits for its payment."""
        return self.paid_at or self.created_at

    def line(self, line_id: str) -> OrderedLine | None:
        """The line with this order item id."""
        return next((line for line in self.lines if line.line_id == line_id), None)

    def packages_at(self, at: datetime | None = None) -> tuple[Package, ...]:
        """The newest version of each package that is to be seen at `at`; None sees all."""
        newest: dict[str, Package] = {}
        for package in self.packages:
            if at is None or package.shown_at <= at:
                newest[package.reference] = package
        return tuple(newest.values())

    def units_in_packages(
        self, line_id: str, at: datetime | None = None, but: str | None = None
    ) -> int:
        """Units of a line in all packages that are not cancelled, without package `but`."""
        return sum(
            item.quantity
            for package in self.packages_at(at)
            if not package.cancelled and package.reference != but
            for item in package.contents
            if item.line_id == line_id
        )

    def shipped(self, line: OrderedLine, at: datetime) -> int:
        """Units of a line that count as shipped, never more than were ordered."""
        return min(line.quantity, self.units_in_packages(line.line_id, at))

    def status(self, at: datetime) -> str:
        """Amazon's `fulfillmentStatus`."""
        if self.stage is not Stage.OPEN:
            return self.stage.name
        wanted = sum(line.quantity for line in self.lines)
        shipped = sum(self.shipped(line, at) for line in self.lines)
        if shipped == 0:
            return "UNSHIPPED"
        return "SHIPPED" if shipped >= wanted else "PARTIALLY_SHIPPED"

    def updated_at(self, at: datetime) -> datetime:
        """When anything to be seen at `at` last changed."""
        shown = [package.shown_at for package in self.packages if package.shown_at <= at]
        under_way = [when for package in self.packages_at(at) for when in package.milestones(at)]
        return max([self.changed_at, *shown, *under_way])
