"""Labels whose money is in question, as matters for a person: unclear, wrong, on no box, no refund.

It only tells; what a person says to it is `exception_deeds`' business.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from fbm_desk.domain.purchases import PurchaseState, void_by
from fbm_desk.domain.session import State
from fbm_desk.services.amounts import age_text, price_text
from fbm_desk.services.books import Books
from fbm_desk.services.dates import day_text, moment_text
from fbm_desk.services.dossier_scans import reason_words
from fbm_desk.services.dossier_steps import service_text
from fbm_desk.services.exceptions_view import Deed, Gravity, Matter, MatterKind
from fbm_desk.services.unclear_labels import NO_DOCUMENT
from fbm_desk.services.wording import first
from fbm_desk.store import exceptions as store
from fbm_desk.store import orders, purchases
from fbm_desk.store.database import Connection
from fbm_desk.store.exceptions import BoxLabel, Names
from fbm_desk.store.purchases import Purchase
from fbm_desk.store.unsettled import LEFT_ALONE, REFUSAL_SHOWN
from fbm_desk.texts import has, say

UNDER_WAY = timedelta(minutes=3)
"""A call that is younger may still be answered."""
REFUND_LATE = timedelta(days=1)
"""A refund that Amazon did not decide for so long is shown."""
_UNKNOWN = (PurchaseState.UNCLEAR, PurchaseState.INTENDED)
_AT_WORK = (State.FULL, State.LABELLED)
Facts = tuple[tuple[str, str], ...]


def matters(books: Books, connection: Connection, names: Names) -> Iterator[Matter]:
    """Every label of which a person has to know."""
    now = books.now()
    asked = purchases.in_state(connection, PurchaseState.UNCLEAR, PurchaseState.INTENDED)
    for one in asked:
        if one.state is PurchaseState.UNCLEAR or _has_hung(one, now):
            yield _unclear(connection, one, names)
    for label in store.labels_of_open_boxes(connection):
        found = _of_box(label, names, now)
        if found is not None:
            yield found
    for one in purchases.in_state(connection, PurchaseState.VOID_REFUSED):
        if one.voided_at and one.voided_at > now - REFUSAL_SHOWN and not _is_seen(one):
            yield _refused(one, names, now)
    for one in purchases.in_state(connection, PurchaseState.VOID_WANTED):
        if one.answered_at and one.answered_at < now - REFUND_LATE:
            yield _pending(one, names, now)


def _has_hung(one: Purchase, now: datetime) -> bool:
    """True when its call left and whoever made it is gone."""
    return one.sent_at is not None and one.sent_at < now - UNDER_WAY


def _is_seen(one: Purchase) -> bool:
    """True when a person took the refused refund off the list."""
    seen_at, refused_at = one.settled_at, one.voided_at
    return seen_at is not None and refused_at is not None and seen_at >= refused_at


# --- what is known of a purchase -----------------------------------------------------------------


def _where(one: Purchase, names: Names) -> str:
    parts = (one.order_id, names.benches.get(one.bench_id), names.people.get(one.user_id))
    return " · ".join(part for part in parts if part)


def _money(one: Purchase) -> Facts:
    """Its service, its price or price limit, its number, its key."""
    limit = price_text(one.ceiling_minor, one.currency) if one.currency else ""
    price = price_text(one.price_minor, one.currency) if one.price_minor else ""
    facts = (
        ("service", service_text(one.carrier, one.service)),
        ("price", price),
        ("limit", limit if one.state in _UNKNOWN else ""),
        ("tracking", one.tracking),
        ("shipment", one.shipment_id),
        ("key", one.idempotency_key[:12]),
    )
    return _named(facts)


def _named(facts: tuple[tuple[str, str], ...]) -> Facts:
    return tuple((say(f"exceptions.fact_{name}"), value) for name, value in facts if value)


# --- nobody knows --------------------------------------------------------------------------------


def _unclear(connection: Connection, one: Purchase, names: Names) -> Matter:
    status, status_text = orders.told_status(connection, one.order_id)
    tries = (
        ("first_try", moment_text(one.intended_at)),
        ("last_try", moment_text(one.sent_at)),
        ("answer", one.words or _answer(one)),
        ("shown", _shown(one)),
        ("amazon_status", status_text or status.value),
    )
    return Matter(
        key=f"label:{one.id}",
        kind=MatterKind.MONEY,
        gravity=Gravity.MONEY,
        title=say("exceptions.unclear"),
        where=_where(one, names),
        since=one.sent_at or one.intended_at,
        happened=say("exceptions.unclear_happened", service=service_text(one.carrier, one.service)),
        kept=say("exceptions.unclear_kept"),
        do=say("exceptions.unclear_do"),
        deeds=(Deed.ASK_AGAIN, Deed.BOUGHT, Deed.NOT_BOUGHT, Deed.DOSSIER),
        order_id=one.order_id,
        facts=(*_money(one), *_named(tries)),
        urgent=True,
    )


def _answer(one: Purchase) -> str:
    """Why there is no answer, in words where there are any."""
    key = first(f"cli.why_{one.reason}", f"exceptions.answer_{one.reason}")
    return say(key) if has(key) else one.reason.replace("_", " ") or say("exceptions.answer_none")


def _shown(one: Purchase) -> str:
    """What Amazon's list of the order's packages showed when it was last read."""
    key = f"exceptions.shown_{one.reason}"
    return say(key) if has(key) else say("exceptions.shown_not_read")


# --- paid, and on no box -------------------------------------------------------------------------


def _of_box(label: BoxLabel, names: Names, now: datetime) -> Matter | None:
    one = label.purchase
    if one.reason == NO_DOCUMENT and not one.shipment_id:
        return _found(one, names)
    if one.reason:
        return _wrong(one, names)
    answered_at = one.answered_at or one.intended_at
    if label.state in _AT_WORK and answered_at > now - LEFT_ALONE:
        return None
    return _without_box(one, names)


def _found(one: Purchase, names: Names) -> Matter:
    """Amazon shows a package that nobody here knows: paid, its paper is in Seller Central."""
    return Matter(
        key=f"label:{one.id}",
        kind=MatterKind.MONEY,
        gravity=Gravity.MONEY,
        title=say("exceptions.found"),
        where=_where(one, names),
        since=one.answered_at or one.intended_at,
        happened=say("exceptions.found_happened", tracking=one.tracking),
        kept=say("exceptions.found_kept"),
        do=say("exceptions.found_do"),
        deeds=(Deed.BOUGHT, Deed.NOT_BOUGHT, Deed.DOSSIER),
        order_id=one.order_id,
        facts=_money(one),
        urgent=True,
        proposed=one.tracking,
    )


def _deadline(one: Purchase) -> tuple[tuple[str, str], ...]:
    by = void_by(one.answered_at or one.intended_at, one.carrier)
    return (("void_by", day_text(by.astimezone().date())),)


def _wrong(one: Purchase, names: Names) -> Matter:
    """Paid, and its paper must not be stuck on a box."""
    return Matter(
        key=f"label:{one.id}",
        kind=MatterKind.MONEY,
        gravity=Gravity.MONEY,
        title=say("exceptions.wrong"),
        where=_where(one, names),
        since=one.answered_at or one.intended_at,
        happened=say("exceptions.wrong_happened", reason=reason_words(one.reason)),
        kept=say("exceptions.wrong_kept"),
        do=say("exceptions.wrong_do"),
        deeds=(Deed.ASK_AGAIN, Deed.VOID, Deed.DOSSIER),
        order_id=one.order_id,
        facts=(*_money(one), *_named(_deadline(one))),
        urgent=True,
    )


def _without_box(one: Purchase, names: Names) -> Matter:
    """Paid, and its box is put aside or was never closed."""
    return Matter(
        key=f"label:{one.id}",
        kind=MatterKind.MONEY,
        gravity=Gravity.WAITS,
        title=say("exceptions.without_box"),
        where=_where(one, names),
        since=one.answered_at or one.intended_at,
        happened=say("exceptions.without_box_happened"),
        kept=say("exceptions.without_box_kept"),
        do=say("exceptions.without_box_do", order=one.order_id),
        deeds=(Deed.DOSSIER,),
        order_id=one.order_id,
        facts=(*_money(one), *_named(_deadline(one))),
    )


# --- money back ----------------------------------------------------------------------------------


def _refused(one: Purchase, names: Names, now: datetime) -> Matter:
    """Amazon does not give the money back."""
    known = f"history.refund_{one.reason.removeprefix('void_')}"
    reason = one.words or say(known if has(known) else "history.refund_no_reason")
    in_time = now < void_by(one.answered_at or now, one.carrier)
    return Matter(
        key=f"label:{one.id}",
        kind=MatterKind.MONEY,
        gravity=Gravity.MONEY,
        title=say("exceptions.no_refund"),
        where=_where(one, names),
        since=one.voided_at or now,
        happened=say("exceptions.no_refund_happened", reason=reason.rstrip(".")),
        kept=say("exceptions.no_refund_kept"),
        do=say("exceptions.no_refund_do" if in_time else "exceptions.no_refund_late"),
        deeds=(Deed.REFUND_AGAIN, Deed.SEEN, Deed.DOSSIER)
        if in_time
        else (Deed.SEEN, Deed.DOSSIER),
        order_id=one.order_id,
        facts=(*_money(one), *_named((*_deadline(one), ("answer", reason)))),
        urgent=True,
    )


def _pending(one: Purchase, names: Names, now: datetime) -> Matter:
    """Asked back long ago, and Amazon did not decide."""
    asked_at = one.answered_at or one.intended_at
    return Matter(
        key=f"label:{one.id}",
        kind=MatterKind.MONEY,
        gravity=Gravity.WAITS,
        title=say("exceptions.refund_waits"),
        where=_where(one, names),
        since=asked_at,
        happened=say("exceptions.refund_waits_happened", age=age_text(now - asked_at)),
        kept=say("exceptions.refund_waits_kept"),
        do=say("exceptions.refund_waits_do"),
        deeds=(Deed.ASK_AGAIN, Deed.DOSSIER),
        order_id=one.order_id,
        facts=(*_money(one), *_named(_deadline(one))),
    )
