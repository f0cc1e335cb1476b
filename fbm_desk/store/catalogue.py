"""Whole articles as the catalogue file has them: read many at a time, changed part by part.

What hangs on an article and did not change is not touched: a bench may be taking its stock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain.barcodes import barcode_key
from fbm_desk.domain.orders import Sku
from fbm_desk.store import articles as shelf
from fbm_desk.store import failures
from fbm_desk.store.articles import Article, Barcode, Lot
from fbm_desk.store.kits import keep_contents
from fbm_desk.store.schema import (
    article_history,
    articles,
    barcodes,
    kit_parts,
    lots,
    stock_levels,
    stock_movements,
    substitutes,
)

AT_ONCE = 300
"""Articles looked up or written in one go."""

Meaning = tuple[str, int]
"""A barcode's key and how many units it stands for."""


class Overtaken(Exception):
    """Another program has just written the same: nothing of this transaction may be kept."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article and all that hangs on it, each part in an order of its own.

    `codes` are its barcodes but for its SKU, `taught` those of them that a bench was taught;
    `stock` is None where nobody counted.
    """

    article: Article
    codes: tuple[Barcode, ...] = ()
    taught: frozenset[Meaning] = frozenset()
    parts: tuple[tuple[Sku, int], ...] = ()
    instead: tuple[Sku, ...] = ()
    stock: int | None = None
    lots: tuple[Lot, ...] = ()


@dataclass(frozen=True, slots=True)
class Owner:
    """An article that is known by a barcode."""

    sku: Sku
    kind: str
    taught: bool


@dataclass(frozen=True, slots=True)
class Change:
    """An article before and after; None before when it is new. `names` says what is other."""

    before: Entry | None
    after: Entry
    names: str = field(default="")


def meaning(code: Barcode) -> Meaning:
    """What makes a barcode of an article another one."""
    return barcode_key(code.printed), code.units


# --- out -----------------------------------------------------------------------------------------


def find(connection: sa.Connection, skus: Sequence[Sku]) -> dict[Sku, Entry]:
    """The articles of these SKUs, at most `AT_ONCE`."""
    known = shelf.find(connection, skus)
    codes, taught = _codes_of(connection, skus)
    parts = shelf.kits(connection, skus)
    instead = shelf.substitutes_of(connection, skus)
    chosen = sa.select(stock_levels).where(stock_levels.c.sku.in_(skus))
    stock = {row.sku: row.on_hand for row in connection.execute(chosen)}
    in_lots = _lots_of(connection, skus)
    return {
        sku: Entry(
            article,
            tuple(codes.get(sku, ())),
            frozenset(taught.get(sku, ())),
            tuple(parts.get(sku, ())),
            instead.get(sku, ()),
            stock.get(sku),
            tuple(in_lots.get(sku, ())),
        )
        for sku, article in known.items()
    }


def _codes_of(
    connection: sa.Connection, skus: Sequence[Sku]
) -> tuple[dict[Sku, list[Barcode]], dict[Sku, set[Meaning]]]:
    codes: dict[Sku, list[Barcode]] = {}
    taught: dict[Sku, set[Meaning]] = {}
    chosen = sa.select(barcodes).where(barcodes.c.sku.in_(skus), barcodes.c.kind != "sku")
    for row in connection.execute(chosen.order_by(barcodes.c.printed, barcodes.c.units)):
        sku = Sku(row.sku)
        codes.setdefault(sku, []).append(Barcode(row.printed, sku, row.kind, row.units))
        if row.taught_by is not None:
            taught.setdefault(sku, set()).add((row.code, row.units))
    return {sku: _main_first(mine) for sku, mine in codes.items()}, taught


def _main_first(codes: list[Barcode]) -> list[Barcode]:
    main = next((code for code in codes if code.kind == "gtin" and code.units == 1), None)
    return codes if main is None else [main, *(code for code in codes if code is not main)]


def _lots_of(connection: sa.Connection, skus: Sequence[Sku]) -> dict[Sku, list[Lot]]:
    """All lots, the empty ones too: a unit may come back to one."""
    found: dict[Sku, list[Lot]] = {}
    chosen = sa.select(lots).where(lots.c.sku.in_(skus)).order_by(lots.c.lot)
    for row in connection.execute(chosen):
        on = date.fromisoformat(row.expires_on) if row.expires_on else None
        found.setdefault(Sku(row.sku), []).append(Lot(Sku(row.sku), row.lot, on, row.on_hand))
    return found


def all_entries(connection: sa.Connection) -> Iterator[Entry]:
    """The whole catalogue by SKU."""
    last = ""
    while True:
        chosen = sa.select(articles.c.sku).where(articles.c.sku > last)
        skus = list(connection.scalars(chosen.order_by(articles.c.sku).limit(AT_ONCE)))
        if not skus:
            return
        found = find(connection, skus)
        yield from (found[sku] for sku in skus)
        last = skus[-1]


def there(connection: sa.Connection, skus: Sequence[str]) -> set[str]:
    """Those of these SKUs, at most `AT_ONCE`, that are articles."""
    return set(connection.scalars(sa.select(articles.c.sku).where(articles.c.sku.in_(skus))))


def all_parts(connection: sa.Connection) -> dict[str, tuple[tuple[str, int], ...]]:
    """The parts of every kit."""
    found: dict[str, tuple[tuple[str, int], ...]] = {}
    for kit, sku, units in connection.execute(sa.select(kit_parts)):
        found[kit] = (*found.get(kit, ()), (sku, units))
    return found


