"""The language chosen decides months, numbers and direction; the computer only their region."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import QApplication

from fbm_desk import settings, texts
from fbm_desk.gui import figures, fonts, language
from fbm_desk.gui.bench import quantities
from fbm_desk.services import amounts, dates

ON = QDate(2026, 11, 23)
AT = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)


@pytest.fixture
def worn(typeface: QApplication) -> Iterator[QApplication]:
    """The application; whatever it wore is taken off again."""
    before = QLocale()
    yield typeface
    texts.speak("en")
    language.wear(typeface, "en", QLocale.c())
    QLocale.setDefault(before)


@pytest.fixture
def translated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A third language of a few sentences, added as a file and chosen."""
    for one in settings.resource("texts").glob("*.toml"):
        (tmp_path / one.name).write_bytes(one.read_bytes())
    (tmp_path / "da.toml").write_text(
        '[figures]\nthousands = "."\ndecimal = ","\nprice = "{amount} {sign}"\n'
        'day = "{day}. {month} {year}"\nmonth_11 = "november"\n'
        '[bench]\nlocked = "Scan dit kort"\nmore_lines = "{count} flere"\n',
        encoding="utf-8",
    )
    place = settings.resource
    monkeypatch.setattr(settings, "resource", lambda *parts: tmp_path.joinpath(*parts[1:]))
    texts.forget()
    texts.speak("da")
    yield
    monkeypatch.setattr(settings, "resource", place)
    texts.forget()
    texts.speak("en")


@pytest.mark.parametrize(
    ("chosen", "computer", "name"),
    [
        ("de", "en_US", "de_DE"),
        ("de", "de_AT", "de_AT"),
        ("en", "de_DE", "en_GB"),
        ("en", "C", "en_GB"),
        ("en", "en_US", "en_US"),
        ("fr", "C", "fr_FR"),
    ],
)
def test_the_computer_decides_the_region_of_the_same_language_only(
    chosen: str, computer: str, name: str
) -> None:
    assert language.locale_of(chosen, QLocale(computer)).name() == name


@pytest.mark.parametrize(
    ("name", "day", "with_year", "weekday"),
    [
        ("de_DE", "23. November", "23. November 2026", "Montag, 23. November"),
        ("en_GB", "23 November", "23 November 2026", "Monday 23 November"),
        ("en_US", "November 23", "November 23, 2026", "Monday, November 23"),
        ("fr_FR", "23 novembre", "23 novembre 2026", "lundi, 23 novembre"),
        ("es_ES", "23 de noviembre", "23 de noviembre de 2026", "lunes, 23 de noviembre"),
        ("ja_JP", "11月23日", "2026年11月23日", "月曜日, 11月23日"),
    ],
)
def test_a_day_is_written_as_its_readers_write_it(
    name: str, day: str, with_year: str, weekday: str
) -> None:
    locale = QLocale(name)
    assert language.day_words(ON, locale) == day
    assert language.day_words(ON, locale, year=True) == with_year
    assert language.weekday_words(ON, locale) == weekday


def test_a_german_window_writes_german_figures(worn: QApplication) -> None:
    language.wear(worn, "de", QLocale("en_US"))
    assert figures.number(12_400) == "12.400"
    assert figures.weight(12_400) == "12,40 kg"
    assert figures.weekday(date(2026, 11, 23)) == "Montag, 23. November"
    assert figures.day(date(2025, 1, 3), date(2026, 1, 3)) == "3. Januar 2025"
    assert quantities.money(512, "EUR", QLocale()) == "5,12\u00a0€"
    texts.speak("de")
    assert quantities.destination("Wien", "AT") == "Wien, Österreich"
    assert quantities.destination("Tokio", "JP") == "Tokio, Japan"
    assert quantities.destination("Zagreb", "HR") == "Zagreb, Kroatien"


def test_codes_and_figures_keep_their_order_where_one_reads_from_right_to_left(
    worn: QApplication,
) -> None:
    language.wear(worn, "ar", QLocale.c())
    assert worn.layoutDirection() == Qt.LayoutDirection.RightToLeft
    language.wear(worn, "en", QLocale.c())
    assert worn.layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_han_is_written_in_the_shapes_of_the_language(worn: QApplication) -> None:
    language.wear(worn, "ko", QLocale.c())
    families = fonts.font(fonts.Role.BODY).families()
    first = next(one for one in families if one not in ("Inter", *fonts.SCRIPTS))
    assert first in {name for by in fonts.CJK.values() for name in by.get("ko", ())}


@pytest.mark.usefixtures("translated")
def test_a_language_is_added_by_a_file_and_what_it_lacks_is_said_in_english() -> None:
    assert "da" in texts.languages()
    assert texts.say("bench.locked") == "Scan dit kort"
    assert texts.say("verdict.cancelled") == texts.catalogue("en")["verdict.cancelled"]
    assert texts.has("verdict.cancelled")
    # It needs no form of its own for one.
    assert texts.say("bench.more_lines", count=1) == "1 flere"
    assert amounts.price_text(123_456, "EUR") == "1.234,56 €"
    assert amounts.weight_text(1_284) == "1.284 g"
    assert dates.moment_text(AT, UTC) == "23. november 2026, 16:30"


def test_moments_in_english() -> None:
    assert dates.moment_text(AT, UTC) == "23 November 2026, 16:30"
    assert dates.moment_text(None) == ""
    assert amounts.price_text(780, "JPY") == "¥780"
    assert amounts.price_text(9_150, "SEK") == "SEK 91.50"
