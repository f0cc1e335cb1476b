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
#: What large texts take from the page: its outer margins, the header, most of the status line.
CUT_X, CUT_TOP, CUT_BOTTOM = 14, 70, 34
FOOT_H, FOOT_GAP = 38, 4
#: From this share of the size asked for on, nothing steps aside for the rest of it.
_AS_ASKED = 0.95
#: How narrow the page for large texts may get: its longest lines fit a card of that width.
_COMPACT_W = 1187


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
    """The bench in a window of `width` × `height` px of the design.

    `compact` is the page for large texts (decision 0015): the window shows it without its outer
    margins, its header and most of its status line; sentences may be set `grown` times as large.
    `alone` is its leading card without a column beside it.
    """

    width: float
    height: float
    grown: float = 1.0
    compact: bool = False
    alone: bool = False

    @property
    def card(self) -> Box:
        """The leading card: the work."""
        beside = 0 if self.alone else GAP + self.side.w
        return Box(
            MARGIN,
            HEADER_H,
            self.width - 2 * MARGIN - beside,
            self.height - HEADER_H - STATUS_H - GAP,
        )

    @property
    def cut(self) -> tuple[float, float]:
        """What of the page's leading and upper edge the window does not show."""
        return (CUT_X, CUT_TOP) if self.compact else (0, 0)

    def seen(self, box: Box) -> Box:
        """Where a box of the page stands in the window."""
        left, top = self.cut
        return Box(box.x - left, box.y - top, box.w, box.h)

    @property
    def foot(self) -> Box:
        """The one line below the cards of the compact page."""
        inset = MARGIN
        return Box(inset, self.card.bottom + FOOT_GAP, self.width - 2 * inset, FOOT_H)

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


def fitted(
    width: float, height: float, text: float = 1.0, whole: bool = False
) -> tuple[float, Layout]:
    """The scale and the page of a window of so many device pixels.

    Where larger texts have no room, what matters less steps aside. `whole` is for what fills the
    window itself: nothing stands beside it that could.
    """
    scale = scale_for(width, height, text)
    wanted = scale_for(width, height) * max(1.0, text)
    plain = Layout(width / scale, height / scale, max(1.0, wanted / scale))
    if whole or scale >= wanted * _AS_ASKED:
        return scale, plain
    close = min(wanted, width / (_COMPACT_W - 2 * CUT_X), height / (AIRY_H - CUT_TOP - CUT_BOTTOM))
    if close < scale * _AS_ASKED:
        return scale, plain
    page = Layout(
        width / close + 2 * CUT_X,
        height / close + CUT_TOP + CUT_BOTTOM,
        wanted / close,
        compact=True,
    )
    return close, page
