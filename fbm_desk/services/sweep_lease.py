"""Which process talks to Amazon for this seller: the quota is one, so the talker is one.

A turn may take longer than the lease: `Held` renews it between two calls, and ends the turn once
another process has it. Times are the database's own where it has a clock: two computers' clocks may
differ by more than the lease.
"""

from __future__ import annotations

import os
import platform
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from threading import Event
from typing import Protocol

from fbm_desk.services.books import Books
from fbm_desk.services.pid_space import pid_space
from fbm_desk.store import database, sync_state

LEASE = timedelta(minutes=3)
"""After this long without a sign of life another process takes over. No single call takes so long
(two minutes at most: an answer, a new token, a second answer)."""
RENEW_S = 20.0
"""The holder comes back at least this often."""
_CLOCKS_DIFFER = timedelta(minutes=10)
"""A sign of life farther ahead than this is of a clock, the database's, that was set back since."""


class Ends(Protocol):
    """Says when a piece of work has to end; asked between two calls."""

    def is_set(self) -> bool:
        """True once it has to."""
        ...


@dataclass(slots=True)
class Held:
    """True as an end once the program stops, or another process talks to Amazon instead."""

    books: Books
    who: str
    stop: Event
    _renewed_at: datetime | None = None
    _lost: bool = field(default=False)

    def begin(self) -> bool:
        """Take or renew the lease for a turn; False while another process holds it."""
        self._renewed_at = self.books.now()
        self._lost = not hold(self.books, self.who)
        return not self._lost

    def is_set(self) -> bool:
        """Whether the turn has to end. Raises `Unavailable` when the lease cannot be renewed."""
        if self._lost or self.stop.is_set():
            return True
        since = self._renewed_at
        if since is None or abs(self.books.now() - since) >= timedelta(seconds=RENEW_S):
            self.begin()
        return self._lost


def hold(books: Books, who: str) -> bool:
    """Take or renew the lease; False while another process holds it."""
    with books.writing() as connection:
        mark = sync_state.held_mark(connection, "lease")
        now = database.time_there(connection, books.now())
        others = mark.value not in ("", who) and _lives(mark.last_success_at, now)
        if others and not has_died(mark.value):
            return False
        sync_state.save_mark(connection, "lease", value=who, last_success_at=now)
    return True


def _lives(seen_at: datetime | None, now: datetime) -> bool:
    return seen_at is not None and -_CLOCKS_DIFFER < now - seen_at < LEASE


def here() -> str:
    """This very process, as it signs the lease: the computer's name, its PID space, its number."""
    return f"{_place()}-{os.getpid()}"


@cache
def _place() -> str:
    """Equal for those processes that see each other; for none, where that cannot be known."""
    return f"{platform.node()}-{pid_space() or secrets.token_hex(6)}"


def has_died(who: str) -> bool:
    """True when whoever signed so could be seen from here, were it alive, and is gone."""
    place, _, number = who.rpartition("-")
    if os.name != "posix" or place != _place() or not number.isdecimal():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False
    return False


def give_up(books: Books, who: str) -> None:
    """Let another process take over at once."""
    with books.writing() as connection:
        if sync_state.held_mark(connection, "lease").value == who:
            sync_state.save_mark(connection, "lease", value="", last_success_at=None)
