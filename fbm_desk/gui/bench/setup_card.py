"""The scanner is set up: the test code as bars, how many scans came, then what they told."""

from __future__ import annotations

from fbm_desk.devices.wedge_learning import TEST_CODE, WANTED_SCANS
from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper, Side, balanced
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.setup_words import setup_lines
from fbm_desk.gui.bench.tiles import paint_barcode, paint_way_back
from fbm_desk.gui.fonts import Role
from fbm_desk.texts import say

BARS_H = 168.0
PIP = 84.0


def paint_setup(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The code to scan with its three pips, or the lines."""
    state = scene.setup
    if state is None:
        return
    if state.result is None:
        _paint_code(paper, layout, state.scans)
        paint_way_back(paper, layout, say("setup.way_back"))
        return
    _paint_lines(paper, layout, setup_lines(state))
    failed = state.result.trouble is not None
    paint_way_back(paper, layout, say("setup.again" if failed else "setup.go_on"))


def _paint_code(paper: Paper, layout: Layout, scans: int) -> None:
    card, tokens = layout.card, paper.tokens
    top = layout.body_top + 28
    paper.frame(card.inner_x, top, card.inner_w, BARS_H + 64, tokens.line, 12, 2, "#FFFFFF")
    paint_barcode(paper, TEST_CODE, card.inner_x, top + 24, card.inner_w, BARS_H - 12)
    middle, dark = card.x + card.w / 2, "#191B1D"
    paper.text(middle, top + BARS_H + 46, TEST_CODE, Role.BENCH_CODE, dark, side=Side.CENTRE)
    y = top + BARS_H + 96
    for at in range(WANTED_SCANS):
        _paint_pip(paper, card.inner_x + at * (PIP + 18), y, at, scans)
    x = card.inner_x + WANTED_SCANS * (PIP + 18) + 20
    words = say("setup.scans", scans=scans, wanted=WANTED_SCANS)
    paper.text(x, y + PIP / 2 + 13, words, Role.ACTION_STRONG, tokens.ink, card.inner_right - x)


def _paint_pip(paper: Paper, x: float, y: float, at: int, scans: int) -> None:
    tokens = paper.tokens
    if at < scans:
        paper.fill(x, y, PIP, PIP, tokens.green, 12)
        paper.icon("check", x + 20, y + 20, PIP - 40, tokens.surface)
        return
    due = at == scans
    edge, fill = (tokens.blue, tokens.blueT) if due else (tokens.edge, tokens.surface)
    paper.frame(x, y, PIP, PIP, edge, 12, 4 if due else 2, fill)
    ink = tokens.blue if due else tokens.ink2
    paper.text(
        x + PIP / 2, y + PIP / 2 + 13, str(at + 1), Role.ACTION_STRONG, ink, side=Side.CENTRE
    )


def _paint_lines(paper: Paper, layout: Layout, lines: tuple[tuple[str, str], ...]) -> None:
    card, tokens = layout.card, paper.tokens
    column = card.inner_x + max(paper.measure(name, Role.STEP) for name, _ in lines) + 32
    room = card.inner_right - column
    baseline = layout.body_top + 50
    for name, words in lines:
        paper.text(card.inner_x, baseline, name, Role.STEP, tokens.ink2)
        for part in balanced(words, Role.STEP_STRONG, paper.scale, room):
            paper.text(column, baseline, part, Role.STEP_STRONG, tokens.ink, room)
            baseline += 34
        baseline += 17
