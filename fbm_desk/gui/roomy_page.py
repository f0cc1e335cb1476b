"""A screen that larger texts made larger than the window: it is scrolled, not cut off."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from fbm_desk.gui import fonts

#: Up to this text size every screen fits the smallest window.
_FITS = 1.25


def is_scrolled() -> bool:
    """True where texts are so large that screens are taller than a window, and never wider."""
    return fonts.text_scale() > _FITS


def page_of(screen: QWidget) -> QWidget:
    """The screen itself, or an area in which it is scrolled; call once the text size is chosen."""
    if not is_scrolled():
        return screen
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(screen)
    area.viewport().setAutoFillBackground(False)
    screen.setAutoFillBackground(False)
    return area
