"""A dashed field that invites a file to be dropped or opened; what comes of it is the screen's."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.gui import icons, theme
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.parts import KeyButton, words

_ICON = 32


def dropped_files(mime: QMimeData) -> list[str]:
    """Local paths of what is being dragged."""
    return [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]


class DropZone(QWidget):
    """Where a file may be dropped; `over` paints it as about to take one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = False
        self.button = KeyButton(texts.say("orders.open"), "primary", key="Ctrl O")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 74, 24, 32)
        column.setSpacing(8)
        column.addStretch(1)
        self._first = words(texts.say("orders.drop"), Role.LEAD)
        for label in (self._first, words(texts.say("orders.drop_how"), Role.BODY, Tone.SECOND)):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def show_over(self, over: bool) -> None:
        """Turn blue while a file hangs over the window."""
        self._over = over
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(tokens.blue if self._over else tokens.edge), 2 if self._over else 1.4)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.blueT if self._over else tokens.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
        colour = tokens.blue if self._over else tokens.ink2
        drawn = icons.icon_pixmap("upload", colour, _ICON, self.devicePixelRatioF())
        top = self._first.geometry().top()
        painter.drawPixmap((self.width() - _ICON) // 2, top - _ICON - 12, drawn)
