"""Matrix codes in envelopes (ISO/IEC 15434) and the data identifiers of ANSI MH10.8.2 in them.

Only fields whose meaning is certain are taken; the rest is passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from fbm_desk.domain.gs1 import GS
from fbm_desk.domain.gs1_rules import YEAR, day_of
from fbm_desk.domain.gtin import gtin14

HEADER = "[)>"
_ENVELOPE = re.compile(r"\[\)>(?:\x1e)?([0-9]{2})(?:\x1d)?(.*?)(?:\x1e)?(?:\x04)?", re.DOTALL)
_FIELD = re.compile(r"([0-9]{0,3}[A-Z])(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Its format ("05" GS1 elements, "06" data identifiers, "01" transport) and what is in it."""

    form: str
    content: str


@dataclass(frozen=True, slots=True)
class Fields:
    """What data identifiers tell. `articles` are numbers of the article, a GTIN first."""

    articles: tuple[str, ...] = ()
    serial: str = ""
    lot: str = ""
    expires_on: date | None = None
    count: int = 0


def opened(text: str) -> Envelope | None:
    """The envelope's form and content; None when it is none. Macro 05 and 06 of Data Matrix stand
    for the same signs; a scanner that drops RS and EOT is understood."""
    found = _ENVELOPE.fullmatch(text)
    return Envelope(found[1], found[2]) if found else None


def read_fields(content: str, year: int = YEAR) -> Fields:
    """Fields parted by GS: 8P GTIN, 9N pharmacy product number, 1P article number, S serial
    number, 1T lot, D date of expiry (YYMMDD), 14D the same (YYYYMMDD), Q number of units."""
    found = {m[1]: m[2] for part in content.split(GS) if (m := _FIELD.fullmatch(part))}
    count = found.get("Q", "")
    gtin = gtin14(found.get("8P", ""))
    numbers = (gtin, found.get("9N", ""), found.get("1P", ""))
    return Fields(
        articles=tuple(number for number in numbers if number),
        serial=found.get("S", ""),
        lot=found.get("1T", ""),
        expires_on=day_of(found.get("D", ""), year) or _long_day(found.get("14D", "")),
        count=int(count) if re.fullmatch(r"[0-9]{1,8}", count) else 0,
    )


def _long_day(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{8}", text):
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None
