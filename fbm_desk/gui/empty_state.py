"""What an empty screen says: what will appear there and the one way to make it happen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fbm_desk.gui import icons, theme
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.parts import KeyButton, paragraph, words

_ICON = 32


class EmptyState(QWidget):
    """An icon, a sentence, a second one and one button, in the middle of what is empty."""

    wanted = Signal()

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.sentence = words("", Role.LEAD)
        self.second = paragraph("", Role.BODY, Tone.SECOND)
        self.button = KeyButton("", "primary")
        self.button.clicked.connect(self.wanted)
        self._lay_out()

    def say(self, sentence: str, second: str, button: str = "") -> None:
        """Set its words; without a word the button is not there."""
        self.sentence.setText(sentence)
        self.second.setText(second)
        self.second.setVisible(bool(second))
        self.button.setText(button)
        self.button.setAccessibleName(button)
        self.button.setVisible(bool(button))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = theme.current()
        drawn = icons.icon_pixmap(self._icon, tokens.ink3, _ICON, self.devicePixelRatioF())
        y = self.sentence.geometry().top() - _ICON - 16
        painter.drawPixmap((self.width() - _ICON) // 2, y, drawn)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 72, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        for label in (self.sentence, self.second):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)
