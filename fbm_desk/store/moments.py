"""Times as every database keeps them: milliseconds since 1970, from and to aware UTC times."""

from __future__ import annotations

from datetime import UTC, datetime


def to_ms(at: datetime) -> int:
    """Milliseconds since 1970 of an aware time; a naive one is a mistake of ours."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return round(at.timestamp() * 1000)


def from_ms(ms: int) -> datetime:
    """The aware UTC time of milliseconds since 1970."""
    return datetime.fromtimestamp(ms / 1000, UTC)
