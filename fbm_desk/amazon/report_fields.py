"""Splits the lines of an order report into the fields below its header; leaves their meaning.

A tab inside a text shifts every field after it, so a row must fit its header. Editors drop empty
fields at the end of a row, or add some to every row: only that is let pass.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat

from fbm_desk.amazon.report_columns import Columns
from fbm_desk.amazon.report_refusals import RowRefusal
from fbm_desk.amazon.report_text import Lines

#: A field longer than this is no text of Amazon's; its row is refused.
MAX_FIELD_CHARS = 4000
AT_ONCE = 400
"""Lines split at once: their fields still fit into the processor's cache."""

Row = tuple[int, list[str], RowRefusal | None]
"""A row's line in the file, its fields with one empty one added, and what spoils it as a whole."""


@dataclass(frozen=True)
class Shape:
    """How the rows of a file lie below its header.

    `cut` are the orders above a row without an order id: if their row is too short as well, a line
    break inside a text parted the two. `every` gives all lines of the file.
    """

    columns: Columns
    cut: frozenset[str]
    every: Callable[[], Iterator[Lines]]

    @cached_property
    def spare(self) -> int:
        """How many empty fields beyond the header every row has; looked for when a row has some."""
        return _spare_fields(self.every(), self.columns.width)


def _spare_fields(every: Iterator[Lines], width: int) -> int:
    """The empty fields that an editor added to every row; 0 as soon as one row has none."""
    fewest = 0
    for _, lines in every:
        for line in lines:
            if line.strip():
                beyond = line.count("\t") + 1 - width
                if beyond <= 0:
                    return 0
                fewest = min(fewest or beyond, beyond)
    return fewest


def rows_of_lines(every: Iterator[Lines], shape: Shape) -> Iterator[Row]:
    """The rows: some hundred at once where nothing about them is odd, else one by one."""
    width, padded = shape.columns.width, shape.columns.padded
    for numbers, lines in every:
        for start in range(0, len(lines), AT_ONCE):
            part = lines[start : start + AT_ONCE]
            their_numbers = numbers[start : start + AT_ONCE]
            fields = None if padded else _plain("\n".join(part), width)
            if fields is None:
                yield from _one_by_one(their_numbers, part, shape)
            else:
                yield from zip(their_numbers, fields, repeat(None))


def _plain(text: str, width: int) -> list[list[str]] | None:
    """The fields of these lines; None when something is odd about any of them."""
    if "\0" in text or "\r" in text or "\ufffd" in text:
        return None
    parted = text.replace("\n", "\t")
    if " \t" in parted or "\t " in parted or ('"' in text and '\t"' in parted):
        return None
    if text[:1] in ' "' or text[-1:] == " ":
        return None
    lines = text.replace("\n", "\t\n").split("\n")
    lines[-1] += "\t"  # each row ends with the empty field that stands for missing columns
    if len(max(lines, key=len)) > MAX_FIELD_CHARS:
        return None
    rows = [line.split("\t") for line in lines]
    return rows if set(map(len, rows)) == {width + 1} else None


def _one_by_one(numbers: Sequence[int], lines: Sequence[str], shape: Shape) -> Iterator[Row]:
    """The rows that these lines make, tidied, each with its fault."""
    width = shape.columns.width
    for number, line in zip(numbers, lines, strict=True):
        if "\r" in line:
            line = line.rstrip("\r").replace("\r", " ")
        fields = line.split("\t")
        if len(fields) != width and line.strip() == "":
            continue
        if _is_untidy(line):
            fields = [tidy(field) for field in fields]
        fault = _fitted(fields, shape)
        if len(line) > MAX_FIELD_CHARS and max(map(len, fields)) > MAX_FIELD_CHARS:
            fault = RowRefusal.TOO_LONG
        fields.append("")
        if "\0" in line or "\ufffd" in line:
            fault = _damage(shape.columns, fields) or fault
        yield number, fields, fault


def _is_untidy(line: str) -> bool:
    return '"' in line or "\t " in line or " \t" in line or line[0] == " " or line[-1] == " "


def _damage(columns: Columns, fields: list[str]) -> RowRefusal | None:
    """NUL anywhere, or U+FFFD where it would print a wrong address or miss a scan."""
    if any("\0" in field for field in fields):
        return RowRefusal.NUL
    critical = (*columns.address(fields), columns.line(fields)[1])
    return RowRefusal.GARBLED if any("\ufffd" in field for field in critical) else None


def _fitted(fields: list[str], shape: Shape) -> RowRefusal | None:
    """Brings a row to the header's width. A field too many shifted others out of their columns."""
    width = shape.columns.width
    beyond = len(fields) - width
    fits = not any(fields[width - shape.columns.padded :])
    if beyond > 0:
        fits = fits and beyond == shape.spare and _country_in_place(shape.columns, fields)
        del fields[width:]
    elif beyond < 0:
        fields += [""] * -beyond
        fits = fits and fields[shape.columns.order_id] not in shape.cut
    return None if fits else RowRefusal.COLUMNS


def _country_in_place(columns: Columns, fields: list[str]) -> bool:
    """Whether this row is not shifted itself: all rows may be of one article with such a title."""
    country = columns.address(fields)[-2]
    return len(country) == 2 and country.isalpha()


def tidy(field: str) -> str:
    """Without spaces around it and without the one pair of quotes that encloses it.

    Inside the pair, quotes are single again if all of them were doubled, as spreadsheets do.
    """
    field = field.strip(" \r")
    if len(field) < 2 or field[0] != '"' or field[-1] != '"':
        return field
    inner = field[1:-1]
    if '"' in inner and '"' not in inner.replace('""', ""):
        inner = inner.replace('""', '"')
    return inner.strip(" ")
