"""Scans made before a desk screen: sought in Today, not packed out of sight; badges sign in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from fbm_desk import texts
from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.scan_source import Origin, ScanSource
from fbm_desk.domain.stages import Role, Stage
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.gui import theme
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.gallery_views import PACKING, WAITING
from fbm_desk.gui.main_window import MainWindow
from fbm_desk.gui.packing_screen import PackingScreen
from fbm_desk.gui.scan_input import ScanInput
from fbm_desk.gui.tokens import LIGHT
from fbm_desk.services.desk_view import BenchScreen, BenchView
from fbm_desk.services.exceptions_view import Deed
from fbm_desk.services.topics import Topic
from fbm_desk.threads import Worker
from tests.gui.bench_world import HeardSounds, ScriptedDesk
from tests.gui.desk_world import NOW, FakeFiles, FakeOffice, row

pytestmark = pytest.mark.usefixtures("british", "typeface")
PACKED = row(
    2,
    "Amira Haddad",
    stage=Stage.CONFIRMED,
    tracking="LP 1111 2222 333",
    found_by="55195 MUG-BLAU-1",
)
STOPPED = replace(
    PACKING, screen=BenchScreen.STOPPED, verdict=Verdict(VerdictCode.CANCELLED, reason="cancelled")
)

TAKEN_OVER = replace(
    WAITING,
    verdict=Verdict(
        VerdictCode.TAKEN_OVER, order_id=OrderId("305-4471926-8830217"), who="Sina Maly, Bench 2"
    ),
)


class DeskWithTrouble(ScriptedDesk):
    """Gives no news while the books do not answer."""

    lost = False

    def refresh(self) -> BenchView:
        if self.lost:
            raise Unavailable("database_unreachable")
        return super().refresh()


@dataclass
class Hall:
    """The whole window with its scanner: a bench with an order, and the supervisor's screens."""

    window: MainWindow
    bench: PackingScreen
    desk: DeskWithTrouble
    office: FakeOffice
    worker: Worker
    sounds: HeardSounds
    clock_ms: int = 10_000

    def scan(self, text: str) -> None:
        """A scanner's keys, as fast as one sends them."""
        for char in f"{text}\r":
            self.clock_ms += 2
            key = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char.upper()))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, 0, 0, 0, char)
                event.setTimestamp(self.clock_ms)
                QCoreApplication.sendEvent(self.window.windowHandle(), event)
        self.settle()

    def hear_news(self) -> None:
        """Something changed elsewhere."""
        self.window._bridge.announce(frozenset({Topic.SESSION}))
        self.settle()

    def settle(self) -> None:
        """Let everything asked for be answered and shown."""
        for _ in range(5):
            self.worker.ask(lambda: None).result(timeout=20)
            QApplication.processEvents()


@pytest.fixture
def hall(
    qtbot: QtBot, qapp: QApplication, bridge: Bridge, worker: Worker, tmp_path: Path
) -> Iterator[Hall]:
    theme.apply(qapp, LIGHT)
    taken = replace(PACKING, verdict=Verdict(VerdictCode.TAKEN, wanted=6))
    desk = DeskWithTrouble(WAITING, {"BADGE-ANA": WAITING, "NEXT": taken})
    office = FakeOffice(rows=(row(1), PACKED), older=(row(9, "Ødger Lund"), row(8)))
    sounds = HeardSounds()
    bench = PackingScreen(desk, bridge, sounds, now=lambda: NOW, reduced_motion=True)
    files = FakeFiles(tmp_path)
    window = MainWindow(bridge, desk, office, lambda: bench, {}, files, now=lambda: NOW)
    qtbot.addWidget(window)
    scans = ScanInput(qapp, scan_code_offset=None)
    bench.attach(scans)
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    qtbot.waitActive(window)
    window.role_changed(Role.SUPERVISOR)
    bench.start()
    hall = Hall(window, bench, desk, office, worker, sounds)
    hall.settle()
    yield hall
    bench.stop()
    qapp.removeEventFilter(scans)
    scans.deleteLater()


@pytest.mark.parametrize("screen", ["today", "closeout", "people"])
def test_a_tracking_number_scanned_before_a_screen_is_found_in_today(
    hall: Hall, screen: str
) -> None:
    hall.window.open(screen)
    hall.settle()
    hall.scan("LP11112222333")
    assert hall.window.open_screen == "today"
    assert hall.window.today.search.text() == "LP11112222333"
    assert [one.buyer for one in hall.window.today.table.chosen_rows()] == ["Amira Haddad"]
    assert hall.desk.scans == []


def test_an_article_scanned_before_today_shows_the_orders_it_is_in(hall: Hall) -> None:
    hall.window.open("today")
    hall.settle()
    hall.scan("4006381333931")
    assert "search 4006381333931" in hall.office.asked
    assert {one.buyer for one in hall.window.today.model.rows} == {"Ødger Lund", "Runa Halvorsen"}
    assert hall.desk.scans == []


def test_a_scan_is_not_narrowed_by_the_filter_that_was_on(hall: Hall) -> None:
    hall.window.open("today")
    hall.settle()
    hall.window.today.chips.choose(Stage.WAITING.value)
    hall.scan("LP11112222333")
    assert [one.buyer for one in hall.window.today.table.chosen_rows()] == ["Amira Haddad"]


def test_a_badge_scanned_before_a_screen_signs_in_at_the_bench(hall: Hall) -> None:
    hall.window.open("today")
    hall.settle()
    hall.scan("BADGE-ANA")
    assert hall.window.open_screen == "bench"
    assert [text for text, _ in hall.desk.scans] == ["BADGE-ANA"]


