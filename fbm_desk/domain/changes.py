"""Changed orders that Amazon tells of by itself; leaves where the news come from to `amazon`."""

from __future__ import annotations

from dataclasses import dataclass, field

from fbm_desk.domain.orders import OrderId


@dataclass(frozen=True, slots=True)
class OrderChanged:
    """An order to be read anew. `cancel_requested`: the buyer wants it called off, stop packing.

    `receipt` is what this very news is laid aside by; news not laid aside come again.
    """

    order_id: OrderId
    cancel_requested: bool
    receipt: str = field(repr=False)
