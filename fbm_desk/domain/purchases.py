"""The purchase of a label, safe with money: its states, what is offered, what is asked back.

Which offer is taken is `service_choice`'s business.
"""

from __future__ import annotations

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
"""How long a refund is asked for after the purchase where no longer time is known."""
_VOID_WITHIN = {"usps": VOID_WITHIN, "ups": timedelta(days=90), "fedex": timedelta(days=90)}
"""By carrier. USPS: Pitney Bowes Shipping API, "cancel shipment"; all three: EasyPost, "shipping
refund" (both read 2026-11). Amazon publishes no time of its own: its no, at whatever time, is kept
and shown, and nothing here ends the asking sooner than the carrier would."""


def void_by(answered_at: datetime, carrier: str) -> datetime:
    """Until when the money of a label of this carrier, bought at this time, is asked back."""
    words = carrier.casefold().replace("_", " ").split()
    known = (_VOID_WITHIN[word] for word in words if word in _VOID_WITHIN)
    return answered_at + next(known, VOID_WITHIN)


class NoService(Enum):
    """Why no service can carry this order."""

    NOTHING_OFFERED = "nothing_offered"  #: no carrier offers anything
    TOO_DEAR = "too_dear"  #: everything offered is above the ceiling
    DUTIES = "duties"  #: nothing offered keeps the order's duties
    FORBIDDEN = "forbidden"  #: the seller's rules forbid everything that could
    OTHER_CURRENCY = "other_currency"  #: offered in money that the ceiling is not meant for
    TOO_EARLY = "too_early"  #: Amazon's label-printing window has not begun
    UNKNOWN_DUTIES = "unknown_duties"  #: Amazon would not tell what the carrier has to do


class Refund(Enum):
    """What became of asking for the money of a label."""

    GRANTED = "granted"  #: given back
    PENDING = "pending"  #: not decided yet: ask again later
    REJECTED = "rejected"  #: not given back


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


@dataclass(frozen=True, slots=True)
class NotOffered:
    """A service that will not carry the box, with its seller's code and words."""

    carrier: str
    service: str
    code: str
    words: str = ""


CARRIER_DUTIES = frozenset(
    {Duty.SIGNATURE, Duty.AGE_CHECK, Duty.IDENTITY_CHECK, Duty.CASH_ON_DELIVERY}
)
"""What only the carrier can do: a service that does not is never bought for such an order."""