def test_a_command_scanned_before_a_screen_is_answered_where_it_is_seen(hall: Hall) -> None:
    hall.window.open("orders")
    hall.settle()
    hall.scan("NEXT")
    assert hall.window.open_screen == "bench"
    assert [text for text, _ in hall.desk.scans] == ["NEXT"]


@pytest.mark.parametrize("seen", ["]E04006381333931", "]C0NEXT", "NEXT", "BADGE-ANA"])
def test_a_camera_takes_nobody_from_a_screen(hall: Hall, seen: str) -> None:
    hall.window.open("people")
    hall.settle()
    hall.window.people.new.name.setFocus()
    asked = list(hall.office.asked)
    hall.bench.hear(seen, Origin(ScanSource.CAMERA), "an id")
    hall.settle()
    assert hall.window.open_screen == "people"
    assert hall.window.people.new.name.hasFocus()
    assert hall.desk.scans == []
    assert hall.office.asked == asked
    hall.window.open("bench")
    hall.bench.hear("NEXT", Origin(ScanSource.CAMERA), "an id")
    hall.settle()
    assert hall.desk.scans == [("NEXT", "an id")]


def test_a_camera_gives_no_exception_its_number(hall: Hall) -> None:
    hall.window.open("exceptions")
    hall.settle()
    question = hall.window.exceptions.detail.question
    question.ask(Deed.NUMBER)
    hall.bench.hear("LP11112222333", Origin(ScanSource.CAMERA))
    assert question.field.text() == ""
    hall.bench.hear("LP11112222333", Origin(ScanSource.SERIAL))
    assert question.field.text() == "LP11112222333"


def test_a_held_trigger_before_a_screen_is_one_scan_at_the_bench(hall: Hall) -> None:
    hall.window.open("today")
    hall.settle()
    for _ in range(2):
        hall.bench.hear("NEXT", Origin(ScanSource.SERIAL), "an id")
        hall.settle()
    assert hall.desk.scans == [("NEXT", "an id")] * 2  # the desk counts an id once


def test_a_bench_without_news_says_so_until_they_come_again(hall: Hall) -> None:
    def told() -> str:
        return " ".join(part.accessibleName() for part in hall.bench.findChildren(QWidget))

    hall.desk.lost = True
    hall.window._bridge.announce(frozenset({Topic.ORDERS}))
    hall.settle()
    assert "The books do not answer" in told()
    hall.desk.lost = False
    hall.window._bridge.announce(frozenset({Topic.ORDERS}))
    hall.settle()
    assert "The books do not answer" not in told()


def test_an_order_that_has_to_stop_brings_its_bench_to_the_front_and_is_heard(hall: Hall) -> None:
    hall.window.open("today")
    hall.desk.fresh = STOPPED
    hall.hear_news()
    assert hall.window.open_screen == "bench"
    assert hall.sounds.heard[-1] == "stop"
    assert hall.window.stop_bar.isHidden()


def test_who_leaves_a_stopped_bench_sees_it_on_every_other_screen(hall: Hall) -> None:
    hall.desk.fresh = STOPPED
    hall.hear_news()
    hall.window.open("today")
    hall.hear_news()  # the same stop does not take the screen away again
    assert hall.window.open_screen == "today"
    assert hall.window.stop_bar.isVisible()
    assert STOPPED.order is not None
    assert STOPPED.order.order_id in hall.window.stop_bar.accessibleName()
    QTest.mouseClick(hall.window.stop_bar.go, Qt.MouseButton.LeftButton)
    assert hall.window.open_screen == "bench"
    hall.window.open("closeout")
    assert hall.window.stop_bar.isVisible()
    hall.desk.fresh = WAITING
    hall.hear_news()
    assert hall.window.stop_bar.isHidden()


@pytest.mark.parametrize("language", ["en", "de"])
def test_who_sits_before_another_screen_is_told_that_an_order_was_taken_over(
    hall: Hall, language: str
) -> None:
    hall.window.open("today")
    texts.speak(language)
    hall.desk.fresh = TAKEN_OVER
    hall.hear_news()
    texts.speak("en")
    assert hall.sounds.heard[-1] == "stop"
    assert hall.window.open_screen == "today"  # nothing has to come out: the screen stays
    bar = hall.window.stop_bar
    assert bar.isVisible()
    assert "305-4471926-8830217" in bar.accessibleName()
    assert "Sina Maly, Bench 2" in bar.accessibleName()
    said = bar.findChild(QLabel)
    assert said is not None
    assert said.height() >= said.heightForWidth(said.width())  # nothing of it is cut off
    QTest.mouseClick(bar.go, Qt.MouseButton.LeftButton)
    assert hall.window.open_screen == "bench"
    assert bar.isHidden()
    hall.window.open("today")
    assert bar.isVisible()  # until something else is done at the bench
    hall.desk.fresh = replace(WAITING, verdict=Verdict(VerdictCode.NOTHING_TO_DO))
    hall.hear_news()
    assert bar.isHidden()


def test_an_order_is_found_by_its_postcode_at_once(hall: Hall) -> None:
    hall.window.open("today")
    hall.settle()
    hall.window.today.search.setText("55195")
    assert [one.buyer for one in hall.window.today.model.rows] == ["Amira Haddad"]
    hall.window.today.search.setText("mug-blau")
    assert [one.buyer for one in hall.window.today.model.rows] == ["Amira Haddad"]
