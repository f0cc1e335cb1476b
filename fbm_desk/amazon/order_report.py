"""Reads Seller Central's unshipped and new orders reports into orders; leaves saving them.

The file is read in blocks, and every order comes exactly once and whole: a quick first pass finds
the orders whose rows do not stand together (Amazon writes them together, sorting tools do not),
and those come in the last batch. What is refused, and why, is in `report_refusals`; the rules for
one row are in `report_rows`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fbm_desk.amazon.report_columns import Columns, ReportKind, columns_of
from fbm_desk.amazon.report_fields import Row
from fbm_desk.amazon.report_groups import rows_by_order
from fbm_desk.amazon.report_refusals import (
    NOBODYS,
    FileRefusal,
    RefusedRow,
    RowRefusal,
    UnreadableReport,
)
from fbm_desk.amazon.report_rows import order_of
from fbm_desk.amazon.report_text import Encoding, blocks_of, encoding_of
from fbm_desk.domain.orders import IncomingOrder, OrderId
from fbm_desk.threads import scans_first

__all__ = [
    "FileRefusal", "OrderReport", "RefusedRow", "ReportBatch", "ReportKind", "RowRefusal",
    "UnreadableReport", "iter_order_report", "read_order_report",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportBatch:
    """Some orders of a report. `rows_read` counts the rows of the file read so far.

    `left_out` are orders to be shipped of which a row cannot be used: they may be asked for.
    """

    orders: tuple[IncomingOrder, ...]
    refused: tuple[RefusedRow, ...]
    rows_read: int
    left_out: tuple[OrderId, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderReport:
    """A whole report. `encoding` is a Python codec, `ignored_columns` in lower case."""

    orders: tuple[IncomingOrder, ...]
    refused: tuple[RefusedRow, ...]
    kind: ReportKind
    encoding: str
    ignored_columns: tuple[str, ...]


def read_order_report(data: bytes, *, header_charset: str | None = None) -> OrderReport:
    """Reads a whole report; `header_charset` is what the document it came in said of itself.

    A file with a header and no rows is a report without orders. Raises `UnreadableReport`.
    """
    encoding, columns = _opened(data, header_charset)
    orders: list[IncomingOrder] = []
    refused: list[RefusedRow] = []
    for batch in _batches(rows_by_order(data, encoding, columns), columns, 5000):
        orders += batch.orders
        refused += batch.refused
    refused.sort(key=lambda fault: fault.row)
    return OrderReport(tuple(orders), tuple(refused), columns.kind, encoding.codec, columns.ignored)


def iter_order_report(
    data: bytes, *, batch: int = 1000, header_charset: str | None = None, by_number: bool = False
) -> Iterator[ReportBatch]:
    """The same in batches of about `batch` orders, holding no more than one batch and the ids.

    Each order comes in exactly one batch with all its lines; `by_number` sorts some thousand lines
    at a time by order number. Raises `UnreadableReport` at once, not at the first batch.
    """
    encoding, columns = _opened(data, header_charset)
    return _batches(rows_by_order(data, encoding, columns, by_number), columns, batch)


def _opened(data: bytes, header_charset: str | None) -> tuple[Encoding, Columns]:
    encoding = encoding_of(data, header_charset)
    return encoding, columns_of(next(blocks_of(data, encoding), "").partition("\n")[0])


def _batches(by_order: Iterator[list[Row]], columns: Columns, batch: int) -> Iterator[ReportBatch]:
    orders: list[IncomingOrder] = []
    refused: list[RefusedRow] = []
    left_out: list[OrderId] = []
    rows_read = 0
    for rows in by_order:
        scans_first.let_pass()
        rows_read += len(rows)
        order, faults = order_of(columns, rows)
        if order is not None:
            orders.append(order)
        if faults:
            refused += faults
            if order is None and any(fault.reason not in NOBODYS for fault in faults):
                left_out.append(OrderId(rows[0][1][columns.order_id]))
        if len(orders) >= batch or len(refused) >= batch:
            yield ReportBatch(tuple(orders), tuple(refused), rows_read, tuple(left_out))
            orders, refused, left_out = [], [], []
    if orders or refused:
        yield ReportBatch(tuple(orders), tuple(refused), rows_read, tuple(left_out))
