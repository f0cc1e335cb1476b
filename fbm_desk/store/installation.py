"""Facts about this installation by name: its id, its choices, what it asked at the first start."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from fbm_desk.store.schema import installation


def get(connection: sa.Connection, name: str, default: str = "") -> str:
    """A fact by its name."""
    found = connection.scalar(sa.select(installation.c.value).where(installation.c.name == name))
    return default if found is None else str(found)


def put(connection: sa.Connection, name: str, value: str) -> None:
    """Keep a fact under its name."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    added = make(installation).values(name=name, value=value)
    kept = added.on_conflict_do_update(
        index_elements=["name"], set_={"value": added.excluded.value}
    )
    connection.execute(kept)
