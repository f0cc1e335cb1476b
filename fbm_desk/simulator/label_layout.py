"""The face of a pretend label: where each mark goes, in dots of a 4×6 inch label at 203 dpi.

The formats draw these marks; none of them decides where anything stands.
"""

from __future__ import annotations

import unicodedata
import zlib
from dataclasses import dataclass, replace

from fbm_desk.simulator.label_codes import code128_modules
from fbm_desk.simulator.label_content import LabelContent, spaced

DPI = 203
WIDTH = 812
HEIGHT = 1218
MARGIN = 36
#: Dots of the narrowest bar and of a square of the matrix code.
BAR = 4
SQUARE = 6
_INNER = WIDTH - 2 * MARGIN


@dataclass(frozen=True, slots=True)
class Text:
    """One line of writing; `y` is the top of a line `size` dots high.

    With `room` it stands in the middle of so many dots from `x` on. `drawn` lines are never left
    to a printer's own font, so that lines above each other look alike.
    """

    x: int
    y: int
    size: int
    text: str
    bold: bool = False
    white: bool = False
    room: int = 0
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A black rectangle: a rule, or the ground of white writing."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Code128:
    """A linear code `height` dots high, each bar `BAR` dots or a multiple."""

    x: int
    y: int
    height: int
    text: str


@dataclass(frozen=True, slots=True)
class MatrixCode:
    """A QR code, each square `SQUARE` dots."""

    x: int
    y: int
    text: str


Mark = Text | Bar | Code128 | MatrixCode


def compose(content: LabelContent) -> tuple[Mark, ...]:
    """The label from top to bottom."""
    return (
        *_head(content),
        *_sender(content),
        *_recipient(content),
        *_routing(content),
        *_tracking(content),
        *_foot(content),
    )


def width_of(text: str, size: int) -> int:
    """About how wide a line is, on the wide side; Han and kana take a full square."""
    ems = sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.6 for sign in text)
    return round(ems * size)


def _fitted(x: int, y: int, size: int, text: str, room: int, bold: bool = False) -> Text:
    """A line made smaller until it fits, and cut where it cannot be read any more."""
    while width_of(text, size) > room and size > 18:
        size -= 2
    while width_of(text, size) > room:
        text = text[:-1]
    return Text(x, y, size, text, bold)


def _rule(y: int, height: int = 3) -> Bar:
    return Bar(MARGIN, y, _INNER, height)


def _head(content: LabelContent) -> tuple[Mark, ...]:
    box = Bar(WIDTH - MARGIN - 196, 28, 196, 96)
    tag = _fitted(box.x, 0, 66, content.tag, box.width - 12, bold=True)
    tag_y = box.y + (box.height - tag.size) // 2
    return (
        _fitted(MARGIN, 30, 56, content.carrier, 520, bold=True),
        _fitted(MARGIN, 94, 28, content.service, 520),
        box,
        replace(tag, y=tag_y, white=True, room=box.width),
        _rule(140, 4),
    )


def _sender(content: LabelContent) -> tuple[Mark, ...]:
    facts = (
        ("SHIP DATE", content.ship_on.strftime("%d %b %Y").upper()),
        ("WEIGHT", f"{content.weight_g / 1000:.2f} KG"),
        ("PARCEL", f"{content.parcel}/{content.parcels}"),
    )
    column = 476
    return (
        Text(MARGIN, 156, 20, "FROM"),
        *(
            _fitted(MARGIN, 182 + 24 * row, 22, line, column - MARGIN - 20)
            for row, line in enumerate(content.ship_from[:4])
        ),
        *(Text(column, 158 + 40 * row, 20, name) for row, (name, _) in enumerate(facts)),
        *(
            Text(column + 116, 156 + 40 * row, 25, value, bold=True)
            for row, (_, value) in enumerate(facts)
        ),
        _rule(292),
    )


def _recipient(content: LabelContent) -> tuple[Mark, ...]:
    lines = content.ship_to[:8]
    step = min(50, 350 // max(1, len(lines)))
    drawn = not all(line.isascii() for line in lines)
    block = (
        _fitted(MARGIN + 24, 332 + step * row, step - 8, line, _INNER - 24, bold=row == 0)
        for row, line in enumerate(lines)
    )
    return (
        Text(MARGIN, 304, 20, "SHIP TO"),
        *(replace(line, drawn=drawn) for line in block),
        _rule(692, 4),
    )


def _routing(content: LabelContent) -> tuple[Mark, ...]:
    belt = zlib.crc32(content.routing.encode())
    lane = f"LANE {belt % 40 + 1:02d}  DOCK {belt // 40 % 12 + 1:02d}"
    return (
        MatrixCode(MARGIN + 10, 712, f"{content.tracking}/{content.routing.replace(' ', '')}"),
        _fitted(250, 716, 92, content.routing, WIDTH - MARGIN - 250, bold=True),
        Text(252, 824, 30, lane),
        _rule(884, 4),
    )


def _tracking(content: LabelContent) -> tuple[Mark, ...]:
    width = len(code128_modules(content.tracking)) * BAR
    return (
        Code128((WIDTH - width) // 2, 908, 180, content.tracking),
        Text(MARGIN, 1098, 38, spaced(content.tracking), bold=True, room=_INNER),
    )


def _foot(content: LabelContent) -> tuple[Mark, ...]:
    number = content.purchase_order_number
    right = WIDTH // 2 + 20
    return (
        _rule(1150),
        Text(MARGIN, 1164, 22, f"ORDER {content.order_id}"),
        *((_fitted(right, 1164, 22, f"REF {number}", right - 2 * MARGIN),) if number else ()),
    )
