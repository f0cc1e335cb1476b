"""What was written gets into the file of SQLite while others write, and during a long import."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fbm_desk.measuring.invented_report import invented_report
from fbm_desk.services import orders
from fbm_desk.services.books import Books
from fbm_desk.store import database, migrate, write_ahead
from fbm_desk.store.sealed import Seal
from tests.services.warehouse import order, order_id


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The database's file; its log stands beside it."""
    return tmp_path / "fbm_desk.sqlite"


@pytest.fixture
def in_file(tmp_path: Path) -> Iterator[Books]:
    """Empty books in that file."""
    engine = database.open_database(database.sqlite_url(tmp_path))
    migrate.upgrade(engine)
    yield Books(engine, Seal(b"k" * 32))
    engine.dispose()


def test_what_was_written_gets_into_the_file(in_file: Books, file: Path) -> None:
    orders.take_in(in_file, [order(1)])
    assert order_id(1).encode() not in file.read_bytes()
    write_ahead.move(in_file.engine)
    assert order_id(1).encode() in file.read_bytes()


def test_nobody_waits_who_writes_meanwhile(in_file: Books, file: Path) -> None:
    orders.take_in(in_file, [order(1)])
    with in_file.writing() as connection:
        connection.exec_driver_sql("UPDATE orders SET city = 'Faro'")
        write_ahead.move(in_file.engine)
        assert order_id(1).encode() in file.read_bytes()
    with in_file.reading() as connection:
        assert connection.exec_driver_sql("SELECT city FROM orders").scalar() == "Faro"


def test_a_long_import_keeps_the_log_short(in_file: Books, file: Path) -> None:
    orders.import_report(in_file, invented_report(9_000, datetime.now(UTC)))
    assert file.stat().st_size > 2_000_000


def test_a_database_without_a_log_is_left_alone(books: Books) -> None:
    orders.take_in(books, [order(1)])
    books.move_written()
    with books.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM orders").scalar() == 1


PAGE = 100


def test_long_sweeps_get_into_the_file_now_and_then(in_file: Books, file: Path) -> None:
    in_file.move_written()
    many = orders.SWEPT_AT_ONCE
    _sweep(in_file, 1, many - PAGE)
    assert order_id(1).encode() not in file.read_bytes()
    _sweep(in_file, 1 + many - PAGE, PAGE)
    assert order_id(1).encode() in file.read_bytes()
    assert order_id(many).encode() in file.read_bytes()


def test_pages_that_bring_nothing_new_move_nothing(in_file: Books, file: Path) -> None:
    in_file.move_written()
    for _again in range(orders.SWEPT_AT_ONCE // PAGE + 1):
        _sweep(in_file, 1, PAGE)
    assert order_id(1).encode() not in file.read_bytes()


def _sweep(books: Books, first: int, count: int) -> None:
    for start in range(first, first + count, PAGE):
        orders.take_in(books, [order(number) for number in range(start, start + PAGE)])
