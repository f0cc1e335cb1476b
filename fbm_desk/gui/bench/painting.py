"""One frame of the bench: which parts a screen is made of, painted leading card, side, lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fbm_desk.domain.verdicts import Family, VerdictCode
from fbm_desk.gui.bench.aside_card import paint_aside
from fbm_desk.gui.bench.asked_cards import asked_card
from fbm_desk.gui.bench.away import paint_away
from fbm_desk.gui.bench.back_card import paint_back
from fbm_desk.gui.bench.band import paint_card
from fbm_desk.gui.bench.box_strip import paint_strip, strip_height
from fbm_desk.gui.bench.boxes_card import paint_moving, paint_which_box
from fbm_desk.gui.bench.broken_card import paint_broken
from fbm_desk.gui.bench.changed_card import paint_changed
from fbm_desk.gui.bench.decision_card import paint_supervisor, paint_whys
from fbm_desk.gui.bench.duties import paint_duties
from fbm_desk.gui.bench.failed_card import paint_failed
from fbm_desk.gui.bench.foot import paint_foot
from fbm_desk.gui.bench.header import paint_header
from fbm_desk.gui.bench.hero import paint_hero
from fbm_desk.gui.bench.keys_card import paint_keys
from fbm_desk.gui.bench.label_card import paint_label
from fbm_desk.gui.bench.large_hero import paint_large_hero
from fbm_desk.gui.bench.layout import GAP, Box, Layout
from fbm_desk.gui.bench.locked_card import paint_locked
from fbm_desk.gui.bench.order_list import paint_order_list
from fbm_desk.gui.bench.paper import Paper
from fbm_desk.gui.bench.plan_card import CARD_H as PLAN_H
from fbm_desk.gui.bench.plan_card import paint_plan
from fbm_desk.gui.bench.remedy_card import LEAST_H as LEAST_REMEDY_H
from fbm_desk.gui.bench.remedy_card import paint_remedy
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.setup_card import paint_setup
from fbm_desk.gui.bench.side_cards import paint_day, paint_here, paint_kept, paint_van, van_height
from fbm_desk.gui.bench.status import paint_status
from fbm_desk.gui.bench.stop_window import paint_stop
from fbm_desk.gui.bench.taken_over_window import paint_taken_over
from fbm_desk.gui.bench.task_card import paint_task
from fbm_desk.gui.bench.tiles import paint_choices, paint_reasons
from fbm_desk.gui.bench.unknown_card import paint_unknown
from fbm_desk.gui.bench.waiting_card import paint_waiting
from fbm_desk.gui.bench.weight_card import paint_weighing, paint_weight_off
from fbm_desk.services.desk_view import BenchScreen, OrderView
from fbm_desk.texts import say

S = BenchScreen
#: The box is closed, or about to be: no other one is taken now.
_CLOSING = frozenset({S.FULL, S.LABELLED, S.TRACKING_WANTED, S.LABEL_FAILED, S.WEIGHING})
LEAST_LIST_H = 190.0
#: Under this a column holds one card of the two of a waiting bench.
LEAST_TWO_H = 500.0
#: All is in, and something is to be done about it.
FULL_BOX = frozenset({S.TASK_WANTED, S.WEIGHING, S.TRACKING_WANTED, S.LABEL_FAILED})
#: No line is packed now.
_NO_LINE = _CLOSING | {
    S.TASK_WANTED, S.WEIGHT_OFF, S.SUPERVISOR_WANTED, S.ASKING_WHY, S.MOVING, S.DAMAGING,
    S.ASKING_BOX,
}  # fmt: skip
Part = Callable[[Paper, Layout, Scene], None]

BODIES: dict[BenchScreen, Part] = {
    S.WAITING: paint_waiting,
    S.PACKING: paint_hero,
    S.ASKING_REASON: paint_reasons,
    S.ASKING_WHICH: paint_choices,
    S.ASKING_SERIAL: paint_hero,
    S.ASKING_LOT: paint_hero,
    S.ASKING_TRANSPARENCY: paint_hero,
    S.MOVING: paint_moving,
    S.DAMAGING: paint_broken,
    S.ASKING_BOX: paint_which_box,
    S.SUPERVISOR_WANTED: paint_supervisor,
    S.ASKING_WHY: paint_whys,
    S.TASK_WANTED: paint_task,
    S.WEIGHING: paint_weighing,
    S.WEIGHT_OFF: paint_weight_off,
    S.FULL: paint_label,
    S.LABELLED: paint_label,
    S.TRACKING_WANTED: paint_label,
    S.LABEL_FAILED: paint_failed,
}


def paint_bench(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Everything, from the window's canvas up; over all of it that scans go elsewhere."""
    _paint_frame(paper, layout, scene)
    if scene.away:
        paint_away(paper, layout, fills_window(scene))


def _paint_frame(paper: Paper, layout: Layout, scene: Scene) -> None:
    if scene.view.verdict is not None and scene.view.verdict.code is VerdictCode.TAKEN_OVER:
        paint_taken_over(paper, layout, scene)
        return
    if fills_window(scene):
        paint_stop(paper, layout, scene)
        return
    paper.fill(0, 0, layout.width, layout.height, paper.tokens.canvas)
    if layout.compact:
        _paint_compact(paper, layout, scene)
        return
    if not scene.away:
        paint_header(paper, layout, scene)
    paint_leading(paper, layout, scene)
    paint_side(paper, layout, scene)
    paint_status(paper, layout, scene)


def fills_window(scene: Scene) -> bool:
    """True when the window is one card: nothing stands beside it that could step aside."""
    if scene.view.verdict is not None and scene.view.verdict.code is VerdictCode.TAKEN_OVER:
        return True
    return scene.view.screen is S.STOPPED or scene.spoken.family is Family.STOP


