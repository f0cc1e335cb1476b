"""Everything that waits for a person, the gravest first: gathered from the books at one look.

What a person does about it is `exception_deeds`' business.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from fbm_desk.services import exception_boxes, exception_labels, exception_news, late_wishes, untold
from fbm_desk.services.books import Books
from fbm_desk.services.exceptions_view import Matter, in_order
from fbm_desk.services.local_day import span_of
from fbm_desk.services.office_view import WorkView
from fbm_desk.store import exceptions as store


def open_matters(
    books: Books,
    works: Sequence[WorkView] = (),
    *,
    connected: bool = True,
    zone: tzinfo | None = None,
) -> tuple[Matter, ...]:
    """All open matters. `works` are the kinds of background work as the Sync screen has them.

    Without a `connected` account Amazon is told by a file. Days are those of `zone`.
    """
    now = books.now()
    tonight = span_of(now.astimezone(zone).date(), zone)[1]
    waiting = untold.list_untold(books)
    with books.reading() as connection:
        names = store.names(connection)
        return in_order(
            [
                *exception_boxes.matters(connection, names, tonight),
                *late_wishes.matters(connection),
                *exception_labels.matters(books, connection, names),
                *exception_news.confirmations(books, connection, waiting, connected, tonight),
                *exception_news.papers(books, connection, names),
                *exception_news.talk(works, now),
                *exception_news.numbers(books, connection, names, zone),
                *exception_news.scans(books, connection, names),
            ]
        )
