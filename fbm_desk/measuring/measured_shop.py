"""A shop to measure on: its own folder and key, as many invented orders as wished, one packer."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from fbm_desk.domain.orders import (
    Address,
    AmazonStatus,
    IncomingLine,
    IncomingOrder,
    LineId,
    OrderId,
    Sku,
    Source,
)
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.stages import Role
from fbm_desk.measuring.invented_report import invented_report, sku
from fbm_desk.services import orders
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.packing import Desk
from fbm_desk.store import database, migrate, people
from fbm_desk.store.sealed import Seal

BADGE = "BADGE-BENCH"
UNITS = 12
"""Units of each line of a large order: so many scans count before the next order is taken."""


@dataclass(frozen=True, slots=True)
class MeasuredShop:
    """Open books. `large` are orders of two lines, of articles 0 and 1, `UNITS` units each; into
    `spoilt`, one of the same, raw scans write, and it is of no use to the program afterwards.
    """

    folder: Path
    books: Books
    large: tuple[OrderId, ...]
    spoilt: OrderId

    @property
    def file(self) -> Path:
        """The database file."""
        return self.folder / "fbm_desk.sqlite"

    def part(self, number: int, of: int) -> tuple[OrderId, ...]:
        """One of several parts of the large orders: each measurement needs orders of its own."""
        return self.large[number::of]

    def desk(self, name: str = "Bench") -> Desk:
        """A bench with the packer signed in; no label is bought, nothing is printed."""
        desk = Desk(self.books, name, DeskRules(label_source=LabelSource.NONE))
        desk.scan(BADGE)
        return desk


@contextmanager
def open_shop(folder: Path, order_count: int, large: int) -> Iterator[MeasuredShop]:
    """A shop of `order_count` orders and `large` more with many units."""
    folder.mkdir(parents=True, exist_ok=True)
    engine = database.open_database(database.sqlite_url(folder))
    try:
        migrate.upgrade(engine)
        books = Books(engine, Seal(os.urandom(32)))
        with books.writing() as connection:
            people.add(connection, books.seal, "Mara", Role.PACKER, BADGE, books.now())
        orders.import_report(books, invented_report(order_count * 3 // 2, datetime.now(UTC)))
        extra = [_large_order(number) for number in range(large + 1)]
        orders.take_in(books, extra)
        first, *rest = (order.order_id for order in extra)
        yield MeasuredShop(folder, books, tuple(rest), first)
    finally:
        engine.dispose()


def _large_order(number: int) -> IncomingOrder:
    """An order that is due after all others: nobody gets it who asks for the next one."""
    return IncomingOrder(
        order_id=OrderId(f"999-0000000-{number:07d}"),
        source=Source.REPORT,
        status=AmazonStatus.UNSHIPPED,
        lines=tuple(
            IncomingLine(LineId(f"9{number:06d}{line}"), Sku(sku(line)), f"Article {line}", UNITS)
            for line in range(2)
        ),
        ship_by=datetime.now(UTC) + timedelta(days=30),
        recipient=Address("Wilma Quandt", "3 Invented Mews", city="Lower Example", country="GB"),
    )
