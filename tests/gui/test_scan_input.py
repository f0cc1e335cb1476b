"""Keys at the window's door: scans go to the bench, typing goes where it was meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fbm_desk.devices.wedge import WedgeSettings
from fbm_desk.gui.key_positions import POSITIONS
from fbm_desk.gui.scan_input import ScanInput

X11 = 8
FAST_MS, SLOW_MS = 2, 120
FIRST_REPEAT_MS, REPEAT_MS = 250, 33
CODES = {char: code for code, pair in POSITIONS.items() for char in pair}


@dataclass
class Door:
    """A window with a field, a button and a box, and the filter in front of them."""

    window: QWidget
    entry: QLineEdit
    button: QPushButton
    box: QComboBox
    scans: ScanInput
    heard: list[str] = field(default_factory=list)
    presses: list[bool] = field(default_factory=list)
    clock_ms: int = 10_000

    def key(self, char: str, gap_ms: int, text: str | None = None, repeat: bool = False) -> None:
        """One key pressed and released as X11 would send it, `gap_ms` after the one before."""
        self.clock_ms += gap_ms
        shift = Qt.KeyboardModifier.ShiftModifier
        shifted = any(char == pair[1] != pair[0] for pair in POSITIONS.values())
        held = shift if shifted else Qt.KeyboardModifier.NoModifier
        code = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char.upper()))
        scan_code = 36 if char == "\r" else CODES[char] + X11
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(
                kind, code, held, scan_code, 0, 0, char if text is None else text, repeat
            )
            event.setTimestamp(self.clock_ms)
            QCoreApplication.sendEvent(self.window.windowHandle(), event)

    def release(self, char: str, code: Qt.Key, gap_ms: int) -> None:
        """A key whose press an input method kept to itself."""
        self.clock_ms += gap_ms
        none = Qt.KeyboardModifier.NoModifier
        event = QKeyEvent(QEvent.Type.KeyRelease, code, none, CODES[char] + X11, 0, 0, "")
        event.setTimestamp(self.clock_ms)
        QCoreApplication.sendEvent(self.window.windowHandle(), event)

    def event(
        self, down: bool, code: Qt.Key | int, held: Qt.KeyboardModifier, text: str = ""
    ) -> None:
        """One half of a key that no table knows, a moment after what came before."""
        self.clock_ms += FAST_MS
        kind = QEvent.Type.KeyPress if down else QEvent.Type.KeyRelease
        event = QKeyEvent(kind, int(code), held, 0, 0, 0, text)
        event.setTimestamp(self.clock_ms)
        QCoreApplication.sendEvent(self.window.windowHandle(), event)

    def alt_number(
        self, digits: str, composed: str = "", keys: tuple[Qt.Key, ...] = (), pad: bool = True
    ) -> None:
        """Alt and a number, as a scanner types it, and what Windows makes of it after that.

        `keys` are what the digits' keys are called where that is not their digit.
        """
        none, alt = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
        held = alt | Qt.KeyboardModifier.KeypadModifier if pad else alt
        self.event(True, Qt.Key.Key_Alt, none)
        for code in keys or tuple(Qt.Key(ord(digit)) for digit in digits):
            self.event(True, code, held, "" if pad else chr(code))
            self.event(False, code, held)
        self.event(False, Qt.Key.Key_Alt, none)
        if composed:
            for down in (True, False):
                self.event(down, 0, none, composed)

    def compose(self, text: str) -> None:
        """What an input method makes of keys, for the field in focus."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QCoreApplication.sendEvent(self.entry, event)

    def send(self, text: str, gap_ms: int) -> None:
        """Several keys at one pace."""
        for char in text:
            self.key(char, gap_ms)


