"""Looks into the database file with nothing but the driver: what is on disk, not what code says."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

from fbm_desk.services.books import Books


def rows(books: Books, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What a statement finds; what it changes is kept."""
    assert books.engine.url.database is not None
    with closing(sqlite3.connect(books.engine.url.database)) as connection:
        found = connection.execute(sql, values).fetchall()
        connection.commit()
    return found


def value(books: Books, sql: str, *values: object) -> Any:
    """The one value that a statement finds."""
    ((found,),) = rows(books, sql, *values)
    return found
