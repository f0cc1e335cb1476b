"""Numbers at the bench as people read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale

from fbm_desk.gui.bench import quantities
from fbm_desk.services.wording import readable_code

pytestmark = pytest.mark.usefixtures("british")
AT = datetime(2026, 11, 20, 16, 30, 5, tzinfo=UTC)


def test_times_follow_the_locale(british: QLocale) -> None:
    assert quantities.clock(AT, british) == "16:30"
    assert quantities.clock_seconds(AT, british) == "16:30:05"
    assert quantities.clock(AT, QLocale("en_US")).startswith("4:30")


def test_other_days_are_named(british: QLocale) -> None:
    assert quantities.day_clock(AT, AT, british) == "16:30"
    assert quantities.day_clock(AT + timedelta(days=3), AT, british) == "23 November"
    assert quantities.day_clock(AT + timedelta(days=60), AT, british) == "19 January 2027"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(72, "1 h 12 min"), (60, "1 h"), (59.99, "59 min"), (0.5, "0 min"), (-5, "0 min")],
)
def test_spans_never_promise_a_minute_too_much(minutes: float, words: str) -> None:
    assert quantities.span(timedelta(minutes=minutes)) == words


def test_weights_change_their_unit(british: QLocale) -> None:
    assert quantities.weight(1284, british) == "1,284 g"
    assert quantities.weight(12_400, british) == "12.40 kg"


def test_money_has_its_sign_and_its_digits(british: QLocale) -> None:
    assert quantities.money(512, "EUR", british) == "€5.12"
    assert quantities.money(900, "JPY", british) == "¥900"
    assert quantities.money(512, "CHF", british) == "CHF 5.12"


def test_destinations_name_the_country() -> None:
    assert quantities.destination("Lisboa", "PT") == "Lisboa, Portugal"
    assert quantities.destination("", "JP") == "Japan"
    assert quantities.destination("Lisboa", "") == "Lisboa"
    assert quantities.destination("Somewhere", "Q9") == "Somewhere, Q9"


@pytest.mark.parametrize(
    ("code", "read_out"),
    [
        ("4006381333948", "4 006381 333948"),
        ("421407001047", "4 21407 00104 7"),
        ("96385074", "9638 5074"),
        ("MUG-BLU-350", "MUG-BLU-350"),
        ("１２３４５６７８", "１２３４５６７８"),
    ],
)
def test_codes_are_grouped_to_be_read_out(code: str, read_out: str) -> None:
    assert readable_code(code) == read_out
