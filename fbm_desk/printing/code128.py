"""Code 128 (ISO/IEC 15417) from text to bar widths; drawing the bars is left to the paper."""

from __future__ import annotations

import re
from functools import lru_cache

#: Six widths per symbol character, bar first; values 0 to 105, as the standard lists them.
_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132"
    "122231113222123122123221223211221132221231213212223112312131311222321122321221312212"
    "322112322211212123212321232121111323131123131321112313132113132311211313231113231311"
    "112133112331132131113123113321133121313121211331231131213113213311213131311123311321"
    "331121312113312311332111314111221411431111111224111422121124121421141122141221112214"
    "112412122114122411142112142211241211221114413111241112134111111242121142121241114212"
    "124112124211411212421112421211212141214121412121111143111341131141114113114311411113"
    "411311113141114131311141411131211412211214211232"
)
_STOP = "2331112"
_START_B, _START_C, _TO_B, _TO_C = 104, 105, 100, 99
_DIGITS_WORTH_SWITCHING = re.compile(r"\d{4,}")


def can_encode(text: str) -> bool:
    """Whether `text` can be a Code 128 of a sensible length: 1 to 80 printable ASCII characters."""
    return 0 < len(text) <= 80 and all(" " <= char <= "~" for char in text)


@lru_cache(maxsize=8192)
def bar_widths(text: str) -> tuple[int, ...]:
    """Widths in modules, bar and space in turn, no quiet zones. ValueError if not encodable."""
    if not can_encode(text):
        raise ValueError("not a text for Code 128")
    values = _values(text)
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    symbols = "".join(_WIDTHS[value * 6 : value * 6 + 6] for value in [*values, check])
    return tuple(map(int, symbols + _STOP))


def _values(text: str) -> list[int]:
    """Symbol values with the start character: subset C for stretches of digits, B for the rest."""
    values: list[int] = []
    in_c = False
    for piece, digits in stretches(text):
        if not values:
            values.append(_START_C if digits else _START_B)
        elif digits != in_c:
            values.append(_TO_C if digits else _TO_B)
        in_c = digits
        if digits:
            values += [int(piece[at : at + 2]) for at in range(0, len(piece), 2)]
        else:
            values += [ord(char) - 32 for char in piece]
    return values


def stretches(text: str) -> list[tuple[str, bool]]:
    """`text` cut into (piece, True) of paired digits for subset C and (piece, False) for B."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for found in _DIGITS_WORTH_SWITCHING.finditer(text):
        first, last = found.span()
        last -= (last - first) % 2
        if first > at:
            pieces.append((text[at:first], False))
        pieces.append((text[first:last], True))
        at = last
    if at < len(text):
        pieces.append((text[at:], False))
    return pieces
