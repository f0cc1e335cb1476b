"""The whole window when a supervisor took the order away: who, where the box goes, how to go on."""

from __future__ import annotations

from fbm_desk.domain.verdicts import Family
from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper, Side, balanced, blended
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.stop_window import MARGIN, MOST_GROWN, paint_edge, paint_head
from fbm_desk.gui.bench.tiles import paint_barcode
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.glyphs import Mark
from fbm_desk.services.wording import sentence
from fbm_desk.texts import say

NEXT_W = 352.0


def paint_taken_over(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Nothing is to be taken out: the box goes on at another bench, as it is."""
    tokens, view, verdict = paper.tokens, scene.view, scene.view.verdict
    if verdict is None:
        return
    paper.fill(0, 0, layout.width, layout.height, tokens.stop)
    paint_edge(paper, layout)
    paint_head(paper, layout, scene)
    extra = min(max(layout.height - 768, 0) / 4, 24)
    paper.glyph(Family.STOP, Mark.BAR, MARGIN, 130 + extra, 172, tokens.onstop, tokens.stop)
    x = MARGIN + 221.5
    room = layout.width - MARGIN - x
    paper.text(x, 206 + extra, say("bench.stop"), Role.STOP, tokens.onstop)
    words = sentence(view, verdict)
    role = paper.fitting(room, (words,), Role.STOP_WHY, Role.NAME, Role.ACTION_STRONG)
    paper.text(x, 285 + extra, words, role, tokens.onstop, room)
    rule = blended(tokens.onstop, tokens.stop, 0.3)
    paper.hairline(MARGIN, 330 + extra, layout.width - 2 * MARGIN, rule)
    y = 420 + extra * 2
    width = layout.width - 2 * MARGIN - NEXT_W - 40
    order = say("bench.taken_over_order", order=verdict.order_id or "")
    for words, role, pitch in (
        (say("bench.taken_over_do"), Role.NAME, 56),
        (order, Role.STEP_STRONG, 44),
        (say("bench.taken_over_kept"), Role.STEP, 38),
    ):
        for part in balanced(words, role, paper.scale, width):
            paper.text(MARGIN, y, part, role, tokens.onstop, width)
            y += pitch
    most = min(layout.grown, MOST_GROWN)
    _paint_next(paper, layout.width - MARGIN - NEXT_W, 380 + extra * 2, most)


def _paint_next(paper: Paper, x: float, y: float, most: float) -> None:
    paper.fill(x, y, NEXT_W, 148, "#FFFFFF", 12)
    paint_barcode(paper, "NEXT", x, y + 18, NEXT_W, 80)
    words = say("bench.then_next")
    middle = x + NEXT_W / 2
    role, room = Role.BENCH_BOLD, NEXT_W - 22
    grown = paper.largest(words, role, room, most)
    paper.text(middle, y + 132, words, role, "#191B1D", room, Side.CENTRE, grown)
