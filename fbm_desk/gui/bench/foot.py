"""The one line below the cards where texts are large: faults, the order, the van, the time.

It stands for header and status line. What has no room steps aside in the order written here: the
keys' word, who packs, what is well, where the order goes; a fault, the van and the time never do.
"""

from __future__ import annotations

from datetime import timedelta

from fbm_desk.gui.bench.header import first_words, heard_words, tote_words, van_colour
from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper, Side
from fbm_desk.gui.bench.quantities import clock, span
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.status import paint_key_cap, worst_first
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import BenchScreen, StatusEntry
from fbm_desk.texts import say

BASELINE = 27.0
APART = 24.0
LEAST_W = 90.0


def paint_foot(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Trailing the time, the van, F1; leading what is typed or wrong, then the order."""
    at, tokens = layout.foot, paper.tokens
    base = at.y + BASELINE
    end = at.right - 4
    time = clock(scene.now, scene.locale)
    end -= paper.text(end, base, time, Role.BENCH_STRONG, tokens.ink2, side=Side.TRAIL) + APART
    end = _paint_van(paper, end, base, scene)
    end = _paint_f1(paper, end, at.y)
    x = at.x + 4
    if scene.typed:
        x = _paint_typed(paper, x, end, at.y, scene.typed)
    faults = [entry for entry in worst_first(scene.entries) if entry.fault]
    for entry in faults:
        x = _paint_entry(paper, x, end, base, entry)
    for words in _about(scene):
        x = _paint_words(paper, x, end, base, words)
    for entry in worst_first(scene.entries):
        if not entry.fault:
            x = _paint_entry(paper, x, end, base, entry)


def _about(scene: Scene) -> tuple[str, ...]:
    """The order, its tote and its box; on a bench without one the bench; who packs."""
    view, order = scene.view, scene.view.order
    if order is None or view.screen is BenchScreen.LOCKED:
        return (view.bench, *((view.packer,) if view.packer else ()))
    boxes, parcel = len(view.boxes), ""
    if boxes > 1:
        parcel = say("bench.box_of", box=order.parcel_number, boxes=boxes)
    elif order.parcel_number > 1:
        parcel = say("bench.parcel", number=order.parcel_number)
    told = (
        heard_words(view), first_words(order), tote_words(order), parcel, str(order.order_id)
    )  # fmt: skip
    return tuple(words for words in told if words)


def _paint_van(paper: Paper, end: float, base: float, scene: Scene) -> float:
    van = scene.view.van
    if van is None:
        return end
    left = van.leaves_at - scene.now
    gone = left <= timedelta(0)
    time = clock(van.leaves_at, scene.locale)
    words = say("bench.van_gone", time=time) if gone else span(left)
    colour = paper.tokens.red if gone else van_colour(left, paper.tokens)
    end -= paper.text(end, base, words, Role.BENCH_BOLD, colour, side=Side.TRAIL) + 36
    paper.icon("truck", end, base - 22, 26, colour)
    return end - APART


def _paint_f1(paper: Paper, end: float, top: float) -> float:
    width = paper.measure("F1", Role.BENCH) + 18
    paint_key_cap(paper, end - width, top + 2, width, 34, "F1")
    return end - width - APART


def _paint_typed(paper: Paper, x: float, end: float, top: float, typed: str) -> float:
    tokens, words = paper.tokens, say("status.typing", text=typed)
    key_w = paper.measure("Enter", Role.BENCH) + 20
    text_w = min(paper.measure(words, Role.BENCH_MEDIUM), end - x - key_w - 46)
    paper.frame(x - 6, top, text_w + key_w + 40, 38, tokens.blue, 19, 2, tokens.blueT)
    paper.text(x + 12, top + BASELINE, words, Role.BENCH_MEDIUM, tokens.ink, text_w)
    paint_key_cap(paper, x + 12 + text_w + 12, top + 2, key_w, 34, "Enter")
    return x + text_w + key_w + 40 + APART


def _paint_entry(paper: Paper, x: float, end: float, base: float, entry: StatusEntry) -> float:
    """A fault is shortened where the room ends; what is well goes unsaid."""
    room = end - x - 34
    wide = paper.measure(entry.words, Role.BENCH_MEDIUM)
    if room < LEAST_W or (not entry.fault and wide > room):
        return x
    colour = paper.tokens.amberI if entry.fault else paper.tokens.ink2
    paper.icon(entry.icon, x, base - 22, 26, colour)
    taken = paper.text(x + 34, base, entry.words, Role.BENCH_MEDIUM, colour, room)
    return x + 34 + taken + APART


def _paint_words(paper: Paper, x: float, end: float, base: float, words: str) -> float:
    if paper.measure(words, Role.BENCH_MEDIUM) > end - x:
        return x
    return x + paper.text(x, base, words, Role.BENCH_MEDIUM, paper.tokens.ink2) + APART
