"""A day as a warehouse has it: from midnight to midnight where it stands, said in UTC.

Where a zone is wanted, None stands for the zone of this computer.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo


def begin_of(on: date, zone: tzinfo | None) -> datetime:
    """The moment a local day begins, aware and in UTC; it ends where the next one begins."""
    return datetime.combine(on, time.min, zone).astimezone(UTC)


def span_of(on: date, zone: tzinfo | None) -> tuple[datetime, datetime]:
    """Begin and end of a local day; 23 to 25 hours apart."""
    return begin_of(on, zone), begin_of(on + timedelta(days=1), zone)
