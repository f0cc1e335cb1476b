"""Keeping the promise that what names a buyer is gone 30 days after delivery."""

from __future__ import annotations

from fbm_desk.services.books import Books
from fbm_desk.store import overdue


def forget(books: Books) -> int:
    """Delete what is overdue; how many orders it concerned. Writes nothing when there is none."""
    now = books.now()
    with books.reading() as connection:
        if not overdue.anything(connection, now):
            return 0
    with books.writing() as connection:
        orders = overdue.forget(connection, now)
    overdue.wipe_log(books.engine)
    return orders
