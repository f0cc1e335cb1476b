"""Does the end of a day balance? Sums of its carriers, differences by name; paints nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fbm_desk.services.today_view import CarrierDay


@dataclass(frozen=True, slots=True)
class Balance:
    """Parcels that are somewhere between label and van; all zero when the day balances."""

    not_packed: int  # has a label, its box is not closed
    not_told: int  # packed, and Amazon does not know yet
    not_on_manifest: int  # has a label, is neither on a manifest nor void

    @property
    def balanced(self) -> bool:
        """True when bought = packed = confirmed = on manifest + void."""
        return (self.not_packed, self.not_told, self.not_on_manifest) == (0, 0, 0)


def balance(day: CarrierDay) -> Balance:
    """What is missing between the sums of one carrier (or of all together)."""
    return Balance(
        not_packed=day.bought - day.packed,
        not_told=day.packed - day.confirmed,
        not_on_manifest=day.bought - day.manifested - day.void,
    )


def together(days: Iterable[CarrierDay], name: str) -> CarrierDay:
    """All carriers of the day as one line called `name`; weights in grams."""
    all_days = tuple(days)
    return CarrierDay(
        carrier=name,
        bought=sum(one.bought for one in all_days),
        packed=sum(one.packed for one in all_days),
        confirmed=sum(one.confirmed for one in all_days),
        manifested=sum(one.manifested for one in all_days),
        void=sum(one.void for one in all_days),
        weight_g=sum(one.weight_g for one in all_days),
        to_stop=sum(one.to_stop for one in all_days),
        unweighed=sum(one.unweighed for one in all_days),
    )
