"""Why an order is not here, or not offered: each reason in words, Amazon asked once if need be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fbm_desk.domain import barcodes
from fbm_desk.domain.answers import Done, NotSent, Refused
from fbm_desk.domain.orders import AmazonStatus, IncomingOrder
from fbm_desk.domain.stages import Stage
from fbm_desk.services import orders as order_service
from fbm_desk.services import sweep
from fbm_desk.services.amounts import age_text
from fbm_desk.services.books import Books
from fbm_desk.services.ports import Marketplace
from fbm_desk.services.sweep import reason_of, words_of
from fbm_desk.store import orders, sync_state, untold_orders
from fbm_desk.store.moments import from_ms
from fbm_desk.store.orders import OrderRow
from fbm_desk.texts import has, say

_HIDDEN = {
    AmazonStatus.PENDING: "pending_payment",
    AmazonStatus.PENDING_AVAILABILITY: "preorder",
    AmazonStatus.UNFULFILLABLE: "not_ours",
}
_TO_BE_PACKED = (AmazonStatus.UNSHIPPED, AmazonStatus.PARTIALLY_SHIPPED)


@dataclass(frozen=True, slots=True)
class Why:
    """The reason: a stable code and its sentence. `is_here` when it is in the books by now.

    `facts` are what the sentence names.
    """

    code: str
    words: str
    is_here: bool = False
    facts: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, code: str, *, is_here: bool = False, **facts: str) -> Why:
        """A reason with its sentence in the language of this program."""
        return cls(code, say(f"why.{code}", **facts), is_here, facts)


def why_not_here(
    books: Books,
    text: str,
    marketplace: Marketplace | None = None,
    marketplace_ids: Sequence[str] = (),
) -> Why:
    """The reason for one order number; an order that should be here is taken in."""
    order_id = barcodes.read(text).order_id
    if order_id is None:
        return Why.of("no_number")
    with books.reading() as connection:
        row = orders.find(connection, order_id)
        untold = untold_orders.find(connection, order_id)
        if row is not None:
            status, status_text = orders.told_status(connection, order_id)
            return _in_the_books(row, status, status_text)
    if marketplace is None:
        return Why.of("no_account")
    answer = marketplace.order(order_id)
    if isinstance(answer, Done):
        return _of_amazons_word(books, answer.value, marketplace_ids)
    if isinstance(answer, Refused):
        code = answer.code if has(f"why.{answer.code}") else "refused"
        return Why.of(code, reason=words_of(answer) or reason_of(answer))
    if untold is not None:
        return Why.of("refused", reason=untold.words or _reason(untold.code))
    wait = age_text_of(answer) if isinstance(answer, NotSent) else ""
    return Why.of("quota" if wait else "not_reached", wait=wait)


def _reason(code: str) -> str:
    key = f"cli.why_{code}"
    return say(key) if has(key) else code.replace("_", " ")


def age_text_of(answer: NotSent) -> str:
    """How long to wait for the allowance; "" when that is not what is missing."""
    from datetime import timedelta

    return age_text(timedelta(seconds=answer.retry_s)) if answer.retry_s else ""


def _in_the_books(row: OrderRow, status: AmazonStatus, status_text: str) -> Why:
    """It is here: where it stands, and why it is not offered if it is not."""
    if row.stage is Stage.HIDDEN:
        code = _HIDDEN.get(status, "unknown_status")
        return Why.of(code, is_here=True, status=status_text)
    if row.stage is Stage.WAITING and row.cancel_requested:
        return Why.of("asks_to_cancel", is_here=True)
    return Why.of(f"here_{row.stage.value}", is_here=True)


def _of_amazons_word(books: Books, order: IncomingOrder, marketplace_ids: Sequence[str]) -> Why:
    """Amazon has it: why did no sweep bring it?"""
    if order.by_amazon:
        return Why.of("by_amazon")
    if marketplace_ids and order.marketplace_id not in marketplace_ids:
        return Why.of("other_marketplace", marketplace=order.marketplace_id)
    if order.status not in _TO_BE_PACKED:
        known = _HIDDEN.get(order.status)
        code = known or f"amazon_{order.status.value.lower()}"
        return Why.of(code if has(f"why.{code}") else "unknown_status", status=order.status_text)
    code = _missed_because(books, order)
    order_service.take_in(books, [order])
    return Why.of(code, is_here=True)


def _missed_because(books: Books, order: IncomingOrder) -> str:
    with books.reading() as connection:
        mark = sync_state.mark(connection, sweep.ORDERS)
    swept_to = from_ms(int(mark.value)) if mark.value else None
    if swept_to is None:
        return "never_swept"
    if order.updated_at is None or order.updated_at > swept_to:
        return "not_yet_swept"
    first_look = _first_look(mark.last_success_at or swept_to)
    return "too_old" if (order.purchased_at or swept_to) < first_look else "missed"


def _first_look(at: datetime) -> datetime:
    """Orders made before are older than what the first sweep can have looked for."""
    return at - sweep.FIRST_LOOK_BACK
