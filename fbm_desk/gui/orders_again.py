"""Which day's confirmations file is wanted once more: one that was lost, or that Amazon refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.gui import figures
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.parts import KeyButton, paragraph, words
from fbm_desk.gui.reflow import line_of


class WriteAgain(QWidget):
    """A day, today to begin with. `wanted` carries it as a `date`."""

    wanted = Signal(object)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say = texts.say
        self._today = today
        self.on = today()
        self.day = words("", Role.BODY_STRONG)
        self.earlier = KeyButton("", icon="arrow-left")
        self.later = KeyButton("", icon="arrow-right")
        self.earlier.setAccessibleName(say("closeout.earlier"))
        self.later.setAccessibleName(say("closeout.later"))
        self.write = KeyButton(say("orders.again"), icon="upload")
        self.earlier.clicked.connect(lambda: self.step(-1))
        self.later.clicked.connect(lambda: self.step(1))
        self.write.clicked.connect(lambda: self.wanted.emit(self.on))
        self._lay_out()
        self.step(0)

    def step(self, days: int) -> None:
        """A day earlier or later, never later than today."""
        self.on = min(self.on + timedelta(days=days), self._today())
        self.day.setText(figures.weekday(self.on))
        self.later.setEnabled(self.on < self._today())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addWidget(paragraph(texts.say("orders.again_how")))
        column.addWidget(line_of(self.earlier, self.later, self.day, None, self.write))
