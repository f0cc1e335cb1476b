"""Questions answered by a digit or a barcode: why hold it, which line is it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt

from fbm_desk.gui.barcode_paint import paint_code128
from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper, balanced
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.status import paint_key_cap
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import LineView
from fbm_desk.texts import say

REASONS = (
    ("SHORT", "package-minus"),
    ("DAMAGED", "package-x"),
    ("ADDRESS", "map-pin-off"),
    ("SUPERVISOR", "hand"),
)
GAP_X, GAP_Y = 20.0, 16.0


@dataclass(frozen=True, slots=True)
class Tile:
    """Where one choice stands."""

    x: float
    y: float
    w: float
    h: float


def grid(layout: Layout, count: int) -> tuple[Tile, ...]:
    """Places for `count` tiles: two columns, three from five on; all equally large."""
    card = layout.card
    columns = 1 if count == 1 else 2 if count <= 4 else 3
    rows = -(-count // columns)
    top = layout.body_top + 24
    width = (card.inner_w - (columns - 1) * GAP_X) / columns
    height = (card.bottom - 84 - top - (rows - 1) * GAP_Y) / rows
    height = min(height, 240)
    return tuple(
        Tile(
            card.inner_x + at % columns * (width + GAP_X),
            top + at // columns * (height + GAP_Y),
            width,
            height,
        )
        for at in range(count)
    )


def paint_reasons(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Four reasons with their barcodes and digits; UNDO goes back."""
    for at, (tile, (word, icon)) in enumerate(
        zip(grid(layout, len(REASONS)), REASONS, strict=True)
    ):
        _paint_reason(paper, tile, word, icon, at + 1)
    order = scene.view.order
    count = order.packed if order else 0
    words = say("bench.hold_note" if count else "bench.hold_note_empty", count=count)
    paint_way_back(paper, layout, words)


def paint_choices(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The lines a barcode fits: picture, name, count, digit."""
    choices = scene.view.choices[:9]
    for at, (tile, line) in enumerate(zip(grid(layout, len(choices)), choices, strict=True)):
        _paint_choice(paper, tile, line, at + 1, len(choices) > 4)
    paint_way_back(paper, layout, say("bench.which_note"))


def paint_way_back(paper: Paper, layout: Layout, words: str) -> None:
    """The note at the foot of a question: how to leave it."""
    card, tokens = layout.card, paper.tokens
    baseline = card.bottom - 31
    paper.icon("undo-2", card.inner_x + 1, baseline - 22, 27, tokens.ink2)
    x = card.inner_x + 44.5
    paper.text(x, baseline, words, Role.NOTE, tokens.ink2, card.inner_right - x)


def _paint_reason(paper: Paper, tile: Tile, word: str, icon: str, digit: int) -> None:
    tokens = paper.tokens
    _paint_tile(paper, tile, digit)
    paper.icon(icon, tile.x + 22, tile.y + 26, 38, tokens.ink)
    room = tile.w - 78 - 66
    paper.text(tile.x + 78, tile.y + 45, say(f"bench.reason_{word}"), Role.TILE, tokens.ink, room)
    told = say(f"bench.reason_{word}_hint")
    paper.text(tile.x + 78, tile.y + 79, told, Role.BENCH, tokens.ink2, tile.w - 78 - 20)
    paint_barcode(paper, word, tile.x + 12, tile.y + 104, tile.w - 24, tile.h - 104 - 16)


def _paint_choice(paper: Paper, tile: Tile, line: LineView, digit: int, small: bool) -> None:
    tokens, article = paper.tokens, line.article
    _paint_tile(paper, tile, digit)
    side = min(tile.h - 32, 96.0 if small else 150.0)
    paint_picture(paper, article, tile.x + 16, tile.y + 16, side, side, 10)
    x = tile.x + 16 + side + 16
    room = tile.x + tile.w - 62 - x
    role = Role.BENCH_STRONG if small else Role.NOTE_STRONG
    baseline = tile.y + 40
    for part in balanced(article.short, role, paper.scale, room):
        paper.text(x, baseline, part, role, tokens.ink, room)
        baseline += 32
    wide = tile.x + tile.w - 16 - x
    if not small:
        paper.text(x, baseline + 2, article.sku, Role.BENCH_CODE, tokens.ink2, wide)
        baseline += 34
    count = say("bench.count_of", packed=line.packed, wanted=line.wanted)
    paper.text(x, baseline + 2, count, Role.BENCH, tokens.ink2, wide)


def _paint_tile(paper: Paper, tile: Tile, digit: int) -> None:
    tokens = paper.tokens
    paper.frame(tile.x, tile.y, tile.w, tile.h, tokens.line, 12, 2, tokens.surface)
    paint_key_cap(paper, tile.x + tile.w - 56, tile.y + 18, 40, 40, str(digit))


def paint_barcode(paper: Paper, text: str, x: float, y: float, w: float, h: float) -> None:
    """Black bars; on a dark card they get white paper with its quiet zone below them."""
    box = paper.box(x, y, w, h)
    if paper.tokens.dark:
        paper.fill(x, y - 8, w, h + 16, "#FFFFFF", 6)
    paper.painter.save()
    paper.painter.setPen(Qt.PenStyle.NoPen)
    inset = min(28 * paper.scale, box.width() * 0.08)
    paint_code128(paper.painter, text, QRectF(box.adjusted(inset, 0, -inset, 0)))
    paper.painter.restore()
