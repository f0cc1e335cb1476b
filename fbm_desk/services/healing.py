"""A scan that nobody knows, read as what it may have been: used when the shop knows exactly one.

What a text may have been is `domain.mangled`'s; here is only what this shop knows of it.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.codes import Code, CodeKind
from fbm_desk.domain.interleaved import runs_through
from fbm_desk.domain.mangled import guesses
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import articles, orders, people, totes
from fbm_desk.store.database import Connection

ENOUGH = 3
"""So many healed scans in a row are no accident: the remedy is told."""


def healed(place: Workplace, connection: Connection, code: Code) -> Code:
    """The one guess that this shop knows, else the code itself with what is wrong with it."""
    offered = guesses(code, place.books.now().year)
    whole = [guess for guess in offered if not guess.trouble]
    known = [guess for guess in whole if _is_known(place, connection, guess)]
    if len({guess.keys for guess in known}) == 1:
        place.healed = known[0].healed
        return known[0]
    if code.trouble:
        return code
    if any(guess.trouble == "glued" for guess in offered):
        return replace(code, trouble="glued")
    if runs_through(code.text, _here(place, connection)):
        return replace(code, trouble="interleaved")
    return code


def _here(place: Workplace, connection: Connection) -> list[str]:
    """The barcodes that two scanners at this bench may read at the same moment."""
    if place.bench is None:
        return []
    return articles.printed_of(connection, [line.sku for line in place.bench.opened.session.lines])


def _is_known(place: Workplace, connection: Connection, guess: Code) -> bool:
    if guess.kind in (CodeKind.COMMAND, CodeKind.REASON):
        return True
    if guess.order_id is not None:
        return orders.find(connection, guess.order_id) is not None
    if articles.matches(connection, guess.keys):
        return True
    if guess.kind is CodeKind.TOTE:
        return totes.order_in(connection, guess.text) is not None
    return people.by_badge(connection, place.books.seal, guess.text) is not None
