"""Code 128 as black bars on screen: module widths by the standard, painted on whole device pixels.

Printed barcodes are the business of printing; this one is read by imagers from the screen.
"""

from __future__ import annotations

import functools

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

# Bar and space widths of the 107 symbols (ISO/IEC 15417:2007, table 1), start with a bar.
_WIDTHS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 "
    "122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 "
    "321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 "
    "211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 "
    "213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 "
    "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 "
    "241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 "
    "412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 "
    "211214 211232 2331112"
).split()
_START_B, _START_C, _CODE_B, _CODE_C, _STOP = 104, 105, 100, 99, 106


@functools.lru_cache(maxsize=64)
def code128(text: str) -> tuple[int, ...]:
    """Widths of bars and spaces in modules, a bar first, without quiet zones.

    `text` is printable ASCII; runs of four digits and more go two to a symbol.
    """
    symbols = _symbols(text)
    check = symbols[0] + sum(at * symbol for at, symbol in enumerate(symbols))
    symbols += [check % 103, _STOP]
    return tuple(int(width) for symbol in symbols for width in _WIDTHS[symbol])


def modules(text: str) -> int:
    """How many modules wide the barcode is without quiet zones."""
    return sum(code128(text))


def paint_code128(painter: QPainter, text: str, box: QRectF) -> None:
    """Paint black bars centred in `box` (device pixels), each module a whole number of them."""
    widths = code128(text)
    module = max(1, int(box.width() / sum(widths)))
    x = int(box.x() + (box.width() - module * sum(widths)) / 2)
    top, height = int(box.y()), int(box.height())
    for at, width in enumerate(widths):
        if at % 2 == 0:
            painter.fillRect(x, top, width * module, height, Qt.GlobalColor.black)
        x += width * module


def _symbols(text: str) -> list[int]:
    symbols: list[int] = []
    at, in_c = 0, False
    while at < len(text):
        pairs = _digits_from(text, at) // 2
        wants_c = pairs >= (1 if in_c else 2)
        if wants_c != in_c or not symbols:
            symbols.append(_switch(symbols, wants_c))
            in_c = wants_c
        step = 2 if in_c else 1
        symbols.append(int(text[at : at + 2]) if in_c else ord(text[at]) - 32)
        at += step
    return symbols


def _switch(symbols: list[int], to_c: bool) -> int:
    if not symbols:
        return _START_C if to_c else _START_B
    return _CODE_C if to_c else _CODE_B


def _digits_from(text: str, at: int) -> int:
    end = at
    while end < len(text) and text[end] in "0123456789":
        end += 1
    return end - at
