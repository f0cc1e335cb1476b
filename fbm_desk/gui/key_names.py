"""What a pressed key is called in the bench's table of keys; what it means is not asked here."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from fbm_desk.services import bench_keys

_FUNCTION_KEYS = range(Qt.Key.Key_F1, Qt.Key.Key_F12 + 1)


def name_of(event: QKeyEvent) -> str:
    """What the key is called on the cap, with Shift or Ctrl; "" for one that the bench has not."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    name = ""
    if event.key() in _FUNCTION_KEYS:
        name = f"F{event.key() - Qt.Key.Key_F1 + 1}"
    elif event.key() == Qt.Key.Key_Escape:
        name = bench_keys.BACK_KEY
    elif event.key() == Qt.Key.Key_Z and held == Qt.KeyboardModifier.ControlModifier:
        return "Ctrl Z"
    if held == Qt.KeyboardModifier.ShiftModifier:
        name = f"Shift {name}"
    elif held:
        return ""
    return name if name in bench_keys.KNOWN else ""
