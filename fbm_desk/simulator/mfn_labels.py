"""Labels of Merchant Fulfillment: what was offered, what was sold, and what is paid back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from fbm_desk.simulator.label_content import LabelContent
from fbm_desk.simulator.mfn_requests import LabelAsked
from fbm_desk.simulator.placed_order import Window
from fbm_desk.simulator.rate_card import Service


class Refund(Enum):
    """Where the money of a label stands, in Amazon's words."""

    NONE = "Purchased"  #: bought, nobody asked for it back
    PENDING = "RefundPending"  #: asked for back
    APPLIED = "RefundApplied"  #: paid back
    REJECTED = "RefundRejected"  #: not paid back


@dataclass(frozen=True, slots=True)
class MfnOffer:
    """A service at a price; the price has the confirmation of the delivery in it."""

    offer_id: str
    order_id: str
    service: Service
    charge: float
    currency: str
    pickup: Window
    delivery: Window
    late: bool


@dataclass(frozen=True, slots=True)
class MfnShipment:
    """One label: money spent. There is no key: each createShipment makes another of these."""

    shipment_id: str
    asked: LabelAsked
    offer: MfnOffer
    label: LabelContent = field(repr=False)
    reference: str
    bought_at: datetime
    cancelled_at: datetime | None = None
    refund_as: Refund = Refund.APPLIED

    @property
    def order_id(self) -> str:
        """The order it was bought for."""
        return self.asked.order_id

    @property
    def tracking(self) -> str:
        """Its tracking number."""
        return self.label.tracking

    def refund(self, now: datetime, takes_s: float) -> Refund:
        """Where the money stands."""
        if self.cancelled_at is None:
            return Refund.NONE
        waited_s = (now - self.cancelled_at).total_seconds()
        return self.refund_as if waited_s >= takes_s else Refund.PENDING
