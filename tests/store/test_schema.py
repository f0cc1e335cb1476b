"""The migrations make exactly the tables that the code believes in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from fbm_desk.store import database, migrate
from fbm_desk.store.schema import metadata


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    engine = database.open_database(database.sqlite_url(tmp_path))
    yield engine
    engine.dispose()


def test_migrations_and_schema_agree(engine: sa.Engine) -> None:
    migrate.upgrade(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_upgrading_twice_changes_nothing(engine: sa.Engine) -> None:
    assert migrate.version(engine) is None
    migrate.upgrade(engine)
    migrate.upgrade(engine)
    assert migrate.version(engine) == migrate.NEWEST


def test_database_of_a_newer_program_is_left_alone(engine: sa.Engine) -> None:
    migrate.upgrade(engine)
    with engine.connect() as connection, connection.begin():
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrate.NewerDatabase):
        migrate.upgrade(engine)


def test_every_commit_is_synced_and_writers_begin_at_once(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        assert connection.scalar(sa.text("PRAGMA synchronous")) == 2
        assert connection.scalar(sa.text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(sa.text("PRAGMA foreign_keys")) == 1
