"""Gets the money of labels back that are not needed: asked for once, looked up when in doubt.

That Amazon is asked stands in the ledger before the call. A definite no is kept with its reason
and not asked again; a person takes it from there.
"""

from __future__ import annotations

from fbm_desk.domain.answers import Answer, Done, NotSent, Refused
from fbm_desk.domain.purchases import PurchaseState, Refund, void_by
from fbm_desk.domain.tracking import plain_tracking
from fbm_desk.services import labels, unclear_labels
from fbm_desk.services.label_desk import LabelDesk, load, settle
from fbm_desk.store import history, purchases
from fbm_desk.store.purchases import Purchase

ASKED = "void_asked"
"""The reason of a label whose refund was asked for by a call that nobody answered, perhaps yet."""
PENDING = "void_pending"
"""The reason of a label whose refund was asked for and is not decided yet."""
TOO_LATE = "void_too_late"
_NOT_THE_LABELS_FAULT = "unauthorised"  # the keys do not open it today; they may tomorrow
_TAKEN_BACK = "CANCELLED"  # the status of a package whose label was given back


def find_unneeded(desk: LabelDesk) -> list[Purchase]:
    """Paid labels whose boxes do not leave. What nobody knows is cleared up first."""
    with desk.books.reading() as connection:
        taken_out = purchases.of_boxes_taken_out(connection)
    for purchase in taken_out:
        if purchase.state is not PurchaseState.BOUGHT:
            _clear_up(desk, purchase)
        if load(desk, purchase.id).state is PurchaseState.BOUGHT:
            settle(desk, purchase, PurchaseState.VOID_WANTED)
    with desk.books.reading() as connection:
        return purchases.in_state(connection, PurchaseState.VOID_WANTED)


def _clear_up(desk: LabelDesk, purchase: Purchase) -> None:
    """Asking for a label again may buy it: nobody wants this one, so Amazon's own list decides."""
    if purchase.sent_at is None:
        labels.buy(desk, purchase.id)  # which finds that nothing was sent and gives it up
        return
    if not desk.carrier_of(purchase).keyed:
        unclear_labels.look(desk, purchase)
        return
    labels.buy(desk, purchase.id)  # which asks with the same key only for what is paid


def give_back(desk: LabelDesk, purchase: Purchase) -> Answer[Refund]:
    """Ask for the refund of a label that is not needed, unless it is granted or past its time."""
    if purchase.reason in (ASKED, PENDING):
        known = _so_far(desk, purchase)
        if known is not None:
            return known
    now = desk.books.now()
    if now > void_by(purchase.answered_at or now, purchase.carrier):
        return _refused(desk, purchase, Refused(TOO_LATE))
    asked_before = purchase.reason == ASKED
    settle(desk, purchase, PurchaseState.VOID_WANTED, reason=ASKED, words="")
    answer = desk.carrier_of(purchase).void(purchase.shipment_id, purchase.request)
    if isinstance(answer, Done):
        return _noted(desk, purchase, answer.value)
    if isinstance(answer, Refused):
        known = _so_far(desk, purchase) if asked_before else None
        if known is not None:
            return known  # it was the lost call that did it
        if answer.code != _NOT_THE_LABELS_FAULT:
            return _refused(desk, purchase, answer)
    if isinstance(answer, NotSent | Refused) and not asked_before:
        reason = answer.code if isinstance(answer, Refused) else answer.reason
        settle(desk, purchase, PurchaseState.VOID_WANTED, reason=reason)
    return answer


def _so_far(desk: LabelDesk, purchase: Purchase) -> Answer[Refund] | None:
    """What became of a refund asked for before; None when nobody says, and it is asked again."""
    answer = desk.carrier_of(purchase).refund(purchase.shipment_id, purchase.request)
    if not isinstance(answer, Done):
        return answer if purchase.reason == PENDING else None
    if answer.value is not None:
        return _noted(desk, purchase, answer.value)
    return _noted(desk, purchase, Refund.GRANTED) if _is_taken_back(desk, purchase) else None


def _noted(desk: LabelDesk, purchase: Purchase, refund: Refund) -> Answer[Refund]:
    """Write down how far a refund is. Pending is asked after until it is decided."""
    if refund is Refund.GRANTED:
        return _granted(desk, purchase)
    if refund is Refund.REJECTED:
        return _refused(desk, purchase, Refused("refund_rejected"))
    settle(desk, purchase, PurchaseState.VOID_WANTED, reason=PENDING, words="")
    return Done(refund)


def _is_taken_back(desk: LabelDesk, purchase: Purchase) -> bool:
    """True when the order shows the label's package as cancelled."""
    if desk.marketplace is None:
        return False
    answer = desk.marketplace.order(purchase.order_id)
    mine = plain_tracking(purchase.tracking)
    return isinstance(answer, Done) and any(
        one.status == _TAKEN_BACK and plain_tracking(one.tracking) == mine
        for one in answer.value.packages
    )


def _granted(desk: LabelDesk, purchase: Purchase) -> Done[Refund]:
    now = desk.books.now()
    with desk.books.writing() as connection:
        granted = PurchaseState.VOID
        purchases.settle(connection, purchase.id, granted, voided_at=now, reason="", words="")
        history.add(connection, [purchase.order_id], "label_void", now)
    return Done(Refund.GRANTED)


def _refused(desk: LabelDesk, purchase: Purchase, answer: Refused) -> Refused:
    facts = {"reason": answer.code, "words": answer.words, "voided_at": desk.books.now()}
    settle(desk, purchase, PurchaseState.VOID_REFUSED, **facts)
    return answer
