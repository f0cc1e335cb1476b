"""A clock that a test sets; it leaves what happens at which time to the test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

#: A Thursday morning at the bench.
START = datetime(2026, 4, 23, 9, 41, tzinfo=UTC)


class Clock:
    """Stands still until it is moved. Call it for the time now, aware and in UTC."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def move(self, **by: float) -> datetime:
        """Go on by `seconds=…`, `minutes=…`, `hours=…` or `days=…`; the time then."""
        self.at += timedelta(**by)
        return self.at

    def set(self, at: datetime) -> None:
        """Go to another time."""
        self.at = at
