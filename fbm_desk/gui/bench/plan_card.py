"""The box to take: its name, how full it gets, and a small drawing of the packed box.

The drawing is isometric, seen from the front corner above. The article in hand is blue.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from fbm_desk.gui.bench.layout import Box
from fbm_desk.gui.bench.paper import Paper, balanced, blended
from fbm_desk.gui.fonts import Role
from fbm_desk.services.parcel_view import PlacedView, PlanView, Sides
from fbm_desk.texts import say

CARD_H = 124.0
DRAWING_W, NARROW_W = 128.0, 92.0
COS, SIN = 0.866, 0.5
_SHADES = (0.20, 0.34, 0.48, 0.27, 0.41)
Point = tuple[float, float]


def paint_plan(paper: Paper, at: Box, plan: PlanView, now: int) -> None:
    """Drawing, name, how full; `now` is the kind of article to put in next, -1 for none."""
    tokens = paper.tokens
    paper.frame(at.x, at.y, at.w, at.h, tokens.line, 12, 0, tokens.surface)
    wide = DRAWING_W if at.w > 360 else NARROW_W
    drawing = Box(at.x + 14, at.y + 10, wide, at.h - 20)
    if plan.name:
        paint_packed(paper, drawing, plan, now)
    else:
        paper.icon("package", drawing.x + (wide - 80) / 2, drawing.y + 12, 80, tokens.ink2)
    x, room = at.x + 14 + wide + 18, at.w - wide - 14 - 18 - 12
    name = plan_name(plan)
    roles = (Role.ACTION_STRONG, Role.TILE, Role.STEP_STRONG, Role.BENCH_STRONG)
    role = paper.fitting(room, (name,), *roles)
    lines = balanced(name, role, paper.scale, room)
    first = at.y + (52 if len(lines) == 1 else 38)
    for number, part in enumerate(lines):
        paper.text(x, first + number * 29, part, role, tokens.ink, room)
    paper.text(
        x, at.y + (92 if len(lines) == 1 else 101), _second(plan), Role.BENCH, tokens.ink2, room
    )


def plan_name(plan: PlanView) -> str:
    """The box's name; a letter or a number alone is said to be a box."""
    if not plan.name:
        return say("bench.own_box")
    return say("bench.box_to_take", name=plan.name) if len(plan.name) <= 3 else plan.name


def _second(plan: PlanView) -> str:
    if plan.boxes > 1:
        return say("bench.boxes_needed", count=plan.boxes)
    if not plan.name:
        return say("bench.no_other_box")
    return say("bench.percent_full", percent=plan.fill_percent)


def paint_packed(paper: Paper, at: Box, plan: PlanView, now: int) -> None:
    """The box's floor and back, the things in it, then its front edges."""
    if not all(plan.inner):
        return
    tokens = paper.tokens
    project = Projection(at, plan.inner)
    length, width, height = plan.inner
    shell = blended(tokens.amber, tokens.surface, 0.16)
    for face in (
        ((0, 0, 0), (length, 0, 0), (length, width, 0), (0, width, 0)),
        ((0, 0, 0), (length, 0, 0), (length, 0, height), (0, 0, height)),
        ((0, 0, 0), (0, width, 0), (0, width, height), (0, 0, height)),
    ):
        _polygon(paper, (project(corner) for corner in face), shell, tokens.edge)
    for one in back_to_front(plan.placed):
        _paint_thing(paper, project, one, one.kind == now)
    front = ((length, 0, height), (length, width, height), (0, width, height))
    for start, end in (
        (front[0], front[1]), (front[1], front[2]), ((length, width, 0), front[1]),
        ((length, 0, 0), (length, width, 0)), ((length, width, 0), (0, width, 0)),
        ((length, 0, 0), front[0]), ((0, width, 0), front[2]),
    ):  # fmt: skip
        paper.line(project(start), project(end), tokens.edge, 1.5)


@functools.lru_cache(maxsize=32)
def back_to_front(placed: tuple[PlacedView, ...]) -> tuple[PlacedView, ...]:
    """The things in an order in which each may be painted over those before it."""
    left, done = list(placed), []
    while left:
        hindmost = next((a for a in left if not any(_behind(b, a) for b in left)), left[0])
        left.remove(hindmost)
        done.append(hindmost)
    return tuple(done)


def _behind(one: PlacedView, other: PlacedView) -> bool:
    """True when `one` must be painted before `other`."""
    if one is other:
        return False
    ends = tuple(at + side for at, side in zip(one.at, one.sides, strict=True))
    return any(end <= at for end, at in zip(ends, other.at, strict=True)) and not any(
        at + side <= mine for at, side, mine in zip(other.at, other.sides, one.at, strict=True)
    )


class Projection:
    """Millimetres in the box to px on the card, as large as the place allows."""

    def __init__(self, at: Box, inner: Sides) -> None:
        length, width, height = inner
        across, down = (length + width) * COS, (length + width) * SIN + height
        self._scale = min(at.w / across, at.h / down)
        self._x = at.x + (at.w - across * self._scale) / 2 + width * COS * self._scale
        self._y = at.y + (at.h - down * self._scale) / 2 + height * self._scale

    def __call__(self, corner: Sides) -> Point:
        x, y, z = corner
        return (
            self._x + (x - y) * COS * self._scale,
            self._y + ((x + y) * SIN - z) * self._scale,
        )


def _paint_thing(paper: Paper, project: Projection, one: PlacedView, now: bool) -> None:
    tokens = paper.tokens
    ink = tokens.blue if now else tokens.ink2
    share = 0.55 if now else _SHADES[one.kind % len(_SHADES)]
    (x, y, z), (length, width, height) = one.at, one.sides
    right, front, top = x + length, y + width, z + height
    faces = (
        (((x, y, top), (right, y, top), (right, front, top), (x, front, top)), share),
        (((right, y, z), (right, front, z), (right, front, top), (right, y, top)), share + 0.25),
        (((x, front, z), (right, front, z), (right, front, top), (x, front, top)), share + 0.12),
    )
    for face, dark in faces:
        fill = blended(ink, tokens.surface, min(1.0, dark))
        _polygon(paper, (project(corner) for corner in face), fill, tokens.surface)


def _polygon(paper: Paper, corners: Iterable[Point], fill: str, edge: str) -> None:
    width, scale = paper.width, paper.scale
    points = [QPointF((width - x if paper.mirrored else x) * scale, y * scale) for x, y in corners]
    painter = paper.painter
    pen = QPen(QColor(edge), max(1.0, scale))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QColor(fill))
    painter.drawPolygon(QPolygonF(points))
