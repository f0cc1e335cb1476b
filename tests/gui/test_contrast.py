"""What is really painted can be read, and verdicts stay apart for every kind of sight."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QLabel, QWidget

from fbm_desk.domain.verdicts import Family
from fbm_desk.gui import gallery, glyphs
from fbm_desk.gui.bench.paper import TextRun
from fbm_desk.gui.gallery_views import bench_views
from fbm_desk.gui.tokens import DARK, LIGHT, Tokens, contrast
from tests.gui.colour_sight import SIGHTS, apart
from tests.gui.desk_walk import walk

pytestmark = pytest.mark.usefixtures("british", "typeface")
THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
#: Families by their walls; the calm state has none.
WALLS = {"calm": "surface", "go": "goS", "enough": "amber", "ask": "ask", "back": "redS",
         "stop": "stop"}  # fmt: skip


def ground(image: QImage, box: QRect, ink: str) -> str:
    """The colour that most of a box has, but for that of its letters."""
    box = box.intersected(image.rect())
    seen = Counter(
        image.pixelColor(x, y).name()
        for y in range(box.top(), box.bottom() + 1, 3)
        for x in range(box.left(), box.right() + 1, 3)
    )
    return next((name for name, _ in seen.most_common() if name != ink.lower()), ink)


def box_of(run: TextRun) -> QRect:
    """Around the capitals of a text."""
    high = round(0.72 * run.px)
    return QRect(round(run.x) - 3, round(run.baseline) - high - 1, round(run.width) + 6, high + 3)


@THEMES
def test_every_text_of_the_bench_stands_out_from_what_it_is_painted_on(tokens: Tokens) -> None:
    weak: set[tuple[str, str, str, float]] = set()
    for name, view in bench_views().items():
        picture = gallery.paint(gallery.scene_of(name, view), tokens, (1366, 768))
        for run in picture.runs:
            below = ground(picture.image, box_of(run), run.colour)
            ratio = contrast(run.colour, below)
            if ratio < 4.5:
                weak.add((name, run.words, f"{run.colour} on {below}", round(ratio, 2)))
    assert not weak


def shown_labels(window: QWidget) -> list[QLabel]:
    """Labels with words that can be seen."""
    labels = window.findChildren(QLabel)
    return [
        one
        for one in labels
        if one.isVisible() and one.text() and not one.visibleRegion().isEmpty()
    ]


@THEMES
def test_every_word_of_the_desk_stands_out_from_what_it_stands_on(tokens: Tokens) -> None:
    weak: set[tuple[str, str, str, float]] = set()
    with walk(tokens) as steps:
        for name, window in steps:
            image = window.grab().toImage()
            for label in shown_labels(window):
                ink = label.palette().color(QPalette.ColorRole.WindowText).name()
                at = QRect(label.mapTo(window, QPoint(0, 0)), label.size())
                below = ground(image, at, ink)
                ratio = contrast(ink, below)
                if ratio < 4.5 and label.isEnabled():
                    weak.add((name, label.text(), f"{ink} on {below}", round(ratio, 2)))
    assert not weak


@THEMES
def test_the_focus_ring_stands_out_from_all_it_stands_on(tokens: Tokens) -> None:
    for below in (tokens.canvas, tokens.surface, tokens.sunken, tokens.blueT):
        assert contrast(tokens.blue, below) >= 3
    # A primary button is blue itself: its ring lies inside it.
    assert contrast(tokens.onblue, tokens.blue) >= 3


@pytest.mark.parametrize("sight", sorted(SIGHTS))
@THEMES
def test_no_two_walls_look_alike_whatever_cones_one_has(tokens: Tokens, sight: str) -> None:
    colours = tokens.colours()
    pairs = {
        (one, other): apart(colours[WALLS[one]], colours[WALLS[other]], sight)
        for one, other in combinations(WALLS, 2)
    }
    least = 19 if sight == "usual" else 9.95
    close = {pair: round(distance, 1) for pair, distance in pairs.items() if distance < least}
    assert not close


@pytest.mark.parametrize(
    ("tokens", "sight", "least", "pair"),
    [
        (LIGHT, "usual", 19.8, ("calm", "go")),
        (LIGHT, "deuteranopia", 10.0, ("calm", "go")),
        (LIGHT, "protanopia", 10.9, ("calm", "go")),
        (LIGHT, "tritanopia", 17.1, ("go", "ask")),
        (DARK, "usual", 23.1, ("calm", "go")),
        (DARK, "deuteranopia", 13.6, ("calm", "go")),
        (DARK, "protanopia", 10.5, ("calm", "stop")),
        (DARK, "tritanopia", 19.4, ("calm", "go")),
    ],
)
def test_the_closest_walls_are_the_ones_written_down(
    tokens: Tokens, sight: str, least: float, pair: tuple[str, str]
) -> None:
    colours = tokens.colours()
    walls = {name: colours[token] for name, token in WALLS.items()}

    def distance(two: tuple[str, str]) -> float:
        return apart(walls[two[0]], walls[two[1]], sight)

    closest = min(combinations(walls, 2), key=distance)
    assert closest == pair
    assert distance(pair) == pytest.approx(least, abs=0.1)


def silhouette(family: Family) -> set[tuple[int, int]]:
    """Where a family's sign has ink, without its mark."""
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    mark = glyphs.Mark.BAR
    glyphs.paint_glyph(painter, family, mark, QRectF(0, 0, 60, 60), "#000000", "#000000")
    painter.end()
    dark = range(60)
    return {(x, y) for x in dark for y in dark if image.pixelColor(x, y).lightness() < 128}


def test_families_differ_in_their_silhouette_alone() -> None:
    shapes = {family: silhouette(family) for family in Family}
    for one, other in combinations(shapes, 2):
        shared = len(shapes[one] & shapes[other]) / len(shapes[one] | shapes[other])
        # An octagon is nearly a disc: a stop fills the window, hatched, and says "Stop." first.
        most = 0.96 if {one, other} == {Family.GO, Family.STOP} else 0.9
        assert shared < most, (one, other, shared)


def test_the_same_words_never_stand_on_two_walls() -> None:
    spoken: dict[str, set[Family]] = {}
    for name, view in bench_views().items():
        now = gallery.scene_of(name, view).spoken
        if now.family not in (None, Family.STOP):
            spoken.setdefault(now.words, set()).add(now.family)
    assert len(spoken) > 60
    assert {words: walls for words, walls in spoken.items() if len(walls) > 1} == {}
