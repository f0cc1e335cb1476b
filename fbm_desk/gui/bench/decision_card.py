"""What only a supervisor lets pass: what it is about, then why as tiles; UNDO goes back."""

from __future__ import annotations

from fbm_desk.gui.bench.layout import Box, Layout
from fbm_desk.gui.bench.order_list import ROW_H
from fbm_desk.gui.bench.paper import Paper, balanced, both_ends
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.quantities import weight
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.status import paint_key_cap
from fbm_desk.gui.bench.tiles import Tile, grid, paint_barcode, paint_way_back
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import LineView
from fbm_desk.services.parcel_view import DecisionView
from fbm_desk.texts import say

ICONS = {
    "not_there": "package-minus",
    "broken": "package-x",
    "agreed": "mail",
    "packaging": "package",
    "catalogue": "file-text",
    "scale": "scale",
    "missing": "printer",
    "spoilt": "file-text",
    "lost": "package-minus",
}
BADGE_W = 220.0


def paint_supervisor(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Whose badge is wanted, what leaves and what waits."""
    card, tokens, asked = layout.card, paper.tokens, scene.view.decision
    top = layout.body_top + 28
    paper.fill(card.inner_x, top, BADGE_W, BADGE_W, tokens.blueT, 14)
    paper.icon("id-card", card.inner_x + 55, top + 55, 110, tokens.blue)
    x = card.inner_x + BADGE_W + 40
    at = Box(x, top, card.inner_right - x, card.bottom - 84 - top)
    if asked is not None and asked.about == "short_ship":
        _paint_short(paper, at, asked, scene)
    elif asked is not None:
        _paint_weight(paper, at, scene)
    paint_way_back(paper, layout, say("bench.decision_note"))


def _paint_short(paper: Paper, at: Box, asked: DecisionView, scene: Scene) -> None:
    tokens, order = paper.tokens, scene.view.order
    if order is not None:
        words = say("bench.short_leaves", packed=order.packed, count=order.wanted)
        role = paper.fitting(at.w, (words,), Role.ACTION_STRONG, Role.STEP_STRONG)
        paper.text(at.x, at.y + 34, words, role, tokens.ink, at.w)
    paper.text(at.x, at.y + 86, say("bench.short_waits"), Role.STEP, tokens.ink2, at.w)
    top, fits = at.y + 112, max(1, int((at.bottom - at.y - 112) // ROW_H))
    lines = asked.missing
    shown = lines if len(lines) <= fits else lines[: fits - 1]
    for number, line in enumerate(shown):
        _paint_missing(paper, Box(at.x, top + number * ROW_H, at.w, ROW_H), line)
    if len(shown) < len(lines):
        words = say("bench.more_lines", count=len(lines) - len(shown))
        paper.text(at.x, top + len(shown) * ROW_H + 30, words, Role.BENCH_MEDIUM, tokens.ink2, at.w)


def _paint_missing(paper: Paper, at: Box, line: LineView) -> None:
    tokens = paper.tokens
    paint_picture(paper, line.article, at.x, at.y, 72, 72, 10)
    x, room = at.x + 92, at.w - 92
    missing = say("bench.times", count=line.wanted - line.packed)
    name = both_ends(f"{missing} {line.article.short}", Role.STEP_STRONG, paper.scale, room)
    paper.text(x, at.y + 46, name, Role.STEP_STRONG, tokens.ink, room)


def _paint_weight(paper: Paper, at: Box, scene: Scene) -> None:
    tokens, told = paper.tokens, scene.view.weighing
    if told is None:
        return
    rows = [("weight_expected", told.expected_g)]
    if told.measured_g:
        rows.append(("weight_measured", told.measured_g))
    for number, (key, grams) in enumerate(rows):
        y = at.y + 34 + number * 104
        paper.text(at.x, y, say(f"bench.{key}"), Role.BENCH, tokens.ink2, at.w)
        paper.text(at.x, y + 52, weight(grams, scene.locale), Role.FIGURE, tokens.ink, at.w)
    if not told.measured_g:
        for number, part in enumerate(
            balanced(say("bench.not_weighed"), Role.STEP, paper.scale, at.w)
        ):
            paper.text(at.x, at.y + 150 + number * 38, part, Role.STEP, tokens.ink2, at.w)


def paint_whys(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The reasons with their digits; a digit's barcode stands on the sheet and here."""
    reasons = scene.view.decision.reasons if scene.view.decision else ()
    for at, (tile, word) in enumerate(zip(grid(layout, len(reasons)), reasons, strict=True)):
        _paint_why(paper, tile, word, at + 1)
    paint_way_back(paper, layout, say("bench.decision_note"))


def _paint_why(paper: Paper, tile: Tile, word: str, digit: int) -> None:
    tokens = paper.tokens
    paper.frame(tile.x, tile.y, tile.w, tile.h, tokens.line, 12, 2, tokens.surface)
    paint_key_cap(paper, tile.x + tile.w - 56, tile.y + 18, 40, 40, str(digit))
    paper.icon(ICONS[word], tile.x + 22, tile.y + 22, 38, tokens.ink)
    room = tile.w - 78 - 66
    words = say(f"bench.why_{word}")
    role = paper.fitting(room, (words,), Role.TILE, Role.BENCH_STRONG)
    lines = balanced(words, role, paper.scale, room)
    for at, part in enumerate(lines):
        paper.text(tile.x + 78, tile.y + 45 + at * 34, part, role, tokens.ink, room)
    y = tile.y + 100
    bars_w = min(tile.w - 24, 200.0)
    paint_barcode(
        paper, str(digit), tile.x + (tile.w - bars_w) / 2, y, bars_w, tile.h - 116, on_white=False
    )
