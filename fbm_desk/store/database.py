"""Opens the database and makes its transactions safe: writers begin at once, commits last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from fbm_desk.store.first_look import FILE_NAME
from fbm_desk.store.writers_turn import WritersTurn

Connection = sa.Connection
"""One connection in one transaction; the only handle on the database that others hold."""
Engine = sa.Engine
"""Where connections come from."""


class Trouble(Exception):
    """The database could not do it and nothing of it was kept; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


BUSY_TIMEOUT_MS = 5_000
"""How long a writer waits for another before the scan is refused, unacknowledged."""

_TURNS: WeakKeyDictionary[sa.Engine, WritersTurn] = WeakKeyDictionary()


def sqlite_url(data_dir: Path) -> str:
    """The address of the database file in a data folder."""
    return f"sqlite:///{data_dir / FILE_NAME}"


def open_database(url: str) -> sa.Engine:
    """An engine whose every transaction is durable and, on SQLite, begun as a writer's.

    Raises `Trouble` for an address that is none, or of a database whose driver is not there.
    """
    if not url.startswith("sqlite"):
        try:
            return sa.create_engine(url, pool_pre_ping=True)
        except (ImportError, sa.exc.ArgumentError):
            raise Trouble("database_driver") from None
    engine = sa.create_engine(url, connect_args={"check_same_thread": False})
    sa.event.listen(engine, "connect", _set_up_sqlite)
    sa.event.listen(engine, "begin", _begin_immediate)
    return engine


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling lets a SELECT run outside the transaction, and then
    # two read-modify-write commits can lose one of the updates without an error.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "temp_store=MEMORY",
        "cache_size=-16000",
        # Pages between two checkpoints: the scan that happens to trigger one waits for it.
        "wal_autocheckpoint=4000",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_immediate(connection: sa.Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that may change things; committed on leaving, or nothing of it happened.

    Writers of this program take turns before they ask the database: SQLite lets a waiting one
    sleep for up to 0.1 s at a time, and one that writes again and again would go first each time.
    """
    turn = _TURNS.setdefault(engine, WritersTurn())
    if not turn.take(BUSY_TIMEOUT_MS / 1000):
        raise Trouble("database_locked")
    try:
        with engine.connect() as connection, connection.begin():
            yield connection
    except sa.exc.DBAPIError as error:
        raise _trouble(error) from error
    finally:
        turn.give_back()


def others_want_to_write(engine: sa.Engine) -> bool:
    """True while another thread waits to write: whoever writes much ends its transaction now."""
    return engine in _TURNS and _TURNS[engine].wanted


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One consistent look at the database that holds up no writer."""
    try:
        with engine.connect().execution_options(reading=True) as connection, connection.begin():
            yield connection
    except sa.exc.DBAPIError as error:
        raise _trouble(error) from error


_TROUBLES = (
    ("locked", "database_locked"),
    ("busy", "database_locked"),
    ("full", "disk_full"),
    ("readonly", "database_readonly"),
    ("malformed", "database_damaged"),
    ("not a database", "database_damaged"),
    ("disk i/o", "disk_failed"),
    ("unable to open", "database_missing"),
)


def _trouble(error: sa.exc.DBAPIError) -> Exception:
    """Full disk, lock and damage are told apart; a mistake of ours stays what it is."""
    said = str(error.orig).lower()
    code = next((code for words, code in _TROUBLES if words in said), "")
    return Trouble(code) if code else error
