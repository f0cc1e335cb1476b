"""The rail: one entry per screen at the leading edge; which screens there are is the window's."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QVBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.gui import figures, fonts, icons, theme
from fbm_desk.gui.fonts import Role

WIDE = 196
NARROW = 64
_ENTRY = 36
_ICON, _LARGEST_ICON = 18, 28
_MARK = 24
_MOST = 100


@dataclass(frozen=True, slots=True)
class Room:
    """One entry: its stable name, its icon and the key that opens it; its word is in `[rail]`."""

    name: str
    icon: str
    key: str

    @property
    def word(self) -> str:
        """The screen's name as people call it."""
        return texts.say(f"rail.{self.name}")


class RailEntry(QAbstractButton):
    """Icon and word; narrow rails keep the icon and say the word in a tooltip."""

    def __init__(self, room: Room, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.room = room
        self.narrow = False
        self._open, self._urgent = 0, False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(room.word)
        self.setAccessibleName(room.word)
        self.setToolTip(f"{room.word} ({room.key})")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def count(self, number: int, urgent: int) -> None:
        """Show how many things wait behind it; red when one of them cannot."""
        self._open, self._urgent = number, bool(urgent)
        key = "exceptions.badge_urgent" if urgent else "exceptions.badge"
        word = self.room.word
        told = texts.say(key, word=word, number=figures.number(number)) if number else word
        self.setAccessibleName(told)
        self.setToolTip(f"{told} ({self.room.key})")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(NARROW if self.narrow else fonts.px(WIDE), fonts.px(_ENTRY))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens, on = theme.current(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        ink = tokens.ink if on else tokens.ink2
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        side = min(fonts.px(_ICON), _LARGEST_ICON) if self.narrow else _ICON
        x = (self.width() - side) // 2 if self.narrow else 25
        left = self.width() - x - side if rtl else x
        y = (self.height() - side) // 2
        if self._open and self.narrow and side > _ICON:
            y = self.height() - side - 5  # below its count, not under it
        drawn = icons.icon_pixmap(self.room.icon, ink, side, self.devicePixelRatioF())
        painter.drawPixmap(left, y, drawn)
        if not self.narrow:
            painter.setFont(fonts.font(Role.ROOM_OPEN if on else Role.ROOM))
            painter.setPen(QColor(ink))
            room = self.rect().adjusted(16 if rtl else 56, 0, -56 if rtl else -16, 0)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
            painter.drawText(room, int(flags), self.text())
        if self._open:
            self._paint_count(painter, rtl)

    def _paint_count(self, painter: QPainter, rtl: bool) -> None:
        """A pill at the trailing end; on a narrow rail at the icon's corner."""
        tokens = theme.current()
        text = figures.number(self._open) if self._open < _MOST else f"{_MOST - 1}+"
        font = fonts.font(Role.CAPTION_STRONG)
        metrics = QFontMetrics(font)
        tall = metrics.height() + 3
        wide = max(tall + 3, metrics.horizontalAdvance(text) + 14)
        if self.narrow:
            left, top = (10, 1) if rtl else (self.width() - wide - 6, 1)
        else:
            left = 20 if rtl else self.width() - wide - 20
            top = (self.height() - tall) // 2
        box = QRectF(left, top, wide, tall)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.redS if self._urgent else tokens.amber))
        painter.drawRoundedRect(box, tall / 2, tall / 2)
        painter.setFont(font)
        painter.setPen(QColor(tokens.onred if self._urgent else tokens.onamber))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_ground(self, painter: QPainter) -> None:
        tokens = theme.current()
        box = QRectF(self.rect()).adjusted(10.5, 0.5, -10.5, -0.5)
        if self.isChecked():
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.setBrush(QColor(tokens.surface))
            painter.drawRoundedRect(box, 8, 8)
            rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            x = self.width() - 14 if rtl else 10
            painter.fillRect(QRect(x, 9, 4, self.height() - 18), QColor(tokens.blue))
        elif self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.sunken))
            painter.drawRoundedRect(box, 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.blue), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 7, 7)


class Rail(QWidget):
    """All entries below the program's mark. `asked` carries the name of the screen wanted."""

    asked = Signal(str)

    def __init__(self, rooms: tuple[Room, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow = False
        self.setAccessibleName(texts.say("rail.rail"))
        self._group = QButtonGroup(self)
        self._entries = {room.name: RailEntry(room, self) for room in rooms}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 64, 0, 16)
        column.setSpacing(2)
        for name, entry in self._entries.items():
            self._group.addButton(entry)
            column.addWidget(entry)
            entry.clicked.connect(lambda _on=False, name=name: self.asked.emit(name))
        column.addStretch(1)
        self.setFixedWidth(fonts.px(WIDE))

    def show_rooms(self, names: frozenset[str]) -> None:
        """Leave only the screens this person may use."""
        for name, entry in self._entries.items():
            entry.setVisible(name in names)

    def mark(self, name: str) -> None:
        """Mark the screen that is open."""
        if name in self._entries:
            self._entries[name].setChecked(True)

    def count(self, name: str, number: int, urgent: int) -> None:
        """Show beside a screen's word how many things wait there, and whether one is urgent."""
        self._entries[name].count(number, urgent)

    def set_narrow(self, narrow: bool) -> None:
        """Icons with tooltips only, or icons with words."""
        self._narrow = narrow
        self.setFixedWidth(NARROW if narrow else fonts.px(WIDE))
        for entry in self._entries.values():
            entry.narrow = narrow
            entry.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.canvas))
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        x = 0 if rtl else self.width() - 1
        painter.fillRect(QRect(x, 0, 1, self.height()), QColor(tokens.line))
        left = (self.width() - _MARK) // 2 if self._narrow else 20
        self._paint_mark(painter, self.width() - left - _MARK if rtl else left)
        if not self._narrow:
            painter.setFont(fonts.font(Role.BODY_STRONG))
            painter.setPen(QColor(tokens.ink))
            room = QRect(16 if rtl else 54, 20, self.width() - 70, _MARK)
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
            painter.drawText(room, int(flags), texts.say("rail.name"))

    def _paint_mark(self, painter: QPainter, left: int) -> None:
        tokens = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.ink))
        painter.drawRoundedRect(QRectF(left, 20, _MARK, _MARK), 6, 6)
        tick = icons.icon_pixmap("check", tokens.canvas, 18, self.devicePixelRatioF())
        painter.drawPixmap(left + 3, 23, tick)
