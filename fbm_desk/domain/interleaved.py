"""Whether a text is two scans that were typed at the same moment, sign by sign into one another.

Two scanners that type are one keyboard to the computer: nothing tells their keys apart. Such a text
is never counted, nor is what is left of the second scan; it is only told for what it is.
"""

from __future__ import annotations

from collections.abc import Iterable

_LEAST, _LONGEST = 8, 80
_FOREIGN = 2
"""A single sign too many is a typing mistake."""


def runs_through(text: str, codes: Iterable[str]) -> bool:
    """True when one of these codes stands in the text with signs of another between its own.

    A code that stands there in one piece was not interleaved: two scans then ran together. A code
    of 12 digits runs by chance through one in ten million texts of 20.
    """
    if not _LEAST + _FOREIGN <= len(text) <= _LONGEST:
        return False
    upper = text.upper()
    return any(
        _LEAST <= len(code) <= len(text) - _FOREIGN and code not in upper and _in_order(code, upper)
        for code in {one.upper() for one in codes}
    )


def _in_order(code: str, text: str) -> bool:
    signs = iter(text)
    return all(sign in signs for sign in code)
