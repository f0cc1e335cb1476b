"""One frame of the bench: which parts a screen is made of, painted leading card, side, lines."""

from __future__ import annotations

from collections.abc import Callable

from fbm_desk.domain.verdicts import Family, VerdictCode
from fbm_desk.gui.bench.aside_card import paint_aside
from fbm_desk.gui.bench.back_card import paint_back
from fbm_desk.gui.bench.band import paint_card
from fbm_desk.gui.bench.duties import paint_duties
from fbm_desk.gui.bench.failed_card import paint_failed
from fbm_desk.gui.bench.header import paint_header
from fbm_desk.gui.bench.hero import paint_hero
from fbm_desk.gui.bench.keys_card import paint_keys
from fbm_desk.gui.bench.label_card import paint_label
from fbm_desk.gui.bench.layout import GAP, Box, Layout
from fbm_desk.gui.bench.locked_card import paint_locked
from fbm_desk.gui.bench.order_list import paint_order_list
from fbm_desk.gui.bench.paper import Paper
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.side_cards import paint_day, paint_here, paint_kept, paint_van, van_height
from fbm_desk.gui.bench.status import paint_status
from fbm_desk.gui.bench.stop_window import paint_stop
from fbm_desk.gui.bench.tiles import paint_choices, paint_reasons
from fbm_desk.gui.bench.unknown_card import paint_unknown
from fbm_desk.gui.bench.waiting_card import paint_waiting
from fbm_desk.services.desk_view import BenchScreen, OrderView
from fbm_desk.texts import say

S = BenchScreen
Part = Callable[[Paper, Layout, Scene], None]

BODIES: dict[BenchScreen, Part] = {
    S.WAITING: paint_waiting,
    S.PACKING: paint_hero,
    S.ASKING_REASON: paint_reasons,
    S.ASKING_WHICH: paint_choices,
    S.ASKING_SERIAL: paint_hero,
    S.ASKING_LOT: paint_hero,
    S.FULL: paint_label,
    S.LABELLED: paint_label,
    S.TRACKING_WANTED: paint_label,
    S.LABEL_FAILED: paint_failed,
}


def paint_bench(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Everything, from the window's canvas up."""
    if scene.view.screen is S.STOPPED or scene.spoken.family is Family.STOP:
        paint_stop(paper, layout, scene)
        return
    paper.fill(0, 0, layout.width, layout.height, paper.tokens.canvas)
    paint_header(paper, layout, scene)
    paint_leading(paper, layout, scene)
    paint_side(paper, layout, scene)
    paint_status(paper, layout, scene)


def paint_leading(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The card with the work."""
    if scene.view.screen is S.LOCKED and not scene.keys:
        paint_locked(paper, layout, scene)
        return
    paint_card(paper, layout.card, scene)
    body_of(scene)(paper, layout, scene)


def body_of(scene: Scene) -> Part:
    """What stands below the band: a refusal can take it over."""
    family, verdict = scene.spoken.family, scene.view.verdict
    if scene.keys:
        return paint_keys
    if family is Family.BACK:
        return paint_back
    if family is Family.ASK and verdict is not None and verdict.code is VerdictCode.UNKNOWN:
        packing = scene.view.screen is S.PACKING
        return paint_unknown if packing else BODIES.get(scene.view.screen, paint_waiting)
    return BODIES.get(scene.view.screen, paint_waiting)


def paint_side(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The trailing column."""
    view, column = scene.view, layout.side
    if view.screen is S.LOCKED:
        _paint_locked_side(paper, column, scene)
    elif view.screen is S.WAITING:
        _paint_waiting_side(paper, column, scene)
    elif view.screen in (S.FULL, S.LABELLED) and view.next_order is not None:
        _paint_next_side(paper, column, view.next_order)
    elif view.order is not None:
        _paint_order_side(paper, column, scene, view.order)


def _paint_order_side(paper: Paper, column: Box, scene: Scene, order: OrderView) -> None:
    top = paint_duties(paper, column, order, scene.view.screen)
    line = scene.line
    current = order.lines.index(line) if line in order.lines else -1
    if scene.view.screen in (S.FULL, S.LABELLED, S.TRACKING_WANTED, S.LABEL_FAILED):
        current = -1
    heading = (
        say("bench.this_order"),
        say("bench.count_of", packed=order.packed, wanted=order.wanted),
    )
    box = Box(column.x, top, column.w, column.bottom - top)
    paint_order_list(paper, box, order.lines, current, heading)


def _paint_next_side(paper: Paper, column: Box, order: OrderView) -> None:
    heading = (say("bench.next_order"), say("bench.units", count=order.wanted))
    paint_order_list(paper, column, order.lines, -1, heading)


def _paint_waiting_side(paper: Paper, column: Box, scene: Scene) -> None:
    view = scene.view
    upper, lower = _halves(column, van_height(paper, column, scene) if view.put_aside else 0)
    below = paint_aside if view.put_aside else paint_day
    if view.van is not None:
        paint_van(paper, upper, view.van, scene)
        below(paper, lower, scene)
        return
    paint_day(paper, upper, scene)
    if view.put_aside:
        paint_aside(paper, lower, scene)


def _paint_locked_side(paper: Paper, column: Box, scene: Scene) -> None:
    upper, lower = _halves(column)
    view = scene.view
    if view.order is not None:
        paint_kept(paper, upper, view.order, scene)
    elif view.van is not None:
        paint_van(paper, upper, view.van, scene)
    else:
        lower = upper
    if view.here_today:
        paint_here(paper, lower, view.here_today)


def _halves(column: Box, upper_h: float = 0) -> tuple[Box, Box]:
    height = upper_h or (column.h - GAP) / 2
    upper = Box(column.x, column.y, column.w, height)
    return upper, Box(column.x, column.y + height + GAP, column.w, column.h - height - GAP)
