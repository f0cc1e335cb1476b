"""The fonts of all paper: which covers which character, in visual order; `paper_text` wraps.

Fonts are read from `resources/fonts` when a text first needs them. reportlab's font objects are
shared by all documents and not safe for threads: whoever draws holds `PAPER_LOCK`.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from itertools import groupby

from fbm_desk.settings import resource

PAPER_LOCK = threading.RLock()
_NO_GLYPH = "\u25a1"  # white square, in every Inter file


class Weight(Enum):
    """The three weights of Inter used on paper; the value is the font file's name."""

    REGULAR = "Inter-Regular"  #: everything that is not a heading
    SEMIBOLD = "Inter-SemiBold"  #: names of things
    BOLD = "Inter-Bold"  #: titles and quantities


#: Fonts with only one weight, tried in this order for characters Inter does not have.
_FALLBACKS = (
    ("NotoSansArabic-Regular", 0x0600, 0x08FF),
    ("NotoSansArabic-Regular", 0xFB50, 0xFEFF),
    ("NotoSansHebrew-Regular", 0x0590, 0x05FF),
    ("NotoSansHebrew-Regular", 0xFB1D, 0xFB4F),
    ("NotoSansThai-Regular", 0x0E00, 0x0E7F),
    ("NotoSansDevanagari-Regular", 0x0900, 0x097F),
    ("HangulPaper-Regular", 0x3131, 0x318E),
    ("HangulPaper-Regular", 0xAC00, 0xD7A3),
    ("DroidSansFallback", 0x2000, 0xFFFF),
)
_SHAPED = frozenset(
    {
        "NotoSansArabic-Regular",
        "NotoSansHebrew-Regular",
        "NotoSansThai-Regular",
        "NotoSansDevanagari-Regular",
    }
)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line in one font, in visual order. `width_em` is its advance at size 1."""

    font: str
    text: str
    width_em: float


@cache
def characters_of(font: str) -> dict[int, int]:
    """Register the font file `font` with reportlab once; gives its characters and their glyphs."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    with PAPER_LOCK:
        # Only the letters a page has are embedded, not all of ASCII: half the time and size.
        file = str(resource("fonts", f"{font}.ttf"))
        loaded = TTFont(font, file, asciiReadable=0)
        pdfmetrics.registerFont(loaded)
        covered: dict[int, int] = loaded.face.charToGlyph
        return covered


@lru_cache(maxsize=4096)
def runs(text: str, weight: Weight = Weight.REGULAR) -> tuple[Run, ...]:
    """`text`, one cleaned line in logical order, as runs from left to right."""
    with PAPER_LOCK:
        if _is_plain(text, weight):
            return (_run(weight.value, text),) if text else ()
        return tuple(_run(font, piece) for font, piece in _pieces(_visual(text), weight))


def width_pt(text: str, size_pt: float, weight: Weight = Weight.REGULAR) -> float:
    """How wide `text` will be."""
    return sum(run.width_em for run in runs(text, weight)) * size_pt


@lru_cache(maxsize=16384)
def font_of(char: str, weight: Weight) -> str | None:
    """The font that has `char`, None where none has it."""
    code = ord(char)
    if code in characters_of(weight.value):
        return weight.value
    for font, first, last in _FALLBACKS:
        if first <= code <= last and code in characters_of(font):
            return font
    return None


def font_names() -> tuple[str, ...]:
    """Every font that paper needs; each is a file of this name in `resources/fonts`."""
    weights = [weight.value for weight in Weight]
    return tuple(dict.fromkeys([*weights, *(font for font, _, _ in _FALLBACKS)]))


def has_every_character(text: str) -> bool:
    """Whether the paper fonts can draw all of `text` (emoji they can not)."""
    return all(font_of(char, Weight.REGULAR) for char in text if not _is_invisible(char))


def _is_plain(text: str, weight: Weight) -> bool:
    covered = characters_of(weight.value)
    return all(ord(char) in covered for char in text)


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or "\ufe00" <= char <= "\ufe0f"


def _is_right_to_left(char: str) -> bool:
    return unicodedata.bidirectional(char) in ("R", "AL")


def _visual(text: str) -> str:
    """`text` with right-to-left stretches turned round, as a reader's eye meets them."""
    if not any(map(_is_right_to_left, text)):
        return text
    # WORKAROUND: python-bidi's default Rust `get_display` leaves brackets unmirrored (0.6.12).
    from bidi.algorithm import get_display  # type: ignore[import-untyped]

    return str(get_display(text))


def _pieces(visual: str, weight: Weight) -> Iterator[tuple[str, str]]:
    """(font, text) from left to right; right-to-left pieces in logical order, as shaping wants."""
    font = weight.value
    chosen: list[tuple[str, bool, str]] = []
    for char in visual:
        if _is_invisible(char) and not font.startswith("Noto"):
            continue
        if unicodedata.combining(char) and font_of(char, weight) is None:
            continue
        # Blanks and marks stay with the script before them, so that shaping sees whole words.
        joins = char == " " or unicodedata.combining(char) or _is_invisible(char)
        if not (joins and ord(char) in characters_of(font)):
            font = font_of(char, weight) or weight.value
        known = char if ord(char) in characters_of(font) else _NO_GLYPH
        chosen.append((font, _is_right_to_left(char) or _turns(char), known))
    for (name, turned), group in groupby(chosen, key=lambda entry: entry[:2]):
        text = "".join(entry[2] for entry in group)
        yield name, text[::-1] if turned else text


def _turns(char: str) -> bool:
    """Whether a mark belongs to right-to-left text, where it was turned round with its letter."""
    return "\u0590" <= char <= "\u08ff" and unicodedata.bidirectional(char) == "NSM"


def _run(font: str, text: str) -> Run:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import ShapedStr, shapeStr

    if font not in _SHAPED:
        return Run(font, text, pdfmetrics.stringWidth(text, font, 1))
    shaped = shapeStr(text, font, 1, force=True)
    if not isinstance(shaped, ShapedStr):
        return Run(font, shaped, pdfmetrics.stringWidth(shaped, font, 1))
    advances = [glyph.x_advance for glyph in shaped.__shapeData__]
    return Run(font, shaped, sum(advances) / 1000)
