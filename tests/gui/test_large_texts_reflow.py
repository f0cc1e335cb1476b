"""The dossier and the close-out with texts twice as large: taller than the window, never wider."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QScrollArea, QWidget

from fbm_desk import texts
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.stages import Stage
from fbm_desk.gui import fonts
from fbm_desk.gui.desk_gallery import manifest_pdf
from fbm_desk.gui.office_port import Paper
from fbm_desk.gui.table import Table
from fbm_desk.services.today_view import CarrierDay, Orphan, OrphanKind, ProofPicture
from tests.gui.desk_world import NOW, Desk, FakeOffice, open_desk, row

pytestmark = pytest.mark.usefixtures("british", "typeface")
LONG = "Grey Gull Freight and Parcel Night Line"
DAYS = (
    CarrierDay("Lantern Post", 1_620, 1_620, 1_620, 1_620, 20, 14_048_310, unweighed=3),
    CarrierDay(LONG, 20, 20, 19, 19, 0, 84_420, named=False),
)
LOST = (
    Orphan(
        OrderId("305-0000009-0000001"), OrphanKind.MUST_NOT_LEAVE, LONG, "GG9",
        "Its buyer cancelled it after it was closed", "Take it out of the pile for the van",
    ),
)  # fmt: skip


@contextmanager
def at_size(path: Path, percent: int, language: str) -> Iterator[Desk]:
    """The desk in a window of 1366 × 768 with texts of this size."""
    fonts.choose_text_size(percent)
    texts.speak(language)
    office = FakeOffice((row(1), row(2, stage=Stage.HELD)), DAYS, manifest_pdf(pages=3), lost=LOST)
    jpeg = io.BytesIO()
    Image.new("RGB", (640, 480)).save(jpeg, "JPEG")
    office.dossier_facts["pictures"] = (ProofPicture(NOW, "MUG-BLUE-1", jpeg.getvalue()),) * 2
    office.dossier_facts["city"] = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
    try:
        with open_desk(path, office) as desk:
            desk.window.resize(1366, 768)
            yield desk
    finally:
        texts.speak("en")
        fonts.choose_text_size(100)


def sideways(desk: Desk, *, tables: bool = True) -> list[int]:
    """How far the pages and tables that are seen can be scrolled sideways, in px."""
    areas: list[QScrollArea | Table[object]] = [*desk.window.findChildren(QScrollArea)]
    areas += desk.window.findChildren(Table) if tables else []
    return [one.horizontalScrollBar().maximum() for one in areas if one.isVisible()]


def outside(screen: QWidget) -> list[str]:
    """The buttons that reach beyond their screen."""
    found = []
    for button in screen.findChildren(QAbstractButton):
        left = button.mapTo(screen, QPoint(0, 0)).x()
        if button.isVisible() and (left < 0 or left + button.width() > screen.width()):
            found.append(button.text())
    return found


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("percent", [150, 200])
def test_a_dossier_is_read_without_scrolling_sideways(
    tmp_path: Path, percent: int, language: str
) -> None:
    with at_size(tmp_path, percent, language) as desk:
        desk.window.open_dossier("305-0000001-0000001")
        desk.settle()
        screen = desk.window.dossier
        screen.reprint.ask(Paper.LABEL)
        for _ in range(3):
            desk.settle()
        assert sideways(desk) == [0]
        assert outside(screen) == []
        assert screen.width() <= 1366
        assert screen.panes.beside is (percent == 150)
        assert screen.chain.chain.height() >= fonts.px(180)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("percent", [150, 200])
def test_a_day_is_closed_without_scrolling_sideways(
    tmp_path: Path, percent: int, language: str
) -> None:
    with at_size(tmp_path, percent, language) as desk:
        desk.window.open("closeout")
        for _ in range(3):
            desk.settle()
        screen = desk.window.closeout
        assert sideways(desk) == [0, 0, 0]
        assert outside(screen) == []
        assert screen.width() <= 1366
        assert screen.pane.y() > screen.sum.height()  # below it


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("percent", [150, 200])
@pytest.mark.parametrize(
    "screen", ["today", "orders", "people", "sync", "exceptions", "closeout", "dossier"]
)
def test_no_screen_scrolls_sideways(
    tmp_path: Path, screen: str, percent: int, language: str
) -> None:
    """The wide table of the day is scrolled within its page: it has more columns than room."""
    with at_size(tmp_path, percent, language) as desk:
        desk.window.open(screen)
        for _ in range(3):
            desk.settle()
        assert set(sideways(desk, tables=screen != "today")) <= {0}
        assert outside(getattr(desk.window, screen)) == []


def test_with_usual_texts_the_panes_stand_beside_each_other(tmp_path: Path) -> None:
    with at_size(tmp_path, 100, "de") as desk:
        desk.window.open("closeout")
        desk.settle()
        assert desk.window.closeout.pane.y() == 0
        assert desk.window.minimumSizeHint().width() <= 1366
        desk.window.open_dossier("305-0000001-0000001")
        desk.settle()
        assert desk.window.dossier.panes.beside


def test_a_wide_window_keeps_the_panes_beside_each_other(tmp_path: Path) -> None:
    with at_size(tmp_path, 200, "de") as desk:
        desk.window.resize(3840, 2160)
        desk.window.open_dossier("305-0000001-0000001")
        for _ in range(3):
            desk.settle()
        assert desk.window.dossier.panes.beside
        desk.window.resize(1366, 768)
        for _ in range(3):
            desk.settle()
        assert not desk.window.dossier.panes.beside
        assert sideways(desk) == [0]
