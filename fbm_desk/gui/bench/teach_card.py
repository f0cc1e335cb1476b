"""Which article is the unknown barcode of? The open lines, numbered, or a scan of another one."""

from __future__ import annotations

from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper, Side, balanced, both_ends
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.status import paint_key_cap
from fbm_desk.gui.bench.tiles import paint_way_back
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import LineView
from fbm_desk.services.wording import readable_code
from fbm_desk.texts import say

HEAD_H, FOOT_H, GAP = 78.0, 76.0, 14.0
MOST_TILE_H = 236.0


def paint_teach(paper: Paper, layout: Layout, scene: Scene) -> None:
    """What was read and what one scan of it will count; then the tiles."""
    card, tokens = layout.card, paper.tokens
    _paint_head(paper, layout, scene)
    choices = scene.view.choices[:9]
    top, bottom = layout.body_top + HEAD_H, card.bottom - FOOT_H
    if not choices:
        _paint_none(paper, layout, (top + bottom) / 2)
    columns = 2 if len(choices) <= 6 else 3
    rows = max(1, -(-len(choices) // columns))
    width = (card.inner_w - (columns - 1) * GAP) / columns
    height = min(MOST_TILE_H, (bottom - top - (rows - 1) * GAP) / rows)
    for at, line in enumerate(choices):
        x = card.inner_x + at % columns * (width + GAP)
        y = top + at // columns * (height + GAP)
        paper.frame(x, y, width, height, tokens.line, 12, 2, tokens.surface)
        _paint_tile(paper, (x, y, width, height), line, at + 1)
    paint_way_back(paper, layout, scene.spoken.hint)


def _paint_head(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The code, large enough to be compared, and how many units one scan stands for."""
    card, tokens, verdict = layout.card, paper.tokens, scene.view.verdict
    if verdict is None:
        return
    counts = say("bench.teach_units", count=verdict.units)
    baseline, end = layout.body_top + 52, card.inner_right
    taken = paper.text(end, baseline, counts, Role.STEP_STRONG, tokens.ink, side=Side.TRAIL)
    room = card.inner_w - taken - 32
    code = readable_code(verdict.scanned)
    role = paper.fitting(room, (code,), Role.NAME, Role.STEP_CODE)
    paper.text(card.inner_x, baseline, both_ends(code, role, paper.scale, room), role, tokens.ink)


def _paint_none(paper: Paper, layout: Layout, middle: float) -> None:
    card, tokens = layout.card, paper.tokens
    words = say("bench.teach_without_order")
    lines = balanced(words, Role.ACTION_STRONG, paper.scale, card.inner_w)
    for at, line in enumerate(lines):
        y = middle + at * 46
        paper.text(card.inner_x, y, line, Role.ACTION_STRONG, tokens.ink, card.inner_w)


def _paint_tile(
    paper: Paper, at: tuple[float, float, float, float], line: LineView, digit: int
) -> None:
    """Picture, name, place; the key cap where the name never comes."""
    x, y, width, height = at
    tokens, article = paper.tokens, line.article
    wide = width > 360
    cap = 48.0 if wide else 36.0
    side = min(height - 24, 200.0, width * 0.42) if wide else min(height - cap - 30, 64.0)
    paint_picture(paper, article, x + 12, y + 12, side, side, 10)
    cap_x = x + width - cap - 12 if wide else x + 12 + (side - cap) / 2
    paint_key_cap(paper, cap_x, y + height - cap - 12, cap, cap, str(digit))
    left = x + side + (32 if wide else 24)
    room = x + width - 12 - left
    names = (article.short,)
    role = paper.fitting(room, names, Role.TILE, Role.NOTE_STRONG) if wide else Role.BENCH_STRONG
    most = max(1, min(4, int((height - cap - 24) // 31))) if wide else 3
    lines = balanced(article.short, role, paper.scale, room, most)
    for number, part in enumerate(lines):
        paper.text(left, y + 40 + number * 31, part, role, tokens.ink, room)
    baseline = y + 44 + len(lines) * 31
    beside_cap = cap + 8 if wide and baseline > y + height - cap - 20 else 0
    if article.place and baseline <= y + height - 12:
        paper.text(
            left,
            baseline,
            article.place,
            Role.BENCH_CODE,
            tokens.ink2,
            room - beside_cap,
        )
