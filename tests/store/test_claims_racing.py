"""Four processes claim the same orders at the same time: each has one holder, none is lost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from fbm_desk.services.books import Books
from fbm_desk.services.orders import take_in
from fbm_desk.store import database, migrate, orders, people, sessions
from fbm_desk.store.sealed import Seal
from fbm_desk.store.sessions import Actor
from tests.services.clock import Clock
from tests.services.warehouse import order, order_id

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 4
ORDERS = 120


@pytest.fixture
def racing_books(database_url: str) -> Iterator[Books]:
    """Books of orders that all wait."""
    engine = database.open_database(database_url)
    migrate.upgrade(engine)
    books = Books(engine, Seal(b"k" * 32), Clock())
    take_in(books, [order(number) for number in range(1, ORDERS + 1)])
    yield books
    engine.dispose()


def race(url: str) -> list[list[str]]:
    """What each of the processes got."""
    command = [sys.executable, "-m", "tests.store.claiming_process", url]
    with ExitStack() as stack:
        processes = [
            stack.enter_context(
                subprocess.Popen(
                    [*command, f"Bench {number}"], cwd=ROOT, text=True,
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                )
            )
            for number in range(PROCESSES)
        ]  # fmt: skip
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        told = [process.communicate() for process in processes]
    assert [errors for _, errors in told] == [""] * PROCESSES
    return [out.split() for out, _ in told]


def test_processes_racing_for_orders_share_them_without_doubles(
    racing_books: Books, database_url: str
) -> None:
    got = race(database_url)
    everybody = sorted(one for mine in got for one in mine)
    assert everybody == [order_id(number) for number in range(1, ORDERS + 1)]
    with racing_books.reading() as connection:
        held = connection.execute(sa.text("SELECT count(*), min(token), max(token) FROM claims"))
        assert held.one() == (ORDERS, 1, 1)


def test_two_open_transactions_never_both_get_an_order(postgres_url: str) -> None:
    """PostgreSQL lets both look before one of them writes; SQLite does not."""
    engine = database.open_database(postgres_url)
    migrate.upgrade(engine)
    books = Books(engine, Seal(b"k" * 32), Clock())
    take_in(books, [order(1)])
    now = books.now()
    with books.writing() as connection:
        benches = [people.bench(connection, f"Bench {number}", now) for number in (1, 2)]
    first, second = (Actor(1, bench, now) for bench in benches)
    with engine.connect() as one, engine.connect() as two, one.begin(), two.begin():
        assert orders.most_urgent(one, now) == orders.most_urgent(two, now) == order_id(1)
        assert sessions.claim(one, order_id(1), first) == 1
        one.commit()
        assert sessions.claim(two, order_id(1), second) is None
    engine.dispose()
