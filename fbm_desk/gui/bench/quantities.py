"""Numbers as people read them: times, weights, money, countries, codes; by the locale's habits."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QDate, QLocale, QTime

from fbm_desk.gui.language import day_words
from fbm_desk.texts import country, say


def clock(at: datetime, locale: QLocale) -> str:
    """`at` as a local time of day, "16:30"; 24 h unless the locale says else."""
    local = at.astimezone()
    return locale.toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)


def clock_seconds(at: datetime, locale: QLocale) -> str:
    """`at` with seconds, for what is kept as evidence."""
    local = at.astimezone()
    shape = locale.timeFormat(QLocale.FormatType.ShortFormat).replace("mm", "mm:ss")
    return locale.toString(QTime(local.hour, local.minute, local.second), shape)


def day_clock(at: datetime, now: datetime, locale: QLocale) -> str:
    """A time of today as "18:00", another day's as "23 November"."""
    local, today = at.astimezone(), now.astimezone().date()
    if local.date() == today:
        return clock(at, locale)
    day = QDate(local.year, local.month, local.day)
    return day_words(day, locale, year=local.year != today.year)


def span(length: timedelta) -> str:
    """ "1 h 12 min", "12 min", never a minute more than there is."""
    minutes = max(0, int(length.total_seconds() // 60))
    hours, minutes = divmod(minutes, 60)
    if hours and minutes:
        return say("bench.hours_minutes", hours=hours, minutes=minutes)
    return say("bench.hours", hours=hours) if hours else say("bench.minutes", minutes=minutes)


def weight(grams: int, locale: QLocale) -> str:
    """ "1,284 g" below 10 kg, "12.40 kg" above."""
    if abs(grams) < 10_000:
        return f"{locale.toString(grams)} g"
    return f"{locale.toString(grams / 1000, 'f', 2)} kg"


def money(minor: int, currency: str, locale: QLocale) -> str:
    """A price with its sign; `minor` are cents where the currency has them."""
    digits = 0 if currency in ("JPY", "KRW") else 2
    sign = _SIGNS.get(currency, f"{currency} ")
    return locale.toCurrencyString(minor / 10**digits, sign, digits)


def destination(city: str, country_code: str) -> str:
    """ "Lisboa, Portugal"; either alone when the other is not known."""
    land = country(country_code) if country_code else ""
    return ", ".join(part for part in (city, land) if part)


def short_destination(city: str, country_code: str) -> str:
    """ "Lisboa, PT", where the country's name has no room."""
    return ", ".join(part for part in (city, country_code) if part)


_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$", "JPY": "¥", "CAD": "CA$", "AUD": "A$", "MXN": "MX$"}
