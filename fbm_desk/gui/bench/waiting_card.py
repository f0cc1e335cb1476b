"""No order on the bench: the one to take next, or how orders come to be here at all."""

from __future__ import annotations

from fbm_desk.gui.bench.layout import Box, Layout
from fbm_desk.gui.bench.paper import Paper, Side
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.quantities import day_clock, destination, short_destination
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.tiles import paint_barcode
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import OrderView
from fbm_desk.services.wording import hint
from fbm_desk.texts import say

TILE = 196.0
HINT_H = 46.0


def paint_waiting(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The most urgent order that is complete; without one, what to do instead."""
    if scene.view.next_order is not None:
        _paint_next(paper, layout, scene, scene.view.next_order)
    else:
        _paint_none(paper, layout, scene)


def _paint_next(paper: Paper, layout: Layout, scene: Scene, order: OrderView) -> None:
    card, tokens = layout.card, paper.tokens
    extra = min(max(layout.height - 768, 0) / 3, 30)
    top = layout.body_top + 78 + extra
    lower = _paint_told(paper, card.inner_x, layout.body_top, card.inner_w, scene)
    paper.text(card.inner_x, top - 22 + lower, _lead(scene), Role.STEP, tokens.ink2, card.inner_w)
    shown = min(len(order.lines), 3 if card.inner_w > 820 else 2)
    for at, line in enumerate(order.lines[:shown]):
        x = card.inner_x + at * (TILE + 16)
        paint_picture(paper, line.article, x, top + lower, TILE, TILE - lower, 14)
    x = card.inner_x + shown * (TILE + 16) + 13
    facts = Box(x, top + lower, card.inner_right - x, TILE - lower)
    _paint_facts(paper, facts, scene, order)
    rule = top + TILE + 28 + extra
    paper.hairline(card.inner_x, rule, card.inner_w, tokens.line)
    _paint_command(paper, card.inner_x, rule + 28, card.inner_right, scene)


def _paint_told(paper: Paper, x: float, top: float, room: float, scene: Scene) -> float:
    """The hint to a verdict, and by how much it moves the next order down.

    It is about the order before and must not read as the heading of the next one's pictures.
    """
    told = _hint(scene)
    if not told:
        return 0.0
    paper.icon("info", x + 2, top + 23, 26, paper.tokens.ink)
    role = paper.fitting(room - 42, (told,), Role.STEP_STRONG, Role.BENCH_STRONG)
    paper.text(x + 42, top + 46, told, role, paper.tokens.ink, room - 42)
    return HINT_H


def _lead(scene: Scene) -> str:
    order = scene.view.next_order
    if order is not None and order.packed:
        return say("bench.most_urgent_begun", packed=order.packed, wanted=order.wanted)
    return say("bench.most_urgent")


def _hint(scene: Scene) -> str:
    """It stays when its verdict has passed: what stands below must not jump up."""
    verdict = scene.view.verdict
    told = hint(scene.view, verdict) if verdict is not None else ""
    return told or (say("hint.last_has_no_tracking") if scene.view.tracking_missing else "")


def _paint_facts(paper: Paper, at: Box, scene: Scene, order: OrderView) -> None:
    tokens, tight = paper.tokens, at.h < TILE
    units = say("bench.units", count=order.wanted)
    role = paper.fitting(at.w, (units,), Role.SENTENCE, Role.ACTION_STRONG)
    baseline, pitch = (42, 36) if tight else (66, 38)
    paper.text(at.x, at.y + baseline, units, role, tokens.ink, at.w)
    facts = [say("bench.lines", count=len(order.lines))]
    facts.append(_fitting_place(paper, order, at.w))
    if order.ship_by is not None:
        time = day_clock(order.ship_by, scene.now, scene.locale)
        facts.append(say("bench.ship_by", time=time))
    baseline += 2 if tight else 8
    for row, words in enumerate((fact for fact in facts if fact), 1):
        paper.text(at.x, at.y + baseline + row * pitch, words, Role.STEP, tokens.ink2, at.w)


def _fitting_place(paper: Paper, order: OrderView, room: float) -> str:
    """The country by its two letters where its name has no room."""
    place = destination(order.city, order.country)
    if paper.measure(place, Role.STEP) <= room:
        return place
    return short_destination(order.city, order.country)


def _paint_command(paper: Paper, x: float, y: float, end: float, scene: Scene) -> None:
    tokens = paper.tokens
    width = 320.0 if end - x > 780 else 240.0
    paper.frame(x, y, width, 148, tokens.line, 12, 0, "#FFFFFF")
    paint_barcode(paper, "NEXT", x, y + 16, width, 80)
    paper.text(x + width / 2, y + 133, "NEXT", Role.BENCH_BOLD, "#191B1D", side=Side.CENTRE)
    x += width + 36
    paper.text(x, y + 65, say("bench.take_next"), Role.ACTION_STRONG, tokens.ink, end - x)
    how = say("bench.take_next_demo" if scene.view.demonstration else "bench.take_next_how")
    paper.text(x, y + 112, how, Role.STEP, tokens.ink2, end - x)


def _paint_none(paper: Paper, layout: Layout, scene: Scene) -> None:
    card, tokens = layout.card, paper.tokens
    centre = card.x + card.w / 2
    room = card.inner_w
    middle = layout.body_top + (card.bottom - layout.body_top) / 2
    if _paint_told(paper, card.inner_x, layout.body_top + 10, room, scene):
        middle += 34
    size = 120.0
    icon = "package-open" if scene.view.orders_known else "file-text"
    paper.fill(centre - size, middle - 172, 2 * size, 184, tokens.sunken, 24)
    paper.icon(icon, centre - size / 2, middle - 140, size, tokens.ink2)
    rows = ((78, Role.ACTION_STRONG), (126, Role.STEP), (172, Role.NOTE))
    for key, (baseline, role) in zip(_none_keys(scene), rows, strict=False):
        colour = tokens.ink if role is Role.ACTION_STRONG else tokens.ink2
        told = say(f"bench.{key}")
        paper.text(centre, middle + baseline, told, role, colour, room, Side.CENTRE)


def _none_keys(scene: Scene) -> tuple[str, ...]:
    """What there is to say when no order can be offered, and how the next ones come."""
    view = scene.view
    if view.orders_waiting:
        how = ("none_ready_how",) if view.connected else ()
        return ("none_ready", "none_ready_do", *how)
    title = "all_packed" if view.orders_known else "no_orders"
    if view.connected:
        return (title, "by_themselves")
    if scene.office:
        return (title, "bring_report", "bring_report_how")
    return (title, "bring_report_packer")
