"""The articles file taken into the books: each good row whole, each other named with its reason.

A row changes only the columns the file has, and nothing is deleted by not being there. The file is
gone through twice, first to find what is wrong, so that a row that counts on a refused one is
refused as well; the writing ends a transaction every few rows, and scans pass between them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.spreadsheets import is_shortened
from fbm_desk.services import article_columns
from fbm_desk.services.article_cells import Faulty, fit
from fbm_desk.services.article_claims import Claims
from fbm_desk.services.article_columns import CODE_COLUMNS, COLUMNS
from fbm_desk.services.article_file import ArticlesFile, Row, open_file
from fbm_desk.services.books import Books
from fbm_desk.store import catalogue
from fbm_desk.store.articles import Article
from fbm_desk.store.catalogue import Change, Entry
from fbm_desk.store.database import Connection
from fbm_desk.threads import scans_first

READ_AT_ONCE = 100
WRITTEN_AT_ONCE = 50
"""Rows of one transaction: a scan waits for all of it, and the import rests after it."""
TRIES = 5
"""Whoever overtook the rows is not there twice: they are looked up anew."""
MOVED_AT_ONCE = 2_000
MOST_TOLD = 10_000
"""Refusals that are told one by one; the others are counted."""


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """Why the row that begins on this line was not taken in; `column` is empty for the whole."""

    line: int
    column: str
    fault: Faulty


@dataclass(frozen=True, slots=True)
class ArticlesIn:
    """What became of an articles file, or with a check would become of it.

    `refused_rows` counts all of them, `refused` tells at most `MOST_TOLD` reasons.
    """

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    refused_rows: int = 0
    refused: tuple[RefusedRow, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def articles(self) -> int:
        """All that were taken in."""
        return self.new + self.updated + self.unchanged


def import_articles(
    books: Books,
    data: bytes,
    *,
    check: bool = False,
    between: Callable[[Books], None] = Books.let_others_write,
) -> ArticlesIn:
    """Take an articles file in; with `check` only say what would become of it.

    `between` two transactions benches may write. Raises `Invalid` articles_… when the whole file
    cannot be read.
    """
    file = open_file(data)
    found = _Findings()
    claims = Claims(found.rows)
    for rows in _some(file.rows(), READ_AT_ONCE):
        scans_first.let_pass()
        _look_at(books, rows, found, claims)
    with books.reading() as connection:
        for fault in claims.faults(connection, books.seal, found.lines):
            found.refuse(*fault)
    new, updated, unchanged = _counts(found) if check else _write(books, file, found, between)
    refused = tuple(sorted(found.told, key=lambda one: one.line))
    return ArticlesIn(new, updated, unchanged, len(found.lines), refused, file.ignored)


class _Findings:
    """What the first reading found."""

    def __init__(self) -> None:
        self.lines: set[int] = set()  # refused
        self.told: list[RefusedRow] = []
        self.rows: dict[str, int] = {}  # the line of each SKU
        self.new: set[int] = set()
        self.changed: set[int] = set()

    def refuse(self, line: int, column: str, fault: Faulty) -> None:
        self.lines.add(line)
        if len(self.told) < MOST_TOLD:
            self.told.append(RefusedRow(line, column, fault))


def _counts(found: _Findings) -> tuple[int, int, int]:
    good = set(found.rows.values()) - found.lines
    new, changed = len(good & found.new), len(good & found.changed)
    return new, changed, len(good) - new - changed


def _some(rows: Iterable[Row], at_once: int) -> Iterator[list[Row]]:
    left = iter(rows)
    while some := list(islice(left, at_once)):
        yield some


# --- the first reading ---------------------------------------------------------------------------


def _look_at(books: Books, rows: Sequence[Row], found: _Findings, claims: Claims) -> None:
    good = [row for row in rows if _is_named(row, found)]
    with books.reading() as connection:
        here = catalogue.find(connection, [Sku(row.cells["sku"]) for row in good])
    for row in good:
        before = here.get(Sku(row.cells["sku"]))
        after, faults = changed(before, row)
        for column, wrong in faults:
            found.refuse(row.line, column, wrong)
        if faults:
            continue
        if before is None:
            found.new.add(row.line)
        elif after != before:
            found.changed.add(row.line)
        claims.add(row.line, before, after)


def _is_named(row: Row, found: _Findings) -> bool:
    """True when the row says whose it is, and is the first to speak of that article."""
    if row.fault is not None:
        found.refuse(row.line, "", row.fault)
        return False
    sku = row.cells["sku"]
    try:
        article_columns.sku_of(sku)
        if not sku:
            raise Faulty("no_sku")
        if sku in found.rows:
            raise Faulty("twice", line=found.rows[sku])
    except Faulty as fault:
        found.refuse(row.line, "sku", fault)
        return False
    found.rows[sku] = row.line
    return True


def changed(before: Entry | None, row: Row) -> tuple[Entry, list[tuple[str, Faulty]]]:
    """The article as the row wants it, and what is wrong with its cells.

    A cell that says what the books say is not looked at: what came in long ago may stay.
    """
    sku = Sku(row.cells["sku"])
    entry = before or Entry(Article(sku, row.cells.get("title") or sku))
    faults: list[tuple[str, Faulty]] = []
    if before is None and is_shortened(sku):
        faults.append(("sku", Faulty("shortened", text=sku)))
    told = {
        name: cell
        for name, cell in row.cells.items()
        if before is None or fit(COLUMNS[name].show(before)) != cell
    }
    for name in (name for name in told if name not in CODE_COLUMNS):
        try:
            entry = COLUMNS[name].take(entry, told[name])
        except Faulty as fault:
            faults.append((name, fault))
    codes = {name: told[name] for name in CODE_COLUMNS if name in told}
    try:
        entry = article_columns.with_codes(entry, codes) if codes else entry
    except Faulty as fault:
        faults.append((_faulty_column(entry, codes), fault))
    return entry, faults


def _faulty_column(entry: Entry, codes: dict[str, str]) -> str:
    for name, cell in codes.items():
        try:
            article_columns.with_codes(entry, {name: cell})
        except Faulty:
            return name
    return ""


# --- the second reading --------------------------------------------------------------------------


def _write(
    books: Books, file: ArticlesFile, found: _Findings, between: Callable[[Books], None]
) -> tuple[int, int, int]:
    """Articles first, then kits and substitutes: what they name is there by then."""
    new, updated, unchanged = 0, 0, _counts(found)[2]
    wanted = (found.new | found.changed) - found.lines
    for names_others in (False, True):
        good = (
            row for row in file.rows() if row.line in wanted and _names_others(row) is names_others
        )
        for rows in _some(good, WRITTEN_AT_ONCE):
            scans_first.let_pass()
            changes = _written(books, rows)
            between(books)
            fresh = sum(change.before is None for change in changes)
            new, updated = new + fresh, updated + len(changes) - fresh
            unchanged += len(rows) - len(changes)
            books.move_now_and_then(len(changes), MOVED_AT_ONCE)
    return new, updated, unchanged


def _written(books: Books, rows: Sequence[Row]) -> list[Change]:
    """What the rows changed, in one transaction."""
    for _ in range(TRIES):
        try:
            with books.writing() as connection:
                changes = _changes(connection, rows)
                catalogue.write(connection, changes, books.now())
                return changes
        except catalogue.Overtaken:  # an order named the article, or a bench was taught its code
            continue
    raise Unavailable("database_locked")


def _names_others(row: Row) -> bool:
    return bool(row.cells.get("kit_contents") or row.cells.get("substitutes"))


def _changes(connection: Connection, rows: Sequence[Row]) -> list[Change]:
    here = catalogue.find(connection, [Sku(row.cells["sku"]) for row in rows])
    changes = []
    for row in rows:
        before = here.get(Sku(row.cells["sku"]))
        after, faults = changed(before, row)
        if not faults and after != before:
            changes.append(Change(before, after, _differing(before, after)))
    return changes


def _differing(before: Entry | None, after: Entry) -> str:
    old = before or Entry(Article(after.article.sku, ""))
    return ", ".join(name for name, one in COLUMNS.items() if one.show(old) != one.show(after))
