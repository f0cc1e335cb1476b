"""How far the background work is: a mark for each kind of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

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
    row = connection.execute(sa.select(sync_marks).where(sync_marks.c.name == name)).first()
    return SyncMark(**row._mapping) if row else SyncMark(name)


def save_mark(connection: sa.Connection, name: str, **facts: Any) -> None:
    """Change some facts of a mark, keep the others."""
    changed = sync_marks.update().where(sync_marks.c.name == name).values(**facts)
    if connection.execute(changed).rowcount == 0:
        connection.execute(sync_marks.insert().values(name=name, **facts))