def _paint_compact(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Large texts: the sentence over the whole width, less beside the work, one line below it."""
    paper.painter.save()
    left, top = layout.cut
    paper.painter.translate(-paper.px(left), -paper.px(top))
    alone = replace(layout, alone=True)
    if scene.view.screen is S.LOCKED and not scene.keys and scene.setup is None:
        paint_locked(paper, alone, scene)
    else:
        paint_card(paper, alone.card, scene, layout.grown)
        body = body_of(scene)
        if body is paint_hero:
            paint_large_hero(paper, alone, scene)
        elif scene.keys or scene.setup is not None:
            body(paper, alone, scene)
        else:
            body(paper, layout, scene)
            paint_side(paper, layout, scene)
    paint_foot(paper, layout, scene)
    paper.painter.restore()


def paint_leading(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The card with the work."""
    if scene.view.screen is S.LOCKED and not scene.keys and scene.setup is None:
        paint_locked(paper, layout, scene)
        return
    paint_card(paper, layout.card, scene)
    body_of(scene)(paper, layout, scene)


def body_of(scene: Scene) -> Part:
    """What stands below the band: a refusal can take it over."""
    family, verdict = scene.spoken.family, scene.view.verdict
    if scene.setup is not None:
        return paint_setup
    if scene.keys:
        return paint_keys
    if family is Family.BACK:
        return paint_back
    changed = verdict is not None and verdict.code is VerdictCode.REPLANNED
    if changed and scene.view.changed_lines and scene.view.screen not in FULL_BOX:
        return paint_changed  # in its place a full box has its next step: the band says the rest
    if family is Family.ASK and verdict is not None and verdict.code is VerdictCode.UNKNOWN:
        free = scene.view.screen in (S.PACKING, S.WAITING)
        return paint_unknown if free else BODIES.get(scene.view.screen, paint_waiting)
    if (asked := asked_card(scene)) is not None:
        return asked
    return BODIES.get(scene.view.screen, paint_waiting)


def paint_side(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The trailing column."""
    view, column = scene.view, layout.side
    if layout.compact:
        top = layout.body_top + GAP
        # The card's own inset leaves a little more room than it needs.
        column = Box(column.x - 12, top, column.w - 4, layout.card.bottom - GAP - top)
    if view.verdict is not None and view.verdict.remedy and column.h >= LEAST_REMEDY_H:
        paint_remedy(paper, column, view.verdict)
        return
    if view.screen is S.LOCKED:
        _paint_locked_side(paper, column, scene)
    elif view.screen is S.WAITING:
        _paint_waiting_side(paper, column, scene)
    elif view.screen in (S.FULL, S.LABELLED) and view.next_order and len(view.boxes) < 2:
        _paint_next_side(paper, column, view.next_order)
    elif view.order is not None:
        _paint_order_side(paper, column, scene, view.order)


def _paint_order_side(paper: Paper, column: Box, scene: Scene, order: OrderView) -> None:
    top = paint_duties(paper, column, order, scene.view)
    line = scene.line
    current = order.lines.index(line) if line in order.lines else -1
    if scene.view.screen in _NO_LINE:
        task = scene.view.task
        about = task.article if scene.view.screen is S.TASK_WANTED and task else None
        current = next((i for i, one in enumerate(order.lines) if one.article == about), -1)
    heading = (
        say("bench.this_order"),
        say("bench.count_of", packed=order.packed, wanted=order.wanted),
    )
    top, bottom = _paint_boxes(paper, Box(column.x, top, column.w, column.bottom - top), scene)
    box = Box(column.x, top, column.w, bottom - top)
    paint_order_list(paper, box, order.lines, current, heading)


def _paint_boxes(paper: Paper, column: Box, scene: Scene) -> tuple[float, float]:
    """Several boxes stand below the order's lines, the box to take above: gives what is left."""
    view = scene.view
    if len(view.boxes) > 1:
        height = strip_height(view.boxes, column.h - GAP / 2)
        top = column.bottom - height
        paint_strip(paper, Box(column.x, top, column.w, height), scene)
        return column.y, top - GAP / 2
    if view.plan is None or view.screen in _CLOSING or column.h < PLAN_H + LEAST_LIST_H:
        return column.y, column.bottom
    now = view.order.following if view.order and view.screen not in _NO_LINE else -1
    paint_plan(paper, Box(column.x, column.y, column.w, PLAN_H), view.plan, now)
    return column.y + PLAN_H + GAP / 2, column.bottom


def _paint_next_side(paper: Paper, column: Box, order: OrderView) -> None:
    heading = (say("bench.next_order"), say("bench.units", count=order.wanted))
    paint_order_list(paper, column, order.lines, -1, heading)


def _paint_waiting_side(paper: Paper, column: Box, scene: Scene) -> None:
    view = scene.view
    if column.h < LEAST_TWO_H:
        _paint_waiting_one(paper, column, scene)
        return
    upper, lower = _halves(column, van_height(paper, column, scene) if view.put_aside else 0)
    below = paint_aside if view.put_aside else paint_day
    if view.van is not None:
        paint_van(paper, upper, view.van, scene)
        below(paper, lower, scene)
        return
    paint_day(paper, upper, scene)
    if view.put_aside:
        paint_aside(paper, lower, scene)


def _paint_waiting_one(paper: Paper, column: Box, scene: Scene) -> None:
    """One card has room: what is put aside before the van, the van before one's own day."""
    if scene.view.put_aside:
        paint_aside(paper, column, scene)
    elif scene.view.van is not None:
        paint_van(paper, column, scene.view.van, scene)
    else:
        paint_day(paper, column, scene)


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
