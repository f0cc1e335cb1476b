"""Computers whose clocks differ share a database server: its clock says who talks to Amazon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from fbm_desk.services import sweep_lease
from fbm_desk.services.books import Books
from fbm_desk.store import database, migrate, sync_state
from fbm_desk.store.sealed import Seal
from tests.services.clock import Clock


@pytest.fixture
def engine(postgres_url: str) -> Iterator[database.Engine]:
    made = database.open_database(postgres_url)
    migrate.upgrade(made)
    yield made
    made.dispose()


@pytest.mark.parametrize("apart", [timedelta(minutes=11), timedelta(minutes=-11), timedelta(365)])
def test_one_talks_however_far_the_clocks_are_apart(
    engine: database.Engine, apart: timedelta
) -> None:
    now = datetime.now(UTC)
    clocks = Clock(now), Clock(now + apart)
    first, second = (Books(engine, Seal(b"k" * 32), clock) for clock in clocks)
    for _ in range(30):
        assert sweep_lease.hold(first, "first-1")
        assert not sweep_lease.hold(second, "second-2")
        for clock in clocks:
            clock.move(seconds=20)


@pytest.mark.parametrize(
    ("silent", "is_free"), [(timedelta(minutes=2), False), (timedelta(minutes=4), True)]
)
def test_a_holder_that_fell_silent_is_replaced_by_the_servers_clock(
    engine: database.Engine, silent: timedelta, is_free: bool
) -> None:
    books = Books(engine, Seal(b"k" * 32), Clock())
    assert sweep_lease.hold(books, "elsewhere-17")
    with books.writing() as connection:
        seen_at = database.time_there(connection, books.now()) - silent
        sync_state.save_mark(connection, "lease", last_success_at=seen_at)
    assert sweep_lease.hold(books, "here-1") is is_free
