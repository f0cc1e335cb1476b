"""What is read off a key event, and its copy; Qt's own lives no longer than its delivery."""

from __future__ import annotations

import time

from PySide6.QtGui import QKeyEvent


def stamp_ms(event: QKeyEvent) -> float:
    """When the system saw the key; now, where it tells no time."""
    return float(event.timestamp()) or time.monotonic() * 1000


def identity(event: QKeyEvent) -> int:
    """Which key it is: its press and its release have the same."""
    return event.nativeScanCode() or -int(event.key())


def copy(event: QKeyEvent) -> QKeyEvent:
    """The same key once more, to be delivered later."""
    kept = QKeyEvent(
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
    kept.setTimestamp(event.timestamp())
    return kept
