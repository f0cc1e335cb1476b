"""A badge's barcode on the screen: black on white with its quiet zone in both themes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from fbm_desk import texts
from fbm_desk.gui import barcode_paint

WIDTH, HEIGHT = 420, 110
_QUIET_X, _QUIET_Y = 30, 14


class Barcode(QWidget):
    """Imagers read it from the screen."""

    def __init__(self, width: int = WIDTH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code = ""
        self.setFixedSize(QSize(width, HEIGHT))
        self.setAccessibleName(texts.say("start.barcode"))

    def show_code(self, code: str) -> None:
        """Show another code."""
        self._code = code
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self._code:
            ratio = self.devicePixelRatioF()
            painter.scale(1 / ratio, 1 / ratio)
            box = self.rect().adjusted(_QUIET_X, _QUIET_Y, -_QUIET_X, -_QUIET_Y)
            corners = (box.x(), box.y(), box.width(), box.height())
            room = QRectF(*(one * ratio for one in corners))
            barcode_paint.paint_code128(painter, self._code, room)
