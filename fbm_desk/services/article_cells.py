"""What may stand in a cell of the articles file, and how lists of things are written in one.

A list is parted by semicolons: "MUG×2; SPOON×6". A semicolon in a name is written "\\;", a
backslash "\\\\", and in a lot an "@" is "\\@". What a value means is `article_columns`' affair.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fbm_desk.domain.spreadsheets import is_shortened

MOST_CHARS = 2_000
MOST_LIST_CHARS = 8_000
MOST_ITEMS = 200
NOTHING = frozenset({"none", "no", "-", "nein", "kein", "keine", "keins", "nichts"})
_YES = frozenset({"yes", "y", "true", "1", "x", "ja", "j", "wahr"})
_NO = NOTHING | {"n", "false", "0", "falsch"}

_APART = {";": "\ufdd0", "\\": "\ufdd1", "@": "\ufdd2"}
_TOGETHER = {ord(stand_in): sign for sign, stand_in in _APART.items()}
_UNITS = re.compile(r"(.*\S)(?:\s*[×*]|\s+[xX])\s*(-?[0-9]{1,7})", re.DOTALL)
_DATED = re.compile(r"(.*\S)\s*@\s*([0-9]{4}-[0-9]{2}-[0-9]{2})", re.DOTALL)
_WHOLE = re.compile(r"-?[0-9]{1,12}")


class Faulty(Exception):
    """A cell that cannot be taken. `code` is stable, `facts` fill the sentence `article.<code>`."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a list: its name, the day behind "@", the units behind "×"."""

    name: str
    on: date | None = None
    units: int | None = None


def plain(cell: str) -> str:
    """A cell's text without blanks around it, letters written in one way."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def checked(cell: str, most: int = MOST_CHARS) -> str:
    """A text that may be kept. Raises `Faulty` too_long, control, garbled."""
    if len(cell) > most:
        raise Faulty("too_long", most=most)
    if not cell.isprintable() and any(_is_none(sign) for sign in cell):
        raise Faulty("control")
    if "\ufffd" in cell:
        raise Faulty("garbled")
    return cell


def fit(text: str) -> str:
    """A text of the books as a cell holds it: what no cell may hold is left out."""
    if not text.isprintable():
        text = "".join(
            " " if sign == "\t" else sign for sign in text if sign in "\r\t" or not _is_none(sign)
        )
    return plain(text)


def line_of_text(cell: str, most: int) -> str:
    """A text without a line break."""
    if "\n" in cell:
        raise Faulty("control")
    return checked(cell, most)


def _is_none(sign: str) -> bool:
    """Control characters, half characters, and what Unicode says is none."""
    if sign == "\n" or "\ufdd0" <= sign <= "\ufdef":
        return sign != "\n"
    return unicodedata.category(sign) in ("Cc", "Cs") or ord(sign) & 0xFFFE == 0xFFFE


def whole(cell: str, least: int, most: int) -> int:
    """A whole number from `least` to `most`; no fraction, no unit, no grouping."""
    if not _WHOLE.fullmatch(cell) or not least <= int(cell) <= most:
        raise Faulty("number", least=least, most=most)
    return int(cell)


def yes_or_no(cell: str) -> bool:
    """Yes or no, in English or German, or as a spreadsheet writes it."""
    word = cell.lower()
    if word not in _YES | _NO:
        raise Faulty("yes_no")
    return word in _YES


def names(cell: str) -> list[str]:
    """A list of names. Raises `Faulty` too_many, shortened."""
    return [_whole_name(part) for part in _parts(cell)]


def counted(cell: str, *, dated: bool = False) -> list[Item]:
    """A list of names with units, and days with `dated`; without "×" its units are None."""
    return [_item(part, dated=dated) for part in _parts(cell)]


def _parts(cell: str) -> list[str]:
    text = re.sub(r"\\([;\\@])", lambda found: _APART[found[1]], checked(cell, MOST_LIST_CHARS))
    parts = [part.strip() for part in re.split("[;\n]", text)]
    if len(parts) > MOST_ITEMS:
        raise Faulty("too_many", most=MOST_ITEMS)
    return [part for part in parts if part]


def _whole_name(part: str) -> str:
    if is_shortened(part):
        raise Faulty("shortened", text=part[:40])
    return part.translate(_TOGETHER)


def _item(part: str, *, dated: bool) -> Item:
    units = _UNITS.fullmatch(part)
    name = units[1] if units else part
    day = _DATED.fullmatch(name) if dated else None
    on = None
    if day:
        try:
            name, on = day[1], date.fromisoformat(day[2])
        except ValueError:
            raise Faulty("day", text=day[2]) from None
    return Item(_whole_name(name), on, int(units[2]) if units else None)


# --- out -----------------------------------------------------------------------------------------


def listed(things: Iterable[str]) -> str:
    """A list as it is read again by `names`."""
    return "; ".join(_escaped(thing, ";\\") for thing in things)


def listed_units(things: Iterable[Item]) -> str:
    """A list as it is read again by `counted`."""
    return "; ".join(_with_units(one) for one in things)


def _with_units(one: Item) -> str:
    day = f"@{one.on.isoformat()}" if one.on else ""
    return f"{_escaped(one.name, ';@' + chr(92))}{day}×{one.units}"


def _escaped(name: str, signs: str) -> str:
    return "".join(f"\\{sign}" if sign in signs else sign for sign in name)
