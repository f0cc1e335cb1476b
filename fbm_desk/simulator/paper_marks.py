"""Letters and barcodes as dots, for the pretend printers only; where they stand is theirs."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from fbm_desk.settings import resource

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

_FONTS = (
    "NotoSansArabic-Regular",
    "NotoSansHebrew-Regular",
    "NotoSansThai-Regular",
    "NotoSansDevanagari-Regular",
    "HangulPaper-Regular",
    "DroidSansFallback",
)
_ASCENT, _LINE = 0.78, 1.0


@lru_cache(maxsize=64)
def _font(name: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(resource("fonts", f"{name}.ttf")), size)


@lru_cache(maxsize=2048)
def _font_name(char: str, main: str) -> str:
    """The first font that has the character: one without it draws the same box for everything."""
    for name in (main, *_FONTS):
        font = _font(name, 24)
        if char == " " or font.getmask(char).getbbox() != font.getmask("\uffff").getbbox():
            return name
        if bytes(font.getmask(char)) != bytes(font.getmask("\uffff")):
            return name
    return main


def letters(text: str, height: int, width: int = 0, *, bold: bool = True) -> Image:
    """`text` on one line `height` dots high; `width` is the wished width of a wide letter."""
    from PIL import Image, ImageDraw

    main = "Inter-SemiBold" if bold else "Inter-Regular"
    size = max(6, round(height * 0.95))
    fonts = [_font(_font_name(char, main), size) for char in text]
    advances = [font.getlength(char) for font, char in zip(fonts, text, strict=True)]
    line = Image.new("L", (max(1, round(sum(advances)) + 1), max(1, round(height * _LINE))), 255)
    draw, x = ImageDraw.Draw(line), 0.0
    for char, font, advance in zip(text, fonts, advances, strict=True):
        draw.text((x, height * _ASCENT), char, fill=0, font=font, anchor="ls")
        x += advance
    # Printers' resident fonts are narrower than Inter.
    stretch = 0.84 * (width / height if width else 1.0)
    return line.resize((max(1, round(line.width * stretch)), line.height))


def linear_code(kind: str, text: str, module: int, height: int) -> Image:
    """Bars of `module` dots. `kind` is a zxing format name; ValueError where it cannot be drawn."""
    row = _modules(kind, text)[0]
    from PIL import Image

    bars = Image.new("L", (len(row), 1), 255)
    bars.putdata([0 if dark else 255 for dark in row])
    return bars.resize((len(row) * module, max(1, height)), Image.Resampling.NEAREST)


def matrix_code(kind: str, text: str, module: int, module_high: int = 0) -> Image:
    """A matrix of square (or `module_high` tall) modules. ValueError where it cannot be drawn."""
    rows = _modules(kind, text)
    from PIL import Image

    dots = Image.new("L", (len(rows[0]), len(rows)), 255)
    dots.putdata([0 if dark else 255 for row in rows for dark in row])
    size = (dots.width * module, dots.height * (module_high or module))
    return dots.resize(size, Image.Resampling.NEAREST)


@lru_cache(maxsize=256)
def _modules(kind: str, text: str) -> list[list[bool]]:
    import numpy
    import zxingcpp

    gs1 = text.startswith("[")
    code = zxingcpp.create_barcode(text, getattr(zxingcpp, kind), **({"gs1": True} if gs1 else {}))
    dots = numpy.array(code.to_image(scale=1, add_quiet_zones=False))
    return [[bool(value < 128) for value in row] for row in dots]
