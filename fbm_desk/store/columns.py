"""How columns are written: what all tables share, and types kept alike by every database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import BigInteger, Text

from fbm_desk.store.moments import from_ms, to_ms

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)


def column(
    name: str, kind: object = Text, *more: sa.ForeignKey, **facts: object
) -> sa.Column[object]:
    """A column that must be filled; `null=True` lets it stay empty."""
    nullable = bool(facts.pop("null", False))
    return sa.Column(name, kind, *more, nullable=nullable, **facts)  # type: ignore[arg-type]


def refers(target: str) -> sa.ForeignKey:
    """A reference to another table's row, which must be there."""
    return sa.ForeignKey(target)


def counter() -> sa.Column[object]:
    """A primary key that the database counts up."""
    big = BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column("id", big, primary_key=True, autoincrement=True)


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware UTC time, kept as a 64-bit count of milliseconds."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        return None if value is None else from_ms(value)
