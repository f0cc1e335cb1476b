"""Rows as a CSV file that a spreadsheet opens unharmed; leaves choosing and writing to others."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence

#: Spreadsheets run a cell that begins with one of these, whatever blanks stand before it.
_FORMULA_SIGNS = frozenset("=+-@")
#: Longer numbers lose their last digits in a spreadsheet, and leading zeros vanish.
_EXACT_DIGITS = 15


def guarded(text: str) -> str:
    """`text` as a cell that stays text: a leading apostrophe where it would run or lose digits.

    OWASP "CSV Injection": `= + - @`, tab, CR and LF at the beginning, also in full width
    and behind blanks that cannot be seen.
    """
    text = text.replace("\0", "")
    if text[:1] in ("\t", "\r", "\n") or _begins_formula(text) or _loses_digits(text):
        return f"'{text}"
    return text


def csv_bytes(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table in UTF-8 with its byte order mark, CRLF lines, every cell guarded."""
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\r\n")
    writer.writerow([guarded(cell) for cell in head])
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return page.getvalue().encode("utf-8-sig", errors="replace")


def copied(rows: Iterable[Sequence[str]]) -> str:
    """Rows for the clipboard: cells between tabs, one row a line, no break inside a cell."""
    lines = ("\t".join(" ".join(guarded(cell).split()) for cell in row) for row in rows)
    return "\n".join(lines)


def _begins_formula(text: str) -> bool:
    seen = next((sign for sign in text if not _invisible(sign)), "")
    return unicodedata.normalize("NFKC", seen) in _FORMULA_SIGNS


def _invisible(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf")


def _loses_digits(text: str) -> bool:
    digits = text.isascii() and text.isdigit()
    return digits and (len(text) > _EXACT_DIGITS or (len(text) > 1 and text[0] == "0"))
