"""Units that go from one box into another: what may move and where to, or in which box it lay."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPolygonF

from fbm_desk.gui.bench.box_strip import fitting_words, paint_units
from fbm_desk.gui.bench.layout import Box, Layout
from fbm_desk.gui.bench.paper import Paper, balanced
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.status import paint_key_cap
from fbm_desk.gui.bench.tiles import Tile, grid, paint_way_back
from fbm_desk.gui.fonts import Role
from fbm_desk.services.parcel_view import BoxState, BoxView
from fbm_desk.texts import say

GUTTER = 84.0
LEAST_FROM_H, MORE_H = 126.0, 36.0


def paint_moving(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The other boxes, an arrow, the box that is open."""
    card, boxes = layout.card, scene.view.boxes
    target = next((one for one in boxes if one.state is BoxState.FILLING), None)
    others = tuple(one for one in boxes if one is not target and one.contents)
    top, bottom = layout.body_top + 64, card.bottom - 84
    half = (card.inner_w - GUTTER) / 2
    words = say("bench.move_from")
    paper.text(card.inner_x, top - 18, words, Role.BENCH_MEDIUM, paper.tokens.ink2, half)
    into = card.inner_x + half + GUTTER
    words = say("bench.move_into")
    paper.text(into, top - 18, words, Role.BENCH_MEDIUM, paper.tokens.ink2, half)
    fits = max(1, int((bottom - top + 12) // (LEAST_FROM_H + 12)))
    shown = others[:fits]
    for_more = MORE_H if len(shown) < len(others) else 0.0
    height = min(250.0, (bottom - top + 12 - for_more) / max(1, len(shown)) - 12)
    for at, box in enumerate(shown):
        place = Box(card.inner_x, top + at * (height + 12), half, height)
        _paint_box(paper, place, box, now=False)
    if len(shown) < len(others):
        words = say("bench.more_boxes", count=len(others) - len(shown))
        below = top + len(shown) * (height + 12) + 22
        paper.text(card.inner_x, below, words, Role.BENCH, paper.tokens.ink2, half)
    if target is not None:
        _paint_box(paper, Box(into, top, half, min(250.0, bottom - top)), target, now=True)
    _paint_arrow(paper, card.inner_x + half + GUTTER / 2, top + min(height, 250.0) / 2)
    paint_way_back(paper, layout, scene.spoken.hint or say("hint.move_asked"))


def _paint_box(paper: Paper, at: Box, box: BoxView, now: bool) -> None:
    tokens = paper.tokens
    edge, fill = (tokens.blue, tokens.blueT) if now else (tokens.line, tokens.surface)
    paper.frame(at.x, at.y, at.w, at.h, edge, 12, 3 if now else 2, fill)
    room = at.w - 44
    words, role = fitting_words(paper, box, room, Role.TILE, Role.BENCH_STRONG)
    paper.text(at.x + 22, at.y + 46, words, role, tokens.ink, room)
    side = min(132.0, at.h - 46 - 40)
    paint_units(paper, at.x + 22, at.y + 66, at.right - 22, box.contents, side)


def _paint_arrow(paper: Paper, x: float, y: float) -> None:
    """Towards the box that is open, in the direction of reading."""
    paper.line((x - 24, y), (x + 10, y), paper.tokens.blue, 9, flat=True)
    tip = ((x + 28, y), (x + 4, y - 22), (x + 4, y + 22))
    painter, scale = paper.painter, paper.scale
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(paper.tokens.blue))
    width = paper.width
    painter.drawPolygon(
        QPolygonF(
            [QPointF((width - px if paper.mirrored else px) * scale, py * scale) for px, py in tip]
        )
    )


def paint_which_box(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The boxes it may have lain in, each with its digit; "in none" is the packer's hand."""
    asked = scene.view.boxes_asked[:9]
    known = {box.number: box for box in scene.view.boxes}
    for at, (tile, number) in enumerate(zip(grid(layout, len(asked)), asked, strict=True)):
        _paint_tile(paper, tile, known.get(number), at + 1)
    paint_way_back(paper, layout, scene.spoken.hint or say("hint.which_box_asked"))


def _paint_tile(paper: Paper, tile: Tile, box: BoxView | None, digit: int) -> None:
    tokens = paper.tokens
    paper.frame(tile.x, tile.y, tile.w, tile.h, tokens.line, 12, 2, tokens.surface)
    paint_key_cap(paper, tile.x + tile.w - 56, tile.y + 18, 40, 40, str(digit))
    x, room = tile.x + 22, tile.w - 22 - 66
    if box is None:
        words = say("bench.in_my_hand")
        role = paper.fitting(room - 54, (words,), Role.TILE, Role.BENCH_STRONG)
        beside = 54.0 if paper.measure(words, role) <= room - 54 else 0.0
        if beside:
            paper.icon("hand", x, tile.y + 24, 38, tokens.ink)
        paper.text(x + beside, tile.y + 54, words, role, tokens.ink, room - beside)
        lines = balanced(say("bench.in_no_box"), Role.BENCH, paper.scale, tile.w - 44)
        for at, part in enumerate(lines if len(lines) == 1 or tile.h > 150 else ()):
            paper.text(x, tile.y + 96 + at * 31, part, Role.BENCH, tokens.ink2, tile.w - 44)
        return
    words, role = fitting_words(paper, box, room, Role.TILE, Role.BENCH_STRONG)
    paper.text(x, tile.y + 50, words, role, tokens.ink, room)
    side = min(180.0, tile.h - 76 - 20)
    if side >= 30:
        paint_units(paper, x, tile.y + 76, tile.x + tile.w - 22, box.contents, side)
