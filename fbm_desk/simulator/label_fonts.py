"""Which font writes which script on a label; drawing is left to the formats."""

from __future__ import annotations

import functools
from itertools import groupby
from typing import TYPE_CHECKING

from fbm_desk import settings

if TYPE_CHECKING:
    from PIL import ImageFont

_HAN = "DroidSansFallback.ttf"
_HANGUL = "HangulPaper-Regular.ttf"
#: First and last sign of a script that Inter does not write, and who does.
_SCRIPTS = (
    (0x0590, 0x05FF, "NotoSansHebrew-Regular.ttf"),
    (0x0600, 0x077F, "NotoSansArabic-Regular.ttf"),
    (0xFB50, 0xFDFF, "NotoSansArabic-Regular.ttf"),
    (0xFE70, 0xFEFF, "NotoSansArabic-Regular.ttf"),
    (0x0900, 0x097F, "NotoSansDevanagari-Regular.ttf"),
    (0x0E00, 0x0E7F, "NotoSansThai-Regular.ttf"),
    (0x1100, 0x11FF, _HANGUL),
    (0x3130, 0x318F, _HANGUL),
    (0xAC00, 0xD7A3, _HANGUL),
    (0x2E80, 0x312F, _HAN),
    (0x3190, 0x9FFF, _HAN),
    (0xF900, 0xFAFF, _HAN),
    (0xFF00, 0xFFEF, _HAN),
)
_WITHOUT_SHAPING = frozenset({_HAN, _HANGUL})


def runs(text: str, bold: bool) -> tuple[tuple[str, str], ...]:
    """The line cut into (font file, piece), in reading order.

    A space stays in a piece of a shaped script, so that its words keep their order.
    """
    latin = "Inter-Bold.ttf" if bold else "Inter-Regular.ttf"
    signs: list[tuple[str, str]] = []
    for sign in text:
        before = signs[-1][0] if signs else latin
        signs.append(
            (before if sign == " " and needs_shaping(before) else _font(sign, latin), sign)
        )
    pieces = groupby(signs, key=lambda pair: pair[0])
    return tuple((font, "".join(sign for _, sign in piece)) for font, piece in pieces)


def needs_shaping(font: str) -> bool:
    """Whether letters of this font join or stack, so that only a shaper sets them right."""
    return not font.startswith("Inter") and font not in _WITHOUT_SHAPING


@functools.lru_cache(maxsize=256)
def pillow_font(font: str, size: int) -> ImageFont.FreeTypeFont:
    """A font file at a size in dots, for Pillow."""
    from PIL import ImageFont

    return ImageFont.truetype(str(settings.resource("fonts", font)), size)


def _font(sign: str, latin: str) -> str:
    point = ord(sign)
    return next((font for first, last, font in _SCRIPTS if first <= point <= last), latin)
