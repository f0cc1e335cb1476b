"""Where the bench's parts stand, in px of the 1366 × 768 design; smaller and larger windows too."""

from __future__ import annotations

from dataclasses import dataclass

MARGIN = 24
GAP = 16
INSET = 32
HEADER_H = 76
STATUS_H = 60
BAND_H = 108
CARD_RADIUS = 16
DESIGN_W, DESIGN_H = 1366, 768
LEAST_W, LEAST_H = 1160, 736
#: Below this height the count stands close under the name: no larger text is worth that.
AIRY_H = 756


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in px of the design, counted from the leading edge."""

    x: float
    y: float
    w: float
    h: float

    @property
    def right(self) -> float:
        """Its trailing edge."""
        return self.x + self.w

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.h

    @property
    def inner_x(self) -> float:
        """Where its content begins."""
        return self.x + INSET

    @property
    def inner_right(self) -> float:
        """Where its content ends."""
        return self.right - INSET

    @property
    def inner_w(self) -> float:
        """How wide its content may be."""
        return self.w - 2 * INSET


@dataclass(frozen=True, slots=True)
class Layout:
    """The bench in a window of `width` × `height` px of the design."""

    width: float
    height: float

    @property
    def card(self) -> Box:
        """The leading card: the work."""
        side_w = self.side.w
        return Box(
            MARGIN,
            HEADER_H,
            self.width - 2 * MARGIN - GAP - side_w,
            self.height - HEADER_H - STATUS_H - GAP,
        )

    @property
    def side(self) -> Box:
        """The trailing column: the order, the day."""
        width = 400 if self.width >= DESIGN_W - 1 else 340
        height = self.height - HEADER_H - STATUS_H - GAP
        return Box(self.width - MARGIN - width, HEADER_H, width, height)

    @property
    def band(self) -> Box:
        """The head of the leading card, where every sentence stands."""
        return Box(self.card.x, self.card.y, self.card.w, BAND_H)

    @property
    def body_top(self) -> float:
        """The lower edge of the band."""
        return self.card.y + BAND_H

    @property
    def spare(self) -> float:
        """Height beyond the design's."""
        return max(0.0, self.height - DESIGN_H)

    @property
    def status_top(self) -> float:
        """The upper edge of the status line."""
        return self.height - STATUS_H


def scale_for(width: float, height: float, text: float = 1.0) -> float:
    """How much larger than designed a window of this size paints, 1 to 2.

    `text` is how much larger people want their texts: they get as much of it as the window has
    room for, because nothing at a bench may be cut off. A window too small for the design is
    painted smaller rather than one text over another.
    """
    larger = min(width / DESIGN_W, height / DESIGN_H)
    room = min(width / LEAST_W, height / LEAST_H)
    usual = min(2.0, max(larger, min(1.0, room)))
    airy = min(width / LEAST_W, height / AIRY_H)
    return max(usual, min(2.0 * text, usual * text, airy))
