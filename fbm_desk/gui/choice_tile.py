"""One of a few large answers side by side: a headline, a sentence, a ring that fills."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from fbm_desk.gui import fonts, theme
from fbm_desk.gui.fonts import Role

_PAD = 16
_LEAD = 46


class ChoiceTile(QAbstractButton):
    """A radio button as large as what it says."""

    def __init__(self, title: str, second: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._second = second
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(second)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self.sizeHint().height())  # paragraphs beside it may not squeeze it

    def sizeHint(self) -> QSize:
        first = QFontMetrics(fonts.font(Role.BODY_STRONG)).height()
        second = QFontMetrics(fonts.font(Role.CAPTION)).height()
        return QSize(280, 2 * _PAD + first + 2 * second + 6)

    def minimumSizeHint(self) -> QSize:
        """No smaller than what it says."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens, on = theme.current(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = 2 if on or self.hasFocus() else 1
        box = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.setPen(QPen(QColor(tokens.blue if thick == 2 else tokens.edge), thick))
        painter.setBrush(QColor(tokens.blueT if on else tokens.surface))
        painter.drawRoundedRect(box, 10, 10)
        if on and self.hasFocus():
            painter.drawRoundedRect(box.adjusted(4, 4, -4, -4), 7, 7)
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self._paint_ring(painter, self.width() - 26 if rtl else 26, on)
        self._paint_words(painter, rtl)

    def _paint_ring(self, painter: QPainter, x: int, on: bool) -> None:
        tokens = theme.current()
        # In the middle of the title's line, however large that is.
        line = QFontMetrics(fonts.font(Role.BODY_STRONG)).height()
        middle = QPointF(x, _PAD + line / 2)
        painter.setPen(QPen(QColor(tokens.blue if on else tokens.edge), 2))
        painter.setBrush(QColor(tokens.surface))
        painter.drawEllipse(middle, 8, 8)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.blue))
            painter.drawEllipse(middle, 4, 4)

    def _paint_words(self, painter: QPainter, rtl: bool) -> None:
        tokens = theme.current()
        lead, trail = (_PAD, _LEAD) if rtl else (_LEAD, _PAD)
        room = QRect(lead, _PAD, self.width() - lead - trail, self.height() - 2 * _PAD)
        painter.setFont(fonts.font(Role.BODY_STRONG))
        painter.setPen(QColor(tokens.ink))
        leading = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
        painter.drawText(room, int(leading), self.text())
        below = QFontMetrics(fonts.font(Role.BODY_STRONG)).height() + 4
        painter.setFont(fonts.font(Role.CAPTION))
        painter.setPen(QColor(tokens.ink2))
        wrapped = int(leading | Qt.TextFlag.TextWordWrap)
        painter.drawText(room.adjusted(0, below, 0, 4), wrapped, self._second)
