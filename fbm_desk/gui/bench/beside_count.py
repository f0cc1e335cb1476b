"""Right of the count: how many the next scan stands for, which code is wanted, how it is handled.

What has no room there is said in the note, so that nothing of it is ever left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from fbm_desk.gui.bench.paper import Paper, Side
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import ArticleView, BenchScreen, LineView
from fbm_desk.texts import say

MARK_H, MARK_GAP, MOST_MARKS = 44.0, 8.0, 3
BEFORE_WORDS = 42.0
_PROOFS = {"serial": "hash", "lot": "calendar", "transparency": "qr-code"}
BADGE_W, BADGE_H = 148.0, 112.0
LEAST_BADGE_W = 104.0
_WANTED = {
    BenchScreen.ASKING_SERIAL: "hash",
    BenchScreen.ASKING_LOT: "calendar",
    BenchScreen.ASKING_TRANSPARENCY: "qr-code",
}


@dataclass(frozen=True, slots=True)
class Handling:
    """One way an article wants to be handled."""

    icon: str
    words: str


def handling(article: ArticleView) -> tuple[Handling, ...]:
    """What the catalogue says of how an article is packed."""
    kinds = (
        (article.own_box, "package", "own_box"),
        (article.fragile, "wine", "fragile"),
        (article.upright, "arrow-up", "upright"),
    )
    return tuple(Handling(icon, say(f"bench.{word}")) for is_so, icon, word in kinds if is_so)


def line_marks(line: LineView) -> tuple[Handling, ...]:
    """What each unit has to show, then how it is handled: known before it is scanned."""
    asked = tuple(Handling(_PROOFS[one], say(f"bench.asks_{one}")) for one in line.asks)
    return asked + handling(line.article)


def marks_fit(paper: Paper, line: LineView, room: float) -> bool:
    """True when the marks have room beside the count."""
    marks = line_marks(line)
    return len(marks) <= MOST_MARKS and all(_width(paper, one) <= room for one in marks)


def note_of(paper: Paper, line: LineView, room: float) -> str:
    """The packaging instruction, with the marks in words where they have no room."""
    note = line.article.note
    if marks_fit(paper, line, room):
        return note
    return ". ".join(filter(None, (*(one.words for one in line_marks(line)), note)))


def paint_beside_count(
    paper: Paper,
    x: float,
    end: float,
    bottom: float,
    scene: Scene,
    line: LineView,
    grows: float = 0.0,
) -> None:
    """One thing at a time: a number told before, a code that is wanted, else the marks.

    By `grows` px the count can still become wider: what stays there keeps away from it.
    """
    wanted = _WANTED.get(scene.view.screen)
    if scene.view.times > 1 and scene.view.screen is BenchScreen.PACKING:
        _paint_times(paper, x, end, bottom, scene.view.times)
    elif wanted is not None:
        _paint_wanted(paper, x, end, bottom, wanted)
    elif marks_fit(paper, line, end - x - grows):
        marks = line_marks(line)
        y = bottom - len(marks) * (MARK_H + MARK_GAP) + MARK_GAP
        for at, one in enumerate(marks):
            _paint_mark(paper, end, y + at * (MARK_H + MARK_GAP), one)


def _width(paper: Paper, one: Handling) -> float:
    return BEFORE_WORDS + paper.measure(one.words, Role.BENCH_STRONG) + 12


def _paint_mark(paper: Paper, end: float, y: float, one: Handling) -> None:
    tokens = paper.tokens
    width = _width(paper, one)
    x = end - width
    paper.frame(x, y, width, MARK_H, tokens.edge, 10, 2, tokens.surface)
    paper.icon(one.icon, x + 10, y + 9, 26, tokens.ink)
    room = width - BEFORE_WORDS
    paper.text(x + BEFORE_WORDS, y + 31, one.words, Role.BENCH_STRONG, tokens.ink, room)


def _badge(paper: Paper, x: float, end: float, bottom: float) -> tuple[float, float, float]:
    """The tile's place and width; no width when there is no room."""
    width = min(BADGE_W, end - x)
    if width < LEAST_BADGE_W:
        return 0.0, 0.0, 0.0
    left, top = end - width, bottom - BADGE_H
    paper.frame(left, top, width, BADGE_H, paper.tokens.blue, 14, 3, paper.tokens.blueT)
    return left, top, width


def _paint_times(paper: Paper, x: float, end: float, bottom: float, times: int) -> None:
    left, top, width = _badge(paper, x, end, bottom)
    words = say("bench.times_badge", count=times)
    role = paper.fitting(width - 8, (words,), Role.SCANNED, Role.NAME)
    if width:
        centre = left + width / 2
        paper.text(centre, top + 77, words, role, paper.tokens.blue, width, Side.CENTRE)


def _paint_wanted(paper: Paper, x: float, end: float, bottom: float, icon: str) -> None:
    left, top, width = _badge(paper, x, end, bottom)
    if width:
        paper.icon(icon, left + width / 2 - 36, top + 20, 72, paper.tokens.blue)
