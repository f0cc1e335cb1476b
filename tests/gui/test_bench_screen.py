"""The bench as its people meet it: scans answered in order, verdicts shown, said and sounded."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QColor, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.gui import theme
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.gallery import paint, scene_of
from fbm_desk.gui.gallery_views import (
    FULL_ORDER,
    LABEL,
    NOW,
    PACKING,
    STATUS,
    WAITING,
    bench_views,
)
from fbm_desk.gui.packing_screen import PackingScreen
from fbm_desk.gui.tokens import DARK, LIGHT
from fbm_desk.services.desk_view import BenchScreen, BenchView, LabelStep, StatusEntry
from fbm_desk.services.topics import Topic
from tests.gui.bench_world import HeardSounds, ScriptedDesk

pytestmark = pytest.mark.usefixtures("british")
VIEWS = bench_views()


class Bench:
    """A shown screen with its desk and loudspeaker."""

    def __init__(self, screen: PackingScreen, desk: ScriptedDesk, sounds: HeardSounds) -> None:
        self.screen, self.desk, self.sounds = screen, desk, sounds

    @property
    def view(self) -> BenchView:
        """What is shown."""
        view = self.screen.view()
        assert view is not None
        return view

    @property
    def name(self) -> str:
        """What a screen reader reads."""
        return str(self.screen.accessibleName())


@pytest.fixture
def clock() -> list[datetime]:
    """The time on the wall; tests may turn it."""
    return [NOW]


@pytest.fixture
def bench(
    qtbot: QtBot, typeface: QApplication, bridge: Bridge, clock: list[datetime]
) -> Iterator[Bench]:
    answers = {
        "MUG": VIEWS["counted"],
        "GREEN": VIEWS["wrong"],
        "STOP": VIEWS["cancelled"],
        "FINISH": replace(WAITING, verdict=Verdict(VerdictCode.TAKEN_OUT)),
        "HOLD": VIEWS["hold"],
        "UNDO": VIEWS["undone"],
        "DEMO-RIGHT": VIEWS["counted"],
        "DEMO-WRONG": VIEWS["wrong"],
    }
    desk, sounds = ScriptedDesk(PACKING, answers), HeardSounds()
    screen = PackingScreen(desk, bridge, sounds, now=lambda: clock[0], reduced_motion=True)
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    theme.apply(typeface, LIGHT)
    screen.show()
    with qtbot.waitSignal(screen.view_shown):
        screen.start()
    yield Bench(screen, desk, sounds)
    screen.stop()


def scan(qtbot: QtBot, bench: Bench, text: str) -> None:
    """Scan and wait for the answer."""
    with qtbot.waitSignal(bench.screen.view_shown):
        bench.screen.take_scan(text)


def colour(bench: Bench, x: int, y: int) -> QColor:
    """One pixel of the screen."""
    return bench.screen.grab().toImage().pixelColor(x, y)


def until(qtbot: QtBot, condition: Callable[[], bool]) -> None:
    """Wait for what a timer brings."""
    qtbot.waitUntil(condition, timeout=10_000)


def test_a_scan_is_answered_on_the_databases_thread(qtbot: QtBot, bench: Bench) -> None:
    scan(qtbot, bench, "MUG")
    assert bench.desk.threads == {"test database"}
    assert bench.name.startswith("Counted. 1 more")
    assert bench.sounds.heard == ["counted"]
    assert colour(bench, 800, 100) == QColor(LIGHT.goS)


@pytest.mark.parametrize("name", ["packing", "wrong", "locked", "complete", "hold"])
def test_the_screen_shows_what_the_gallery_shows(bench: Bench, name: str) -> None:
    # A widget hands its own font's features down to what is painted on it; a picture does not.
    bench.screen.set_status(STATUS)
    bench.screen.show_view(VIEWS[name])
    shown = bench.screen.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert shown == paint(scene_of(name, VIEWS[name]), LIGHT, (1366, 768)).image


def test_scans_keep_their_order_and_each_has_its_own_id(qtbot: QtBot, bench: Bench) -> None:
    gate = threading.Event()
    bench.desk.before_answer = lambda: assert_opened(gate)
    for text in ("MUG", "GREEN", "MUG", "HOLD"):
        bench.screen.take_scan(text)
    gate.set()
    until(qtbot, lambda: len(bench.desk.scans) == 4)
    assert [text for text, _ in bench.desk.scans] == ["MUG", "GREEN", "MUG", "HOLD"]
    assert len({scan_id for _, scan_id in bench.desk.scans}) == 4
    until(qtbot, lambda: bench.sounds.heard == ["counted", "wrong", "counted", "wanted"])


def assert_opened(gate: threading.Event) -> None:
    """Hold the desk's answer back until the test has sent everything."""
    assert gate.wait(10)


def test_a_nod_is_over_after_a_moment_and_a_refusal_is_not(qtbot: QtBot, bench: Bench) -> None:
    scan(qtbot, bench, "MUG")
    until(qtbot, lambda: bench.name.startswith("Put in 1 more"))
    assert colour(bench, 800, 100) == QColor(LIGHT.surface)
    scan(qtbot, bench, "GREEN")
    assert bench.name.startswith("Wrong item. Put it back")
    assert colour(bench, 40, 600) == QColor(LIGHT.redS)


