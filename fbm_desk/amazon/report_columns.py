"""Finds an order report's columns by name; leaves the rows to `report_rows`.

Seller Central lets each seller add and drop optional columns, so nothing goes by position.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from operator import itemgetter
from typing import Any

from fbm_desk.amazon.report_refusals import FileRefusal, UnreadableReport
from fbm_desk.amazon.report_text import GET_THE_RIGHT_FILE

Pick = Callable[[list[str]], tuple[Any, ...]]
"""Takes the fields of one row, gives the texts it is made for (untyped, to become ids at once)."""


class ReportKind(Enum):
    """Which of Seller Central's two order reports a file is."""

    UNSHIPPED = "unshipped"  #: GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING
    NEW_ORDERS = "new_orders"  #: GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING


_REQUIRED = ("order-id", "order-item-id", "sku")
_ONLY_IN_UNSHIPPED = frozenset(
    {"quantity-to-ship", "promise-date", "days-past-promise", "reporting-date"}
)
_ADDRESS = (
    "recipient-name", "ship-address-1", "ship-address-2", "ship-address-3", "ship-city",
    "ship-state", "ship-postal-code", "ship-country",
)  # fmt: skip
_LINE = (
    "order-item-id", "sku", "product-name", "quantity-purchased", "quantity-shipped",
    "quantity-to-ship", "asin", "gift-message-text", "gift-wrap-type", "customized-url",
    "customized-page", "is-transparency", "is-buyer-requested-cancellation",
    "buyer-requested-cancel-reason",
)  # fmt: skip
_FLAGS = (
    "is-prime", "is-business-order", "signature-confirmation-recommended", "is-replacement-order",
    "is-exchange-order", "is-ispu-order", "payment-method", "sales-channel", "currency",
    "fulfilled-by", "order-status", "item-status", "shipment-status",
)  # fmt: skip
_ORDER = (
    "purchase-date", "ship-service-level", "purchase-order-number", "buyer-email", "buyer-name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of one file are. A missing one is read from the empty field at `width`."""

    kind: ReportKind
    names: tuple[str, ...]
    ignored: tuple[str, ...]
    width: int
    padded: int  # columns without a name at the end: an editor made all rows as long as the longest
    order_id: int
    ship_by: int
    ship_by_else: int  # another column that tells it where the first one is empty
    deliver_by: int
    line: Pick
    order: Pick
    address: Pick
    flags: Pick


def columns_of(header: str) -> Columns:
    """The columns of a header line. Raises `UnreadableReport` naming what is wrong with it."""
    _refuse_without_tabs(header)
    names = tuple(_name(cell) for cell in header.split("\t"))
    at = {name: index for index, name in enumerate(names) if name}
    _refuse_faulty(names, at)
    kind = ReportKind.UNSHIPPED if _ONLY_IN_UNSHIPPED & at.keys() else ReportKind.NEW_ORDERS
    ship_by = ("promise-date", "latest-ship-date")
    deliver_by = ("latest-delivery-date", "scheduled-delivery-end-date", "delivery-end-date")
    phone = _first(("ship-phone-number", "buyer-phone-number"), at)
    used = {*_LINE, *_FLAGS, *_ORDER, *_ADDRESS, *ship_by, *deliver_by, "order-id", phone}
    width = len(names)

    def pick(*wanted: str) -> Pick:
        return itemgetter(*(at.get(name, width) for name in wanted))

    return Columns(
        kind=kind,
        names=names,
        ignored=tuple(name for name in names if name and name not in used),
        width=width,
        padded=width - max(at.values()) - 1,
        order_id=at["order-id"],
        ship_by=at.get(ship_by[0], width),
        ship_by_else=at.get(ship_by[1], width),
        deliver_by=at.get(_first(deliver_by, at), width),
        line=pick(*_LINE),
        order=pick(*_ORDER),
        address=pick(*_ADDRESS, phone),
        flags=pick(*_FLAGS),
    )


def _name(cell: str) -> str:
    """As Amazon writes it: other programs put spaces or underscores where it has dashes."""
    name = cell.strip(" \t\r\ufeff").strip('"').strip().lower()
    return name.replace("_", "-").replace(" ", "-")


def _first(wanted: tuple[str, ...], at: dict[str, int]) -> str:
    return next((name for name in wanted if name in at), "")


def _refuse_without_tabs(header: str) -> None:
    if "\t" in header:
        return
    if "order-id" in header.lower() and ("," in header or ";" in header):
        words = (
            "The columns are separated by commas or semicolons, so a spreadsheet program saved "
            "this file and may have changed long numbers, dates and postcodes."
        )
        raise UnreadableReport(FileRefusal.NOT_TABS, f"{words} {GET_THE_RIGHT_FILE}")


def _refuse_faulty(names: tuple[str, ...], at: dict[str, int]) -> None:
    if "order-id" not in at:
        words = "This is not an unshipped or new orders report: it has no column order-id."
        raise UnreadableReport(FileRefusal.OTHER_REPORT, f"{words} {GET_THE_RIGHT_FILE}")
    twice = [name for name, times in Counter(names).items() if name and times > 1]
    if twice:
        words = f"The column {twice[0][:60]} stands twice in the header, so its meaning is unclear."
        raise UnreadableReport(FileRefusal.COLUMN_TWICE, f"{words} {GET_THE_RIGHT_FILE}")
    missing = [name for name in _REQUIRED if name not in at]
    if not {"quantity-purchased", "quantity-to-ship"} & at.keys():
        missing.append("quantity-purchased")
    if missing:
        words = f"The column {missing[0]} is missing."
        raise UnreadableReport(FileRefusal.MISSING_COLUMN, f"{words} {GET_THE_RIGHT_FILE}")
