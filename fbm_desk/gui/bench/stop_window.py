"""The whole window when an order is cancelled or changed: what to take out, and what ends it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainterPath, QPolygonF

from fbm_desk.domain.cancelling import BY_SELLER
from fbm_desk.domain.intake import OTHER_QUANTITY
from fbm_desk.domain.session import ASKS_TO_CANCEL
from fbm_desk.domain.verdicts import Family, Verdict, VerdictCode
from fbm_desk.gui.bench.layout import Box, Layout
from fbm_desk.gui.bench.paper import Paper, Side, blended, both_ends
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.quantities import clock, clock_seconds
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.tiles import paint_barcode
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.glyphs import Mark
from fbm_desk.services.desk_view import BenchView, ChangedLine, LineView
from fbm_desk.services.wording import sentence
from fbm_desk.texts import say

EDGE = 22.0
MARGIN = 72.0
STRIPE = 25.0
LEAST_UNIT_W = 345.0
#: Where people asked for larger texts than the window has room for.
MOST_GROWN = 1.17


def paint_stop(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Edge, head, sign and sentence, the units, what becomes of label and stock."""
    tokens = paper.tokens
    paper.fill(0, 0, layout.width, layout.height, tokens.stop)
    paint_edge(paper, layout)
    extra = min(max(layout.height - 768, 0) / 4, 24)
    paint_head(paper, layout, scene)
    _paint_sign(paper, layout, scene, extra)
    rule = blended(tokens.onstop, tokens.stop, 0.3)
    width = layout.width - 2 * MARGIN
    paper.hairline(MARGIN, 330 + extra, width, rule)
    _paint_units(paper, layout, scene, extra * 2)
    paper.hairline(MARGIN, 608 + extra * 3, width, rule)
    _paint_notes(paper, layout, scene, extra * 3)


def paint_edge(paper: Paper, layout: Layout) -> None:
    """The hatched edge: stripes parallel to the corners' mitres, each side two mirrored halves.

    A whole number of stripes fits each half, so that every corner is the middle of one.
    """
    w, h = layout.width, layout.height
    painter = paper.painter
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(paper.tokens.amber))
    for corner, level, upright in (
        ((0.0, 0.0), 1, 1),
        ((w, 0.0), -1, 1),
        ((0.0, h), 1, -1),
        ((w, h), -1, -1),
    ):
        _paint_half_side(paper, corner, (level, 0), (0, upright), w / 2)
        _paint_half_side(paper, corner, (0, upright), (level, 0), h / 2)


def _paint_half_side(
    paper: Paper,
    corner: tuple[float, float],
    along: tuple[int, int],
    inward: tuple[int, int],
    length: float,
) -> None:
    """From a corner to the middle of a side; `along` and `inward` are its two directions."""

    def at(distance: float, depth: float) -> tuple[float, float]:
        return (
            corner[0] + along[0] * distance + inward[0] * depth,
            corner[1] + along[1] * distance + inward[1] * depth,
        )

    # One px beyond the mitre, or a hair of the ground would show between the two sides.
    strip = QPainterPath()
    strip.addPolygon(
        _polygon(paper, (at(-1, 0), at(length, 0), at(length, EDGE), at(EDGE - 1, EDGE)))
    )
    paper.painter.save()
    paper.painter.setClipPath(strip)
    count = max(1, round(length / (2 * STRIPE)))
    pitch = length / count
    for number in range(-1, count + 1):
        start, end = (number - 0.25) * pitch, (number + 0.25) * pitch
        bar = (at(start, 0), at(end, 0), at(end + EDGE, EDGE), at(start + EDGE, EDGE))
        paper.painter.drawPolygon(_polygon(paper, bar))
    paper.painter.restore()


def _polygon(paper: Paper, corners: tuple[tuple[float, float], ...]) -> QPolygonF:
    scale = paper.scale
    return QPolygonF([QPointF(x * scale, y * scale) for x, y in corners])


