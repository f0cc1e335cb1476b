"""Days, moments and clock times in the language chosen; screens with Qt have its locale."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from fbm_desk.texts import say


def day_text(on: date) -> str:
    """`23 November 2026`, `23. November 2026`."""
    month = say(f"figures.month_{on.month}")
    return say("figures.day", day=on.day, month=month, year=on.year)


def clock_text(at: datetime, zone: tzinfo | None = None) -> str:
    """`16:30` in `zone`, or in that of this computer."""
    local = at.astimezone(zone)
    return say("figures.clock", hour=f"{local.hour:02}", minute=f"{local.minute:02}")


def moment_text(at: datetime | None, zone: tzinfo | None = None) -> str:
    """`23 November 2026, 16:30`; nothing for no moment."""
    if at is None:
        return ""
    local = at.astimezone(zone)
    return say("figures.moment", day=day_text(local.date()), clock=clock_text(at, zone))
