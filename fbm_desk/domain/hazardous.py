"""What the catalogue says of dangerous goods, as those who sell labels want it told.

An article's words are free ("UN3481, PI 967 Section II"): what is found in them by its form is
told, and what is missing or said twice is left out. Forms and packing instructions are those of
`DangerousGoodsDetails` in Amazon's Shipping v2 and Merchant Fulfillment v0 (read 2026-08).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields

PACKING_INSTRUCTIONS = frozenset(
    {
        "PI965_SECTION_IA", "PI965_SECTION_IB", "PI965_SECTION_II", "PI966_SECTION_I",
        "PI966_SECTION_II", "PI967_SECTION_I", "PI967_SECTION_II", "PI968_SECTION_IA",
        "PI968_SECTION_IB", "PI969_SECTION_I", "PI969_SECTION_II", "PI970_SECTION_I",
        "PI970_SECTION_II",
    }
)  # fmt: skip
"""All that Amazon knows: lithium batteries, alone or with equipment or in it."""


@dataclass(frozen=True, slots=True)
class DangerousGoods:
    """Goods that are dangerous, and what is known of them; empty is unknown.

    `un_number` like UN3481, `hazard_class` like 9 or 2.1, `packing_group` I, II or III,
    `instruction` one of `PACKING_INSTRUCTIONS`.
    """

    un_number: str = ""
    hazard_class: str = ""
    packing_group: str = ""
    instruction: str = ""


_UN = re.compile(r"\b(UN|ID|NA)[ -]?([0-9]{4})\b", re.IGNORECASE)
_CLASS = re.compile(r"\b(?:class|klasse)[ :]*([1-9](?:\.[1-9])?)(?!\.?\w)", re.IGNORECASE)
_GROUP = re.compile(r"\b(?:PG|VG|packing group|verpackungsgruppe)[ :]*(I{1,3})\b", re.IGNORECASE)
_INSTRUCTION = re.compile(
    r"\bPI[ -]?(9[0-9]{2})[ ,;:_-]*(?:(?:section|sect?\.?|abschnitt|teil)[ _]*)?(I[AB]|II?)\b",
    re.IGNORECASE,
)


def goods_of(words: str) -> DangerousGoods | None:
    """The goods of which an article's words speak; None where there are no words."""
    if not words.strip():
        return None
    instructions = {
        f"PI{number}_SECTION_{section.upper()}" for number, section in _INSTRUCTION.findall(words)
    }
    return DangerousGoods(
        _only(f"{kind.upper()}{number}" for kind, number in _UN.findall(words)),
        _only(_CLASS.findall(words)),
        _only(group.upper() for group in _GROUP.findall(words)),
        _only(instructions & PACKING_INSTRUCTIONS) if len(instructions) == 1 else "",
    )


def together(goods: Iterable[DangerousGoods]) -> DangerousGoods | None:
    """Several dangerous articles as one: what is not the same of all is left out."""
    found = set(goods)
    if len(found) < 2:
        return next(iter(found), None)
    return DangerousGoods(
        *(_only(getattr(one, field.name) for one in found) for field in fields(DangerousGoods))
    )


def _only(told: Iterable[str]) -> str:
    """What is said, where one thing is said."""
    different = set(told)
    return different.pop() if len(different) == 1 else ""