def owners(connection: sa.Connection, keys: Collection[str]) -> dict[str, list[Owner]]:
    """Which articles are known by these barcodes (`barcode_key`), the SKU being one of them."""
    found: dict[str, list[Owner]] = {}
    wanted = sorted(keys)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        for row in connection.execute(sa.select(barcodes).where(barcodes.c.code.in_(some))):
            owner = Owner(Sku(row.sku), row.kind, row.taught_by is not None)
            found.setdefault(row.code, []).append(owner)
    return found


# --- in ------------------------------------------------------------------------------------------


def write(connection: sa.Connection, changes: Sequence[Change], at: datetime) -> None:
    """Bring articles to what they are to be, each part only where it differs. Taught codes stay.

    Raises `Overtaken`, on a server only.
    """
    if not changes:
        return
    try:
        _write(connection, changes, at)
    except sa.exc.IntegrityError as error:
        if failures.code_of(error):
            raise
        raise Overtaken from None


def _write(connection: sa.Connection, changes: Sequence[Change], at: datetime) -> None:
    fresh = [change.after for change in changes if change.before is None]
    _add(connection, articles, [_columns(entry.article) for entry in fresh])
    _update_articles(
        connection,
        [
            _columns(change.after.article)
            for change in changes
            if change.before is not None and change.before.article != change.after.article
        ],
    )
    coded = [c for c in changes if c.before is None or _codes_differ(c)]
    if coded:
        _write_codes(connection, coded)
    _write_kits(connection, changes)
    _write_stock(connection, changes, at)
    _replace(connection, substitutes, changes, "instead", _substitutes_of)
    _replace(connection, lots, changes, "lots", _lot_rows)
    notes = [
        {"sku": c.after.article.sku, "kind": "imported", "details": c.names, "at": at}
        for c in changes
    ]
    _add(connection, article_history, notes)


def _update_articles(connection: sa.Connection, rows: Sequence[dict[str, Any]]) -> None:
    mine = articles.c.sku == sa.bindparam("this")
    told = [{"this": row.pop("sku"), **row} for row in rows]
    if told:
        connection.execute(articles.update().where(mine), told)


def _codes_differ(change: Change) -> bool:
    return change.before is not None and change.before.codes != change.after.codes


def _write_codes(connection: sa.Connection, changes: Sequence[Change]) -> None:
    """The codes anew, and with them the SKU's own."""
    skus = [change.after.article.sku for change in changes]
    kept = barcodes.c.taught_by.is_(None)
    connection.execute(barcodes.delete().where(barcodes.c.sku.in_(skus), kept))
    for change in changes:
        for key, units in change.before.taught - change.after.taught if change.before else ():
            told = {"code": key, "sku": change.after.article.sku, "units": units}
            mine = (barcodes.c[name] == value for name, value in told.items())
            connection.execute(barcodes.delete().where(*mine))
    rows: dict[tuple[str, str, int], dict[str, Any]] = {}
    for entry in (change.after for change in changes):
        sku = entry.article.sku
        for code in (Barcode(sku, sku, "sku"), *entry.codes):
            key, units = meaning(code)
            if (key, units) in entry.taught:
                continue
            facts = {"kind": code.kind, "printed": code.printed}
            rows.setdefault((key, sku, units), {"code": key, "sku": sku, "units": units, **facts})
    _add(connection, barcodes, list(rows.values()))


def _write_kits(connection: sa.Connection, changes: Sequence[Change]) -> None:
    changed = _replace(connection, kit_parts, changes, "parts", _part_rows)
    if changed:
        keep_contents(connection, changed)


def _write_stock(connection: sa.Connection, changes: Sequence[Change], at: datetime) -> None:
    """A count, and by how many units the books were wrong."""
    _replace(connection, stock_levels, changes, "stock", _stock_rows)
    moved = [
        {"sku": c.after.article.sku, "units": units, "reason": "counted", "at": at}
        for c in changes
        if (units := (c.after.stock or 0) - ((c.before and c.before.stock) or 0))
    ]
    _add(connection, stock_movements, moved)


def _replace(
    connection: sa.Connection,
    table: sa.Table,
    changes: Sequence[Change],
    part: str,
    rows_of: Any,
) -> list[Sku]:
    """One part of those articles in which it differs; which these are."""
    before = (getattr(change.before or Entry(change.after.article), part) for change in changes)
    differing = [
        change.after
        for change, was in zip(changes, before, strict=True)
        if getattr(change.after, part) != was
    ]
    skus = [entry.article.sku for entry in differing]
    if skus:
        mine = table.c.kit if table is kit_parts else table.c.sku
        connection.execute(table.delete().where(mine.in_(skus)))
        _add(connection, table, [row for entry in differing for row in rows_of(entry)])
    return skus


def _part_rows(entry: Entry) -> Iterable[dict[str, Any]]:
    return ({"kit": entry.article.sku, "sku": sku, "quantity": units} for sku, units in entry.parts)


def _substitutes_of(entry: Entry) -> Iterable[dict[str, Any]]:
    return ({"sku": entry.article.sku, "by_sku": by_sku} for by_sku in entry.instead)


def _stock_rows(entry: Entry) -> Iterable[dict[str, Any]]:
    return () if entry.stock is None else ({"sku": entry.article.sku, "on_hand": entry.stock},)


def _lot_rows(entry: Entry) -> Iterable[dict[str, Any]]:
    for lot in entry.lots:
        on = lot.expires_on.isoformat() if lot.expires_on else None
        yield {"sku": lot.sku, "lot": lot.lot, "expires_on": on, "on_hand": lot.on_hand}


def _columns(article: Article) -> dict[str, Any]:
    return {name: getattr(article, name) for name in Article.__dataclass_fields__}


def _add(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), list(rows))
