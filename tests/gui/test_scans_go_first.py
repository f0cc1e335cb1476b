"""The window says when a scan begins and when its verdict is painted: meanwhile others rest."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fbm_desk.domain.scan_source import ScanSource
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.gallery_views import PACKING, bench_views
from fbm_desk.gui.instruments import Instruments, OpenDevices
from fbm_desk.gui.packing_screen import PackingScreen
from fbm_desk.gui.scan_input import ScanInput
from fbm_desk.threads import scans_first
from tests.gui.bench_world import HeardSounds, ScriptedDesk
from tests.patient import patient

VIEWS = bench_views()
ANSWER, OTHER = VIEWS["counted"], VIEWS["wrong"]


class Watched(PackingScreen):
    """A bench that notes whether a scan was under way each time it was painted."""

    painted: list[tuple[bool, bool]]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Painted, with the answer or not."""
        super().paintEvent(event)
        view = self.view()
        answered = view is not None and view.verdict is ANSWER.verdict
        self.painted.append((answered, scans_first.under_way))


class Bench:
    """A bench on the screen, the window's door, and a gate before its desk's answers."""

    def __init__(self, bridge: Bridge, app: QApplication) -> None:
        self.desk = ScriptedDesk(PACKING, {"MUG4711": ANSWER, "GREEN4711": OTHER})
        self.gate, self.asked = threading.Event(), threading.Event()
        self.desk.before_answer = self._wait
        self.screen = Watched(self.desk, bridge, HeardSounds(), reduced_motion=True)
        self.screen.painted = []
        self.door = ScanInput(app)
        self.screen.attach(self.door, lambda: True)

    def type(self, text: str) -> None:
        """Keys, a moment apart."""
        for char in text:
            code = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, char)
                QCoreApplication.sendEvent(self.screen.windowHandle(), event)

    def _wait(self) -> None:
        self.asked.set()
        assert self.gate.wait(10)


@pytest.fixture
def bench(qtbot: QtBot, typeface: QApplication, bridge: Bridge) -> Iterator[Bench]:
    bench = Bench(bridge, typeface)
    qtbot.addWidget(bench.screen)
    bench.screen.show()
    with qtbot.waitSignal(bench.screen.view_shown):
        bench.screen.start()
    with patient():
        yield bench
    bench.gate.set()
    bench.screen.stop()
    typeface.removeEventFilter(bench.door)


def test_a_scan_is_under_way_from_its_first_key_until_its_answer_is_painted(
    qtbot: QtBot, bench: Bench
) -> None:
    assert not scans_first.under_way
    bench.type("M")
    assert scans_first.under_way
    bench.type("UG4711\r")
    qtbot.waitUntil(bench.asked.is_set)
    assert scans_first.under_way
    bench.gate.set()
    qtbot.waitUntil(lambda: not scans_first.under_way)
    assert (True, True) in bench.screen.painted  # with the answer, before others went on


def test_a_picture_that_is_no_answer_ends_nothing(qtbot: QtBot, bench: Bench) -> None:
    bench.type("MUG4711\r")
    bench.screen.painted.clear()
    bench.screen.update()
    qtbot.waitUntil(lambda: bool(bench.screen.painted))
    QCoreApplication.processEvents()
    assert scans_first.under_way


def test_of_several_scans_the_last_one_ends_it(qtbot: QtBot, bench: Bench) -> None:
    bench.gate.set()
    bench.type("MUG4711\rGREEN4711\rMUG4711\r")
    qtbot.waitUntil(lambda: not scans_first.under_way)
    assert len(bench.desk.scans) == 3


def test_what_a_person_types_holds_nothing_up_for_longer_than_it_takes_to_know(
    qtbot: QtBot, bench: Bench
) -> None:
    bench.type("M")
    assert scans_first.under_way
    qtbot.waitUntil(lambda: not scans_first.under_way)
    assert not bench.desk.scans


def test_a_scan_that_cannot_be_answered_ends_it_too(qtbot: QtBot, bench: Bench) -> None:
    bench.gate.set()
    with qtbot.waitSignal(bench.screen.scan_failed):
        bench.type("NOBODYS4711\r")
    qtbot.waitUntil(lambda: not scans_first.under_way)


def test_a_scanner_at_a_port_begins_a_scan_in_its_own_thread(bridge: Bridge, bench: Bench) -> None:
    devices = Instruments(_none, bridge, bench.screen)
    reading = threading.Thread(
        target=devices.scanned, args=("MUG4711", "Scanner", ScanSource.SERIAL)
    )
    reading.start()
    reading.join()
    assert not bench.desk.scans
    assert scans_first.under_way


def test_noise_of_a_scanner_is_no_scan(bridge: Bridge, bench: Bench) -> None:
    Instruments(_none, bridge, bench.screen).scanned("", "Scanner", ScanSource.SERIAL)
    assert not scans_first.under_way


def _none(_instruments: Instruments) -> OpenDevices:
    raise AssertionError("no device is opened here")
