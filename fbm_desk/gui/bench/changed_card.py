"""An order that changed under the packer's hands: what is wanted now, and that every scan stays."""

from __future__ import annotations

from fbm_desk.gui.bench.layout import Box, Layout
from fbm_desk.gui.bench.paper import Paper, balanced, both_ends
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.tiles import paint_way_back
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import ChangedLine
from fbm_desk.texts import say

ROW_H, PICTURE = 124.0, 104.0


def paint_changed(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Each article with its new number, then what to do."""
    card, tokens, changes = layout.card, paper.tokens, scene.view.changed_lines
    top = layout.body_top + 28
    bottom = card.bottom - 84
    fits = max(1, int((bottom - top) // ROW_H))
    shown = changes if len(changes) <= fits else changes[: fits - 1]
    for at, one in enumerate(shown):
        place = Box(card.inner_x, top + at * ROW_H, card.inner_w, ROW_H)
        _paint_row(paper, place, one)
        if at:
            paper.hairline(place.x, place.y - 10, place.w, tokens.line)
    if len(shown) < len(changes):
        words = say("bench.changed_more", count=len(changes) - len(shown))
        y = top + len(shown) * ROW_H + 36
        paper.text(card.inner_x, y, words, Role.STEP, tokens.ink2, card.inner_w)
    paint_way_back(paper, layout, _kept(scene), "info")


def _kept(scene: Scene) -> str:
    order = scene.view.order
    if order is None or not order.packed:
        return say("bench.changed_go_on")
    return say("bench.changed_kept", count=order.packed)


def _paint_row(paper: Paper, at: Box, one: ChangedLine) -> None:
    tokens = paper.tokens
    paint_picture(paper, one.article, at.x, at.y, PICTURE, PICTURE, 12)
    x, room = at.x + PICTURE + 28, at.w - PICTURE - 28
    number = say(
        "bench.changed_now" if one.was else "bench.changed_is_new", was=one.was, now=one.now
    )
    role = paper.fitting(room, (number,), Role.NAME, Role.ACTION_STRONG, Role.STEP_STRONG)
    paper.text(x, at.y + 46, number, role, tokens.ink, room)
    name = both_ends(one.article.short, Role.STEP, paper.scale, room)
    if one.article.place:
        placed = say("bench.name_from", name=one.article.short, place=one.article.place)
        name = placed if paper.measure(placed, Role.STEP) <= room else name
    for number_, part in enumerate(balanced(name, Role.STEP, paper.scale, room)):
        paper.text(x, at.y + 90 + number_ * 34, part, Role.STEP, tokens.ink2, room)