def test_a_nod_fades_where_motion_is_welcome(
    qtbot: QtBot, typeface: QApplication, bridge: Bridge
) -> None:
    theme.apply(typeface, LIGHT)
    desk = ScriptedDesk(PACKING, {"MUG": VIEWS["counted"]})
    screen = PackingScreen(desk, bridge, HeardSounds(), now=lambda: NOW)
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    screen.show()
    screen.start()
    with qtbot.waitSignal(screen.view_shown):
        screen.take_scan("MUG")
    until(qtbot, lambda: screen.accessibleName().startswith("Put in 1 more"))
    screen.stop()


def test_a_scan_that_could_not_be_answered_is_said_and_the_next_one_works(
    qtbot: QtBot, bench: Bench
) -> None:
    with qtbot.waitSignal(bench.screen.scan_failed):
        bench.screen.take_scan("NOT IN THE SCRIPT")
    status = part(bench, "status")
    assert "was not counted" in status.accessibleName()
    scan(qtbot, bench, "MUG")
    assert "was not counted" not in status.accessibleName()


def test_the_alarm_sounds_until_the_units_are_out(qtbot: QtBot, bench: Bench) -> None:
    scan(qtbot, bench, "STOP")
    assert colour(bench, 1330, 740) == QColor(LIGHT.stop)
    scan(qtbot, bench, "FINISH")
    assert bench.sounds.heard == ["stop", "settle", "counted"]


def test_news_from_elsewhere_do_not_wipe_away_the_answer(
    qtbot: QtBot, bench: Bench, bridge: Bridge
) -> None:
    scan(qtbot, bench, "GREEN")
    bench.desk.fresh = replace(VIEWS["wrong"], verdict=None, came=None, orders_known=106)
    with qtbot.waitSignal(bench.screen.view_shown):
        bridge.announce(frozenset({Topic.ORDERS}))
    assert bench.view.orders_known == 106
    assert bench.name.startswith("Wrong item")
    assert bench.sounds.heard == ["wrong"]


def test_a_cancellation_from_elsewhere_stops_the_bench(
    qtbot: QtBot, bench: Bench, bridge: Bridge
) -> None:
    bench.desk.fresh = VIEWS["cancelled"]
    with qtbot.waitSignal(bench.screen.view_shown):
        bridge.announce(frozenset({Topic.SESSION}))
    assert bench.sounds.heard == ["stop"]
    assert bench.view.screen is BenchScreen.STOPPED


def test_what_does_not_concern_the_bench_leaves_it_alone(
    qtbot: QtBot, bench: Bench, bridge: Bridge
) -> None:
    bench.desk.fresh = VIEWS["cancelled"]
    with qtbot.waitSignal(bridge.changed):
        bridge.announce(frozenset({Topic.STOCK}))
    scan(qtbot, bench, "MUG")
    assert bench.sounds.heard == ["counted"]


def test_a_label_under_way_is_seen_waiting(qtbot: QtBot, bench: Bench) -> None:
    label = replace(LABEL, step=LabelStep.BUYING)
    full = replace(PACKING, screen=BenchScreen.FULL, order=FULL_ORDER, label=label)
    bench.screen.show_view(full)
    before = bench.screen.grab().toImage()
    until(qtbot, lambda: bench.screen.grab().toImage() != before)


def test_digits_answer_only_where_there_is_a_question(qtbot: QtBot, bench: Bench) -> None:
    assert not bench.screen.question_open()
    scan(qtbot, bench, "HOLD")
    assert bench.screen.question_open()


def test_the_van_comes_nearer_by_the_minute(
    qtbot: QtBot, bench: Bench, clock: list[datetime]
) -> None:
    header = part(bench, "header")
    assert "1 h 12 min to the 16:30 van" in header.accessibleName()
    clock[0] = NOW + timedelta(minutes=50)
    until(qtbot, lambda: "22 min to the 16:30 van" in header.accessibleName())


def test_a_screen_reader_finds_every_part_by_name(bench: Bench) -> None:
    bench.screen.set_status((StatusEntry("printer", "Printers ready"),))
    interface = QAccessible.queryAccessibleInterface(bench.screen)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name) == "Put in 2 more. Enamel mug, blue: 1 of 3"
    assert "305-4471926-8830217" in interface.text(QAccessible.Text.Description)
    names = {
        interface.child(at).text(QAccessible.Text.Name) for at in range(interface.childCount())
    }
    assert any("Lisboa, Portugal" in name for name in names)
    assert any("Gift message" in name and "Beeswax candle 0 of 1" in name for name in names)
    assert any("Printers ready" in name for name in names)


def test_a_dropped_file_is_handed_on(qtbot: QtBot, bench: Bench) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/orders/report.txt")])
    move, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    held = Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(bench.screen.files_dropped) as caught:
        bench.screen.dropEvent(QDropEvent(QPointF(10, 10), move, data, left, held))
    assert [path.name for path in caught.args[0]] == ["report.txt"]


def test_the_theme_can_change_under_an_order(typeface: QApplication, bench: Bench) -> None:
    theme.apply(typeface, DARK)
    assert colour(bench, 5, 5) == QColor(DARK.canvas)
    theme.apply(typeface, LIGHT)
    assert colour(bench, 5, 5) == QColor(LIGHT.canvas)


def test_a_bench_without_a_loudspeaker_says_so(bench: Bench) -> None:
    bench.sounds.audible = False
    bench.screen.set_status(())
    status = part(bench, "status")
    assert "No sound on this computer" in status.accessibleName()


def part(bench: Bench, name: str) -> QWidget:
    """One of the widgets a screen reader finds."""
    found = bench.screen.findChild(QWidget, name)
    assert isinstance(found, QWidget)
    return found
