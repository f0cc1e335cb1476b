"""A screen or a pane that became larger than its room: it is scrolled, not cut off."""

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
    return _scrolled(screen)


def pane_of(pane: QWidget) -> QScrollArea | None:
    """An area in which a pane of a screen is scrolled up and down.

    None where the whole screen is scrolled: the pane stands in it as tall as it is.
    """
    if is_scrolled():
        return None
    area = _scrolled(pane)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def _scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(inside)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area
