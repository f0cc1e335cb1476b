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


def same_tracking(scanned: str, tracking: str) -> bool:
    """True when a label's barcode is this tracking number.

    USPS prints 420 and the ZIP code (5 or 9 digits) before the number (Publication 199).
    """
    plain, wanted = plain_tracking(scanned), plain_tracking(tracking)
    if not wanted:
        return False
    routed = re.fullmatch(r"420(\d{5}|\d{9})" + re.escape(wanted), plain)
    return plain == wanted or routed is not None
