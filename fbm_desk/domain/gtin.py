"""Numbers of articles: GTINs of all lengths, UPC-E, ISBN, ISSN; and the form codes are kept in."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = re.compile(r"[0-9]+")
_LENGTHS = (8, 12, 13, 14)


def check_digit(body: str) -> str:
    """The GTIN check digit of a number without one (GS1 General Specifications, 7.9)."""
    total = 3 * sum(map(int, body[::-2])) + sum(map(int, body[-2::-2]))
    return str(-total % 10)


def gtin14(text: str) -> str:
    """A GTIN-8, -12, -13 or -14 as 14 digits; empty when it is none or its check digit is wrong."""
    if len(text) not in _LENGTHS or not _DIGITS.fullmatch(text):
        return ""
    return text.zfill(14) if check_digit(text[:-1]) == text[-1] else ""


def barcode_key(text: str) -> str:
    """The one form under which a barcode is kept and looked up.

    GTINs of all lengths become 14 digits, everything else is compared without regard to case and
    to the ways Unicode can write the same letter.
    """
    plain = text.strip()
    if plain.isascii():
        return gtin14(plain) or plain.lower()
    return unicodedata.normalize("NFC", plain).casefold()


# --- UPC-E (GS1 General Specifications, 5.2.2.4.2) -----------------------------------------------


def upc_e_to_a(text: str) -> str:
    """The 12 digits of an 8-digit UPC-E; empty when it is none."""
    if len(text) != 8 or not _DIGITS.fullmatch(text) or text[0] not in "01":
        return ""
    full = text[0] + _widened(text[1:7])
    return full + text[7] if check_digit(full) == text[7] else ""


def upc_e_forms(text: str) -> tuple[str, ...]:
    """Every UPC-A that 6, 7 or 8 digits may be short for.

    Scanners send the six digits alone, with the number system before them, with the check digit
    behind them, or with both. Without a check digit nothing proves that it is a UPC-E.
    """
    if not 6 <= len(text) <= 8 or not _DIGITS.fullmatch(text):
        return ()
    if len(text) == 8:
        return (full,) if (full := upc_e_to_a(text)) else ()
    if len(text) == 7:
        found = [upc_e_to_a("0" + text)]
        found += [_completed(text[0] + _widened(text[1:]))] if text[0] in "01" else []
        return tuple(dict.fromkeys(full for full in found if full))
    return (_completed("0" + _widened(text)),)


def _completed(body: str) -> str:
    return body + check_digit(body)


def _widened(six: str) -> str:
    """Maker's and article's number, ten digits, of the six that are printed."""
    last = six[5]
    if last in "012":
        return six[:2] + last + "0000" + six[2:5]
    if last == "3":
        return six[:3] + "00000" + six[3:5]
    if last == "4":
        return six[:4] + "00000" + six[4]
    return six[:5] + "0000" + last


def upc_e_of(gtin: str) -> str:
    """The 8 digits of the UPC-E that a GTIN-14 is printed as where bars are short; else empty.

    Empty too where they may be the GTIN-8 of another article, as all that end in 5 to 9 may.
    """
    if not gtin.startswith(("000", "001")) or len(gtin) != 14:
        return ""
    maker, article = gtin[3:8], gtin[8:13]
    if maker[2] in "012" and maker[3:] == "00" == article[:2]:
        six = maker[:2] + article[2:] + maker[2]
    elif maker[3:] == "00" and article[:3] == "000":
        six = maker[:3] + article[3:] + "3"
    elif maker[4] == "0" and article[:4] == "0000":
        six = maker[:4] + article[4] + "4"
    else:
        return ""
    short = gtin[2] + six + gtin[13]
    return "" if gtin14(short) else short


# --- books and periodicals -----------------------------------------------------------------------

_BOOK = re.compile(r"(?:ISBN(?:-1[03])?:? ?)?([0-9][0-9 -]{8,15}[0-9X])", re.IGNORECASE)
_PERIODICAL = re.compile(r"(?:ISSN:? ?)?([0-9]{4})-([0-9]{3}[0-9X])", re.IGNORECASE)


def book_gtin(text: str) -> str:
    """The GTIN-14 of an ISBN-10 or -13, with or without hyphens and the word; else empty."""
    found = _BOOK.fullmatch(text)
    digits = re.sub("[ -]", "", found[1]).upper() if found else ""
    if len(digits) == 13 and digits[:3] in ("978", "979"):
        return gtin14(digits)
    if len(digits) != 10 or not _completes_eleven(digits):
        return ""
    return "0" + _completed("978" + digits[:9])


def book_number(gtin: str) -> str:
    """The ISBN-10 of a book's GTIN-14, which is its ASIN too; empty for other GTINs."""
    if len(gtin) != 14 or not gtin.startswith("0978"):
        return ""
    body = gtin[4:13]
    rest = -sum((10 - at) * int(digit) for at, digit in enumerate(body)) % 11
    return body + ("X" if rest == 10 else str(rest))


def periodical_gtin(text: str) -> str:
    """The GTIN-14 of an ISSN in its usual form, first variant (977…00); else empty."""
    found = _PERIODICAL.fullmatch(text)
    digits = (found[1] + found[2]).upper() if found else ""
    return "0" + _completed(f"977{digits[:7]}00") if digits and _completes_eleven(digits) else ""


def _completes_eleven(digits: str) -> bool:
    """ISO 2108 and ISO 3297: weights down to 1 for the last, X is ten, modulo 11."""
    values = (10 if sign == "X" else int(sign) for sign in digits)
    return sum((len(digits) - at) * value for at, value in enumerate(values)) % 11 == 0
