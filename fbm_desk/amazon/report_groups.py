"""Splits lines into fields and brings the rows of one order together; leaves their meaning.

Amazon writes an order's rows one below the other. Where a file was sorted otherwise, a first pass
over the order ids alone finds the scattered orders, and only their rows are held until the end.
"""

from __future__ import annotations

from collections.abc import Iterator

from fbm_desk.amazon.report_columns import Columns
from fbm_desk.amazon.report_refusals import RowRefusal
from fbm_desk.amazon.report_text import Encoding, blocks_of

#: A field longer than this is no text of Amazon's; its row is refused.
MAX_FIELD_CHARS = 4000


Row = tuple[int, list[str], RowRefusal | None]
"""A row's line in the file, its fields with one empty one added, and what spoils it as a whole."""


def rows_by_order(data: bytes, encoding: Encoding, columns: Columns) -> Iterator[list[Row]]:
    """The rows of each order, every order once: those that stand together first."""
    scattered = _scattered(data, encoding, columns.order_id)
    held: dict[str, list[Row]] = {}
    group: list[Row] = []
    group_id = ""
    order_id_at = columns.order_id
    for row in _rows(data, encoding, columns):
        order_id = row[1][order_id_at]
        if order_id == group_id:
            group.append(row)
        elif order_id in scattered:
            held.setdefault(order_id, []).append(row)
        else:
            if group:
                yield group
            group = [row]
            group_id = order_id
    if group:
        yield group
    while held:
        yield held.pop(next(iter(held)))


def _scattered(data: bytes, encoding: Encoding, order_id_at: int) -> frozenset[str]:
    """The ids of orders whose rows do not stand together."""
    seen: set[str] = set()
    scattered: set[str] = set()
    before = ""
    for text in blocks_of(data, encoding):
        for order_id in _order_ids(text, order_id_at):
            if order_id != before:
                before = order_id
                if order_id in seen:
                    scattered.add(order_id)
                seen.add(order_id)
    return frozenset(scattered)


def _order_ids(text: str, order_id_at: int) -> list[str]:
    if order_id_at == 0 and '"' not in text and " \t" not in text and "\n " not in text:
        return [line[:19] for line in text.split("\n")]
    rows = (line.split("\t", order_id_at + 1) for line in text.split("\n"))
    return [_tidy(row[order_id_at]) for row in rows if len(row) > order_id_at]


def _rows(data: bytes, encoding: Encoding, columns: Columns) -> Iterator[Row]:
    number = 0
    width = columns.width
    for text in blocks_of(data, encoding):
        untidy = '"' in text or " \t" in text or "\t " in text or " \n" in text or "\n " in text
        damaged = "\0" in text or "\ufffd" in text
        for line in text.split("\n"):
            number += 1
            if "\r" in line:
                line = line.rstrip("\r").replace("\r", " ")
            fields = line.split("\t")
            if number == 1 or (len(fields) != width and line.strip() == ""):
                continue
            if untidy and _is_untidy(line):
                fields = [_tidy(field) for field in fields]
            fault = None
            if len(fields) != width:
                fault = _fitted(fields, width)
            if len(line) > MAX_FIELD_CHARS and max(map(len, fields)) > MAX_FIELD_CHARS:
                fault = RowRefusal.TOO_LONG
            fields.append("")
            if damaged:
                fault = _damage(columns, fields) or fault
            yield number, fields, fault


def _is_untidy(line: str) -> bool:
    return '"' in line or "\t " in line or " \t" in line or line[0] == " " or line[-1] == " "


def _damage(columns: Columns, fields: list[str]) -> RowRefusal | None:
    """NUL anywhere, or U+FFFD where it would print a wrong address or miss a scan."""
    if any("\0" in field for field in fields):
        return RowRefusal.NUL
    critical = (*columns.address(fields), columns.line(fields)[1])
    return RowRefusal.GARBLED if any("\ufffd" in field for field in critical) else None


def _fitted(fields: list[str], width: int) -> RowRefusal | None:
    """Brings a row to the header's width: editors drop empty fields at the end, or add some."""
    fault = RowRefusal.COLUMNS if any(fields[width:]) else None
    del fields[width:]
    fields += [""] * (width - len(fields))
    return fault


def _tidy(field: str) -> str:
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
