"""Confirmations that wait for a person: why, and the two deeds that settle them, each with a name.

Telling again begins with a look at the order, so that nothing is told twice. What a person told in
Seller Central is never told by this program again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fbm_desk.domain.errors import Invalid, NotAllowed
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.stages import MAY_DECIDE
from fbm_desk.services import shown_packages
from fbm_desk.services.books import Books
from fbm_desk.store import history, outbox, people, untold_parcels
from fbm_desk.store.database import Connection
from fbm_desk.store.untold_parcels import Untold
from fbm_desk.texts import has, say


@dataclass(frozen=True, slots=True)
class UntoldParcel:
    """One parcel that waits for a person; `words` say why, `since` when it was first tried."""

    id: int
    order_id: OrderId
    number: int
    reason: str
    words: str
    since: datetime
    ship_by: datetime | None
    carrier: str
    tracking: str
    may_tell_again: bool


def list_untold(books: Books) -> tuple[UntoldParcel, ...]:
    """All of them, the soonest ship-by first."""
    with books.reading() as connection:
        found = untold_parcels.for_a_person(connection, books.now())
    return tuple(_in_words(one) for one in found)


def tell_again(books: Books, message_id: int, user_id: int | None) -> UntoldParcel:
    """Read the order, and tell the parcel again if it does not show it.

    `user_id` is None for whoever works at the computer itself. Raises `NotAllowed`
    "supervisor_only", `Invalid` "untold_settled" or "amazon_tells".
    """
    now = books.now()
    with books.writing() as connection:
        one = _wanted(connection, message_id, user_id, now)
        if one.told_by:
            raise Invalid("amazon_tells", order=one.order_id)
        untold_parcels.look_and_tell_again(connection, one.id, now)
        history.add(connection, [one.order_id], "tell_again", now, str(one.number), user_id)
    return _in_words(one)


def told_elsewhere(books: Books, message_id: int, user_id: int | None) -> UntoldParcel:
    """Somebody answers for it: it was told in Seller Central. Raises as `tell_again`."""
    now = books.now()
    with books.writing() as connection:
        one = _wanted(connection, message_id, user_id, now)
        outbox.settle(connection, one.id, OutboxState.ELSEWHERE, now, one.reason, one.words)
        history.add(connection, [one.order_id], "told_elsewhere", now, str(one.number), user_id)
        shown_packages.confirm_orders(books, connection, [one.order_id], "elsewhere", user_id)
    return _in_words(one)


def _wanted(connection: Connection, message_id: int, user_id: int | None, now: datetime) -> Untold:
    if user_id is not None:
        role = next((one.role for one in people.everybody(connection) if one.id == user_id), None)
        if role not in MAY_DECIDE:
            raise NotAllowed("supervisor_only")
    one = untold_parcels.find(connection, message_id, now)
    if one is None:
        raise Invalid("untold_settled")
    return one


def _in_words(one: Untold) -> UntoldParcel:
    return UntoldParcel(
        one.id,
        one.order_id,
        one.number,
        one.reason,
        _words(one),
        one.since,
        one.ship_by,
        one.carrier,
        one.tracking,
        may_tell_again=not one.told_by,
    )


def _words(one: Untold) -> str:
    """Amazon's own words, else ours for the code."""
    if one.state is not OutboxState.REFUSED:
        return say("untold.not_shown_amazon" if one.told_by else "untold.not_shown")
    key = f"untold.why_{one.reason}"
    if has(key):
        return say(key)
    return say("untold.refused", words=one.words or one.reason.replace("_", " "))
