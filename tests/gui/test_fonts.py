"""The typeface comes with the program, in every script, and never below the floor."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QLabel

from fbm_desk.gui import fonts
from fbm_desk.gui.fonts import FACES, Role, font

pytestmark = pytest.mark.usefixtures("typeface")


def test_the_program_brings_its_fonts() -> None:
    assert fonts.load() == ("Inter", *fonts.SCRIPTS)
    assert QFontInfo(font(Role.SENTENCE)).family() == "Inter"


def test_every_role_is_set() -> None:
    assert set(FACES) == set(Role)


def test_nothing_at_the_bench_is_smaller_than_24_px() -> None:
    bench = list(Role)[: list(Role).index(Role.TITLE)]
    assert min(FACES[role].px for role in bench) == 24
    assert min(face.px for face in FACES.values()) == 14


def test_bold_is_drawn_bold_and_not_smeared() -> None:
    regular = QFontMetricsF(font(Role.BENCH)).horizontalAdvance("Put in 2 more")
    bold = QFontMetricsF(font(Role.BENCH_BOLD)).horizontalAdvance("Put in 2 more")
    # A smeared bold would keep the regular's widths.
    assert bold > regular * 1.01


def test_numbers_in_tables_stand_in_columns() -> None:
    cells = QFontMetricsF(font(Role.BODY))
    assert cells.horizontalAdvance("111") == cells.horizontalAdvance("888")


def test_text_grows_with_its_scale() -> None:
    assert font("body", 2.0).pixelSize() == 30


@pytest.mark.parametrize(("language", "first"), [("ja", "JP"), ("ko", "KR"), ("zh", "SC")])
def test_han_takes_the_shapes_of_the_language(
    monkeypatch: pytest.MonkeyPatch, language: str, first: str
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    families = [name for name in fonts.fallbacks(language) if "CJK" in name]
    assert families[0].endswith(first)


def test_twenty_thousand_texts_do_not_kill_the_program() -> None:
    # PySide6 6.12.0 lost a reference to None with every call and aborted after about 5,200.
    label = QLabel()
    for number in range(20_000):
        label.setText(str(number))
    assert label.text() == "19999"
    label.deleteLater()
