"""A barcode nobody knows: the code large enough to be read out, and three ways on."""

from __future__ import annotations

from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper, both_ends
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.fonts import Role
from fbm_desk.services.wording import readable_code
from fbm_desk.texts import say

WAYS = (
    ("bench.now", "bench.put_aside"),
    ("bench.or", "bench.other_barcode"),
    ("bench.else", "bench.show_supervisor"),
)


def paint_unknown(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Code, ways on, and what is still wanted."""
    card, tokens = layout.card, paper.tokens
    extra = min(max(layout.height - 768, 0) / 4, 24)
    x, room = card.inner_x, card.inner_w
    paper.text(x, card.y + 168 + extra, say("bench.no_product_has"), Role.STEP, tokens.ink2, room)
    verdict = scene.view.verdict
    code = readable_code(verdict.scanned) if verdict else ""
    role = paper.fitting(room, (code,), Role.SCANNED, Role.NAME, Role.STEP_CODE)
    paper.text(x, card.y + 235 + extra, code, role, tokens.ink, room)
    paper.hairline(x, card.y + 280 + extra, room, tokens.line)
    column = x + max(150, *(paper.measure(say(name), Role.STEP) + 32 for name, _ in WAYS))
    ways = tuple(say(way) for _, way in WAYS)
    role = paper.fitting(card.inner_right - column, ways, Role.ACTION, Role.STEP_STRONG)
    for at, (name, way) in enumerate(WAYS):
        baseline = card.y + 342 + extra * 2 + at * 60
        paper.text(x, baseline - 2, say(name), Role.STEP, tokens.ink2)
        paper.text(column, baseline, say(way), role, tokens.ink, card.inner_right - column)
    _paint_wanted(paper, layout, scene)


def _paint_wanted(paper: Paper, layout: Layout, scene: Scene) -> None:
    line = scene.line
    if line is None or line.complete:
        return
    card, tokens = layout.card, paper.tokens
    top = card.bottom - 112
    paper.fill(card.inner_x, top, card.inner_w, 80, tokens.sunken, 12)
    paint_picture(paper, line.article, card.inner_x + 10, top + 10, 60, 60, 8)
    place = line.article.place
    key = "bench.still_wanted" if place else "bench.still_wanted_nowhere"
    left, name = line.wanted - line.packed, line.article.short
    words = say(key, left=left, name=name, place=place)
    x = card.inner_x + 88
    room = card.inner_right - x - 16
    role = paper.fitting(room, (words,), Role.STEP, Role.BENCH)
    if paper.measure(words, role) > room:
        for_name = room - paper.measure(say(key, left=left, name="", place=place), role)
        name = both_ends(name, role, paper.scale, for_name)
        words = say(key, left=left, name=name, place=place)
    paper.text(x, top + 50, words, role, tokens.ink, room)
