"""Catches keyboard-wedge scanners at the window's door, before any field or button sees a key.

Keys are held back until the assembler in `devices.wedge` knows whose they are: a scan goes to the
bench, what a person typed goes on to where it was meant, or into the bench's own line.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)

from fbm_desk.devices.wedge import Outcome, Scan, ScanAssembler, WedgeSettings
from fbm_desk.gui.key_positions import GROUP_SEPARATOR, char_at, offset_of_platform

MOST_TYPED = 64
#: A timer this late says the interface hung: keys may still be waiting in the queue.
LATE_MS = 20
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
_BENCH_KEYS = {
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_F1: "F1",
    Qt.Key.Key_F9: "F9",
    Qt.Key.Key_F10: "F10",
}
_EDITORS = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox)


@dataclass(slots=True)
class _Held:
    """One key held back: its press, its release if that came already, and where it was going."""

    press: QKeyEvent
    window: QWindow
    release: QKeyEvent | None = None


class ScanInput(QObject):
    """An event filter on the application; tell it when the bench is in front."""

    #: A scanner sent this text.
    scanned = Signal(str)
    #: A person is typing at the bench; the text so far, empty when it is gone.
    typed = Signal(str)
    #: A person typed this at the bench and pressed Enter, or a digit that answers a question.
    typed_entered = Signal(str)
    #: "Esc", "F1", "F9" or "F10" at the bench.
    key_pressed = Signal(str)

    def __init__(
        self,
        app: QCoreApplication,
        settings: WedgeSettings | None = None,
        scan_code_offset: int | None = None,
    ) -> None:
        super().__init__(app)
        self.bench_in_front: Callable[[], bool] = lambda: True
        self.question_open: Callable[[], bool] = lambda: False
        self._assembler = ScanAssembler(settings or WedgeSettings())
        self._offset = offset_of_platform() if scan_code_offset is None else scan_code_offset
        self._held: list[_Held] = []
        self._eaten: set[int] = set()
        self._typed = ""
        self._passing = False
        self._last_ms = 0.0
        self._since_key = QElapsedTimer()
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setTimerType(Qt.TimerType.PreciseTimer)
        self._silence.timeout.connect(self._on_silence)
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """True when a key stays here."""
        kind = event.type()
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease) or self._passing:
            return False
        if not watched.isWindowType() or not isinstance(event, QKeyEvent):
            return False
        assert isinstance(watched, QWindow)
        if kind == QEvent.Type.KeyRelease:
            return self._on_release(event)
        return self._on_press(watched, event)

    def forget_typed(self) -> None:
        """Drop what was typed at the bench and not entered."""
        if self._typed:
            self._typed = ""
            self.typed.emit("")

    # --- keys ---------------------------------------------------------------------------------

    def _on_press(self, window: QWindow, event: QKeyEvent) -> bool:
        if event.key() in _MODIFIER_KEYS:
            return False
        if event.isAutoRepeat():
            # No scanner repeats a key by holding it.
            return bool(self._held)
        char = self._char(event)
        if not char:
            self._settle(self._assembler.flush())
            return self._on_other_key(event)
        at_ms = float(event.timestamp()) or time.monotonic() * 1000
        self._held.append(_Held(_copy(event), window))
        self._settle(self._assembler.key(char, at_ms))
        self._last_ms = at_ms
        self._watch_silence()
        return True

    def _on_release(self, event: QKeyEvent) -> bool:
        key = _identity(event)
        for held in reversed(self._held):
            if _identity(held.press) == key and held.release is None:
                held.release = _copy(event)
                return True
        if key in self._eaten and not event.isAutoRepeat():
            self._eaten.discard(key)
            return True
        return False

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
        keypad = bool(held & Qt.KeyboardModifier.KeypadModifier)
        if self._offset is not None and event.nativeScanCode() > self._offset and not keypad:
            shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
            by_position = char_at(event.nativeScanCode() - self._offset, shift, control)
            if by_position:
                return by_position
        text = event.text()
        if text == GROUP_SEPARATOR:
            return text
        return text if len(text) == 1 and text.isprintable() and not control else ""

    def _on_other_key(self, event: QKeyEvent) -> bool:
        if not self._at_bench():
            return False
        if event.key() == Qt.Key.Key_Backspace and self._typed:
            self._set_typed(self._typed[:-1])
        elif event.key() == Qt.Key.Key_Escape and self._typed:
            self._set_typed("")
        elif event.key() in _BENCH_KEYS and not event.modifiers():
            self.key_pressed.emit(_BENCH_KEYS[Qt.Key(event.key())])
        else:
            return False
        self._eaten.add(_identity(event))
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
        if waited_ms > self._assembler.wait_ms() + LATE_MS and self._silence.interval() > 1:
            self._silence.start(1)  # the loop hung; let queued keys come first
            return
        self._settle(self._assembler.silence(self._last_ms + waited_ms))
        if self._assembler.holding:
            self._silence.start(int(self._assembler.wait_ms()) + 1)

    # --- outcomes -----------------------------------------------------------------------------

    def _settle(self, outcomes: list[Outcome]) -> None:
        for outcome in outcomes:
            keys, self._held = self._held[: outcome.count], self._held[outcome.count :]
            if isinstance(outcome, Scan):
                self._eat(keys)
                self.forget_typed()
                if outcome.text:
                    self.scanned.emit(outcome.text)
                continue
            for key in keys:
                self._let_go(key)

    def _let_go(self, key: _Held) -> None:
        if self._at_bench() and not self._presses_a_button(key) and self._type(key.press):
            self._eat([key])
            return
        self._passing = True
        try:
            QCoreApplication.sendEvent(key.window, key.press)
            if key.release is not None:
                QCoreApplication.sendEvent(key.window, key.release)
        finally:
            self._passing = False

    def _eat(self, keys: list[_Held]) -> None:
        self._eaten.update(_identity(key.press) for key in keys if key.release is None)

    def _type(self, press: QKeyEvent) -> bool:
        """Take a slowly typed key into the bench's line; False for what is not typing."""
        if press.key() in _ENTERS:
            if not self._typed:
                return False
            text, self._typed = self._typed, ""
            self.typed.emit("")
            self.typed_entered.emit(text.strip())
            return True
        text = press.text()
        if len(text) != 1 or not text.isprintable():
            return False
        if not self._typed and text in "123456789" and self.question_open():
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


def _identity(event: QKeyEvent) -> int:
    return event.nativeScanCode() or -int(event.key())


def _copy(event: QKeyEvent) -> QKeyEvent:
    copy = QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
    copy.setTimestamp(event.timestamp())
    return copy
