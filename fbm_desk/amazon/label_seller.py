"""Amazon Shipping v2 as the services want it: quote, buy once per key, fetch again, give back."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fbm_desk.amazon import rates, shipping
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.extras import Extra, to_take
from fbm_desk.amazon.marketplaces import MARKETPLACES
from fbm_desk.amazon.rates import IneligibleRate, LabelFormat, ParcelItem, Rate, RatesWanted
from fbm_desk.amazon.shipping import BoughtLabel
from fbm_desk.domain.answers import Answer, Done, Refused
from fbm_desk.domain.orders import Address
from fbm_desk.domain.purchases import NotOffered, Offer, Refund
from fbm_desk.domain.shipping import Bought, LabelRequest, Quote, TrackingNews

BUSINESSES = {
    "US": "AmazonShipping_US",
    "IN": "AmazonShipping_IN",
    "GB": "AmazonShipping_UK",
    "AE": "AmazonShipping_UAE",
    "SA": "AmazonShipping_SA",
    "EG": "AmazonShipping_EG",
    "IT": "AmazonShipping_IT",
    "ES": "AmazonShipping_ES",
    "FR": "AmazonShipping_FR",
    "JP": "AmazonShipping_JP",
}
"""Shipping v2's businesses by country (published model, read 2026-08); others use the account's."""

_COUNTRY = {shop.id: shop.country for shop in MARKETPLACES}
_CURRENCY = {shop.id: shop.currency for shop in MARKETPLACES}
_FORMATS = {True: ("ZPL", "PDF", "PNG"), False: ("PDF", "PNG", "ZPL")}


@dataclass
class AmazonLabels:
    """Buys labels for one seller. `thermal` prefers ZPL, for printers that speak it.

    Keeps the last quote in memory: what is bought is always chosen from it, and what is sent is
    text that the caller stores first.
    """

    client_for: Callable[[str], AmazonClient]  # by shipping business
    default_business: str
    ship_from: Address
    ship_from_email: str = field(default="", repr=False)
    thermal: bool = True
    _quote: rates.Quote | None = field(default=None, repr=False)
    _reference: str = ""
    _business: str = ""

    @property
    def name(self) -> str:
        """In the ledger and in the settings."""
        return "amazon_shipping"

    @property
    def keyed(self) -> bool:
        """The same key never buys twice."""
        return True

    def quote(self, wanted: LabelRequest) -> Answer[Quote]:
        """What Amazon offers for a box."""
        country = _COUNTRY.get(wanted.marketplace_id, "")
        self._business = BUSINESSES.get(country, self.default_business)
        answer = shipping.get_rates(self.client_for(self._business), self._wanted(wanted))
        if not isinstance(answer, Done):
            return answer
        self._quote, self._reference = answer.value, wanted.reference
        offers, refused = [], [_not_offered(one) for one in answer.value.ineligible]
        for rate in answer.value.rates:
            extras = to_take(rate.groups, wanted.duties - rate.keeps)
            if rate.needs_more_input or extras is None:
                refused.append(NotOffered(rate.carrier_name, rate.service_name, "needs_more_input"))
            elif self._form(rate) is None:
                refused.append(NotOffered(rate.carrier_name, rate.service_name, "no_format"))
            else:
                offers.append(_offer(rate, extras))
        kept = answer.value
        return Done(Quote(kept.request_token, kept.expires_at, tuple(offers), tuple(refused)))

    def body(self, quote: Quote, offer: Offer) -> str:
        """The request that buys an offer of the last quote, with the parcel's reference."""
        kept = self._quote
        if kept is None or kept.request_token != quote.token:
            raise ValueError("an offer of another quote")
        rate = next(rate for rate in kept.rates if rate.rate_id == offer.offer_id)
        form = self._form(rate)
        assert form is not None
        dpi = 203 if form.format == "ZPL" and 203 in form.dpis else None
        request = shipping.purchase_body(kept, rate, form, dpi, offer.extras)
        return json.dumps(
            {
                "business": self._business,
                "carrier": rate.carrier_id,
                "reference": self._reference,
                "format": form.format,
                "dpi": dpi,
                "request": request,
            }
        )

    def buy(self, body: str, key: str) -> Answer[Bought]:
        """Spend money once per key. A paid label may come without its documents."""
        kept = json.loads(body)
        answer = shipping.purchase(
            self.client_for(kept["business"]),
            kept["request"],
            idempotency_key=key,
            reference=kept["reference"],
        )
        if isinstance(answer, Done) and (answer.value.damaged or not answer.value.documents):
            again = self.documents(answer.value.shipment_id, body)
            if isinstance(again, Done):
                return again
        return _bought(answer)

    def documents(self, shipment_id: str, body: str) -> Answer[Bought]:
        """The documents of a label bought before."""
        kept = json.loads(body)
        return _bought(
            shipping.documents(
                self.client_for(kept["business"]),
                shipment_id,
                kept["reference"],
                kept["format"],
                kept["dpi"],
            )
        )

    def void(self, shipment_id: str, body: str) -> Answer[Refund]:
        """Give a label back that this body bought; Amazon refunds it or refuses."""
        if not shipment_id:
            return Refused("no_shipment_id")
        client = self.client_for(json.loads(body)["business"])
        answer = shipping.cancel(client, shipment_id)
        return Done(Refund.GRANTED) if isinstance(answer, Done) else answer

    def refund(self, shipment_id: str, body: str) -> Answer[Refund | None]:
        """This API does not say; the order's packages do."""
        return Done(None)

    def track(self, tracking: str, body: str) -> Answer[TrackingNews | None]:
        """Where the parcel is. Labels of earlier programs do not say whose they are: None."""
        kept = json.loads(body)
        if not kept.get("carrier"):
            return Done(None)
        return shipping.get_tracking(self.client_for(kept["business"]), tracking, kept["carrier"])

    def _form(self, rate: Rate) -> LabelFormat | None:
        """The document format that suits the printer best, of those this rate comes with."""
        by_name = {form.format: form for form in rate.formats}
        return next((by_name[n] for n in _FORMATS[self.thermal] if n in by_name), None)

    def _wanted(self, wanted: LabelRequest) -> RatesWanted:
        box = wanted.box
        return RatesWanted(
            order_id=wanted.order_id,
            reference=wanted.reference,
            ship_from=self.ship_from,
            ship_from_email=self.ship_from_email,
            weight_g=box.weight_g,
            length_mm=box.length_mm,
            width_mm=box.width_mm,
            height_mm=box.height_mm,
            insured_minor=box.worth_minor,
            currency=_CURRENCY.get(wanted.marketplace_id, box.currency),
            items=tuple(
                ParcelItem(one.line_id, one.units, one.weight_g, dangerous=one.dangerous)
                for one in wanted.items
            ),
        )


