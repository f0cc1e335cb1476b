"""What stands beside each other while there is room and below each other where there is none.

Texts so large that screens are scrolled make them taller with it, and never wider than the window.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QWidget

from fbm_desk.gui import fonts
from fbm_desk.gui.flow_row import FlowRow
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.parts import HEADING_HEIGHT, GivingWay, words
from fbm_desk.gui.roomy_page import is_scrolled

_BESIDE, _BELOW = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
_SECOND = 60


def line_of(*parts: QWidget | None) -> QWidget:
    """Parts beside each other, None for the room between; on several lines with large texts."""
    line = QWidget()
    if is_scrolled():
        row: QLayout = FlowRow(line, 10)
    else:
        row = QHBoxLayout(line)
        row.setSpacing(10)
    row.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        if part is not None:
            row.addWidget(part)
        elif isinstance(row, QHBoxLayout):
            row.addStretch(1)
    return line


class SideBySide(QWidget):
    """Two panes that share the width as `shares` says, or stand one below the other."""

    def __init__(
        self,
        first: QWidget,
        second: QWidget,
        shares: tuple[int, int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._panes = (first, second)
        self._may = is_scrolled()
        self._row = QBoxLayout(_BESIDE, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        for pane, share in zip(self._panes, shares, strict=True):
            self._row.addWidget(pane, share)

    @property
    def beside(self) -> bool:
        """True while the panes stand beside each other."""
        return self._row.direction() == _BESIDE

    def minimumSizeHint(self) -> QSize:
        """As narrow as its wider pane: the other one then stands below it."""
        least = self._row.minimumSize()
        return QSize(max(map(_least_width, self._panes)), least.height()) if self._may else least

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def event(self, event: QEvent) -> bool:
        """A pane that says something else may need more room, or less."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._turn()
        return done

    def _turn(self) -> None:
        needed = sum(map(_least_width, self._panes)) + self._row.spacing()
        wanted = _BESIDE if needed <= self.width() or not self._may else _BELOW
        if wanted != self._row.direction():
            self._row.setDirection(wanted)
            self.updateGeometry()


class ReflowingHeading(QWidget):
    """A title with its deeds at the trailing end, or below it on as many lines as they take."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = words(title, Role.TITLE)
        self.second = GivingWay()  # to the deeds
        self._holder = QWidget()
        self._may = is_scrolled()
        self.deeds = FlowRow(self._holder, 10)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self.title)
        top.addWidget(self.second)
        top.addStretch(1)
        self._row = QBoxLayout(_BESIDE, self)
        self._row.setContentsMargins(0, 0, 0, 4)
        self._row.setSpacing(14)
        self._row.addLayout(top, 1)
        self._row.addWidget(self._holder)
        self.setFixedHeight(fonts.px(HEADING_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The title, or the widest of the deeds."""
        if not self._may:
            return QSize(self._beside_width(), self.minimumHeight())
        widest = max(_least_width(self.title), self.deeds.minimumSize().width())
        return QSize(widest, self.minimumHeight())

    def _beside_width(self) -> int:
        second = _SECOND if self.second.text() else 0
        return _least_width(self.title) + second + self.deeds.sizeHint().width() + 28

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """A deed that comes or goes may need another line, or give one back."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return done

    def _arrange(self) -> None:
        beside = not self._may or self._beside_width() <= self.width()
        self._row.setDirection(_BESIDE if beside else _BELOW)
        tall = fonts.px(HEADING_HEIGHT)
        if not beside:
            tall = self.title.sizeHint().height() + self.deeds.heightForWidth(self.width()) + 32
        self._holder.setFixedHeight(
            self.deeds.sizeHint().height() if beside else self.deeds.heightForWidth(self.width())
        )
        if tall != self.height():
            self.setFixedHeight(tall)


def _least_width(part: QWidget) -> int:
    return max(part.minimumSizeHint().width(), part.minimumWidth())
