"""Numbers, weights, times and ages as they stand on the desk's screens, by the reader's locale."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QDate, QLocale, QTime

from fbm_desk.gui import language
from fbm_desk.gui.bench import quantities

MISSING = "—"
#: From here on a weight is said in kilograms.
_HEAVY_G = 10_000


def isolated(text: str, right_to_left: bool) -> str:
    """`text` kept in its own order inside right-to-left words: "1,284 g", never "g 1,284"."""
    return f"\u2068{text}\u2069" if right_to_left else text


def locale() -> QLocale:
    """The reader's locale; the nameless "C" locale groups no thousands, so British stands in."""
    here = QLocale()
    if here.language() == QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    return here


def number(value: int) -> str:
    """`1,284`."""
    return locale().toString(value)


def weight(weight_g: int) -> str:
    """`1,284 g` below 10 kg, `12.40 kg` above, a dash when it is not known."""
    if weight_g <= 0:
        return MISSING
    if weight_g < _HEAVY_G:
        return f"{number(weight_g)} g"
    return f"{locale().toString(weight_g / 1000, 'f', 2)} kg"


def total_weight(weight_g: int) -> str:
    """A sum of weights: `71.4 kg` from one kilogram on."""
    if weight_g < 1000:
        return f"{number(weight_g)} g"
    return f"{locale().toString(weight_g / 1000, 'f', 1)} kg"


def local(at: datetime) -> datetime:
    """The moment in the zone of this computer."""
    return at.astimezone()


def clock(at: datetime) -> str:
    """`16:30`, or as the locale says it."""
    here = local(at)
    return locale().toString(QTime(here.hour, here.minute), QLocale.FormatType.ShortFormat)


def clock_s(at: datetime) -> str:
    """`13:04:26`: seconds belong to histories only."""
    return quantities.clock_seconds(at, locale())


def day(on: date, today: date) -> str:
    """`22 November`, with its year if it is another one."""
    return language.day_words(_date(on), locale(), year=on.year != today.year)


def short_day(on: date) -> str:
    """`22 Nov`."""
    return language.day_words(_date(on), locale(), short=True)


def weekday(on: date) -> str:
    """`Saturday 22 November`."""
    return language.weekday_words(_date(on), locale())


def moment(at: datetime, now: datetime) -> str:
    """The clock time of today, the day of any other one: `16:30`, `23 Nov`."""
    return clock(at) if local(at).date() == local(now).date() else short_day(local(at).date())


def age(since: timedelta) -> str:
    """`20 s`, `3 min`, `1 h 12 min`, `2 d`."""
    seconds = max(0, int(since.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    minutes = seconds // 60
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} d"


def _date(on: date) -> QDate:
    return QDate(on.year, on.month, on.day)
