"""No label yet: what happened, what was kept, what to do; with the two commands as barcodes."""

from __future__ import annotations

from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper, Side, balanced
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.tiles import paint_barcode
from fbm_desk.gui.fonts import Role
from fbm_desk.texts import has, say

COMMANDS = ("FINISH", "HOLD")
"""Painted as barcodes; every sentence about what to do names these and no others."""


def paint_failed(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Three lines in words, then FINISH and HOLD."""
    card, tokens = layout.card, paper.tokens
    baseline = layout.body_top + 54
    for name, words in _lines(scene):
        paper.text(card.inner_x, baseline, say(name), Role.BENCH, tokens.ink2, card.inner_w)
        baseline += 40
        for part in balanced(words, Role.STEP_STRONG, paper.scale, card.inner_w):
            paper.text(card.inner_x, baseline, part, Role.STEP_STRONG, tokens.ink, card.inner_w)
            baseline += 38
        baseline += 18
    width = (card.inner_w - 20) / 2
    for at, command in enumerate(COMMANDS):
        _paint_command(paper, card.inner_x + at * (width + 20), card.bottom - 160, width, command)


def _lines(scene: Scene) -> tuple[tuple[str, str], ...]:
    label, order, verdict = scene.view.label, scene.view.order, scene.view.verdict
    reason = (label.reason if label else "") or (verdict.reason if verdict else "")
    key = f"bench.label_reason_{reason}" if has(f"bench.label_reason_{reason}") else ""
    happened = say(key or "bench.label_reason")
    if label is not None and label.words:
        happened = f"{happened}: {label.words}"
    next_key = f"bench.label_reason_{reason}_next"
    return (
        ("bench.happened", happened),
        ("bench.kept", say("bench.label_failed_kept", count=order.wanted if order else 0)),
        ("bench.next", say(next_key if has(next_key) else "bench.label_failed_next")),
    )


def _paint_command(paper: Paper, x: float, y: float, w: float, command: str) -> None:
    tokens = paper.tokens
    paper.frame(x, y, w, 128, tokens.line, 12, 2, "#FFFFFF")
    paint_barcode(paper, command, x + 12, y + 16, w - 24, 66)
    paper.text(x + w / 2, y + 114, command, Role.BENCH_BOLD, "#191B1D", side=Side.CENTRE)
