"""Brings the rows of one order together; leaves splitting them to `report_fields`.

Amazon writes an order's rows one below the other. Where a file was sorted otherwise, a first pass
over the order ids alone finds the scattered orders, and only their rows are held until the end.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from fbm_desk.amazon.report_columns import Columns
from fbm_desk.amazon.report_fields import Row, Shape, rows_of_lines, tidy
from fbm_desk.amazon.report_text import Encoding, Lines, lines_of

ORDER_ID_CHARS = len("123-1234567-1234567")
FIRST_SORTED, SORTED = 12_000, 150_000
"""Lines sorted among each other: few at first, so that whoever waits for them soon begins, then as
many as there is room for. A database takes rows that come in its own order at two thirds of the
cost."""


def rows_by_order(
    data: bytes, encoding: Encoding, columns: Columns, by_number: bool = False
) -> Iterator[list[Row]]:
    """The rows of each order, every order once: those that stand together first.

    As the file has them or `by_number`, sorted by order number, a great many lines at a time.
    """
    lines = lines_of(data, encoding)
    order_id_at = columns.order_id
    in_turn = _ids_in_turn(data, encoding, order_id_at)
    scattered = _scattered(in_turn)
    shape = Shape(columns, _cut_short(in_turn), lambda: lines_of(data, encoding))
    if by_number:
        lines = _sorted(lines, order_id_at)
    held: dict[str, list[Row]] = {}
    group: list[Row] = []
    group_id = ""
    for row in rows_of_lines(lines, shape):
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


def _ids_in_turn(data: bytes, encoding: Encoding, order_id_at: int) -> list[str]:
    """The order ids as they follow each other, one for rows that stand together."""
    every = (_order_ids(lines, order_id_at) for _, lines in lines_of(data, encoding))
    ids = filter(None, chain.from_iterable(every))
    return [order_id for order_id, _ in groupby(ids)]


def _cut_short(in_turn: Sequence[str]) -> frozenset[str]:
    """The orders above a row that has no order id: it may be the rest of their last row."""
    odd = (at for at, order_id in enumerate(in_turn) if len(order_id) != ORDER_ID_CHARS)
    return frozenset(in_turn[at - 1] for at in odd if at)


def _scattered(in_turn: Sequence[str]) -> frozenset[str]:
    """The ids of orders whose rows do not stand together."""
    if len(set(in_turn)) == len(in_turn):
        return frozenset()
    return frozenset(order_id for order_id, times in Counter(in_turn).items() if times > 1)


def _order_ids(lines: Sequence[str], order_id_at: int) -> list[str]:
    """The order id of each line, a tab where it is missing; empty for a blank line."""
    if order_id_at == 0:
        ids = [line.partition("\t")[0] for line in lines]
    else:
        rows = (line.split("\t", order_id_at + 1) for line in lines)
        ids = [row[order_id_at] if len(row) > order_id_at else "" for row in rows]
    if not all(ids):
        ids = [
            order_id or "\t" * bool(line.strip()) for order_id, line in zip(ids, lines, strict=True)
        ]
    all_of_them = "".join(ids)
    odd = any(sign in all_of_them for sign in ' "\r')
    return [tidy(order_id) for order_id in ids] if odd else ids


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
