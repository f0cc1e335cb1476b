"""The red bar over every other screen while this computer's bench raises an alarm: an order has to
stop, or was taken over."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from fbm_desk import texts
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.verdicts import Family, VerdictCode
from fbm_desk.gui import theme
from fbm_desk.gui.cells import Tone
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.glyphs import Mark, paint_glyph
from fbm_desk.gui.parts import MARGIN, KeyButton, paragraph
from fbm_desk.services.desk_view import BenchScreen, BenchView

_SIGN = 26


class _Octagon(QWidget):
    """The sign of a stop, as on the bench."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(_SIGN, _SIGN))

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = self.rect().toRectF()
        paint_glyph(painter, Family.STOP, Mark.BAR, box, tokens.onstop, tokens.stop)


class StopBar(QFrame):
    """`bench_requested` is the way to the bench; `stopped` says that one has just begun."""

    bench_requested = Signal()
    stopped = Signal()

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stopbar")
        self._order: OrderId | None = None
        self._alarm = ""
        self._said = paragraph("", Role.BODY_STRONG, Tone.INK)
        self.go = KeyButton(texts.say("rail.to_the_bench"), key=key.replace("+", " "))
        self.go.clicked.connect(self.bench_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 8, MARGIN, 8)
        row.setSpacing(12)
        row.addWidget(_Octagon())
        row.addWidget(self._said, 1)
        row.addWidget(self.go)
        self.hide()

    def show_bench(self, view: BenchView, in_front: bool) -> None:
        """Follow the bench; `in_front` is true while it is the screen that is seen."""
        order = view.order.order_id if view.order else None
        before, self._order = self._order, order if view.screen is BenchScreen.STOPPED else None
        told, self._alarm = self._alarm, _alarm_of(view, self._order)
        if self._alarm:
            self._said.setText(self._alarm)
            self.setAccessibleName(self._alarm)
        self.dress(in_front)
        if self._order is not None and self._order != before:
            self.stopped.emit()
        if self._alarm and self._alarm != told:
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def dress(self, in_front: bool) -> None:
        """The bench in front says it larger."""
        self.setVisible(bool(self._alarm) and not in_front)


def _alarm_of(view: BenchView, stopped: OrderId | None) -> str:
    """What the bar says; "" where the bench raises no alarm."""
    if stopped is not None:
        return texts.say("rail.stopped", order=stopped)
    verdict = view.verdict
    if verdict is None or verdict.code is not VerdictCode.TAKEN_OVER:
        return ""
    return texts.say("rail.taken_over", order=verdict.order_id or "", who=verdict.who)
