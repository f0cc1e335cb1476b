"""The camera's picture in a corner of the bench, with a frame around what it reads.

A widget of its own, so that a new picture repaints the corner and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import atan2
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from fbm_desk.gui import theme
from fbm_desk.gui.bench.layout import Box, Layout
from fbm_desk.services.desk_view import BenchScreen
from fbm_desk.texts import say

if TYPE_CHECKING:
    from fbm_desk.devices.camera_eye import Preview

WIDTH, HEIGHT = 176, 99
"""In px of the design; pictures of other proportions are cut at their edges."""
INSET = 14
#: Where something is to be held before the camera, and the card leaves its corner free.
SHOWN_ON = frozenset(
    {
        BenchScreen.PACKING,
        BenchScreen.MOVING,
        BenchScreen.DAMAGING,
        BenchScreen.ASKING_SERIAL,
        BenchScreen.ASKING_LOT,
        BenchScreen.ASKING_TRANSPARENCY,
        BenchScreen.TRACKING_WANTED,
    }
)


def around(corners: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners in their order around the middle: a thin code's may come crosswise."""
    x = sum(one for one, _ in corners) / max(1, len(corners))
    y = sum(one for _, one in corners) / max(1, len(corners))
    return sorted(corners, key=lambda one: atan2(one[1] - y, one[0] - x))


class CameraCorner(QWidget):
    """Hidden until there is a picture, and on screens that need their corner for themselves."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture: Preview | None = None
        self._wanted = False
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def show_picture(self, camera: str, picture: Preview | None) -> None:
        """Show this; None takes the corner away."""
        self._picture = picture
        self.setAccessibleName(say("bench.camera", name=camera))
        self._appear()
        self.update()

    def stand_by(self, screen: BenchScreen) -> None:
        """The bench shows this screen now."""
        self._wanted = screen in SHOWN_ON
        self._appear()

    def place(self, layout: Layout, scale: float) -> None:
        """Stand in the trailing lower corner of the leading card."""
        # Large texts leave the corner of the whole page free, smaller ones that of the card.
        card = replace(layout, alone=True).card if layout.compact else layout.card
        x, y = card.right - INSET - WIDTH, card.bottom - INSET - HEIGHT
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = layout.width - x - WIDTH
        at = layout.seen(Box(x, y, WIDTH, HEIGHT))
        self.setGeometry(*(round(one * scale) for one in (at.x, at.y, at.w, at.h)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, and in blue what was read in it."""
        painter, tokens = QPainter(self), theme.current()
        painter.fillRect(self.rect(), QColor(tokens.sunken))
        seen = self._picture
        if seen is None:
            return
        image = QImage(seen.grey, seen.width, seen.height, seen.width, _GREY)
        factor = max(self.width() / seen.width, self.height() / seen.height)
        left, top = (
            (self.width() - seen.width * factor) / 2,
            (self.height() - seen.height * factor) / 2,
        )
        painter.drawImage(QRectF(left, top, seen.width * factor, seen.height * factor), image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.ask), 2))
        for corners in seen.outlines:
            points = [QPointF(left + x * factor, top + y * factor) for x, y in around(corners)]
            painter.drawPolygon(QPolygonF(points))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(QColor(tokens.edge), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _appear(self) -> None:
        self.setVisible(self._wanted and self._picture is not None)


_GREY = QImage.Format.Format_Grayscale8
