"""What the bench is painted on: places in px of the 1366 × 768 design, snapped to device pixels.

Every x is counted from the leading edge, so right-to-left needs no second drawing.
"""

from __future__ import annotations

import functools
import math
import re
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from fbm_desk.domain.verdicts import Family
from fbm_desk.gui import glyphs, icons
from fbm_desk.gui.fonts import FACES, Role, font
from fbm_desk.gui.tokens import Tokens

ELLIPSIS = "…"
#: Nothing at a bench is set smaller, in px of the design.
LEAST_PX = 24
#: How much of a line the end of a name may take that does not fit it.
LONGEST_END = 0.62


class Side(Enum):
    """Which end of a text stands at its x."""

    LEAD = "lead"  #: it begins there
    TRAIL = "trail"  #: it ends there
    CENTRE = "centre"  #: its middle is there


@functools.cache
def metrics(role: Role, scale: float) -> QFontMetricsF:
    """The measures of a role's font."""
    return QFontMetricsF(font(role, scale))


@functools.lru_cache(maxsize=4096)
def advance(words: str, role: Role, scale: float) -> float:
    """How wide `words` run, in px of the design."""
    return metrics(role, scale).horizontalAdvance(words) / scale


@functools.lru_cache(maxsize=2048)
def shortened(words: str, role: Role, scale: float, width: float) -> str:
    """`words`, elided if they are wider than `width` px of the design."""
    if advance(words, role, scale) <= width:
        return words
    return metrics(role, scale).elidedText(words, Qt.TextElideMode.ElideRight, width * scale)


@functools.lru_cache(maxsize=1024)
def balanced(
    words: str, role: Role, scale: float, width: float, most_lines: int = 2
) -> tuple[str, ...]:
    """`words` on as few lines as fit `width`, of about equal length; the last one elided."""
    if advance(words, role, scale) <= width:
        return (words,)
    for lines in range(2, most_lines + 1):
        narrowest = _narrowest(words, role, scale, width, lines)
        if narrowest:
            return narrowest
    kept = _wrapped(words, role, scale, width)[: most_lines - 1]
    return (
        *(shortened(line, role, scale, width) for line in kept),
        ending(words, role, scale, width),
    )


@functools.lru_cache(maxsize=1024)
def ending(words: str, role: Role, scale: float, width: float) -> str:
    """The last words of a text that fit `width`, after dots; of one long word its last letters."""
    if advance(words, role, scale) <= width:
        return words
    parts = words.split(" ")
    for first in range(1, len(parts)):
        if advance(shown := f"{ELLIPSIS} {' '.join(parts[first:])}", role, scale) <= width:
            return shown
    return metrics(role, scale).elidedText(words, Qt.TextElideMode.ElideLeft, width * scale)


