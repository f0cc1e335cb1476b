"""Questions answered by a digit or a barcode: why hold it, which line is it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt

from fbm_desk.gui.barcode_paint import paint_code128
from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper, balanced
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.status import paint_key_cap
from fbm_desk.gui.bench.wording import choice_titles, which_note
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
_PaintChoice = Callable[[Paper, "Tile", "Choice"], None]


@dataclass(frozen=True, slots=True)
class Tile:
    """Where one choice stands."""

    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Choice:
    """What a tile shows: its title is the article's name, or "6 units · " and the name."""

    digit: int
    title: str
    line: LineView


def grid(layout: Layout, count: int) -> tuple[Tile, ...]:
    """Places for `count` tiles: two columns, three from five on; all equally large."""
    card = layout.card
    columns = 1 if count == 1 else 2 if count <= 4 else 3
    rows = -(-count // columns)
    top = layout.body_top + 24
    width = (card.inner_w - (columns - 1) * GAP_X) / columns
    height = (card.bottom - 84 - top - (rows - 1) * GAP_Y) / rows
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
    titled = zip(choice_titles(scene.view), scene.view.choices, strict=True)
    choices = [Choice(digit, *one) for digit, one in enumerate(titled, 1)][:9]
    tiles = grid(layout, len(choices))
    how = _how_large(paper, tiles[0], choices) if tiles else _paint_small_choice
    for tile, choice in zip(tiles, choices, strict=True):
        how(paper, tile, choice)
    paint_way_back(paper, layout, which_note(scene.view))


def paint_way_back(paper: Paper, layout: Layout, words: str, icon: str = "undo-2") -> None:
    """The note at the foot of a question: how to leave it."""
    card, tokens = layout.card, paper.tokens
    baseline = card.bottom - 31
    paper.icon(icon, card.inner_x + 1, baseline - 22, 27, tokens.ink2)
    x = card.inner_x + 44.5
    room = card.inner_right - x
    role = paper.fitting(room, (words,), Role.NOTE, Role.BENCH)
    paper.text(x, baseline, words, role, tokens.ink2, room)


def _paint_reason(paper: Paper, tile: Tile, word: str, icon: str, digit: int) -> None:
    tokens = paper.tokens
    _paint_tile(paper, tile)
    paint_key_cap(paper, tile.x + tile.w - 56, tile.y + 18, 40, 40, str(digit))
    paper.icon(icon, tile.x + 22, tile.y + 26, 38, tokens.ink)
    room = tile.w - 78 - 66
    paper.text(tile.x + 78, tile.y + 45, say(f"bench.reason_{word}"), Role.TILE, tokens.ink, room)
    told = say(f"bench.reason_{word}_hint")
    paper.text(tile.x + 78, tile.y + 79, told, Role.BENCH, tokens.ink2, tile.w - 78 - 20)
    bars = (tile.x + 12, tile.y + 104, tile.w - 24, tile.h - 104 - 16)
    paint_barcode(paper, word, *bars, on_white=False)


def _how_large(paper: Paper, tile: Tile, choices: Sequence[Choice]) -> _PaintChoice:
    """Small, middling or large, by the room there is; the names are what must be read."""
    if len(choices) > 4:
        return _paint_small_choice
    if tile.h < 300:
        return _paint_middling_choice
    names = tuple(choice.title for choice in choices)
    room = tile.w - 104
    role = paper.fitting(room, names, Role.TILE, Role.NOTE_STRONG)
    # The end of a name is where two of them differ: it goes on a second line, never into dots.
    lines = max(len(balanced(name, role, paper.scale, room)) for name in names)
    return functools.partial(_paint_large_choice, role=role, lines=lines)


def _paint_large_choice(paper: Paper, tile: Tile, choice: Choice, role: Role, lines: int) -> None:
    _paint_tile(paper, tile)
    foot = tile.y + tile.h - (lines - 1) * 33
    height = tile.h - 164 - (lines - 1) * 33
    picture = (tile.x + 16, tile.y + 16, tile.w - 32, height)
    paint_picture(paper, choice.line.article, *picture, 10)
    paint_key_cap(paper, tile.x + tile.w - 64, foot - 132, 48, 48, str(choice.digit))
    _paint_choice_words(paper, tile.x + 20, foot - 104, tile.w - 104, choice, role)


def _paint_middling_choice(paper: Paper, tile: Tile, choice: Choice) -> None:
    _paint_tile(paper, tile)
    side = min(tile.h - 32, 150.0, tile.w * 0.33)
    paint_picture(paper, choice.line.article, tile.x + 16, tile.y + 16, side, side, 10)
    paint_key_cap(paper, tile.x + tile.w - 56, tile.y + tile.h - 56, 40, 40, str(choice.digit))
    x = tile.x + side + 32
    room = tile.x + tile.w - 16 - x
    _paint_choice_words(paper, x, tile.y + 42, room, choice, Role.NOTE_STRONG)


def _paint_small_choice(paper: Paper, tile: Tile, choice: Choice) -> None:
    tokens, line = paper.tokens, choice.line
    _paint_tile(paper, tile)
    paint_picture(paper, line.article, tile.x + 12, tile.y + 14, 76, 76, 8)
    paint_key_cap(paper, tile.x + tile.w - 46, tile.y + tile.h - 46, 34, 34, str(choice.digit))
    x = tile.x + 100
    room = tile.x + tile.w - 10 - x
    names = balanced(choice.title, Role.BENCH_STRONG, paper.scale, room, 3)
    for at, part in enumerate(names):
        beside_cap = 40 if at == 2 else 0
        paper.text(x, tile.y + 36 + at * 29, part, Role.BENCH_STRONG, tokens.ink, room - beside_cap)
    if len(names) < 3:
        count = say("bench.count_of", packed=line.packed, wanted=line.wanted)
        baseline = tile.y + tile.h - 21
        paper.text(x, baseline, count, Role.BENCH, tokens.ink2, room - 40)


def _paint_choice_words(
    paper: Paper, x: float, baseline: float, room: float, choice: Choice, role: Role
) -> None:
    tokens, line = paper.tokens, choice.line
    for part in balanced(choice.title, role, paper.scale, room):
        paper.text(x, baseline, part, role, tokens.ink, room)
        baseline += 33
    paper.text(x, baseline + 2, line.article.sku, Role.BENCH_CODE, tokens.ink2, room)
    count = say("bench.count_of", packed=line.packed, wanted=line.wanted)
    paper.text(x, baseline + 36, count, Role.BENCH, tokens.ink2, room - 44)


def _paint_tile(paper: Paper, tile: Tile) -> None:
    tokens = paper.tokens
    paper.frame(tile.x, tile.y, tile.w, tile.h, tokens.line, 12, 2, tokens.surface)


def paint_barcode(
    paper: Paper, text: str, x: float, y: float, w: float, h: float, on_white: bool = True
) -> None:
    """Black bars; on a dark card they get white paper with its quiet zone below them."""
    box = paper.box(x, y, w, h)
    if paper.tokens.dark and not on_white:
        paper.fill(x, y - 8, w, h + 16, "#FFFFFF", 6)
    paper.painter.save()
    paper.painter.setPen(Qt.PenStyle.NoPen)
    inset = min(28 * paper.scale, box.width() * 0.08)
    paint_code128(paper.painter, text, QRectF(box.adjusted(inset, 0, -inset, 0)))
    paper.painter.restore()
