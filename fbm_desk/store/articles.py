"""Articles and the barcodes they are known by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain.barcodes import barcode_key
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import Match
from fbm_desk.store import bulk
from fbm_desk.store.kits import keep_contents
from fbm_desk.store.schema import articles, barcodes, kit_parts, lots, stock_levels, substitutes


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `proof` is "none", "serial" or "lot": what a unit must show to be counted.

    Up to `may_count` units may be told by a number; 0 means that each is scanned. With
    `transparency` each unit has a code of its own, with `ask_note` the note is acknowledged.
    `hazardous` are its UN number and packing instruction, "UN3481, PI 967 Section II".
    """

    sku: Sku
    title: str
    name: str = ""
    detail: str = ""
    asin: str = ""
    place: str = ""
    note: str = ""
    picture: str = ""
    proof: str = "none"
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    may_count: int = 0
    transparency: bool = False
    fragile: bool = False
    upright: bool = False
    own_box: bool = False
    ask_note: bool = False
    hazardous: str = ""


@dataclass(frozen=True, slots=True)
class Lot:
    """What lies here of one lot of an article."""

    sku: Sku
    lot: str
    expires_on: date | None
    on_hand: int


@dataclass(frozen=True, slots=True)
class Barcode:
    """A barcode as printed on an article; one scan of it is `units` units."""

    printed: str
    sku: Sku
    kind: str
    units: int = 1


_ARTICLE = tuple(articles.c[name] for name in Article.__dataclass_fields__)


def matches(connection: sa.Connection, keys: Sequence[str]) -> tuple[Match, ...]:
    """What a scanned code stands for, under any of the forms it may be known by.

    Of one article it may be several things: a unit and a case. Fewer units come first.
    """
    found = bulk.find(connection, barcodes, ("sku", "units"), "code", tuple(keys))
    return tuple(Match(Sku(sku), units) for sku, units in sorted(map(tuple, found)))


def find(connection: sa.Connection, skus: Iterable[Sku]) -> dict[Sku, Article]:
    """The articles of these SKUs."""
    chosen = sa.select(*_ARTICLE).where(articles.c.sku.in_(list(skus)))
    return {row.sku: Article(**row._mapping) for row in connection.execute(chosen)}


def barcodes_of(connection: sa.Connection) -> dict[Sku, list[str]]:
    """The printed barcodes of every article, its SKU first."""
    found: dict[Sku, dict[str, None]] = {}
    order = sa.case((barcodes.c.kind == "sku", 0), (barcodes.c.kind == "gtin", 1), else_=2)
    chosen = sa.select(barcodes.c.sku, barcodes.c.printed).order_by(order, barcodes.c.printed)
    for sku, printed in connection.execute(chosen):
        found.setdefault(Sku(sku), {})[printed] = None  # once, however much it may stand for
    return {sku: list(texts) for sku, texts in found.items()}


def printed_of(connection: sa.Connection, skus: Sequence[Sku]) -> list[str]:
    """The printed barcodes of some articles."""
    chosen = sa.select(barcodes.c.printed).where(barcodes.c.sku.in_(list(skus))).distinct()
    return list(connection.scalars(chosen))


def kits(connection: sa.Connection, skus: Sequence[Sku]) -> dict[Sku, list[tuple[Sku, int]]]:
    """The parts of those of these articles that are kits."""
    found: dict[Sku, list[tuple[Sku, int]]] = {}
    chosen = sa.select(kit_parts).where(kit_parts.c.kit.in_(skus)).order_by(kit_parts.c.sku)
    for kit, sku, quantity in connection.execute(chosen):
        found.setdefault(Sku(kit), []).append((Sku(sku), quantity))
    return found


def whole_kits(connection: sa.Connection, skus: Sequence[Sku]) -> dict[Sku, list[tuple[Sku, int]]]:
    """The parts of those of these articles that are kits, and of the kits among their parts.

    A kit that contains itself is not looked at again, so this always ends.
    """
    found: dict[Sku, list[tuple[Sku, int]]] = {}
    asked: set[Sku] = set()
    wanted = set(skus)
    while wanted:
        asked |= wanted
        fresh = kits(connection, sorted(wanted))
        found |= fresh
        wanted = {sku for parts in fresh.values() for sku, _ in parts} - asked
    return found


