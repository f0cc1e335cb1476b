"""Whether the database is sound: its kind, its schema, and what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa


@dataclass(frozen=True, slots=True)
class Soundness:
    """What the database is and whether it holds together."""

    kind: str
    version: str
    sound: bool


def look(connection: sa.Connection) -> Soundness:
    """A quick look at every page (SQLite) or at the schema's version (PostgreSQL)."""
    kind = connection.dialect.name
    version = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    if kind != "sqlite":
        return Soundness(kind, str(version), True)
    said = connection.scalar(sa.text("PRAGMA quick_check"))
    durable = connection.scalar(sa.text("PRAGMA synchronous")) == 2
    return Soundness(kind, str(version), said == "ok" and durable)
