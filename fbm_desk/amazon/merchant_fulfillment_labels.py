"""Merchant Fulfillment v0 as the services want it: quote, buy once, fetch again, give back.

This API knows no key: `keyed` says so, and whoever holds the ledger never sends a purchase twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from fbm_desk.amazon import merchant_fulfillment as mfn
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.merchant_fulfillment_json import (
    Experience,
    LabelWanted,
    MfnLabel,
    Service,
    Status,
    details,
    experience_for,
    kept_by,
    missing_of,
)
from fbm_desk.amazon.rates import ParcelItem
from fbm_desk.amazon.shipping import QUOTE_LIFETIME
from fbm_desk.amazon.tokens import RestrictedTokens
from fbm_desk.domain.answers import Answer, Done, Refused
from fbm_desk.domain.orders import Address, OrderId
from fbm_desk.domain.purchases import NotOffered, Offer, Refund
from fbm_desk.domain.shipping import Bought, LabelRequest, Quote, TrackingNews

_REFUNDS = {
    Status.PURCHASED: None,
    Status.REFUND_PENDING: Refund.PENDING,
    Status.REFUND_REJECTED: Refund.REJECTED,
    Status.REFUND_APPLIED: Refund.GRANTED,
}


@dataclass
class MerchantFulfillmentLabels:
    """Buys labels for one seller. `thermal` prefers ZPL at `dpi` dots per inch (203 or 300).

    Keeps the last question in memory: what is bought is always chosen from its offers, and what
    is sent is text that the caller stores first. `client_for` gives the calling thread's client.
    """

    client_for: Callable[[], AmazonClient]
    ship_from: Address
    ship_from_email: str = field(default="", repr=False)
    thermal: bool = True
    dpi: int = 203
    _tokens: RestrictedTokens | None = None
    _asked: LabelWanted | None = None
    _services: dict[str, Service] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """In the ledger and in the settings."""
        return "merchant_fulfillment"

    @property
    def keyed(self) -> bool:
        """Each purchase that arrives buys."""
        return False

    def quote(self, wanted: LabelRequest) -> Answer[Quote]:
        """What Amazon offers for a box, at prices with the handing over that its duties want."""
        if missing := missing_of(self.ship_from, self.ship_from_email):
            return Refused("sender_incomplete", ", ".join(missing))
        client, asked = self.client_for(), self._wanted(wanted)
        expires_at = client.now() + QUOTE_LIFETIME
        answer = mfn.get_services(client, asked)
        if not isinstance(answer, Done):
            return answer
        services, refused = answer.value
        usable = [one for one in services if not one.needs_more_input and self._form(one)]
        self._asked, self._services = asked, {one.offer_id: one for one in usable}
        others = [NotOffered(one.carrier, one.name, one.code, one.words) for one in refused]
        others += [
            NotOffered(one.carrier, one.name, "needs_more_input")
            for one in services
            if one.needs_more_input
        ]
        offers = tuple(_offer(one, asked.experience) for one in usable)
        return Done(Quote(wanted.reference, expires_at, offers, tuple(others)))

    def body(self, quote: Quote, offer: Offer) -> str:
        """The request that buys an offer of the last question."""
        service = self._services.get(offer.offer_id)
        if self._asked is None or service is None:
            raise ValueError("an offer of another quote")
        request = {
            "ShipmentRequestDetails": details(self._asked, self._form(service)),
            "ShippingServiceId": service.service_id,
            "ShippingServiceOfferId": service.offer_id,
        }
        return json.dumps({"order": self._asked.order_id, "request": request})

    def buy(self, body: str, key: str) -> Answer[Bought]:
        """Spends money each time it arrives; the key stays here. The label may lack its paper."""
        kept = json.loads(body)
        return _bought(mfn.create_shipment(self._opened(), kept["request"], OrderId(kept["order"])))

    def documents(self, shipment_id: str, body: str) -> Answer[Bought]:
        """The paper of a label bought before."""
        if not shipment_id:
            return Refused("no_shipment_id")
        return _bought(mfn.get_shipment(self._opened(), shipment_id))

    def void(self, shipment_id: str, body: str) -> Answer[Refund]:
        """Ask for the money of a label."""
        if not shipment_id:
            return Refused("no_shipment_id")
        answer = mfn.cancel_shipment(self._opened(), shipment_id)
        if not isinstance(answer, Done):
            return answer
        # A label that is still `Purchased` was asked back all the same: the answer says done.
        return Done(_REFUNDS[answer.value.status] or Refund.PENDING)

    def refund(self, shipment_id: str, body: str) -> Answer[Refund | None]:
        """Where the money of a label stands; None when nobody asked for it."""
        if not shipment_id:
            return Done(None)
        answer = mfn.get_shipment(self._opened(), shipment_id)
        return Done(_REFUNDS[answer.value.status]) if isinstance(answer, Done) else answer

    def track(self, tracking: str, body: str) -> Answer[TrackingNews | None]:
        """This API tells nothing of parcels under way."""
        return Done(None)

    def _opened(self) -> RestrictedTokens:
        if self._tokens is None:
            self._tokens = RestrictedTokens(self.client_for())
        return self._tokens

    def _form(self, service: Service) -> str:
        """The format that suits the printer best, of those the service has; '' for none."""
        zpl = [f"ZPL{dpi}" for dpi in dict.fromkeys((self.dpi, 203, 300))]
        order = (*zpl, "PDF", "PNG") if self.thermal else ("PDF", "PNG", *zpl)
        return next((form for form in order if form in service.formats), "")

    def _wanted(self, wanted: LabelRequest) -> LabelWanted:
        box = wanted.box
        return LabelWanted(
            order_id=wanted.order_id,
            ship_from=self.ship_from,
            ship_from_email=self.ship_from_email,
            weight_g=box.weight_g,
            length_mm=box.length_mm,
            width_mm=box.width_mm,
            height_mm=box.height_mm,
            items=tuple(
                ParcelItem(one.line_id, one.units, one.weight_g, dangerous=one.dangerous)
                for one in wanted.items
            ),
            experience=experience_for(wanted.duties),
        )


def _offer(service: Service, experience: Experience) -> Offer:
    return Offer(
        offer_id=service.offer_id,
        carrier_id=service.carrier,
        carrier=service.carrier,
        service_id=service.service_id,
        service=service.name,
        price_minor=service.price_minor,
        currency=service.currency,
        arrives_by=service.arrives_by,
        claims_protected=service.claims_protected,
        keeps=kept_by(experience),
        formats=tuple(sorted(service.formats)),
    )


def _bought(answer: Answer[MfnLabel]) -> Answer[Bought]:
    if not isinstance(answer, Done):
        return answer
    label = answer.value
    documents = (label.document,) if label.document else ()
    return Done(Bought(label.shipment_id, label.tracking, documents))
