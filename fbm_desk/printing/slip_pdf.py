"""The packing slip as PDF pages; what stands on it is a `PackingSlip`, drawn only as text."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from fbm_desk.printing.address_block import address_lines
from fbm_desk.printing.clean_text import one_line, paragraphs
from fbm_desk.printing.code128 import can_encode
from fbm_desk.printing.documents import PackingSlip, PageSize, SlipLine, SlipWords
from fbm_desk.printing.paper_fonts import PAPER_LOCK, Weight, width_pt
from fbm_desk.printing.paper_sheet import (
    INK,
    INK2,
    MARGIN_PT,
    TINT,
    Block,
    barcode,
    ink,
    new_canvas,
    rule,
)
from fbm_desk.printing.paper_text import Align, draw_text, fit, wrap
from fbm_desk.threads import scans_first

_TITLE_LIMIT, _GIFT_LIMIT, _NOTE_LIMIT = 400, 1500, 1000
_GIFT_LINES, _NOTE_LINES = 24, 14
_QTY_COLUMN_PT = 58.0
_FOOT_PT = 34.0
_FACT_PT = 36.0
_TABLE_HEAD_PT = 26.0
_RUNNING_HEAD_PT = 34.0


def packing_slip_pdf(slip: PackingSlip, page: PageSize = PageSize.A4) -> bytes:
    """The slip as a PDF of as many pages as its lines need, fonts embedded, no prices."""
    with PAPER_LOCK:
        canvas, buffer = new_canvas(
            page, f"{slip.words.packing_slip} {one_line(slip.order_id, 40)}"
        )
        pages = _paginate(list(_blocks(slip, page)), page)
        for number, blocks in enumerate(pages, 1):
            _draw_page(canvas, slip, page, blocks, number, len(pages))
        scans_first.let_pass()
        canvas.save()
        return buffer.getvalue()


def _blocks(slip: PackingSlip, page: PageSize) -> Iterator[Block]:
    right = page.value[0] - MARGIN_PT
    yield _head(slip, right)
    yield _parties(slip, right)
    if not slip.lines:
        yield Block(40, partial(_draw_nothing, words=slip.words))
    for line in slip.lines:
        yield _row(line, slip.words, right)
    yield _sum(slip)
    yield from _gift(slip, right)
    yield from _note(slip, right)


def _paginate(blocks: list[Block], page: PageSize) -> list[list[Block]]:
    """Blocks onto pages; a page that begins with a row or goes on with rows has a table head."""
    pages: list[list[Block]] = [[]]
    room = _room(page)
    for block in blocks:
        needed = block.height_pt + (_TABLE_HEAD_PT if _opens_table(pages[-1], block) else 0)
        if needed > room and pages[-1]:
            pages.append([])
            room = _room(page) - _RUNNING_HEAD_PT
            needed = block.height_pt + (_TABLE_HEAD_PT if block.is_row else 0)
        pages[-1].append(block)
        room -= needed
    return pages


def _room(page: PageSize) -> float:
    return page.value[1] - 2 * MARGIN_PT - _FOOT_PT


def _opens_table(before: list[Block], block: Block) -> bool:
    return block.is_row and not (before and before[-1].is_row)


def _draw_page(
    canvas: Any, slip: PackingSlip, page: PageSize, blocks: list[Block], number: int, count: int
) -> None:
    right, y = page.value[0] - MARGIN_PT, page.value[1] - MARGIN_PT
    if number > 1:
        _draw_running_head(canvas, slip, right, y)
        y -= _RUNNING_HEAD_PT
    before: list[Block] = []
    for block in blocks:
        if _opens_table(before, block):
            _draw_table_head(canvas, slip.words, right, y)
            y -= _TABLE_HEAD_PT
        scans_first.let_pass()
        block.draw(canvas, y)
        y -= block.height_pt
        before = [block]
    _draw_foot(canvas, slip, right, number, count)
    canvas.showPage()


def _draw_foot(canvas: Any, slip: PackingSlip, right: float, number: int, count: int) -> None:
    words = slip.words
    rule(canvas, MARGIN_PT, right, MARGIN_PT + 14)
    ink(canvas, INK2)
    order = f"{words.order} {one_line(slip.order_id, 40)}"
    draw_text(canvas, MARGIN_PT, MARGIN_PT, order, 8.5)
    place = f"{words.page} {number} {words.of} {count}"
    draw_text(canvas, right, MARGIN_PT, place, 8.5, align=Align.RIGHT)


def _draw_running_head(canvas: Any, slip: PackingSlip, right: float, y: float) -> None:
    ink(canvas)
    draw_text(canvas, MARGIN_PT, y - 10, slip.words.packing_slip, 12, Weight.SEMIBOLD)
    order = one_line(slip.order_id, 40)
    draw_text(canvas, right, y - 10, order, 12, Weight.SEMIBOLD, Align.RIGHT)
    rule(canvas, MARGIN_PT, right, y - 18, 1.3, INK)


def _head(slip: PackingSlip, right: float) -> Block:
    shop = [one_line(line, 90) for line in slip.shop_address_lines[:5]]
    height = 118 + max(0, len(shop) - 3) * 12

    def draw(canvas: Any, top: float) -> None:
        ink(canvas)
        left_width = right - MARGIN_PT - 230
        name = fit(one_line(slip.shop_name, 80), left_width, 13, Weight.SEMIBOLD)
        draw_text(canvas, MARGIN_PT, top - 12, name, 13, Weight.SEMIBOLD)
        ink(canvas, INK2)
        for place, line in enumerate(shop):
            draw_text(canvas, MARGIN_PT, top - 28 - 12 * place, fit(line, left_width, 9), 9)
        _draw_order_code(canvas, slip, right, top)
        _draw_title(canvas, slip, right, top - height + 14)

    return Block(height, draw)


def _draw_order_code(canvas: Any, slip: PackingSlip, right: float, top: float) -> None:
    order = one_line(slip.order_id, 40)
    if can_encode(order):
        barcode(canvas, right, top - 34, order, width_pt=215, height_pt=32, align=Align.RIGHT)
    ink(canvas)
    draw_text(canvas, right, top - 49, order, 11, Weight.SEMIBOLD, Align.RIGHT)


def _draw_title(canvas: Any, slip: PackingSlip, right: float, base: float) -> None:
    ink(canvas)
    x = MARGIN_PT + draw_text(canvas, MARGIN_PT, base, slip.words.packing_slip, 24, Weight.BOLD)
    if slip.reprint:
        _draw_pill(canvas, x + 14, base, slip.words.reprint.upper())
    rule(canvas, MARGIN_PT, right, base - 12, 1.3, INK)


def _draw_pill(canvas: Any, x: float, base: float, text: str) -> None:
    width = width_pt(text, 9.5, Weight.BOLD) + 18
    canvas.setStrokeColorRGB(*INK)
    canvas.setLineWidth(1.2)
    canvas.roundRect(x, base - 0.5, width, 18, 9)
    draw_text(canvas, x + 9, base + 5, text, 9.5, Weight.BOLD)


def _parties(slip: PackingSlip, right: float) -> Block:
    middle = MARGIN_PT + (right - MARGIN_PT) * 0.56
    address = _address(slip, middle - MARGIN_PT - 20)
    facts = _facts(slip)
    height = 32 + max(16 * len(address), _FACT_PT * len(facts)) + 12

    def draw(canvas: Any, top: float) -> None:
        ink(canvas, INK2)
        draw_text(canvas, MARGIN_PT, top - 14, slip.words.ship_to, 9)
        ink(canvas)
        for place, line in enumerate(address):
            weight = Weight.REGULAR if place else Weight.SEMIBOLD
            draw_text(canvas, MARGIN_PT, top - 31 - 16 * place, line, 12, weight)
        for place, (label, value) in enumerate(facts):
            value = fit(value, right - middle, 11, Weight.SEMIBOLD)
            _draw_fact(canvas, middle, top - 14 - place * _FACT_PT, label, value)

    return Block(height, draw)


def _draw_fact(canvas: Any, x: float, y: float, label: str, value: str) -> None:
    ink(canvas, INK2)
    draw_text(canvas, x, y, label, 9)
    ink(canvas)
    draw_text(canvas, x, y - 16, value, 11, Weight.SEMIBOLD)


def _address(slip: PackingSlip, limit_pt: float) -> list[str]:
    lines: list[str] = []
    for place, line in enumerate(address_lines(slip.ship_to)):
        weight = Weight.REGULAR if place else Weight.SEMIBOLD
        lines += wrap(line, limit_pt, 12, weight, max_lines=3)
    return lines


def _facts(slip: PackingSlip) -> list[tuple[str, str]]:
    words = slip.words
    facts = [(words.ordered, one_line(slip.order_date_text, 60))]
    if slip.parcel_count > 1 or slip.parcel_number > 1:
        facts.append((words.parcel, f"{slip.parcel_number} {words.of} {slip.parcel_count}"))
    if slip.purchase_order_number:
        facts.append((words.purchase_order, one_line(slip.purchase_order_number, 60)))
    return [fact for fact in facts if fact[1]]


def _draw_table_head(canvas: Any, words: SlipWords, right: float, top: float) -> None:
    ink(canvas, INK2)
    draw_text(canvas, MARGIN_PT, top - 14, words.quantity, 9)
    draw_text(canvas, MARGIN_PT + _QTY_COLUMN_PT, top - 14, words.item, 9)
    rule(canvas, MARGIN_PT, right, top - 22, 0.8, INK)


def _row(line: SlipLine, words: SlipWords, right: float) -> Block:
    left = MARGIN_PT + _QTY_COLUMN_PT
    title = wrap(one_line(line.title, _TITLE_LIMIT), right - left, 11.5, Weight.SEMIBOLD, 6)
    second = one_line(line.sku, 80)
    if line.ordered_quantity != line.quantity:
        second = f"{second}  ·  {line.ordered_quantity} {words.ordered_in_all}"
    height = 15 * max(1, len(title)) + 14 + 16

    def draw(canvas: Any, top: float) -> None:
        ink(canvas)
        count = fit(str(line.quantity), _QTY_COLUMN_PT - 8, 20, Weight.BOLD)
        draw_text(canvas, MARGIN_PT, top - 25, count, 20, Weight.BOLD)
        y = top - 19.0
        for text in title:
            draw_text(canvas, left, y, text, 11.5, Weight.SEMIBOLD)
            y -= 15
        ink(canvas, INK2)
        draw_text(canvas, left, y, fit(second, right - left, 9.5), 9.5)
        rule(canvas, MARGIN_PT, right, top - height)

    return Block(height, draw, is_row=True)


def _draw_nothing(canvas: Any, top: float, words: SlipWords) -> None:
    ink(canvas, INK2)
    draw_text(canvas, MARGIN_PT, top - 22, words.nothing, 11.5)


def _sum(slip: PackingSlip) -> Block:
    words = slip.words
    noun = words.unit if slip.units == 1 else words.units

    def draw(canvas: Any, top: float) -> None:
        ink(canvas)
        x = MARGIN_PT + draw_text(canvas, MARGIN_PT, top - 26, f"{slip.units:,}", 20, Weight.BOLD)
        ink(canvas, INK2)
        draw_text(canvas, x + 6, top - 26, f"{noun} {words.in_this_parcel}", 11.5)

    return Block(52, draw)


def _gift(slip: PackingSlip, right: float) -> Iterator[Block]:
    lines: list[str] = []
    for text in paragraphs(slip.gift_message, _GIFT_LIMIT):
        lines += wrap(text, right - MARGIN_PT - 40, 13, max_lines=_GIFT_LINES) or [""]
    lines = lines[:_GIFT_LINES]
    if not lines:
        return
    height = 46 + 19 * len(lines)

    def draw(canvas: Any, top: float) -> None:
        canvas.setFillColorRGB(*TINT)
        canvas.roundRect(MARGIN_PT, top - height, right - MARGIN_PT, height, 10, 0, 1)
        ink(canvas, INK2)
        draw_text(canvas, MARGIN_PT + 20, top - 20, slip.words.gift_message, 9)
        ink(canvas)
        for place, line in enumerate(lines):
            draw_text(canvas, MARGIN_PT + 20, top - 42 - 19 * place, line, 13)

    yield Block(height + 14, draw)


def _note(slip: PackingSlip, right: float) -> Iterator[Block]:
    lines: list[str] = []
    for text in paragraphs(slip.notes, _NOTE_LIMIT):
        lines += wrap(text, right - MARGIN_PT, 10.5, max_lines=_NOTE_LINES) or [""]
    lines = lines[:_NOTE_LINES]
    if not lines:
        return

    def draw(canvas: Any, top: float) -> None:
        ink(canvas, INK2)
        draw_text(canvas, MARGIN_PT, top - 14, slip.words.note, 9)
        ink(canvas)
        for place, line in enumerate(lines):
            draw_text(canvas, MARGIN_PT, top - 31 - 15 * place, line, 10.5)

    yield Block(40 + 15 * len(lines), draw)
