"""A pretend label as a one-page PDF of 4×6 inches with its fonts embedded."""

from __future__ import annotations

import functools
import io
from typing import Any

from fbm_desk import settings
from fbm_desk.simulator.label_codes import code128_modules, qr_modules
from fbm_desk.simulator.label_fonts import needs_shaping, runs
from fbm_desk.simulator.label_layout import (
    BAR,
    DPI,
    HEIGHT,
    SQUARE,
    Bar,
    Code128,
    Mark,
    Text,
)
from fbm_desk.simulator.label_png import BASELINE, writing

#: Pieces that need shaping are drawn as pictures, so many times finer than the printer.
_FINER = 4


def draw_pdf(marks: tuple[Mark, ...], title: str) -> bytes:
    """The label as a PDF file; `title` names the document, the tracking number for instance."""
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(4 * 72, 6 * 72), pageCompression=1, invariant=1)
    canvas.setTitle(title)
    canvas.scale(72 / DPI, 72 / DPI)
    for mark in marks:
        _draw(canvas, mark)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw(canvas: Any, mark: Mark) -> None:
    if isinstance(mark, Text):
        _write(canvas, mark)
    elif isinstance(mark, Bar):
        _fill(canvas, mark.x, mark.y, mark.width, mark.height)
    elif isinstance(mark, Code128):
        for place, black in enumerate(code128_modules(mark.text)):
            if black:
                _fill(canvas, mark.x + place * BAR, mark.y, BAR, mark.height)
    else:
        for row, squares in enumerate(qr_modules(mark.text)):
            for column, black in enumerate(squares):
                if black:
                    left, top = mark.x + column * SQUARE, mark.y + row * SQUARE
                    _fill(canvas, left, top, SQUARE, SQUARE)


def _fill(canvas: Any, x: float, y: float, width: float, height: float) -> None:
    canvas.setFillGray(0)
    canvas.rect(x, HEIGHT - y - height, width, height, stroke=0, fill=1)


def _write(canvas: Any, mark: Text) -> None:
    canvas.setFillGray(1 if mark.white else 0)
    baseline = HEIGHT - mark.y - mark.size * BASELINE
    if mark.room:
        canvas.setFont(_registered("Inter-Bold.ttf"), mark.size)
        canvas.drawCentredString(mark.x + mark.room / 2, baseline, mark.text)
        return
    x = float(mark.x)
    for font_file, piece in runs(mark.text, mark.bold):
        if needs_shaping(font_file):
            x += _paste(canvas, Text(round(x), mark.y, mark.size, piece, mark.bold))
            continue
        name = _registered(font_file)
        canvas.setFont(name, mark.size)
        canvas.drawString(x, baseline, piece)
        x += canvas.stringWidth(piece, name, mark.size)


def _paste(canvas: Any, mark: Text) -> float:
    from PIL import ImageOps
    from reportlab.lib.utils import ImageReader

    picture = ImageOps.invert(writing(mark.text, mark.size * _FINER, mark.bold))
    width, height = picture.width / _FINER, picture.height / _FINER
    canvas.drawImage(ImageReader(picture), mark.x, HEIGHT - mark.y - height, width, height)
    return width


@functools.cache
def _registered(font_file: str) -> str:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    name = f"label {font_file}"
    pdfmetrics.registerFont(TTFont(name, str(settings.resource("fonts", font_file))))
    return name
