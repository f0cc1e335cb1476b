"""The units of a line as squares: in, next, to come, one too many; a bar above six."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPen

from fbm_desk.gui import glyphs
from fbm_desk.gui.bench.paper import Paper

SIDE, STEP, RADIUS, MOST = 48.0, 62.0, 7.0, 6


def paint_pips(
    paper: Paper,
    x: float,
    y: float,
    room: float,
    packed: int,
    wanted: int,
    green: int,
    surplus: int,
) -> None:
    """`green` of the packed ones came with the last scan; `surplus` lie there too many."""
    if wanted > MOST or SIDE + (wanted + surplus - 1) * STEP > room:
        _paint_bar(paper, x, y, room, packed, wanted, green)
        return
    for at in range(wanted):
        left = x + at * STEP
        if at < packed:
            _paint_in(paper, left, y, at >= packed - green)
        elif at == packed and not surplus:
            tokens = paper.tokens
            paper.frame(left, y, SIDE, SIDE, tokens.blue, RADIUS, 4, tokens.blueT)
        else:
            paper.frame(left, y, SIDE, SIDE, paper.tokens.edge, RADIUS, 2)
    for at in range(min(surplus, 1)):
        _paint_surplus(paper, x + (wanted + at) * STEP + 8, y)


def _paint_in(paper: Paper, x: float, y: float, green: bool) -> None:
    tokens = paper.tokens
    paper.fill(x, y, SIDE, SIDE, tokens.green if green else tokens.ink, RADIUS)
    hole = tokens.canvas if tokens.dark else tokens.surface
    glyphs.paint_tick(paper.painter, paper.box(x, y, SIDE, SIDE), hole, 5 * paper.scale)


def _paint_surplus(paper: Paper, x: float, y: float) -> None:
    pen = QPen(QColor(paper.tokens.amberI), 3 * paper.scale)
    pen.setDashPattern([2.4, 2.0])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    inset = 1.5 * paper.scale
    box = paper.box(x, y, SIDE, SIDE).adjusted(inset, inset, -inset, -inset)
    paper.painter.setPen(pen)
    paper.painter.setBrush(Qt.BrushStyle.NoBrush)
    paper.painter.drawRoundedRect(box, RADIUS * paper.scale, RADIUS * paper.scale)
    paper.icon("arrow-up", x + 6, y + 6, 36, paper.tokens.amberI)


def _paint_bar(
    paper: Paper, x: float, y: float, room: float, packed: int, wanted: int, green: int
) -> None:
    tokens = paper.tokens
    width, height = min(room, 6 * STEP + 110), 28.0
    top = y + (SIDE - height) / 2
    paper.fill(x, top, width, height, tokens.sunken, height / 2)
    share = min(1.0, packed / wanted)
    if not share:
        return
    filled = max(height, width * share)
    paper.fill(x, top, filled, height, tokens.ink, height / 2)
    if green:
        paper.painter.save()
        fresh = width * green / wanted
        clip = paper.box(x + filled - fresh, top, fresh, height)
        paper.painter.setClipRect(QRectF(clip))
        paper.fill(x, top, filled, height, tokens.green, height / 2)
        paper.painter.restore()
