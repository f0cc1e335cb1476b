"""Right of the count: how many the next scan stands for, which code is wanted, how it is handled.

What has no room there is said in the note, so that nothing of it is ever left out.
"""

from __future__ import annotations

from dataclasses import dataclass

from fbm_desk.gui.bench.paper import Paper, Side
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import ArticleView, BenchScreen
from fbm_desk.texts import say

MARK_H, MARK_GAP = 44.0, 8.0
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


def marks_fit(paper: Paper, article: ArticleView, room: float) -> bool:
    """True when the marks have room beside the count."""
    return all(_width(paper, one) <= room for one in handling(article))


def note_of(paper: Paper, article: ArticleView, room: float) -> str:
    """The packaging instruction, with the marks in words where they have no room."""
    if marks_fit(paper, article, room):
        return article.note
    return ". ".join(filter(None, (*(one.words for one in handling(article)), article.note)))


def paint_beside_count(
    paper: Paper,
    x: float,
    end: float,
    bottom: float,
    scene: Scene,
    article: ArticleView,
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
    elif marks_fit(paper, article, end - x - grows):
        marks = handling(article)
        y = bottom - len(marks) * (MARK_H + MARK_GAP) + MARK_GAP
        for at, one in enumerate(marks):
            _paint_mark(paper, end, y + at * (MARK_H + MARK_GAP), one)


def _width(paper: Paper, one: Handling) -> float:
    return 56 + paper.measure(one.words, Role.BENCH_STRONG) + 16


def _paint_mark(paper: Paper, end: float, y: float, one: Handling) -> None:
    tokens = paper.tokens
    width = _width(paper, one)
    x = end - width
    paper.frame(x, y, width, MARK_H, tokens.edge, 10, 2, tokens.surface)
    paper.icon(one.icon, x + 14, y + 8, 28, tokens.ink)
    paper.text(x + 52, y + 31, one.words, Role.BENCH_STRONG, tokens.ink, width - 60)


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
