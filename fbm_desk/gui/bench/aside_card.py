"""The side column's card of what was put aside, and the command that takes it up again."""

from __future__ import annotations

from fbm_desk.gui.bench.layout import CARD_RADIUS, Box
from fbm_desk.gui.bench.paper import Paper, Side
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.tiles import paint_barcode
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import AsideView
from fbm_desk.texts import has, say

HEAD_H, ROW_H, COMMAND_H = 54.0, 68.0, 92.0
INSET, BELOW = 24.0, 18.0


def paint_aside(paper: Paper, box: Box, scene: Scene) -> None:
    """As many orders as fit, the one RESUME takes up first, and RESUME as a barcode."""
    tokens, aside = paper.tokens, scene.view.put_aside
    paper.frame(box.x, box.y, box.w, box.h, tokens.line, CARD_RADIUS, 0, tokens.surface)
    x, end = box.x + INSET, box.right - INSET
    count = scene.locale.toString(len(aside))
    taken = paper.text(end, box.y + 45, count, Role.BENCH_STRONG, tokens.ink, side=Side.TRAIL)
    heading = say("bench.aside")
    paper.text(x, box.y + 45, heading, Role.BENCH_MEDIUM, tokens.ink2, end - x - taken - 12)
    fits = max(1, int((box.h - HEAD_H - COMMAND_H - BELOW + 6) // ROW_H))
    for at, one in enumerate(aside[:fits]):
        y = box.y + HEAD_H + at * ROW_H
        if at:
            paper.hairline(x, y, end - x, tokens.line)
        _paint_row(paper, Box(x, y, end - x, ROW_H), one, first=at == 0)
    _paint_resume(paper, Box(x, box.bottom - BELOW - COMMAND_H, end - x, COMMAND_H))


def state_words(one: AsideView) -> str:
    """How far it is, and why it was put aside."""
    packed = say("bench.count_of", packed=one.packed, wanted=one.wanted)
    key = f"bench.reason_{one.reason}"
    why = say(key) if has(key) else say("bench.aside_later")
    return say("bench.aside_state", packed=packed, why=why)


def _paint_row(paper: Paper, at: Box, one: AsideView, first: bool) -> None:
    tokens = paper.tokens
    role = Role.BENCH_STRONG if first else Role.BENCH
    paper.text(at.x, at.y + 28, one.order_id, role, tokens.ink if first else tokens.ink2, at.w)
    paper.text(at.x, at.y + 57, state_words(one), Role.BENCH, tokens.ink2, at.w)


def _paint_resume(paper: Paper, at: Box) -> None:
    paper.frame(at.x, at.y, at.w, at.h, paper.tokens.line, 12, 0, "#FFFFFF")
    paint_barcode(paper, "RESUME", at.x, at.y + 12, at.w, 40)
    words = say("bench.aside_take")
    centre = at.x + at.w / 2
    paper.text(centre, at.y + 80, words, Role.BENCH_BOLD, "#191B1D", at.w - 16, Side.CENTRE)
