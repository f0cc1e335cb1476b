"""Weights, tracking numbers and counts as people read them on paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

UNKNOWN = "—"
"""What stands where a figure is not known; a zero would be a figure."""


def weight_text(weight_g: int) -> str:
    """Grams below ten kilograms (`1,284 g`), kilograms above (`12.40 kg`); unknown is a dash."""
    if not weight_g:
        return UNKNOWN
    return f"{weight_g:,} g" if weight_g < 10_000 else f"{weight_g / 1000:,.2f} kg"


def weight_sum_text(weights_g: Sequence[int]) -> str:
    """`860 g`; where some are not known (0) `860 g of 2 parcels with known weight`; else a dash."""
    known = sum(1 for weight_g in weights_g if weight_g)
    total = weight_text(sum(weights_g))
    if known in (0, len(weights_g)):
        return total
    parcels = "parcel" if known == 1 else "parcels"
    return f"{total} of {known:,} {parcels} with known weight"


def grouped(tracking: str) -> str:
    """A tracking number in groups a person can compare: `KP 4881 2007 315 PT`."""
    if " " in tracking.strip():
        return tracking.strip()
    parts = re.findall(r"\d+|\D+", tracking)
    return " ".join(group for part in parts for group in _groups(part))


def _groups(part: str) -> list[str]:
    if not part.isdigit() or len(part) < 5:
        return [part]
    groups = [part[at : at + 4] for at in range(0, len(part), 4)]
    if len(groups[-1]) == 1:
        groups[-2:] = [groups[-2] + groups[-1]]
    return groups
