"""A broken unit: which one is it? What becomes of it and of the order."""

from __future__ import annotations

from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper, balanced
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.tiles import paint_way_back
from fbm_desk.gui.fonts import Role
from fbm_desk.texts import say

WAYS = (("now", "broken_scan"), ("then", "broken_stock"), ("else", "broken_next"))


def paint_broken(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The order's articles, one of which it is; then three lines in words."""
    card, tokens, order = layout.card, paper.tokens, scene.view.order
    top = layout.body_top + 28
    side = 132.0
    lines = order.lines if order else ()
    fits = max(1, int((card.inner_w + 16) // (side + 16)))
    for at, line in enumerate(lines[:fits]):
        paint_picture(paper, line.article, card.inner_x + at * (side + 16), top, side, side, 12)
    y = top + side + 62
    column = (
        card.inner_x
        + 24
        + max(90.0, *(paper.measure(say(f"bench.{name}"), Role.STEP) for name, _ in WAYS))
    )
    room = card.inner_right - column
    words = tuple(say(f"bench.{way}") for _, way in WAYS)
    role = paper.fitting(room, words, Role.ACTION, Role.STEP_STRONG, Role.BENCH_STRONG)
    pitch = min(70.0, (card.bottom - 84 - y) / 2.4)
    for at, ((name, _), told) in enumerate(zip(WAYS, words, strict=True)):
        baseline = y + at * pitch
        paper.text(card.inner_x, baseline, say(f"bench.{name}"), Role.STEP, tokens.ink2)
        for number, part in enumerate(balanced(told, role, paper.scale, room)):
            paper.text(column, baseline + number * 30, part, role, tokens.ink, room)
    paint_way_back(paper, layout, scene.spoken.hint or say("hint.damaged_asked"))