def paint_head(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The order, the packer, the bench, the time."""
    tokens, view = paper.tokens, scene.view
    if view.order is not None:
        grown = _larger(layout)
        paper.text(MARGIN, 81, view.order.order_id, Role.BENCH_MEDIUM, tokens.onstop2, grown=grown)
    parts = (view.packer, view.bench, clock(scene.now, scene.locale))
    words = " · ".join(part for part in parts if part)
    end, grown = layout.width - MARGIN, _larger(layout)
    role, ink = Role.BENCH_MEDIUM, tokens.onstop2
    paper.text(end, 81, words, role, ink, side=Side.TRAIL, grown=grown)


def stopped_why(view: BenchView) -> str:
    """Why the order is stopped, as a stable code: what was scanned since does not change it."""
    said = view.verdict.reason if view.verdict and view.verdict.family is Family.STOP else ""
    return view.stopped_why or said


def _larger(layout: Layout) -> float:
    """How much larger small words may be set here: none of them has more height than that."""
    return min(layout.grown, MOST_GROWN)


def _paint_sign(paper: Paper, layout: Layout, scene: Scene, extra: float) -> None:
    tokens = paper.tokens
    paper.glyph(Family.STOP, Mark.BAR, MARGIN, 130 + extra, 172, tokens.onstop, tokens.stop)
    x = MARGIN + 221.5
    larger = min(layout.grown, 1.2)
    # Lifted a little, or the tail of a p would touch the dots of an ä below it.
    stop_y = 206 + extra - (larger - 1) * 55
    paper.text(x, stop_y, say("bench.stop"), Role.STOP, tokens.onstop, grown=larger)
    room = layout.width - MARGIN - x
    words = sentence(scene.view, Verdict(VerdictCode.CANCELLED, reason=stopped_why(scene.view)))
    role = Role.STOP_WHY if paper.measure(words, Role.STOP_WHY) <= room else Role.NAME
    grown = paper.largest(words, role, room, min(layout.grown, 1.2))
    paper.text(x, 285 + extra, words, role, tokens.onstop, room, grown=grown)


def _paint_units(paper: Paper, layout: Layout, scene: Scene, down: float) -> None:
    tokens, order = paper.tokens, scene.view.order
    inside = tuple(line for line in order.lines if line.packed) if order else ()
    count = sum(line.packed for line in inside)
    tote = scene.view.put_back_to
    key = "take_out" if tote else "take_out_nowhere"
    words = say(f"bench.{key}", count=count, tote=tote) if count else say("bench.nothing_in")
    room = layout.width - 2 * MARGIN
    role = Role.NAME if paper.measure(words, Role.NAME) <= room else Role.ACTION_STRONG
    paper.text(MARGIN, 399 + down, words, role, tokens.onstop, room)
    top = 434 + down
    finish_w = 352.0 if layout.width >= 1280 else 250.0
    end = layout.width - MARGIN - finish_w - 24
    most = max(1, int((end - MARGIN + 24) // LEAST_UNIT_W))
    pitch = min(420.0, (end - MARGIN) / most)
    for at, line in enumerate(inside[:most]):
        _paint_unit(paper, Box(MARGIN + at * pitch, top, pitch, 132), line, _larger(layout))
    if len(inside) > most:
        more = say("bench.more_articles", count=len(inside) - most)
        grown = _larger(layout)
        paper.text(MARGIN, top + 162, more, Role.BENCH_MEDIUM, tokens.onstop2, grown=grown)
    _paint_finish(paper, layout.width - MARGIN - finish_w, top, finish_w, _larger(layout))


def change_words(changed: ChangedLine) -> str:
    """What another quantity is wanted of, as a sentence."""
    key = "changed_new" if not changed.was else "changed_fewer" if changed.now else "changed_none"
    name = changed.article.short
    return say(f"bench.{key}", name=name, was=changed.was, now=changed.now)


def _last_note(scene: Scene) -> tuple[str, str]:
    """What changed, the first whole and the others counted; else that the alarm goes on.

    Of a cancelled order nothing is wanted any more: that is said once, larger.
    """
    changes = scene.view.changed_lines
    if not changes or stopped_why(scene.view) not in OTHER_QUANTITY:
        return "volume-2", say("bench.alarm_until")
    words = change_words(changes[0])
    if len(changes) > 1:
        words = f"{words}, {say('bench.changed_more', count=len(changes) - 1)}"
    return "pen-line", words


def _paint_unit(paper: Paper, at: Box, line: LineView, most: float) -> None:
    tokens = paper.tokens
    paint_picture(paper, line.article, at.x, at.y, 132, 132, 12, outline=False)
    x, room = at.x + 152, at.w - 152 - 12
    times = say("bench.times", count=line.packed)
    paper.text(x, at.y + 50, times, Role.SENTENCE, tokens.onstop, room)
    name = line.article.short
    role = Role.NOTE_STRONG if paper.measure(name, Role.NOTE_STRONG) <= room else Role.BENCH_STRONG
    grown = paper.largest(name, role, room, most)
    name = both_ends(name, role, paper.scale * grown, room / grown)
    paper.text(x, at.y + 91, name, role, tokens.onstop, room, grown=grown)
    if line.article.place:
        told = say("bench.from_place", place=line.article.place)
        grown = paper.largest(told, Role.BENCH_CODE, room, most)
        paper.text(x, at.y + 126, told, Role.BENCH_CODE, tokens.onstop2, room, grown=grown)


def _paint_finish(paper: Paper, x: float, y: float, w: float, most: float) -> None:
    paper.fill(x, y, w, 132, "#FFFFFF", 12)
    paint_barcode(paper, "FINISH", x, y + 16, w, 68)
    words, role, room = say("bench.then_finish"), Role.BENCH_BOLD, w - 22
    grown = paper.largest(words, role, room, most)
    paper.text(x + w / 2, y + 117, words, role, "#191B1D", room, Side.CENTRE, grown)


def _paint_notes(paper: Paper, layout: Layout, scene: Scene, down: float) -> None:
    tokens, view = paper.tokens, scene.view
    void = view.label is not None and bool(view.label.tracking)
    words = say("bench.label_is_void" if void else "bench.no_label_bought")
    if stopped_why(view) == ASKS_TO_CANCEL:
        words = say("bench.supervisor_decides")
    by_seller = stopped_why(view) == BY_SELLER
    if view.stopped_at is not None and not by_seller:
        at = clock_seconds(view.stopped_at, scene.locale)
        words = f"{words} {say('bench.amazon_sent', time=at)}"
    room = layout.width - 2 * MARGIN - 44
    for (icon, line), baseline in ((("shield-check", words), 652), (_last_note(scene), 704)):
        paper.icon(icon, MARGIN + 1, baseline + down - 22, 26, tokens.onstop2)
        role = Role.NOTE if paper.measure(line, Role.NOTE) <= room else Role.BENCH
        grown = paper.largest(line, role, room, _larger(layout))
        line = both_ends(line, role, paper.scale * grown, room / grown)
        x, ink = MARGIN + 44.5, tokens.onstop2
        paper.text(x, baseline + down, line, role, ink, room, grown=grown)
