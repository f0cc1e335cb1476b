"""The head of the bench: which order goes where, how long until the van, who packs."""

from __future__ import annotations

from datetime import timedelta

from fbm_desk.gui.bench.layout import MARGIN, Layout
from fbm_desk.gui.bench.paper import Paper, Side
from fbm_desk.gui.bench.quantities import clock, destination, short_destination, span
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.fonts import Role
from fbm_desk.gui.tokens import Tokens
from fbm_desk.services.amounts import age_text
from fbm_desk.services.desk_view import BenchScreen, BenchView, OrderView, VanView
from fbm_desk.services.parcel_view import highest
from fbm_desk.texts import say

BASELINE = 47.0
_SOON, _VERY_SOON = timedelta(minutes=30), timedelta(minutes=10)


def paint_header(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Leading: the order, or the bench. Trailing: the van and the packer."""
    trailing = layout.width - MARGIN - 4
    if scene.view.packer and scene.view.screen is not BenchScreen.LOCKED:
        trailing = _paint_packer(paper, trailing, scene.view.packer)
    if scene.view.van is not None:
        if scene.view.packer and scene.view.screen is not BenchScreen.LOCKED:
            paper.upright(trailing - 24, 26, 25, paper.tokens.edge)
            trailing -= 43
        trailing = _paint_van(paper, trailing, scene.view.van, scene)
    _paint_order(paper, MARGIN + 4, trailing - 32, scene)


def _paint_packer(paper: Paper, trailing: float, packer: str) -> float:
    tokens = paper.tokens
    width = paper.text(trailing, BASELINE, packer, Role.BENCH_STRONG, tokens.ink, 200, Side.TRAIL)
    left = trailing - width - 38
    paper.icon("user", left - 1, 23, 29, tokens.ink2)
    return left


def _paint_van(paper: Paper, trailing: float, van: VanView, scene: Scene) -> float:
    tokens = paper.tokens
    left = van.leaves_at - scene.now
    at = clock(van.leaves_at, scene.locale)
    if left <= timedelta(0):
        words = say("bench.van_gone", time=at)
        width = paper.text(
            trailing, BASELINE, words, Role.BENCH_STRONG, tokens.red, side=Side.TRAIL
        )
        paper.icon("truck", trailing - width - 44, 24, 30, tokens.red)
        return trailing - width - 44
    colour = van_colour(left, tokens)
    words = say("bench.to_the_van", time=at)
    width = paper.text(trailing, BASELINE, words, Role.BENCH, tokens.ink2, side=Side.TRAIL)
    trailing -= width + 13
    width = paper.text(trailing, BASELINE + 3, span(left), Role.COUNTDOWN, colour, side=Side.TRAIL)
    trailing -= width + 47
    paper.icon("truck", trailing, 23, 30, colour)
    return trailing


def van_colour(left: timedelta, tokens: Tokens) -> str:
    """Ink while there is time, amber, then red."""
    return tokens.red if left < _VERY_SOON else tokens.amberI if left < _SOON else tokens.ink


def _paint_order(paper: Paper, x: float, end: float, scene: Scene) -> None:
    tokens, order = paper.tokens, scene.view.order
    if order is None or scene.view.screen is BenchScreen.LOCKED:
        paper.text(x, BASELINE, scene.view.bench, Role.BENCH_STRONG, tokens.ink, end - x)
        return
    x += paper.text(x, BASELINE, order.order_id, Role.BENCH_STRONG, tokens.ink, end - x)
    # A first parcel goes unsaid everywhere, a later one nowhere.
    parcel = say("bench.parcel", number=order.parcel_number) if order.parcel_number > 1 else ""
    if len(scene.view.boxes) > 1:
        boxes = highest(scene.view.boxes)
        parcel = say("bench.box_of", box=order.parcel_number, boxes=boxes)
    place = destination(order.city, order.country)
    beside = [words for words in (first_words(order), tote_words(order), parcel) if words]
    room = end - x - 37 - sum(paper.measure(words, Role.BENCH) + 37 for words in beside)
    heard, least = heard_words(scene.view), 60.0
    if heard and paper.measure(heard, Role.BENCH) <= room:  # what is packed goes before all else
        beside = [heard, *beside]
        room -= paper.measure(heard, Role.BENCH) + 37
    if paper.measure(place, Role.BENCH) > room:
        place = short_destination(order.city, order.country)
        least = paper.measure(place, Role.BENCH) if heard else least
    if place and room > least:
        x = _separated(paper, x, place, room)
    for words in beside:
        x = _separated(paper, x, words, end - x - 37)


def heard_words(view: BenchView) -> str:
    """Since when Amazon was not reached about this order."""
    if view.copy_age_s is None:
        return ""
    return say("bench.heard_ago", age=age_text(timedelta(seconds=view.copy_age_s)))


def first_words(order: OrderView) -> str:
    """That the order was put before all others."""
    return say("bench.comes_first") if order.first else ""


def tote_words(order: OrderView) -> str:
    """The tote to take from; of several the first, and how many more."""
    if len(order.totes) < 2:
        return "".join(order.totes)
    return say("bench.totes", tote=order.totes[0], count=len(order.totes) - 1)


def _separated(paper: Paper, x: float, words: str, room: float) -> float:
    paper.upright(x + 18, 26, 25, paper.tokens.edge)
    return x + 37 + paper.text(x + 37, BASELINE, words, Role.BENCH, paper.tokens.ink2, room)
