"""How far the background work is: marks of the sweeps and the buckets of Amazon's quota."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from fbm_desk.store.schema import quota, sync_marks


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


@dataclass(frozen=True, slots=True)
class Bucket:
    """Tokens left of one operation for one seller account at one moment."""

    operation: str
    tokens: float
    rate: float
    burst: int
    at: datetime


def buckets(connection: sa.Connection, account: str) -> list[Bucket]:
    """The buckets of an account."""
    chosen = sa.select(
        quota.c.operation, quota.c.tokens, quota.c.rate, quota.c.burst, quota.c.at
    ).where(quota.c.account == account)
    return [Bucket(*row) for row in connection.execute(chosen)]


def save_buckets(connection: sa.Connection, account: str, kept: Sequence[Bucket]) -> None:
    """Keep the buckets of an account over a restart."""
    connection.execute(quota.delete().where(quota.c.account == account))
    rows = [
        {
            "account": account,
            "operation": bucket.operation,
            "tokens": bucket.tokens,
            "rate": bucket.rate,
            "burst": bucket.burst,
            "at": bucket.at,
        }
        for bucket in kept
    ]
    if rows:
        connection.execute(quota.insert(), rows)
