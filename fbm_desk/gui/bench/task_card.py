"""One thing to do before the label: what it is about, a buyer's words, and FINISH when it is done.

A buyer's words are shown only while they are needed; nothing else keeps them.
"""

from __future__ import annotations

from fbm_desk.domain.deeds import TaskKind
from fbm_desk.gui.bench.layout import Box, Layout
from fbm_desk.gui.bench.paper import Paper, Side, balanced
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.bench.tiles import paint_barcode
from fbm_desk.gui.fonts import Role
from fbm_desk.services.parcel_view import TaskView
from fbm_desk.texts import say

PICTURE = 220.0
STEP_H = 140.0
LINK_H = 30.0
MOST_LINK_LINES = 3
#: Letters differ in width, and a link is cut by their number.
FULLEST = 0.9
ICONS = {
    TaskKind.GIFT_WRAP: "gift",
    TaskKind.GIFT_MESSAGE: "mail",
    TaskKind.PERSONALISATION: "pen-line",
    TaskKind.HAZARDOUS: "triangle-alert",
    TaskKind.NOTE: "info",
}
#: How large a buyer's words are set: the larger the shorter they are.
TEXT_SIZES = (
    (Role.NAME, 52.0, 4), (Role.ACTION, 44.0, 5), (Role.STEP, 36.0, 6), (Role.BENCH, 31.0, 7),
)  # fmt: skip


def paint_task(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Picture, what is to be done, the words for it; below, the one step."""
    task = scene.view.task
    if task is None:
        return
    card, top = layout.card, layout.body_top + 28
    bottom = card.bottom - 24 - STEP_H
    _paint_subject(paper, Box(card.inner_x, top, PICTURE, min(PICTURE, bottom - top - 24)), task)
    x = card.inner_x + PICTURE + 36
    _paint_words(paper, Box(x, top, card.inner_right - x, bottom - 20 - top), task)
    _paint_step(paper, Box(card.inner_x, bottom, card.inner_w, STEP_H), scene)


def _paint_subject(paper: Paper, at: Box, task: TaskView) -> None:
    """The article, or the task's own sign where it is about the whole order."""
    tokens = paper.tokens
    if task.article is not None:
        paint_picture(paper, task.article, at.x, at.y, at.w, at.h, 14)
        paper.fill(at.right - 72, at.bottom - 72, 60, 60, tokens.blue, 30)
        paper.icon(ICONS[task.kind], at.right - 57, at.bottom - 57, 30, tokens.onblue)
        return
    paper.fill(at.x, at.y, at.w, at.h, tokens.blueT, 14)
    side = 104.0
    left, top = at.x + (at.w - side) / 2, at.y + (at.h - side) / 2
    paper.icon(ICONS[task.kind], left, top, side, tokens.blue)


def _paint_words(paper: Paper, at: Box, task: TaskView) -> None:
    tokens, y = paper.tokens, at.y + 30
    subject = _subject(task)
    if subject:
        role = paper.fitting(at.w, (subject,), Role.ACTION_STRONG, Role.STEP_STRONG)
        for part in balanced(subject, role, paper.scale, at.w):
            paper.text(at.x, y, part, role, tokens.ink, at.w)
            y += 42
        y += 4
    words = _words_of(task)
    bottom = at.bottom - _paint_links(paper, at, task)
    role, pitch, lines = _fitting_text(paper, words, at.w, bottom - y)
    bar = bool(task.text) and task.kind is not TaskKind.NOTE
    indent = 24.0 if bar else 0.0
    if bar:
        role, pitch, lines = _fitting_text(paper, words, at.w - indent, bottom - y)
        paper.fill(at.x, y - 14, 6, len(lines) * pitch + 8, tokens.blue, 3)
    for number, part in enumerate(lines):
        baseline = y + pitch * 0.62 + number * pitch
        paper.text(at.x + indent, baseline, part, role, tokens.ink, at.w - indent)


def _words_of(task: TaskView) -> str:
    """A buyer's words; without them what is to be done. A link is none: it is said to be one."""
    if task.kind is TaskKind.PERSONALISATION and task.text:
        return say("bench.task_compare", wish=task.text)
    if task.kind is TaskKind.HAZARDOUS and task.text:
        return say("bench.task_goods", goods=task.text)
    return task.text or say("bench.task_" + ("link" if task.links else task.kind.value))


def _paint_links(paper: Paper, at: Box, task: TaskView) -> float:
    """The links below everything, small: nobody reads them, somebody may type one. Their height."""
    lines = [part for link in task.links for part in _cut(paper, link, at.w)][:MOST_LINK_LINES]
    y = at.bottom - len(lines) * LINK_H
    for number, part in enumerate(lines, 1):
        baseline = y + number * LINK_H - 8
        paper.text(at.x, baseline, part, Role.BENCH, paper.tokens.ink2, at.w)
    return len(lines) * LINK_H


def _cut(paper: Paper, link: str, room: float) -> list[str]:
    """A link on as many lines as it needs: it has no words to break between."""
    lines = 1 + int(paper.measure(link, Role.BENCH) / (room * FULLEST))
    each = -(-len(link) // lines)
    return [link[start : start + each] for start in range(0, len(link), each)]


def _subject(task: TaskView) -> str:
    """What it is about: "3 × Enamel mug, blue"."""
    if task.article is None:
        return ""
    name = task.article.short
    return f"{say('bench.times', count=task.units)} {name}" if task.units > 1 else name


def _fitting_text(
    paper: Paper, words: str, room: float, height: float
) -> tuple[Role, float, tuple[str, ...]]:
    """The largest size in which the words stand whole."""
    for role, pitch, most in TEXT_SIZES:
        fits = max(1, min(most, int(height // pitch)))
        lines = balanced(words, role, paper.scale, room, fits)
        if not any(part.startswith("…") or part.endswith("…") for part in lines):
            return role, pitch, lines
    return role, pitch, lines


def _paint_step(paper: Paper, at: Box, scene: Scene) -> None:
    """FINISH when done, as words and as a barcode, and how many things are left."""
    tokens, task = paper.tokens, scene.view.task
    paper.fill(at.x, at.y, at.w, at.h, tokens.blueT, 12)
    paper.fill(at.x, at.y + 24, 6, at.h - 48, tokens.blue, 3)
    code_w = min(320.0, at.w * 0.38)
    x, room = at.x + 34, at.w - 34 - code_w - 48
    note = task is not None and task.kind is TaskKind.NOTE
    words = say("bench.finish_when_read" if note else "bench.finish_when_done")
    role = paper.fitting(room, (words,), Role.ACTION_STRONG, Role.STEP_STRONG, Role.BENCH_STRONG)
    many = task is not None and task.count > 1
    paper.text(x, at.y + (62 if many else 82), words, role, tokens.ink, room)
    if task is not None and many:
        told = say("bench.task_of", number=task.number, count=task.count)
        paper.text(x, at.y + 106, told, Role.STEP, tokens.ink2, room)
    paint_command(paper, Box(at.right - code_w - 16, at.y + 14, code_w, at.h - 28), "FINISH")


def paint_command(paper: Paper, at: Box, command: str) -> None:
    """A command on white paper with its word."""
    paper.frame(at.x, at.y, at.w, at.h, paper.tokens.line, 10, 0, "#FFFFFF")
    paint_barcode(paper, command, at.x, at.y + 12, at.w, at.h - 56)
    centre = at.x + at.w / 2
    paper.text(centre, at.bottom - 14, command, Role.BENCH_BOLD, "#191B1D", side=Side.CENTRE)
