"""What the elements of a GS1 code say of the unit in hand: article, lot, dates, number, weight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fbm_desk.domain.codes import Code, CodeKind
from fbm_desk.domain.gs1 import ElementString, read_text
from fbm_desk.domain.gs1_rules import YEAR, day_of

_GRAMS = {"310": (1_000, 1), "320": (45_359_237, 100_000)}
"""Net weights: grams to the kilogram and to the pound, as fractions."""


@dataclass(frozen=True, slots=True)
class Facts:
    """`gtin` has 14 digits. `expires_on` is the day of (17) or (7003)."""

    gtin: str = ""
    serial: str = ""
    lot: str = ""
    expires_on: date | None = None
    best_before: date | None = None
    count: int = 0
    net_weight_g: int = 0
    sscc: str = ""


def facts_of(read: ElementString, year: int = YEAR) -> Facts:
    """The facts of a readable element string; a piece of an article (8006) is no article."""
    return Facts(
        gtin=read.get("01", "02", "03"),
        serial=read.get("21"),
        lot=read.get("10"),
        expires_on=day_of(read.get("17") or read.get("7003")[:6], year),
        best_before=day_of(read.get("15"), year),
        count=int(read.get("30", "37") or 0),
        net_weight_g=_net_weight_g(read),
        sscc=read.get("00"),
    )


_WAYS = frozenset({"401", "402", "403", "410", "413", "420", "421"})


def is_a_way(code: Code) -> bool:
    """True for what says where a parcel goes, and nothing else: (420) beside a carrier's number."""
    elements = read_text(code.text).elements if code.kind is CodeKind.GS1 else ()
    names = [ai for ai, _ in elements]
    return bool(names) and all(ai in _WAYS or ai.startswith("43") for ai in names)


def _net_weight_g(read: ElementString) -> int:
    for ai, value in read.elements:
        if ai[:3] in _GRAMS and len(ai) == 4:
            grams, parts = _GRAMS[ai[:3]]
            scale: int = parts * 10 ** int(ai[3])
            return (int(value) * grams + scale // 2) // scale
    return 0
