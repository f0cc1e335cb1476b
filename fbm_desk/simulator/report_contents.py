"""What stands in a report of each type, and the bytes it comes in."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fbm_desk.simulator import marketplaces, order_report_rows, seller_reports
from fbm_desk.simulator.order_report_rows import ALL_ORDERS, NEW_ORDERS, UNSHIPPED, table
from fbm_desk.simulator.placed_order import PlacedOrder, Stage
from fbm_desk.simulator.seller_reports import RETURNS
from fbm_desk.simulator.shop import Shop

_UNSHIPPED = "GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING"
_NEW = "GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING"
_RETURNS = "GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE"
#: Reports with the buyers' names and addresses: their documents want a restricted data token.
RESTRICTED = frozenset({_UNSHIPPED, _NEW})
#: A report of returns looks back no further.
RETURNS_SPAN = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report for which marketplaces; the period is open where an end of it is None."""

    report_type: str
    marketplace_ids: tuple[str, ...]
    start: datetime | None = None
    end: datetime | None = None

    def covers(self, when: datetime) -> bool:
        """Whether the period has this moment in it."""
        return (self.start is None or self.start <= when) and (self.end is None or when < self.end)


@dataclass
class Encodings:
    """How report files are written: an encoding per marketplace, announced and packed or not."""

    by_marketplace: dict[str, str] = field(
        default_factory=lambda: {marketplaces.JP.marketplace_id: "cp932"}
    )
    announced: bool = True
    gzipped: bool = True

    def of(self, asked: Asked) -> str:
        """The encoding of a report; several marketplaces share the first one's."""
        return self.by_marketplace.get(asked.marketplace_ids[0], "utf-8")

    def content_type(self, asked: Asked) -> str:
        """What the link says it sends."""
        named = self.of(asked).removesuffix("-sig").upper()
        return f"text/plain;charset={named}" if self.announced else "text/plain"

    def bytes_of(self, asked: Asked, text: str) -> bytes:
        """The file. What the encoding has no sign for becomes a question mark, as at Amazon's."""
        plain = text.encode(self.of(asked), "replace")
        return gzip.compress(plain, mtime=0) if self.gzipped else plain


def contents(asked: Asked, shop: Shop, at: datetime) -> str | None:
    """The text of a report as of `at`; None when there is nothing to report. Unknown: KeyError."""
    mine = [o for o in shop.orders() if o.marketplace.marketplace_id in asked.marketplace_ids]
    return _WRITERS[asked.report_type](asked, mine, shop, at)


def _shippable(asked: Asked, orders: Sequence[PlacedOrder]) -> list[PlacedOrder]:
    return [o for o in orders if o.stage is Stage.OPEN and asked.covers(o.shippable_at)]


def _unshipped(
    asked: Asked, orders: Sequence[PlacedOrder], _shop: Shop, at: datetime
) -> str | None:
    rows = order_report_rows.unshipped(_shippable(asked, orders), at)
    return table(UNSHIPPED, rows) if rows else None


def _new_orders(
    asked: Asked, orders: Sequence[PlacedOrder], _shop: Shop, at: datetime
) -> str | None:
    rows = order_report_rows.new_orders(_shippable(asked, orders), at)
    return table(NEW_ORDERS, rows) if rows else None


def _all_by_update(
    asked: Asked, orders: Sequence[PlacedOrder], _shop: Shop, at: datetime
) -> str | None:
    touched = [order for order in orders if asked.covers(order.updated_at(at))]
    return table(ALL_ORDERS, order_report_rows.all_orders(touched, at)) if touched else None


def _all_by_order_date(
    asked: Asked, orders: Sequence[PlacedOrder], _shop: Shop, at: datetime
) -> str | None:
    placed = [order for order in orders if asked.covers(order.created_at)]
    columns = [*ALL_ORDERS]
    columns.insert(columns.index("promotion-ids") + 1, "cpf")
    return table(columns, order_report_rows.all_orders(placed, at)) if placed else None


def _returns(_asked: Asked, orders: Sequence[PlacedOrder], shop: Shop, at: datetime) -> str | None:
    rows = seller_reports.returns(orders, shop.seed, at)
    return table(RETURNS, rows) if rows else None


def _feedback(asked: Asked, orders: Sequence[PlacedOrder], shop: Shop, _at: datetime) -> str:
    marketplace = marketplaces.BY_ID[asked.marketplace_ids[0]]
    return seller_reports.feedback(orders, marketplace, shop.seed)


def _performance(asked: Asked, orders: Sequence[PlacedOrder], _shop: Shop, at: datetime) -> str:
    return seller_reports.performance(asked.marketplace_ids, len(orders), at)


_Writer = Callable[[Asked, Sequence[PlacedOrder], Shop, datetime], str | None]
_WRITERS: dict[str, _Writer] = {
    _UNSHIPPED: _unshipped,
    _NEW: _new_orders,
    "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL": _all_by_update,
    "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL": _all_by_order_date,
    _RETURNS: _returns,
    "GET_SELLER_FEEDBACK_DATA": _feedback,
    "GET_V2_SELLER_PERFORMANCE_REPORT": _performance,
}
TYPES = frozenset(_WRITERS)
LIMITED_SPAN = {_RETURNS: RETURNS_SPAN}
