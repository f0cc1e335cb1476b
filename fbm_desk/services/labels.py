"""Buys the label of a full box: asked for once, paid once, read back, only then printed.

Each step stands in the ledger before the next is tried, so whoever starts again after a crash knows
how far it came. Every try of one purchase sends the same body with the same key; where a carrier
knows no key there is one try, and `unclear_labels` looks what became of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from fbm_desk.domain.answers import Done, NotSent, Refused, Unclear
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import LabelBought, LabelRefused, State
from fbm_desk.domain.shipping import Bought
from fbm_desk.domain.tracking import plain_tracking
from fbm_desk.services import unclear_labels
from fbm_desk.services.books import Books
from fbm_desk.services.label_choice import choose_offer, is_stopped
from fbm_desk.services.label_desk import LabelDesk, load, settle
from fbm_desk.services.ports import Carrier
from fbm_desk.store import history, purchases, sessions
from fbm_desk.store.database import Connection
from fbm_desk.store.purchases import Purchase

OFFER_LIFE = timedelta(minutes=9)
"""Amazon sells at a quoted rate for ten minutes."""


def buy(desk: LabelDesk, purchase_id: int) -> LabelBought | LabelRefused:
    """Bring a purchase as far as it goes now. Safe to call again at any time, in any state."""
    purchase = load(desk, purchase_id)
    if _is_not_needed(desk, purchase):
        return _not_needed(desk, purchase)
    if _has_died(desk, purchase):
        with desk.books.writing() as connection:
            purchases.drop_offer(connection, purchase.id)
        purchase = load(desk, purchase_id)
    if purchase.state in _UNPAID and is_stopped(desk, purchase):
        return _not_needed(desk, purchase)
    if purchase.state is PurchaseState.WANTED:
        problem = choose_offer(desk, purchase)
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


# --- before money is spent -----------------------------------------------------------------------

_UNPAID = (PurchaseState.WANTED, PurchaseState.INTENDED, PurchaseState.UNCLEAR)


def _is_not_needed(desk: LabelDesk, purchase: Purchase) -> bool:
    """True when the order was stopped before any call left: then nothing is bought."""
    if purchase.state not in (PurchaseState.WANTED, PurchaseState.INTENDED):
        return False
    with desk.books.reading() as connection:
        if purchases.sent_before(connection, purchase.id):
            return False
        return _waits_for_no_label(connection, purchase)


def _waits_for_no_label(connection: Connection, purchase: Purchase) -> bool:
    """True when the box is unpacked, or its order stopped."""
    opened = sessions.find_open(connection, purchase.order_id)
    if opened is None or opened.id != purchase.session_id:
        return True
    return opened.session.state is State.STOPPED


def _not_needed(desk: LabelDesk, purchase: Purchase) -> LabelRefused:
    """Nothing is bought for a stopped order. What was sent before may be paid all the same."""
    with desk.books.writing() as connection:
        refused = purchases.refuse_unsent(connection, purchase.id, "order_stopped")
    return LabelRefused("order_stopped", unclear=not refused)


def _has_died(desk: LabelDesk, purchase: Purchase) -> bool:
    """True when an offer was chosen, never bought, and is too old to be sold at its price."""
    if purchase.state is not PurchaseState.INTENDED or purchase.sent_at is not None:
        return False
    return desk.books.now() - purchase.intended_at > OFFER_LIFE


# --- money ---------------------------------------------------------------------------------------


def _pay(desk: LabelDesk, purchase: Purchase) -> LabelRefused | None:
    """The one call that spends money. None when the label is ours and its documents are on disk."""
    carrier = desk.carrier_of(purchase)
    if _was_tried(purchase) and not carrier.keyed:
        return unclear_labels.look(desk, purchase)
    sent_at = desk.books.now()
    with desk.books.writing() as connection:
        # Offers took their time: the order may have been stopped meanwhile.
        stopped = _waits_for_no_label(connection, purchase)
        if stopped and purchases.refuse_unsent(connection, purchase.id, "order_stopped"):
            return LabelRefused("order_stopped")
        # Nor may it be stopped in between, or another bench's call go unseen: one transaction.
        before = None if stopped else _begun(connection, purchase, sent_at, carrier)
    if stopped:
        problem = _not_shown(desk, purchase)
        if problem is not None:
            return problem
        with desk.books.writing() as connection:
            before = _begun(connection, purchase, sent_at, carrier)
    if before is None:  # another bench is at it, with another offer or without a key
        return LabelRefused("unclear", unclear=True)
    answer = carrier.buy(before.request, before.idempotency_key)
    if isinstance(answer, Done):
        keep(desk.books, purchase, answer.value)
        return None
    if isinstance(answer, Unclear):
        return _unclear(desk, purchase, answer.reason)
    if not _was_tried(before):
        return _nothing_spent(desk, before, answer, sent_at)
    if isinstance(answer, Refused) and unclear_labels.shown_at_amazon(desk, before) == ():
        return _nothing_spent(desk, before, answer, sent_at)
    reason = answer.code if isinstance(answer, Refused) else "offline"
    return _still_unclear(desk, before, reason, sent_at)


def _begun(
    connection: Connection, purchase: Purchase, sent_at: datetime, carrier: Carrier
) -> Purchase | None:
    return purchases.begin_try(connection, purchase, sent_at, alone=not carrier.keyed)


def _was_tried(purchase: Purchase) -> bool:
    """True when a call for it left before: nobody may know what it brought."""
    return purchase.state is PurchaseState.UNCLEAR or purchase.sent_at is not None


def _not_shown(desk: LabelDesk, purchase: Purchase) -> LabelRefused | None:
    """Why a label that nobody waits for is not asked for again, which may buy it. None where
    Amazon shows that it is paid, and where nobody can be asked: the same key tells its number."""
    shown = unclear_labels.shown_at_amazon(desk, purchase)
    if shown or desk.marketplace is None:
        return None
    if shown is None:
        return LabelRefused("unclear", unclear=True)
    settle(desk, purchase, PurchaseState.REFUSED, reason="not_bought")
    return LabelRefused("order_stopped")


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


def keep(books: Books, purchase: Purchase, bought: Bought) -> None:
    """The answer and the documents, on disk before anything prints.

    A late answer may find that its box has a label meanwhile: the money of this one is asked back.
    """
    now = books.now()
    with books.writing() as connection:
        another = purchases.bought_of(
            connection, purchase.session_id, besides=purchase.id, box=purchase.box
        )
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
    """The number in the label's own barcode must be the shipment's, before paper moves.

    A label that a supervisor answers for is not printed here: its number is scanned on the box.
    """
    if purchase.settled_at is not None and purchase.tracking:
        return LabelBought(purchase.tracking, purchase.box)
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
    return LabelBought(purchase.tracking, purchase.box)


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
    answer = desk.carrier_of(purchase).documents(purchase.shipment_id, purchase.request)
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
