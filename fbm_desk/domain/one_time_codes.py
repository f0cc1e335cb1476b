"""Codes that a person copies by hand once: without signs that look alike, and with a check sign.

The alphabet is Crockford's base 32. The check sign is a weighted sum over the field of 32 elements
with another weight for each place, so one wrong sign, or any two that changed places, never fit.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIGNS = 24
"""Of a whole code: 23 by chance, which are 115 bits, and one to check them."""
_GROUP = 4
_FIELD = 0b100101  # x⁵ + x² + 1: the powers of x are 31 different elements
_MEANT = str.maketrans("OIL", "011", "-\u2010\u2011\u2012\u2013\u2014\u2212")


def made(choose: Callable[[str], str] = secrets.choice) -> str:
    """A fresh code, in groups of four."""
    signs = "".join(choose(ALPHABET) for _ in range(SIGNS - 1))
    return grouped(signs + ALPHABET[_sum(f"{signs}0")])


def grouped(signs: str) -> str:
    """Signs as they are shown: `7K2M-…`."""
    return "-".join(signs[at : at + _GROUP] for at in range(0, len(signs), _GROUP))


def read(typed: str) -> str | None:
    """The signs of a code that somebody typed, None when they do not fit together."""
    signs = "".join(typed.split()).upper().translate(_MEANT)
    if len(signs) != SIGNS or not set(signs) <= set(ALPHABET) or _sum(signs):
        return None
    return signs


def _sum(signs: Iterable[str]) -> int:
    """The signs' sum, each weighted by a power of x; the last one's is 1."""
    total = 0
    for sign in signs:
        total <<= 1
        if total & 0b100000:
            total ^= _FIELD
        total ^= ALPHABET.index(sign)
    return total
