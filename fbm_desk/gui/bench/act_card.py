"""One act is wanted, or one thing happened: a large sign, what it is about, the ways on from here.

Also a barcode for the way that a scan takes, and what is still wanted of the order meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass

from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import ELLIPSIS, Paper, Side, balanced
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.tiles import paint_barcode
from fbm_desk.gui.bench.unknown_card import paint_wanted
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import ArticleView
from fbm_desk.texts import say

SIGN, BARS_W, BARS_H = 148.0, 300.0, 148.0
WAY_PITCH = 56.0


@dataclass(frozen=True, slots=True)
class Act:
    """What stands on the card. Each way has a short word before it; `command` is shown as bars."""

    icon: str
    lead: str
    ways: tuple[tuple[str, str], ...] = ()
    told: str = ""
    command: str = ""
    article: ArticleView | None = None


def paint_act(paper: Paper, layout: Layout, scene: Scene, act: Act) -> None:
    """The sign beside what it is about, the ways below a line, the barcode beside the ways."""
    card, tokens = layout.card, paper.tokens
    extra = min(max(layout.height - 768, 0) / 4, 24)
    top = layout.body_top + 24 + extra
    _paint_sign(paper, card.inner_x, top, act)
    x = card.inner_x + SIGN + 36
    _paint_lead(paper, x, top, card.inner_right - x, act)
    rule = top + SIGN + 22 + extra
    paper.hairline(card.inner_x, rule, card.inner_w, tokens.line)
    room = card.inner_w - (BARS_W + 24 if act.command else 0)
    _paint_ways(paper, card.inner_x, rule + 50, room, act)
    if act.command:
        _paint_command(paper, card.inner_right - BARS_W, rule + 22, act.command)
    paint_wanted(paper, layout, scene)


def _paint_sign(paper: Paper, x: float, top: float, act: Act) -> None:
    if act.article is not None:
        paint_picture(paper, act.article, x, top, SIGN, SIGN, 14)
        return
    paper.fill(x, top, SIGN, SIGN, paper.tokens.blueT, SIGN / 2)
    paper.icon(act.icon, x + 38, top + 38, SIGN - 76, paper.tokens.blue)


def _paint_lead(paper: Paper, x: float, top: float, room: float, act: Act) -> None:
    """Up to two lines, as large as they fit, and what is told in smaller letters below."""
    tokens = paper.tokens
    large = balanced(act.lead, Role.ACTION_STRONG, paper.scale, room)
    whole = not any(ELLIPSIS in line for line in large)
    role, pitch = (Role.ACTION_STRONG, 46) if whole else (Role.STEP_STRONG, 36)
    lines = large if whole else balanced(act.lead, role, paper.scale, room)
    told = balanced(act.told, Role.STEP, paper.scale, room) if act.told else ()
    height = len(lines) * pitch + len(told) * 38
    baseline = top + (SIGN - height) / 2 + pitch * 0.75
    for line in lines:
        paper.text(x, baseline, line, role, tokens.ink, room)
        baseline += pitch
    for line in told:
        paper.text(x, baseline, line, Role.STEP, tokens.ink2, room)
        baseline += 38


def _paint_ways(paper: Paper, x: float, baseline: float, room: float, act: Act) -> None:
    tokens = paper.tokens
    column = max((paper.measure(name, Role.STEP) for name, _ in act.ways), default=0) + 28
    ways = tuple(way for _, way in act.ways)
    role = paper.fitting(room - column, ways, Role.ACTION, Role.STEP_STRONG, Role.BENCH_STRONG)
    for at, (name, way) in enumerate(act.ways):
        y = baseline + at * WAY_PITCH
        paper.text(x, y - 1, name, Role.STEP, tokens.ink2)
        paper.text(x + column, y, way, role, tokens.ink, room - column)


def _paint_command(paper: Paper, x: float, y: float, command: str) -> None:
    paper.frame(x, y, BARS_W, BARS_H, paper.tokens.line, 12, 2, "#FFFFFF")
    paint_barcode(paper, command, x + 10, y + 18, BARS_W - 20, 82)
    words = say("bench.scan_command", command=command)
    middle = x + BARS_W / 2
    paper.text(middle, y + 132, words, Role.BENCH_BOLD, "#191B1D", BARS_W - 16, Side.CENTRE)
