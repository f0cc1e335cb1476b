"""Texts that a spreadsheet must neither run, shorten nor turn, and how they come back from one.

OWASP "CSV Injection": `= + - @`, tab, CR and LF at the beginning, also in full width and behind
blanks that cannot be seen.
"""

from __future__ import annotations

import re
import unicodedata

#: Spreadsheets run a cell that begins with one of these, whatever blanks stand before it.
_FORMULA_SIGNS = frozenset("=+-@")
#: Longer numbers lose their last digits in a spreadsheet, and leading zeros vanish.
_EXACT_DIGITS = 15
#: From so many digits on a spreadsheet shows a number as 4.00638E+12, and saves what it shows.
_SHOWN_DIGITS = 11
_MARK = "'"
_MONTHS = (
    "jan(?:uary|uar)? feb(?:ruary|ruar)? mar(?:ch)? märz mrz apr(?:il)? may mai june? juni july?"
    " juli aug(?:ust)? sept? september o[ck]t(?:ober)? nov(?:ember)? de[cz](?:ember)?"
).replace(" ", "|")
#: What a spreadsheet takes for a number with a power, a fraction, a date or a time of day, and
#: writes back as 1.2E+06, 03. Dez or 0.5: digits and signs between them, or a month and a number.
_TURNED = re.compile(
    r"[0-9]+(?:[.,][0-9]+)?e[0-9]+"
    r"|[0-9]+(?:\s?[-./:,]\s?[0-9]+)+(?:\s[ap]m)?"
    rf"|[0-9]{{1,4}}[-./ ]*(?:{_MONTHS})(?:[-./ ]*[0-9]{{1,4}})?"
    rf"|(?:{_MONTHS})[-./ ]*[0-9]{{1,4}}",
    re.IGNORECASE,
)


def guarded(text: str) -> str:
    """`text` as a cell that stays text: a leading apostrophe where it would run or lose digits."""
    text = text.replace("\0", "")
    if _runs(text) or _loses_digits(text):
        return f"{_MARK}{text}"
    return text


def sent_out(text: str) -> str:
    """`text` as a cell that comes back as it was, also saved by a spreadsheet: see `come_back`."""
    return f"{_MARK}{text}" if _is_marked(text) else text


def come_back(text: str) -> str:
    """What a cell said before `sent_out` wrote it; every other cell as it is."""
    return text[1:] if text.startswith(_MARK) and _is_marked(text[1:]) else text


def is_shortened(text: str) -> bool:
    """True of a number as a spreadsheet writes it when it has lost digits: 4.00638E+12."""
    number, e, power = text.upper().replace(",", ".").partition("E+")
    return bool(e) and power.isdigit() and number.replace(".", "", 1).isdigit()


def _is_marked(text: str) -> bool:
    """Nothing else may look like a marked text, so what has a mark of its own gets another."""
    bare = text.lstrip(_MARK)
    long = bare.isascii() and bare.isdigit() and len(bare) > _SHOWN_DIGITS
    return long or _runs(bare) or _loses_digits(bare) or bool(_TURNED.fullmatch(bare))


def _runs(text: str) -> bool:
    seen = next((sign for sign in text if not _invisible(sign)), "")
    return text[:1] in ("\t", "\r", "\n") or unicodedata.normalize("NFKC", seen) in _FORMULA_SIGNS


def _invisible(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf")


def _loses_digits(text: str) -> bool:
    digits = text.isascii() and text.isdigit()
    return digits and (len(text) > _EXACT_DIGITS or (len(text) > 1 and text[0] == "0"))
