"""Tracking numbers: how they are written down and when two of them are the same."""

from __future__ import annotations

import re


def plain_tracking(text: str) -> str:
    """A tracking number without blanks and dashes, in capitals."""
    return re.sub(r"[\s-]", "", text).upper()


def reads_like_tracking(text: str) -> bool:
    """8 to 40 letters and digits, at least six of them digits."""
    plain = plain_tracking(text)
    return bool(re.fullmatch(r"[0-9A-Z]{8,40}", plain)) and sum(c.isdigit() for c in plain) >= 6


# A code that merely contains a number proves nothing: only the exact position counts.
# USPS Publication 199 (IMpb), FedEx Ground label layout, DPD parcel label specification, GS1 AI 00.
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


_ROUTED = (*_LAYOUTS[:3], re.compile(r"%[0-9A-Z]{7}(?P<number>\d{14})\d{3}\d{3}[0-9A-Z]?"))
"""Layouts that no plain number can be mistaken for. A number with SSCC's 00 is DHL's own."""
_IMPB_DIGITS = 22


def number_on_label(scanned: str) -> str:
    """The tracking number a carrier's barcode holds, without its routing; else the code itself."""
    plain = plain_tracking(scanned)
    found = [m["number"] for layout in _ROUTED if (m := layout.fullmatch(plain))]
    # With nine digits of ZIP code both of USPS's layouts may fit: the usual length decides.
    found.sort(key=lambda number: len(number) != _IMPB_DIGITS)
    return found[0] if found else plain


def same_tracking(scanned: str, tracking: str) -> bool:
    """True when a label's barcode is this tracking number, alone or in its carrier's layout."""
    return plain_tracking(tracking) in numbers_in(scanned)
