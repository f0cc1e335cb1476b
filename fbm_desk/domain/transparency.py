"""Amazon's Transparency codes: the proof that one unit is genuine, one for each unit.

SP-API orderItems, Transparency; Seller Central help, "Transparency 2D barcode requirements",
both read 2026-11. A third form, 7 to 20 signs of the maker's choice, has no mark of its own.
"""

from __future__ import annotations

import re

from fbm_desk.domain.gtin import gtin14

_OWN = re.compile(r"(?:AZ|ZA):[0-9A-Z]{26}")
_BEGUN = re.compile(r"(?:AZ|ZA):[0-9A-Z]{0,40}")
_SERIALISED = re.compile(r"01([0-9]{14})21[0-9A-Z]{20}")


def transparency_code(text: str) -> str:
    """The code as Amazon wants it told: AZ: or ZA: and 26 signs, or a GTIN with a serial number
    of 20 signs as an element string of 38; empty for anything else."""
    plain = text.upper()
    if _OWN.fullmatch(plain):
        return plain
    found = _SERIALISED.fullmatch(text)
    return text if found and gtin14(found[1]) else ""


def is_broken(text: str) -> bool:
    """True for what begins as a Transparency code and has another length."""
    return bool(_BEGUN.fullmatch(text.upper())) and not transparency_code(text)
