"""A drop-down with the desk's own chevron; a style sheet cannot colour one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox

from fbm_desk.gui import icons, theme

_ICON = 16


class Choice(QComboBox):
    """One of several, unfolded by a click, Space or Alt + arrow down."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        ratio, colour = self.devicePixelRatioF(), theme.current().ink2
        drawn = icons.icon_pixmap("chevron-down", colour, _ICON, ratio)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = 10 if rtl else self.width() - 10 - _ICON
        painter.drawPixmap(x, (self.height() - _ICON) // 2, drawn)
