"""Which process talks to Amazon for this seller: the quota is one, so the talker is one."""

from __future__ import annotations

import os
import platform
from datetime import timedelta

from fbm_desk.services.books import Books
from fbm_desk.store import sync_state

LEASE = timedelta(seconds=60)
"""After this long without a sign of life another process takes over."""
RENEW_S = 20.0
"""The holder comes back at least this often."""


def hold(books: Books, who: str) -> bool:
    """Take or renew the lease; False while another process holds it."""
    now = books.now()
    with books.writing() as connection:
        mark = sync_state.mark(connection, "lease")
        alive = mark.last_success_at is not None and now - mark.last_success_at < LEASE
        if mark.value not in ("", who) and alive and not _has_died(mark.value):
            return False
        sync_state.save_mark(connection, "lease", value=who, last_success_at=now)
    return True


def here() -> str:
    """This very process, as it signs the lease."""
    return f"{platform.node()}-{os.getpid()}"


def _has_died(who: str) -> bool:
    """True when the holder was a process of this computer and is not there any more."""
    host, _, number = who.rpartition("-")
    if os.name != "posix" or host != platform.node() or not number.isdecimal():
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
        if sync_state.mark(connection, "lease").value == who:
            sync_state.save_mark(connection, "lease", value="", last_success_at=None)
