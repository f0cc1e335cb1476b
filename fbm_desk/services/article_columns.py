"""The columns of the articles file: how each is written, and what its cells change of an article.

An empty cell takes away what is only a convenience. What is demanded of a packer, and what a kit
holds, goes only by the word "no" or "none": an empty column must not let a unit pass unproved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from fbm_desk.domain import barcodes, teaching
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.scan_source import ScanSource
from fbm_desk.services import article_cells as cells
from fbm_desk.services.article_cells import Faulty, Item
from fbm_desk.store.articles import Barcode, Lot
from fbm_desk.store.catalogue import Entry, Meaning, meaning

MOST_SKU_CHARS = 80
HEAVIEST_G = 70_000
"""As `teaching.note_weight` has it at a bench."""
LONGEST_MM = 5_000
MOST_COUNTED = 999
MOST_PARTS = 999
MOST_CASE = 9_999
MOST_STOCK = 9_999_999

_UPC_A = 12
_ASIN = re.compile(r"[0-9A-Z]{10}")
_PROOFS = ("serial", "lot")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the text of its cell, and the article with a cell's text (raises `Faulty`)."""

    name: str
    show: Callable[[Entry], str]
    take: Callable[[Entry, str], Entry]


def _fact(entry: Entry, name: str, value: object) -> Entry:
    return replace(entry, article=replace(entry.article, **{name: value}))  # type: ignore[arg-type]


# --- plain facts ---------------------------------------------------------------------------------


def _text(name: str, most: int = cells.MOST_CHARS, *, keep: bool = False) -> Column:
    def take(entry: Entry, cell: str) -> Entry:
        if keep and not cell:
            return entry
        return _fact(entry, name, cells.checked(cell, most))

    return Column(name, lambda entry: str(getattr(entry.article, name)), take)


def _number(name: str, least: int, most: int, *, empty: int | None) -> Column:
    def show(entry: Entry) -> str:
        value = getattr(entry.article, name)
        return "" if value is None or value == empty else str(value)

    def take(entry: Entry, cell: str) -> Entry:
        return _fact(entry, name, cells.whole(cell, least, most) if cell else empty)

    return Column(name, show, take)


def _duty(name: str) -> Column:
    def show(entry: Entry) -> str:
        return "yes" if getattr(entry.article, name) else "no"

    def take(entry: Entry, cell: str) -> Entry:
        return _fact(entry, name, cells.yes_or_no(cell)) if cell else entry

    return Column(name, show, take)


def _take_asin(entry: Entry, cell: str) -> Entry:
    """The ASIN is a barcode, too: the old one's goes with it."""
    cells.checked(cell)
    if cell and not _ASIN.fullmatch(cell):
        raise Faulty("asin")
    sku, before = entry.article.sku, entry.article.asin
    codes = [c for c in entry.codes if c.kind != "asin" or c.printed != before]
    fresh = Barcode(cell, sku, "asin")
    if cell and meaning(fresh) not in {meaning(Barcode(sku, sku, "sku")), *map(meaning, codes)}:
        codes.append(fresh)
    return replace(_fact(entry, "asin", cell), codes=tuple(codes))


def _take_picture(entry: Entry, cell: str) -> Entry:
    """A file here: an address elsewhere would be asked for by every bench."""
    text = cells.line_of_text(cell, cells.MOST_CHARS)
    if text.startswith(("//", "\\\\")) or "://" in text or text.lower().startswith("file:"):
        raise Faulty("picture")
    return _fact(entry, "picture", text)


def _take_proof(entry: Entry, cell: str) -> Entry:
    word = cell.lower()
    if word and word not in cells.NOTHING and word not in _PROOFS:
        raise Faulty("proof")
    if not word:
        return entry
    return _fact(entry, "proof", word if word in _PROOFS else "none")


def _take_hazardous(entry: Entry, cell: str) -> Entry:
    if not cell:
        return entry
    text = cells.line_of_text(cell, cells.MOST_CHARS)
    return _fact(entry, "hazardous", "" if text.lower() in cells.NOTHING else text)


# --- kits, substitutes, what is here -------------------------------------------------------------


def _show_parts(entry: Entry) -> str:
    return cells.listed_units(Item(sku, units=units) for sku, units in entry.parts)


