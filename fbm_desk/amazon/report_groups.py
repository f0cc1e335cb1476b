"""Splits lines into fields and brings the rows of one order together; leaves their meaning.

Amazon writes an order's rows one below the other. Where a file was sorted otherwise, a first pass
over the order ids alone finds the scattered orders, and only their rows are held until the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, groupby, repeat

from fbm_desk.amazon.report_columns import Columns
from fbm_desk.amazon.report_refusals import RowRefusal
from fbm_desk.amazon.report_text import Encoding, blocks_of

#: A field longer than this is no text of Amazon's; its row is refused.
MAX_FIELD_CHARS = 4000
FIRST_SORTED, SORTED = 12_000, 150_000
"""Lines sorted among each other: few at first, so that whoever waits for them soon begins, then as
many as there is room for. A database takes rows that come in its own order at two thirds of the
cost."""
AT_ONCE = 400
"""Lines split at once: their fields still fit into the processor's cache."""

Lines = tuple[Sequence[int], Sequence[str]]
"""Lines of the file, each with its number, the header being 1."""
Row = tuple[int, list[str], RowRefusal | None]
"""A row's line in the file, its fields with one empty one added, and what spoils it as a whole."""


def rows_by_order(
    data: bytes, encoding: Encoding, columns: Columns, by_number: bool = False
) -> Iterator[list[Row]]:
    """The rows of each order, every order once: those that stand together first.

    As the file has them or `by_number`, sorted by order number, a great many lines at a time.
    """
    lines = _lines(data, encoding)
    order_id_at = columns.order_id
    scattered = _scattered(data, encoding, order_id_at)
    held: dict[str, list[Row]] = {}
    group: list[Row] = []
    group_id = ""
    for row in _rows(_sorted(lines, order_id_at) if by_number else lines, columns):
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
    for order_id in sorted(held) if by_number else list(held):
        yield held.pop(order_id)


def _lines(data: bytes, encoding: Encoding) -> Iterator[Lines]:
    """The lines below the header; one may still have CR in it."""
    number = 1
    for text in blocks_of(data, encoding):
        if "\r" in text:
            text = text.removesuffix("\r").replace("\r\n", "\n")
        lines = text.split("\n")
        below = lines[1:] if number == 1 else lines
        number += len(lines)
        yield range(number - len(below), number), below


def _scattered(data: bytes, encoding: Encoding, order_id_at: int) -> frozenset[str]:
    """The ids of orders whose rows do not stand together."""
    every = (_order_ids(lines, order_id_at) for _, lines in _lines(data, encoding))
    in_turn = [order_id for order_id, _ in groupby(chain.from_iterable(every))]
    if len(set(in_turn)) == len(in_turn):
        return frozenset()
    return frozenset(order_id for order_id, times in Counter(in_turn).items() if times > 1)


def _order_ids(lines: Sequence[str], order_id_at: int) -> list[str]:
    """The order id of each line, empty where it is missing."""
    if order_id_at == 0:
        ids = [line.partition("\t")[0] for line in lines]
    else:
        rows = (line.split("\t", order_id_at + 1) for line in lines)
        ids = [row[order_id_at] if len(row) > order_id_at else "" for row in rows]
    all_of_them = "".join(ids)
    tidy = not any(odd in all_of_them for odd in ' "\r')
    return ids if tidy else [_tidy(order_id) for order_id in ids]


def _sorted(every: Iterator[Lines], order_id_at: int) -> Iterator[Lines]:
    """Lines by order id, a great many at a time; those of one order stay together, in turn.

    As text they are sorted at a third of what their fields, or orders made of them, would take.
    """
    numbers: list[int] = []
    lines: list[str] = []
    enough = FIRST_SORTED
    for some_numbers, some in chain(every, [_NO_MORE]):
        numbers += some_numbers
        lines += some
        if len(lines) >= enough or not some:
            ids = _order_ids(lines, order_id_at)
            whole = _last_run(ids) if some else len(ids)
            turn = sorted(range(whole), key=ids.__getitem__)
            yield [numbers[at] for at in turn], [lines[at] for at in turn]
            numbers, lines = numbers[whole:], lines[whole:]
            enough = max(SORTED, 2 * len(lines))


_NO_MORE: Lines = (), ()


def _last_run(ids: Sequence[str]) -> int:
    """Where the last order begins: it may go on in the lines that are still to come."""
    at = len(ids) - 1
    while at > 0 and ids[at - 1] == ids[-1]:
        at -= 1
    return at


def _rows(every: Iterator[Lines], columns: Columns) -> Iterator[Row]:
    """The rows: some hundred at once where nothing about them is odd, else one by one."""
    for numbers, lines in every:
        for start in range(0, len(lines), AT_ONCE):
            part = lines[start : start + AT_ONCE]
            their_numbers = numbers[start : start + AT_ONCE]
            fields = _plain("\n".join(part), columns.width)
            if fields is None:
                yield from _one_by_one(their_numbers, part, columns)
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


def _one_by_one(numbers: Sequence[int], lines: Sequence[str], columns: Columns) -> Iterator[Row]:
    """The rows that these lines make, tidied, each with its fault."""
    width = columns.width
    for number, line in zip(numbers, lines, strict=True):
        if "\r" in line:
            line = line.rstrip("\r").replace("\r", " ")
        fields = line.split("\t")
        if len(fields) != width and line.strip() == "":
            continue
        if _is_untidy(line):
            fields = [_tidy(field) for field in fields]
        fault = None
        if len(fields) != width:
            fault = _fitted(fields, width)
        if len(line) > MAX_FIELD_CHARS and max(map(len, fields)) > MAX_FIELD_CHARS:
            fault = RowRefusal.TOO_LONG
        fields.append("")
        if "\0" in line or "\ufffd" in line:
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
