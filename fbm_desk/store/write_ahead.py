"""Moves what was written from SQLite's write-ahead log into its file, while others go on writing.

SQLite does so by itself in the commit that makes the log too long, and whoever waits to write waits
for that too. Whoever writes much does it between two transactions instead.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from weakref import WeakKeyDictionary

import sqlalchemy as sa

_UNMOVED: WeakKeyDictionary[sa.Engine, int] = WeakKeyDictionary()


def move_now_and_then(engine: sa.Engine, written: int, at_once: int) -> None:
    """Move once `at_once` of something were written since the last time, these `written` too."""
    unmoved = _UNMOVED.get(engine, 0) + written
    _UNMOVED[engine] = unmoved if unmoved < at_once else 0
    if unmoved >= at_once:
        move(engine)


def move(engine: sa.Engine) -> None:
    """Move what can be moved now. Other databases have no such log: nothing happens."""
    if engine.dialect.name != "sqlite":
        return
    with closing(engine.raw_connection()) as connection:
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").close()
        except sqlite3.OperationalError:
            return  # nothing is lost: it stays in the log, and the next commit meets the trouble
