"""The status line in words, worst first, three entries at most; who says them is the office's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from fbm_desk.gui import figures, fonts, icons, theme
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import StatusEntry

HEIGHT = 34
_MOST = 3
_ICON = 16
#: An entry is shown where so much of it can be read.
_FEWEST = "Printer…"
_MINUTE_MS = 60_000


class StatusLine(QWidget):
    """Entries at the leading end; person and clock at the trailing one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[StatusEntry, ...] = ()
        self._person = ""
        self._clock = ""
        self.setFixedHeight(fonts.px(HEIGHT))
        self._ticker = QTimer(self)
        self._ticker.setSingleShot(True)
        self._ticker.timeout.connect(self._tick)
        self._tick()

    @property
    def text(self) -> str:
        """Everything it says, for those who listen instead."""
        return ". ".join([*(one.words for one in self._entries), self._person, self._clock])

    def show_entries(self, entries: Sequence[StatusEntry]) -> None:
        """Show the first three, faults before all else."""
        worst_first = sorted(entries, key=lambda one: not one.fault)
        self._entries = tuple(worst_first[:_MOST])
        self._renew()

    def show_person(self, person: str) -> None:
        """Name whoever is signed in."""
        self._person = person
        self._renew()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.canvas))
        painter.fillRect(QRect(0, 0, self.width(), 1), QColor(tokens.line))
        trailing = self._paint_trailing(painter)
        x = 20
        for entry in self._entries:
            x = self._paint_entry(painter, entry, x, self.width() - trailing - 24)

    def _paint_entry(self, painter: QPainter, entry: StatusEntry, x: int, end: int) -> int:
        tokens = theme.current()
        colour = tokens.red if entry.alarm else tokens.amberI if entry.fault else tokens.ink2
        name = entry.icon if icons.exists(entry.icon) else "info"
        side = fonts.px(_ICON)
        font = fonts.font(Role.CAPTION_STRONG if entry.fault else Role.CAPTION)
        words_x = x + side + 8
        least = min(map(QFontMetrics(font).horizontalAdvance, (_FEWEST, entry.words)))
        if end - words_x < least:
            return end  # a sign without a word says nothing
        drawn = icons.icon_pixmap(name, colour, side, self.devicePixelRatioF())
        painter.drawPixmap(self._lead(x, side), (self.height() - side) // 2 + 1, drawn)
        words_x += self._paint_text(painter, entry.words, font, colour, words_x, end - words_x)
        return words_x + 24

    def _paint_trailing(self, painter: QPainter) -> int:
        tokens = theme.current()
        font = fonts.font(Role.CAPTION_STRONG)
        gap = 16 if self._person else 0
        used = 20
        for text in (self._clock, self._person):
            wide = QFontMetrics(font).horizontalAdvance(text)
            start = self.width() - used - wide
            self._paint_text(painter, text, font, tokens.ink2, start, wide + 2)
            used += wide + gap
        return used

    def _paint_text(
        self, painter: QPainter, text: str, font: QFont, colour: str, x: int, room: int
    ) -> int:
        metrics = QFontMetrics(font)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, room))
        wide = metrics.horizontalAdvance(text)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        box = QRect(self._lead(x, wide), 1, wide + 2, self.height() - 1)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        painter.drawText(box, int(flags), figures.isolated(text, self.isRightToLeft()))
        return wide

    def _lead(self, x: int, wide: int) -> int:
        rtl = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return self.width() - x - wide if rtl else x

    def _renew(self) -> None:
        self.setAccessibleName(self.text)
        self.setToolTip("\n".join(one.words for one in self._entries))
        self.update()

    def _tick(self) -> None:
        now = datetime.now().astimezone()
        self._clock = figures.clock(now)
        self._ticker.start(_MINUTE_MS - (now.second * 1000 + now.microsecond // 1000))
        self._renew()
