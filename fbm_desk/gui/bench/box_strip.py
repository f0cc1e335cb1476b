"""The boxes of an order as rows: which one is filled, what lies in each, which ones are closed."""

from __future__ import annotations

from fbm_desk.gui import glyphs
from fbm_desk.gui.bench.layout import CARD_RADIUS, Box
from fbm_desk.gui.bench.paper import Paper, Side
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.quantities import weight
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.fonts import Role
from fbm_desk.services.parcel_view import BoxState, BoxView, UnitsView
from fbm_desk.texts import say

ROW_H, EDGE, MORE_H = 100.0, 8.0, 40.0
PICTURE = 42.0
#: Under this the lines of the order have no room beside the boxes.
LEAST_LIST_H = 226.0
_NOW = frozenset({BoxState.FILLING, BoxState.TURN})
ENDING = 7


def strip_height(boxes: tuple[BoxView, ...], room: float) -> float:
    """How high the strip is in a column of `room` px, so that the order's lines keep theirs."""
    rows = len(boxes)
    most = max(1, int((room - LEAST_LIST_H - 2 * EDGE) // ROW_H))
    if rows <= most:
        return rows * ROW_H + 2 * EDGE
    most = max(1, int((room - LEAST_LIST_H - 2 * EDGE - MORE_H) // ROW_H))
    return most * ROW_H + 2 * EDGE + MORE_H


def paint_strip(paper: Paper, at: Box, scene: Scene) -> None:
    """As many boxes as fit around the one it is about; says how many more there are."""
    tokens, boxes = paper.tokens, scene.view.boxes
    paper.frame(at.x, at.y, at.w, at.h, tokens.line, CARD_RADIUS, 0, tokens.surface)
    first, shown = window(boxes, at.h - 2 * EDGE)
    for row, box in enumerate(boxes[first : first + shown]):
        y = at.y + EDGE + row * ROW_H
        if row and not {box.state, boxes[first + row - 1].state} & _NOW:
            paper.hairline(at.x + 24, y, at.w - 48, tokens.line)
        _paint_row(paper, Box(at.x, y, at.w, ROW_H), box, scene)
    if shown < len(boxes):
        y = at.y + EDGE + shown * ROW_H
        words = say("bench.more_boxes", count=len(boxes) - shown)
        paper.text(at.x + 24, y + 27, words, Role.BENCH, tokens.ink2, at.w - 48)


def window(boxes: tuple[BoxView, ...], room: float) -> tuple[int, int]:
    """The first row to show and how many, with the box it is about among them."""
    if len(boxes) * ROW_H <= room:
        return 0, len(boxes)
    shown = max(1, int((room - MORE_H + 1) // ROW_H))
    now = next((at for at, box in enumerate(boxes) if box.state in _NOW), 0)
    return min(max(0, now - shown + 1), len(boxes) - shown), shown


def fitting_words(paper: Paper, box: BoxView, room: float, *roles: Role) -> tuple[str, Role]:
    """ "Box 2 (M) · 3 units", as much of it as fits, and how large."""
    units = say("bench.units", count=box.units) if box.units else say("bench.box_is_empty")
    facts = {"number": box.number, "name": box.name, "units": units}
    named = (say("bench.box_named", **facts),) if box.name else ()
    for words in (*named, say("bench.box_plain", **facts)):
        role = paper.fitting(room, (words,), *roles)
        if paper.measure(words, role) <= room:
            return words, role
    return say("bench.box", number=box.number), roles[-1]


def _paint_row(paper: Paper, at: Box, box: BoxView, scene: Scene) -> None:
    tokens, now = paper.tokens, box.state in _NOW
    if now:
        paper.fill(at.x + 8, at.y + 2, at.w - 16, at.h - 4, tokens.blueT, 12)
        paper.fill(at.x + 8, at.y + 18, 5, at.h - 36, tokens.blue, 2.5)
    x, end = at.x + 24, at.right - 24
    taken = _paint_fact(paper, end, at.y + 37, box, scene)
    room = end - taken - 12 - x
    words, role = fitting_words(paper, box, room, Role.BENCH_STRONG if now else Role.BENCH_MEDIUM)
    paper.text(x, at.y + 37, words, role, tokens.ink, room)
    paint_units(paper, x, at.y + 49, end, box.contents, PICTURE)


def _paint_fact(paper: Paper, end: float, baseline: float, box: BoxView, scene: Scene) -> float:
    """A closed box's number ends with its last signs; an open one has a weight."""
    tokens = paper.tokens
    if box.state is BoxState.CLOSED:
        hole = tokens.canvas if tokens.dark else tokens.surface
        glyphs.paint_tick_disc(
            paper.painter, paper.box(end - 24, baseline - 20, 24, 24), tokens.green, hole
        )
        if not box.tracking:
            return 24.0
        told = f"…{box.tracking[-ENDING:]}"
        return 34 + paper.text(
            end - 34, baseline, told, Role.BENCH_CODE, tokens.ink2, side=Side.TRAIL
        )
    if not box.weight_g:
        return 0.0
    told = weight(box.weight_g, scene.locale)
    return paper.text(end, baseline, told, Role.BENCH, tokens.ink2, side=Side.TRAIL)


def paint_units(
    paper: Paper, x: float, y: float, end: float, units: tuple[UnitsView, ...], side: float
) -> None:
    """Pictures in a row, each with its number behind it where it is not one."""
    tokens = paper.tokens
    for at, one in enumerate(units):
        told = say("bench.times", count=one.units) if one.units > 1 else ""
        width = side + (paper.measure(told, Role.BENCH_MEDIUM) + 8 if told else 0)
        rest = len(units) - at
        spare = 0.0 if rest == 1 else 62.0
        if x + width + spare > end:
            paper.text(x, y + side / 2 + 9, f"+{rest}", Role.BENCH_MEDIUM, tokens.ink2, end - x)
            return
        paint_picture(paper, one.article, x, y, side, side, 8)
        if told:
            baseline = y + side / 2 + 9
            paper.text(x + side + 6, baseline, told, Role.BENCH_MEDIUM, tokens.ink2)
        x += width + 14
