"""First start: three questions with the keyboard alone, then the badge."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

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
