"""F8: three scans of one code tell how a scanner types; it is used at once, and kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fbm_desk import scanner_kept, settings
from fbm_desk.devices.wedge import WedgeSettings
from fbm_desk.devices.wedge_learning import TEST_CODE
from fbm_desk.gui import theme
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.gallery_views import NOW, PACKING, bench_views
from fbm_desk.gui.packing_screen import PackingScreen
from fbm_desk.gui.scan_input import ScanInput
from fbm_desk.gui.scanner_setup import Kept
from fbm_desk.gui.tokens import LIGHT
from fbm_desk.settings import ScannerSettings, Settings
from tests.gui.bench_world import HeardSounds, ScriptedDesk
from tests.gui.typing_hands import Hands

pytestmark = pytest.mark.usefixtures("british", "typeface")
NO_ENTER_MS = 3


class Bench:
    """A bench, its door, and hands that press F8."""

    def __init__(self, screen: PackingScreen, desk: ScriptedDesk, scans: ScanInput) -> None:
        self.screen, self.desk, self.scans = screen, desk, scans
        self.hands = Hands(screen)
        self.kept: list[WedgeSettings] = []
        assert screen.setup is not None
        screen.setup.keep = self._keep

    def _keep(self, learned: WedgeSettings, told: Kept) -> None:
        self.kept.append(learned)
        told(True)

    @property
    def name(self) -> str:
        """What a screen reader reads."""
        return str(self.screen.accessibleName())


@pytest.fixture
def bench(qtbot: QtBot, typeface: QApplication, bridge: Bridge) -> Iterator[Bench]:
    answers = {"MUG-BLU-350": bench_views()["counted"], "UNDO": PACKING}
    desk = ScriptedDesk(PACKING, answers)
    screen = PackingScreen(desk, bridge, HeardSounds(), now=lambda: NOW, reduced_motion=True)
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    theme.apply(typeface, LIGHT)
    scans = ScanInput(typeface, scan_code_offset=None)
    screen.attach(scans, lambda: True)
    screen.show()
    with qtbot.waitSignal(screen.view_shown):
        screen.start()
    yield Bench(screen, desk, scans)
    screen.stop()
    typeface.removeEventFilter(scans)
    scans.deleteLater()


def test_three_scans_are_learned_used_and_kept(bench: Bench) -> None:
    bench.hands.press(Qt.Key.Key_F8)
    assert bench.name.startswith("Scan this code three times")
    for _ in range(2):
        bench.hands.scan(TEST_CODE, 40)
        assert bench.name.startswith("Scan this code three times")
    bench.hands.scan(TEST_CODE, 40)
    assert bench.name.startswith("Learned how it types. 40 ms from key to key")
    assert bench.kept == [bench.scans.settings]
    assert bench.scans.settings.hold_gap_ms == 60
    assert bench.desk.scans == []  # none of it was looked up


def test_a_scan_that_was_too_slow_before_is_one_now(qtbot: QtBot, bench: Bench) -> None:
    bench.hands.press(Qt.Key.Key_F8)
    for _ in range(3):
        bench.hands.scan(TEST_CODE, 40)
    with qtbot.waitSignal(bench.screen.view_shown):
        bench.hands.scan("MUG-BLU-350", 40)
    assert bench.name.startswith("Counted")


def test_a_code_without_an_end_key_is_over_after_a_rest(qtbot: QtBot, bench: Bench) -> None:
    bench.hands.press(Qt.Key.Key_F8)
    assert bench.screen.setup is not None
    for _ in range(3):
        bench.hands.burst(TEST_CODE, NO_ENTER_MS)
        with qtbot.waitSignal(bench.screen.setup.changed):
            pass
    assert "Codes end without a key" in bench.name


def test_other_codes_and_slow_hands_are_told_and_change_nothing(bench: Bench) -> None:
    for text, gap_ms, told in (
        ("MUG-BLU-350", 3, "It was not the test code"),
        (TEST_CODE, 90, "As slow as a person: 90 ms"),
    ):
        bench.hands.press(Qt.Key.Key_F8)
        for _ in range(3):
            bench.hands.scan(text, gap_ms)
        assert bench.name.startswith("Nothing was learned")
        assert told in bench.name
    assert bench.kept == []
    assert bench.scans.settings == WedgeSettings()


def test_esc_ends_it_and_takes_nothing_back(bench: Bench) -> None:
    bench.hands.press(Qt.Key.Key_F8)
    bench.hands.scan(TEST_CODE, 3)
    bench.hands.press(Qt.Key.Key_Escape)
    assert bench.name.startswith("Put in 2 more")
    assert bench.desk.scans == []


def test_its_band_is_seen_after_a_nod_has_faded(qtbot: QtBot, bench: Bench) -> None:
    bench.screen.show_view(bench_views()["counted"])
    qtbot.waitUntil(lambda: bench.name.startswith("Put in"))
    bench.hands.press(Qt.Key.Key_F8)
    shown = bench.screen.grab().toImage()
    assert shown.pixelColor(800, 100) == QColor(LIGHT.ask)


def test_the_word_of_the_sheet_opens_it_too(bench: Bench) -> None:
    bench.hands.scan("SCANNER", 3)
    assert bench.name.startswith("Scan this code three times")
    assert bench.desk.scans == []


def test_after_the_next_start_it_is_known(tmp_path: Path) -> None:
    learned = WedgeSettings(hold_gap_ms=67.5, median_gap_ms=50, silence_ms=92.5, prefix="~")
    settings.save(tmp_path, Settings(bench="Bench 7"))
    scanner_kept.keep(tmp_path, learned)
    kept = settings.load(tmp_path, {})
    assert kept.bench == "Bench 7"
    assert kept.scanner == ScannerSettings("~", 68, 50, 93)
    used = scanner_kept.wedge_of(kept.scanner)
    assert used == replace(learned, hold_gap_ms=68, silence_ms=93)


def test_without_anything_learned_the_usual_gaps_hold() -> None:
    assert scanner_kept.wedge_of(ScannerSettings()) == WedgeSettings()


def test_gaps_nobody_can_mean_are_refused(tmp_path: Path) -> None:
    (tmp_path / settings.FILE_NAME).write_text("[scanner]\nsilence_ms = 0\n", encoding="utf-8")
    with pytest.raises(settings.WrongSetting, match=r"scanner\.silence_ms"):
        settings.load(tmp_path, {})
