"""Brings a database to the newest schema; says plainly when it is newer than this program."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

NEWEST = "0019"
"""The newest migration. Known here, so that an ordinary start need not load the migration tool."""


class NewerDatabase(Exception):
    """The database was written by a newer version of this program."""


def version(engine: sa.Engine) -> str | None:
    """The schema's version, None for an empty database."""
    with engine.connect() as connection:
        return _version(connection)


def _version(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return None if found is None else str(found)


def upgrade(engine: sa.Engine) -> None:
    """Make or update the tables. Raises `NewerDatabase`; a failed step leaves nothing half-done."""
    if _is_newest(version(engine)):
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.connect() as connection, connection.begin():
        _one_at_a_time(connection)
        if _is_newest(_version(connection)):
            return  # another program did it meanwhile
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _is_newest(found: str | None) -> bool:
    if found is not None and found > NEWEST:
        raise NewerDatabase(f"schema {found}, this program knows {NEWEST}")
    return found == NEWEST


_LOCK = 0xFB3DE5C


def _one_at_a_time(connection: sa.Connection) -> None:
    """Benches that start together must not make the same tables twice; SQLite has one writer."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
