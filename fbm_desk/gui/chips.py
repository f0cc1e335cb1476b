"""Filter chips: one of several is on, each says how many rows it would show."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QWidget

from fbm_desk.gui import figures, fonts, theme
from fbm_desk.gui.flow_row import FlowRow
from fbm_desk.gui.fonts import Role

_HEIGHT = 30


class Chip(QAbstractButton):
    """One pill: outlined when off, filled with ink when on."""

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.setCheckable(True)
        self.setAutoExclusive(True)  # one of several, to a screen reader too
        self.setFont(fonts.font(Role.CAPTION_STRONG))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        wide = QFontMetrics(self.font()).horizontalAdvance(self.text())
        tall = QFontMetrics(self.font()).height() + 12
        return QSize(wide + 24, max(_HEIGHT, tall))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens, on = theme.current(), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        thick = 2 if focused else 1
        # One that is on is dark itself: its ring is light, inside it.
        outline = tokens.blue if focused else tokens.ink if on else tokens.line
        box = QRectF(self.rect()).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
        painter.setPen(QPen(QColor(outline), thick))
        painter.setBrush(QColor(tokens.ink if on else tokens.surface))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        if focused and on:
            ring = box.adjusted(2.5, 2.5, -2.5, -2.5)
            painter.setPen(QPen(QColor(tokens.canvas), 2))
            painter.drawRoundedRect(ring, ring.height() / 2, ring.height() / 2)
        painter.setFont(self.font())
        painter.setPen(QColor(tokens.canvas if on else tokens.ink2))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Chips(QWidget):
    """A row of chips; `picked` carries the kind of the one that went on, "" for all."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = FlowRow(self)
        self._group = QButtonGroup(self)
        self._chips: dict[str, Chip] = {}
        self._last: QWidget | None = None

    @property
    def kind(self) -> str:
        """The kind that is on."""
        on = self._group.checkedButton()
        return on.kind if isinstance(on, Chip) else ""

    def offer(self, entries: Sequence[tuple[str, str, int | None]]) -> None:
        """Show (kind, word, count) for each; the one that is on stays on while it is offered.

        Without a count it is no filter but a choice, and is always there.
        """
        for kind, word, count in entries:
            chip = self._chips.get(kind) or self._add(kind)
            text = word if count is None else f"{word} {figures.number(count)}"
            if chip.text() != text:
                chip.setText(text)
                chip.updateGeometry()
            chip.setVisible(kind == "" or count is None or count > 0 or chip.isChecked())

    def follow(self, before: QWidget) -> None:
        """Let Tab come here from `before`, however late the chips are made."""
        self._last = before

    def choose(self, kind: str) -> None:
        """Put a chip on, as a click would."""
        if kind in self._chips:
            self._chips[kind].click()

    def _add(self, kind: str) -> Chip:
        chip = Chip(kind, self)
        chip.setChecked(kind == "")
        self._group.addButton(chip)
        self._chips[kind] = chip
        self._row.addWidget(chip)
        # Chips come once their counts are known: read before what was made in the meantime.
        if self._last is not None:
            QWidget.setTabOrder(self._last, chip)
        self._last = chip
        chip.clicked.connect(lambda: self.picked.emit(kind))
        return chip
