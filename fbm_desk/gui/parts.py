"""The small parts every desk screen is made of: words, buttons with their key, cards, headings."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from fbm_desk.gui import fonts, icons, theme
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.fonts import Role

MARGIN = 20
HEADING_HEIGHT = 72
FIELD_HEIGHT = 36
_ICON = 18
_GAP = 8
_PAD = 15
_PAD_ICON = 8


def words(text: str = "", role: Role = Role.BODY, tone: Tone = Tone.INK) -> QLabel:
    """A label that never takes its text for markup: buyers may be called `<b>`."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setFont(fonts.font(role))
    made.setProperty("tone", tone.value)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return made


def paragraph(text: str = "", role: Role = Role.BODY, tone: Tone = Tone.SECOND) -> QLabel:
    """The same over several lines."""
    made = words(text, role, tone)
    made.setWordWrap(True)
    return made


def retone(label: QLabel, tone: Tone) -> None:
    """Give a label another colour."""
    if label.property("tone") != tone.value:
        label.setProperty("tone", tone.value)
        label.style().unpolish(label)
        label.style().polish(label)


def stacked(column: QVBoxLayout, *pages: QWidget) -> QStackedLayout:
    """Pages of which one is seen, in the rest of a column.

    They go in once the stack has its place: one that has none shows its first page as a window.
    """
    stack = QStackedLayout()
    column.addLayout(stack, 1)
    for page in pages:
        stack.addWidget(page)
    return stack


def in_order(*parts: QWidget) -> None:
    """Let Tab go through these as they are read; call once they stand in their screen."""
    for one, other in pairwise(parts):
        QWidget.setTabOrder(one, other)


class Card(QFrame):
    """A surface on the canvas with a hairline; `body` takes its content."""

    def __init__(self, inset: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(inset, inset, inset, inset)
        self.body.setSpacing(12)


class GivingWay(QLabel):
    """Words that end in dots where their room does; pointing at them shows the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(fonts.font(Role.BODY))
        self.setProperty("tone", Tone.SECOND.value)
        self.setMinimumWidth(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        metrics, painter = QFontMetrics(self.font()), QPainter(self)
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if shown == self.text() else self.text())
        painter.setFont(self.font())
        painter.setPen(self.palette().color(self.foregroundRole()))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(self.rect(), int(flags), shown)


class Heading(QWidget):
    """A screen's title with a second text beside it and its deeds at the trailing end."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(fonts.px(HEADING_HEIGHT))
        self.title = words(title, Role.TITLE)
        self.second = GivingWay()  # to the deeds
        self.deeds = QHBoxLayout()
        self.deeds.setSpacing(10)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(14)
        row.addWidget(self.title)
        row.addWidget(self.second)
        row.addStretch(1)
        row.addLayout(self.deeds)


class KeyButton(QPushButton):
    """A button with an optional icon and the key that presses it on its face."""

    def __init__(
        self,
        text: str,
        kind: str = "",
        icon: str = "",
        key: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", kind)
        self.setFont(fonts.font(Role.BODY_STRONG))
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        self._kind, self._icon, self.key = kind, icon, key

    def sizeHint(self) -> QSize:
        pad = _PAD if self.text() else _PAD_ICON
        return QSize(self._content_width() + 2 * pad + 2, fonts.px(FIELD_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        self._paint_face(painter)
        if self._kind == "primary" and self.hasFocus():
            # It is blue itself: a ring around it would not be seen.
            painter.setPen(QPen(QColor(theme.current().onblue), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 5, 5)

    def _content_width(self) -> int:
        wide = QFontMetrics(self.font()).horizontalAdvance(self.text())
        side = fonts.px(_ICON)
        icon = (side + _GAP if self.text() else side) if self._icon else 0
        return wide + icon + (key_cap_width(self.key) + 10 if self.key else 0)

    def _ink(self) -> str:
        tokens = theme.current()
        if not self.isEnabled():
            return tokens.ink3
        by_kind = {"primary": tokens.onblue, "quiet": tokens.blue, "danger": tokens.red}
        return by_kind.get(self._kind, tokens.ink)

    def _paint_face(self, painter: QPainter) -> None:
        ink, middle = self._ink(), self.rect().center().y()
        width = self._content_width()
        x = (self.width() - width) // 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for part, wide in self._parts():
            rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            left = self.width() - x - wide if rtl else x
            if part == "icon":
                ratio = self.devicePixelRatioF()
                drawn = icons.icon_pixmap(self._icon, ink, wide, ratio)
                painter.drawPixmap(left, middle - wide // 2 + 1, drawn)
            elif part == "text":
                painter.setFont(self.font())
                painter.setPen(QColor(ink))
                room = QRect(left, 0, wide + 2, self.height())
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
            else:
                paint_key_cap(painter, self.key, left, middle, ink)
            x += wide + (10 if part == "text" else _GAP)

    def _parts(self) -> list[tuple[str, int]]:
        parts = [("text", QFontMetrics(self.font()).horizontalAdvance(self.text()))]
        if self._icon:
            parts.insert(0, ("icon", fonts.px(_ICON)))
        if self.key:
            parts.append(("key", key_cap_width(self.key)))
        return parts


def paint_key_cap(painter: QPainter, key: str, left: int, middle: int, ink: str) -> None:
    """A key cap `key` whose leading edge is at `left`, centred on the line `middle`."""
    font = fonts.font(Role.CAPTION_MEDIUM)
    tall = fonts.px(21)
    box = QRectF(left + 0.5, middle - tall / 2 + 0.5, key_cap_width(key) - 1, tall)
    painter.setPen(QPen(QColor(ink), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 4, 4)
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, key)


def key_cap_width(key: str) -> int:
    """How wide the cap of this key is, in px."""
    return QFontMetrics(fonts.font(Role.CAPTION_MEDIUM)).horizontalAdvance(key) + 14
