"""From a full box to an intent: the order looked at once more, offers asked, one written down."""

from __future__ import annotations

import hashlib
import json

from fbm_desk.amazon.marketplaces import currency_of
from fbm_desk.domain.answers import Done, NotSent, Refused, Unclear
from fbm_desk.domain.orders import Duty
from fbm_desk.domain.purchases import CARRIER_DUTIES, NoService, Offer, PurchaseState
from fbm_desk.domain.service_choice import Choice, Limits, PassedOver, choose
from fbm_desk.domain.session import LabelRefused
from fbm_desk.domain.shipping import Quote
from fbm_desk.services import orders as order_service
from fbm_desk.services.label_desk import LabelDesk, settle
from fbm_desk.services.label_request import request_for
from fbm_desk.services.orders import Intake
from fbm_desk.services.ports import Carrier
from fbm_desk.services.refresh import refresh
from fbm_desk.store import orders
from fbm_desk.store.orders import OrderRow
from fbm_desk.store.purchases import Purchase
from fbm_desk.texts import say

FRESH_S = 180
"""A copy of an order older than this is refreshed before money is spent on it."""


def is_stopped(desk: LabelDesk, purchase: Purchase) -> bool:
    """Ask Amazon once more when our copy is old: True when the order must not be shipped.

    Without an answer it goes on. With one the copy is new, and its bench need not ask as well.
    """
    stale = order_service.is_stale(desk.books, purchase.order_id, FRESH_S)
    if desk.marketplace is None or not stale:
        return False
    came = refresh(desk.books, desk.marketplace, purchase.order_id)
    return isinstance(came, Intake) and purchase.order_id in came.stopped


def choose_offer(desk: LabelDesk, purchase: Purchase) -> LabelRefused | None:
    """Get offers, choose one, and write down exactly what is about to be bought."""
    wanted = request_for(desk.books, purchase, desk.boxes)
    if isinstance(wanted, LabelRefused):
        return wanted
    carrier = desk.carrier_for(wanted.marketplace_id)
    answer = carrier.quote(wanted)
    if not isinstance(answer, Done):
        return _no_offers(desk, purchase, answer)
    with desk.books.reading() as connection:
        order = orders.find(connection, purchase.order_id)
    assert order is not None
    choice = choose(answer.value.offers, _limits(desk, purchase, order), answer.value.refused)
    if choice.offer is None:
        return _none_fits(desk, purchase, order, choice)
    _intend(desk, purchase, carrier, answer.value, choice.offer, choice.passed_over)
    return None


def _limits(desk: LabelDesk, purchase: Purchase, order: OrderRow) -> Limits:
    return Limits(
        order.duties,
        order.deliver_by,
        purchase.ceiling_minor,
        currency_of(order.marketplace_id),
        desk.rules_for(order.marketplace_id),
    )


def _no_offers(
    desk: LabelDesk, purchase: Purchase, answer: Refused | NotSent | Unclear
) -> LabelRefused:
    """A quote spends nothing: without one the purchase stays wanted, or is refused for good."""
    if isinstance(answer, Refused):
        settle(desk, purchase, PurchaseState.REFUSED, reason=answer.code, words=answer.words)
        return LabelRefused(answer.code)
    return LabelRefused("offline" if isinstance(answer, NotSent) else "no_answer")


def _none_fits(
    desk: LabelDesk, purchase: Purchase, order: OrderRow, choice: Choice
) -> LabelRefused:
    assert choice.problem is not None
    problem = choice.problem.value
    settle(
        desk,
        purchase,
        PurchaseState.REFUSED,
        reason=problem,
        words=_duties_in_words(order.duties) if choice.problem is NoService.DUTIES else "",
        alternatives=_kept(choice.passed_over),
    )
    return LabelRefused(problem)


def _duties_in_words(duties: frozenset[Duty]) -> str:
    """What no carrier does: `Age check on delivery, Signature on delivery`."""
    return ", ".join(sorted(say(f"duty.{duty.value}") for duty in duties & CARRIER_DUTIES))


def _intend(
    desk: LabelDesk,
    purchase: Purchase,
    carrier: Carrier,
    quote: Quote,
    chosen: Offer,
    passed_over: tuple[PassedOver, ...],
) -> None:
    body = carrier.body(quote, chosen)
    settle(
        desk,
        purchase,
        PurchaseState.INTENDED,
        only_from=PurchaseState.WANTED,  # another bench may have been quicker with another offer
        request=body,
        request_hash=hashlib.sha256(body.encode()).hexdigest(),
        sold_by=carrier.name,
        carrier=chosen.carrier,
        service=chosen.service,
        price_minor=chosen.price_minor,
        currency=chosen.currency,
        alternatives=_kept(passed_over),
        intended_at=desk.books.now(),
    )


def _kept(passed_over: tuple[PassedOver, ...]) -> str:
    """What was not taken, each with its reason; earlier programs read the first four of each."""
    rows = [
        [one.carrier, one.service, one.price_minor, one.currency, one.why.value, one.words]
        for one in passed_over
    ]
    return json.dumps(rows, ensure_ascii=False)
