"""Books on both databases: what is kept must be the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fbm_desk.services.books import Books
from fbm_desk.store import database, migrate
from fbm_desk.store.sealed import Seal
from tests.services.clock import Clock


@pytest.fixture
def clock() -> Clock:
    """The clock of the books; it stands until the test moves it."""
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "sqlite":
        return database.sqlite_url(tmp_path)
    found: str = request.getfixturevalue("postgres_url")
    return found


@pytest.fixture
def books(database_url: str, clock: Clock) -> Iterator[Books]:
    """Empty books in that database."""
    engine = database.open_database(database_url)
    migrate.upgrade(engine)
    yield Books(engine, Seal(b"k" * 32), clock)
    engine.dispose()
