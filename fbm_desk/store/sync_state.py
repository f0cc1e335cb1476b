"""How far the background work is: a mark for each kind of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from fbm_desk.store.schema import sync_marks


@dataclass(frozen=True, slots=True)
class SyncMark:
    """One kind of background work: how far it is and how its last turn went."""

    name: str
    value: str = ""
    last_success_at: datetime | None = None
    last_try_at: datetime | None = None
    reason: str = ""
    words: str = ""


def mark(connection: sa.Connection, name: str) -> SyncMark:
    """The mark of one kind of work."""
    row = connection.execute(_named(name)).first()
    return SyncMark(**row._mapping) if row else SyncMark(name)


def held_mark(connection: sa.Connection, name: str) -> SyncMark:
    """The same, nobody else's until the transaction ends: of two programs that read it to change
    it, the second sees what the first one wrote."""
    row = connection.execute(_named(name).with_for_update()).first()
    if row is None:
        connection.execute(_made(connection, name).on_conflict_do_nothing())
        row = connection.execute(_named(name).with_for_update()).one()
    return SyncMark(**row._mapping)


def _named(name: str) -> sa.Select[Any]:
    return sa.select(sync_marks).where(sync_marks.c.name == name)


def save_mark(connection: sa.Connection, name: str, **facts: Any) -> None:
    """Change some facts of a mark, keep the others."""
    changed = sync_marks.update().where(sync_marks.c.name == name).values(**facts)
    if connection.execute(changed).rowcount == 0:
        made = _made(connection, name, **facts)
        connection.execute(made.on_conflict_do_update(index_elements=["name"], set_=facts))


def _made(connection: sa.Connection, name: str, **facts: Any) -> Any:
    """A mark that is not there yet; two may make it at once, and the second waits for the first."""
    make = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return make(sync_marks).values(name=name, **facts)