def substitutes_of(connection: sa.Connection, skus: Sequence[Sku]) -> dict[Sku, tuple[Sku, ...]]:
    """What may be sent instead of each of these articles, where an order allows it."""
    found: dict[Sku, tuple[Sku, ...]] = {}
    chosen = sa.select(substitutes.c.sku, substitutes.c.by_sku).where(substitutes.c.sku.in_(skus))
    for sku, by_sku in connection.execute(chosen.order_by(substitutes.c.by_sku)):
        found[Sku(sku)] = (*found.get(Sku(sku), ()), Sku(by_sku))
    return found


def lots_of(connection: sa.Connection, skus: Sequence[Sku]) -> list[Lot]:
    """The lots in stock of these articles, what expires first before the others."""
    chosen = (
        sa.select(lots.c.sku, lots.c.lot, lots.c.expires_on, lots.c.on_hand)
        .where(lots.c.sku.in_(skus), lots.c.on_hand > 0)
        .order_by(lots.c.expires_on.nulls_last(), lots.c.lot)
    )
    return [
        Lot(Sku(sku), lot, date.fromisoformat(expires_on) if expires_on else None, on_hand)
        for sku, lot, expires_on, on_hand in connection.execute(chosen)
    ]


def take_of_lot(connection: sa.Connection, sku: Sku, lot: str, units: int) -> None:
    """Units of a lot left (below 0: came back); what stood on no list is not counted."""
    mine = lots.update().where(lots.c.sku == sku, lots.c.lot == lot)
    connection.execute(mine.values(on_hand=lots.c.on_hand - units))


def save(
    connection: sa.Connection,
    fresh: Sequence[Article],
    codes: Sequence[Barcode],
    parts: Sequence[tuple[Sku, Sku, int]] = (),
    on_hand: Sequence[tuple[Sku, int]] = (),
    instead: Sequence[tuple[Sku, Sku]] = (),
    in_lots: Sequence[Lot] = (),
) -> None:
    """Write a catalogue: articles replace those of the same SKU with all that hangs on them.

    What was taught at a bench stays. `instead` are an article and what may be sent for it.
    """
    skus = [article.sku for article in fresh]
    had_kits = kits(connection, skus)
    kept = barcodes.c.taught_by.is_(None)
    connection.execute(barcodes.delete().where(barcodes.c.sku.in_(skus), kept))
    for table, name in (
        (kit_parts, kit_parts.c.kit),
        (stock_levels, stock_levels.c.sku),
        (substitutes, substitutes.c.sku),
        (lots, lots.c.sku),
        (articles, articles.c.sku),
    ):
        connection.execute(table.delete().where(name.in_(skus)))
    _add(connection, articles, [_plain(article) for article in fresh])
    rows = _codes([*codes, *(_own_code(article) for article in fresh)])
    taught = _taught(connection, skus)
    _add(connection, barcodes, [row for row in rows if _means(row) not in taught])
    _add(
        connection,
        kit_parts,
        [dict(zip(("kit", "sku", "quantity"), p, strict=True)) for p in parts],
    )
    keep_contents(connection, sorted({*had_kits, *(kit for kit, _, _ in parts)}))
    _add(connection, stock_levels, [{"sku": sku, "on_hand": units} for sku, units in on_hand])
    _add(connection, substitutes, [{"sku": sku, "by_sku": by_sku} for sku, by_sku in instead])
    _add(connection, lots, [_lot(lot) for lot in in_lots])


def _lot(lot: Lot) -> dict[str, Any]:
    on = lot.expires_on.isoformat() if lot.expires_on else None
    return {"sku": lot.sku, "lot": lot.lot, "expires_on": on, "on_hand": lot.on_hand}


_Meaning = tuple[str, str, int]
"""A barcode's key, its article, its units: of one barcode and article there may be several."""


def _taught(connection: sa.Connection, skus: Sequence[Sku]) -> set[_Meaning]:
    mine = barcodes.c.sku.in_(skus)
    chosen = sa.select(barcodes.c.code, barcodes.c.sku, barcodes.c.units).where(mine)
    return {(code, sku, units) for code, sku, units in connection.execute(chosen)}


def _means(row: dict[str, Any]) -> _Meaning:
    return row["code"], row["sku"], row["units"]


def _own_code(article: Article) -> Barcode:
    return Barcode(article.sku, article.sku, "sku")


def _plain(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in Article.__dataclass_fields__}


def _codes(codes: Iterable[Barcode]) -> list[dict[str, Any]]:
    rows = [
        {
            "code": barcode_key(code.printed),
            "sku": code.sku,
            "units": code.units,
            "kind": code.kind,
            "printed": code.printed,
        }
        for code in codes
    ]
    return list({_means(row): row for row in rows}.values())


def _add(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), list(rows))
