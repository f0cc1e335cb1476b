"""First start: three questions with the keyboard alone, then the badge."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from fbm_desk.gui.first_start import FirstDesk, FirstWindow
from fbm_desk.gui.start_screen import FirstStart, StartScreen
from tests.gui.desk_world import said

PRINTERS = (("zebra-destination", "Zebra on the network"),)


@pytest.fixture
def screen(typeface: QApplication) -> Iterator[StartScreen]:
    one = StartScreen(PRINTERS)
    one.resize(1280, 800)
    one.show()
    one.activateWindow()
    one.name.setFocus()
    yield one
    one.close()
    one.deleteLater()
    typeface.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def answers(screen: StartScreen) -> list[FirstStart]:
    given: list[FirstStart] = []
    screen.answered.connect(given.append)
    return given


def test_typing_a_name_and_enter_is_enough_to_begin(screen: StartScreen) -> None:
    given = answers(screen)
    QTest.keyClicks(focus(), "  Petra   Lind ")
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert given == [FirstStart("Petra Lind", True, "Bench 1", "", "")]


def test_every_answer_is_reached_with_tab_and_arrows(screen: StartScreen) -> None:
    given = answers(screen)
    QTest.keyClicks(focus(), "Petra")
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    QTest.keyClick(focus(), Qt.Key.Key_Right)
    assert screen.own.isChecked()
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    QTest.keyClicks(focus(), "East")
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    QTest.keyClick(focus(), Qt.Key.Key_Down)
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    QTest.keyClick(focus(), Qt.Key.Key_Space)
    assert given == [FirstStart("Petra", False, "East", "zebra-destination", "")]


def test_a_missing_name_is_asked_for_below_its_field(screen: StartScreen) -> None:
    given = answers(screen)
    QTest.keyClicks(focus(), "   ")
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert not given
    assert screen.name_error.isVisible()
    assert focus() is screen.name
    QTest.keyClicks(focus(), "P")
    assert screen.name_error.isHidden()


def test_a_bench_needs_a_name_too(screen: StartScreen) -> None:
    given = answers(screen)
    screen.name.setText("Petra")
    screen.bench.clear()
    QTest.keyClick(screen.bench, Qt.Key.Key_Return)
    assert not given
    assert screen.bench_error.isVisible()


def test_the_badge_is_said_and_enter_starts(screen: StartScreen) -> None:
    started: list[bool] = []
    screen.started.connect(lambda: started.append(True))
    screen.show_badge("Petra <i>Lind</i>", "FBM-4K7Q-22TX")
    assert "This is your badge, Petra <i>Lind</i>" in said(screen)
    assert "FBM-4K7Q-22TX" in said(screen)
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert started == [True]


def test_a_name_is_not_in_the_answers_repr() -> None:
    assert "Petra" not in repr(FirstStart("Petra", True, "Bench 1", "", ""))


def test_enter_goes_on_from_every_question(screen: StartScreen) -> None:
    given = answers(screen)
    screen.name.setText("Petra")
    QTest.keyClick(screen.name, Qt.Key.Key_Tab)
    QTest.keyClick(focus(), Qt.Key.Key_Right)
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    QTest.keyClick(screen.slip_printer, Qt.Key.Key_Return)
    assert given == [FirstStart("Petra", False, "Bench 1", "", "")] * 2


class Clerk:
    """Names a file, makes a badge and writes the sheet down."""

    def __init__(self, path: Path | None, trouble: OSError | None = None) -> None:
        self.path, self.trouble = path, trouble
        self.written: list[tuple[Path, str, str]] = []

    def to_save(self, parent: QWidget, title: str, name: str, kinds: str) -> Path | None:
        """The file it was given."""
        assert name.endswith(".pdf")
        assert all((parent, title, kinds))
        return self.path

    def to_open(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        """Nothing is opened here."""
        raise AssertionError((parent, title, kinds))

    def write(self, path: Path, name: str, code: str) -> None:
        """Write it down, or fail."""
        if self.trouble is not None:
            raise self.trouble
        self.written.append((path, name, code))


@pytest.fixture
def first(typeface: QApplication) -> Iterator[Callable[[Clerk], FirstWindow]]:
    """The very first window, up to its badge."""
    windows: list[FirstWindow] = []

    def opened(clerk: Clerk) -> FirstWindow:
        desk = FirstDesk(lambda _name: "BADGE-7", clerk.write)
        window = FirstWindow(desk, lambda: None, files=clerk)
        windows.append(window)
        window.screen.name.setText("Petra")
        window.screen.own.setChecked(True)
        window.screen.go_on.click()
        return window

    yield opened
    for one in windows:
        one.screen.deleteLater()
    typeface.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def test_the_badge_is_kept_as_a_sheet(first: Callable[[Clerk], FirstWindow]) -> None:
    clerk = Clerk(Path("sheet.pdf"))
    window = first(clerk)
    window.screen.badge.sheet.click()
    assert clerk.written == [(Path("sheet.pdf"), "Petra", "BADGE-7")]
    assert window.screen.badge.kept.text() == "Written to sheet.pdf"


def test_a_sheet_that_cannot_be_written_says_why(first: Callable[[Clerk], FirstWindow]) -> None:
    window = first(Clerk(Path("sheet.pdf"), OSError(28, "No space left on device")))
    window.screen.badge.sheet.click()
    assert "No space left on device" in window.screen.badge.kept.text()
