"""Painted signs whose shape is safety: verdict silhouettes with their marks, ticks, table states.

A silhouette tells the family, the mark inside the verdict, so neither rests on colour.
"""

from __future__ import annotations

import math
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from fbm_desk.domain.verdicts import Family, Verdict, VerdictCode


class Mark(Enum):
    """What stands inside a silhouette."""

    TICK = "tick"  #: counted
    BANG = "bang"  #: enough
    EQUALS = "equals"  #: the same serial number twice
    HASH = "hash"  #: a serial number or lot is wanted
    FORK = "fork"  #: it fits more than one line
    QUESTION = "question"  #: unknown, or a question
    CROSS = "cross"  #: wrong
    CLOCK = "clock"  #: expired
    BAR = "bar"  #: stop, not now


class State(Enum):
    """A sign of 15 px in a table's first column."""

    WAITING = "waiting"  #: ring
    ON_BENCH = "on_bench"  #: half disc
    LABELLED = "labelled"  #: square
    CONFIRMED = "confirmed"  #: tick disc
    HELD = "held"  #: triangle
    CANCELLED = "cancelled"  #: octagon
    QUEUED = "queued"  #: dashed ring


MARKS: dict[VerdictCode, Mark] = {
    VerdictCode.SAME_SERIAL: Mark.EQUALS,
    VerdictCode.LABEL_ALREADY_USED: Mark.EQUALS,
    VerdictCode.SERIAL_WANTED: Mark.HASH,
    VerdictCode.LOT_WANTED: Mark.HASH,
    VerdictCode.AMBIGUOUS: Mark.FORK,
    VerdictCode.EXPIRED_LOT: Mark.CLOCK,
}
FAMILY_MARKS: dict[Family, Mark] = {
    Family.GO: Mark.TICK,
    Family.REST: Mark.BAR,
    Family.ASK: Mark.QUESTION,
    Family.ENOUGH: Mark.BANG,
    Family.BACK: Mark.CROSS,
    Family.STOP: Mark.BAR,
}


def mark_of(verdict: Verdict) -> Mark:
    """The mark of a verdict: its own, or its family's."""
    return MARKS.get(verdict.code, FAMILY_MARKS[verdict.family])


def paint_glyph(
    painter: QPainter,
    family: Family,
    mark: Mark,
    box: QRectF,
    fill: str,
    hole: str,
) -> None:
    """Paint a silhouette in `fill` that fills `box` (a square) and its mark in `hole`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 100, box.height() / 100)
    if family is Family.REST:
        _dashed_ring(painter, fill)
        hole = fill
    else:
        painter.fillPath(silhouette(family), QColor(fill))
    _MARK_PAINTERS[mark](painter, family, QColor(hole))
    painter.restore()


def silhouette(family: Family) -> QPainterPath:
    """A family's outline in a square of 100."""
    path = QPainterPath()
    if family is Family.GO:
        path.addEllipse(QRectF(0, 0, 100, 100))
    elif family is Family.ENOUGH:
        path = _rounded_polygon(((50, 4), (98, 92), (2, 92)), 5)
    elif family is Family.ASK:
        path.addRoundedRect(QRectF(3, 3, 94, 94), 19, 19)
    elif family is Family.BACK:
        path = _rounded_polygon(((50, 0), (100, 50), (50, 100), (0, 50)), 4)
    elif family is Family.STOP:
        path = _octagon(100 / (2 + math.sqrt(2)))
    return path


def paint_tick_disc(painter: QPainter, box: QRectF, fill: str, hole: str) -> None:
    """A small disc with a tick: done."""
    paint_glyph(painter, Family.GO, Mark.TICK, box, fill, hole)


def paint_tick(painter: QPainter, box: QRectF, colour: str, width: float) -> None:
    """A tick alone, `width` strong, in a square box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(QColor(colour), width))
    painter.drawPolyline(
        [box.topLeft() + QPointF(x * box.width(), y * box.height()) for x, y in _TICK]
    )
    painter.restore()


def paint_state(painter: QPainter, state: State, box: QRectF, colour: str, hole: str) -> None:
    """A table's state sign in `box` (15 px square); `hole` is the colour of what lies behind."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 100, box.height() / 100)
    pen = _pen(QColor(colour), 12)
    ring = QRectF(8, 8, 84, 84)
    if state in (State.WAITING, State.ON_BENCH):
        painter.setPen(pen)
        painter.drawEllipse(ring)
    if state is State.ON_BENCH:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawPie(ring, 90 * 16, 180 * 16)
    elif state is State.QUEUED:
        pen.setDashPattern([1.9, 1.77])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawEllipse(ring)
    elif state is State.LABELLED:
        path = QPainterPath()
        path.addRoundedRect(QRectF(8, 8, 84, 84), 12, 12)
        painter.fillPath(path, QColor(colour))
    painter.restore()
    families = {
        State.CONFIRMED: (Family.GO, Mark.TICK),
        State.HELD: (Family.ENOUGH, Mark.BANG),
        State.CANCELLED: (Family.STOP, Mark.BAR),
    }
    if state in families:
        paint_glyph(painter, *families[state], box, colour, hole)


