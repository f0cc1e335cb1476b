"""A weight as a scale says it: grams, at rest or not, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import Enum

#: Grams in each unit a scale may show (NIST Handbook 44, appendix C).
GRAMS = {
    "mg": Decimal("0.001"),
    "g": Decimal(1),
    "kg": Decimal(1_000),
    "t": Decimal(1_000_000),
    "ct": Decimal("0.2"),
    "oz": Decimal("28.349523125"),
    "lb": Decimal("453.59237"),
    "ozt": Decimal("31.1034768"),
    "dwt": Decimal("1.55517384"),
    "gn": Decimal("0.06479891"),
}
MOST_G = 1_000_000
"""No scale at a bench carries a ton; a larger number is a damaged one."""


DRIFT_G = 5
"""An empty scale may stand a little below zero."""


class ScaleTrouble(Enum):
    """What is wrong with a reading, for the bench; the sentences stand in [scale] of the texts."""

    NONE = ""  #: nothing
    OVER = "over"  #: more than the scale can weigh
    UNDER = "under"  #: below zero: the tray is off, or it was tared with something on it
    NOT_READY = "not_ready"  #: busy: warming up, in its menu, or settling after zeroing
    FAULT = "fault"  #: the scale reports a fault of its own


@dataclass(frozen=True, slots=True)
class Weight:
    """What a scale said. `grams` is 0 where it gave no number."""

    grams: int
    stable: bool
    trouble: ScaleTrouble = ScaleTrouble.NONE


@dataclass(frozen=True, slots=True)
class Reading:
    """A weight and when it was read, in seconds of the monotonic clock."""

    grams: int
    stable: bool
    at_s: float
    trouble: str = ""


def weight(number: Decimal, unit: str, stable: bool) -> Weight | None:
    """A number in a unit as whole grams; None when no scale says such a thing."""
    if unit not in GRAMS or not number.is_finite() or abs(number) > 10**9:
        return None
    grams = int((number * GRAMS[unit]).quantize(Decimal(1), ROUND_HALF_EVEN))
    if abs(grams) > MOST_G:
        return None
    return Weight(grams, stable, ScaleTrouble.UNDER if grams < -DRIFT_G else ScaleTrouble.NONE)


def troubled(trouble: ScaleTrouble) -> Weight:
    """No weight, and why."""
    return Weight(0, False, trouble)
