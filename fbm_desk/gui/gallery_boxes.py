"""Sample views of several boxes, tasks, proofs, weights and decisions, for gallery and tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fbm_desk.domain.deeds import TaskKind
from fbm_desk.domain.orders import Duty
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services.desk_view import (
    ArticleView,
    BenchScreen,
    BenchView,
    ChangedLine,
    LabelStep,
    LabelView,
    LineView,
    OrderView,
)
from fbm_desk.services.parcel_view import (
    BoxState,
    BoxView,
    DecisionView,
    PlacedView,
    PlanView,
    ProofView,
    ScaleView,
    TaskView,
    UnitsView,
    WeighView,
)

S, V = BenchScreen, VerdictCode
Five = tuple[ArticleView, ArticleView, ArticleView, ArticleView, ArticleView]
"""A blue mug, a green one, a spoon, a candle, and something with a long name."""
GOODS = "UN3481, PI 967 Section II"
LINK = "https://custom.example/t/4f1c09a27be34d10a9c2?signed=71b2"
WISH = "For Ada and Søren, 14 February, with love from all of us at number 12"
GREETING = (
    "Dear Ada, happy birthday! We could not come this time, so here is something for the long "
    "evenings. Drink your tea from it and think of us. See you at Easter. Your Jo and the children"
)


def box_views(packing: BenchView, label: LabelView, articles: Five) -> dict[str, BenchView]:
    """Every state by name, made of a bench that is packing."""
    assert packing.order is not None
    order = replace(packing.order, purchase_order_number="", duties=frozenset())
    packing = replace(packing, order=order)
    return {
        **_boxes(packing, order, label, articles),
        **_counting(packing, order, articles),
        **_handled(packing, order, articles),
        **_tasks(packing, order, articles),
        **_weights(packing, order, articles),
        **_decisions(packing, order, label, articles),
        **_plans(packing, order),
    }


def _with(view: BenchView, code: VerdictCode, **facts: object) -> BenchView:
    return replace(view, verdict=replace(Verdict(code), **facts))  # type: ignore[arg-type]


def _about(article: ArticleView, packed: int, wanted: int) -> dict[str, object]:
    return {"sku": article.sku, "packed": packed, "wanted": wanted, "left": wanted - packed}


# --- several boxes -------------------------------------------------------------------------------


def _boxes(
    packing: BenchView, order: OrderView, label: LabelView, articles: Five
) -> dict[str, BenchView]:
    mug, _, spoon, _, _ = articles
    first = BoxView(1, BoxState.OPEN, (UnitsView(spoon, 2),), weight_g=310)
    second = BoxView(2, BoxState.FILLING, (UnitsView(mug, 1),), name="M", weight_g=540)
    empty = BoxView(2, BoxState.FILLING)
    order = replace(order, parcel_number=2)
    two = replace(packing, order=order, boxes=(first, second))
    many = _many_boxes(articles)
    fourth = replace(order, parcel_number=4)
    closed = replace(first, state=BoxState.CLOSED, tracking="KP48812007315PT", weighed=True)
    turn = replace(second, state=BoxState.TURN)
    full = replace(
        two,
        screen=S.LABELLED,
        order=replace(order, lines=tuple(replace(x, packed=x.wanted) for x in order.lines)),
        boxes=(closed, turn),
        label=replace(label, step=LabelStep.SENT, tracking="KP48812007316PT"),
    )
    first_turn = (replace(first, state=BoxState.TURN), replace(second, state=BoxState.OPEN))
    duties = frozenset({Duty.GIFT, Duty.GIFT_WRAP, Duty.SIGNATURE, Duty.PRIME, Duty.AGE_CHECK})
    return {
        "boxes-two": two,
        "boxes-open": _with(replace(two, boxes=(first, empty)), V.BOX_OPEN, box=2),
        "boxes-many": replace(two, boxes=many, order=replace(fourth, duties=duties)),
        "boxes-moved": _with(two, V.MOVED, box=2, **_about(mug, 1, 3)),
        "boxes-moving": replace(two, screen=S.MOVING),
        "boxes-moving-many": replace(two, screen=S.MOVING, boxes=many, order=fourth),
        "boxes-left-move": _with(
            replace(two, screen=S.MOVING), V.MOVE_ASKED, box=2, dropped="asking_lot"
        ),
        "boxes-nothing-to-move": _with(replace(two, screen=S.MOVING), V.NOTHING_TO_MOVE),
        "boxes-which": replace(two, screen=S.ASKING_BOX, boxes_asked=(0, 1, 2)),
        "boxes-which-many": replace(
            two,
            screen=S.ASKING_BOX,
            boxes=many,
            boxes_asked=(0, 1, 2, 3, 4, 5, 6),
            order=fourth,
        ),
        "boxes-label-first": replace(
            full,
            screen=S.FULL,
            boxes=first_turn,
            order=replace(full.order or order, parcel_number=1),
            label=replace(label, step=LabelStep.BUYING, tracking=""),
        ),
        "boxes-label": _with(full, V.LABEL_READY),
        "boxes-closed": _with(
            replace(full, screen=S.FULL, label=replace(label, step=LabelStep.BUYING, tracking="")),
            V.BOX_CLOSED,
            box=1,
        ),
        "boxes-resumed": _with(two, V.RESUMED, packed=3, wanted=6),
    }


def _many_boxes(articles: Five) -> tuple[BoxView, ...]:
    """Six full boxes, of which the fourth is filled."""
    mug, green, _, candle, long = articles
    return tuple(
        BoxView(
            number,
            BoxState.FILLING if number == 4 else BoxState.OPEN,
            (UnitsView(mug, 12), UnitsView(long, 1), UnitsView(candle, 3), UnitsView(green, 24)),
            name="Large double-walled" if number == 3 else "",
            weight_g=12_840,
        )
        for number in range(1, 7)
    )


# --- counting ------------------------------------------------------------------------------------


def _counting(packing: BenchView, order: OrderView, articles: Five) -> dict[str, BenchView]:
    mug, green, _, candle, _ = articles
    cheap = replace(order, lines=(LineView(mug, 1, 24, 10), *order.lines[1:]))
    transparency = replace(
        packing,
        screen=S.ASKING_TRANSPARENCY,
        order=replace(order, duties=frozenset({Duty.TRANSPARENCY})),
    )
    lot = ProofView(lot="24-12", expires_on=date(2027, 3, 31))
    earlier = replace(lot, earlier_lot="24-11", earlier_on=date(2027, 1, 31))
    dated = replace(order, lines=(order.lines[0], order.lines[1], LineView(candle, 1, 3)), focus=2)
    one = _about(candle, 1, 3)
    return {
        "times": _with(replace(packing, order=cheap, times=5), V.TIMES_SET, units=5),
        "times-few": _with(replace(packing, times=2), V.TIMES_SET, units=2),
        "times-asked": _with(packing, V.TIMES_ASKED),
        "count-each": _with(packing, V.COUNT_EACH, units=5, **_about(mug, 1, 3)),
        "count-each-limit": _with(
            replace(packing, order=cheap), V.COUNT_EACH, units=20, **_about(mug, 1, 24)
        ),
        "transparency": _with(transparency, V.TRANSPARENCY_WANTED, **_about(mug, 1, 3)),
        "transparency-used": _with(transparency, V.SAME_TRANSPARENCY, **_about(mug, 1, 3)),
        "lot-counted": _with(replace(packing, order=dated, proof=lot), V.COUNTED, **one),
        "lot-earlier": _with(
            replace(packing, order=dated, proof=earlier), V.COUNTED, reason="earlier_lot", **one
        ),
        "serial-counted": _with(
            replace(packing, proof=ProofView(serial="SN-4711-0815")),
            V.COUNTED,
            **_about(mug, 1, 3),
        ),
        "substitute": _with(
            replace(packing, came=green),
            V.COUNTED,
            reason="substitute",
            came=green.sku,
            **_about(mug, 1, 3),
        ),
    }


def _handled(packing: BenchView, order: OrderView, articles: Five) -> dict[str, BenchView]:
    mug, _, spoon, _, _ = articles
    return {
        "handling": replace(
            packing,
            order=replace(
                order,
                lines=(LineView(replace(mug, fragile=True, upright=True), 1, 3), *order.lines[1:]),
            ),
        ),
        "handling-proofs": replace(
            packing,
            order=replace(
                order,
                lines=(
                    LineView(replace(mug, fragile=True), 1, 3, asks=("serial", "transparency")),
                    *order.lines[1:],
                ),
            ),
        ),
        "handling-many": replace(
            packing,
            order=replace(
                order,
                lines=(
                    LineView(replace(mug, fragile=True, upright=True, own_box=True), 12, 24),
                    LineView(spoon, 2, 2),
                ),
            ),
        ),
        "broken": replace(packing, screen=S.DAMAGING),
        "broken-counted": _with(replace(packing, came=mug), V.DAMAGED, **_about(mug, 1, 3)),
        "not-in-box": _with(
            replace(packing, scale=ScaleView(340)), V.NOT_IN_BOX, **_about(mug, 1, 3)
        ),
    }


# --- tasks ---------------------------------------------------------------------------------------


def _tasks(packing: BenchView, order: OrderView, articles: Five) -> dict[str, BenchView]:
    mug, _, _, _, long = articles
    full = replace(order, lines=tuple(replace(one, packed=one.wanted) for one in order.lines))
    duties = frozenset({Duty.GIFT, Duty.GIFT_WRAP, Duty.PERSONALISED})
    wanted = replace(packing, screen=S.TASK_WANTED, order=replace(full, duties=duties))

    def task(kind: TaskKind, number: int, count: int, **facts: object) -> BenchView:
        return replace(wanted, task=TaskView(kind, number, count, **facts))  # type: ignore[arg-type]

    return {
        "task-wrap": task(TaskKind.GIFT_WRAP, 1, 3, article=mug, units=3),
        "task-wrap-order": task(TaskKind.GIFT_WRAP, 1, 1),
        "task-personalisation": task(
            TaskKind.PERSONALISATION, 2, 3, article=mug, units=3, text=WISH
        ),
        "task-personalisation-bare": task(TaskKind.PERSONALISATION, 2, 3, article=mug, units=3),
        "task-personalisation-link": task(
            TaskKind.PERSONALISATION, 2, 3, article=mug, units=3, links=(LINK,)
        ),
        "task-message": task(TaskKind.GIFT_MESSAGE, 3, 3, text=GREETING),
        "task-message-bare": task(TaskKind.GIFT_MESSAGE, 3, 3),
        "task-hazardous": replace(
            task(TaskKind.HAZARDOUS, 3, 3, article=mug, units=3, text=GOODS),
            order=replace(full, duties=frozenset({Duty.HAZARDOUS}), hazardous=GOODS),
        ),
        "hazardous": replace(
            packing, order=replace(order, duties=frozenset({Duty.HAZARDOUS}), hazardous=GOODS)
        ),
        "task-note": task(TaskKind.NOTE, 1, 1, article=mug, units=3, text=mug.note),
        "task-note-long": task(TaskKind.NOTE, 1, 4, article=long, units=1, text=long.note),
        "task-not-now": _with(
            task(TaskKind.GIFT_WRAP, 1, 3, article=mug, units=3), V.NOT_NOW, reason="task_wanted"
        ),
    }


# --- weights -------------------------------------------------------------------------------------


def _weights(packing: BenchView, order: OrderView, articles: Five) -> dict[str, BenchView]:
    mug, _, spoon, candle, long = articles
    inside = (UnitsView(mug, 3), UnitsView(spoon, 2), UnitsView(candle, 1))
    full = replace(order, lines=tuple(replace(one, packed=one.wanted) for one in order.lines))
    weighing = replace(
        packing,
        screen=S.WEIGHING,
        order=full,
        boxes=(BoxView(1, BoxState.TURN, inside, weight_g=1_280),),
        weighing=WeighView(1, 1_280),
        scale=ScaleView(0),
    )
    off = replace(weighing, screen=S.WEIGHT_OFF, scale=ScaleView(1_622))
    heavy = WeighView(1, 1_280, 1_622, mug, 1)
    return {
        "weigh": weighing,
        "weigh-moving": replace(weighing, scale=ScaleView(1_244, stable=False)),
        "weigh-trouble": replace(weighing, scale=ScaleView(trouble="under")),
        "weigh-silent": replace(weighing, scale=None),
        "weight-heavy": replace(off, weighing=heavy),
        "weight-light": replace(
            off, weighing=WeighView(1, 12_940, 11_020, long, 2), scale=ScaleView(11_020)
        ),
        "weight-unexplained": replace(off, weighing=WeighView(1, 1_280, 1_911)),
        "weight-supervisor": replace(
            off, screen=S.SUPERVISOR_WANTED, weighing=heavy, decision=DecisionView("weight")
        ),
        "weight-why": replace(
            off,
            screen=S.ASKING_WHY,
            weighing=heavy,
            decision=DecisionView("weight", ("packaging", "catalogue", "scale")),
        ),
        "scale-moving": replace(packing, scale=ScaleView(742, stable=False)),
        "scale-still": replace(packing, scale=ScaleView(742)),
        "scale-trouble": replace(packing, scale=ScaleView(trouble="over")),
    }


# --- decisions -----------------------------------------------------------------------------------


def _decisions(
    packing: BenchView, order: OrderView, label: LabelView, articles: Five
) -> dict[str, BenchView]:
    mug, green, _, candle, _ = articles
    missing = (LineView(mug, 1, 3), LineView(candle, 0, 1))
    asked = DecisionView("short_ship", ("not_there", "broken", "agreed"), missing)
    supervisor = replace(packing, screen=S.SUPERVISOR_WANTED, decision=asked)
    many = replace(asked, missing=tuple(LineView(one, 0, 2) for one in articles))
    grown = (ChangedLine(mug, 1, 3), ChangedLine(green, 0, 2))
    replanned = {"packed": 3, "wanted": 6, "left": 3}
    short = replace(
        packing,
        screen=S.FULL,
        label=replace(label, step=LabelStep.CHECKING),
        order=replace(order, duties=frozenset({Duty.SIGNATURE})),
    )
    return {
        "short-supervisor": supervisor,
        "short-left": _with(
            supervisor, V.SUPERVISOR_WANTED, reason="short_ship", dropped="asking_which"
        ),
        "short-supervisor-many": replace(supervisor, decision=many),
        "short-why": replace(packing, screen=S.ASKING_WHY, decision=asked),
        "short-why-not-now": _with(
            replace(packing, screen=S.ASKING_WHY, decision=asked), V.NOT_NOW, reason="asking_why"
        ),
        "short-shipped": _with(short, V.SHORT_SHIPPED, reason="not_there"),
        "replanned": _with(replace(packing, changed_lines=grown[:1]), V.REPLANNED, **replanned),
        "replanned-more": _with(replace(packing, changed_lines=grown), V.REPLANNED, **replanned),
        "replanned-many": _with(
            replace(packing, changed_lines=grown * 3), V.REPLANNED, **replanned
        ),
        "replanned-address": _with(packing, V.REPLANNED, reason="address"),
        "replanned-moved": _with(
            replace(packing, changed_lines=grown[:1]),
            V.REPLANNED,
            reason="moved_too",
            **replanned,
        ),
        "replanned-substitutes": _with(packing, V.REPLANNED, reason="substitutes"),
        "replanned-no-substitutes": _with(packing, V.REPLANNED, reason="no_substitutes"),
    }


# --- the box to take -----------------------------------------------------------------------------

_MUG, _SPOON, _CANDLE = (120, 90, 100), (310, 50, 40), (80, 80, 120)
_PLACED = (
    PlacedView((0, 0, 0), _MUG, 0),
    PlacedView((120, 0, 0), _MUG, 0),
    PlacedView((0, 90, 0), _MUG, 0),
    PlacedView((0, 180, 0), _SPOON, 1),
    PlacedView((0, 180, 40), _SPOON, 1),
    PlacedView((240, 0, 0), _CANDLE, 2),
)


def _plans(packing: BenchView, order: OrderView) -> dict[str, BenchView]:
    plan = PlanView("M", (320, 240, 140), _PLACED, 58)
    taken = replace(packing, plan=plan)
    gift = replace(order, duties=frozenset({Duty.GIFT, Duty.BUSINESS, Duty.PRIME}))
    return {
        "plan": _with(taken, V.TAKEN, wanted=6, left=3),
        "plan-packing": replace(taken, order=gift),
        "plan-own-box": replace(packing, plan=PlanView("")),
        "plan-volume": replace(packing, plan=replace(plan, placed=(), name="Double-walled XL")),
        "plan-several": replace(packing, plan=replace(plan, boxes=3)),
        "plan-chosen": _with(
            replace(packing, plan=replace(plan, name="L", chosen=True)), V.BOX_CHOSEN, scanned="L"
        ),
    }