_TICK = ((0.27, 0.52), (0.44, 0.69), (0.74, 0.34))


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(
        colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    )


def _octagon(cut: float) -> QPainterPath:
    far = 100 - cut
    corners = (
        (cut, 0),
        (far, 0),
        (100, cut),
        (100, far),
        (far, 100),
        (cut, 100),
        (0, far),
        (0, cut),
    )
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    path.closeSubpath()
    return path


def _rounded_polygon(corners: tuple[tuple[float, float], ...], radius: float) -> QPainterPath:
    points = [QPointF(x, y) for x, y in corners]
    path = QPainterPath()
    for at, corner in enumerate(points):
        before, after = points[at - 1], points[(at + 1) % len(points)]
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        if at == 0:
            path.moveTo(start)
        else:
            path.lineTo(start)
        path.quadTo(corner, end)
    path.closeSubpath()
    return path


def _towards(corner: QPointF, other: QPointF, distance: float) -> QPointF:
    way = other - corner
    return corner + way * (distance / math.hypot(way.x(), way.y()))


def _dashed_ring(painter: QPainter, colour: str) -> None:
    pen = QPen(QColor(colour), 8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    # Twelve dashes close round a circle of 45: 2·pi·45 / 8 px pen = 35.34 pen widths.
    pen.setDashPattern([1.9, 35.343 / 12 - 1.9])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(QRectF(5, 5, 90, 90))


def _paint_tick_mark(painter: QPainter, _family: Family, colour: QColor) -> None:
    painter.setPen(_pen(colour, 11))
    painter.drawPolyline([QPointF(x * 100, y * 100) for x, y in _TICK])


def _paint_bang(painter: QPainter, _family: Family, colour: QColor) -> None:
    painter.setPen(_pen(colour, 10))
    painter.drawLine(QPointF(50, 38), QPointF(50, 60))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(50, 77), 6, 6)


def _paint_equals(painter: QPainter, _family: Family, colour: QColor) -> None:
    painter.setPen(_pen(colour, 10))
    for y in (58, 75):
        painter.drawLine(QPointF(33, y), QPointF(67, y))


def _paint_hash(painter: QPainter, _family: Family, colour: QColor) -> None:
    painter.setPen(_pen(colour, 8))
    for x in (44, 62):
        painter.drawLine(QPointF(x, 28), QPointF(x - 7, 72))
    for y in (42, 58):
        painter.drawLine(QPointF(31, y), QPointF(70, y))


def _paint_fork(painter: QPainter, _family: Family, colour: QColor) -> None:
    painter.setPen(_pen(colour, 10))
    painter.drawPolyline([QPointF(29, 28), QPointF(50, 52), QPointF(71, 28)])
    painter.drawLine(QPointF(50, 52), QPointF(50, 75))


def _paint_question(painter: QPainter, _family: Family, colour: QColor) -> None:
    hook = QPainterPath(QPointF(36, 40))
    hook.cubicTo(36, 21, 64, 21, 64, 39)
    hook.cubicTo(64, 51, 50, 50, 50, 61)
    painter.setPen(_pen(colour, 10.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(hook)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(50, 76), 6.5, 6.5)


def _paint_cross(painter: QPainter, _family: Family, colour: QColor) -> None:
    painter.setPen(_pen(colour, 10))
    painter.drawLine(QPointF(36, 36), QPointF(64, 64))
    painter.drawLine(QPointF(64, 36), QPointF(36, 64))


def _paint_clock(painter: QPainter, _family: Family, colour: QColor) -> None:
    painter.setPen(_pen(colour, 9))
    painter.drawPolyline([QPointF(50, 30), QPointF(50, 55), QPointF(65, 55)])


def _paint_bar(painter: QPainter, family: Family, colour: QColor) -> None:
    half_w, half_h = (26, 7) if family is Family.STOP else (20, 4.5)
    bar = QPainterPath()
    bar.addRoundedRect(QRectF(50 - half_w, 50 - half_h, 2 * half_w, 2 * half_h), 2.5, 2.5)
    painter.fillPath(bar, colour)


_MARK_PAINTERS = {
    Mark.TICK: _paint_tick_mark,
    Mark.BANG: _paint_bang,
    Mark.EQUALS: _paint_equals,
    Mark.HASH: _paint_hash,
    Mark.FORK: _paint_fork,
    Mark.QUESTION: _paint_question,
    Mark.CROSS: _paint_cross,
    Mark.CLOCK: _paint_clock,
    Mark.BAR: _paint_bar,
}
