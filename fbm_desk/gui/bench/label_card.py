"""The full box: the label as bought beside the proof for it, and the one step that is left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPen

from fbm_desk.domain.orders import Duty, OrderId
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.gui import glyphs
from fbm_desk.gui.barcode_paint import paint_code128
from fbm_desk.gui.bench.layout import Box, Layout
from fbm_desk.gui.bench.paper import Paper, Side, balanced
from fbm_desk.gui.bench.quantities import money, weight
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.wording import duty_of_order, label_doubt
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import BenchScreen, LabelStep, LabelView
from fbm_desk.services.parcel_view import BoxState, highest
from fbm_desk.services.wording import hint
from fbm_desk.texts import say

PAPER_INK = "#191B1D"
PAPER_GREY = "#BDB8AC"
LABEL_W, LABEL_H = 310.0, 448.0
LEAST_LABEL_W = 238.0
LEAST_PROOF_W = 420.0
BETWEEN = 44.0
WORDS_AFTER_S = 2.0
#: What the carrier does on delivery: it stands on the label, or the label is the wrong one.
ON_LABEL = frozenset(
    {
        Duty.SIGNATURE,
        Duty.AGE_CHECK,
        Duty.IDENTITY_CHECK,
        Duty.CASH_ON_DELIVERY,
        Duty.HAZARDOUS,
    }
)


@dataclass(frozen=True, slots=True)
class Proof:
    """One line of the proof list: done, under way (a ring), in doubt, or a hint."""

    words: str
    state: str  # done, now, doubt, hint


def paint_label(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Label, proof, step."""
    card = layout.card
    top = layout.body_top + 30
    spare = min(max(layout.height - 768, 0), 120)
    # In a narrow window the label gives way to its proof; it is never left out: the tracking
    # number on it is compared with the paper.
    width = min(LABEL_W, max(LEAST_LABEL_W, card.inner_w - BETWEEN - LEAST_PROOF_W))
    _paint_label(paper, Box(card.inner_x, top, width, LABEL_H + spare), scene)
    x = card.inner_x + width + BETWEEN * width / LABEL_W
    step_top = card.bottom - 30 - 154
    first = Box(x, top, card.inner_right - x, 54 + spare / 8)
    _paint_proofs(paper, first, step_top - top, scene)
    _paint_step(paper, x, step_top, card.inner_right - x, 154, scene)


def proof(scene: Scene) -> tuple[Proof, ...]:
    """What is known about this label, in the order it came to be known."""
    label, verdict = scene.view.label, scene.view.verdict
    if label is not None and verdict is not None and verdict.code is VerdictCode.REPRINTED:
        # It stands until the label is scanned: two labels with one number are about now.
        return (*_label_proof(label, scene), Proof(hint(scene.view, verdict), "doubt"))
    lines = list(_what_is_in(scene))
    if label is None:
        return tuple(lines)
    if label.weight_g:
        lines.append(_weight_proof(label, scene))
    if scene.view.screen is BenchScreen.TRACKING_WANTED:
        return (*lines, Proof(say("bench.tracking_none"), "hint"))
    if label_doubt(scene.view) is not None:
        # Whoever waits for a printer packs the next order: that is said instead of what is well.
        bought, _checked, printed = _label_proof(label, scene)
        return (lines[0], bought, printed, Proof(say("bench.label_doubt_later"), "hint"))
    return (*lines, *_label_proof(label, scene))


def _weight_proof(label: LabelView, scene: Scene) -> Proof:
    """The weight; only a scale proves it."""
    told = weight(label.weight_g, scene.locale).replace(" ", "\u00a0")  # never on two lines
    if label.weight_assumed:
        return Proof(say("step.weight_assumed", weight=told), "doubt")
    if label.weighed:
        return Proof(say("step.weight", weight=told), "done")
    return Proof(say("step.weight_computed", weight=told), "hint")


def _what_is_in(scene: Scene) -> Iterator[Proof]:
    """The units, of this box where there are several; what waits; what the label must bring."""
    order, boxes = scene.view.order, scene.view.boxes
    if order is None:
        return
    now = next((box for box in boxes if box.state is BoxState.TURN), None)
    if now is not None and len(boxes) > 1:
        facts = {"box": now.number, "count": now.units}
        yield Proof(say("step.box_units", **facts), "done")
    else:
        yield Proof(say("step.units", packed=order.packed, count=order.wanted), "done")
    if order.packed < order.wanted:
        yield Proof(say("bench.short_now"), "hint")
    if scene.view.earlier_lot:
        yield Proof(say("step.earlier_lot", lot=scene.view.earlier_lot), "doubt")
    for duty in sorted(order.duties & ON_LABEL, key=lambda one: one.value):
        yield Proof(duty_of_order(duty, order), "hint")


