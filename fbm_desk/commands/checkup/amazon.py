"""Amazon: account, sign-in, the clocks, and how far the background work is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from fbm_desk import account_works, app
from fbm_desk.commands.checkup.asking import ANSWER_S, BELT_S, NoAnswer, within
from fbm_desk.commands.checkup.finding import Finding, broken, note, ok
from fbm_desk.commands.checkup.installation import Installation
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.keys import Keys, NoSecret
from fbm_desk.services import host_account, host_questions
from fbm_desk.services.amounts import age_text
from fbm_desk.services.books import Books, clock
from fbm_desk.services.status import STALE
from fbm_desk.store import database, outbox, purchases, sync_state
from fbm_desk.store.sealed import Seal

if TYPE_CHECKING:
    from fbm_desk.amazon.account import Account

CLOCK_NOTE_S = 60.0
CLOCK_BROKEN_S = 300.0
WAITING_LONG = timedelta(hours=1)


def account(place: Installation) -> Iterator[Finding]:
    """Whether an account is connected, opens, and agrees with us about the time."""
    if not place.settings.amazon.seller_id:
        yield _elsewhere(place.books) or note("account", "account_none")
        return
    if place.keys is None:
        yield note("account", "account_unasked")
        return
    try:
        theirs = within(BELT_S, partial(_account, place, place.keys))
    except (Invalid, NoSecret, NoAnswer) as error:
        wrong_address = isinstance(error, Invalid) and error.code == "amazon_address"
        yield broken("account", "account_address" if wrong_address else "account_secret")
        return
    pretended = app.is_pretended(place.settings.amazon)
    yield ok("account", "account_pretended" if pretended else "account", region=theirs.region.value)
    yield from reached(theirs)


def _elsewhere(books: Books | None) -> Finding | None:
    """The account that the books are of, when another computer has its keys."""
    if books is None or not host_account.is_noted(books):
        return None
    with books.reading() as connection:
        now = database.time_there(connection, books.now())
        seen_at = host_questions.last_sign(connection)
        answers = host_questions.is_there(connection, now)
    if seen_at is None or not answers:
        return broken("account", "account_host_away")
    return ok("account", "account_elsewhere", age=age_text(now - seen_at))


def _account(place: Installation, store: Keys) -> Account:
    """It is known to settings and keys alone: books that do not open need not be opened for it."""
    books = place.books or Books(database.open_database("sqlite://"), Seal(b""))
    theirs = account_works.account(app.House(place.data_dir, place.settings, books, store))
    assert theirs is not None
    return theirs


def reached(theirs: Account, now: Callable[[], datetime] = clock) -> Iterator[Finding]:
    """Sign-in and interface by a real question each, and how far the clocks are apart."""
    from fbm_desk.amazon import reach

    ahead: list[float] = []
    for check, ask in (("sign_in", reach.sign_in), ("endpoint", reach.endpoint)):
        try:
            answer = within(BELT_S, partial(ask, theirs, ANSWER_S, now))
        except NoAnswer:
            yield _unreached(check, "timed_out")
            continue
        yield _unreached(check, answer.trouble.value) if answer.trouble else ok(check, check)
        ahead += [] if answer.ahead_s is None else [answer.ahead_s]
    if ahead:
        yield _clock(min(ahead, key=abs))


def _unreached(check: str, trouble: str) -> Finding:
    return broken(check, f"amazon_{trouble}", seconds=f"{ANSWER_S:.0f}")


def _clock(ahead_s: float) -> Finding:
    age = age_text(timedelta(seconds=abs(ahead_s)))
    code = "clock_ahead" if ahead_s > 0 else "clock_behind"
    if abs(ahead_s) > CLOCK_BROKEN_S:
        return broken("clock", code, age=age)
    if abs(ahead_s) > CLOCK_NOTE_S:
        return note("clock", code, age=age)
    return ok("clock", "clock", age=age)


def work(place: Installation) -> Iterator[Finding]:
    """The last sweep, what Amazon has still to be told, labels nobody knows the outcome of."""
    books = place.books
    if books is None:
        return
    connected = bool(place.settings.amazon.seller_id) or host_account.is_noted(books)
    with books.reading() as connection:
        mark = sync_state.mark(connection, "orders")
        waiting, oldest_at = outbox.waiting(connection)
        refused = outbox.count(connection, OutboxState.REFUSED)
        unclear, unclear_at = purchases.unclear(connection)
    if connected:
        yield _sweep(mark.last_success_at, books)
    yield _confirmations(waiting, oldest_at, connected, books)
    if refused:
        yield note("confirmations", "confirmations_refused", count=refused)
    if unclear:
        yield note("labels", "labels_unclear", count=unclear, age=_age(unclear_at, books))


def _sweep(last: datetime | None, books: Books) -> Finding:
    if last is None:
        return note("sweep", "sweep_never")
    late = books.now() - last > STALE
    return (note if late else ok)("sweep", "sweep_late" if late else "sweep", age=_age(last, books))


def _confirmations(
    waiting: int, oldest_at: datetime | None, connected: bool, books: Books
) -> Finding:
    if oldest_at is None:
        return ok("confirmations", "confirmations_none")
    facts = {"count": waiting, "age": _age(oldest_at, books)}
    if not connected:
        return note("confirmations", "confirmations_file", **facts)
    long = books.now() - oldest_at > WAITING_LONG
    return (
        note("confirmations", "confirmations_late", **facts)
        if long
        else ok("confirmations", "confirmations", **facts)
    )


def _age(since: datetime | None, books: Books) -> str:
    return age_text(books.now() - since) if since else age_text(timedelta())
