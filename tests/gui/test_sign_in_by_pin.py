"""Signing in without a badge: one's number, six dots, Enter. No digit is seen or looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.gui import theme
from fbm_desk.gui.bridge import Bridge
from fbm_desk.gui.gallery import paint, scene_of
from fbm_desk.gui.gallery_beside import PINS
from fbm_desk.gui.gallery_views import NOW, WAITING, bench_views
from fbm_desk.gui.packing_screen import PackingScreen
from fbm_desk.gui.pin_pad import PinPad, PinState
from fbm_desk.gui.scan_input import ScanInput
from fbm_desk.gui.tokens import LIGHT
from tests.gui.bench_world import HeardSounds, ScriptedDesk
from tests.gui.typing_hands import Hands

pytestmark = pytest.mark.usefixtures("british", "typeface")
LOCKED = replace(bench_views()["locked-pages"], with_pin=PINS)
MARA = replace(WAITING, verdict=Verdict(VerdictCode.SIGNED_IN, who="Mara"))
PIN = "482915"


@dataclass
class Locked:
    """A locked bench on the screen, hands at its keyboard."""

    screen: PackingScreen
    desk: ScriptedDesk
    hands: Hands
    clock: list[datetime]

    @property
    def name(self) -> str:
        """What a screen reader reads."""
        return str(self.screen.accessibleName())


@pytest.fixture
def locked(qtbot: QtBot, typeface: QApplication, bridge: Bridge) -> Iterator[Locked]:
    desk = ScriptedDesk(LOCKED, {"PIN": MARA, "BADGE-7": MARA, "UNDO": LOCKED, "FINISH": LOCKED})
    clock = [NOW]
    screen = PackingScreen(desk, bridge, HeardSounds(), now=lambda: clock[0], reduced_motion=True)
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    theme.apply(typeface, LIGHT)
    scans = ScanInput(typeface, scan_code_offset=None)
    screen.attach(scans, lambda: True)
    screen.show()
    screen.setFocus()
    with qtbot.waitSignal(screen.view_shown):
        screen.start()
    yield Locked(screen, desk, Hands(screen), clock)
    screen.stop()
    typeface.removeEventFilter(scans)
    scans.deleteLater()


def typed(locked: Locked, text: str) -> None:
    """Type, and wait until the last key is nobody else's."""
    locked.hands.type(text)
    locked.hands.press(Qt.Key.Key_Insert)  # means nothing; what was held back is let go


def test_ones_number_then_six_digits_then_enter(qtbot: QtBot, locked: Locked) -> None:
    typed(locked, "2")
    assert locked.name == "Ødger Lund: your PIN. 0 of 6 digits"
    typed(locked, PIN)
    assert locked.name.endswith("6 of 6 digits")
    assert locked.desk.pins == []
    with qtbot.waitSignal(locked.screen.view_shown):
        typed(locked, "\r")
    assert locked.desk.pins == [(2, PIN)]
    assert locked.desk.scans == []
    assert locked.name.startswith("Hello, Mara")


def test_no_digit_is_shown_nor_read_out(locked: Locked) -> None:
    seen: list[str] = []
    locked.hands.type("1")
    for digit in PIN:
        typed(locked, digit)
        seen.append(locked.name)
    state = scene_of("locked-pin-whole", bench_views()["locked-pin-whole"])
    assert not any(digits in " ".join(seen) for digits in ("48", "82", "29", "915"))
    shown = {run.words for run in paint(state, LIGHT, (1366, 768)).runs}
    assert not shown & set(PIN) | {PIN} & shown


def test_nine_turns_the_page_and_the_numbers_begin_anew(locked: Locked) -> None:
    typed(locked, "92")
    assert locked.name.startswith("Sina Maly: your PIN")


def test_a_number_nobody_has_and_a_nought_begin_nothing(locked: Locked) -> None:
    typed(locked, "9")
    typed(locked, "70")
    assert locked.name == "Scan your badge"
    assert locked.desk.scans == []


def test_backspace_takes_a_digit_back_and_esc_the_name(locked: Locked) -> None:
    typed(locked, "148\b")
    assert locked.name.endswith("1 of 6 digits")
    typed(locked, "\x1b")
    assert locked.name == "Scan your badge"
    assert locked.desk.scans == []


def test_enter_before_the_sixth_digit_sends_nothing(locked: Locked) -> None:
    typed(locked, "148291\r")
    assert locked.name.endswith("5 of 6 digits")
    assert locked.desk.pins == []
    assert locked.desk.scans == []


def test_a_badge_signs_in_while_a_pin_is_typed(qtbot: QtBot, locked: Locked) -> None:
    typed(locked, "148")
    with qtbot.waitSignal(locked.screen.view_shown):
        locked.hands.scan("BADGE-7")
    assert [text for text, _ in locked.desk.scans] == ["BADGE-7"]
    assert locked.name.startswith("Hello, Mara")


def test_a_pin_typed_as_fast_as_a_scanner_is_still_a_pin(qtbot: QtBot, locked: Locked) -> None:
    typed(locked, "1")
    with qtbot.waitSignal(locked.screen.view_shown):
        locked.hands.scan(PIN)
    assert locked.desk.pins == [(1, PIN)]
    assert locked.desk.scans == []


def test_letters_are_nobodys_while_a_pin_is_typed(locked: Locked) -> None:
    typed(locked, "14ab8")
    assert locked.name.endswith("2 of 6 digits")


def test_what_was_begun_and_left_alone_is_forgotten(qapp: QApplication) -> None:
    pad = PinPad(qapp)
    pad.offer(PINS)
    pad.choose(1)
    pad.key("4")
    assert pad.state == PinState(0, PINS[0], 1)
    pad.offer(PINS[1:])  # somebody left: the numbers are others'
    assert pad.state == PinState()
    pad.deleteLater()


def test_a_bench_that_rests_counts_down_and_then_asks_for_the_badge_again() -> None:
    view = bench_views()["locked-rests"]
    scene = scene_of("locked-rests", view)
    assert scene.spoken.hint == "Scan your badge, or wait 28 s"
    later = replace(scene, now=NOW + timedelta(seconds=29))
    assert later.spoken.words == "Scan your badge"
    names = {person.name for person in view.with_pin}
    assert not names & {run.words for run in paint(scene, LIGHT, (1366, 768)).runs} - {
        person.name for person in view.here_today
    }


@pytest.mark.parametrize("name", [one for one in bench_views() if one.startswith("locked")])
def test_no_order_and_no_buyer_is_on_a_locked_bench(name: str) -> None:
    told = {
        run.words for run in paint(scene_of(name, bench_views()[name]), LIGHT, (1280, 800)).runs
    }
    assert not any("305-4471926" in text or "Lisboa" in text for text in told)
