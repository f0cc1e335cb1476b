"""A scan that nobody knows, read as what it may have been: used when the shop knows exactly one.

What a text may have been is `domain.mangled`'s; here is only what this shop knows of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fbm_desk.domain.codes import Code, CodeKind
from fbm_desk.domain.deeds import Match
from fbm_desk.domain.glued import glued, halves, may_swallow, swallows
from fbm_desk.domain.gs1 import GS, before_date
from fbm_desk.domain.interleaved import runs_through
from fbm_desk.domain.mangled import guesses
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import articles, known_barcodes, orders, people, totes
from fbm_desk.store.database import Connection

ENOUGH = 3
"""So many healed scans in a row are no accident: the remedy is told."""


def healed(place: Workplace, connection: Connection, code: Code) -> Code:
    """The one guess that this shop knows, else the code itself with what is wrong with it."""
    if code.trouble == "glued":
        return code
    offered = guesses(code, place.books.now().year)
    whole = [guess for guess in offered if not guess.trouble]
    known = [guess for guess in whole if _is_known(place, connection, guess)]
    if len({guess.keys for guess in known}) == 1:
        place.healed = known[0].healed
        return known[0]
    if is_glued(place, connection, code):
        return glued(code)
    if code.trouble:
        return code
    if runs_through(code.text, _here(place, connection)):
        return replace(code, trouble="interleaved")
    return code


def lot_alone(connection: Connection, code: Code, matches: Sequence[Match]) -> Code:
    """The code without a lot into which the date behind it ran, its separator lost.

    Told by the lots in stock: what stands before the date is one of them, and the whole is none.
    """
    lot = "" if GS in code.text or code.expires_on else before_date(code.lot)
    if not lot:
        return code
    here = {one.lot for one in articles.lots_of(connection, [match.sku for match in matches])}
    return (
        replace(code, lot="", trouble="no_separators") if here & {lot, code.lot} == {lot} else code
    )


def is_glued(place: Workplace, connection: Connection, code: Code) -> bool:
    """True when a text that nobody knows is two scans of which this shop knows both."""
    offered = () if code.trouble else guesses(code, place.books.now().year)
    return (
        any(guess.trouble == "glued" for guess in offered)
        or swallowed(place, connection, code)
        or _is_two_known(connection, code)
    )


def swallowed(place: Workplace, connection: Connection, code: Code) -> bool:
    """True when a known code's last value holds the next scan: an article of the order in hand."""
    return may_swallow(code) and swallows(code, _here(place, connection))


def _is_two_known(connection: Connection, code: Code) -> bool:
    pairs = list(halves(code))
    keys = {key for pair in pairs for half in pair for key in half.keys}
    here = known_barcodes.known(connection, keys)
    return any(here.intersection(one.keys) and here.intersection(two.keys) for one, two in pairs)


def _here(place: Workplace, connection: Connection) -> list[str]:
    """The barcodes of what the order at this bench wants, its kits and what may be sent instead."""
    if place.bench is None:
        return []
    lines = place.bench.opened.session.lines
    skus = {line.sku for line in lines}
    skus |= {kit for line in lines for kit, _ in line.path}
    skus |= {other.sku for line in lines for other in line.substitutes}
    return articles.printed_of(connection, sorted(skus))


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
