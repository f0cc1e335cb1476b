"""Nobody is signed in: one act, scan the badge. No names of buyers, no figures of packers."""

from __future__ import annotations

from fbm_desk.gui.barcode_paint import paint_code128
from fbm_desk.gui.bench.band import paint_card
from fbm_desk.gui.bench.layout import CARD_RADIUS, Layout
from fbm_desk.gui.bench.paper import Paper, Side
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.fonts import Role
from fbm_desk.texts import say

BADGE_W, BADGE_H = 236.0, 300.0


def paint_locked(paper: Paper, layout: Layout, scene: Scene) -> None:
    """A badge on its strap and the sentence; a verdict on a wrong badge takes the band."""
    card, tokens = layout.card, paper.tokens
    refused = scene.spoken.family is not None
    centre = card.x + card.w / 2
    extra = max(layout.height - 768, 0) / 2
    top = card.y + 86 + extra
    if refused:
        paint_card(paper, card, scene)
        top = layout.body_top + 40 + extra
    else:
        paper.frame(card.x, card.y, card.w, card.h, tokens.line, CARD_RADIUS, 0, tokens.surface)
        _paint_strap(paper, layout, centre, top)
    _paint_badge(paper, centre, top)
    _paint_words(paper, centre, top + BADGE_H, card.inner_w, scene, refused)


def _paint_strap(paper: Paper, layout: Layout, centre: float, badge_top: float) -> None:
    card = layout.card
    paper.painter.save()
    paper.clip(card.x, card.y + 1, card.w, card.h, CARD_RADIUS)
    spread = 19 + 50 * (badge_top - card.y) / 86
    for side in (-1, 1):
        start = (centre + side * spread, card.y - 6)
        paper.line(start, (centre + side * 16, badge_top + 4), paper.tokens.edge, 10, flat=True)
    paper.painter.restore()


def _paint_badge(paper: Paper, centre: float, top: float) -> None:
    tokens = paper.tokens
    x = centre - BADGE_W / 2
    paper.frame(x, top, BADGE_W, BADGE_H, tokens.edge, 20, 2, tokens.surface)
    paper.fill(centre - 30, top + 16, 60, 12, tokens.sunken, 6)
    paper.fill(centre - 46, top + 58, 92, 92, tokens.blueT, 46)
    paper.icon("user", centre - 28, top + 76, 56, tokens.blue)
    paper.fill(centre - 56, top + 168, 112, 12, "#BDB8AC", 6)
    if tokens.dark:
        paper.fill(centre - 100, top + 192, 200, 88, "#FFFFFF", 8)
    paint_code128(paper.painter, "FBM", paper.box(centre - 92, top + 200, 184, 72))


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
