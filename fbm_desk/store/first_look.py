"""A glance at the database file before anything is opened: does anybody work here yet?

It needs the standard library only, so that the window need not wait for the rest to be loaded.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

FILE_NAME = "fbm_desk.sqlite"
"""The database file's name in a data folder."""


def nobody_works_here(data_dir: Path) -> bool:
    """True at the very first start: there is no file, or nobody was entered in it yet.

    A file that cannot be read is not a first start; whoever opens it says what is wrong with it.
    """
    file = data_dir / FILE_NAME
    if not file.exists():
        return True
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True)) as found:
            found.execute("PRAGMA busy_timeout=1000")
            return not _entered(found)
    except sqlite3.Error:
        return False


def _entered(found: sqlite3.Connection) -> bool:
    """Whether anybody is entered; in a file whose making was cut short there is no table yet."""
    table = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'users'"
    if found.execute(table).fetchone() is None:
        return False
    return found.execute("SELECT 1 FROM users LIMIT 1").fetchone() is not None
