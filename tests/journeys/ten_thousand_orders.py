"""Ten thousand orders at Amazon's allowances: `python -m tests.journeys.ten_thousand_orders`.

They come as many at once as a full bucket brings, by sweep alone, and by report with its gaps. Each
is compared with what the allowances let anybody have: `max(0, calls - burst) / rate` seconds.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from fbm_desk.amazon.operations import ALLOWANCES, Operation
from fbm_desk.services import backlog, sweep
from fbm_desk.simulator.buyers import Buyers
from fbm_desk.simulator.shop import Shop
from fbm_desk.store import sync_state, untold_orders
from tests.journeys.sped_up import SpedUp, sped_up
from tests.simulator.seller import ARTICLES, NOW, US, quiet_shop

PER_PAGE = 100
AT_MOST = 1.1
"""So much of what the allowances let anybody have may be needed."""


@dataclass(frozen=True, slots=True)
class CameIn:
    """How one way went; `limit_s` is the least anybody could need."""

    way: str
    orders: int
    took_s: float
    limit_s: float
    in_books_s: float
    calls: dict[str, int]
    too_quick: int
    repeated: int
    wrong: str

    @property
    def ratio(self) -> float:
        """What was needed, over the limit."""
        return self.took_s / self.limit_s if self.limit_s else 1.0 + self.took_s

    def words(self) -> str:
        """For a person."""
        calls = ", ".join(f"{times} {name}" for name, times in sorted(self.calls.items()))
        return (
            f"{self.way}: {self.orders} orders, all told in full after {hours(self.took_s)}, "
            f"limit {hours(self.limit_s)}, ratio {self.ratio:.3f}; all in the books after "
            f"{hours(self.in_books_s)}; {calls}; 429: {self.too_quick}; "
            f"asked twice: {self.repeated}; {self.wrong or 'each order once, line for line'}"
        )


def hours(seconds: float) -> str:
    """Seconds as a person says them."""
    return f"{seconds / 3600:.2f} h" if seconds >= 3600 else f"{seconds:.0f} s"


def limit_s(operation: Operation, calls: int) -> float:
    """The least time for so many calls, beginning with a full bucket."""
    allowed = ALLOWANCES[operation]
    return max(0.0, calls - allowed.burst) / allowed.rate_per_s


def shop_of(orders: int, seed: int = 4) -> Shop:
    """A shop with so many paid orders of the last day, none of them shipped, none a gift."""
    shop, buyers = quiet_shop(), Buyers(seed, ARTICLES)
    for number in range(orders):
        created_at = NOW - timedelta(hours=20) + timedelta(hours=19) * (number / orders)
        order = buyers.order(created_at, NOW, marketplace_id=US)
        plain = (replace(line, gift_message="", gift_wrap="") for line in order.lines)
        shop.add(replace(order, lines=tuple(plain)))
    return shop


def by_sweep(folder: Path, orders: int, too_fast: float = 1.0) -> CameIn:
    """Page by page."""
    with sped_up(folder, shop_of(orders), with_reports=False, too_fast=too_fast) as seller:
        seller.run_until(lambda: _swept(seller))
        pages = -(-orders // PER_PAGE)
        limit = limit_s(Operation.SEARCH_ORDERS, pages)
        return _came_in("by sweep", seller, limit, seller.passed_s())


def by_report(folder: Path, orders: int) -> CameIn:
    """The first pages by sweep, all others by report, then told in full one by one."""
    with sped_up(folder, shop_of(orders)) as seller:
        seller.run_until(lambda: _in_books(seller) == orders)
        in_books_s = seller.passed_s()
        seller.run_until(lambda: not backlog.is_wanted(seller.books) and not _gaps(seller))
        gaps = seller.answers()[Operation.GET_ORDER.value, 200]
        limit = in_books_s + limit_s(Operation.GET_ORDER, gaps)  # the report takes Amazon's time
        return _came_in("by report", seller, limit, in_books_s)


WAYS: dict[str, Callable[[Path, int], CameIn]] = {"sweep": by_sweep, "report": by_report}


def _came_in(way: str, seller: SpedUp, limit: float, in_books_s: float) -> CameIn:
    calls = {name: times for (name, status), times in seller.answers().items() if status < 300}
    return CameIn(
        way,
        len(seller.shop.orders()),
        seller.passed_s(),
        limit,
        in_books_s,
        calls,
        seller.too_quick(),
        len(seller.amazon.requests.repeated("searchOrders")),
        difference(seller),
    )


def difference(seller: SpedUp) -> str:
    """What the books have otherwise than the shop; empty when nothing is."""
    with seller.books.reading() as connection:
        written = connection.execute(
            sa.text("SELECT o.order_id, l.line_id, l.quantity FROM orders o JOIN order_lines l "
                    "ON l.order_id = o.order_id ORDER BY 1, 2")
        ).all()  # fmt: skip
    placed = sorted(
        (order.order_id, line.line_id, line.quantity)
        for order in seller.shop.orders()
        for line in order.lines
    )
    there = [tuple(row) for row in written]
    return "" if there == placed else f"{len(placed)} lines placed, {len(there)} in the books"


def _swept(seller: SpedUp) -> bool:
    with seller.books.reading() as connection:
        return bool(sync_state.mark(connection, sweep.ORDERS).value)


def _in_books(seller: SpedUp) -> int:
    with seller.books.reading() as connection:
        return int(connection.scalar(sa.text("SELECT count(*) FROM orders")) or 0)


def _gaps(seller: SpedUp) -> int:
    with seller.books.reading() as connection:
        return untold_orders.count_from_reports(connection)


def main() -> int:
    """Let them come in and say how it went; 1 when it was not as it must be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=10_000)
    given = parser.parse_args()
    wrong = 0
    for name, orders in (("sweep", 2_000), ("sweep", given.orders), ("report", given.orders)):
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            came = WAYS[name](Path(folder), orders)
        print(f"{came.words()} ({time.perf_counter() - began:.0f} s of ours)", flush=True)
        wrong += came.ratio > AT_MOST or bool(came.too_quick or came.repeated or came.wrong)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
