"""Why an order report, or one row of it, cannot be used; leaves reading it to `order_report`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class FileRefusal(Enum):
    """Why a whole file is refused."""

    EMPTY = "empty"  #: not one character
    TOO_LARGE = "too_large"  #: more than `report_text.MAX_BYTES`
    WORKBOOK = "workbook"  #: a spreadsheet workbook or a ZIP archive
    COMPRESSED = "compressed"  #: gzip
    OTHER_DOCUMENT = "other_document"  #: a PDF, a web page or XML
    NOT_TEXT = "not_text"  #: its characters cannot be told for certain
    NOT_TABS = "not_tabs"  #: commas or semicolons: saved by a spreadsheet program
    OTHER_REPORT = "other_report"  #: a table, but none of its columns is the order id
    MISSING_COLUMN = "missing_column"  #: a column the bench cannot do without is not there
    COLUMN_TWICE = "column_twice"  #: the same column name stands twice in the header


class UnreadableReport(Exception):
    """The whole file is refused. `code` is stable; `words` say what happened and what to do.

    The words name columns, never values: they are safe to log.
    """

    def __init__(self, code: FileRefusal, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.words = words


class RowRefusal(Enum):
    """Why one row is refused; the value doubles as the stable code."""

    ORDER_ID = "order_id"  #: not 3-7-7 digits
    LINE_ID = "line_id"  #: order-item-id empty or changed by a spreadsheet program
    SKU = "sku"  #: no SKU
    QUANTITY = "quantity"  #: not a plain whole number from 1 to 9999, or more to ship than bought
    SHIP_BY = "ship_by"  #: the ship-by time is not ISO 8601 with an offset, or no real date
    COLUMNS = "columns"  #: more fields than its columns: a tab inside a text shifted them
    TOO_LONG = "too_long"  #: a field longer than any Amazon sends
    NUL = "nul"  #: a NUL byte
    GARBLED = "garbled"  #: SKU or address has characters that no text has
    DUPLICATE_LINE = "duplicate_line"  #: this order-item-id came before and said the same
    CONTRADICTION = "contradiction"  #: another row of this order says something else
    NOTHING_TO_SHIP = "nothing_to_ship"  #: Amazon asks for no unit of this line
    NOT_OURS = "not_ours"  #: Amazon ships this order itself
    INCOMPLETE_ORDER = "incomplete_order"  #: another row of this order was refused


#: Refusals that leave the rest of their order whole: the line is no line, or is there already.
HARMLESS = frozenset({RowRefusal.DUPLICATE_LINE, RowRefusal.NOTHING_TO_SHIP})

#: Refusals of orders that are none of this bench's, or that nobody can be asked for.
NOBODYS = frozenset({*HARMLESS, RowRefusal.NOT_OURS, RowRefusal.ORDER_ID})

_WORDS = {
    RowRefusal.ORDER_ID: "The order number is not of the form 123-1234567-1234567.",
    RowRefusal.LINE_ID: "The order-item-id is missing or was changed by a spreadsheet program; "
    "download the report again and open it here without saving it elsewhere first.",
    RowRefusal.SKU: "The row has no SKU, so no scan could match it; pack it in Seller Central.",
    RowRefusal.QUANTITY: "The quantity is not a whole number from 1 to 9999; "
    "look at the order in Seller Central.",
    RowRefusal.SHIP_BY: "The ship-by time cannot be read without guessing day, month or time zone; "
    "download the report again and open it here without saving it elsewhere first.",
    RowRefusal.COLUMNS: "A tab inside a text shifted the fields out of their columns; "
    "pack the order in Seller Central.",
    RowRefusal.TOO_LONG: "A field is longer than any Amazon sends; the file may be damaged. "
    "Download the report again.",
    RowRefusal.NUL: "The row has NUL bytes; the file is damaged. Download the report again.",
    RowRefusal.GARBLED: "The SKU or the address has control or damaged characters; "
    "download the report again.",
    RowRefusal.DUPLICATE_LINE: "The same order-item-id came before in this order and said the "
    "same; it counts once.",
    RowRefusal.CONTRADICTION: "Another row of this order says something else about the same line "
    "or sends it elsewhere, and nobody knows which is right; download the report again.",
    RowRefusal.NOTHING_TO_SHIP: "Amazon asks for no unit of this line; nothing is to be packed.",
    RowRefusal.NOT_OURS: "Amazon ships this order itself.",
    RowRefusal.INCOMPLETE_ORDER: "Another row of this order was refused, and an order is never "
    "packed without all its lines; look at it in Seller Central.",
}


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """One row left out. `row` counts lines of the file, the header being 1."""

    row: int
    reason: RowRefusal
    column: str = ""  # the column's name in lower case where one column is to blame

    @property
    def words(self) -> str:
        """What is wrong and what to do, without any value of the row."""
        return _WORDS[self.reason]