def _take_parts(entry: Entry, cell: str) -> Entry:
    if not cell or cell.lower() in cells.NOTHING:
        return replace(entry, parts=()) if cell else entry
    parts: dict[Sku, int] = {}
    for item in cells.counted(cell):
        sku = sku_of(item.name)
        units = 1 if item.units is None else item.units
        if not 1 <= units <= MOST_PARTS:
            raise Faulty("units", sku=sku, least=1, most=MOST_PARTS)
        if sku in parts:
            raise Faulty("item_twice", text=sku)
        parts[sku] = units
    fresh = tuple(parts.items())
    return entry if sorted(fresh) == sorted(entry.parts) else replace(entry, parts=fresh)


def _take_instead(entry: Entry, cell: str) -> Entry:
    fresh = tuple(dict.fromkeys(sku_of(name) for name in cells.names(cell)))
    if entry.article.sku in fresh:
        raise Faulty("substitute_itself")
    return entry if set(fresh) == set(entry.instead) else replace(entry, instead=fresh)


def sku_of(text: str) -> Sku:
    """A SKU as it may be kept. Raises `Faulty`."""
    return Sku(cells.line_of_text(text, MOST_SKU_CHARS))


def _take_stock(entry: Entry, cell: str) -> Entry:
    return replace(entry, stock=cells.whole(cell, 0, MOST_STOCK) if cell else None)


def _show_lots(entry: Entry) -> str:
    return cells.listed_units(Item(one.lot, one.expires_on, one.on_hand) for one in entry.lots)


def _take_lots(entry: Entry, cell: str) -> Entry:
    lots: dict[str, Lot] = {}
    here = {lot.lot: lot.on_hand for lot in entry.lots}
    for item in cells.counted(cell, dated=True):
        name = cells.line_of_text(item.name, MOST_SKU_CHARS)
        if item.units is None:
            raise Faulty("lot_units", text=name)
        if not 0 <= item.units <= MOST_STOCK and here.get(name) != item.units:
            raise Faulty("units", sku=name, least=0, most=MOST_STOCK)
        if name in lots:
            raise Faulty("item_twice", text=name)
        lots[name] = Lot(entry.article.sku, name, item.on, item.units)
    fresh = tuple(lots[name] for name in sorted(lots))
    return entry if set(fresh) == set(entry.lots) else replace(entry, lots=fresh)


# --- barcodes ------------------------------------------------------------------------------------


def group_of(code: Barcode) -> str:
    """The column a barcode stands in; empty for the ASIN, which has its own."""
    if code.kind == "asin":
        return ""
    if code.units > 1:
        return "cases"
    return {"fnsku": "fnsku", "shared": "shared_barcodes"}.get(code.kind, "barcodes")


def _codes(name: str) -> Column:
    def show(entry: Entry) -> str:
        mine = [code for code in entry.codes if group_of(code) == name]
        if name == "cases":
            return cells.listed_units(Item(code.printed, units=code.units) for code in mine)
        return cells.listed(code.printed for code in mine)

    return Column(name, show, lambda entry, cell: with_codes(entry, {name: cell}))


def with_codes(entry: Entry, told: Mapping[str, str]) -> Entry:
    """The article with the barcodes of these columns' cells; what a bench was taught stays.

    A code that moves from one column to another keeps counting, so all are looked at together.
    One that is named moves also out of a column that is not told, and if a bench was taught it.
    """
    read = [(g, c) for g, cell in told.items() for c in _read_codes(entry.article.sku, g, cell)]
    named = {meaning(code): group for group, code in reversed(read)}
    stay = [code for code in entry.codes if _stays(code, entry, told, named)]
    there = {meaning(Barcode(entry.article.sku, entry.article.sku, "sku")), *map(meaning, stay)}
    before = {(group_of(code), meaning(code)): code for code in entry.codes}
    fresh = list(stay)
    for group, code in read:
        if meaning(code) not in there:
            there.add(meaning(code))
            fresh.append(before.get((group, meaning(code))) or _fit(code))
    _refuse_lost_zero([code for code in fresh if code not in entry.codes], there)
    same = {(group_of(c), meaning(c)) for c in fresh} == before.keys()
    taught = entry.taught & set(map(meaning, stay))
    return entry if same else replace(entry, codes=tuple(fresh), taught=taught)


