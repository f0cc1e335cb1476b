"""Buys the label of a full box: asked for once, paid once, read back, only then printed.

Each step stands in the ledger before the next is tried, so whoever starts again after a crash knows
how far it came. Every try of one purchase sends the same body with the same key.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fbm_desk.amazon.marketplaces import currency_of
from fbm_desk.domain.answers import Done, NotSent, Refused, Unclear
from fbm_desk.domain.orders import Duty
from fbm_desk.domain.purchases import CARRIER_DUTIES, NoService, Offer, PurchaseState, choose
from fbm_desk.domain.session import LabelBought, LabelRefused, State
from fbm_desk.domain.shipping import Bought, Quote
from fbm_desk.domain.tracking import plain_tracking
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.label_request import request_for
from fbm_desk.services.ports import LabelSeller, Marketplace
from fbm_desk.store import history, orders, parcels, purchases, sessions
from fbm_desk.store.purchases import Purchase
from fbm_desk.texts import say

FRESH_S = 180
"""A copy of an order older than this is refreshed before money is spent on it."""
OFFER_LIFE = timedelta(minutes=9)
"""Amazon sells at a quoted rate for ten minutes."""
SHOWN_WITHIN = timedelta(minutes=15)
"""Amazon shows the package of a label that it sold within this time."""


@dataclass(frozen=True, slots=True)
class LabelDesk:
    """Who sells labels and, where there is one, who can say how an order stands."""

    books: Books
    seller: LabelSeller
    marketplace: Marketplace | None = None


def buy(desk: LabelDesk, purchase_id: int) -> LabelBought | LabelRefused:
    """Bring a purchase as far as it goes now. Safe to call again at any time, in any state."""
    purchase = load(desk, purchase_id)
    if _is_not_needed(desk, purchase):
        settle(desk, purchase, PurchaseState.REFUSED, reason="order_stopped")
        return LabelRefused("order_stopped")
    if _has_died(desk, purchase):
        settle(desk, purchase, PurchaseState.WANTED, only_from=PurchaseState.INTENDED)
        purchase = load(desk, purchase_id)
    if purchase.state is PurchaseState.WANTED:
        problem = _refresh(desk, purchase) or _choose(desk, purchase)
        if problem is not None:
            return problem
        purchase = load(desk, purchase_id)
    if purchase.state in (PurchaseState.INTENDED, PurchaseState.UNCLEAR):
        problem = _pay(desk, purchase)
        if problem is not None:
            return problem
        purchase = load(desk, purchase_id)
    if purchase.state is PurchaseState.BOUGHT:
        return _read_back(desk, purchase)
    return LabelRefused(purchase.reason or purchase.state.value)


def load(desk: LabelDesk, purchase_id: int) -> Purchase:
    with desk.books.reading() as connection:
        return purchases.find(connection, purchase_id)


def settle(desk: LabelDesk, purchase: Purchase, state: PurchaseState, **facts: Any) -> None:
    with desk.books.writing() as connection:
        purchases.settle(connection, purchase.id, state, **facts)


# --- before money is spent -----------------------------------------------------------------------


def _is_not_needed(desk: LabelDesk, purchase: Purchase) -> bool:
    """True when the order was stopped before any call left: then nothing is bought."""
    if purchase.state not in (PurchaseState.WANTED, PurchaseState.INTENDED):
        return False
    with desk.books.reading() as connection:
        if purchases.sent_before(connection, purchase.id):
            return False
        opened = sessions.find_open(connection, purchase.order_id)
    mine = opened is not None and opened.id == purchase.session_id
    return not mine or opened is None or opened.session.state is State.STOPPED


def _has_died(desk: LabelDesk, purchase: Purchase) -> bool:
    """True when an offer was chosen, never bought, and is too old to be sold at its price."""
    if purchase.state is not PurchaseState.INTENDED or _was_sent(desk, purchase):
        return False
    return desk.books.now() - purchase.intended_at > OFFER_LIFE


def _refresh(desk: LabelDesk, purchase: Purchase) -> LabelRefused | None:
    """Ask Amazon once more when our copy is old. Without an answer it goes on."""
    stale = order_service.is_stale(desk.books, purchase.order_id, FRESH_S)
    if desk.marketplace is None or not stale:
        return None
    answer = desk.marketplace.order(purchase.order_id)
    if isinstance(answer, Done):
        stopped = order_service.take_in(desk.books, [answer.value]).stopped
        if purchase.order_id in stopped:
            settle(desk, purchase, PurchaseState.REFUSED, reason="order_stopped")
            return LabelRefused("order_stopped")
    return None


def _choose(desk: LabelDesk, purchase: Purchase) -> LabelRefused | None:
    """Get offers, choose one, and write down exactly what is about to be bought."""
    wanted = request_for(desk.books, purchase)
    if isinstance(wanted, LabelRefused):
        return wanted
    answer = desk.seller.quote(wanted)
    if not isinstance(answer, Done):
        return _no_offers(desk, purchase, answer)
    quote = answer.value
    with desk.books.reading() as connection:
        order = orders.find(connection, purchase.order_id)
    assert order is not None
    currency = currency_of(order.marketplace_id)
    limits = (order.deliver_by, purchase.ceiling_minor, currency)
    chosen = choose(quote.offers, order.duties, *limits)
    if isinstance(chosen, NoService):
        words = _duties_in_words(order.duties) if chosen is NoService.DUTIES else ""
        settle(desk, purchase, PurchaseState.REFUSED, reason=chosen.value, words=words)
        return LabelRefused(chosen.value)
    _intend(desk, purchase, quote, chosen)
    return None


def _duties_in_words(duties: frozenset[Duty]) -> str:
    """What no carrier does: `Age check on delivery, Signature on delivery`."""
    return ", ".join(sorted(say(f"duty.{duty.value}") for duty in duties & CARRIER_DUTIES))


def _no_offers(
    desk: LabelDesk, purchase: Purchase, answer: Refused | NotSent | Unclear
) -> LabelRefused:
    """A quote spends nothing: without one the purchase stays wanted, or is refused for good."""
    if isinstance(answer, Refused):
        settle(desk, purchase, PurchaseState.REFUSED, reason=answer.code, words=answer.words)
        return LabelRefused(answer.code)
    return LabelRefused("offline" if isinstance(answer, NotSent) else "no_answer")


def _intend(desk: LabelDesk, purchase: Purchase, quote: Quote, chosen: Offer) -> None:
    body = desk.seller.body(quote, chosen)
    others = [
        [offer.carrier, offer.service, offer.price_minor, offer.currency]
        for offer in quote.offers
        if offer.offer_id != chosen.offer_id
    ]
    settle(
        desk,
        purchase,
        PurchaseState.INTENDED,
        only_from=PurchaseState.WANTED,  # another bench may have been quicker with another offer
        request=body,
        request_hash=hashlib.sha256(body.encode()).hexdigest(),
        carrier=chosen.carrier,
        service=chosen.service,
        price_minor=chosen.price_minor,
        currency=chosen.currency,
        alternatives=json.dumps(others, ensure_ascii=False),
        intended_at=desk.books.now(),
    )


# --- money ---------------------------------------------------------------------------------------


def _pay(desk: LabelDesk, purchase: Purchase) -> LabelRefused | None:
    """The one call that spends money. None when the label is ours and its documents are on disk."""
    tried_before = purchase.state is PurchaseState.UNCLEAR or _was_sent(desk, purchase)
    sent_at = desk.books.now()
    settle(desk, purchase, purchase.state, sent_at=sent_at)
    answer = desk.seller.buy(purchase.request, purchase.idempotency_key)
    if isinstance(answer, Done):
        keep(desk.books, purchase, answer.value)
        return None
    if isinstance(answer, Unclear):
        return _unclear(desk, purchase, answer.reason)
    reason = answer.code if isinstance(answer, Refused) else "offline"
    if not tried_before:
        return _nothing_spent(desk, purchase, answer, sent_at)
    if isinstance(answer, Refused) and shown_at_amazon(desk, purchase) is False:
        return _nothing_spent(desk, purchase, answer, sent_at)
    return _still_unclear(desk, purchase, reason, sent_at)


def _nothing_spent(
    desk: LabelDesk, purchase: Purchase, answer: Refused | NotSent, sent_at: datetime
) -> LabelRefused:
    """No try of this purchase spent money, unless another bench is at one of its own just now."""
    state, facts = PurchaseState.WANTED, {"reason": "offline", "sent_at": None}
    if isinstance(answer, Refused):
        # What was not sent is offered anew by the next try; what was refused is over.
        state, facts = PurchaseState.REFUSED, {"reason": answer.code, "words": answer.words}
    with desk.books.writing() as connection:
        ours = purchases.settle_try(connection, purchase.id, state, sent_at, **facts)
    return LabelRefused(str(facts["reason"])) if ours else LabelRefused("unclear", unclear=True)


def _was_sent(desk: LabelDesk, purchase: Purchase) -> bool:
    with desk.books.reading() as connection:
        return purchases.sent_before(connection, purchase.id)


def _unclear(desk: LabelDesk, purchase: Purchase, reason: str) -> LabelRefused:
    """Money may be spent. Only the same key may ask again; nothing else is bought for this box."""
    now = desk.books.now()
    settle(desk, purchase, PurchaseState.UNCLEAR, reason=reason, answered_at=now)
    return LabelRefused("unclear", unclear=True)


def _still_unclear(
    desk: LabelDesk, purchase: Purchase, reason: str, sent_at: datetime
) -> LabelRefused:
    """This try spent nothing; what an earlier one did is as unknown as before, and as old."""
    facts = {"reason": reason, "sent_at": purchase.sent_at}
    with desk.books.writing() as connection:
        unclear = PurchaseState.UNCLEAR
        purchases.settle_try(connection, purchase.id, unclear, sent_at, **facts)
    return LabelRefused("unclear", unclear=True)


def shown_at_amazon(desk: LabelDesk, purchase: Purchase) -> bool | None:
    """Whether the order shows a package that can only be this purchase's; None when nobody can say.

    What was just bought is not shown at once: asked too early, silence proves nothing.
    """
    if desk.marketplace is None:
        return None
    answer = desk.marketplace.order(purchase.order_id)
    if not isinstance(answer, Done) or not answer.value.packages_told:
        return None
    with desk.books.reading() as connection:
        labels = purchases.of_order(connection, purchase.order_id)
        boxes = parcels.of_order(connection, purchase.order_id)
    told = [*(one.tracking for one in labels), *(one.tracking for one in boxes)]
    known = {plain_tracking(tracking) for tracking in told if tracking}
    if any(plain_tracking(one.tracking) not in known for one in answer.value.packages):
        return True
    moments = (purchase.intended_at, purchase.sent_at, purchase.answered_at)
    last_try_at = max(at for at in moments if at is not None)
    return None if desk.books.now() - last_try_at < SHOWN_WITHIN else False


def keep(books: Books, purchase: Purchase, bought: Bought) -> None:
    """The answer and the documents, on disk before anything prints.

    A late answer may find that its box has a label meanwhile: the money of this one is asked back.
    """
    now = books.now()
    with books.writing() as connection:
        another = purchases.bought_of(connection, purchase.session_id, besides=purchase.id)
        purchases.settle(
            connection,
            purchase.id,
            PurchaseState.VOID_WANTED if another else PurchaseState.BOUGHT,
            shipment_id=bought.shipment_id,
            tracking=bought.tracking,
            answered_at=now,
            reason="",
            words="",
        )
        for form, document in bought.documents:
            purchases.keep_document(connection, books.seal, purchase.id, form, document)
        history.add(connection, [purchase.order_id], "label_bought", now, user_id=purchase.user_id)


# --- read back -----------------------------------------------------------------------------------


def _read_back(desk: LabelDesk, purchase: Purchase) -> LabelBought | LabelRefused:
    """The number in the label's own barcode must be the shipment's, before paper moves."""
    problem = _problem_of(desk, purchase)
    if problem and _fetched_again(desk, purchase):
        purchase = load(desk, purchase.id)
        problem = _problem_of(desk, purchase)
    if problem:
        settle(desk, purchase, PurchaseState.BOUGHT, reason=problem)
        return LabelRefused(problem, unclear=True)
    with desk.books.writing() as connection:
        now = desk.books.now()
        purchases.settle(connection, purchase.id, PurchaseState.BOUGHT, reason="")
        history.add(connection, [purchase.order_id], "label_read_back", now)
    return LabelBought(purchase.tracking)


def _problem_of(desk: LabelDesk, purchase: Purchase) -> str:
    """Why the documents on disk must not be printed; empty when nothing is wrong with them."""
    from fbm_desk.printing.documents import LabelFormat
    from fbm_desk.printing.label_check import LabelOutcome, tracking_on_label
    from fbm_desk.printing.zpl_inspect import printable

    with desk.books.reading() as connection:
        kept = purchases.documents(connection, desk.books.seal, purchase.id)
    for form, document in kept.items():
        shown = printable(document) if form == "ZPL" else document
        check = tracking_on_label(shown, LabelFormat(form), purchase.tracking)
        if check.outcome is not LabelOutcome.MATCHES:
            return f"label_{check.outcome.value}"
    return "" if kept else "no_document"


def _fetched_again(desk: LabelDesk, purchase: Purchase) -> bool:
    """Get the paper of a paid label once more, which costs nothing; True when it came."""
    answer = desk.seller.documents(purchase.shipment_id, purchase.request)
    if not isinstance(answer, Done) or not answer.value.documents:
        return False
    fetched = answer.value
    if purchase.tracking and plain_tracking(fetched.tracking) != plain_tracking(purchase.tracking):
        return False
    with desk.books.writing() as connection:
        bought = PurchaseState.BOUGHT
        purchases.settle(connection, purchase.id, bought, tracking=fetched.tracking)
        for form, document in fetched.documents:
            purchases.keep_document(connection, desk.books.seal, purchase.id, form, document)
    return True
