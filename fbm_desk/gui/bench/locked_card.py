"""Nobody is signed in: scan the badge, or choose a name and type its PIN.

No names of buyers, no figures of packers, no digit of a PIN.
"""

from __future__ import annotations

from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.gui.barcode_paint import paint_code128
from fbm_desk.gui.bench.band import paint_card
from fbm_desk.gui.bench.layout import CARD_RADIUS, Layout
from fbm_desk.gui.bench.paper import Paper, Side, balanced
from fbm_desk.gui.bench.pin_card import list_height, paint_names, paint_pin
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.fonts import Role
from fbm_desk.texts import say

BADGE_W, BADGE_H = 236.0, 300.0
STRAP_H, BESIDE = 52.0, 44.0


def paint_locked(paper: Paper, layout: Layout, scene: Scene) -> None:
    """A badge on its strap and the sentence; a verdict on a wrong badge takes the band."""
    card, tokens = layout.card, paper.tokens
    refused = scene.spoken.family is not None
    if refused:
        paint_card(paper, card, scene)
    else:
        paper.frame(card.x, card.y, card.w, card.h, tokens.line, CARD_RADIUS, 0, tokens.surface)
    if scene.pin.chosen is not None:
        paint_pin(paper, layout, scene)
    elif scene.view.with_pin and not _rests(scene):
        _paint_with_names(paper, layout, scene, refused)
    else:
        _paint_alone(paper, layout, scene, refused)


def _rests(scene: Scene) -> bool:
    verdict = scene.view.verdict
    rests = verdict is not None and verdict.code is VerdictCode.PIN_RESTS
    return rests and scene.spoken.family is not None


def _paint_alone(paper: Paper, layout: Layout, scene: Scene, refused: bool) -> None:
    card = layout.card
    centre = card.x + card.w / 2
    extra = max(layout.height - 768, 0) / 2
    top = (layout.body_top + 40 if refused else card.y + 86) + extra
    if not refused:
        _paint_strap(paper, layout, centre, top, 1.0)
    _paint_badge(paper, centre, top, 1.0)
    _paint_words(paper, centre, top + BADGE_H, card.inner_w, scene, refused)


def _paint_with_names(paper: Paper, layout: Layout, scene: Scene, refused: bool) -> None:
    """The badge beside its sentence, and below them who may come without one."""
    card = layout.card
    names_top = card.bottom - list_height(len(scene.view.with_pin))
    above = layout.body_top + 24 if refused else card.y + STRAP_H
    height = min(BADGE_H, names_top - 26 - above)
    size = height / BADGE_H
    centre = card.inner_x + 16 + BADGE_W * size / 2
    if not refused:
        _paint_strap(paper, layout, centre, above, size)
    _paint_badge(paper, centre, above, size)
    x = card.inner_x + 16 + BADGE_W * size + BESIDE
    _paint_beside(paper, (x, above + height / 2, card.inner_right - x), scene, refused)
    paint_names(paper, layout, names_top, scene)


def _paint_beside(
    paper: Paper, at: tuple[float, float, float], scene: Scene, refused: bool
) -> None:
    tokens, (x, middle, room) = paper.tokens, at
    if refused:
        parts = balanced(scene.spoken.hint, Role.STEP, paper.scale, room, 3)
        for number, part in enumerate(parts):
            baseline = middle + 10 + (number - (len(parts) - 1) / 2) * 38
            paper.text(x, baseline, part, Role.STEP, tokens.ink, room)
        return
    told = say("bench.locked")
    role = paper.fitting(room, (told,), Role.STOP_WHY, Role.SENTENCE, Role.NAME)
    paper.text(x, middle - 4, told, role, tokens.ink, room)
    after = balanced(say("bench.locked_after"), Role.STEP, paper.scale, room)
    for number, part in enumerate(after):
        paper.text(x, middle + 46 + number * 38, part, Role.STEP, tokens.ink2, room)


def _paint_strap(
    paper: Paper, layout: Layout, centre: float, badge_top: float, size: float
) -> None:
    card = layout.card
    paper.painter.save()
    paper.clip(card.x, card.y + 1, card.w, card.h, CARD_RADIUS)
    spread = (19 + 50 * (badge_top - card.y) / 86) * size
    for side in (-1, 1):
        start = (centre + side * spread, card.y - 6)
        end = (centre + side * 16 * size, badge_top + 4)
        paper.line(start, end, paper.tokens.edge, 10 * size, flat=True)
    paper.painter.restore()


def _paint_badge(paper: Paper, centre: float, top: float, size: float) -> None:
    tokens = paper.tokens
    wide = BADGE_W * size
    paper.frame(
        centre - wide / 2, top, wide, BADGE_H * size, tokens.edge, 20 * size, 2, tokens.surface
    )
    paper.fill(centre - 30 * size, top + 16 * size, 60 * size, 12 * size, tokens.sunken, 6 * size)
    paper.fill(centre - 46 * size, top + 58 * size, 92 * size, 92 * size, tokens.blueT, 46 * size)
    paper.icon("user", centre - 28 * size, top + 76 * size, 56 * size, tokens.blue)
    paper.fill(centre - 56 * size, top + 168 * size, 112 * size, 12 * size, "#BDB8AC", 6 * size)
    if tokens.dark:
        white = (centre - 100 * size, top + 192 * size, 200 * size, 88 * size)
        paper.fill(*white, "#FFFFFF", 8 * size)
    bars = paper.box(centre - 92 * size, top + 200 * size, 184 * size, 72 * size)
    paint_code128(paper.painter, "FBM", bars)


def _paint_words(
    paper: Paper, centre: float, below: float, room: float, scene: Scene, refused: bool
) -> None:
    tokens = paper.tokens
    if refused:
        hint = scene.spoken.hint
        paper.text(centre, below + 66, hint, Role.STEP, tokens.ink, room, Side.CENTRE)
    else:
        told = say("bench.locked")
        paper.text(centre, below + 88, told, Role.STOP_WHY, tokens.ink, room, Side.CENTRE)
        after = say("bench.locked_after")
        paper.text(centre, below + 136, after, Role.STEP, tokens.ink2, room, Side.CENTRE)
    typing = say("bench.locked_demo" if scene.view.demonstration else "bench.locked_typing")
    baseline = below + (116 if refused else 190)
    paper.text(centre, baseline, typing, Role.NOTE, tokens.ink2, room, Side.CENTRE)
