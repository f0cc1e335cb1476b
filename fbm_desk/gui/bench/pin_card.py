"""Without a badge: numbered names, and six dots for the PIN of the one who was chosen."""

from __future__ import annotations

from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper, Side, both_ends
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.status import paint_key_cap
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.pin_pad import DIGITS, NEXT_PAGE, PER_PAGE, pages, people_on
from fbm_desk.texts import say

HEAD_H, ROW_H, BELOW, COLUMN_GAP = 56.0, 54.0, 18.0, 32.0
DOT_W, DOT_H, DOT_GAP = 84.0, 104.0, 18.0


def list_height(people: int) -> float:
    """How much of the card's foot the names take; every page takes as much as the first."""
    rows = -(-min(people, PER_PAGE) // 2)
    return HEAD_H + rows * ROW_H + BELOW


def paint_names(paper: Paper, layout: Layout, top: float, scene: Scene) -> None:
    """The names of this page with their numbers, two beside each other."""
    card, tokens, people = layout.card, paper.tokens, scene.view.with_pin
    paper.hairline(card.inner_x, top, card.inner_w, tokens.line)
    end = card.inner_right
    if len(people) > PER_PAGE:
        end = _paint_more(paper, end, top, scene) - 20
    heading = say("bench.pin_how")
    room = end - card.inner_x
    role = paper.fitting(room, (heading,), Role.NOTE, Role.BENCH)
    paper.text(card.inner_x, top + 40, heading, role, tokens.ink2, room)
    width = (card.inner_w - COLUMN_GAP) / 2
    shown = people_on(people, scene.pin.page)
    rows = -(-min(len(people), PER_PAGE) // 2)
    for at, person in enumerate(shown):
        x = card.inner_x + at // rows * (width + COLUMN_GAP)
        y = top + HEAD_H + at % rows * ROW_H
        paint_key_cap(paper, x, y + 6, 42, 42, str(at + 1))
        role = paper.fitting(width - 58, (person.name,), Role.STEP_STRONG, Role.BENCH_STRONG)
        name = both_ends(person.name, role, paper.scale, width - 58)
        paper.text(x + 58, y + 37, name, role, tokens.ink, width - 58)


def _paint_more(paper: Paper, end: float, top: float, scene: Scene) -> float:
    """The key that turns the page; gives where it begins."""
    count = pages(len(scene.view.with_pin))
    words = say("bench.pin_more", page=scene.pin.page + 1, pages=count)
    ink = paper.tokens.ink
    taken = paper.text(end, top + 40, words, Role.BENCH_MEDIUM, ink, side=Side.TRAIL)
    paint_key_cap(paper, end - taken - 54, top + 12, 40, 40, str(NEXT_PAGE))
    return end - taken - 54


def paint_pin(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Six fields, one filled for each digit; which digit is nobody's business."""
    card, tokens, state = layout.card, paper.tokens, scene.pin
    centre = card.x + card.w / 2
    middle = layout.body_top + (card.bottom - layout.body_top) * 0.4
    x = centre - (DIGITS * DOT_W + (DIGITS - 1) * DOT_GAP) / 2
    for at in range(DIGITS):
        left, top = x + at * (DOT_W + DOT_GAP), middle - DOT_H / 2
        due = at == state.digits
        fill = tokens.blueT if due else tokens.surface
        edge = tokens.blue if due else tokens.edge
        paper.frame(left, top, DOT_W, DOT_H, edge, 12, 4 if due else 2, fill)
        if at < state.digits:
            paper.fill(left + DOT_W / 2 - 17, middle - 17, 34, 34, tokens.ink, 17)
    key = "bench.pin_enter" if state.whole else "bench.pin_type"
    words = say(key, count=DIGITS - state.digits)
    paper.text(centre, middle + 124, words, Role.ACTION, tokens.ink, card.inner_w, Side.CENTRE)
    way_back = say("bench.pin_back")
    role = paper.fitting(card.inner_w, (way_back,), Role.NOTE, Role.BENCH)
    paper.text(centre, card.bottom - 36, way_back, role, tokens.ink2, card.inner_w, Side.CENTRE)
