"""Two scans in one text, the Enter between them lost: told by the codes that are known here.

What shows by its form alone is `mangled`'s. Neither scan is counted: both are scanned again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from fbm_desk.domain.barcodes import barcode_key, read
from fbm_desk.domain.codes import Code, CodeKind
from fbm_desk.domain.gtin import gtin14

_LONGEST = 128
_LEAST, _LEAST_DIGITS = 3, 8
"""Shorter parts stand next to each other by chance; of digits alone, a GTIN-8 is the shortest."""
_WITH_FIELDS = frozenset({CodeKind.GS1, CodeKind.DIGITAL_LINK})
_OPEN_ENDED = frozenset({*_WITH_FIELDS, CodeKind.TOTE, CodeKind.BOX, CodeKind.BADGE})
_WITHOUT_FORM = frozenset({CodeKind.PLAIN, *_WITH_FIELDS, CodeKind.DATA_FIELDS})
_READABLE = ("", "gs1_pairs", "no_separators")
_TAIL = 12


def glued(code: Code) -> Code:
    """The code as one that stands for nothing, and says why."""
    keys = (barcode_key(code.text),)
    return replace(code, keys=keys, serial="", lot="", transparency="", trouble="glued")


def may_swallow(code: Code) -> bool:
    """True when a value or a name at the end of this code may be another scan."""
    return code.kind in _OPEN_ENDED and code.text[-_TAIL:].isdigit()


def swallows(code: Code, printed: Iterable[str]) -> bool:
    """True when a code is complete already without one of these GTINs at its end.

    By chance a lot ends so once in 10^12; a value that is such a GTIN and no more is left alone.
    """
    return may_swallow(code) and any(
        code.text.endswith(tail) and _is_whole(code, code.text.removesuffix(tail))
        for tail in {_shortest(gtin14(one)) for one in printed}
        if tail
    )


def _shortest(gtin: str) -> str:
    """A GTIN of 12 to 14 digits as short as scanners send it; empty for a GTIN-8."""
    if not gtin or gtin.startswith("000000"):
        return ""
    return gtin[2:] if gtin.startswith("00") else gtin.removeprefix("0")


def _is_whole(code: Code, text: str) -> bool:
    if code.kind not in _WITH_FIELDS:
        return read(text).kind is code.kind
    marked = code.kind is CodeKind.GS1 and not text.startswith("(")
    found = read(f"]d2{text}" if marked else text)
    named = any(gtin14(key) and len(key) == 14 for key in found.keys)
    return found.kind is code.kind and named and found.trouble in _READABLE


def halves(code: Code) -> Iterator[tuple[Code, Code]]:
    """The two scans that a text without a form of its own may be, for each place to cut it."""
    text = code.text
    if code.kind not in _WITHOUT_FORM or len(text) > _LONGEST:
        return
    least = _LEAST_DIGITS if text.isdigit() else _LEAST
    for at in range(least, len(text) - least + 1):
        yield read(text[:at]), read(text[at:])
