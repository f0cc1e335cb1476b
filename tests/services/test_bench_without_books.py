"""A scan that is on disk is answered, even when nothing can be read from the books after it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.desk_view import BenchScreen
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from fbm_desk.works import BenchDesk
from tests.services.label_counter import Tray
from tests.services.rows import value
from tests.services.warehouse import BADGE, Warehouse, order, order_id


@contextmanager
def reading_fails(books: Books) -> Iterator[None]:
    """The disk writes, and cannot read."""

    def fail(connection: sa.Connection) -> None:
        if connection.get_execution_options().get("reading"):
            raise sa.exc.OperationalError("BEGIN", {}, sqlite3.OperationalError("disk I/O error"))

    sa.event.listen(books.engine, "begin", fail)
    yield
    sa.event.remove(books.engine, "begin", fail)


def test_the_last_unit_counts_once_though_the_next_order_cannot_be_looked_up(
    books: Books, warehouse: Warehouse
) -> None:
    rules = DeskRules(label_source=LabelSource.NONE)
    shop = Workshop(books, rules, Tray())
    bench = BenchDesk(Desk(books, "Bench 1", rules, shop), shop)
    warehouse.take_in(order(1), order(2))
    bench.scan(BADGE, "s1")
    bench.scan(order_id(1), "s2")
    with reading_fails(books):
        view = bench.scan("MUG", "s3")
    assert view.screen is BenchScreen.WAITING
    assert view.verdict is not None
    assert view.verdict.code is VerdictCode.ORDER_COMPLETE
    assert value(books, "SELECT COUNT(*) FROM parcels") == 1


def test_signing_in_goes_on_later_with_what_could_not_be_looked_up(
    books: Books, warehouse: Warehouse
) -> None:
    rules = DeskRules(label_source=LabelSource.SCANNED, slip_printer="folder:/papers")
    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(label_source=LabelSource.SCANNED), order_id(1), "MUG")
    tray = Tray()
    shop = Workshop(books, rules, tray)
    bench = BenchDesk(Desk(books, "Bench 1", rules, shop), shop)
    with reading_fails(books):
        assert bench.scan(BADGE, "s1").screen is BenchScreen.TRACKING_WANTED
    bench.scan("no label", "s2")
    assert len(tray.printed) == 1
