"""Tracking numbers inside the longer codes carriers print; only by exact position, never by search.

A code that merely contains a number proves nothing. Sources: USPS Publication 199 (IMpb), FedEx
Ground label layout (34 digits), DPD parcel label specification (28 characters), GS1 AI 00 (SSCC).
"""

from __future__ import annotations

import re

from fbm_desk.domain.tracking import plain_tracking

_LAYOUTS = (
    re.compile(r"420\d{5}(?P<number>9\d{19,25})"),  # USPS, ZIP code before the number
    re.compile(r"420\d{9}(?P<number>9\d{19,25})"),  # USPS, ZIP+4 before the number
    re.compile(r"(?:10|96)\d{18}00(?P<number>\d{12})"),  # FedEx, 34 digits
    re.compile(r"%?[0-9A-Z]{7}(?P<number>\d{14})\d{3}\d{3}[0-9A-Z]?"),  # DPD, routing around it
    re.compile(r"00(?P<number>\d{18})"),  # SSCC with its application identifier
)


def numbers_in(code: str) -> frozenset[str]:
    """The code itself and every tracking number a carrier's layout places in it."""
    plain = plain_tracking(code)
    inner = {found["number"] for layout in _LAYOUTS if (found := layout.fullmatch(plain))}
    return frozenset({plain, *inner}) - {""}
