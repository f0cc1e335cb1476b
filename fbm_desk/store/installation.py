"""Facts about this installation by name: its id, its choices, what it asked at the first start."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from fbm_desk.store.schema import installation


def get(connection: sa.Connection, name: str, default: str = "") -> str:
    """A fact by its name."""
    found = connection.scalar(sa.select(installation.c.value).where(installation.c.name == name))
    return default if found is None else str(found)


def put(connection: sa.Connection, name: str, value: str) -> None:
    """Keep a fact under its name."""
    added = _insert(connection).values(name=name, value=value)
    kept = added.on_conflict_do_update(
        index_elements=["name"], set_={"value": added.excluded.value}
    )
    connection.execute(kept)


def replace(connection: sa.Connection, name: str, before: str, after: str) -> bool:
    """Keep another value of a fact, unless somebody changed it since: then False."""
    ours = (installation.c.name == name) & (installation.c.value == before)
    changed = connection.execute(sa.update(installation).where(ours).values(value=after))
    return changed.rowcount == 1


def _insert(connection: sa.Connection) -> Any:
    """The dialect's own insertion, which knows conflicts; PostgreSQL's is loaded where it is used,
    for it would make every start slower."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(installation)
    return sqlite.insert(installation)
