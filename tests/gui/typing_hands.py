"""Hands at a keyboard and a scanner beside them, as key events at a window, with their times."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

FAST_MS, SLOW_MS = 2, 120
_NAMED = {"\r": Qt.Key.Key_Return, "\x1b": Qt.Key.Key_Escape, "\b": Qt.Key.Key_Backspace}


class Hands:
    """Types into one window; the clock goes on by itself."""

    def __init__(self, window: QWidget) -> None:
        self._window, self._at_ms = window, 10_000

    def type(self, text: str) -> None:
        """As a person does."""
        self._keys(text, SLOW_MS)

    def scan(self, text: str, gap_ms: int = FAST_MS) -> None:
        """As a scanner does that ends a code with Enter."""
        self.burst(f"{text}\r", gap_ms)

    def burst(self, text: str, gap_ms: int) -> None:
        """As a scanner does, a second before and after."""
        self._at_ms += 1_000
        self._keys(text, gap_ms)
        self._at_ms += 1_000

    def press(
        self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """One key that types nothing."""
        self._at_ms += SLOW_MS
        self._send(key, "", held)

    def _keys(self, text: str, gap_ms: int) -> None:
        for sign in text:
            self._at_ms += gap_ms
            named = _NAMED.get(sign)
            key = named if named is not None else Qt.Key(ord(sign.upper()))
            self._send(key, "" if named else sign, Qt.KeyboardModifier.NoModifier)

    def _send(self, key: Qt.Key, text: str, held: Qt.KeyboardModifier) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, held, 0, 0, 0, text)
            event.setTimestamp(self._at_ms)
            QCoreApplication.sendEvent(self._window.windowHandle(), event)
