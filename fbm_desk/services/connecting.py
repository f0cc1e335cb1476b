"""Connects the seller's account: tried by a real call before anything is kept, secrets never read.

Who asks Amazon is handed in; how old the client secret is, is known from the day it was entered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from fbm_desk import settings
from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear
from fbm_desk.domain.errors import Invalid, NotAllowed, Refusal, Unavailable
from fbm_desk.domain.selling import Participation
from fbm_desk.domain.stages import Role
from fbm_desk.keys import Keys, of_account
from fbm_desk.services.amounts import age_text
from fbm_desk.services.books import Books
from fbm_desk.services.office_view import AccountView, NewAccount
from fbm_desk.settings import AmazonSettings
from fbm_desk.store import installation
from fbm_desk.store.database import Connection
from fbm_desk.texts import has, say

#: Amazon ends a client secret so many days after it was made (SP-API documentation, read 2026-11).
SECRET_LASTS = timedelta(days=180)
WARN_AFTER = timedelta(days=150)
MAY_CONNECT = frozenset({Role.OFFICE, Role.ADMIN})
_ENTERED_ON = "amazon_secret_entered_on"
_CHANGES = "amazon_account_changes"


Try = Callable[[NewAccount], Answer[tuple[Participation, ...]]]


@dataclass(frozen=True, slots=True)
class AccountDesk:
    """`running` is the account that is talked with now; `role` is of who asks; `begin` lets the
    talk with a newly kept one begin, and does not wait for it; `is_guest` is true where another
    computer has the keys."""

    books: Books
    keys: Keys
    data_dir: Path
    running: Callable[[], AmazonSettings]
    try_it: Try
    role: Callable[[], Role | None]
    begin: Callable[[], None] = lambda: None
    is_guest: Callable[[], bool] = lambda: False

    def view(self) -> AccountView:
        """Which account is connected, and how long its secret lasts."""
        running = self.running()
        kept = settings.load(self.data_dir, {}).amazon
        shown = kept if kept.seller_id else running
        with self.books.reading() as connection:
            entered = entered_on(connection)
        today = self.books.now().date()
        return AccountView(
            shown.seller_id,
            shown.region,
            shown.marketplaces,
            entered + SECRET_LASTS if entered else None,
            secret_warning(entered, today),
            bool(kept.seller_id) and kept.seller_id != running.seller_id,
            self.is_guest(),
            self.role() in MAY_CONNECT,
        )

    def connect(self, wanted: NewAccount) -> tuple[Participation, ...]:
        """Try an account, then keep it: where it sells. Raises `NotAllowed`, `Invalid`,
        `Unavailable`; nothing is kept then."""
        if self.role() not in MAY_CONNECT:
            raise NotAllowed("connect_rights")
        wanted = _cleaned(wanted)
        places = tried(self.try_it(wanted))
        for name in ("lwa_app_id", "lwa_client_secret", "refresh_token"):
            secret = getattr(wanted, name).encode()
            self.keys.put(of_account(wanted.seller_id, name), secret)
        kept = settings.load(self.data_dir, {})
        ids = tuple(place.marketplace_id for place in places)
        there = replace(
            kept.amazon, seller_id=wanted.seller_id, region=wanted.region, marketplaces=ids
        )
        settings.save(self.data_dir, replace(kept, amazon=there))
        note_entered(self.books)
        self.begin()
        return places


def tried(answer: Answer[tuple[Participation, ...]]) -> tuple[Participation, ...]:
    """Where an account sells, of Amazon's answer. Raises the `refusal`, or `Invalid`."""
    if not isinstance(answer, Done):
        raise refusal(answer)
    places = tuple(one for one in answer.value if one.active)
    if not places:
        raise Invalid("connect_nowhere")
    return places


def refusal(answer: Refused | NotSent | Unclear) -> Refusal:
    """Why it did not work, to be raised: the keys, the region, or the way to Amazon.

    `Invalid` is for what to correct, `Unavailable` for what may pass.
    """
    if isinstance(answer, Refused):
        forbidden = answer.code == "unauthorised"
        return Invalid("connect_forbidden" if forbidden else "connect_refused")
    if answer.reason == "sign_in_refused":
        return Invalid("connect_refused")
    if isinstance(answer, NotSent) and answer.reason == "quota":
        wait = age_text(timedelta(seconds=max(60.0, answer.retry_s)))
        return Unavailable("connect_wait", wait=wait)
    key = f"cli.why_{answer.reason}"
    return Unavailable("connect_not_reached", reason=say(key if has(key) else "cli.why_offline"))


def _cleaned(wanted: NewAccount) -> NewAccount:
    """Without the blanks that copying brings. Raises `Invalid` naming what is missing."""
    names = ("seller_id", "lwa_app_id", "lwa_client_secret", "refresh_token")
    clean = {name: getattr(wanted, name).strip() for name in names}
    for name, text in clean.items():
        if not text or not text.isascii() or not text.isprintable() or " " in text:
            raise Invalid("connect_field", field=say(f"sync.field_{name}"), name=name)
    return NewAccount(wanted.region, **clean)


def note_entered(books: Books) -> None:
    """A client secret was entered today, and is kept; whoever talks with Amazon takes it up."""
    with books.writing() as connection:
        installation.put(connection, _ENTERED_ON, books.now().date().isoformat())
        note_changed(connection)


def note_changed(connection: Connection) -> None:
    """Something of how Amazon is talked with was kept anew, perhaps by another program."""
    installation.put(
        connection, _CHANGES, str(int(installation.get(connection, _CHANGES, "0")) + 1)
    )


def changes(books: Books) -> int:
    """How often it was: a number that differs from an earlier one means to begin anew."""
    with books.reading() as connection:
        return int(installation.get(connection, _CHANGES, "0"))


def entered_on(connection: Connection) -> date | None:
    """The day the client secret was entered; None for one entered before this was noted."""
    kept = installation.get(connection, _ENTERED_ON)
    return date.fromisoformat(kept) if kept else None


def secret_warning(entered: date | None, today: date) -> str:
    """From day 150 on, when Amazon ends the secret; "" before."""
    if entered is None or today - entered < WARN_AFTER:
        return ""
    left = (entered + SECRET_LASTS - today).days
    return say("sync.secret_ends", count=left) if left > 0 else say("sync.secret_ended")
