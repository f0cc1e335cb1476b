"""The buckets of Amazon's allowances, kept for every program that talks for an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from fbm_desk.store.schema import quota


@dataclass(frozen=True, slots=True)
class KeptBucket:
    """Tokens left of one operation at one moment; nobody may call before `blocked_until`."""

    operation: str
    tokens: float
    rate: float
    burst: int
    at: datetime
    blocked_until: datetime | None = None


_BUCKET = tuple(quota.c[name] for name in KeptBucket.__dataclass_fields__)


def all_of(connection: sa.Connection, account: str) -> list[KeptBucket]:
    """The buckets of an account."""
    chosen = sa.select(*_BUCKET).where(quota.c.account == account)
    return [KeptBucket(*row) for row in connection.execute(chosen)]


def hold(connection: sa.Connection, account: str, operation: str) -> KeptBucket | None:
    """One bucket, nobody else's until the transaction ends; None when nobody took from it yet."""
    mine = (quota.c.account == account, quota.c.operation == operation)
    row = connection.execute(sa.select(*_BUCKET).where(*mine).with_for_update()).first()
    return KeptBucket(*row) if row else None


def save(connection: sa.Connection, account: str, kept: KeptBucket) -> None:
    """Keep a bucket that is held."""
    facts = {name: getattr(kept, name) for name in KeptBucket.__dataclass_fields__}
    mine = (quota.c.account == account, quota.c.operation == kept.operation)
    connection.execute(quota.update().where(*mine).values(**facts))


def begin(connection: sa.Connection, account: str, kept: KeptBucket) -> None:
    """Keep the first bucket of an operation, unless another program was quicker."""
    row = {name: getattr(kept, name) for name in KeptBucket.__dataclass_fields__}
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    first = insert(quota).values(account=account, **row)
    connection.execute(first.on_conflict_do_nothing())
