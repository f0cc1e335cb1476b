"""Articles and the barcodes they are known by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain.barcodes import barcode_key
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import Match
from fbm_desk.store import bulk
from fbm_desk.store.schema import articles, barcodes, kit_parts, stock_levels


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `proof` is "none", "serial" or "lot": what a unit must show to be counted."""

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


@dataclass(frozen=True, slots=True)
class Barcode:
    """A barcode as printed on an article; one scan of it is `units` units."""

    printed: str
    sku: Sku
    kind: str
    units: int = 1


_ARTICLE = tuple(articles.c[name] for name in Article.__dataclass_fields__)


def matches(connection: sa.Connection, keys: Sequence[str]) -> tuple[Match, ...]:
    """What a scanned code stands for, under any of the forms it may be known by."""
    found = bulk.find(connection, barcodes, ("sku", "units"), "code", tuple(keys))
    return tuple(Match(Sku(sku), units) for sku, units in sorted(map(tuple, found)))


def find(connection: sa.Connection, skus: Iterable[Sku]) -> dict[Sku, Article]:
    """The articles of these SKUs."""
    chosen = sa.select(*_ARTICLE).where(articles.c.sku.in_(list(skus)))
    return {row.sku: Article(**row._mapping) for row in connection.execute(chosen)}


def barcodes_of(connection: sa.Connection) -> dict[Sku, list[str]]:
    """The printed barcodes of every article, its SKU first."""
    found: dict[Sku, list[str]] = {}
    order = sa.case((barcodes.c.kind == "sku", 0), (barcodes.c.kind == "gtin", 1), else_=2)
    chosen = sa.select(barcodes.c.sku, barcodes.c.printed).order_by(order, barcodes.c.printed)
    for sku, printed in connection.execute(chosen):
        found.setdefault(Sku(sku), []).append(printed)
    return found


def kits(connection: sa.Connection, skus: Sequence[Sku]) -> dict[Sku, list[tuple[Sku, int]]]:
    """The parts of those of these articles that are kits."""
    found: dict[Sku, list[tuple[Sku, int]]] = {}
    chosen = sa.select(kit_parts).where(kit_parts.c.kit.in_(skus)).order_by(kit_parts.c.sku)
    for kit, sku, quantity in connection.execute(chosen):
        found.setdefault(Sku(kit), []).append((Sku(sku), quantity))
    return found


def save(
    connection: sa.Connection,
    fresh: Sequence[Article],
    codes: Sequence[Barcode],
    parts: Sequence[tuple[Sku, Sku, int]] = (),
    on_hand: Sequence[tuple[Sku, int]] = (),
) -> None:
    """Write a catalogue: articles replace those of the same SKU with all their barcodes."""
    skus = [article.sku for article in fresh]
    for table, name in (
        (barcodes, barcodes.c.sku),
        (kit_parts, kit_parts.c.kit),
        (stock_levels, stock_levels.c.sku),
        (articles, articles.c.sku),
    ):
        connection.execute(table.delete().where(name.in_(skus)))
    _add(connection, articles, [_plain(article) for article in fresh])
    _add(connection, barcodes, _codes([*codes, *(_own_code(article) for article in fresh)]))
    _add(
        connection,
        kit_parts,
        [dict(zip(("kit", "sku", "quantity"), p, strict=True)) for p in parts],
    )
    _add(connection, stock_levels, [{"sku": sku, "on_hand": units} for sku, units in on_hand])


def _own_code(article: Article) -> Barcode:
    return Barcode(article.sku, article.sku, "sku")


def _plain(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in Article.__dataclass_fields__}


def _codes(codes: Iterable[Barcode]) -> list[dict[str, Any]]:
    rows = {
        (barcode_key(code.printed), code.sku): {
            "code": barcode_key(code.printed),
            "sku": code.sku,
            "units": code.units,
            "kind": code.kind,
            "printed": code.printed,
        }
        for code in codes
    }
    return list(rows.values())


def _add(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), list(rows))
