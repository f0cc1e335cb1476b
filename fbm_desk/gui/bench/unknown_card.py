"""A barcode nobody knows: the code large enough to be read out, and the ways on.

A code that is clearly misread, cut or run together with another says so, with its remedy.
"""

from __future__ import annotations

from fbm_desk.domain.verdicts import Verdict
from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper, both_ends
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.fonts import Role
from fbm_desk.services.wording import readable_code
from fbm_desk.texts import has, say

OTHER = ("or", "other_barcode")
SETUP = ("scanner", "scanner_setup")
WAYS = (("now", "put_aside"), OTHER, ("teach", "teach_how"))
#: What is done about a code that is no code, by its trouble.
BY_TROUBLE: dict[str, tuple[tuple[str, str], ...]] = {
    "check_digit": (("now", "scan_again"), OTHER, ("else", "show_supervisor")),
    "transparency": (("now", "scan_again"), OTHER, ("else", "show_supervisor")),
    "glued": (("now", "scan_each_again"), SETUP, ("else", "show_supervisor")),
    "too_long": (("now", "plain_barcode"), SETUP, ("else", "show_supervisor")),
    "gs1_length": (("now", "scan_again"), OTHER, SETUP),
    "gs1_unknown": (("now", "scan_again"), OTHER, SETUP),
    "gs1_signs": (("now", "plain_barcode"), SETUP, ("else", "show_supervisor")),
    "gs1_date": (("now", "scan_again"), OTHER, ("else", "show_supervisor")),
    "link_packed": (("now", "plain_barcode"), ("else", "show_supervisor")),
    "link_order": (("now", "plain_barcode"), ("else", "show_supervisor")),
}


def paint_unknown(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Code, ways on, and what is still wanted."""
    card, tokens, verdict = layout.card, paper.tokens, scene.view.verdict
    extra = min(max(layout.height - 768, 0) / 4, 24)
    x, room = card.inner_x, card.inner_w
    heading = _heading(verdict)
    paper.text(x, card.y + 168 + extra, heading, Role.STEP, tokens.ink2, room)
    code = readable_code(verdict.scanned) if verdict else ""
    role = paper.fitting(room, (code,), Role.SCANNED, Role.NAME, Role.STEP_CODE)
    paper.text(x, card.y + 235 + extra, code, role, tokens.ink, room)
    paper.hairline(x, card.y + 280 + extra, room, tokens.line)
    ways = BY_TROUBLE.get(verdict.reason if verdict else "", WAYS)
    _paint_ways(paper, layout, extra, ways)
    paint_wanted(paper, layout, scene)


def _heading(verdict: Verdict | None) -> str:
    reason = verdict.reason if verdict else ""
    key = f"bench.read_{reason}"
    return say(
        key if has(key) else "bench.read" if reason in BY_TROUBLE else "bench.no_product_has"
    )


def _paint_ways(
    paper: Paper, layout: Layout, extra: float, ways: tuple[tuple[str, str], ...]
) -> None:
    card, tokens = layout.card, paper.tokens
    x = card.inner_x
    named = [(say(f"bench.{name}"), say(f"bench.{way}")) for name, way in ways]
    column = x + max(150, *(paper.measure(name, Role.STEP) + 32 for name, _ in named))
    room = card.inner_right - column
    told = tuple(way for _, way in named)
    role = paper.fitting(room, told, Role.ACTION, Role.STEP_STRONG)
    for at, (name, way) in enumerate(named):
        baseline = card.y + 342 + extra * 2 + at * 60
        paper.text(x, baseline - 2, name, Role.STEP, tokens.ink2)
        paper.text(column, baseline, way, role, tokens.ink, room)


def paint_wanted(paper: Paper, layout: Layout, scene: Scene) -> None:
    """A strip at the foot: what is still to go in meanwhile."""
    line = scene.line
    if line is None or line.complete:
        return
    card, tokens = layout.card, paper.tokens
    top = card.bottom - 112
    paper.fill(card.inner_x, top, card.inner_w, 80, tokens.sunken, 12)
    paint_picture(paper, line.article, card.inner_x + 10, top + 10, 60, 60, 8)
    place = line.article.place
    key = "bench.still_wanted" if place else "bench.still_wanted_nowhere"
    left, name = line.wanted - line.packed, line.article.short
    words = say(key, left=left, name=name, place=place)
    x = card.inner_x + 88
    room = card.inner_right - x - 16
    role = paper.fitting(room, (words,), Role.STEP, Role.BENCH)
    if paper.measure(words, role) > room:
        for_name = room - paper.measure(say(key, left=left, name="", place=place), role)
        name = both_ends(name, role, paper.scale, for_name)
        words = say(key, left=left, name=name, place=place)
    paper.text(x, top + 50, words, role, tokens.ink, room)
