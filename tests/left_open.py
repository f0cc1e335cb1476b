"""What a test may not leave behind: running threads and checked-out database connections."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from sqlalchemy import event
from sqlalchemy.pool import Pool

#: How long a thread that was told to stop may take for it.
ENDING_S = 5.0

_connections_out: set[int] = set()


@dataclass(frozen=True, slots=True)
class Open:
    """What was open at one moment."""

    threads: frozenset[threading.Thread]
    connections: frozenset[int]


def now() -> Open:
    """The threads that run and the connections that are out of their pools."""
    return Open(frozenset(threading.enumerate()), frozenset(_connections_out))


def since(before: Open) -> list[str]:
    """What is open now and was not before, in words; threads that are ending get their time."""
    threads = [thread for thread in threading.enumerate() if thread not in before.threads]
    for thread in threads:
        if not isinstance(thread, threading._DummyThread):
            thread.join(ENDING_S)
    left = [
        f"thread {thread.name}"
        for thread in threads
        if thread.is_alive() and not isinstance(thread, threading._DummyThread)
    ]
    count = len(_connections_out - before.connections)
    return left + ([f"{count} database connection(s)"] if count else [])


@event.listens_for(Pool, "checkout")
def _went_out(_driver: object, record: object, _proxy: object) -> None:
    _connections_out.add(id(record))


@event.listens_for(Pool, "checkin")
def _came_back(_driver: object, record: object) -> None:
    _connections_out.discard(id(record))
