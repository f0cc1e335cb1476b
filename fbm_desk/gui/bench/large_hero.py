"""What is to be put in where texts are large: name, count, place and specials have all the room.

The side column steps aside: what is special about the order becomes marks, its other lines one
line of words, a box to take its name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fbm_desk.domain.verdicts import Family
from fbm_desk.gui.bench.beside_count import line_marks, paint_beside_count
from fbm_desk.gui.bench.camera_corner import INSET, WIDTH
from fbm_desk.gui.bench.duties import ICONS, WARNINGS, due_duties
from fbm_desk.gui.bench.hero import hero_title, takes_back
from fbm_desk.gui.bench.layout import Box, Layout
from fbm_desk.gui.bench.paper import ELLIPSIS, Paper, balanced, both_ends
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.pips import paint_pips
from fbm_desk.gui.bench.plan_card import plan_name
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.wording import duty_of_order
from fbm_desk.gui.fonts import FACES, Role
from fbm_desk.services.desk_view import ArticleView, BenchScreen, LineView
from fbm_desk.texts import say

PICTURE, LEAD_W, BETWEEN = 220.0, 300.0, 28.0
MARK_H, MARK_GAP, ROW_H = 46.0, 10.0, 36.0
CAPITAL = 0.727
CORNER_W = WIDTH + INSET
OF_GAP, LEAST_GROWN = 27.0, 0.4
PIP_H, LEAST_PIPS_W = 48.0, 120.0
#: Role, how much larger than at 100 %, and on how many lines a name may be set.
NAME_SIZES = (
    (Role.NAME, 1.25, 1),
    (Role.NAME, 1.0, 2),
    (Role.ACTION_STRONG, 1.0, 2),
    (Role.STEP_STRONG, 1.0, 3),
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A special on a mark of its own: `warns` in amber, `due` in blue."""

    icon: str
    words: str
    warns: bool = False
    due: bool = False


