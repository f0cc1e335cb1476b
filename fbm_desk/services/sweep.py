"""Orders in by sweep: page by page, resumed after a restart, the mark moved after the last page.

A sweep that the allowance does not cover goes on where it stopped as soon as there is some again;
what was taken in stays in. Its pages live 24 hours at Amazon, then it begins anew.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fbm_desk.amazon.troubles import Trouble
from fbm_desk.domain.answers import Done, NotSent, Refused
from fbm_desk.domain.orders import AmazonStatus, Duty, IncomingOrder, OrderId
from fbm_desk.domain.shipping import OrderPage
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.orders import NOTHING, Intake
from fbm_desk.services.ports import Marketplace
from fbm_desk.services.refresh import SWEEPS, Missed, refresh
from fbm_desk.services.sweep_lease import Ends
from fbm_desk.store import sync_state, untold_orders
from fbm_desk.store.database import Connection
from fbm_desk.store.moments import from_ms, to_ms

ORDERS = SWEEPS
"""The mark of the sweeps: its value is where the next one begins."""
PAGE = "orders_page"
"""Where a sweep stands that is not finished."""
BEFORE = "orders_before"
"""Where changes are asked for from once a first sweep is done that was not the very first."""
ADDRESS_RIGHT = "address_right"
"""Its value says whether this application may see addresses, as far as the last orders tell."""
MISSING = "missing"
FIRST_LOOK_BACK = timedelta(days=7)
"""How far the first sweep looks back: what is older is late already and comes by report."""
PAGES_LIVE = timedelta(hours=23)
_WAITS = (Trouble.QUOTA.value, Trouble.STOPPED.value)
_TO_BE_PACKED = (AmazonStatus.UNSHIPPED, AmazonStatus.PARTIALLY_SHIPPED)


@dataclass(frozen=True, slots=True)
class Swept:
    """What a turn of sweeping brought. `short_of_quota`: more pages wait for the allowance;
    `unreached`: nothing reaches Amazon."""

    intake: Intake = NOTHING
    finished: bool = False
    short_of_quota: bool = False
    retry_s: float = 0.0
    unreached: bool = False


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a sweep stands: from when on, its kind, and its next page."""

    since: datetime
    first: bool
    begun_at: datetime
    token: str = ""


def sweep(books: Books, marketplace: Marketplace, stop: Ends) -> Swept:
    """Take in what changed at Amazon, as far as the allowance reaches."""
    place = _place(books)
    _note(books, ORDERS, last_try_at=books.now())
    result = Intake()
    answers = marketplace.sweep(place.since, first=place.first, page_token=place.token)
    for answer in answers:
        if not isinstance(answer, Done):
            return _broken_off(books, place, answer, result)
        page = answer.value
        result = result.plus(_take_page(books, marketplace, page))
        books.move_written()  # else a commit does it, and a scan waits for that
        place = _turned(books, place, page)
        if page.mark is not None:
            return Swept(result, finished=True)
        if stop.is_set():
            return Swept(result)
    _note(books, ORDERS, reason=Trouble.BAD_ANSWER.value, words="")  # a last page without a mark
    return Swept(result)


def begin_from(books: Books, since: datetime) -> None:
    """The next sweep begins here, whatever was begun before."""
    with books.writing() as connection:
        sync_state.save_mark(connection, ORDERS, value=_next_mark(connection, since))
        sync_state.save_mark(connection, PAGE, value="")


def begin_anew(connection: Connection, *, same_seller: bool) -> None:
    """The next sweep is a first one: there are orders that no change brings. Of the same seller
    what changed since the last sweep is asked for afterwards: no first sweep tells of a
    cancellation."""
    until = sync_state.mark(connection, ORDERS).value
    if until or not same_seller:
        sync_state.save_mark(connection, BEFORE, value=until if same_seller else "")
    sync_state.save_mark(connection, ORDERS, value="")
    sync_state.save_mark(connection, PAGE, value="")


