"""Column types of our own: aware UTC times, kept alike by every database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970 of an aware time; a naive one is a mistake of ours."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return round(at.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    """The aware UTC time of milliseconds since 1970."""
    return datetime.fromtimestamp(ms / 1000, UTC)


class Moment(sa.types.TypeDecorator[datetime]):
    """An aware UTC time, kept as a 64-bit count of milliseconds."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> int | None:
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Any) -> datetime | None:
        return None if value is None else from_ms(value)
