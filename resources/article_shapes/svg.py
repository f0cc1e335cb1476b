"""The few strokes every picture is made of: flat shapes, two tones of one colour, a soft shadow.

What is drawn is left to the shelves (`kitchen`, `pantry`, …). Only elements that SVG Tiny 1.2
renders are made: no gradients, filters, masks, clips or styles. The sheet is 320 × 320, things
stand on the line y = 262, and colours are "#RRGGBB".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FOOT = 262.0
INK = "#191B1D"
PAPER = "#F4ECDD"
WOOD = "#C0925A"
OLIVE_WOOD = "#A97B47"
BEECH = "#D6B483"
STEEL = "#AEB6BD"
CHARCOAL = "#343B41"
BRASS = "#D09A3C"
LEAF = "#5F8A52"


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` stirred in."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def dark(colour: str, share: float = 0.17) -> str:
    """The side turned away from the light."""
    return mix(colour, "#101C2A", share)


def light(colour: str, share: float = 0.16) -> str:
    """The side the light falls on."""
    return mix(colour, "#FFFFFF", share)


def oval(cx: float, cy: float, rx: float, ry: float, fill: str) -> str:
    return f'<ellipse cx="{cx:g}" cy="{cy:g}" rx="{rx:g}" ry="{ry:g}" fill="{fill}"/>'


def box(x: float, y: float, wide: float, high: float, fill: str, r: float = 0) -> str:
    corner = f' rx="{r:g}"' if r else ""
    return f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}"{corner} fill="{fill}"/>'


def far_end(x: float, y: float, wide: float, high: float, fill: str, r: float) -> str:
    """The shaded end of a rounded box: round to the right, straight to the left."""
    path = (
        f"M{x:g} {y:g} H{x + wide - r:g} Q{x + wide:g} {y:g} {x + wide:g} {y + r:g} "
        f"V{y + high - r:g} Q{x + wide:g} {y + high:g} {x + wide - r:g} {y + high:g} H{x:g}Z"
    )
    return shape(path, fill)


def shape(path: str, fill: str) -> str:
    return f'<path d="{path}" fill="{fill}"/>'


def ring(path: str, fill: str) -> str:
    """A shape with holes: subpaths lying inside others are cut out."""
    return f'<path d="{path}" fill="{fill}" fill-rule="evenodd"/>'


def stroke(path: str, colour: str, wide: float) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{wide:g}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def turned(degrees: float, inner: str, cx: float = 160, cy: float = 160) -> str:
    return f'<g transform="rotate({degrees:g} {cx:g} {cy:g})">{inner}</g>'


def moved(dx: float, dy: float, inner: str, scale: float = 1.0) -> str:
    return f'<g transform="translate({dx:g} {dy:g}) scale({scale:g})">{inner}</g>'


def ground(cx: float = 160, rx: float = 104, cy: float = 265, ry: float = 13) -> str:
    """The shadow on the table."""
    return (
        f'<ellipse cx="{cx:g}" cy="{cy:g}" rx="{rx:g}" ry="{ry:g}" '
        f'fill="{INK}" fill-opacity="0.1"/>'
    )


def dots(places: Iterable[tuple[float, float, float, float]], fill: str) -> str:
    """Speckles: (cx, cy, rx, ry) each."""
    return "".join(oval(cx, cy, rx, ry, fill) for cx, cy, rx, ry in places)


@dataclass(frozen=True, slots=True)
class Body:
    """A standing thing with straight sides, its foot corners rounded by `radius`."""

    left: float
    right: float
    top: float
    foot_left: float
    foot_right: float
    foot: float = FOOT
    radius: float = 18

    def section(self, start: float, end: float) -> str:
        """The path of the upright slice from `start` to `end`, both shares of the width."""
        x0, x1 = self._at(self.left, self.right, start), self._at(self.left, self.right, end)
        path = f"M{x0:.1f} {self.top:g} L{x1:.1f} {self.top:g} "
        path += self._right_corner() if end == 1 else self._foot_point(end)
        path += self._left_corner() if start == 0 else self._foot_point(start)
        return path + "Z"

    def _right_corner(self) -> str:
        x = self._edge(self.right, self.foot_right)
        return (
            f"L{x:.1f} {self.foot - self.radius:g} Q{self.foot_right:g} {self.foot:g} "
            f"{self.foot_right - self.radius:g} {self.foot:g} "
        )

    def _left_corner(self) -> str:
        x = self._edge(self.left, self.foot_left)
        return (
            f"L{self.foot_left + self.radius:g} {self.foot:g} Q{self.foot_left:g} {self.foot:g} "
            f"{x:.1f} {self.foot - self.radius:g} "
        )

    def _foot_point(self, share: float) -> str:
        return f"L{self._at(self.foot_left, self.foot_right, share):.1f} {self.foot:g} "

    def _edge(self, above: float, below: float) -> float:
        return below + (above - below) * self.radius / (self.foot - self.top)

    @staticmethod
    def _at(first: float, last: float, share: float) -> float:
        return first + (last - first) * share


def solid(
    body: Body, colour: str, lit: tuple[float, float] = (0.13, 0.3), far: float = 0.74
) -> str:
    """A body in three tones: its colour, a lit stripe, and the far side from share `far` on."""
    return (
        shape(body.section(0, 1), colour)
        + shape(body.section(*lit), light(colour))
        + shape(body.section(far, 1), dark(colour))
    )


def upright(left: float, right: float, top: float, foot: float = FOOT, radius: float = 14) -> Body:
    """A body as wide below as above."""
    return Body(left, right, top, left, right, foot, radius)


def leaf(cx: float, cy: float, long: float, degrees: float, fill: str = LEAF) -> str:
    """A pointed leaf lying along `degrees`, `long` from tip to tip."""
    half, wide = long / 2, long * 0.3
    path = (
        f"M{cx - half:g} {cy:g} Q{cx:g} {cy - 2 * wide:g} {cx + half:g} {cy:g} "
        f"Q{cx:g} {cy + 2 * wide:g} {cx - half:g} {cy:g}Z"
    )
    return turned(degrees, shape(path, fill), cx, cy)


def label(x: float, y: float, wide: float, high: float, line: str, fill: str = PAPER) -> str:
    """A paper label with two lines of writing nobody has to read."""
    return (
        box(x, y, wide, high, fill, 8)
        + box(x + wide * 0.18, y + high * 0.32, wide * 0.64, high * 0.12, line, high * 0.06)
        + box(x + wide * 0.3, y + high * 0.58, wide * 0.4, high * 0.12, line, high * 0.06)
    )
