"""F1: what can be scanned now, in words, and every command that does something now with its key.

It stands under the sentence, where the work was, until the next scan or key: in the side column
nobody could read it all.
"""

from __future__ import annotations

from dataclasses import dataclass

from fbm_desk.domain.codes import Command
from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper, balanced
from fbm_desk.gui.bench.scene import Scene, wall_of
from fbm_desk.gui.bench.status import paint_key_cap
from fbm_desk.gui.fonts import Role
from fbm_desk.services import bench_keys
from fbm_desk.services.desk_view import BenchScreen
from fbm_desk.texts import has, say

MOST_PITCH, CAP_GAP, COLUMN_GAP = 46.0, 4.0, 16.0


@dataclass(frozen=True, slots=True)
class Row:
    """One key with the word on the sheet, if it has one, and what it does."""

    key: str
    word: str
    does: str


def rows(scene: Scene) -> tuple[Row, ...]:
    """All that can be pressed now, in the order of the keys."""
    view = scene.view
    found = [
        Row(bench_keys.key_of(command), command.value, say(f"bench.does_{command.value}"))
        for command in bench_keys.KEYS
        if command in view.commands and command is not Command.HELP  # which is shown
    ]
    if scene.digits_answer:
        found.append(Row("1–9", "", say("bench.key_choose")))
    if view.screen is not BenchScreen.LOCKED and scene.office:
        found.append(Row("Ctrl O", "", say("bench.key_office")))
    if view.demonstration:
        found.append(Row(bench_keys.DEMO_RIGHT, "", say("bench.key_demo_right")))
        found.append(Row(bench_keys.DEMO_WRONG, "", say("bench.key_demo_wrong")))
    found.append(Row("A–Z", "", say("bench.key_type")))
    found.append(Row(bench_keys.SETUP_KEY, bench_keys.SETUP_WORD, say("bench.key_setup")))
    return tuple(found)


def what_to_scan(scene: Scene) -> str:
    """The kinds of barcodes this moment is for."""
    view = scene.view
    key = f"bench.scan_{view.asks_about or view.screen.value}"
    return say("bench.scan_now", what=say(key if has(key) else "bench.scan_other"))


def paint_keys(paper: Paper, layout: Layout, scene: Scene) -> None:
    """The line of what to scan, then the keys in two columns."""
    card, tokens = layout.card, paper.tokens
    wall = wall_of(scene.spoken.family, tokens)
    ink = wall.ink if wall is not None and wall.whole else tokens.ink
    baseline = layout.body_top + 44
    for part in balanced(what_to_scan(scene), Role.STEP_STRONG, paper.scale, card.inner_w):
        paper.text(card.inner_x, baseline, part, Role.STEP_STRONG, ink, card.inner_w)
        baseline += 36
    top = baseline - 14
    listed = rows(scene)
    half = -(-len(listed) // 2)
    pitch = min(MOST_PITCH, (card.bottom - 16 - top) / half)
    width = (card.inner_w - COLUMN_GAP) / 2
    for at in range(2):
        x = card.inner_x + at * (width + COLUMN_GAP)
        _paint_column(paper, listed[at * half :][:half], (x, top, width, pitch), ink)


def _paint_column(
    paper: Paper, listed: tuple[Row, ...], at: tuple[float, float, float, float], ink: str
) -> None:
    x, top, width, pitch = at
    caps = [max(52, paper.measure(bench_keys.cap(row.key), Role.BENCH) + 16) for row in listed]
    words = [paper.measure(row.word, Role.BENCH_STRONG) for row in listed]
    word_x = x + max(caps, default=0) + 12
    does_x = word_x + max(words, default=0) + 12
    longest = max((paper.measure(row.does, Role.BENCH) for row in listed if row.word), default=0)
    aligned = does_x + longest <= x + width
    for number, (row, cap_w, word_w) in enumerate(zip(listed, caps, words, strict=True)):
        y = top + number * pitch
        key = bench_keys.cap(row.key)
        paint_key_cap(paper, x, y + CAP_GAP / 2, cap_w, pitch - CAP_GAP, key)
        baseline = y + pitch / 2 + 8.5
        if row.word:
            paper.text(word_x, baseline, row.word, Role.BENCH_STRONG, ink)
        left = does_x if aligned else word_x + word_w + 10
        left = left if row.word else word_x
        paper.text(left, baseline, row.does, Role.BENCH, ink, x + width - left)
