"""Catches keyboard-wedge scanners at the window's door, before any field or button sees a key.

Keys are held back until the assembler in `devices.wedge` knows whose they are: a scan goes to the
bench, what a person typed goes on to where it was meant, or into the bench's own line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)

from fbm_desk.devices.wedge import ENDERS, Outcome, Scan, ScanAssembler, WedgeSettings
from fbm_desk.devices.wedge_learning import Key
from fbm_desk.gui import alt_codes
from fbm_desk.gui.key_events import copy, identity, stamp_ms
from fbm_desk.gui.key_names import name_of
from fbm_desk.gui.key_positions import GROUP_SEPARATOR, char_at, offset_of_platform
from fbm_desk.services import bench_keys
from fbm_desk.threads import ScanPart, scans_first

MOST_TYPED = 64
#: So long are keys waited for that a busy computer has not brought to the window yet.
GRACE_MS = 10
#: No keyboard repeats a key that is held down sooner than this.
SOONEST_REPEAT_MS = 150
#: What an input method wrote waits so long for keys of a scanner that may have made it.
COMPOSED_MS = 60
#: Scanners set to end a code twice send a second Enter this late at most: it is nobody's FINISH.
ENTER_APART_MS = 700
#: What comes this soon after a scan's last key is a scanner's, too.
SCANNERS_MS = 60
_MODIFIER_KEYS = frozenset(
    {
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_ScrollLock,
    }
)
_ENTERS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SECRET_KEYS = {Qt.Key.Key_Escape: "Esc", Qt.Key.Key_Backspace: "Backspace"}
#: So many digits in a burst are still a PIN while one is typed: no article's barcode is that short.
LONGEST_PIN = 6
_EDITORS = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)


@dataclass(slots=True)
class _Held:
    """One key held back: its press, its release if that came already, and where it was going.

    An accent key's press was `taken` by the input method before anybody saw it. A `silent` one is
    only part of a sign: Alt, and a digit of its number.
    """

    press: QKeyEvent
    window: QWindow
    release: QKeyEvent | None = None
    taken: bool = False
    silent: bool = False


@dataclass(frozen=True, slots=True)
class _Composed:
    """What an input method wrote, for whom, and how many keys were held back when it came."""

    receiver: QObject
    text: str
    place: int


class ScanInput(QObject):
    """An event filter on the application; tell it when the bench is in front."""

    #: A scanner sent this text.
    scanned = Signal(str)
    #: A person is typing at the bench; the text so far, empty when it is gone.
    typed = Signal(str)
    #: A person typed this at the bench and pressed Enter, or a digit that answers a question.
    typed_entered = Signal(str)
    #: A key of `bench_keys` at the bench, by its name there.
    key_pressed = Signal(str)
    #: While a PIN is typed: a digit, "Backspace", "Enter" or "Esc".
    secret_key = Signal(str)

    def __init__(
        self,
        app: QCoreApplication,
        settings: WedgeSettings | None = None,
        scan_code_offset: int | None = None,
    ) -> None:
        super().__init__(app)
        self.bench_in_front: Callable[[], bool] = lambda: True
        self.question_open: Callable[[], bool] = lambda: False
        self.secret_open: Callable[[], bool] = lambda: False
        #: While a scanner is learned every key goes here, and None for Esc.
        self.recorder: Callable[[Key | None], None] | None = None
        self._assembler = ScanAssembler(settings or WedgeSettings())
        self._offset = offset_of_platform() if scan_code_offset is None else scan_code_offset
        self._held: list[_Held] = []
        self._composed: list[_Composed] = []
        self._eaten: set[int] = set()
        self._number: str | None = None  # of a sign, while Alt is held within a burst
        self._numbered = ""  # the sign last typed so: the system may tell it once more
        self._typed = ""
        self._passing = False
        self._last_ms = self._scan_ms = 0.0
        self._since_key = QElapsedTimer()
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setTimerType(Qt.TimerType.PreciseTimer)
        self._silence.timeout.connect(self._on_silence)
        self._composed_alone = QTimer(self)
        self._composed_alone.setSingleShot(True)
        self._composed_alone.timeout.connect(self._on_composed_alone)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True when a key stays here."""
        kind = event.type()
        if self._passing:
            return False
        if kind == QEvent.Type.InputMethod:
            return self._on_composed(watched, event)
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            return False
        if not watched.isWindowType() or not isinstance(event, QKeyEvent):
            return False
        assert isinstance(watched, QWindow)
        if kind == QEvent.Type.KeyRelease:
            return self._on_release(watched, event)
        return self._on_press(watched, event)

    @property
    def holding(self) -> bool:
        """True while it is not settled whose keys these are."""
        return bool(self._held or self._composed)

    @property
    def settings(self) -> WedgeSettings:
        """When a burst of keys is a scan."""
        return self._assembler.settings

    def use(self, settings: WedgeSettings) -> None:
        """From the next key on bursts are judged by these."""
        self._settle(self._assembler.flush())
        self._assembler = ScanAssembler(settings)

    def forget_typed(self) -> None:
        """Drop what was typed at the bench and not entered."""
        if self._typed:
            self._typed = ""
            self.typed.emit("")

    # --- keys ---------------------------------------------------------------------------------

    def _on_press(self, window: QWindow, event: QKeyEvent) -> bool:
        at_ms = stamp_ms(event)
        if event.key() in _MODIFIER_KEYS:
            return alt_codes.begins(event) and self._hold_silent(window, event, at_ms, "")
        if self.recorder is not None:
            return self._record(self.recorder, event, at_ms)
        if self._numbers(window, event, at_ms):
            return True
        if event.isAutoRepeat() and not self._pressed_anew(event, at_ms):
            # No scanner repeats a key by holding it.
            return bool(self._held)
        char = self._char(event)
        if not char:
            ended = self._assembler.flush()
            self._settle(ended)
            if any(isinstance(one, Scan) for one in ended) and at_ms - self._last_ms < SCANNERS_MS:
                return True  # a scanner's own, for a sign that no key types
            return self._on_other_key(event)
        self._hold(_Held(copy(event), window), char, at_ms)
        return True

    def _record(
        self, recorder: Callable[[Key | None], None], event: QKeyEvent, at_ms: float
    ) -> bool:
        """Tell what the computer takes a key for, and what lies there on an American keyboard."""
        self._eaten.add(identity(event))
        if event.isAutoRepeat() and at_ms - self._last_ms >= SOONEST_REPEAT_MS:
            return True
        self._last_ms = self._scan_ms = at_ms
        if event.key() == Qt.Key.Key_Escape:
            recorder(None)
            return True
        position = self._char(event)
        text = position if position and position in ENDERS else event.text()
        if text:
            recorder(Key(text, position or text, at_ms))
        return True

    def _hold(self, key: _Held, char: str, at_ms: float) -> None:
        if not self._held:
            scans_first.begins(ScanPart.COMING)
        self._held.append(key)
        self._settle(self._assembler.key(char, at_ms))
        self._last_ms = at_ms
        self._watch_silence()

    def _hold_silent(self, window: QWindow, event: QKeyEvent, at_ms: float, number: str) -> bool:
        """Take a key for part of a sign of the burst; False without one: it is a person's."""
        self._settle(self._assembler.silent_key(at_ms))
        if not self._assembler.holding:
            return False
        self._held.append(_Held(copy(event), window, silent=True))
        self._number, self._last_ms = number, at_ms
        self._watch_silence()
        return True

    def _numbers(self, window: QWindow, event: QKeyEvent, at_ms: float) -> bool:
        """True for a digit of a sign's number, and for the sign itself, told by the system, too."""
        sign, self._numbered = self._numbered, ""
        if alt_codes.is_composed(event, sign):
            self._eaten.add(identity(event))
            return True
        if self._number is None:
            return False
        digit = alt_codes.digit_of(event, self._by_position(event))
        return bool(digit) and self._hold_silent(window, event, at_ms, self._number + digit)

    def _end_number(self, at_ms: float) -> None:
        """Alt is let go: its number's sign is part of the burst."""
        self._numbered, self._number = alt_codes.sign_of(self._number or ""), None
        if self._numbered:
            self._settle(self._assembler.key(self._numbered, at_ms, keys=0))
            self._last_ms = at_ms
            self._watch_silence()

    def _pressed_anew(self, event: QKeyEvent, at_ms: float) -> bool:
        """True for a doubled character of a scanner, which Qt takes for a key held down.

        It does so where a release and the next press share one time stamp. A key held down repeats
        itself after a quarter of a second at the earliest.
        """
        newest = self._held[-1].press if self._held else None
        if newest is None or identity(newest) != identity(event):
            return False
        return at_ms - self._last_ms < SOONEST_REPEAT_MS

    def _on_release(self, window: QWindow, event: QKeyEvent) -> bool:
        key = identity(event)
        for held in reversed(self._held):
            if identity(held.press) == key and held.release is None:
                held.release = copy(event)
                if self._number is not None and event.key() == Qt.Key.Key_Alt:
                    self._end_number(stamp_ms(event))
                return True
        if key in self._eaten and not event.isAutoRepeat():
            self._eaten.discard(key)
            return True
        if self._was_taken(event) and (char := self._char(event)):
            at_ms = stamp_ms(event)
            self._hold(_Held(copy(event), window, copy(event), taken=True), char, at_ms)
            return True
        return False

    def _was_taken(self, event: QKeyEvent) -> bool:
        """True when an input method kept this key's press to itself, to put an accent on a letter.

        Scanners press accent keys too, on a keyboard that has them where American ones have "=".
        Their release still comes by; so does that of the letter after it, which was composed.
        """
        after_accent = bool(self._held) and self._held[-1].taken
        return (
            after_accent
            or Qt.Key.Key_Dead_Grave <= event.key() <= Qt.Key.Key_Dead_Longsolidusoverlay
        )

    def _on_composed(self, watched: QObject, event: QEvent) -> bool:
        """A letter with an accent is held back, too: a scanner's keys may have made it.

        It may come before those keys do, which still wait in the queue.
        """
        assert isinstance(event, QInputMethodEvent)
        if not event.commitString():
            return False
        self._composed.append(_Composed(watched, event.commitString(), len(self._held)))
        if not self._held:
            self._composed_alone.start(COMPOSED_MS)
        return True

    def _char(self, event: QKeyEvent) -> str:
        """What a scanner meant by this key; "" when scanners do not send it."""
        if event.key() in _ENTERS:
            return "\r"
        if event.key() == Qt.Key.Key_Tab:
            return "\t"
        held = event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        if held & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            return ""
        if by_position := self._by_position(event):
            return by_position
        text = event.text()
        if text == GROUP_SEPARATOR or (self._held and not event.key() and len(text) == 1):
            return text
        return text if len(text) == 1 and text.isprintable() and not control else ""

    def _by_position(self, event: QKeyEvent) -> str:
        """What an American keyboard has there; "" for the keypad, and where no place is told."""
        held = event.modifiers()
        keypad = bool(held & Qt.KeyboardModifier.KeypadModifier)
        if self._offset is None or event.nativeScanCode() <= self._offset or keypad:
            return ""
        shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        return char_at(event.nativeScanCode() - self._offset, shift, control)

    def _on_other_key(self, event: QKeyEvent) -> bool:
        if not self._at_bench():
            return False
        if self.secret_open() and event.key() in _SECRET_KEYS:
            self.secret_key.emit(_SECRET_KEYS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Backspace and self._typed:
            self._set_typed(self._typed[:-1])
        elif event.key() == Qt.Key.Key_Escape and self._typed:
            self._set_typed("")
        elif name := name_of(event):
            self.key_pressed.emit(name)
        else:
            return False
        self._eaten.add(identity(event))
        return True

    # --- silence ------------------------------------------------------------------------------

    def _watch_silence(self) -> None:
        wait_ms = self._assembler.wait_ms()
        if wait_ms:
            self._since_key.start()
            self._silence.start(int(wait_ms) + 1)
        else:
            self._silence.stop()

    def _on_silence(self) -> None:
        waited_ms = self._since_key.elapsed()
        if self._silence.interval() > GRACE_MS:
            self._silence.start(GRACE_MS)  # if the loop hung, keys are queued: they come first
            return
        self._settle(self._assembler.silence(self._last_ms + waited_ms))
        if self._assembler.holding:
            self._silence.start(int(self._assembler.wait_ms()) + 1)

    def _on_composed_alone(self) -> None:
        if not self._held:  # else it goes, or does not, with the keys that came since
            self._let_composed_go()

    # --- outcomes -----------------------------------------------------------------------------

    def _settle(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            self._number = None
            keys, self._held = self._held[: outcome.count], self._held[outcome.count :]
            if isinstance(outcome, Scan):
                self._scan_ms = self._last_ms
                self._eat(keys)
                if self._typed_fast(outcome.text):
                    for key in keys:
                        self._type_secret(key.press)
                    continue
                self._composed.clear()
                self._composed_alone.stop()
                self.forget_typed()
                if outcome.text:
                    self.scanned.emit(outcome.text)
                continue
            for place, key in enumerate(keys):
                self._let_composed_go(place)
                self._let_go(key)
            self._let_composed_go()
        if outcomes and not self._held:
            scans_first.is_over(ScanPart.COMING)

    def _let_composed_go(self, place: int = MOST_TYPED) -> None:
        """Deliver the letters that came before the key at `place`."""
        while self._composed and self._composed[0].place <= place:
            letter = self._composed.pop(0)
            event = QInputMethodEvent()
            event.setCommitString(letter.text)
            self._pass_on(letter.receiver, event)

    def _let_go(self, key: _Held) -> None:
        if key.taken:
            return  # its input method has it
        typing = not key.silent and self._at_bench() and not self._presses_a_button(key)
        if typing and self._type(key.press):
            self._eat([key])
            return
        self._pass_on(key.window, key.press)
        if key.release is not None:
            self._pass_on(key.window, key.release)

    def _pass_on(self, receiver: QObject, event: QEvent) -> None:
        self._passing = True
        try:
            QCoreApplication.sendEvent(receiver, event)
        finally:
            self._passing = False

    def _eat(self, keys: list[_Held]) -> None:
        self._eaten.update(identity(key.press) for key in keys if key.release is None)

    def _typed_fast(self, text: str) -> bool:
        """True of a PIN typed by nimble fingers: it must never be looked up as a code."""
        digits = text.isascii() and text.isdigit() and len(text) <= LONGEST_PIN
        return digits and self._at_bench() and self.secret_open()

    def _type_secret(self, press: QKeyEvent) -> None:
        """Digits and Enter are the PIN's; everything else is nobody's while one is typed."""
        text = press.text()
        if press.key() in _ENTERS:
            self.secret_key.emit(bench_keys.FINISH_KEY)
        elif text.isascii() and text.isdigit():
            self.secret_key.emit(text)

    def _type(self, press: QKeyEvent) -> bool:
        """Take a slowly typed key into the bench's line; False for what is not typing."""
        if 0 <= stamp_ms(press) - self._scan_ms < SCANNERS_MS:
            return True  # what is left of a scan that another scanner's end key cut in two
        if self.secret_open():
            self._type_secret(press)
            return True
        if press.key() in _ENTERS:
            if not self._typed:
                if stamp_ms(press) - self._scan_ms > ENTER_APART_MS:
                    self.key_pressed.emit(bench_keys.FINISH_KEY)
                return True
            text, self._typed = self._typed, ""
            self.typed.emit("")
            self.typed_entered.emit(text.strip())
            return True
        text = press.text()
        if len(text) != 1 or not text.isprintable():
            return False
        if not self._typed and text in "0123456789" and self.question_open():
            self._scan_ms = stamp_ms(press)  # an Enter behind it is its own: nobody's FINISH
            if text != "0":  # which is no answer, and no beginning of a code either
                self.typed_entered.emit(text)
            return True
        if self._typed or text != " ":
            self._set_typed((self._typed + text)[:MOST_TYPED])
        return True

    def _set_typed(self, text: str) -> None:
        self._typed = text
        self.typed.emit(text)

    # --- who is listening -----------------------------------------------------------------------

    def _at_bench(self) -> bool:
        if QApplication.activePopupWidget() or QApplication.activeModalWidget():
            return False
        return self.bench_in_front() and not _editing()

    def _presses_a_button(self, key: _Held) -> bool:
        pressing = key.press.key() in _ENTERS or key.press.key() == Qt.Key.Key_Space
        on_button = isinstance(QApplication.focusWidget(), QAbstractButton)
        return pressing and on_button and not self._typed


def _editing() -> bool:
    focus = QApplication.focusWidget()
    if isinstance(focus, QComboBox):
        return focus.isEditable()
    return isinstance(focus, _EDITORS)
