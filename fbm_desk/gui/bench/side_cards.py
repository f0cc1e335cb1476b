"""The side column without an order: the van, one's own day, what is kept here, who is here."""

from __future__ import annotations

from datetime import timedelta

from fbm_desk.gui.bench.layout import CARD_RADIUS, Box
from fbm_desk.gui.bench.paper import Paper, Side, balanced
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.quantities import clock, span
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import OrderView, PersonView, VanView
from fbm_desk.texts import say


def paint_van(paper: Paper, box: Box, van: VanView, scene: Scene) -> None:
    """Orders left before the van, how much is done, and whether the pace is enough."""
    tokens = paper.tokens
    today = van.leaves_at.astimezone().date() <= scene.now.astimezone().date()
    key = "bench.before_van" if today else "bench.before_van_tomorrow"
    _paint_box(paper, box, say(key, time=clock(van.leaves_at, scene.locale)))
    x, end = box.x + 24, box.right - 24
    left = scene.locale.toString(van.orders_left)
    width = paper.inked(x + 3, box.y + 145, left, Role.FIGURE_BIG, tokens.ink)
    words = say("bench.orders_left", count=van.orders_left)
    paper.text(x + width + 18, box.y + 144, words, Role.STEP, tokens.ink2, end - x - width - 18)
    paper.fill(x, box.y + 188, end - x, 20, tokens.sunken, 10)
    total = van.orders_left + van.orders_done
    if van.orders_done and total:
        share = max(20.0, (end - x) * van.orders_done / total)
        paper.fill(x, box.y + 188, share, 20, tokens.ink2, 10)
    words, late = pace(van, scene)
    colour = tokens.amberI if late else tokens.ink
    if paper.measure(words, Role.NOTE) <= end - x:
        paper.text(x, box.y + 257, words, Role.NOTE, colour, end - x)
        return
    parts = balanced(words, Role.BENCH_MEDIUM, paper.scale, end - x)
    first = min(box.y + 246, box.bottom - 18 - 31 * (len(parts) - 1))  # never on the lower edge
    for at, part in enumerate(parts):
        paper.text(x, first + at * 31, part, Role.BENCH_MEDIUM, colour, end - x)


def van_height(paper: Paper, box: Box, scene: Scene) -> float:
    """How little the van's card may take where the one below it needs the room."""
    words = pace(scene.view.van, scene)[0] if scene.view.van else ""
    return 278.0 if paper.measure(words, Role.NOTE) <= box.w - 48 else 298.0


def pace(van: VanView, scene: Scene) -> tuple[str, bool]:
    """When the rest is packed at this pace, in words, and whether that is after the van."""
    if not van.orders_left and van.orders_held:
        return say("bench.all_but_held", count=van.orders_held), False
    if not van.orders_left:
        return say("bench.all_done" if van.orders_done else "bench.none_for_van"), False
    if van.pace_per_hour <= 0:
        return say("bench.no_pace"), False
    done_at = scene.now + timedelta(hours=van.orders_left / van.pace_per_hour)
    if done_at > van.leaves_at:
        late = span(done_at - van.leaves_at).replace(" ", "\u00a0")  # stays on one line
        return say("bench.done_late", length=late), True
    return say("bench.done_by", time=clock(done_at, scene.locale)), False


def paint_day(paper: Paper, box: Box, scene: Scene) -> None:
    """Three figures of one's own day, seen by oneself only."""
    tokens, day = paper.tokens, scene.view.day
    _paint_box(paper, box, say("bench.your_day"))
    figures = ((day.orders, "orders"), (day.units, "units"), (day.refused, "refused"))
    texts = [scene.locale.toString(count) for count, _ in figures]
    column = box.x + 24 + max(95.0, *(paper.measure(text, Role.FIGURE) for text in texts))
    step = min(68.0, (box.h - 96) / 3)
    for at, ((count, word), text) in enumerate(zip(figures, texts, strict=True)):
        baseline = box.y + 113 + at * step
        paper.text(column, baseline, text, Role.FIGURE, tokens.ink, side=Side.TRAIL)
        told = say(f"bench.day_{word}", count=count)
        room = box.right - 24 - column - 19
        paper.text(column + 19, baseline - 8, told, Role.BENCH, tokens.ink2, room)
        if at < 2:
            paper.hairline(box.x + 24, baseline + 17, box.w - 48, tokens.line)


def paint_kept(paper: Paper, box: Box, order: OrderView, scene: Scene) -> None:
    """The order left on a locked bench: pictures and counts, no names."""
    tokens = paper.tokens
    _paint_box(paper, box, say("bench.kept_here"))
    x, room = box.x + 24, box.w - 48
    words = say("bench.kept_units", packed=order.packed, count=order.wanted)
    paper.text(x, box.y + 108, words, Role.NAME, tokens.ink, room)
    told = balanced(_put_down(scene), Role.BENCH, paper.scale, room)
    side = min((room - 2 * 12) / 3, 102.0 - 14 * (len(told) - 1))
    for at, line in enumerate(order.lines[:3]):
        paint_picture(paper, line.article, x + at * (side + 12), box.y + 128, side, side, 10)
    for at, words in enumerate(told):
        baseline = box.y + 128 + side + 37 + at * 30
        paper.text(x, baseline, words, Role.BENCH, tokens.ink2, room)


def _put_down(scene: Scene) -> str:
    """Who put the kept order down and when; "" when nobody knows."""
    if scene.view.put_down_at is None:
        return ""
    time = clock(scene.view.put_down_at, scene.locale)
    by = scene.view.put_down_by
    return say("bench.put_down_by" if by else "bench.kept_since", who=by, time=time)


def paint_here(paper: Paper, box: Box, people: tuple[PersonView, ...]) -> None:
    """Who works where today."""
    tokens = paper.tokens
    _paint_box(paper, box, say("bench.here_today"))
    fits = int((box.h - 66) // 72)
    for at, person in enumerate(people[:fits]):
        y = box.y + 66 + at * 72
        paper.fill(box.x + 24, y, 48, 48, tokens.sunken, 24)
        initial = person.name[:1].upper()
        centre = box.x + 48
        paper.text(centre, y + 33, initial, Role.BENCH_STRONG, tokens.ink2, side=Side.CENTRE)
        end = box.right - 24
        taken = paper.text(end, y + 33, person.bench, Role.BENCH, tokens.ink2, 130, Side.TRAIL)
        room = end - taken - 16 - (box.x + 88)
        name, role = _fitting_name(paper, person.name, room)
        paper.text(box.x + 88, y + 33, name, role, tokens.ink, room)


def _fitting_name(paper: Paper, name: str, room: float) -> tuple[str, Role]:
    """The whole name, smaller if need be; else how one is called."""
    for role in (Role.NOTE, Role.BENCH_MEDIUM):
        if paper.measure(name, role) <= room:
            return name, role
    return name.split()[0] if name.split() else name, Role.NOTE


def _paint_box(paper: Paper, box: Box, heading: str) -> None:
    tokens = paper.tokens
    paper.frame(box.x, box.y, box.w, box.h, tokens.line, CARD_RADIUS, 0, tokens.surface)
    room = box.w - 48
    paper.text(box.x + 24, box.y + 45, heading, Role.BENCH_MEDIUM, tokens.ink2, room)
