"""The window is not in front: scans go elsewhere, and nobody at the bench may miss it."""

from __future__ import annotations

from fbm_desk.domain.verdicts import Family
from fbm_desk.gui.bench.layout import HEADER_H, MARGIN, Layout
from fbm_desk.gui.bench.paper import Paper
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.glyphs import Mark
from fbm_desk.texts import say

FRAME = 14.0
LOW_H = 60.0


def paint_away(paper: Paper, layout: Layout, low: bool) -> None:
    """An amber wall where the header was, and a frame of it around the whole window.

    It is `low` over windows that have no header: their own sign begins below it.
    """
    tokens = paper.tokens
    width, height = layout.width - 2 * layout.cut[0], layout.height
    if layout.compact:
        height = layout.seen(layout.foot).bottom
    for x, y, w, h in (
        (0.0, 0.0, width, FRAME),
        (0.0, height - FRAME, width, FRAME),
        (0.0, 0.0, FRAME, height),
        (width - FRAME, 0.0, FRAME, height),
    ):
        paper.fill(x, y, w, h, tokens.amber)
    if layout.compact:  # the foot says it: a wall would cover the sentence
        return
    wall = LOW_H if low else HEADER_H
    paper.fill(0, 0, width, wall, tokens.amber)
    paper.glyph(Family.ENOUGH, Mark.BANG, MARGIN, wall / 2 - 25, 50, tokens.onamber, tokens.amber)
    x = MARGIN + 78.0
    words = say("bench.away")
    room = width - MARGIN - x
    role = paper.fitting(room, (words,), Role.ACTION_STRONG, Role.STEP_STRONG)
    x += paper.text(x, wall / 2 + 15, words, role, tokens.onamber, room) + 28
    how = say("bench.away_how")
    if x + paper.measure(how, Role.STEP_STRONG) <= width - MARGIN:
        paper.text(x, wall / 2 + 14, how, Role.STEP_STRONG, tokens.onamber)
