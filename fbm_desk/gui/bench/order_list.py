"""The lines of an order in the side column: the current one blue, the done ones ticked."""

from __future__ import annotations

from fbm_desk.gui import glyphs
from fbm_desk.gui.bench.layout import CARD_RADIUS, Box
from fbm_desk.gui.bench.paper import Paper, Side, both_ends
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import LineView
from fbm_desk.texts import say

ROW_H, ROW_GAP = 92.0, 32.0
HEAD_H = 84.0


def paint_order_list(
    paper: Paper,
    box: Box,
    lines: tuple[LineView, ...],
    current: int,
    heading: tuple[str, str],
) -> None:
    """A card with as many lines as fit around `current` (-1: none is); says how many more."""
    tokens = paper.tokens
    paper.frame(box.x, box.y, box.w, box.h, tokens.line, CARD_RADIUS, 0, tokens.surface)
    title, sum_words = heading
    x, end = box.x + 24, box.right - 24
    taken = paper.text(end, box.y + 45, sum_words, Role.BENCH_STRONG, tokens.ink, side=Side.TRAIL)
    paper.text(x, box.y + 45, title, Role.BENCH_MEDIUM, tokens.ink2, end - x - taken - 16)
    first, shown = window(len(lines), max(current, 0), box.h - HEAD_H)
    for at in range(shown):
        index = first + at
        y = box.y + HEAD_H + at * ROW_H
        if at and current not in (index, index - 1):
            paper.hairline(x, y - 16, end - x, tokens.line)
        _paint_line(paper, box, y, lines[index], index == current)
    hidden = len(lines) - shown
    if hidden:
        y = box.y + HEAD_H + shown * ROW_H
        paper.hairline(x, y - 16, end - x, tokens.line)
        paper.text(x, y + 20, say("bench.more_lines", count=hidden), Role.BENCH, tokens.ink2)


def window(count: int, current: int, height: float) -> tuple[int, int]:
    """The first line to show and how many, so that `current` stands inside, never cut off."""
    fits = int((height + 16 - ROW_GAP / 2) // ROW_H)
    if count <= fits:
        return 0, count
    shown = max(1, int((height - 48) // ROW_H))
    # The line before the current one stays in sight: where one comes from.
    first = min(max(0, current - (shown > 1)), count - shown)
    return first, shown


def _paint_line(paper: Paper, box: Box, y: float, line: LineView, current: bool) -> None:
    tokens = paper.tokens
    if current:
        paper.fill(box.x + 8, y - 13, box.w - 16, 86, tokens.blueT, 12)
        paper.fill(box.x + 8, y, 5, 60, tokens.blue, 2.5)
    paint_picture(paper, line.article, box.x + 24, y, 60, 60, 8)
    x, end = box.x + 100, box.right - 12
    weights = (Role.BENCH_STRONG, Role.BENCH_MEDIUM, Role.BENCH) if current else (Role.BENCH,)
    name_role = paper.fitting(end - x, (line.article.short,), *weights)
    quiet = line.complete
    ink = tokens.ink2 if quiet else tokens.ink
    name = both_ends(line.article.short, name_role, paper.scale, end - x)
    paper.text(x, y + 23, name, name_role, ink, end - x)
    count = say("bench.count_of", packed=line.packed, wanted=line.wanted)
    if line.complete:
        hole = tokens.canvas if tokens.dark else tokens.surface
        tick = paper.box(x, y + 37, 22, 22)
        glyphs.paint_tick_disc(paper.painter, tick, tokens.green, hole)
        x += 30
    role = Role.BENCH_STRONG if current and not line.complete else Role.BENCH_MEDIUM
    colour = tokens.ink if current and not line.complete else tokens.ink2
    paper.text(x, y + 57, count, role, colour, end - x)