@functools.lru_cache(maxsize=2048)
def both_ends(words: str, role: Role, scale: float, width: float) -> str:
    """A name on one line: too long, it keeps its end, where size and colour are, and its begin."""
    if advance(words, role, scale) <= width:
        return words
    end = ending(words[len(words) // 2 :], role, scale, width * LONGEST_END)
    end = f"{ELLIPSIS}{end.lstrip(ELLIPSIS).lstrip()}"
    begin = words
    while begin and advance(begin.rstrip() + end, role, scale) > width:
        begin = begin[:-1]
    return begin.rstrip() + end


def _narrowest(
    words: str, role: Role, scale: float, width: float, lines: int
) -> tuple[str, ...] | None:
    if len(_wrapped(words, role, scale, width)) > lines:
        return None
    least, most = width / lines, width
    while most - least > 4:
        middle = (least + most) / 2
        fits = len(_wrapped(words, role, scale, middle)) <= lines
        least, most = (least, middle) if fits else (middle, most)
    wrapped = _wrapped(words, role, scale, most)
    return wrapped if all(advance(line, role, scale) <= width for line in wrapped) else None


def _wrapped(words: str, role: Role, scale: float, width: float) -> tuple[str, ...]:
    lines: list[str] = []
    # What a no-break space joins stays on one line.
    for word in filter(None, re.split(r"[^\S\u00a0]+", words)):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and advance(longer, role, scale) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def blended(colour: str, over: str, share: float) -> str:
    """`colour` laid over another with `share` of 0 to 1, as a solid colour."""
    one, two = QColor(colour), QColor(over)
    parts = (
        round(a * share + b * (1 - share))
        for a, b in zip(one.getRgb()[:3], two.getRgb()[:3], strict=True)  # type: ignore[index]
    )
    return QColor(*parts).name()


@dataclass(slots=True)
class TextRun:
    """One painted text and the room it had, for the check that nothing is cut off."""

    words: str
    x: float
    baseline: float
    width: float
    room: float
    elided: bool
    px: int
    colour: str = ""


@dataclass(slots=True)
class Paper:
    """A painter that thinks in px of the design. `scale` is device pixels per px."""

    painter: QPainter
    tokens: Tokens
    scale: float
    width: float
    height: float
    mirrored: bool = False
    runs: list[TextRun] | None = None

    def px(self, value: float) -> int:
        """A distance in device pixels; `round` would give missing hairlines."""
        return math.floor(value * self.scale + 0.5)

    def box(self, x: float, y: float, w: float, h: float) -> QRectF:
        """A rectangle in device pixels, its edges on whole ones."""
        if self.mirrored:
            x = self.width - x - w
        left, top = self.px(x), self.px(y)
        return QRectF(left, top, self.px(x + w) - left, self.px(y + h) - top)

    def fill(self, x: float, y: float, w: float, h: float, colour: str, radius: float = 0) -> None:
        """A filled rectangle."""
        box = self.box(x, y, w, h)
        if not radius:
            self.painter.fillRect(box, QColor(colour))
            return
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(colour))
        self.painter.drawRoundedRect(box, radius * self.scale, radius * self.scale)

    def frame(
        self,
        x: float,
        y: float,
        w: float,
        h: float,
        colour: str,
        radius: float,
        thick: float = 0,
        fill: str = "",
    ) -> None:
        """An outline inside a rectangle: a hairline of one device pixel, or `thick` px."""
        pen_px = max(1, self.px(thick))
        box = self.box(x, y, w, h).adjusted(pen_px / 2, pen_px / 2, -pen_px / 2, -pen_px / 2)
        self.painter.setPen(QPen(QColor(colour), pen_px))
        self.painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
        round_px = max(0.0, radius * self.scale - pen_px / 2)
        self.painter.drawRoundedRect(box, round_px, round_px)

    def hairline(self, x: float, y: float, w: float, colour: str) -> None:
        """A level line of one device pixel."""
        box = self.box(x, y, w, 1)
        self.painter.fillRect(QRectF(box.x(), box.y(), box.width(), 1), QColor(colour))

    def upright(self, x: float, y: float, h: float, colour: str) -> None:
        """An upright line of one device pixel."""
        box = self.box(x, y, 1, h)
        self.painter.fillRect(QRectF(box.x(), box.y(), 1, box.height()), QColor(colour))

    def measure(self, words: str, role: Role, grown: float = 1.0) -> float:
        """How wide `words` run in px of the design, `grown` times the role's size."""
        return advance(words, role, self.scale * grown) * grown

    def fitting(self, room: float, words: tuple[str, ...], *roles: Role) -> Role:
        """The first of `roles` in which all of `words` fit; the last one if none does."""
        widest = (role for role in roles if all(self.measure(one, role) <= room for one in words))
        return next(widest, roles[-1])

    def text(
        self,
        x: float,
        baseline: float,
        words: str,
        role: Role,
        colour: str,
        room: float = math.inf,
        side: Side = Side.LEAD,
        grown: float = 1.0,
    ) -> float:
        """Set one line; gives the width it took, at most `room`.

        `grown` sets it larger than its role where people asked for larger texts. What does not fit
        is set smaller, down to the bench's least size, before anything of it is left out.
        """
        if grown * FACES[role].px > LEAST_PX and self.measure(words, role, grown) > room:
            grown = self.largest(words, role, room, grown, LEAST_PX / FACES[role].px)
        scale = self.scale * grown
        shown = words if room == math.inf else shortened(words, role, scale, room / grown)
        width = self.measure(shown, role, grown)
        lead = x - {Side.LEAD: 0.0, Side.TRAIL: width, Side.CENTRE: width / 2}[side]
        left = self.width - lead - width if self.mirrored else lead
        self.painter.setFont(font(role, scale))
        self.painter.setPen(QColor(colour))
        self.painter.drawText(QPointF(left * self.scale, self.px(baseline)), shown)
        if self.runs is not None:
            px = round(FACES[role].px * grown)
            self.runs.append(
                TextRun(shown, lead, baseline, width, room, shown != words, px, colour)
            )
        return width

    def inked(
        self, x: float, baseline: float, words: str, role: Role, colour: str, grown: float = 1.0
    ) -> float:
        """Set large figures so that their ink, not their side bearing, begins at `x`."""
        drawn = metrics(role, self.scale * grown).boundingRect(words[:1])
        bearing = drawn.left() / self.scale
        return self.text(x - bearing, baseline, words, role, colour, grown=grown) - bearing

    def largest(
        self, words: str, role: Role, room: float, most: float, least: float = 1.0
    ) -> float:
        """How many times its role's size `words` may be set on `room`: `most` down to `least`."""
        grown = most
        while grown > least and self.measure(words, role, grown) > room:
            grown = max(least, round(grown - 0.04, 2))
        return grown

    def icon(self, name: str, x: float, y: float, size: float, colour: str) -> None:
        """A line icon whose box begins at (x, y)."""
        box = self.box(x, y, size, size)
        side = max(1, self.px(size))
        pixmap = icons.icon_pixmap(name, colour, side)
        self.painter.drawPixmap(QPointF(box.x(), box.y()), pixmap)

    def glyph(
        self,
        family: Family,
        mark: glyphs.Mark,
        x: float,
        y: float,
        size: float,
        fill: str,
        hole: str,
    ) -> None:
        """A verdict's silhouette with its mark."""
        glyphs.paint_glyph(self.painter, family, mark, self.box(x, y, size, size), fill, hole)

    def line(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str,
        thick: float,
        flat: bool = False,
    ) -> None:
        """A straight stroke with round ends, or flat ones."""
        cap = Qt.PenCapStyle.FlatCap if flat else Qt.PenCapStyle.RoundCap
        pen = QPen(QColor(colour), thick * self.scale, Qt.PenStyle.SolidLine, cap)
        self.painter.setPen(pen)
        self.painter.drawLine(QLineF(self._point(*start), self._point(*end)))

    def clip(self, x: float, y: float, w: float, h: float, radius: float) -> None:
        """Paint only inside a rounded rectangle until the painter is restored."""
        path = QPainterPath()
        path.addRoundedRect(self.box(x, y, w, h), radius * self.scale, radius * self.scale)
        self.painter.setClipPath(path, Qt.ClipOperation.IntersectClip)

    def _point(self, x: float, y: float) -> QPointF:
        if self.mirrored:
            x = self.width - x
        return QPointF(x * self.scale, y * self.scale)
