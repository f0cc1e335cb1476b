"""Times as Amazon writes them, to and fro; leaves time zones for people to the screens."""

from __future__ import annotations

from datetime import UTC, datetime


def time_of(text: str) -> datetime | None:
    """An ISO 8601 time with an offset or `Z` in aware UTC, else None; years 2000 to 2100."""
    if len(text) < 16 or text[4] != "-":
        return None
    try:
        time = datetime.fromisoformat(text)
        if time.tzinfo is None or not 2000 <= time.year <= 2100:
            return None
        return time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def amazon_time(time: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and `Z`, as Amazon writes its own.

    Raises ValueError for a time without zone: it would be off by hours.
    """
    if time.tzinfo is None:
        raise ValueError("a time for Amazon needs its zone")
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
