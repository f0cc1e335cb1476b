"""What a scanned text may mean: commands, order numbers, GTINs, GS1 element strings, plain codes.

Pure and total: every text gives a `Code`. What it stands for in this shop is looked up by others.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from fbm_desk.domain.codes import Code, CodeKind, Command, HoldReason
from fbm_desk.domain.orders import OrderId

__all__ = ["GS", "MAX_LENGTH", "Code", "CodeKind", "Command", "HoldReason"]

MAX_LENGTH = 512
"""Longer texts are no barcodes; they are cut to this many characters and found unknown."""

GS = "\x1d"
"""The group separator that ends a GS1 element of variable length (FNC1)."""

_AIM = re.compile(r"^\](?=[A-Za-z])([A-Za-z])([0-9A-Za-z])")
_ORDER = re.compile(r"^(\d{3})-?(\d{7})-?(\d{7})$", re.ASCII)
_DIGITS = re.compile(r"^\d+$", re.ASCII)
_BRACKETED = re.compile(r"\((\d{2,4})\)([^(]*)", re.ASCII)
_COMMAND = re.compile(r"^(?:CMD-?)?([A-Z]+)$")
_COMMANDS = {command.value: command for command in Command}


def check_digit(body: str) -> str:
    """The GTIN check digit of a number without one (GS1 General Specifications, 7.9)."""
    total = sum(int(d) * (3, 1)[i % 2] for i, d in enumerate(reversed(body)))
    return str(-total % 10)


def gtin14(text: str) -> str:
    """A GTIN-8, -12, -13 or -14 as 14 digits; empty when it is none or its check digit is wrong."""
    if len(text) not in (8, 12, 13, 14) or not _DIGITS.match(text):
        return ""
    return text.zfill(14) if check_digit(text[:-1]) == text[-1] else ""


def upc_e_to_a(text: str) -> str:
    """The 12 digits of an 8-digit UPC-E; empty when it is none."""
    if len(text) != 8 or not _DIGITS.match(text) or text[0] not in "01":
        return ""
    system, d, check = text[0], text[1:7], text[7]
    last = d[5]
    if last in "012":
        body = d[:2] + last + "0000" + d[2:5]
    elif last == "3":
        body = d[:3] + "00000" + d[3:5]
    elif last == "4":
        body = d[:4] + "00000" + d[4]
    else:
        body = d[:5] + "0000" + last
    full = system + body
    return full + check if check_digit(full) == check else ""


def barcode_key(text: str) -> str:
    """The one form under which a barcode is kept and looked up.

    GTINs of all lengths become 14 digits, everything else is compared without regard to case and
    to the ways Unicode can write the same letter.
    """
    plain = unicodedata.normalize("NFC", text.strip())
    return gtin14(plain) or plain.casefold()


def clean(text: str) -> tuple[str, str]:
    """The text without its AIM prefix, line ends and surrounding blanks, and the prefix.

    Half characters and NUL, which no database keeps, become "?" and nothing.
    """
    text = text[:MAX_LENGTH].encode("utf-8", "replace").decode().replace("\x00", "")
    text = text.strip(" \t\r\n\x02\x03")
    prefix = _AIM.match(text)
    if prefix:
        return text[3:].strip(), prefix.group(0)
    return text, ""


def read(scanned: str) -> Code:
    """Understand a scanned text. Never fails: what is not understood is a code with its own key."""
    text, prefix = clean(scanned)
    if not text:
        return Code(text, kind=CodeKind.EMPTY)
    found = _word(text) or _order(text) or _gs1(text, prefix)
    return found or Code(text, keys=_keys(text))


def _word(text: str) -> Code | None:
    keys = (barcode_key(text),)
    if text.isascii() and len(text) == 1 and text in "123456789":
        return Code(text, keys, choice=int(text), kind=CodeKind.CHOICE)
    match = _COMMAND.match(text.upper()) if text.isascii() else None
    if match is None:
        return None
    word = match.group(1)
    if word in _COMMANDS:
        return Code(text, keys, _COMMANDS[word], kind=CodeKind.COMMAND)
    if word in HoldReason.__members__:
        return Code(text, keys, reason=HoldReason[word], kind=CodeKind.REASON)
    return None


def _order(text: str) -> Code | None:
    match = _ORDER.match(text)
    if match is None:
        return None
    order_id = OrderId("-".join(match.groups()))
    return Code(text, (barcode_key(text),), order_id=order_id, kind=CodeKind.ORDER)


def _keys(text: str) -> tuple[str, ...]:
    """All the forms a plain code may be known by, without repeats."""
    keys = [barcode_key(text)]
    expanded = upc_e_to_a(text)
    if expanded:
        keys.append(barcode_key(expanded))
    return tuple(dict.fromkeys(keys))


# --- GS1 element strings (GS1 General Specifications, section 3) ---------------------------------

_FIXED = {
    "00": 18,
    "01": 14,
    "02": 14,
    "11": 6,
    "12": 6,
    "13": 6,
    "15": 6,
    "16": 6,
    "17": 6,
    "20": 2,
}
_VARIABLE = {"10": 20, "21": 20, "22": 20, "30": 8, "37": 8, "240": 30, "241": 30, "250": 30}
_GS1_PREFIXES = ("]C1", "]d2", "]Q3", "]e0")


def _gs1(text: str, prefix: str) -> Code | None:
    if text.startswith("("):
        elements = _bracketed(text)
    elif prefix in _GS1_PREFIXES or GS in text or (len(text) >= 16 and text.startswith("01")):
        elements = _elements(text.lstrip(GS))
    else:
        elements = None
    gtin = elements and (elements.get("01") or elements.get("02"))
    if not elements or not gtin or not gtin14(gtin):
        return None
    count = elements.get("30") or elements.get("37") or "0"
    return Code(
        text,
        keys=(gtin14(gtin),),
        serial=elements.get("21", ""),
        lot=elements.get("10", ""),
        expires_on=_gs1_date(elements.get("17", "")),
        count=int(count) if _DIGITS.match(count) else 0,
        kind=CodeKind.GS1,
    )


def _bracketed(text: str) -> dict[str, str] | None:
    pairs = _BRACKETED.findall(text)
    joined = "".join(f"({ai}){value}" for ai, value in pairs)
    if joined != text:
        return None
    return {ai: value.strip() for ai, value in pairs if _fits(ai, value.strip())}


def _fits(ai: str, value: str) -> bool:
    if ai in _FIXED:
        return len(value) == _FIXED[ai] and bool(_DIGITS.match(value))
    return 0 < len(value) <= _VARIABLE.get(ai, 90)


def _elements(text: str) -> dict[str, str] | None:
    """The elements of a string with FNC1 as GS; None when it does not add up."""
    found: dict[str, str] = {}
    rest = text
    while rest:
        ai = next((rest[:n] for n in (2, 3) if rest[:n] in _FIXED or rest[:n] in _VARIABLE), None)
        if ai is None:
            return None
        rest = rest[len(ai) :]
        if ai in _FIXED:
            value, rest = rest[: _FIXED[ai]], rest[_FIXED[ai] :].removeprefix(GS)
        else:
            value, _, rest = rest.partition(GS)
        if not _fits(ai, value):
            return None
        found[ai] = value
    return found


def _gs1_date(text: str) -> date | None:
    """YYMMDD; day 00 is the month's last day; the century by the 50-year rule seen from 2026."""
    if len(text) != 6 or not _DIGITS.match(text):
        return None
    year, month, day = int(text[:2]), int(text[2:4]), int(text[4:])
    year += 2000 if year <= 76 else 1900
    try:
        if day:
            return date(year, month, day)
        last_week = date(year, month, 28)
    except ValueError:
        return None
    return (last_week + timedelta(days=4)).replace(day=1) - timedelta(days=1)
