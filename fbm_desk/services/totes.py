"""Totes at a bench and from picking: scanned, one takes its order or is bound to the one there."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace

from fbm_desk.domain import barcodes
from fbm_desk.domain.codes import Code, CodeKind
from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import healing
from fbm_desk.services.books import Books
from fbm_desk.services.taking import OnBench
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import articles, people, totes
from fbm_desk.store.database import Connection
from fbm_desk.store.sessions import Actor

MOST_ROWS = 5_000
_MOST_CHARS = 80


def at_waiting_bench(place: Workplace, connection: Connection, code: Code) -> Verdict | None:
    """A tote scanned without an order takes its order; None where the scan is no tote."""
    order_id = totes.order_in(connection, code.text)
    if order_id is not None:
        return place.take(connection, order_id)
    if code.kind is CodeKind.TOTE:
        return Verdict(VerdictCode.TOTE_EMPTY, scanned=code.text)
    return None


def in_session(
    place: Workplace, connection: Connection, bench: OnBench, code: Code
) -> Verdict | None:
    """A tote scanned while packing: free ones are bound to the order, another's is refused."""
    if code.kind is not CodeKind.TOTE:
        return None
    order_id, holds = bench.order.order_id, totes.open_order_in(connection, code.text)
    facts = {"scanned": code.text, "order_id": holds or order_id}
    if holds == order_id:
        return Verdict(VerdictCode.ALREADY_HERE, **facts)  # type: ignore[arg-type]
    if holds is not None:
        return Verdict(VerdictCode.TOTE_OF_OTHER, **facts)  # type: ignore[arg-type]
    if healing.swallowed(place, connection, code):  # an item's barcode ran into the tote's
        return Verdict(VerdictCode.UNKNOWN, scanned=code.text, reason="glued")
    if not totes.bind(connection, code.text, order_id, place.actor()):
        return Verdict(VerdictCode.TOTE_OF_OTHER, **facts)  # type: ignore[arg-type]
    place.bench = replace(bench, totes=tuple(totes.of_order(connection, order_id)))
    return Verdict(VerdictCode.TOTE_BOUND, **facts)  # type: ignore[arg-type]


# --- from picking --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a file from picking brought: totes bound, and rows that were not, with their reason."""

    bound: int
    refused: tuple[tuple[int, str], ...] = ()


def assign(books: Books, content: str, user_id: int = 0) -> Assigned:
    """Bind the totes of a CSV with a tote and an order in each row; a heading is passed over.

    Rows that cannot be are named by their number and a stable code; the others are bound. Raises
    `Invalid` "totes_rows" for a file that is too long.
    """
    rows = _rows(content)
    now, refused, bound = books.now(), [], 0
    with books.writing() as connection:
        known = totes.known_orders(connection, [order_id for _, _, order_id in rows if order_id])
        for number, tote, order_id in rows:
            why = _why_not(books, connection, tote, order_id, known)
            if why or order_id is None:
                refused.append((number, why))
            elif totes.bind(connection, tote, order_id, Actor(user_id, 0, now)):
                bound += 1
            else:
                refused.append((number, "tote_of_other"))
    return Assigned(bound, tuple(refused))


def _rows(content: str) -> list[tuple[int, str, OrderId | None]]:
    """Each row's number, tote and order; a first row without an order number is a heading."""
    comma = max(",;\t", key=content[:2000].count)
    found: list[tuple[int, str, OrderId | None]] = []
    for number, row in enumerate(csv.reader(io.StringIO(content), delimiter=comma), 1):
        if number > MOST_ROWS:
            raise Invalid("totes_rows", most=MOST_ROWS)
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        order_id = barcodes.read(cells[1]).order_id if len(cells) > 1 else None
        if order_id is not None or number > 1:
            found.append((number, cells[0], order_id))
    return found


def _why_not(
    books: Books,
    connection: Connection,
    tote: str,
    order_id: OrderId | None,
    known: set[OrderId],
) -> str:
    if order_id is None:
        return "no_order_number"
    if order_id not in known:
        return "order_unknown"
    code = barcodes.read(tote)
    if not code.text or len(tote) > _MOST_CHARS or code.kind not in (CodeKind.TOTE, CodeKind.PLAIN):
        return "no_tote"
    taken = articles.matches(connection, code.keys) or people.by_badge(
        connection, books.seal, code.text
    )
    if taken:
        return "means_something_else"
    other = totes.open_order_in(connection, code.text)
    return "tote_of_other" if other not in (None, order_id) else ""
