"""Numbers as they stand on the desk: grouped, with their unit, in the reader's locale."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from fbm_desk.gui import figures


@pytest.fixture(autouse=True)
def _british() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("weight_g", "said"),
    [(0, "—"), (88, "88 g"), (1284, "1,284 g"), (9999, "9,999 g"), (10_000, "10.00 kg")],
)
def test_weights_change_to_kilograms_at_ten(weight_g: int, said: str) -> None:
    assert figures.weight(weight_g) == said


def test_a_german_reads_german_numbers() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.German))
    assert figures.weight(1284) == "1.284 g"
    assert figures.weight(12_400) == "12,40 kg"


def test_the_nameless_locale_groups_thousands_too() -> None:
    QLocale.setDefault(QLocale.c())
    assert figures.number(1284) == "1,284"
    assert figures.clock(datetime(2026, 11, 22, 15, 18, tzinfo=UTC)).count(":") == 1


@pytest.mark.parametrize(
    ("since", "said"),
    [
        (timedelta(seconds=-3), "0 s"),
        (timedelta(seconds=20), "20 s"),
        (timedelta(minutes=3, seconds=40), "3 min"),
        (timedelta(hours=1, minutes=12), "1 h 12 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(days=2, hours=5), "2 d"),
    ],
)
def test_ages_are_said_in_their_largest_unit(since: timedelta, said: str) -> None:
    assert figures.age(since) == said


def test_a_day_names_its_year_only_if_it_is_another() -> None:
    today = date(2026, 11, 22)
    assert figures.day(date(2026, 11, 22), today) == "22 November"
    assert figures.day(date(2027, 1, 4), today) == "4 January 2027"
    assert figures.weekday(date(2026, 11, 22)) == "Sunday 22 November"


def test_another_days_time_is_said_as_its_day() -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert figures.moment(now + timedelta(days=3), now) == "25 Nov"
    assert figures.moment(now, now) == figures.clock(now)
