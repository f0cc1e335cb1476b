"""Rates that were offered and labels that were sold, as the pretend Amazon remembers them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fbm_desk.simulator.label_content import LabelContent
from fbm_desk.simulator.placed_order import PackedItem, Window
from fbm_desk.simulator.rate_card import Confirmation, Parcel, Service


@dataclass(frozen=True, slots=True)
class ParcelAsked:
    """One package of a getRates request."""

    client_reference: str
    weight_g: int
    contents: tuple[PackedItem, ...]


@dataclass(frozen=True, slots=True)
class RateOffered:
    """One service at a price. `late` means it would arrive after the buyer was promised.

    `extras` are the confirmations to choose from with their prices, one of them with each label.
    """

    rate_id: str
    service: Service
    charge: float
    currency: str
    pickup: Window
    delivery: Window
    late: bool
    extras: tuple[tuple[Confirmation, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """The answer to a getRates request, good until `dies_at_s` on the simulator's clock."""

    request_token: str
    order_id: str
    ship_from: tuple[str, ...] = field(repr=False)
    parcels: tuple[ParcelAsked, ...]
    parcel: Parcel
    rates: tuple[RateOffered, ...]
    dies_at_s: float
    sender: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def rate(self, rate_id: object) -> RateOffered | None:
        """The rate with this id."""
        return next((rate for rate in self.rates if rate.rate_id == rate_id), None)


@dataclass(frozen=True, slots=True)
class ParcelSold:
    """One package with its label; `reference` is its number within the order."""

    asked: ParcelAsked
    reference: str
    label: LabelContent


@dataclass(frozen=True, slots=True)
class Shipment:
    """One purchase: money spent. `charge` is the price of the rate and its extras together."""

    shipment_id: str
    order_id: str
    rate: RateOffered
    parcels: tuple[ParcelSold, ...]
    document_format: str
    extras: tuple[str, ...]
    charge: float
    bought_at: datetime
    cancelled: bool = False
    sender: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def tracking(self) -> tuple[str, ...]:
        """The tracking numbers, one per package."""
        return tuple(parcel.label.tracking for parcel in self.parcels)


def tracking_number(service: Service, seed: int, count: int) -> str:
    """The `count`-th number of a shop: prefix and digits, the last one a check digit.

    The step has no factor in common with a power of ten, so no number comes twice.
    """
    room = 10 ** (service.digits - 1)
    body = (seed * 700_000_001 + 48_812_007_315 + count * 7_654_321_987) % room
    digits = f"{body:0{service.digits - 1}d}"
    check = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10
    return f"{service.prefix}{digits}{(10 - check) % 10}"
