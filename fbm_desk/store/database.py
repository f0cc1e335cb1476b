"""Opens the database and makes its transactions safe: writers begin at once, commits last."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any
from urllib.parse import quote
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from fbm_desk.store import failures
from fbm_desk.store.database_file import DatabaseFile, Identity
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
CONNECT_TIMEOUT_S = 5
"""How long a server may take to answer; whoever gives another time in the address gets that."""

_TURNS: WeakKeyDictionary[sa.Engine, WritersTurn] = WeakKeyDictionary()


def sqlite_url(data_dir: Path) -> str:
    """The address of the database file in a data folder, whatever signs its name has."""
    return file_url(data_dir / FILE_NAME)


def file_url(file: Path) -> str:
    """The address of a database file."""
    return f"sqlite:///{quote(os.fsencode(file), safe='/:')}"


def open_database(url: str) -> sa.Engine:
    """An engine whose every transaction is durable and, on SQLite, begun as a writer's.

    Raises `Trouble` for an address that is none, or of a database whose driver is not there.
    """
    address = _address(url)
    if address.drivername not in _SQLITE:
        try:
            return _open_server(address)
        except (ImportError, sa.exc.ArgumentError):
            raise Trouble("database_driver") from None
    arguments = {"check_same_thread": False}
    engine = sa.create_engine(address, connect_args=arguments, hide_parameters=True)
    path = engine.url.database
    if path and path != ":memory:":
        _watch_file(engine, DatabaseFile(Path(path)))
    else:
        sa.event.listen(engine, "connect", _set_up_sqlite)
    sa.event.listen(engine, "begin", _begin_immediate)
    return engine


_SQLITE = ("sqlite", "sqlite+pysqlite")


def _address(url: str) -> sa.URL:
    try:
        address = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):
        raise Trouble("database_address") from None
    if address.drivername in _SQLITE and (address.query or address.host):
        raise Trouble("database_address")  # a file has no options here, and one slash too few
    return address


def _open_server(address: sa.URL) -> sa.Engine:
    """A server may be away, and whoever holds a row there may be stopped: nobody waits for ever."""
    if "connect_timeout" not in address.query:
        address = address.update_query_dict({"connect_timeout": str(CONNECT_TIMEOUT_S)})
    engine = sa.create_engine(address, pool_pre_ping=True, hide_parameters=True)
    sa.event.listen(engine, "connect", _set_up_postgresql)
    return engine


def _set_up_postgresql(connection: Any, _record: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {BUSY_TIMEOUT_MS}")
        cursor.execute(f"SET idle_in_transaction_session_timeout = {6 * BUSY_TIMEOUT_MS}")
    connection.commit()


def _watch_file(engine: sa.Engine, file: DatabaseFile) -> None:
    def before(*_: Any) -> None:
        file.before_opening()

    def connected(connection: Any, record: Any) -> None:
        try:
            _set_up_sqlite(connection, record)
        except sqlite3.Error:
            connection.close()
            file.forget_attempt()
            raise
        except UnicodeDecodeError:  # the driver's, over what SQLite quotes of a broken schema
            connection.close()
            raise sqlite3.DatabaseError("malformed database schema") from None
        file.opened = True
        record.info[_IS_STILL_THERE] = partial(_is_still, file, file.identity())

    sa.event.listen(engine, "do_connect", before)
    sa.event.listen(engine, "connect", connected)


_IS_STILL_THERE = "the file is still there"


def _is_still(file: DatabaseFile, opened: Identity | None) -> bool:
    return file.identity() == opened


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling lets a SELECT run outside the transaction, and then
    # two read-modify-write commits can lose one of the updates without an error.
    connection.isolation_level = None
    _begin_log(connection)
    for pragma in (
        "synchronous=FULL",
        "foreign_keys=ON",
        # What is deleted is overwritten with zeros: it may be somebody's address.
        "secure_delete=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "temp_store=MEMORY",
        "cache_size=-16000",
        # Pages between two checkpoints: the scan that happens to trigger one waits for it.
        "wal_autocheckpoint=4000",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_log(connection: Any) -> None:
    """Have changes written to a log first. Of programs that open new books at the same moment one
    begins it: SQLite refuses the others at once, however long they may wait for a writer."""
    ends_at = monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > ends_at:
                raise
            Event().wait(_LOG_AGAIN_S)
        else:
            return


_LOG_AGAIN_S = 0.01


def _begin_immediate(connection: sa.Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    statement = "BEGIN" if reading else "BEGIN IMMEDIATE"
    connection.exec_driver_sql(statement)


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
            _refuse_lost_file(connection)
    except sa.exc.DBAPIError as error:
        raise _trouble(error) from error
    finally:
        turn.give_back()


def _refuse_lost_file(connection: sa.Connection) -> None:
    """Nothing is committed into a file that nobody will find: its folder is gone, or another file
    lies there now. The next transaction looks for the file anew."""
    still_there = connection.info.get(_IS_STILL_THERE)
    if still_there is not None and not still_there():
        connection.invalidate()
        raise Trouble("database_missing")


def is_server(engine: sa.Engine) -> bool:
    """True when other computers reach this database."""
    return engine.dialect.name != "sqlite"


def time_there(connection: sa.Connection, now: datetime) -> datetime:
    """The time of a database that has a clock of its own, else `now`: that of its computer."""
    if connection.dialect.name != "postgresql":
        return now
    found: datetime = connection.execute(sa.text("SELECT clock_timestamp()")).scalar_one()
    return found


def others_want_to_write(engine: sa.Engine) -> bool:
    """True while another thread waits to write: whoever writes much ends its transaction now."""
    return engine in _TURNS and _TURNS[engine].wanted


OTHERS_TURN_S = 0.03
"""Longer than SQLite lets a program sleep between two looks whether it may write, which is up to
25 ms in the first eighth of a second it waits."""


def let_others_write(
    engine: sa.Engine, rest: Callable[[float], object] = lambda rest_s: Event().wait(rest_s)
) -> None:
    """Rest between two of very many transactions: other programs have no turns with this one, and
    would sleep while it gives the file back and takes it again. A server has them wait in line."""
    if not is_server(engine):
        rest(OTHERS_TURN_S)


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One consistent look at the database that holds up no writer."""
    try:
        with engine.connect().execution_options(reading=True) as connection, connection.begin():
            yield connection
    except sa.exc.DBAPIError as error:
        raise _trouble(error) from error


def _trouble(error: sa.exc.DBAPIError) -> Exception:
    """Full disk, lock and damage are told apart; a mistake of ours stays what it is."""
    code = failures.code_of(error)
    return Trouble(code) if code else error
