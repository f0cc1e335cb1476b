"""The seller's own carrier: it sells nothing here, its label is scanned with its number on it.

Whose number it is and whether it was read right is `domain.tracking`'s business. This carrier
stands where labels are bought, and says of every purchase that there is none.
"""

from __future__ import annotations

from dataclasses import dataclass

from fbm_desk.domain.answers import Answer, Done, Refused
from fbm_desk.domain.purchases import Offer, Refund
from fbm_desk.domain.shipping import Bought, LabelRequest, Quote, TrackingNews

_NOTHING = Refused("own_carrier")


@dataclass(frozen=True, slots=True)
class OwnCarrier:
    """Refuses to sell, so that a purchase wanted before the choice changed ends in words."""

    name: str = "own"
    keyed: bool = True  # nothing is ever bought, however often it is asked for

    def quote(self, wanted: LabelRequest) -> Answer[Quote]:
        """Nothing is offered."""
        return _NOTHING

    def body(self, quote: Quote, offer: Offer) -> str:
        """There is no request. Raises ValueError: nothing was offered."""
        raise ValueError("nothing was offered")

    def buy(self, body: str, key: str) -> Answer[Bought]:
        """Nothing is sold."""
        return _NOTHING

    def documents(self, shipment_id: str, body: str) -> Answer[Bought]:
        """The paper is the carrier's own."""
        return _NOTHING

    def void(self, shipment_id: str, body: str) -> Answer[Refund]:
        """What was not bought here is not given back here."""
        return _NOTHING

    def refund(self, shipment_id: str, body: str) -> Answer[Refund | None]:
        """Nobody asked for any money."""
        return Done(None)

    def track(self, tracking: str, body: str) -> Answer[TrackingNews | None]:
        """This carrier is not asked."""
        return Done(None)
