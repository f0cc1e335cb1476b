"""An order that changed under the packer's hands: what is wanted now, and that every scan stays."""

from __future__ import annotations

from fbm_desk.gui.bench.layout import Box, Layout
from fbm_desk.gui.bench.paper import Paper, both_ends
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.tiles import paint_way_back
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import ChangedLine
from fbm_desk.texts import say

LEAST_ROW_H, MOST_ROW_H, BETWEEN = 124.0, 300.0, 20.0


def paint_changed(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Each article with its new number, then what to do."""
    card, tokens, changes = layout.card, paper.tokens, scene.view.changed_lines
    top = layout.body_top + 28
    bottom = card.bottom - 84
    fits = max(1, int((bottom - top) // LEAST_ROW_H))
    shown = changes if len(changes) <= fits else changes[: fits - 1]
    row_h = min(MOST_ROW_H, (bottom - top) / max(1, len(shown) + (len(shown) < len(changes))))
    for at, one in enumerate(shown):
        place = Box(card.inner_x, top + at * row_h, card.inner_w, row_h)
        _paint_row(paper, place, one)
        if at:
            paper.hairline(place.x, place.y - BETWEEN / 2, place.w, tokens.line)
    if len(shown) < len(changes):
        words = say("bench.changed_more", count=len(changes) - len(shown))
        y = top + len(shown) * row_h + 36
        paper.text(card.inner_x, y, words, Role.STEP, tokens.ink2, card.inner_w)
    paint_way_back(paper, layout, _kept(scene), "info")


def _kept(scene: Scene) -> str:
    order = scene.view.order
    if order is None or not order.packed:
        return say("bench.changed_go_on")
    return say("bench.changed_kept", count=order.packed)


def _paint_row(paper: Paper, at: Box, one: ChangedLine) -> None:
    """The larger the fewer there are: one change is read across the room."""
    tokens = paper.tokens
    side = at.h - BETWEEN
    paint_picture(paper, one.article, at.x, at.y, side, side, 12)
    x, room = at.x + side + 32, at.w - side - 32
    key = ("changed_now" if one.now else "changed_gone") if one.was else "changed_is_new"
    number = say(f"bench.{key}", was=one.was, now=one.now)
    large = side > 180
    roles = (Role.SENTENCE,) if large else ()
    role = paper.fitting(room, (number,), *roles, Role.NAME, Role.ACTION_STRONG, Role.STEP_STRONG)
    middle = at.y + side / 2
    paper.text(x, middle - (16 if large else 6), number, role, tokens.ink, room)
    name = Role.ACTION if large else Role.STEP
    lines = _name(paper, one, room, name)
    for row, part in enumerate(lines):
        paper.text(x, middle + 40 + row * (43 if large else 34), part, name, tokens.ink2, room)


def _name(paper: Paper, one: ChangedLine, room: float, role: Role) -> tuple[str, ...]:
    """The article, and where it lies where there is room to say so."""
    article = one.article
    if article.place:
        placed = say("bench.name_from", name=article.short, place=article.place)
        if paper.measure(placed, role) <= room:
            return (placed,)
        return (both_ends(article.short, role, paper.scale, room), article.place)
    return (both_ends(article.short, role, paper.scale, room),)
