"""The invented carriers of the pretend Amazon: what they take, where to, how fast, how dear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from fbm_desk.simulator.marketplaces import Marketplace
from fbm_desk.simulator.placed_order import Window

#: What a border adds: US cents and days.
_BORDER_MINOR = 900
_BORDER_DAYS = 3
#: Carriers of the pretend shop collect until this hour (UTC).
_LAST_PICKUP_H = 17


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One way to have a delivery confirmed. Its price is US cents on top of the service's."""

    extra_id: str
    name: str
    price_minor: int = 0
    signature: bool = False
    age_check: bool = False


UNCONFIRMED = Confirmation("NO_CONFIRMATION", "No Confirmation")
DELIVERED = Confirmation("DELIVERY_CONFIRMATION", "Delivery Confirmation")
SIGNED = Confirmation("SIGNATURE_CONFIRMATION", "Signature Confirmation", 275, signature=True)
ADULT = Confirmation(
    "ADULT_SIGNATURE_CONFIRMATION", "Adult Signature", 650, signature=True, age_check=True
)


@dataclass(frozen=True, slots=True)
class Service:
    """One service of a carrier. Prices are US cents; `prefix` begins its tracking numbers.

    Of `confirmations` one must be chosen with every label; a service may have none to choose.
    """

    carrier_id: str
    carrier: str
    service_id: str
    name: str
    tag: str
    prefix: str
    digits: int
    base_minor: int
    per_kg_minor: int
    days: tuple[int, int]
    weights_g: tuple[int, int]
    crosses_borders: bool = True
    confirmations: tuple[Confirmation, ...] = (UNCONFIRMED, DELIVERED, SIGNED, ADULT)
    claims_protected: bool = True


SERVICES = (
    Service(
        "kestrel-parcel", "Kestrel Parcel", "kestrel-parcel-24h", "Kestrel Parcel 24H", "24H",
        "KP", 12, 749, 140, (1, 1), (1, 25_000), crosses_borders=False,
    ),
    Service(
        "kestrel-parcel", "Kestrel Parcel", "kestrel-parcel-48h", "Kestrel Parcel 48H", "48H",
        "KP", 12, 529, 110, (2, 2), (1, 25_000),
    ),
    Service(
        "nordpost", "Nordpost", "nordpost-standard", "Nordpost Standard", "STD",
        "NX", 13, 389, 85, (3, 5), (1, 10_000), confirmations=(DELIVERED,),
    ),
    Service(
        "blue-heron", "Blue Heron Freight", "blue-heron-economy", "Blue Heron Economy", "ECO",
        "BH", 14, 1290, 45, (4, 6), (5_000, 70_000), confirmations=(), claims_protected=False,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a price depends on: weight and countries, and what must be done at the door."""

    weight_g: int
    from_country: str
    to_country: str
    signature: bool = False
    age_check: bool = False

    @property
    def crosses_a_border(self) -> bool:
        """Whether it leaves the country it starts in."""
        return self.from_country != self.to_country


def refusal(service: Service, parcel: Parcel) -> tuple[str, str] | None:
    """Why a service does not take a parcel, as Amazon's reason code and words; None if it does."""
    lightest_g, heaviest_g = service.weights_g
    if not lightest_g <= parcel.weight_g <= heaviest_g:
        return "WEIGHT_RESTRICTIONS", f"Takes {lightest_g} to {heaviest_g} grams."
    if parcel.crosses_a_border and not service.crosses_borders:
        return "NO_COVERAGE", "Does not deliver to this country."
    if not any(satisfies(one, parcel) for one in service.confirmations or (UNCONFIRMED,)):
        return "PROGRAM_CONSTRAINTS", "The order needs a signature or an age check on delivery."
    return None


def satisfies(confirmation: Confirmation, parcel: Parcel) -> bool:
    """Whether a delivery confirmed like this does what the order asks for."""
    signed = confirmation.signature or not parcel.signature
    return signed and (confirmation.age_check or not parcel.age_check)


def cost(confirmation: Confirmation, marketplace: Marketplace) -> float:
    """The price of a confirmation in the marketplace's money."""
    return round(confirmation.price_minor / 100 * marketplace.per_dollar, marketplace.decimals)


def charge(service: Service, parcel: Parcel, marketplace: Marketplace) -> float:
    """The price in the marketplace's money; every started half kilogram counts."""
    half_kilos = -(-parcel.weight_g // 500)
    dollars_minor = service.base_minor + service.per_kg_minor * half_kilos / 2
    if parcel.crosses_a_border:
        dollars_minor += _BORDER_MINOR
    return round(dollars_minor / 100 * marketplace.per_dollar, marketplace.decimals)


def pickup(now: datetime) -> Window:
    """When the carrier comes: today, or tomorrow when today's van has left."""
    latest = now.replace(hour=_LAST_PICKUP_H, minute=0, second=0, microsecond=0)
    if latest <= now:
        latest += timedelta(days=1)
    return Window(latest - timedelta(hours=2), latest)


def promise(service: Service, parcel: Parcel, picked_up: datetime) -> Window:
    """The days the parcel arrives on."""
    first, last = service.days
    more = _BORDER_DAYS if parcel.crosses_a_border else 0
    morning = picked_up.replace(hour=8)
    evening = picked_up.replace(hour=20)
    return Window(morning + timedelta(days=first + more), evening + timedelta(days=last + more))
