"""The full box: the label as bought beside the proof for it, and the one step that is left."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPen

from fbm_desk.domain.orders import Duty
from fbm_desk.gui import glyphs
from fbm_desk.gui.barcode_paint import paint_code128
from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper, Side, balanced
from fbm_desk.gui.bench.quantities import money, weight
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.wording import label_doubt
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import BenchScreen, LabelStep, LabelView
from fbm_desk.texts import say

PAPER_INK = "#191B1D"
PAPER_GREY = "#BDB8AC"
LABEL_W, LABEL_H = 310.0, 448.0
LEAST_PROOF_W = 420.0
WORDS_AFTER_S = 2.0


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
    x = card.inner_x
    # In a narrow window the proof matters more than the picture.
    if card.inner_w >= LABEL_W + 44 + LEAST_PROOF_W:
        _paint_label(paper, x, top, spare, scene)
        x += LABEL_W + 44
    proofs = proof(scene)
    for at, line in enumerate(proofs):
        _paint_proof(paper, x, top + 22 + at * (54 + spare / 8), card.inner_right - x, line, scene)
    _paint_step(paper, x, card.bottom - 30 - 154, card.inner_right - x, 154, scene)


def proof(scene: Scene) -> tuple[Proof, ...]:
    """What is known about this label, in the order it came to be known."""
    order, label = scene.view.order, scene.view.label
    lines: list[Proof] = []
    if order is not None:
        lines.append(Proof(say("step.units", packed=order.packed, count=order.wanted), "done"))
    if label is None:
        return tuple(lines)
    if label.weight_g:
        told = weight(label.weight_g, scene.locale)
        lines.append(Proof(say("step.weight", weight=told), "done"))
    if scene.view.screen is BenchScreen.TRACKING_WANTED:
        return (*lines, Proof(say("bench.tracking_none"), "hint"))
    return (*lines, *_label_proof(label, scene))


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


def _paint_proof(
    paper: Paper, x: float, middle: float, room: float, line: Proof, scene: Scene
) -> None:
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
    role = Role.STEP if line.state in ("done", "hint") else Role.STEP_STRONG
    colour = {"now": tokens.ink, "doubt": tokens.amberI}.get(line.state, tokens.ink2)
    words = line.words
    if line.state == "now" and scene.waited_s >= WORDS_AFTER_S:
        words = say("step.waiting", words=words, seconds=int(scene.waited_s))
    for number, part in enumerate(balanced(words, role, paper.scale, room - 54)):
        paper.text(x + 54, middle + 10 + number * 34, part, role, colour, room - 54)


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
    role = paper.fitting(room, (first, second), Role.ACTION_STRONG, Role.STEP_STRONG)
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
        return close, say("bench.wait_label_next")
    if (doubt := label_doubt(scene.view)) is not None:
        return say(f"bench.{doubt}_do"), say(f"bench.{doubt}_scan")
    return say("bench.stick_gift" if gift else "bench.stick"), say("bench.stick_scan")


def _waits_for_label(scene: Scene) -> bool:
    label = scene.view.label
    if scene.view.screen is BenchScreen.TRACKING_WANTED:
        return False
    return label is None or label.step in (LabelStep.BUYING, LabelStep.CHECKING)


def _paint_label(paper: Paper, x: float, y: float, taller: float, scene: Scene) -> None:
    """The label in small: carrier, service, number and weight. The address is nobody's business."""
    label, tokens = scene.view.label, paper.tokens
    sheet = tokens.tile if tokens.dark else tokens.surface
    known = label is not None and bool(label.tracking)
    paper.frame(x, y, LABEL_W, LABEL_H + taller, tokens.edge, 8, 1.5, sheet)
    inner_x, inner_w = x + 18, LABEL_W - 36
    if label is None or not known:
        _paint_blank(paper, x, y, scene)
        return
    service = label.service
    taken = 0.0
    if service:
        taken = paper.text(
            x + LABEL_W - 18, y + 34, service, Role.BENCH_BOLD, PAPER_INK, 120, Side.TRAIL
        )
    room = inner_w - taken - 12
    paper.text(inner_x, y + 34, label.carrier.upper(), Role.BENCH_BOLD, PAPER_INK, room)
    for at, width in enumerate((150, 118, 138, 92)):
        paper.fill(inner_x, y + 64 + at * 17, width, 9, PAPER_GREY, 2)
    for line_y in (49, 142, 318 + taller):
        paper.fill(inner_x, y + line_y, inner_w, 2, PAPER_INK)
    bars = paper.box(inner_x, y + 160, inner_w, 102 + taller)
    paint_code128(paper.painter, label.tracking, bars)
    y += taller
    paper.text(
        x + LABEL_W / 2, y + 294, label.tracking, Role.BENCH_CODE, PAPER_INK, inner_w, Side.CENTRE
    )
    _paint_label_foot(paper, inner_x, y, inner_w, label, scene)


def _paint_label_foot(
    paper: Paper, x: float, y: float, w: float, label: LabelView, scene: Scene
) -> None:
    order = scene.view.order
    number = order.parcel_number if order else 1
    words = say("bench.parcel", number=number)
    paper.text(x, y + 360, words, Role.NOTE_STRONG, PAPER_INK, w)
    if label.weight_g:
        told = weight(label.weight_g, scene.locale)
        paper.text(x + w, y + 360, told, Role.BENCH_STRONG, PAPER_INK, side=Side.TRAIL)
    if order is not None:
        paper.fill(x, y + 382, w, 2, PAPER_INK)
        paper.text(x, y + 419, order.order_id, Role.BENCH, PAPER_INK, w)


def _paint_blank(paper: Paper, x: float, y: float, scene: Scene) -> None:
    """No label yet: an empty sheet that says what will be on it."""
    own = scene.view.screen is BenchScreen.TRACKING_WANTED
    paper.icon("tag" if own else "receipt", x + LABEL_W / 2 - 44, y + 150, 88, PAPER_GREY)
    if own:
        ink = paper.tokens.ink2 if not paper.tokens.dark else PAPER_INK
        centre = x + LABEL_W / 2
        words = say("bench.own_label")
        paper.text(centre, y + 290, words, Role.BENCH, ink, LABEL_W - 24, Side.CENTRE)
