"""The background work outlives a database that is held or full: it tries again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from fbm_desk.services.books import Books
from fbm_desk.services.sync import HELD_UP_S, Sync
from fbm_desk.store import database, migrate, sync_state
from fbm_desk.store.sealed import Seal
from tests.services.clock import Clock
from tests.services.marketplace import FakeMarketplace


@pytest.fixture
def books(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Books]:
    """Books that wait for others only for a moment."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 20)
    engine = database.open_database(database.sqlite_url(tmp_path))
    migrate.upgrade(engine)
    yield Books(engine, Seal(b"k" * 32), clock)
    engine.dispose()


@contextmanager
def held(books: Books) -> Iterator[None]:
    """Another program holds the database."""
    path = str(books.engine.url.database)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_held_database_delays_the_talk_with_amazon_and_does_not_end_it(books: Books) -> None:
    sync = Sync(books, FakeMarketplace(), who="this one")
    with held(books):
        assert sync.turn() == HELD_UP_S
    assert sync.turn() != HELD_UP_S
    with books.reading() as connection:
        assert sync_state.mark(connection, "orders").last_try_at == books.now()
