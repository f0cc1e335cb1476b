"""Which service carries a box, and why the others do not: pure, and the same for every order of
the offers. What an offer is and what a purchase may cost is `purchases`' business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from fbm_desk.domain.orders import Duty
from fbm_desk.domain.purchases import CARRIER_DUTIES, NoService, NotOffered, Offer


class Why(Enum):
    """Why an offer was passed over."""

    OTHER_CURRENCY = "other_currency"  #: its price is in other money than the ceiling
    DUTIES = "duties"  #: it does not keep what the order demands of the carrier
    FORBIDDEN = "forbidden"  #: the seller's rules forbid it
    TOO_DEAR = "too_dear"  #: above the ceiling
    LATE = "late"  #: it arrives after the promise, or later than the one taken
    NOT_PREFERRED = "not_preferred"  #: the seller's rules prefer another
    DEARER = "dearer"  #: the one taken costs less
    UNPROTECTED = "unprotected"  #: costs the same, and claims are not paid by Amazon
    NO_BETTER = "no_better"  #: equal in all
    NOT_OFFERED = "not_offered"  #: the seller of labels says no, with its own reason


@dataclass(frozen=True, slots=True)
class ServiceRules:
    """A seller's own rules. Each name is a carrier's (`DHL`) or one service's (`DHL Paket`), in any
    capitals; the first of `preferred` is taken before the second."""

    preferred: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassedOver:
    """One service that was not taken. `words` are the label seller's, where it gave a reason."""

    carrier: str
    service: str
    price_minor: int
    currency: str
    why: Why
    words: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The offer taken or the reason for none, and all that was passed over."""

    offer: Offer | None
    problem: NoService | None
    passed_over: tuple[PassedOver, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a choice has to keep. The ceiling is in `currency`; '' is not compared."""

    duties: frozenset[Duty]
    deliver_by: datetime | None
    ceiling_minor: int
    currency: str = ""
    rules: ServiceRules = ServiceRules()


def choose(
    offers: Sequence[Offer], limits: Limits, not_offered: Sequence[NotOffered] = ()
) -> Choice:
    """The cheapest offer that keeps the duties and arrives in time; protected ones win a tie.

    The seller's preferred services come before cheaper ones. When nothing arrives in time, the
    earliest is taken: a late parcel is better than none.
    """
    left, over = list(offers), _said_no(not_offered)
    problem = NoService.NOTHING_OFFERED
    for sieve, why, reason in _sieves(limits):
        if not left:
            break
        passed = [offer for offer in left if not sieve(offer)]
        over += [_passed(offer, why) for offer in passed]
        left = [offer for offer in left if sieve(offer)]
        problem = reason
    if not left:
        return Choice(None, problem, tuple(over))
    taken = _best(left, limits)
    over += [_passed(one, _beaten(one, taken, limits)) for one in left if one is not taken]
    return Choice(taken, None, tuple(over))


Sieve = Callable[[Offer], bool]


def _sieves(limits: Limits) -> tuple[tuple[Sieve, Why, NoService], ...]:
    """What an offer must be at all, in this order, and what it means when none is."""
    wanted = limits.duties & CARRIER_DUTIES
    return (
        (
            lambda offer: not limits.currency or offer.currency == limits.currency,
            Why.OTHER_CURRENCY,
            NoService.OTHER_CURRENCY,
        ),
        (lambda offer: wanted <= offer.keeps, Why.DUTIES, NoService.DUTIES),
        (
            lambda offer: _rank(offer, limits.rules.forbidden) is None,
            Why.FORBIDDEN,
            NoService.FORBIDDEN,
        ),
        (
            lambda offer: offer.price_minor <= limits.ceiling_minor,
            Why.TOO_DEAR,
            NoService.TOO_DEAR,
        ),
    )


def _best(offers: Sequence[Offer], limits: Limits) -> Offer:
    in_time = [offer for offer in offers if _in_time(offer, limits)]
    if in_time:
        return min(in_time, key=lambda offer: _order(offer, limits.rules))
    return min(offers, key=lambda offer: (_arrival(offer), _order(offer, limits.rules)))


def _order(offer: Offer, rules: ServiceRules) -> tuple[int, int, bool, str]:
    rank = _rank(offer, rules.preferred)
    place = len(rules.preferred) if rank is None else rank
    return place, offer.price_minor, not offer.claims_protected, offer.offer_id


def _in_time(offer: Offer, limits: Limits) -> bool:
    """An offer that does not say when it arrives may be in time."""
    by = limits.deliver_by
    return not by or not offer.arrives_by or offer.arrives_by <= by


def _arrival(offer: Offer) -> float:
    return offer.arrives_by.timestamp() if offer.arrives_by else 0.0


def _rank(offer: Offer, names: Sequence[str]) -> int | None:
    """The place of an offer in a list of carriers and services; None when it is not in it."""
    mine = {
        _plain(offer.carrier),
        _plain(offer.service),
        _plain(f"{offer.carrier} {offer.service}"),
        _plain(offer.service_id),
    }
    return next((at for at, name in enumerate(names) if _plain(name) in mine), None)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _beaten(offer: Offer, taken: Offer, limits: Limits) -> Why:
    """Why this one is second to the one taken."""
    if _in_time(taken, limits):
        if not _in_time(offer, limits):
            return Why.LATE
    elif _arrival(offer) > _arrival(taken):
        return Why.LATE
    mine, theirs = _order(offer, limits.rules), _order(taken, limits.rules)
    reasons = (Why.NOT_PREFERRED, Why.DEARER, Why.UNPROTECTED)
    pairs = zip(reasons, mine, theirs, strict=False)
    return next((why for why, ours, best in pairs if ours != best), Why.NO_BETTER)


def _passed(offer: Offer, why: Why) -> PassedOver:
    return PassedOver(offer.carrier, offer.service, offer.price_minor, offer.currency, why)


def _said_no(not_offered: Sequence[NotOffered]) -> list[PassedOver]:
    return [
        PassedOver(one.carrier, one.service, 0, "", Why.NOT_OFFERED, one.words or one.code)
        for one in not_offered
    ]