def _stays(
    code: Barcode, entry: Entry, told: Mapping[str, str], named: Mapping[Meaning, str]
) -> bool:
    """True of a barcode that no cell takes away, and none names for another column."""
    group, key = group_of(code), meaning(code)
    if not group:
        return True
    return named.get(key, group) == group and (group not in told or key in entry.taught)


def _read_codes(sku: Sku, group: str, cell: str) -> list[Barcode]:
    """The barcodes of a cell; the first GTIN is the article's own, others stand on it besides."""
    if group == "cases":
        return [_case(sku, item) for item in cells.counted(cell)]
    names = [barcodes.as_scanned(name) for name in cells.names(cell)]
    if group != "barcodes":
        kind = "fnsku" if group == "fnsku" else "shared"
        return [Barcode(name, sku, kind) for name in names]
    main = next((name for name in names if barcodes.gtin14(name)), "")
    return [Barcode(name, sku, "gtin" if name == main else "alias") for name in names]


def _case(sku: Sku, item: Item) -> Barcode:
    if item.units is None or not 2 <= item.units <= MOST_CASE:
        raise Faulty("case_units", text=item.name[:40], most=MOST_CASE)
    return Barcode(barcodes.as_scanned(item.name), sku, "case", item.units)


def _fit(code: Barcode) -> Barcode:
    """A barcode that may stand for an article, as at a bench."""
    text = cells.line_of_text(code.printed, teaching.MOST_CHARS)
    why = teaching.refusal(barcodes.read(text), ScanSource.TYPED, teaching.CAMERA_LOOKS)
    if why in ("check_digit", "mangled", "too_short", "too_long"):
        raise Faulty(f"barcode_{why}", text=text)
    if why:
        raise Faulty("barcode_means", text=text)
    return code


def _refuse_lost_zero(fresh: Sequence[Barcode], there: Collection[Meaning]) -> None:
    """A UPC-A that lost its zero to a spreadsheet would never be scanned; one that is not, by
    chance fits in one of ten: who means it says both."""
    for code in fresh:
        whole = "0" + code.printed
        full = barcodes.gtin14(whole) if len(whole) == _UPC_A else ""
        if full and (full, code.units) not in there:
            raise Faulty("barcode_zero", text=code.printed, whole=whole)


# --- all of them ---------------------------------------------------------------------------------

_ALL: Sequence[Column] = (
    Column("sku", lambda entry: entry.article.sku, lambda entry, _cell: entry),
    _text("title", keep=True),
    _text("name"),
    _text("detail"),
    Column("asin", lambda entry: entry.article.asin, _take_asin),
    *map(_codes, ("barcodes", "cases", "fnsku", "shared_barcodes")),
    _text("place", 80),
    _text("note"),
    _duty("ask_note"),
    Column("proof", lambda entry: entry.article.proof, _take_proof),
    _duty("transparency"),
    _number("may_count", 0, MOST_COUNTED, empty=0),
    _number("weight_g", 1, HEAVIEST_G, empty=None),
    *(_number(f"{side}_mm", 1, LONGEST_MM, empty=None) for side in ("length", "width", "height")),
    Column("hazardous", lambda entry: entry.article.hazardous, _take_hazardous),
    Column("picture", lambda entry: entry.article.picture, _take_picture),
    Column("kit_contents", _show_parts, _take_parts),
    Column("substitutes", lambda entry: cells.listed(entry.instead), _take_instead),
    Column("stock", lambda entry: "" if entry.stock is None else str(entry.stock), _take_stock),
    Column("lots", _show_lots, _take_lots),
    *map(_duty, ("fragile", "upright", "own_box")),
)
COLUMNS = {column.name: column for column in _ALL}
"""In the order of the file. The last one is never empty: of rows that end with empty cells Excel
leaves these off, and such rows look as if they were broken."""
CODE_COLUMNS = ("barcodes", "cases", "fnsku", "shared_barcodes")
COUNTED = ("stock", "lots")
"""What changes with every parcel that leaves, and is written only when it is asked for."""
