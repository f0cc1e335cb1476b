"""Labels of which nobody knows whether they are paid: Amazon's own list is read, a person decides.

Nothing here buys. A carrier with a key is asked again by `labels`; one without is not.
"""

from __future__ import annotations

from datetime import timedelta

from fbm_desk.domain.answers import Done
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.orders import KnownPackage, OrderId
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import LabelRefused
from fbm_desk.domain.tracking import Check, number_on_label, plain_tracking, recognise
from fbm_desk.domain.tracking import reads_like_tracking as reads_like
from fbm_desk.services.books import Books
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.store import history, parcels, purchases, unclear_purchases
from fbm_desk.store.purchases import Purchase

SHOWN_WITHIN = timedelta(minutes=15)
"""Amazon shows the package of a label that it sold within this time."""
NO_DOCUMENT = "no_document"
NOT_SHOWN = "not_shown"
"""The reason of a purchase of which Amazon's list of packages shows nothing: a person decides."""
_TAKEN_BACK = "CANCELLED"  # the status of a package whose label was given back


def shown_at_amazon(desk: LabelDesk, purchase: Purchase) -> tuple[KnownPackage, ...] | None:
    """The packages of the order that can only be this purchase's; None when nobody can say.

    What was just bought is not shown at once: asked too early, silence proves nothing.
    """
    if desk.marketplace is None:
        return None
    answer = desk.marketplace.order(purchase.order_id)
    if not isinstance(answer, Done) or not answer.value.packages_told:
        return None
    known = _numbers_known(desk.books, purchase.order_id)
    found = tuple(one for one in answer.value.packages if plain_tracking(one.tracking) not in known)
    if found:
        return found
    moments = (purchase.intended_at, purchase.sent_at, purchase.answered_at)
    last_try_at = max(at for at in moments if at is not None)
    return None if desk.books.now() - last_try_at < SHOWN_WITHIN else ()


def _numbers_known(books: Books, order_id: OrderId) -> set[str]:
    with books.reading() as connection:
        labels = purchases.of_order(connection, order_id)
        boxes = parcels.of_order(connection, order_id)
    told = [*(one.tracking for one in labels), *(one.tracking for one in boxes)]
    return {plain_tracking(tracking) for tracking in told if tracking}


def look(desk: LabelDesk, purchase: Purchase) -> LabelRefused:
    """Look for the label of a purchase that is never asked for again; it stays held either way.

    One package that nobody here knows is this label: paid, and its paper is in Seller Central.
    None after all that time means nothing by itself: a supervisor says what it is.
    """
    shown = shown_at_amazon(desk, purchase)
    standing = [one for one in shown or () if one.status != _TAKEN_BACK]
    if len(standing) == 1:
        _found(desk.books, purchase, standing[0])
        return LabelRefused(NO_DOCUMENT, unclear=True)
    reason = "several_shown" if standing else NOT_SHOWN if shown is not None else purchase.reason
    with desk.books.writing() as connection:
        unclear_purchases.hold_unclear(
            connection, purchase.id, reason or "no_answer", desk.books.now()
        )
    return LabelRefused("unclear_held", unclear=True)


def _found(books: Books, purchase: Purchase, package: KnownPackage) -> None:
    now = books.now()
    with books.writing() as connection:
        found = unclear_purchases.find_paid(
            connection, purchase.id, package.tracking, NO_DOCUMENT, now
        )
        if found:
            history.add(connection, [purchase.order_id], "label_found", now)


def look_at_all(desk: LabelDesk) -> int:
    """Look for every unclear label whose carrier knows no key; how many are known by now."""
    with desk.books.reading() as connection:
        asked = purchases.in_state(connection, PurchaseState.UNCLEAR, PurchaseState.INTENDED)
    unkeyed = [
        one
        for one in asked
        if one.sold_by and one.sent_at and not desk.carrier_of(one).keyed and _is_quiet(desk, one)
    ]
    return sum(look(desk, one).reason == NO_DOCUMENT for one in unkeyed)


def _is_quiet(desk: LabelDesk, purchase: Purchase) -> bool:
    """True when no call of this purchase can still be under way."""
    assert purchase.sent_at is not None
    return desk.books.now() - purchase.sent_at > timedelta(minutes=3)


# --- a person decides ----------------------------------------------------------------------------


def held_of(books: Books, order_id: OrderId) -> Purchase:
    """The purchase of an order that waits for a supervisor. Raises `Invalid` "nothing_unclear"."""
    with books.reading() as connection:
        found = [one for one in purchases.of_order(connection, order_id) if _is_held(one)]
    if not found:
        raise Invalid("nothing_unclear", order=order_id)
    return found[-1]


def _is_held(purchase: Purchase) -> bool:
    lost = purchase.state is PurchaseState.BOUGHT and purchase.reason == NO_DOCUMENT
    return purchase.state is PurchaseState.UNCLEAR or lost


def settle_unclear(
    books: Books,
    purchase_id: int,
    *,
    bought: bool,
    tracking: str = "",
    user_id: int | None = None,
    why: str = "",
) -> Purchase:
    """A supervisor says what became of a purchase; the ledger believes it and names who said it.

    Bought: its number is scanned on the box, its paper comes from Seller Central. Not bought: a
    label may be bought anew. Raises `Invalid` "not_unclear", "no_tracking", "tracking_misread" or
    "tracking_used".
    """
    with books.reading() as connection:
        purchase = purchases.find(connection, purchase_id)
    if not _is_held(purchase):
        raise Invalid("not_unclear", order=purchase.order_id)
    number = _number(books, purchase, tracking or purchase.tracking) if bought else ""
    now = books.now()
    with books.writing() as connection:
        if not unclear_purchases.settle_by_hand(
            connection, purchase, bought, number, why, user_id, now
        ):
            raise Invalid("not_unclear", order=purchase.order_id)
        kind: history.Kind = "label_settled_bought" if bought else "label_settled_not_bought"
        history.add(connection, [purchase.order_id], kind, now, user_id=user_id)
        return purchases.find(connection, purchase_id)


def _number(books: Books, purchase: Purchase, tracking: str) -> str:
    """The label's number as it is kept. Raises `Invalid`."""
    number = number_on_label(tracking)
    if not reads_like(number):
        raise Invalid("no_tracking", order=purchase.order_id)
    found = recognise(tracking)
    if any(one.unmistakable for one in found) and found[0].checked is Check.WRONG:
        raise Invalid("tracking_misread", order=purchase.order_id)
    with books.reading() as connection:
        if parcels.tracking_known(connection, number) or unclear_purchases.tracking_of_other(
            connection, purchase.id, number
        ):
            raise Invalid("tracking_used", order=purchase.order_id)
    return number