def _label_proof(label: LabelView, scene: Scene) -> tuple[Proof, ...]:
    if label.step is LabelStep.BUYING:
        return (Proof(say("step.buying"), "now"),)
    price = money(label.price_minor, label.currency, scene.locale) if label.price_minor else ""
    bought = say("step.bought" if price else "step.bought_free", price=price)
    if label.step is LabelStep.CHECKING:
        return (Proof(bought, "done"), Proof(say("step.checking"), "now"))
    printer = label.printer or say("step.printer")
    state = {LabelStep.PRINTING: "now", LabelStep.PRINTED: "done", LabelStep.SENT: "done"}
    return (
        Proof(bought, "done"),
        Proof(say("step.checked"), "done"),
        Proof(say(f"step.{label.step.value}", printer=printer), state.get(label.step, "doubt")),
    )


def _paint_proofs(paper: Paper, first: Box, height: float, scene: Scene) -> None:
    """Line below line, `first` being the first one's place; many of them closer together."""
    lines, room = proof(scene), first.w - 54
    words = tuple(line.words for line in lines)
    pitch = min(first.h, (height - 22) / max(1, len(lines)))
    plain, strong = Role.STEP, Role.STEP_STRONG
    if paper.fitting(room, words, Role.STEP_STRONG, Role.BENCH) is Role.BENCH:
        plain, strong = Role.BENCH, Role.BENCH_STRONG
    middle = first.y + 22
    for line in lines:
        role = plain if line.state in ("done", "hint") else strong
        middle += pitch + 34 * (_paint_proof(paper, first.x, middle, room, line, role, scene) - 1)


def _paint_proof(
    paper: Paper, x: float, middle: float, room: float, line: Proof, role: Role, scene: Scene
) -> int:
    """One line with its sign; gives on how many lines its words stand."""
    tokens = paper.tokens
    box = paper.box(x + 1, middle - 17, 34, 34)
    if line.state == "done":
        hole = tokens.canvas if tokens.dark else tokens.surface
        glyphs.paint_tick_disc(paper.painter, box, tokens.green, hole)
    elif line.state == "now":
        paint_ring(paper, box, 0 if scene.still else scene.waited_s)
    elif line.state == "hint":
        paper.icon("info", x + 2, middle - 16, 32, tokens.ink2)
    else:
        paper.icon("triangle-alert", x + 2, middle - 16, 32, tokens.amberI)
    colour = {"now": tokens.ink, "doubt": tokens.amberI}.get(line.state, tokens.ink2)
    words = line.words
    if line.state == "now" and scene.waited_s >= WORDS_AFTER_S:
        words = say("step.waiting", words=words, seconds=int(scene.waited_s))
    parts = balanced(words, role, paper.scale, room)
    for number, part in enumerate(parts):
        paper.text(x + 54, middle + 10 + number * 34, part, role, colour, room)
    return len(parts)


def paint_ring(paper: Paper, box: QRectF, waited_s: float) -> None:
    """A ring that turns once a second."""
    thick = 4 * paper.scale
    inner = box.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
    paper.painter.setBrush(Qt.BrushStyle.NoBrush)
    paper.painter.setPen(QPen(QColor(paper.tokens.line), thick))
    paper.painter.drawEllipse(inner)
    pen = QPen(QColor(paper.tokens.blue), thick)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    paper.painter.setPen(pen)
    start = 90 - int(waited_s * 360) % 360
    paper.painter.drawArc(inner, start * 16, -130 * 16)


def _paint_step(paper: Paper, x: float, y: float, w: float, h: float, scene: Scene) -> None:
    tokens = paper.tokens
    paper.fill(x, y, w, h, tokens.blueT, 12)
    paper.fill(x, y + 24, 6, h - 48, tokens.blue, 3)
    first, second = _step_words(scene)
    icon = "package-check" if _waits_for_label(scene) else "scan-barcode"
    if label_doubt(scene.view) is not None:
        icon = "printer"
    paper.icon(icon, x + 28, y + h / 2 - 32, 64, tokens.blue)
    room = w - 112 - 16
    roles = (Role.ACTION_STRONG, Role.STEP_STRONG, Role.BENCH_STRONG)
    role = paper.fitting(room, (first, second), *roles)
    paper.text(x + 112, y + 67, first, role, tokens.ink, room)
    paper.text(x + 112, y + 113, second, role, tokens.ink, room)


def _step_words(scene: Scene) -> tuple[str, str]:
    order = scene.view.order
    gift = order is not None and Duty.GIFT in order.duties
    if scene.view.screen is BenchScreen.TRACKING_WANTED:
        return say("bench.tracking_stick"), say("bench.tracking_scan")
    if _waits_for_label(scene):
        slip = scene.view.slip
        close = say("bench.wait_label_slip" if slip else "bench.wait_label")
        if len(scene.view.boxes) > 1:
            close = say("bench.close_box", **_box_facts(scene))
        return close, say("bench.wait_label_next")
    if (doubt := label_doubt(scene.view)) is not None:
        return say(f"bench.{doubt}_do"), say(f"bench.{doubt}_scan")
    first = min((box.number for box in scene.view.boxes), default=1)
    gift = gift and (order is None or order.parcel_number == first)  # it has one slip
    if len(scene.view.boxes) > 1 and not gift:
        return say("bench.stick_box", **_box_facts(scene)), say("bench.stick_scan")
    return say("bench.stick_gift" if gift else "bench.stick"), say("bench.stick_scan")