def _offer(rate: Rate, extras: Sequence[Extra]) -> Offer:
    """A rate with the extras that are bought with it, at the price of all together."""
    return Offer(
        offer_id=rate.rate_id,
        carrier_id=rate.carrier_id,
        carrier=rate.carrier_name,
        service_id=rate.service_id,
        service=rate.service_name,
        price_minor=rate.price_minor + sum(extra.price_minor for extra in extras),
        currency=rate.currency,
        arrives_by=rate.promise_by,
        claims_protected="CLAIMS_PROTECTED" in rate.benefits,
        keeps=rate.keeps.union(*(extra.keeps for extra in extras)),
        formats=tuple(form.format for form in rate.formats),
        extras=tuple(extra.id for extra in extras),
    )


def _not_offered(rate: IneligibleRate) -> NotOffered:
    code, words = rate.reasons[0] if rate.reasons else ("not_offered", "")
    return NotOffered(rate.carrier_name, rate.service_name, code, words)


def _bought(answer: Answer[BoughtLabel]) -> Answer[Bought]:
    if not isinstance(answer, Done):
        return answer
    label = answer.value
    documents = tuple(
        (document.format, document.data) for document in label.documents if document.kind == "LABEL"
    )
    return Done(Bought(label.shipment_id, label.tracking, documents))
