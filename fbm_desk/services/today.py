"""The supervisor's table: every order of a day, or those that a search finds, with its counts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta, tzinfo

from fbm_desk.domain import barcodes
from fbm_desk.domain.barcodes import Code
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.stages import Stage
from fbm_desk.services.books import Books
from fbm_desk.services.local_day import begin_of, span_of
from fbm_desk.services.today_view import TodayRow, TodayView
from fbm_desk.store import articles, interceptions, outbox, privacy
from fbm_desk.store import today as store
from fbm_desk.store.today import DayOrder, Wanted

MOST_FOUND = 500
"""A search shows this many orders at most; who needs more looks for more."""
_NAMES_AT_ONCE = 1000
_ORDER_PART = re.compile(r"[0-9-]{4,19}", re.ASCII)


def today(books: Books, on: date, zone: tzinfo | None, most: int | None = None) -> TodayView:
    """Every order of a local day; of a larger day than `most` only so many, the most urgent ones.

    That is: what is under way, what waits and is due by the end of the next day (or at a time
    nobody knows), and what was packed, confirmed or cancelled on the day itself.
    """
    begin, end = span_of(on, zone)
    due_before = begin_of(on + timedelta(days=2), zone)
    with books.reading() as connection:
        if most is None:
            found = store.of_day(connection, begin, end, due_before)
        else:
            found = store.first_of_day(connection, begin, end, due_before, most + 1)
        whole = most is None or len(found) <= most
        closed = store.parcels_closed(connection, begin, end)
        untold, oldest_at = outbox.waiting(connection)
        to_stop = len(interceptions.open_ones(connection))
    rows = with_names(books, found if whole else found[:most])
    return TodayView(rows, _counts(rows), closed, untold, oldest_at, to_stop, whole)


def counts(books: Books, on: date, zone: tzinfo | None) -> TodayView:
    """A local day without its rows: how many orders are at which stage, and what waits."""
    begin, end = span_of(on, zone)
    with books.reading() as connection:
        due_before = begin_of(on + timedelta(days=2), zone)
        counted = store.counts_of_day(connection, begin, end, due_before)
        closed = store.parcels_closed(connection, begin, end)
        untold, oldest_at = outbox.waiting(connection)
        to_stop = len(interceptions.open_ones(connection))
    return TodayView((), counted, closed, untold, oldest_at, to_stop, whole=False)


def search(books: Books, text: str) -> TodayView:
    """The orders that fit a text: order number or a part of it, tracking, serial number, postcode,
    SKU or any other barcode of an article."""
    code = barcodes.read(text)
    with books.reading() as connection:
        skus = dict.fromkeys(match.sku for match in articles.matches(connection, code.keys))
        found = store.find(connection, _wanted(books, code, tuple(skus)), MOST_FOUND)
        untold, oldest_at = outbox.waiting(connection)
    rows = with_names(books, found)
    return TodayView(rows, _counts(rows), sum(row.parcels for row in rows), untold, oldest_at)


def _wanted(books: Books, code: Code, skus: tuple[Sku, ...]) -> Wanted:
    """Everything that the text may mean."""
    text = code.text.strip()
    postcode = text.replace(" ", "").upper()
    return Wanted(
        order_part=code.order_id or (text if _ORDER_PART.fullmatch(text) else ""),
        tracking=text,
        serial=code.serial or text,
        skus=skus,
        postcode_digest=books.seal.digest(postcode) if postcode else "",
    )


def with_names(books: Books, found: Sequence[DayOrder]) -> tuple[TodayRow, ...]:
    """The rows as people read them, each with its buyer's name."""
    rows: list[TodayRow] = []
    with books.reading() as connection:
        stops = {one.order_id: one.reason for one in interceptions.open_ones(connection)}
        for start in range(0, len(found), _NAMES_AT_ONCE):
            part = found[start : start + _NAMES_AT_ONCE]
            order_ids = [one.order_id for one in part]
            buyers = privacy.names_and_postcodes(connection, books.seal, order_ids)
            for one in part:
                buyer, postcode = buyers.get(one.order_id, ("", ""))
                rows.append(_row(one, buyer, postcode, stops.get(one.order_id, "")))
    return tuple(rows)


def _row(one: DayOrder, buyer: str, postcode: str, intercept: str) -> TodayRow:
    return TodayRow(
        order_id=one.order_id,
        stage=one.stage,
        buyer=buyer,
        city=one.city,
        country=one.country,
        units=one.units,
        packed=one.packed,
        ship_by=one.ship_by,
        packer=one.packer,
        bench=one.bench,
        tracking=one.tracking,
        carrier=one.carrier,
        weight_g=one.weight_g,
        reason=one.reason,
        parcels=one.parcels,
        duties=one.duties,
        intercept=intercept,
        by_file=one.by_file,
        found_by=f"{postcode} {one.proofs}".strip(),
    )


def _counts(rows: Sequence[TodayRow]) -> dict[Stage, int]:
    return dict(Counter(row.stage for row in rows))
