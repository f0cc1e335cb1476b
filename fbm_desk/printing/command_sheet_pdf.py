"""A bench's sheet of command barcodes as PDF, and a badge; what they mean is said elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from fbm_desk.printing.clean_text import one_line
from fbm_desk.printing.code128 import bar_widths, can_encode
from fbm_desk.printing.documents import PageSize
from fbm_desk.printing.paper_fonts import PAPER_LOCK, Weight
from fbm_desk.printing.paper_sheet import INK2, LINE, MARGIN_PT, barcode, ink, new_canvas, rule
from fbm_desk.printing.paper_text import Align, draw_text, fit

_TITLE_PT = 46.0
_HEADING_PT = 24.0
_ROW_PT = 64.0
_UNDER_PT = 14.0  # white below the words of a last row, which may reach into the margin
_QUIET_PT = 14.0
_BARS_PT = 28.0
_BADGE_W_PT, _BADGE_H_PT = 243.0, 153.0  # the size of a bank card


@dataclass(frozen=True, slots=True)
class SheetCode:
    """One barcode with what it does."""

    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """Barcodes of one kind under their heading, so many beside each other."""

    heading: str
    codes: tuple[SheetCode, ...]
    columns: int = 2


@dataclass(frozen=True, slots=True)
class Badge:
    """A person's badge; its code opens a bench, so it is nobody else's business."""

    name: str = field(repr=False)
    code: str = field(repr=False)
    shop: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class CommandSheet:
    """All parts of the sheet from top to bottom; a badge has a page of its own, before them."""

    title: str
    words: str
    parts: tuple[SheetPart, ...]
    badge: Badge | None = None


def command_sheet_pdf(sheet: CommandSheet, page: PageSize = PageSize.A4) -> bytes:
    """The pages of commands, after the page of the badge if there is one; no part is torn."""
    with PAPER_LOCK:
        canvas, buffer = new_canvas(page, one_line(sheet.title, 80))
        if sheet.badge is not None:
            _draw_badge(canvas, sheet.badge, page)
            canvas.showPage()
        _draw_commands(canvas, sheet, page)
        canvas.showPage()
        canvas.save()
        return buffer.getvalue()


def _draw_commands(canvas: Any, sheet: CommandSheet, page: PageSize) -> None:
    y = page.value[1] - MARGIN_PT
    ink(canvas)
    draw_text(canvas, MARGIN_PT, y - 18, one_line(sheet.title, 80), 20, Weight.BOLD)
    ink(canvas, INK2)
    room = page.value[0] - 2 * MARGIN_PT
    draw_text(canvas, MARGIN_PT, y - 34, fit(one_line(sheet.words, 200), room, 10), 10)
    y -= _TITLE_PT
    for part in sheet.parts:
        if y - _HEADING_PT - _rows(part) * _ROW_PT < MARGIN_PT - _UNDER_PT:
            canvas.showPage()
            y = page.value[1] - MARGIN_PT
        y = _draw_part(canvas, part, page, y)


def _draw_part(canvas: Any, part: SheetPart, page: PageSize, y: float) -> float:
    """A heading and its rows; gives the y below them."""
    right = page.value[0] - MARGIN_PT
    ink(canvas)
    draw_text(canvas, MARGIN_PT, y - 17, one_line(part.heading, 80), 11, Weight.SEMIBOLD)
    rule(canvas, MARGIN_PT, right, y - _HEADING_PT)
    y -= _HEADING_PT
    width = (right - MARGIN_PT) / part.columns
    for at, code in enumerate(part.codes):
        left = MARGIN_PT + at % part.columns * width
        _draw_code(canvas, code, left, width, y - at // part.columns * _ROW_PT)
    return y - _rows(part) * _ROW_PT - 6


def _rows(part: SheetPart) -> int:
    return -(-len(part.codes) // part.columns)


def _draw_code(canvas: Any, code: SheetCode, left: float, width: float, top: float) -> None:
    """The bars with white around them, the word a person reads, and what it does."""
    room = width - 2 * _QUIET_PT
    barcode(
        canvas, left + _QUIET_PT, top - 8 - _BARS_PT, code.code,
        width_pt=room, height_pt=_BARS_PT, module_pt=1.1,
    )  # fmt: skip
    ink(canvas)
    x = left + _QUIET_PT
    draw_text(canvas, x, top - 20 - _BARS_PT, code.code, 11, Weight.BOLD)
    ink(canvas, INK2)
    words = fit(one_line(code.words, 120), left + width - x - 4, 9)
    draw_text(canvas, x, top - 31 - _BARS_PT, words, 9)


def _draw_badge(canvas: Any, badge: Badge, page: PageSize) -> None:
    """A card to cut out: shop, name, barcode."""
    left = (page.value[0] - _BADGE_W_PT) / 2
    top = page.value[1] - 2 * MARGIN_PT
    canvas.setStrokeColorRGB(*LINE)
    canvas.setLineWidth(0.8)
    canvas.roundRect(left, top - _BADGE_H_PT, _BADGE_W_PT, _BADGE_H_PT, 9, stroke=1, fill=0)
    centre, room = left + _BADGE_W_PT / 2, _BADGE_W_PT - 32
    ink(canvas, INK2)
    shop = fit(one_line(badge.shop, 80), room, 9)
    draw_text(canvas, centre, top - 24, shop, 9, align=Align.CENTRE)
    ink(canvas)
    name = fit(one_line(badge.name, 80), room, 17, Weight.BOLD)
    draw_text(canvas, centre, top - 52, name, 17, Weight.BOLD, Align.CENTRE)
    if can_encode(badge.code):
        _centred_bars(canvas, badge.code, left, top - 120)
    draw_text(canvas, centre, top - 138, one_line(badge.code, 80), 10, align=Align.CENTRE)
    ink(canvas, INK2)
    words = fit(one_line(badge.words, 200), page.value[0] - 2 * MARGIN_PT, 10)
    draw_text(canvas, centre, top - _BADGE_H_PT - 26, words, 10, align=Align.CENTRE)


def _centred_bars(canvas: Any, code: str, left: float, y: float) -> None:
    room = _BADGE_W_PT - 2 * _QUIET_PT
    modules = sum(bar_widths(code))
    module_pt = min(1.1, room / modules)
    x = left + (_BADGE_W_PT - modules * module_pt) / 2
    barcode(canvas, x, y, code, width_pt=room, height_pt=50, module_pt=module_pt)