class Delivered(QObject):
    """Writes down which keys the window got."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[QEvent.Type, int]] = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() in (
            QEvent.Type.KeyPress,
            QEvent.Type.KeyRelease,
        ):
            self.seen.append((event.type(), int(event.key())))
        return False


@pytest.fixture
def keys(door: Door) -> Iterator[Delivered]:
    """What comes through the door; asked after it."""
    delivered = Delivered()
    door.window.windowHandle().installEventFilter(delivered)
    yield delivered
    door.window.windowHandle().removeEventFilter(delivered)


@pytest.fixture
def door(qtbot: QtBot, qapp: QApplication) -> Iterator[Door]:
    window = QWidget()
    qtbot.addWidget(window)
    entry, button, box = QLineEdit(), QPushButton("Sign"), QComboBox()
    box.addItems(["Kestrel", "Xenon"])
    layout = QVBoxLayout(window)
    for part in (entry, button, box):
        layout.addWidget(part)
    scans = ScanInput(qapp, scan_code_offset=X11)
    door = Door(window, entry, button, box, scans)
    scans.scanned.connect(lambda text: door.heard.append(f"scan {text}"))
    scans.typed.connect(lambda text: door.heard.append(f"typing {text}"))
    scans.typed_entered.connect(lambda text: door.heard.append(f"entered {text}"))
    scans.key_pressed.connect(lambda key: door.heard.append(f"key {key}"))
    button.clicked.connect(lambda: door.presses.append(True))
    window.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.show()
    window.activateWindow()
    window.setFocus()  # the bench: nothing to type into
    qtbot.waitActive(window)
    yield door
    qapp.removeEventFilter(scans)
    scans.deleteLater()


def test_a_scan_is_never_typed_into_a_field(door: Door) -> None:
    door.entry.setFocus()
    door.send("X1 FY7\r", FAST_MS)
    assert door.heard == ["scan X1 FY7"]
    assert door.entry.text() == ""


def test_a_scan_never_presses_the_button_in_focus(door: Door) -> None:
    door.button.setFocus()
    door.send("X1 FY7\r", FAST_MS)
    assert door.heard == ["scan X1 FY7"]
    assert door.presses == []


def test_a_scan_never_chooses_in_a_box(door: Door) -> None:
    door.box.setFocus()
    door.send("XENO7\r", FAST_MS)
    assert door.box.currentText() == "Kestrel"


def test_what_a_person_types_into_a_field_arrives(door: Door) -> None:
    door.entry.setFocus()
    door.send("mug 350", SLOW_MS)
    door.send("\r", SLOW_MS)
    assert door.entry.text() == "mug 350"
    assert not [line for line in door.heard if line.startswith("scan")]


def test_the_last_slow_key_arrives_without_another_one(qtbot: QtBot, door: Door) -> None:
    door.entry.setFocus()
    door.key("m", SLOW_MS)
    qtbot.waitUntil(lambda: door.entry.text() == "m")


def test_a_scan_without_an_end_key_is_over_after_silence(qtbot: QtBot, door: Door) -> None:
    with qtbot.waitSignal(door.scans.scanned) as caught:
        door.send("MUG-BLU-350", FAST_MS)
    assert caught.args == ["MUG-BLU-350"]


def test_positions_tell_the_code_whatever_the_layout_says(door: Door) -> None:
    # A German layout turns the scanner's y into z and its minus into ß.
    for char, wrong in zip("y-7y", "zß7z", strict=True):
        door.key(char, FAST_MS, text=wrong)
    door.key("\r", FAST_MS)
    assert door.heard == ["scan y-7y"]


def test_capitals_come_with_shift_and_not_with_caps_lock(door: Door) -> None:
    for char, wrong in zip("Mug7", "mUG7", strict=True):
        door.key(char, FAST_MS, text=wrong)
    door.key("\r", FAST_MS)
    assert door.heard == ["scan Mug7"]


def test_a_group_separator_is_part_of_the_code(door: Door) -> None:
    door.send("10A7", FAST_MS)
    event = QKeyEvent(
        QEvent.Type.KeyPress,
        Qt.Key.Key_BracketRight,
        Qt.KeyboardModifier.ControlModifier,
        27 + X11,
        0,
        0,
        "",
    )
    door.clock_ms += FAST_MS
    event.setTimestamp(door.clock_ms)
    QCoreApplication.sendEvent(door.window.windowHandle(), event)
    door.send("21S1\r", FAST_MS)
    assert door.heard == ["scan 10A7\x1d21S1"]


def test_a_key_held_down_is_no_scan(door: Door) -> None:
    door.key("7", SLOW_MS)
    door.key("7", FIRST_REPEAT_MS, repeat=True)
    for _ in range(20):
        door.key("7", REPEAT_MS, repeat=True)
    door.key("\r", SLOW_MS)
    assert door.heard == ["typing 7", "typing ", "entered 7"]


def test_a_doubled_character_that_qt_takes_for_a_key_held_down_is_there_twice(door: Door) -> None:
    door.key("4", SLOW_MS)
    for char, repeat in (("0", False), ("0", True), ("6", False), ("6", True), ("\r", False)):
        door.key(char, 0, repeat=repeat)
    assert door.heard == ["scan 40066"]


def test_an_accent_key_that_the_input_method_keeps_is_part_of_the_scan(door: Door) -> None:
    """On a German keyboard "=" is an accent, and "a" after it becomes a letter with one."""
    door.entry.setFocus()
    door.send("x17", FAST_MS)
    door.release("=", Qt.Key.Key_Dead_Acute, FAST_MS)
    door.compose("á")
    door.release("a", Qt.Key.Key_A, FAST_MS)
    door.send("25\r", FAST_MS)
    assert door.heard == ["scan x17=a25"]
    assert door.entry.text() == ""


def test_a_letter_with_an_accent_that_a_person_types_arrives(door: Door, qtbot: QtBot) -> None:
    door.entry.setFocus()
    door.send("Ren", SLOW_MS)
    door.release("=", Qt.Key.Key_Dead_Acute, SLOW_MS)
    qtbot.waitUntil(lambda: not door.scans.holding)
    door.compose("é")
    door.release("e", Qt.Key.Key_E, FAST_MS)
    qtbot.waitUntil(lambda: door.entry.text() != "Ren")
    assert door.entry.text() == "René"


def test_a_composed_letter_goes_to_the_scan_whose_keys_wait_in_the_queue(
    door: Door, qtbot: QtBot
) -> None:
    door.entry.setFocus()
    door.compose("á")
    door.send("x17", FAST_MS)
    door.release("=", Qt.Key.Key_Dead_Acute, FAST_MS)
    door.release("a", Qt.Key.Key_A, FAST_MS)
    door.send("\r", FAST_MS)
    assert door.heard == ["scan x17=a"]
    qtbot.waitUntil(lambda: not door.scans.holding)
    assert door.entry.text() == ""


def test_typing_at_the_bench_is_shown_corrected_and_entered(door: Door) -> None:
    door.send("40067", SLOW_MS)
    door.key("1", SLOW_MS)
    QTest.keyClick(door.window.windowHandle(), Qt.Key.Key_Backspace)
    door.key("\r", SLOW_MS)
    assert door.heard[-4:] == ["typing 400671", "typing 40067", "typing ", "entered 40067"]


def test_escape_drops_what_was_typed_and_only_then_means_undo(door: Door) -> None:
    door.key("4", SLOW_MS)
    QTest.keyClick(door.window.windowHandle(), Qt.Key.Key_Escape)
    QTest.keyClick(door.window.windowHandle(), Qt.Key.Key_Escape)
    assert door.heard == ["typing 4", "typing ", "key Esc"]


def test_a_digit_answers_an_open_question_at_once(qtbot: QtBot, door: Door) -> None:
    door.scans.question_open = lambda: True
    with qtbot.waitSignal(door.scans.typed_entered) as caught:
        door.key("2", SLOW_MS)
    assert caught.args == ["2"]


@pytest.mark.parametrize("gap_ms", [2, 20])
def test_the_enter_of_a_scanned_answer_finishes_nothing(door: Door, gap_ms: int) -> None:
    door.scans.question_open = lambda: True
    door.send("2\r", gap_ms)
    door.key("\r", 1_000)
    assert door.heard == ["entered 2", "key Enter"]


def test_a_scanned_digit_code_does_not_answer_the_question(door: Door) -> None:
    door.scans.question_open = lambda: True
    door.send("4006381333948\r", FAST_MS)
    assert door.heard == ["scan 4006381333948"]


def test_a_button_is_still_pressed_by_hand(qtbot: QtBot, door: Door) -> None:
    door.button.setFocus()
    door.key(" ", SLOW_MS)
    qtbot.waitUntil(lambda: door.presses == [True])


def test_away_from_the_bench_typing_stays_where_it_is(door: Door) -> None:
    door.scans.bench_in_front = lambda: False
    door.entry.setFocus()
    door.send("abc", SLOW_MS)
    QTest.keyClick(door.window.windowHandle(), Qt.Key.Key_Escape)
    assert door.entry.text() == "abc"
    assert door.heard == []


def test_a_scan_reaches_the_bench_from_every_screen(door: Door) -> None:
    door.scans.bench_in_front = lambda: False
    door.send("MUG-1\r", FAST_MS)
    assert door.heard == ["scan MUG-1"]


def test_keys_without_time_or_place_are_taken_by_their_text(qtbot: QtBot, door: Door) -> None:
    # Their time is when they come, which on a busy computer is any time.
    door.scans.use(WedgeSettings(hold_gap_ms=5_000, median_gap_ms=5_000, silence_ms=10_000))
    with qtbot.waitSignal(door.scans.scanned) as caught:
        for char in "MUG7\r":
            key = Qt.Key.Key_Return if char == "\r" else Qt.Key(ord(char))
            QTest.keyClick(door.window.windowHandle(), key)
    assert caught.args == ["mug7"]


def test_more_than_a_code_can_hold_goes_nowhere(door: Door) -> None:
    door.entry.setFocus()
    door.send("x" * 600 + "\r", FAST_MS)
    assert door.heard == []
    assert door.entry.text() == ""


def test_a_second_enter_of_a_scanner_is_nobodys_finish(door: Door) -> None:
    door.send("MUG-7\r", FAST_MS)
    door.key("\r", FAST_MS)
    assert door.heard == ["scan MUG-7"]
    door.key("\r", 1_000)
    assert door.heard == ["scan MUG-7", "key Enter"]


def test_a_function_key_in_a_scan_is_the_scanners(door: Door) -> None:
    door.send("0104006381333931", FAST_MS)
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F2, Qt.KeyboardModifier.NoModifier)
    event.setTimestamp(door.clock_ms + FAST_MS)
    QCoreApplication.sendEvent(door.window.windowHandle(), event)
    assert door.heard == ["scan 0104006381333931"]


def test_commands_are_pressed_with_and_without_shift(door: Door) -> None:
    for key, held in (
        (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier),
    ):
        QTest.keyClick(door.window.windowHandle(), key, held)
    assert door.heard == ["key F6", "key Shift F6", "key Ctrl Z"]


@pytest.mark.parametrize("composed", ["", "\x1d", "\u2194"])
@pytest.mark.parametrize("number", ["29", "029", "0029"])
def test_a_separator_typed_by_its_number_is_part_of_the_code_once(
    door: Door, number: str, composed: str
) -> None:
    door.entry.setFocus()
    door.send("0104006381333931", FAST_MS)
    door.send("10A7", FAST_MS)
    door.alt_number(number, composed)
    door.send("21S1", FAST_MS)
    door.alt_number(number, composed)
    door.send("17270131\r", FAST_MS)
    assert door.heard == ["scan 010400638133393110A7\x1d21S1\x1d17270131"]
    assert door.entry.text() == ""
    assert not door.scans.holding


@pytest.mark.parametrize(("number", "sign"), [("0028", "\x1c"), ("030", "\x1e"), ("4", "\x04")])
def test_the_other_separators_come_by_their_numbers_too(door: Door, number: str, sign: str) -> None:
    door.send("[)>", FAST_MS)
    door.alt_number(number, sign)
    door.send("06\r", FAST_MS)
    assert door.heard == [f"scan [)>{sign}06"]


def test_a_number_is_typed_without_num_lock_or_above_the_letters_too(door: Door) -> None:
    unlocked = (Qt.Key.Key_Insert, Qt.Key.Key_Insert, Qt.Key.Key_Down, Qt.Key.Key_PageUp)
    door.send("10A7", FAST_MS)
    door.alt_number("0029", keys=unlocked)
    door.send("21S1", FAST_MS)
    door.alt_number("0029", pad=False)
    door.send("30\r", FAST_MS)
    assert door.heard == ["scan 10A7\x1d21S1\x1d30"]


def test_a_composed_separator_counts_where_its_digits_were_not_seen(door: Door) -> None:
    door.send("10A7", FAST_MS)
    door.alt_number("", composed="\x1e")
    door.send("21S1\r", FAST_MS)
    assert door.heard == ["scan 10A7\x1e21S1"]


def test_a_scanner_that_ends_its_codes_by_number_ends_them_once(door: Door) -> None:
    door.send("MUG-7", FAST_MS)
    door.alt_number("0013", composed="\r")
    door.send("MUG-8", FAST_MS)
    door.alt_number("0013", composed="\r")
    assert door.heard == ["scan MUG-7", "scan MUG-8"]
    assert not door.scans.holding


def test_a_slow_number_is_no_gap_in_a_code(door: Door) -> None:
    door.send("10A7", FAST_MS)
    none, alt = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
    door.event(True, Qt.Key.Key_Alt, none)
    for digit in "0029":
        door.clock_ms += 18
        for down in (True, False):
            door.event(down, ord(digit), alt | Qt.KeyboardModifier.KeypadModifier)
    door.clock_ms += 18
    door.event(False, Qt.Key.Key_Alt, none)
    door.send("21S1\r", FAST_MS)
    assert door.heard == ["scan 10A7\x1d21S1"]


def test_peoples_keys_with_alt_arrive_where_no_scan_comes_in(door: Door, keys: Delivered) -> None:
    door.alt_number("0029", composed="\x1d")
    door.send("m", SLOW_MS)
    door.clock_ms += SLOW_MS
    door.alt_number("1")
    pressed = [name for kind, name in keys.seen if kind is QEvent.Type.KeyPress]
    assert pressed[:5] == [Qt.Key.Key_Alt, *map(int, b"0029")]
    assert pressed[-2:] == [Qt.Key.Key_Alt, Qt.Key.Key_1]
    assert not [line for line in door.heard if line.startswith("scan")]


def test_alt_pressed_right_after_a_letter_goes_on_with_it(
    qtbot: QtBot, door: Door, keys: Delivered
) -> None:
    door.entry.setFocus()
    door.send("m", SLOW_MS)
    none, alt = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
    door.event(True, Qt.Key.Key_Alt, none)
    qtbot.waitUntil(lambda: not door.scans.holding)
    door.event(True, Qt.Key.Key_F3, alt)
    door.event(False, Qt.Key.Key_F3, alt)
    door.event(False, Qt.Key.Key_Alt, none)
    assert door.entry.text() == "m"
    assert [name for kind, name in keys.seen if kind is QEvent.Type.KeyPress] == [
        Qt.Key.Key_M,
        Qt.Key.Key_Alt,
        Qt.Key.Key_F3,
    ]
    released = [name for kind, name in keys.seen if kind is QEvent.Type.KeyRelease]
    assert released == [Qt.Key.Key_M, Qt.Key.Key_F3, Qt.Key.Key_Alt]
