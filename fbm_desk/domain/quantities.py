"""How many of an article are offered: what is there, less what is promised, less a buffer.

Amazon takes off what is ordered by itself the moment it is ordered, so units that orders here wait
for are never offered again. Leaves counting to `store` and telling to `services`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum


class NewsState(Enum):
    """How far a quantity is on its way to Amazon."""

    WAITING = "waiting"  #: to be told
    TELLING = "telling"  #: being told by a call; after a crash it is told again, which is harmless
    IN_FEED = "in_feed"  #: in the feed that is under way
    TOLD = "told"  #: Amazon took it
    REFUSED = "refused"  #: Amazon did not take it; set aside with its reason
    NOT_OFFERED = "not_offered"  #: Amazon knows no such article there


FROM_A_FEED_ON = 100
"""So many waiting quantities of a marketplace are told by one feed, fewer one by one."""
MOST_IN_A_FEED = 10_000
"""About a megabyte; Amazon takes 25,000."""


@dataclass(frozen=True, slots=True)
class OfferRules:
    """The seller's wishes. Nothing is told unless `tell`; `most` 0 is no ceiling."""

    tell: bool = False
    buffer: int = 0
    most: int = 0
    buffers: Mapping[str, int] = field(default_factory=dict)  # by SKU, instead of `buffer`


def offered(rules: OfferRules, sku: str, available: int) -> int:
    """How many are offered of what is available; never below 0."""
    units = max(0, available - rules.buffers.get(sku, rules.buffer))
    return min(units, rules.most) if rules.most else units


def available(
    on_hand: Mapping[str, int],
    promised: Mapping[str, int],
    kits: Mapping[str, Iterable[tuple[str, int]]],
) -> dict[str, int]:
    """What nobody is promised, by SKU; below 0 when more is promised than there is.

    `promised` are the units that orders wait for, by the SKU that was ordered; a kit's are its
    parts'. Of what is not in `on_hand`, and of kits with such a part, nothing is known.
    """
    taken = dict(promised)
    parts_of = {kit: tuple(parts) for kit, parts in kits.items()}
    for kit, parts in parts_of.items():
        for sku, quantity in parts:
            taken[sku] = taken.get(sku, 0) + quantity * promised.get(kit, 0)
    free = {sku: units - taken.get(sku, 0) for sku, units in on_hand.items() if sku not in parts_of}
    for kit, parts in parts_of.items():
        if parts and all(sku in free and quantity > 0 for sku, quantity in parts):
            free[kit] = min(free[sku] // quantity for sku, quantity in parts)
    return free