def paint_large_hero(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Picture over place, name over count; specials, the note and the other lines below."""
    line = scene.line
    if line is None or scene.view.order is None:
        return
    card = layout.card
    marks = _mark_rows(paper, marks_of(scene), card.inner_w)
    detail = detail_words(line.article)
    taken = sum(_mark_w(paper, one) + MARK_GAP for one in marks[-1]) if marks else card.inner_w
    free = card.inner_w - CORNER_W  # the camera's corner, where there is one
    beside = paper.measure(detail, Role.BENCH_CODE) <= free - taken - MARK_GAP
    rows = _rows(paper, scene, line, free, "" if beside else detail)
    below = len(marks) * (MARK_H + MARK_GAP) + len(rows) * ROW_H
    body = Box(card.inner_x, layout.body_top + 14, card.inner_w, 0)
    bottom = card.bottom - 14 - below
    body = Box(body.x, body.y, body.w, bottom - body.y)
    _paint_where(paper, body, line.article)
    right = Box(body.x + LEAD_W + BETWEEN, body.y, body.w - LEAD_W - BETWEEN, body.h)
    _paint_what(paper, layout, scene, right, line)
    y = bottom + MARK_GAP
    for row in marks:
        _paint_marks(paper, card.inner_x, y, row)
        y += MARK_H + MARK_GAP
    if beside:
        baseline = y - MARK_H - MARK_GAP + 32
        ink = paper.tokens.ink2
        x = card.inner_x + taken + MARK_GAP
        paper.text(x, baseline, detail, Role.BENCH_CODE, ink)
    for icon, words in rows:
        if icon:
            paper.icon(icon, card.inner_x + 2, y, 28, paper.tokens.ink2)
        paper.text(card.inner_x + 44, y + 24, words, Role.BENCH_MEDIUM, paper.tokens.ink2)
        y += ROW_H


def _paint_where(paper: Paper, at: Box, article: ArticleView) -> None:
    """The picture, and below it the place as large as it fits its column."""
    tokens = paper.tokens
    room = LEAD_W - 48
    grown = paper.largest(article.place, Role.PLACE, room, 1.5, 0.62) if article.place else 1.0
    high = FACES[Role.PLACE].px * grown * CAPITAL + 26 if article.place else 0.0
    side = min(PICTURE + 60, at.h - high, LEAD_W)
    paint_picture(paper, article, at.x, at.y, side, side, 14)
    if article.place:
        baseline = at.bottom - 8
        paper.icon("map-pin", at.x, baseline - 36, 40, tokens.ink2)
        paper.text(at.x + 48, baseline, article.place, Role.PLACE, tokens.ink, room, grown=grown)


def _paint_what(paper: Paper, layout: Layout, scene: Scene, at: Box, line: LineView) -> None:
    """The name on at most two lines; all height below it is the count's."""
    tokens = paper.tokens
    lines, role, grown = _name(paper, line.article, at.w)
    pitch = FACES[role].px * grown * 1.14
    baseline = at.y + FACES[role].px * grown * CAPITAL
    for words in lines:
        paper.text(at.x, baseline, words, role, tokens.ink, at.w, grown=grown)
        baseline += pitch
    top = baseline - pitch + 26
    _paint_count(paper, layout, scene, Box(at.x, top, at.w, at.bottom - 8 - top), line)


def _name(paper: Paper, article: ArticleView, room: float) -> tuple[tuple[str, ...], Role, float]:
    """The title whole, smaller if need be; else the short name; else the title's end."""
    title = hero_title(article)
    for one in dict.fromkeys((title, article.short)):
        for role, grown, most in NAME_SIZES:
            lines = balanced(one, role, paper.scale * grown, room / grown, most)
            if not any(ELLIPSIS in words for words in lines):
                return lines, role, grown
    role, grown, most = NAME_SIZES[-1]
    return balanced(title, role, paper.scale * grown, room / grown, most), role, grown


def _paint_count(paper: Paper, layout: Layout, scene: Scene, at: Box, line: LineView) -> None:
    """ "1 of 3": as large as asked for, or as height and width allow; its pips where room is."""
    tokens = paper.tokens
    packed, of = str(line.packed), say("bench.of", wanted=line.wanted)
    grown = min(layout.grown, at.h / (FACES[Role.COUNT].px * CAPITAL))
    while grown > LEAST_GROWN and _count_w(paper, packed, of, grown) > at.w:
        grown -= 0.05
    baseline = at.y + (at.h + FACES[Role.COUNT].px * grown * CAPITAL) / 2
    width = paper.inked(at.x, baseline, packed, Role.COUNT, tokens.ink, grown)
    x = at.x + width + OF_GAP
    x += paper.text(x, baseline, of, Role.COUNT_OF, tokens.ink2, grown=grown) + OF_GAP
    badge = scene.view.times > 1 or scene.view.screen is not BenchScreen.PACKING
    if badge:
        paint_beside_count(paper, x, at.x + at.w, baseline, scene, line)
    elif at.right - x >= LEAST_PIPS_W:
        _paint_pips(paper, scene, Box(x, baseline - PIP_H, at.right - x, PIP_H), line)


def _count_w(paper: Paper, packed: str, of: str, grown: float) -> float:
    count = paper.measure(packed, Role.COUNT, grown)
    return count + OF_GAP + paper.measure(of, Role.COUNT_OF, grown)


def _paint_pips(paper: Paper, scene: Scene, at: Box, line: LineView) -> None:
    verdict = scene.view.verdict
    surplus = int(scene.spoken.family is Family.ENOUGH and line.complete)
    green = min(line.packed, verdict.units) if scene.just_counted and verdict else 0
    paint_pips(paper, at.x, at.y, at.w, line.packed, line.wanted, green, surplus)


def marks_of(scene: Scene) -> list[Mark]:
    """Every duty of the order, the one due now blue; how it is handled; the box to take."""
    view, order = scene.view, scene.view.order
    if order is None:
        return []
    due = due_duties(view)
    marks = [
        Mark(
            ICONS[duty],
            duty_of_order(duty, order),
            duty in WARNINGS,
            duty in due,
        )
        for duty in ICONS
        if duty in order.duties
    ]
    line = scene.line
    marks += [Mark(one.icon, one.words) for one in (line_marks(line) if line else ())]
    if view.plan is not None and view.plan.name and len(view.boxes) < 2:
        marks.append(Mark("package-open", plan_name(view.plan)))
    return marks


def _mark_rows(paper: Paper, marks: Sequence[Mark], room: float) -> list[list[Mark]]:
    rows: list[list[Mark]] = []
    x = room + 1
    for mark in marks:
        wide = _mark_w(paper, mark)
        if x + wide > room:
            rows.append([])
            x = 0.0
        rows[-1].append(mark)
        x += wide + MARK_GAP
    return rows


def _mark_w(paper: Paper, mark: Mark) -> float:
    return 52 + paper.measure(mark.words, Role.BENCH_STRONG) + 16


def _paint_marks(paper: Paper, x: float, y: float, marks: Sequence[Mark]) -> None:
    tokens = paper.tokens
    for mark in marks:
        ink = tokens.blue if mark.due else tokens.amberI if mark.warns else tokens.ink
        fill = tokens.blueT if mark.due else tokens.amberT if mark.warns else tokens.surface
        edge = ink if mark.due or mark.warns else tokens.edge
        wide = _mark_w(paper, mark)
        paper.frame(x, y, wide, MARK_H, edge, 12, 2, fill)
        paper.icon(mark.icon, x + 12, y + 9, 28, ink)
        paper.text(x + 50, y + 32, mark.words, Role.BENCH_STRONG, ink)
        x += wide + MARK_GAP


def detail_words(article: ArticleView) -> str:
    """ "350 ml · MUG-BLU-350"."""
    return " · ".join(filter(None, (article.detail, article.sku)))


def _rows(
    paper: Paper, scene: Scene, line: LineView, room: float, detail: str
) -> list[tuple[str, str]]:
    """The article's detail, the hint or the note, what else the order wants; each on one line."""
    rows = []
    if detail:
        rows.append(("tag", both_ends(detail, Role.BENCH_MEDIUM, paper.scale, room - 44)))
    icon = "undo-2" if takes_back(scene) else "info"
    if words := scene.spoken.hint or line.article.note:
        parts = balanced(words, Role.BENCH_MEDIUM, paper.scale, room - 44)
        rows += [(icon if not at else "", part) for at, part in enumerate(parts)]
    if others := other_lines(paper, scene, line, room - 44):
        rows.append(("list", others))
    return rows


def other_lines(paper: Paper, scene: Scene, line: LineView, room: float) -> str:
    """ "Candle 0 of 1 · Spoon 2 of 2": wanted ones first, as many as fit; how many more."""
    order = scene.view.order
    if order is None:
        return ""
    others = [one for one in order.lines if one is not line]
    others.sort(key=lambda one: one.complete)
    told = [
        f"{one.article.short} {say('bench.count_of', packed=one.packed, wanted=one.wanted)}"
        for one in others
    ]
    for shown in range(len(told), 0, -1):
        hidden = len(told) - shown
        more = [say("bench.more_lines", count=hidden)] if hidden else []
        words = " · ".join((*told[:shown], *more))
        if paper.measure(words, Role.BENCH_MEDIUM) <= room:
            return words
    return say("bench.more_lines", count=len(told)) if told else ""