def _next_mark(connection: Connection, at: datetime) -> str:
    """Where the sweep after this one begins."""
    before = sync_state.mark(connection, BEFORE).value
    if not before:
        return str(to_ms(at))
    sync_state.save_mark(connection, BEFORE, value="")
    return str(min(int(before), to_ms(at)))


def begun_at(books: Books) -> datetime | None:
    """When the sweep began of which pages are still to come; None without one."""
    with books.reading() as connection:
        kept = sync_state.mark(connection, PAGE).value
    return from_ms(json.loads(kept)[2]) if kept else None


def _place(books: Books) -> _Place:
    """Where to go on; a sweep that is too old begins anew."""
    now = books.now()
    with books.reading() as connection:
        mark = sync_state.mark(connection, ORDERS)
        kept = sync_state.mark(connection, PAGE).value
    if kept:
        since, first, begun, token = json.loads(kept)
        if now - from_ms(begun) < PAGES_LIVE:
            return _Place(from_ms(since), first, from_ms(begun), token)
    if mark.value:
        return _Place(from_ms(int(mark.value)), False, now)
    return _Place(now - FIRST_LOOK_BACK, True, now)


def _turned(books: Books, place: _Place, page: OrderPage) -> _Place:
    """A page is in. Only after the last one the mark moves."""
    if page.mark is None:
        kept = [to_ms(place.since), place.first, to_ms(place.begun_at), page.next_token]
        _note(books, PAGE, value=json.dumps(kept))
        return _Place(place.since, place.first, place.begun_at, page.next_token)
    now = books.now()
    with books.writing() as connection:
        facts = {"value": _next_mark(connection, page.mark), "last_success_at": now}
        sync_state.save_mark(connection, ORDERS, reason="", words="", **facts)
        sync_state.save_mark(connection, PAGE, value="")
    return place


def _broken_off(books: Books, place: _Place, answer: Missed, result: Intake) -> Swept:
    if isinstance(answer, NotSent) and answer.reason in _WAITS:
        waits = answer.reason == Trouble.QUOTA.value
        return Swept(result, short_of_quota=waits, retry_s=answer.retry_s)
    if isinstance(answer, Refused) and place.token:
        _note(books, PAGE, value="")  # its page is not there any more
    _note(books, ORDERS, reason=reason_of(answer), words=words_of(answer))
    return Swept(result, unreached=isinstance(answer, NotSent))


def _take_page(books: Books, marketplace: Marketplace, page: OrderPage) -> Intake:
    """One page, and what of it made no sense asked for one by one."""
    result = order_service.take_in(books, page.orders)
    note_address_right(books, page.orders)
    for order_id in page.unreadable:
        single = refresh(books, marketplace, order_id)
        if isinstance(single, Intake):
            result = result.plus(single)
        elif not isinstance(single, Refused):
            _set_aside(books, order_id, reason_of(single))
    return result


def _set_aside(books: Books, order_id: OrderId, code: str) -> None:
    """One order that cannot be read never holds up the others: it is tried again later."""
    with books.writing() as connection:
        untold_orders.note(connection, order_id, code, "", books.now())


def note_address_right(books: Books, orders: Sequence[IncomingOrder]) -> None:
    """Whether this application may see addresses is one fact, and not one for each order."""
    told = [order for order in orders if order.status in _TO_BE_PACKED]
    if not told:
        return
    missing = all(Duty.NO_ADDRESS_RIGHT in order.duties for order in told)
    with books.writing() as connection:
        if sync_state.mark(connection, ADDRESS_RIGHT).value != (MISSING if missing else ""):
            sync_state.save_mark(connection, ADDRESS_RIGHT, value=MISSING if missing else "")


def reason_of(answer: Missed) -> str:
    """The code of an answer that is none."""
    return answer.code if isinstance(answer, Refused) else answer.reason


def words_of(answer: Missed) -> str:
    """Amazon's own words, where it said any."""
    return answer.words if isinstance(answer, Refused) else ""


def _note(books: Books, name: str, **facts: object) -> None:
    with books.writing() as connection:
        sync_state.save_mark(connection, name, **facts)
