"""Foreign text made harmless for paper: the unprintable is dropped, the too long is cut.

Every buyer's and shop's text passes here before any drawing, whatever the format.
"""

from __future__ import annotations

import unicodedata

REPLACEMENT = "\ufffd"
_ELLIPSIS = "…"
#: Bidi embeddings, overrides and isolates: they can show a text in another order than it is.
_DIRECTION_CONTROLS = frozenset(
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_BLANKS = frozenset("\t\n\r\v\f\u0085\u2028\u2029")


def one_line(text: str, limit: int) -> str:
    """`text` as one printable line of at most `limit` characters, NFC, no control characters."""
    kept = "".join(map(_printable, text[: limit * 4 + 16]))
    line = " ".join(unicodedata.normalize("NFC", kept).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + _ELLIPSIS


def paragraphs(text: str, limit: int, line_limit: int = 40) -> list[str]:
    """`text` as at most `line_limit` lines with at most `limit` characters in all; ends trimmed."""
    found: list[str] = []
    left = limit
    for raw in text[: limit * 4 + 16].replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if left <= 0 or len(found) >= line_limit:
            found[-1] = found[-1].rstrip(_ELLIPSIS) + _ELLIPSIS
            break
        found.append(one_line(raw, left))
        left -= len(found[-1])
    while found and not found[-1]:
        found.pop()
    while found and not found[0]:
        found.pop(0)
    return found


def _printable(char: str) -> str:
    if char < "\x7f" and char >= " ":
        return char
    if char in _BLANKS:
        return " "
    category = unicodedata.category(char)
    if category == "Cs":
        return REPLACEMENT
    if category in ("Cc", "Cn", "Co") or char in _DIRECTION_CONTROLS:
        return ""
    return char
