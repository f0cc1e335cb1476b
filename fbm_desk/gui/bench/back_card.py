"""The red card: what came, crossed out, beside what is wanted; the count is said once more."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPen

from fbm_desk.domain.orders import Sku
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.gui.barcode_paint import paint_code128
from fbm_desk.gui.bench.layout import Layout
from fbm_desk.gui.bench.paper import Paper, balanced, blended
from fbm_desk.gui.bench.pictures import paint_picture
from fbm_desk.gui.bench.scene import Scene
from fbm_desk.gui.fonts import Role
from fbm_desk.services.desk_view import ArticleView
from fbm_desk.services.wording import readable_code
from fbm_desk.texts import say

TILE_H = 240.0
GUTTER = 42.0


def paint_back(paper: Paper, layout: Layout, scene: Scene) -> None:
    """Both halves, the arrow between them, and what happened to the count."""
    card, tokens = layout.card, paper.tokens
    half = (card.inner_w - GUTTER) / 2
    right = card.inner_x + half + GUTTER
    top = card.y + 172
    tile_h = TILE_H + min(layout.height - 768, 120)
    label = scene.view.verdict is not None and (scene.view.verdict.code is VerdictCode.WRONG_LABEL)
    came = _paint_label_halves if label else _paint_article_halves
    came(paper, scene, (card.inner_x, right), top, half, tile_h)
    _paint_arrow(paper, card.inner_x + half + GUTTER / 2, top + tile_h / 2)
    line = blended(tokens.onred, tokens.redS, 0.35)
    paper.hairline(card.inner_x, card.bottom - 72, card.inner_w, line)
    paper.icon("info", card.inner_x + 2, card.bottom - 50, 28, tokens.onred)
    room = card.inner_w - 45
    x = card.inner_x + 44.5
    words = scene.spoken.hint
    role = paper.fitting(room, (words,), Role.NOTE, Role.BENCH_MEDIUM)
    paper.text(x, card.bottom - 27, words, role, tokens.onred, room)


def _paint_article_halves(
    paper: Paper,
    scene: Scene,
    lefts: tuple[float, float],
    top: float,
    width: float,
    height: float,
) -> None:
    verdict, line = scene.view.verdict, scene.line
    expired = verdict is not None and verdict.code is VerdictCode.EXPIRED_LOT
    wanted = line.article if line else None
    came = scene.view.came or (wanted if expired else None)
    name = came.short if came else say("bench.not_known_name")
    code = came.sku if came else readable_code(verdict.scanned if verdict else "")
    if expired:
        code = say("bench.expired_on")
    broken = verdict is not None and verdict.code is VerdictCode.DAMAGED
    stand_in = came or ArticleView(Sku(""), name)
    names = (name, wanted.short if wanted else "")
    role = paper.fitting(width, names, Role.ACTION_STRONG, Role.STEP_STRONG, Role.NOTE_STRONG)
    half = _Half(paper, top, width, height, role)
    head = "bench.this_broke" if broken else "bench.this_came"
    half.paint(lefts[0], stand_in, (head, name, code))
    _cross_out(paper, lefts[0], top, width, height)
    if wanted is None or line is None:
        return
    left = line.wanted - line.packed
    facts = {"left": left, "place": wanted.place}
    key = "later_date" if expired else "more_from"
    lacking = "later_date_nowhere" if expired else "more"
    told = say(f"bench.{key if wanted.place else lacking}", **facts)
    half.paint(lefts[1], wanted, ("bench.wanted", wanted.short, told))


@dataclass(frozen=True, slots=True)
class _Half:
    """Both halves are set alike, so that only the articles differ."""

    paper: Paper
    top: float
    width: float
    height: float
    role: Role

    def paint(self, x: float, article: ArticleView, words: tuple[str, str, str]) -> None:
        """Heading, picture, name, and a line below it."""
        paper, on, width = self.paper, self.paper.tokens.onred, self.width
        heading, name, below = words
        paper.text(x, self.top - 16, say(heading), Role.STEP_STRONG, on, width)
        paint_picture(paper, article, x, self.top, width, self.height, 14, outline=False)
        baseline = self.top + self.height + 48
        if self.role is not Role.NOTE_STRONG:
            paper.text(x, baseline, name, self.role, on, width)
            plain = below.replace(" ", "").isdigit()  # pure digits take no slashed zero
            role = Role.STEP if plain else Role.STEP_CODE
            paper.text(x, baseline + 40, below, role, on, width)
            return
        # A second line of the name says the colour or the size: it matters more than the code.
        for at, part in enumerate(balanced(name, self.role, paper.scale, width)):
            paper.text(x, baseline - 14 + at * 32, part, self.role, on, width)
        paper.text(x, baseline + 50, below, Role.BENCH_CODE, on, width)


def _paint_label_halves(
    paper: Paper,
    scene: Scene,
    lefts: tuple[float, float],
    top: float,
    width: float,
    height: float,
) -> None:
    verdict, label = scene.view.verdict, scene.view.label
    scanned = verdict.scanned if verdict else ""
    wanted = label.tracking if label else ""
    for x, heading, code in (
        (lefts[0], "bench.this_label", scanned),
        (lefts[1], "bench.wanted", wanted),
    ):
        on = paper.tokens.onred
        paper.text(x, top - 16, say(heading), Role.STEP_STRONG, on, width)
        paper.fill(x, top, width, height, paper.tokens.tile, 14)
        if code.isascii():
            bars = paper.box(x + 12, top + height / 2 - 60, width - 24, 120)
            paint_code128(paper.painter, code[:24], bars)
        baseline = top + height + 48
        shown = _tail(paper, code, width)
        paper.text(x, baseline, shown, Role.ACTION_STRONG, on, width)
    _cross_out(paper, lefts[0], top, width, height)


def _tail(paper: Paper, code: str, width: float) -> str:
    """The end of a long number: that is where two of them differ."""
    shown = code
    while len(shown) > 8 and paper.measure(f"…{shown}", Role.ACTION_STRONG) > width:
        shown = shown[1:]
    return shown if shown == code else f"…{shown}"


def _paint_arrow(paper: Paper, x: float, y: float) -> None:
    on = paper.tokens.onred
    for start in ((x - 11.5, y), (x + 1, y - 11), (x + 1, y + 11)):
        paper.line(start, (x + 11.5, y), on, 5)


def _cross_out(paper: Paper, x: float, y: float, w: float, h: float) -> None:
    box = paper.box(x + 30, y + 30, w - 60, h - 60)
    strokes = (
        QLineF(box.topLeft(), box.bottomRight()),
        QLineF(box.topRight(), box.bottomLeft()),
    )
    for colour, thick in ((paper.tokens.tile, 24), (paper.tokens.redS, 12)):
        pen = QPen(QColor(colour), thick * paper.scale)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        paper.painter.setPen(pen)
        for stroke in strokes:
            paper.painter.drawLine(stroke)