def _box_facts(scene: Scene) -> dict[str, object]:
    order = scene.view.order
    return {"box": order.parcel_number if order else 1, "boxes": highest(scene.view.boxes)}


def _waits_for_label(scene: Scene) -> bool:
    label = scene.view.label
    if scene.view.screen is BenchScreen.TRACKING_WANTED:
        return False
    return label is None or label.step in (LabelStep.BUYING, LabelStep.CHECKING)


def _paint_label(paper: Paper, box: Box, scene: Scene) -> None:
    """The label in small: carrier, service, number and weight. The address is nobody's business."""
    label, tokens = scene.view.label, paper.tokens
    sheet = tokens.tile if tokens.dark else tokens.surface
    paper.frame(box.x, box.y, box.w, box.h, tokens.edge, 8, 1.5, sheet)
    if label is None or not label.tracking:
        _paint_blank(paper, box, scene)
        return
    inside = Box(box.x + 18, box.y, box.w - 36, box.h)
    _paint_label_head(paper, inside, label)
    taller = box.h - LABEL_H
    for line_y in (49, 142, 318 + taller):
        paper.fill(inside.x, box.y + line_y, inside.w, 2, PAPER_INK)
    number = in_two(paper, label.tracking, inside.w)
    bars_h = 102 + taller - 28 * (len(number) - 1)
    bars = paper.box(inside.x, box.y + 160, inside.w, bars_h)
    paint_code128(paper.painter, label.tracking, bars)
    for at, part in enumerate(number):
        baseline = box.y + 160 + bars_h + 32 + at * 28
        centre = box.x + box.w / 2
        paper.text(centre, baseline, part, Role.BENCH_CODE, PAPER_INK, inside.w, Side.CENTRE)
    _paint_label_foot(paper, Box(inside.x, box.y + taller, inside.w, LABEL_H), label, scene)


def in_two(paper: Paper, number: str, room: float) -> tuple[str, ...]:
    """A tracking number on one line, or in two halves: dots would hide what is to be compared."""
    if paper.measure(number, Role.BENCH_CODE) <= room:
        return (number,)
    half = (len(number) + 1) // 2
    return number[:half], number[half:]


def _paint_label_head(paper: Paper, inside: Box, label: LabelView) -> None:
    baseline = inside.y + 34
    taken = 0.0
    if label.service:
        taken = 12 + paper.text(
            inside.right, baseline, label.service, Role.BENCH_BOLD, PAPER_INK, 120, Side.TRAIL
        )
    carrier = label.carrier.upper()
    # The first word of a carrier's name says enough where both do not fit.
    if paper.measure(carrier, Role.BENCH_BOLD) > inside.w - taken:
        carrier = carrier.split(" ")[0]
    paper.text(inside.x, baseline, carrier, Role.BENCH_BOLD, PAPER_INK, inside.w - taken)
    for at, width in enumerate((150, 118, 138, 92)):
        paper.fill(inside.x, inside.y + 64 + at * 17, width, 9, PAPER_GREY, 2)


def _paint_label_foot(paper: Paper, at: Box, label: LabelView, scene: Scene) -> None:
    order = scene.view.order
    number = order.parcel_number if order else 1
    words = say("bench.parcel", number=number)
    if len(scene.view.boxes) > 1:
        words = say("bench.box_of", **_box_facts(scene))
    paper.text(at.x, at.y + 360, words, Role.BENCH_STRONG, PAPER_INK, at.w)
    if label.weight_g:
        told = weight(label.weight_g, scene.locale)
        paper.text(at.right, at.y + 360, told, Role.BENCH_STRONG, PAPER_INK, side=Side.TRAIL)
    if order is None:
        return
    paper.fill(at.x, at.y + 382, at.w, 2, PAPER_INK)
    shown = order.order_id
    if paper.measure(shown, Role.BENCH) > at.w:
        shown = OrderId(f"…{shown[-12:]}")  # its end is what tells two orders apart
    paper.text(at.x, at.y + 419, shown, Role.BENCH, PAPER_INK, at.w)


def _paint_blank(paper: Paper, box: Box, scene: Scene) -> None:
    """No label yet: an empty sheet that says what will be on it."""
    own = scene.view.screen is BenchScreen.TRACKING_WANTED
    centre = box.x + box.w / 2
    paper.icon("tag" if own else "receipt", centre - 44, box.y + 150, 88, PAPER_GREY)
    if own:
        ink = paper.tokens.ink2 if not paper.tokens.dark else PAPER_INK
        lines = balanced(say("bench.own_label"), Role.BENCH, paper.scale, box.w - 24)
        for at, part in enumerate(lines):
            y = box.y + 290 + at * 32
            paper.text(centre, y, part, Role.BENCH, ink, box.w - 24, Side.CENTRE)
