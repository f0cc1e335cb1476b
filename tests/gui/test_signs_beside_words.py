"""Signs stand beside words: as large as these, and never without them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from fbm_desk.gui import fonts, theme
from fbm_desk.gui.cell_paint import paint_cell
from fbm_desk.gui.cells import Cell, Tone
from fbm_desk.gui.glyphs import State
from fbm_desk.gui.status_line import StatusLine
from fbm_desk.services.desk_view import StatusEntry

pytestmark = pytest.mark.usefixtures("british", "typeface")


@pytest.fixture
def large() -> Iterator[None]:
    fonts.choose_text_size(200)
    yield
    fonts.choose_text_size(100)


def sign_height() -> int:
    """How many px of a row the sign of a cell without words takes."""
    image = QImage(200, 80, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.current().surface))
    painter = QPainter(image)
    cell = Cell("", Tone.INK, sign=State.LABELLED)
    paint_cell(painter, cell, QRect(0, 0, 200, 80), trailing=False, rtl=False)
    painter.end()
    ground = QColor(theme.current().surface)
    lines = range(image.height())
    return sum(any(image.pixelColor(x, y) != ground for x in range(60)) for y in lines)


def test_a_sign_is_twice_as_high_beside_words_that_are() -> None:
    usual = sign_height()
    fonts.choose_text_size(200)
    try:
        assert sign_height() == pytest.approx(2 * usual, abs=2)
    finally:
        fonts.choose_text_size(100)


@pytest.mark.usefixtures("large")
def test_an_entry_without_room_for_its_words_shows_no_sign_either(qtbot: QtBot) -> None:
    first = StatusEntry("check", "In step with Amazon, 20 s ago")
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(640, line.height())
    line.show_entries([first])
    alone = line.grab().toImage()
    line.show_entries([first, StatusEntry("printer", "6 printers ready")])
    assert line.grab().toImage() == alone
    line.resize(1280, line.height())
    both = line.grab().toImage()
    line.show_entries([first])
    assert line.grab().toImage() != both
