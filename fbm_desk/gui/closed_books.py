"""Lies over the window when the books cannot be opened: what is wrong, what to do, try again."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.gui.empty_state import EmptyState


class ClosedBooks(QWidget):
    """Covers its window as long as it is shown; `again_requested` comes from its one button."""

    again_requested = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAutoFillBackground(True)
        self.state = EmptyState("triangle-alert", self)
        self.state.wanted.connect(self.again_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.state)
        window.installEventFilter(self)
        self.hide()

    def tell(self, sentences: str) -> None:
        """Show what is wrong: the first sentence large, what follows below it."""
        happened, stop, rest = sentences.partition(". ")
        self.state.say(happened + stop.strip(), rest, texts.say("closed.again"))
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self.state.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter tries again."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.again_requested.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)
