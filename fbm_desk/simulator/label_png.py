"""A pretend label as a picture: black on white, one pixel per printer dot."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from fbm_desk.simulator.label_codes import code128_modules, qr_modules
from fbm_desk.simulator.label_fonts import pillow_font, runs
from fbm_desk.simulator.label_layout import (
    BAR,
    DPI,
    HEIGHT,
    SQUARE,
    WIDTH,
    Bar,
    Code128,
    Mark,
    MatrixCode,
    Text,
)

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

#: Where writing stands in its line, as a share of the line's height.
BASELINE = 0.82


def draw_png(marks: tuple[Mark, ...]) -> bytes:
    """The label as a PNG file with its resolution in it."""
    from PIL import Image, ImageDraw

    picture = Image.new("L", (WIDTH, HEIGHT), 255)
    pen = ImageDraw.Draw(picture)
    for mark in marks:
        _draw(pen, mark)
    file = io.BytesIO()
    picture.point(lambda grey: 255 if grey > 140 else 0).convert(
        "1", dither=Image.Dither.NONE
    ).save(file, "PNG", dpi=(DPI, DPI))
    return file.getvalue()


def writing(text: str, size: int, bold: bool) -> Image.Image:
    """One line of writing as a picture of black (255) on nothing (0), cut to its width."""
    from PIL import Image, ImageDraw

    pieces = [(pillow_font(font, size), piece) for font, piece in runs(text, bold)]
    width = round(sum(font.getlength(piece) for font, piece in pieces)) + 2
    picture = Image.new("L", (max(1, width), round(size * 1.15)), 0)
    _write(ImageDraw.Draw(picture), Text(0, 0, size, text, bold), 255)
    return picture


def _draw(pen: ImageDraw.ImageDraw, mark: Mark) -> None:
    if isinstance(mark, Text):
        _write(pen, mark, 255 if mark.white else 0)
    elif isinstance(mark, Bar):
        _fill(pen, mark.x, mark.y, mark.width, mark.height)
    elif isinstance(mark, Code128):
        for place, black in enumerate(code128_modules(mark.text)):
            if black:
                _fill(pen, mark.x + place * BAR, mark.y, BAR, mark.height)
    else:
        _draw_matrix(pen, mark)


def _draw_matrix(pen: ImageDraw.ImageDraw, mark: MatrixCode) -> None:
    for row, squares in enumerate(qr_modules(mark.text)):
        for column, black in enumerate(squares):
            if black:
                left, top = mark.x + column * SQUARE, mark.y + row * SQUARE
                _fill(pen, left, top, SQUARE, SQUARE)


def _write(pen: ImageDraw.ImageDraw, mark: Text, shade: int) -> None:
    pieces = [(pillow_font(file, mark.size), piece) for file, piece in runs(mark.text, mark.bold)]
    width = sum(font.getlength(piece) for font, piece in pieces)
    x = mark.x + (mark.room - width) / 2 if mark.room else float(mark.x)
    for font, piece in pieces:
        pen.text((x, mark.y + mark.size * BASELINE), piece, fill=shade, font=font, anchor="ls")
        x += font.getlength(piece)


def _fill(pen: ImageDraw.ImageDraw, x: int, y: int, width: int, height: int) -> None:
    pen.rectangle((x, y, x + width - 1, y + height - 1), fill=0)
