"""The purchase of a label, safe with money: its states, its choice of a service, its ceiling."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from fbm_desk.domain.orders import Duty


class PurchaseState(Enum):
    """What is known of a purchase; the row is written before the call it speaks of."""

    WANTED = "wanted"  #: the box is full; no offer was chosen yet
    INTENDED = "intended"  #: offer, key and ceiling are written down; the call may be under way
    BOUGHT = "bought"  #: paid; the answer is on disk
    REFUSED = "refused"  #: a well-formed no; no money was spent
    UNCLEAR = "unclear"  #: no well-formed answer; the same key asks again, nothing else may
    VOID_WANTED = "void_wanted"  #: paid and not needed; the refund is asked for until it is known
    VOID_REFUSED = "void_refused"  #: paid and not needed; no refund, with the seller's reason
    VOID = "void"  #: the refund was granted


VOID_WITHIN = timedelta(days=30)
"""How long a refund is asked for after the purchase; by then carriers take no label back."""


def void_by(answered_at: datetime) -> datetime:
    """Until when the money of a label bought at this time is asked back."""
    return answered_at + VOID_WITHIN


class NoService(Enum):
    """Why no service can carry this order."""

    NOTHING_OFFERED = "nothing_offered"  #: no carrier offers anything
    TOO_DEAR = "too_dear"  #: everything offered is above the ceiling
    DUTIES = "duties"  #: nothing offered keeps the order's duties
    OTHER_CURRENCY = "other_currency"  #: offered in money that the ceiling is not meant for
    TOO_EARLY = "too_early"  #: Amazon's label-printing window has not begun


@dataclass(frozen=True, slots=True)
class Offer:
    """One service at one price, in minor units of its currency.

    `extras` are what is bought with it, by the seller's ids; the price is that of all together.
    """

    offer_id: str
    carrier_id: str
    carrier: str
    service_id: str
    service: str
    price_minor: int
    currency: str
    arrives_by: datetime | None = None
    claims_protected: bool = False
    keeps: frozenset[Duty] = frozenset()
    formats: tuple[str, ...] = ("ZPL", "PDF", "PNG")
    extras: tuple[str, ...] = ()


CARRIER_DUTIES = frozenset(
    {Duty.SIGNATURE, Duty.AGE_CHECK, Duty.IDENTITY_CHECK, Duty.CASH_ON_DELIVERY}
)
"""What only the carrier can do: a service that does not is never bought for such an order."""


def choose(
    offers: Sequence[Offer],
    duties: frozenset[Duty],
    deliver_by: datetime | None,
    ceiling_minor: int,
    currency: str = "",
) -> Offer | NoService:
    """The cheapest offer that keeps the duties and arrives in time; protected ones win a tie.

    The ceiling is in `currency`: offers in any other money are not compared with it, and not taken.
    When nothing arrives in time, the earliest is taken: a late parcel is better than none.
    """
    if not offers:
        return NoService.NOTHING_OFFERED
    offers = [offer for offer in offers if not currency or offer.currency == currency]
    if not offers:
        return NoService.OTHER_CURRENCY
    wanted = duties & CARRIER_DUTIES
    able = [offer for offer in offers if wanted <= offer.keeps]
    if not able:
        return NoService.DUTIES
    payable = [offer for offer in able if offer.price_minor <= ceiling_minor]
    if not payable:
        return NoService.TOO_DEAR
    in_time = [
        o for o in payable if not deliver_by or not o.arrives_by or o.arrives_by <= deliver_by
    ]
    if in_time:
        return min(in_time, key=lambda o: (o.price_minor, not o.claims_protected, o.offer_id))
    return min(payable, key=_arrival)


def _arrival(offer: Offer) -> tuple[float, int, bool, str]:
    at = offer.arrives_by.timestamp() if offer.arrives_by else 0.0
    return at, offer.price_minor, not offer.claims_protected, offer.offer_id
