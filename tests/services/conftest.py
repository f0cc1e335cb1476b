"""Real books for each test of a service: a migrated SQLite file, a key, a clock that stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fbm_desk.services.books import Books
from fbm_desk.store import database, migrate
from fbm_desk.store.sealed import Seal
from tests.services.clock import Clock
from tests.services.warehouse import Warehouse


@pytest.fixture
def clock() -> Clock:
    """The clock of the books; it stands until the test moves it."""
    return Clock()


@pytest.fixture
def books(tmp_path: Path, clock: Clock) -> Iterator[Books]:
    """Empty books in a file of their own."""
    engine = database.open_database(database.sqlite_url(tmp_path))
    migrate.upgrade(engine)
    yield Books(engine, Seal(b"k" * 32), clock)
    engine.dispose()


@pytest.fixture
def warehouse(books: Books) -> Warehouse:
    """The same books with a catalogue and a packer."""
    return Warehouse(books)
