"""The box on the scale: what it shows, what it should show, and what explains the difference."""

from __future__ import annotations

from fbm_desk.gui.bench.box_strip import paint_units
from fbm_desk.gui.bench.layout import Box, Layout
from fbm_desk.gui.bench.paper import Paper, balanced
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.quantities import weight
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.tiles import paint_way_back
from fbm_desk.gui.fonts import Role
from fbm_desk.services.parcel_view import BoxState, ScaleView, UnitsView, WeighView
from fbm_desk.texts import has, say

_WAYS = (("weigh_again", "refresh-cw"), ("weigh_undo", "undo-2"), ("weigh_finish", "id-card"))


def paint_weighing(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The reading as large as a count, and what is expected."""
    card, tokens, told = layout.card, paper.tokens, scene.view.weighing
    top = layout.body_top + 28
    side = 220.0
    paper.fill(card.inner_x, top, side, side, tokens.blueT, 14)
    paper.icon("scale", card.inner_x + 55, top + 55, 110, tokens.blue)
    x = card.inner_x + side + 40
    room = card.inner_right - x
    _paint_reading(paper, Box(x, top, room, side), scene)
    if told is not None and told.expected_g:
        grams = weight(told.expected_g, scene.locale)
        words = say("bench.expected_about", weight=grams)
        paper.text(x, top + side - 8, words, Role.STEP, tokens.ink2, room)
    y = top + side + 34
    paper.hairline(card.inner_x, y, card.inner_w, tokens.line)
    paper.text(
        card.inner_x, y + 44, say("bench.in_this_box"), Role.BENCH_MEDIUM, tokens.ink2, card.inner_w
    )
    paint_units(paper, card.inner_x, y + 62, card.inner_right, _inside(scene), 72)
    paint_way_back(paper, layout, say("hint.weight_wanted"))


def _inside(scene: Scene) -> tuple[UnitsView, ...]:
    now = next((box for box in scene.view.boxes if box.state is BoxState.TURN), None)
    return now.contents if now else ()


def _paint_reading(paper: Paper, at: Box, scene: Scene) -> None:
    """Grams and whether they stand still, or the scale's trouble in words."""
    tokens, scale = paper.tokens, scene.view.scale
    words, how = reading_words(scale, scene)
    if scale is None or scale.trouble:
        lines = balanced(how, Role.STEP_STRONG, paper.scale, at.w, 3)
        for number, part in enumerate(lines):
            colour = tokens.amberI if scale is not None else tokens.ink2
            paper.text(at.x, at.y + 40 + number * 38, part, Role.STEP_STRONG, colour, at.w)
        return
    role = paper.fitting(at.w, (words,), Role.FIGURE_BIG, Role.SCANNED)
    paper.inked(at.x, at.y + 84, words, role, tokens.ink)
    paper.text(at.x, at.y + 134, how, Role.STEP, tokens.ink2, at.w)


def reading_words(scale: ScaleView | None, scene: Scene) -> tuple[str, str]:
    """What the scale shows, and how it is, or its trouble."""
    if scale is None:
        return "", say("bench.scale_silent")
    if scale.trouble:
        key = f"scale.{scale.trouble}"
        return "", say(key if has(key) else "scale.fault")
    state = "bench.scale_still" if scale.stable else "bench.scale_moving"
    return weight(scale.grams, scene.locale), say(state)


# --- something is off ----------------------------------------------------------------------------


def paint_weight_off(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Three figures, what would explain the difference, three ways on."""
    told = scene.view.weighing
    if told is None:
        return
    card = layout.card
    top = layout.body_top + 12
    _paint_figures(paper, Box(card.inner_x, top, card.inner_w, 112), told, scene)
    paper.hairline(card.inner_x, top + 118, card.inner_w, paper.tokens.line)
    spare = min(max(layout.height - 768, 0), 60)
    _paint_why(paper, Box(card.inner_x, top + 138, card.inner_w, 128), told)
    first = card.bottom - 30 - 2 * 58 - spare / 4
    for at, (word, icon) in enumerate(_WAYS):
        baseline = first + at * 58 - 10
        paper.icon(icon, card.inner_x + 4, baseline - 27, 34, paper.tokens.ink2)
        words, room = say(f"bench.{word}"), card.inner_w - 64
        role = paper.fitting(room, (words,), Role.ACTION, Role.STEP_STRONG, Role.BENCH_STRONG)
        paper.text(card.inner_x + 64, baseline, words, role, paper.tokens.ink, room)


def _paint_figures(paper: Paper, at: Box, told: WeighView, scene: Scene) -> None:
    tokens = paper.tokens
    off_g = told.difference_g
    sign = "+" if off_g > 0 else "−"
    figures = (
        ("weight_expected", weight(told.expected_g, scene.locale), tokens.ink),
        ("weight_measured", weight(told.measured_g, scene.locale), tokens.ink),
        ("weight_difference", f"{sign}{weight(abs(off_g), scene.locale)}", tokens.amberI),
    )
    column = at.w / 3
    for number, (key, words, colour) in enumerate(figures):
        x = at.x + number * column
        paper.text(x, at.y + 40, say(f"bench.{key}"), Role.BENCH, tokens.ink2, column - 16)
        role = paper.fitting(column - 16, (words,), Role.FIGURE, Role.ACTION_STRONG)
        paper.text(x, at.y + 92, words, role, colour, column - 16)


def _paint_why(paper: Paper, at: Box, told: WeighView) -> None:
    """The article that fits the difference, or where to look."""
    tokens = paper.tokens
    heavy = told.difference_g > 0
    if told.came is None:
        words = say("bench.weight_unexplained_heavy" if heavy else "bench.weight_unexplained_light")
        paper.icon("package-open", at.x + 8, at.y + 16, 96, tokens.ink2)
    else:
        key = "bench.weight_more" if heavy else "bench.weight_less"
        words = say(key, count=told.units, name=told.came.short)
        paint_picture(paper, told.came, at.x, at.y, 128, 128, 12)
    room = at.w - 160
    lines = balanced(words, Role.ACTION_STRONG, paper.scale, room)
    first = at.y + (76 if len(lines) == 1 else 54)
    for number, part in enumerate(lines):
        paper.text(at.x + 160, first + number * 44, part, Role.ACTION_STRONG, tokens.ink, room)
