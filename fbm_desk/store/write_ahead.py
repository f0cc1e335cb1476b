"""Moves what was written from SQLite's write-ahead log into its file, while others go on writing.

SQLite does so by itself in the commit that makes the log too long, and whoever waits to write waits
for that too. Whoever writes much does it between two transactions instead.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

import sqlalchemy as sa


def move(engine: sa.Engine) -> None:
    """Move what can be moved now. Other databases have no such log: nothing happens."""
    if engine.dialect.name != "sqlite":
        return
    with closing(engine.raw_connection()) as connection:
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").close()
        except sqlite3.OperationalError:
            return  # nothing is lost: it stays in the log, and the next commit meets the trouble
