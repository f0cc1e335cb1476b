"""The leading card and the band at its head, where every sentence and verdict stands."""

from __future__ import annotations

from fbm_desk.domain.verdicts import Family
from fbm_desk.gui.bench.layout import BAND_H, CARD_RADIUS, Box
from fbm_desk.gui.bench.paper import Paper, balanced, blended
from fbm_desk.gui.bench.scene import Scene, Wall, wall_of
from fbm_desk.gui.bench.wording import Spoken
from fbm_desk.gui.fonts import FACES, Role

#: Sizes of the silhouettes so that all look equally large, and where their box begins.
GLYPH_SIZES = {Family.ENOUGH: 80.0, Family.BACK: 84.0}
GLYPH_SIZE = 68.0
#: Half the height of a capital in Inter, of its size.
HALF_CAPITAL = 0.364


def paint_card(paper: Paper, card: Box, scene: Scene, grown: float = 1.0) -> None:
    """The card with its frame, the band, the sentence, `grown` where it has room for that."""
    now = scene.spoken
    wall = wall_of(now.family, paper.tokens)
    if wall is None:
        _plain(paper, card)
    elif wall.whole:
        paper.fill(card.x, card.y, card.w, card.h, wall.fill, CARD_RADIUS)
    else:
        _with_band(paper, card, wall, scene.band_left)
    paint_sentence(paper, card, now, wall, grown)


def paint_sentence(
    paper: Paper, card: Box, now: Spoken, wall: Wall | None, grown: float = 1.0
) -> None:
    """The sentence after its bar or glyph; longer ones are set smaller, then on two lines."""
    tokens = paper.tokens
    x = card.inner_x
    if wall is None or now.family is None:
        paper.fill(x, card.y + 26, 8, 56, tokens.blue, 4)
        _fitted(paper, x + 30, card, now.words, tokens.ink, Role.SENTENCE, card.y + 73, grown)
        return
    size = GLYPH_SIZES.get(now.family, GLYPH_SIZE)
    middle = card.y + (62 if now.family is Family.BACK else 54)
    left = x - 1 if now.family is Family.ENOUGH else x
    paper.glyph(now.family, now.mark, left, middle - size / 2, size, wall.ink, wall.fill)
    back = now.family is Family.BACK
    role = Role.SENTENCE_BACK if back else Role.SENTENCE
    text_x = x + (109 if back else 95)
    _fitted(paper, text_x, card, now.words, wall.ink, role, card.y + (82 if back else 73), grown)


def _plain(paper: Paper, card: Box) -> None:
    tokens = paper.tokens
    paper.frame(card.x, card.y, card.w, card.h, tokens.line, CARD_RADIUS, 0, tokens.surface)
    paper.hairline(card.inner_x, card.y + BAND_H, card.inner_w, tokens.line)


def _with_band(paper: Paper, card: Box, wall: Wall, strength: float) -> None:
    tokens = paper.tokens
    fill = blended(wall.fill, tokens.surface, strength)
    frame = blended(wall.frame, tokens.line, strength)
    paper.painter.save()
    paper.clip(card.x, card.y, card.w, card.h, CARD_RADIUS)
    paper.fill(card.x, card.y, card.w, card.h, tokens.surface)
    paper.fill(card.x, card.y, card.w, BAND_H, fill)
    paper.painter.restore()
    paper.frame(card.x, card.y, card.w, card.h, frame, CARD_RADIUS, wall.thick)
    if wall.fill == tokens.surface or strength < 1:
        paper.hairline(card.inner_x, card.y + BAND_H, card.inner_w, tokens.line)


def _fitted(
    paper: Paper,
    x: float,
    card: Box,
    words: str,
    colour: str,
    role: Role,
    baseline: float,
    most: float,
) -> None:
    room = card.inner_right - x
    if paper.measure(words, role) <= room:
        grown = paper.largest(words, role, room, most)
        # Larger capitals keep their middle.
        lower = baseline + (grown - 1) * FACES[role].px * HALF_CAPITAL
        paper.text(x, lower, words, role, colour, room, grown=grown)
        return
    lines = balanced(words, Role.SENTENCE_LONG, paper.scale, room)
    if len(lines) == 1:
        paper.text(x, baseline - 3, words, Role.SENTENCE_LONG, colour, room)
        return
    for at, line in enumerate(lines):
        paper.text(x, baseline - 27 + at * 46, line, Role.SENTENCE_LONG, colour, room)
