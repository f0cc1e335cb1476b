"""Brings a database to the newest schema; says plainly when it is newer than this program."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

NEWEST = "0006"
"""The newest migration. Known here, so that an ordinary start need not load the migration tool."""


class NewerDatabase(Exception):
    """The database was written by a newer version of this program."""


def version(engine: sa.Engine) -> str | None:
    """The schema's version, None for an empty database."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        found = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
        return None if found is None else str(found)


def upgrade(engine: sa.Engine) -> None:
    """Make or update the tables. Raises `NewerDatabase`; a failed step leaves nothing half-done."""
    found = version(engine)
    if found == NEWEST:
        return
    if found is not None and found > NEWEST:
        raise NewerDatabase(f"schema {found}, this program knows {NEWEST}")
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
