"""The articles file as rows of text: encoding, separator, header, quotes. Their meaning is others'.

A quote that is not closed would swallow every row below it: reading goes on at the next line.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.spreadsheets import come_back
from fbm_desk.services.article_cells import Faulty, plain
from fbm_desk.services.article_columns import COLUMNS

MOST_LINES = 40
"""Lines of one row: a note may have some."""
MOST_LINE_CHARS = 200_000
_BLOCK_BYTES = 1 << 18
_HEAD_BYTES = 1 << 16
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SEPARATORS = "\t;,"
_ORDERS = {"order_id", "amazon_order_id"}
"""Columns of Amazon's order reports, which have SKUs, too: they would come in without a title."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the line it begins on: its cells by column, or why there are none."""

    line: int
    cells: dict[str, str] = field(default_factory=dict)
    fault: Faulty | None = None


@dataclass(frozen=True, slots=True)
class ArticlesFile:
    """A readable file; `rows` may be read as often as one likes. `ignored` are unknown columns."""

    data: bytes = field(repr=False)
    encoding: str
    separator: str
    header: tuple[str, ...]
    header_line: int
    ignored: tuple[str, ...]

    def rows(self) -> Iterator[Row]:
        """All rows below the header but for blank ones."""
        lines = _Lines(self._text(), self.header_line)
        reader = csv.reader(lines, delimiter=self.separator, strict=True)
        while True:
            lines.begin()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                yield Row(lines.began, fault=Faulty("quote"))
                lines.only_first()
                continue
            row = self._row(lines.began, cells)
            if row.fault:
                lines.only_first()
            if row.cells or row.fault:
                yield row

    def _text(self) -> io.TextIOWrapper:
        text = io.TextIOWrapper(io.BytesIO(self.data), self.encoding, "replace", newline="")
        for _ in range(self.header_line):
            text.readline()
        return text

    def _row(self, line: int, raw: Sequence[str]) -> Row:
        cells = [come_back(plain(cell)) for cell in raw]
        if not any(cells):
            return Row(line)
        width = len(self.header)
        if len(cells) < width or any(cells[width:]):
            return Row(line, fault=Faulty("columns", cells=len(cells), columns=width))
        named = zip(self.header, cells, strict=False)
        return Row(line, {name: cell for name, cell in named if name in COLUMNS})


class _Lines:
    """The lines of a file, of which those of a broken row can be had once more."""

    def __init__(self, text: io.TextIOWrapper, passed: int) -> None:
        self._text, self._again = text, list[str]()
        self._taken: list[str] = []
        self.began = passed + 1

    def begin(self) -> None:
        """What comes now is another row."""
        self.began += len(self._taken)
        self._taken = []

    def only_first(self) -> None:
        """The row was its first line alone; what follows it is read again."""
        self._again.extend(reversed(self._taken[1:]))
        del self._taken[1:]

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._text.readline()
        if not line:
            raise StopIteration
        self._taken.append(line)
        if len(self._taken) > MOST_LINES or len(line) > MOST_LINE_CHARS:
            raise csv.Error("no end of the row")
        return line


def open_file(data: bytes) -> ArticlesFile:
    """Begin to read. Raises `Invalid` articles_… with what is wrong with the whole file."""
    encoding = _encoding_of(data)
    text = io.TextIOWrapper(io.BytesIO(data), encoding, "replace", newline="")
    header = text.readline(MOST_LINE_CHARS)
    told, number = "", 1
    if header.lower().startswith("sep=") and len(header.rstrip("\r\n")) == 5:
        told, number = header[4].strip("\"'"), 2
        header = text.readline(MOST_LINE_CHARS)
    separator = told or _separator_of(header)
    names = _names(header, separator)
    if _ORDERS & set(names):
        raise Invalid("articles_orders_here")
    if "sku" not in names:
        raise Invalid("articles_no_sku")
    twice = [name for name, times in Counter(names).items() if name and times > 1]
    if twice:
        raise Invalid("articles_column_twice", column=twice[0][:60])
    while names and not names[-1]:
        names.pop()
    ignored = tuple(name[:60] for name in names if name and name not in COLUMNS)
    return ArticlesFile(data, encoding, separator, tuple(names), number, ignored)


def looks_like_articles(data: bytes) -> bool:
    """True of a file whose header is that of an articles file: for who expected an order report."""
    try:
        head = open_file(data[:_HEAD_BYTES].rpartition(b"\n")[0] or data[:_HEAD_BYTES])
    except (Invalid, csv.Error, UnicodeError):
        return False
    return len(COLUMNS.keys() & set(head.header)) > 1


def _encoding_of(data: bytes) -> str:
    if data.startswith(_WORKBOOKS):
        raise Invalid("articles_workbook")
    if not data.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise Invalid("articles_empty")
    encoding = "utf-16" if data.startswith(_UTF16) else "utf-8-sig"
    decoder = codecs.getincrementaldecoder(encoding)(errors="strict")
    for at in range(0, len(data), _BLOCK_BYTES):
        block = data[at : at + _BLOCK_BYTES]
        try:
            decoder.decode(block, at + _BLOCK_BYTES >= len(data))
        except UnicodeDecodeError as wrong:
            bad = data.count(b"\n", 0, at) + block[: wrong.start].count(b"\n") + 1
            raise Invalid("articles_encoding", row=bad) from None
    return encoding


def _separator_of(header: str) -> str:
    """That by which the header has a column sku; the one it has most of where none does."""
    best = max(_SEPARATORS, key=header.count)
    return next((one for one in _SEPARATORS if "sku" in _names(header, one)), best)


def _names(header: str, separator: str) -> list[str]:
    try:
        cells = next(csv.reader([header], delimiter=separator), [])
    except csv.Error:
        return []
    return [come_back(plain(c)).lower().replace(" ", "_").replace("-", "_") for c in cells]
