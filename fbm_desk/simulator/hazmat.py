"""Hazardous goods in a request for a label: checked as the published models describe them.

Shipping v2 and Merchant Fulfillment v0 have the same fields with other capitals (read 2026-08).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from fbm_desk.simulator.answers import invalid_input

_NUMBERS = ("I", "II", "III")
_INSTRUCTIONS = [
    f"PI{number}_SECTION_{section}"
    for number, sections in {
        965: ("IA", "IB", "II"), 966: ("I", "II"), 967: ("I", "II"),
        968: ("IA", "IB"), 969: ("I", "II"), 970: ("I", "II"),
    }.items()
    for section in sections
]  # fmt: skip
_FORMS = {
    "unitedNationsRegulatoryId": r"(UN|ID|NA)[0-9]{4}",
    "transportationRegulatoryClass": r"[1-9](\.[1-9])?",
    "packingGroup": "|".join(_NUMBERS),
    "packingInstruction": "|".join(_INSTRUCTIONS),
}
SHIPPING: Mapping[str, str] = _FORMS
"""Fields of `dangerousGoodsDetails` and the forms of their texts."""
MERCHANT_FULFILLMENT: Mapping[str, str] = {
    name[0].upper() + name[1:]: form for name, form in _FORMS.items()
}
"""The same where names begin with a capital."""


def check(item: dict[str, Any], flag: str, details: str, forms: Mapping[str, str]) -> None:
    """Refuse what is no flag, an unknown field, or a text of another form."""
    if not isinstance(item.get(flag, False), bool):
        raise invalid_input(f"{flag} must be true or false.")
    told = item.get(details, {})
    if not isinstance(told, dict) or not set(told) <= set(forms):
        raise invalid_input(f"{details} has a field that is unknown.")
    for name, text in told.items():
        if not isinstance(text, str) or not re.fullmatch(forms[name], text):
            raise invalid_input(f"{details}.{name} is not supported.")
