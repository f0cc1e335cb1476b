"""Why the seller cancels the order: four reasons by digit or barcode, and what follows."""

from __future__ import annotations

from fbm_desk.domain.cancelling import CancelReason
from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper, balanced
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.status import paint_key_cap
from fbm_desk.gui.bench.tiles import Tile, grid, paint_barcode, paint_way_back
from fbm_desk.gui.fonts import Role
from fbm_desk.texts import say

#: Each with its icon and the barcode that says it: a word of the sheet, or the digit.
REASONS: dict[CancelReason, tuple[str, str]] = {
    CancelReason.NO_STOCK: ("package-minus", "SHORT"),
    CancelReason.ADDRESS: ("map-pin-off", "ADDRESS"),
    CancelReason.BUYER: ("user", "3"),
    CancelReason.OTHER: ("circle-help", "4"),
}


def paint_cancel_reasons(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The reasons in the order of their digits."""
    tiles = grid(layout, len(CancelReason))
    for at, (tile, reason) in enumerate(zip(tiles, CancelReason, strict=True)):
        _paint_reason(paper, tile, reason, at + 1)
    order = scene.view.order
    key = "bench.cancel_note" if order is not None and order.packed else "bench.cancel_note_empty"
    paint_way_back(paper, layout, say(key))


def _paint_reason(paper: Paper, tile: Tile, reason: CancelReason, digit: int) -> None:
    tokens, (icon, bars) = paper.tokens, REASONS[reason]
    paper.frame(tile.x, tile.y, tile.w, tile.h, tokens.line, 12, 2, tokens.surface)
    paint_key_cap(paper, tile.x + tile.w - 56, tile.y + 18, 40, 40, str(digit))
    paper.icon(icon, tile.x + 22, tile.y + 26, 38, tokens.ink)
    room = tile.w - 78 - 66
    words = say(f"bench.cancel_{reason.value}")
    role = paper.fitting(room, (words,), Role.TILE, Role.NOTE_STRONG)
    for at, part in enumerate(balanced(words, role, paper.scale, room)):
        paper.text(tile.x + 78, tile.y + 47 + at * 34, part, role, tokens.ink, room)
    width = min(tile.w - 24, 210.0 if len(bars) == 1 else tile.w - 24)
    box = (tile.x + (tile.w - width) / 2, tile.y + 104, width, tile.h - 104 - 16)
    paint_barcode(paper, bars, *box, on_white=False)
