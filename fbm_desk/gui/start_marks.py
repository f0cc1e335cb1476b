"""Notes when a window that starts is shown and when its bench is first painted with a view.

`measuring` uses it; the window does not know of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from fbm_desk.gui.shell import Shell


@dataclass(frozen=True, slots=True)
class Marks:
    """Seconds since 1970 when the window was first exposed and when the bench was ready."""

    shown_at: float
    ready_at: float


class StartMarks(QObject):
    """Watches a shell; tells once, as soon as both happened."""

    def __init__(self, shell: Shell, told: Callable[[Marks], None]) -> None:
        super().__init__(shell.window)
        self._shell, self._told = shell, told
        self._shown_at = 0.0
        shell.window.installEventFilter(self)
        shell.bench.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Sees every paint before it is done; what happens after it is queued behind it."""
        if event.type() == QEvent.Type.Paint:
            # The bench covers the whole window, which then paints nothing itself.
            if not self._shown_at:
                QTimer.singleShot(0, self._shown)
            if watched is self._shell.bench and self._shell.bench.view() is not None:
                QTimer.singleShot(0, self._ready)
        return False

    def _shown(self) -> None:
        self._shown_at = self._shown_at or time.time()

    def _ready(self) -> None:
        if self._told is not _nobody:
            told, self._told = self._told, _nobody
            told(Marks(self._shown_at or time.time(), time.time()))


def _nobody(_marks: Marks) -> None:
    """Told already."""


def end_program() -> None:
    """Close every window; the program ends as when a person closes it."""
    QApplication.closeAllWindows()
