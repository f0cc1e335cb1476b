"""How North American coupons are put together: (8110) on paper, (8112) with a serial number.

GS1 General Specifications 3.9.20 and 3.9.22, North American Coupon Application Guideline. A digit
before a field tells its length; only its dates are left to others.
"""

from __future__ import annotations

import re


def _led(first: int, last: int, more: int = 0) -> str:
    """A field after the digit that tells its length; `more` digits are never counted."""
    lengths = (rf"{n}[0-9]{{{n + more}}}" for n in range(first, last + 1))
    return f"(?:{'|'.join(lengths)})"


_COMPANY = _led(0, 6, 6)
_PURCHASE = rf"{_led(1, 5)}[0-49][0-9]{{3}}"
"""How much must be bought, of what kind of amount, of which family of articles."""
_ANOTHER = rf"{_PURCHASE}(?:9|{_COMPANY})"

_COUPON = re.compile(
    rf"{_COMPANY}[0-9]{{6}}{_led(1, 5)}{_PURCHASE}"
    rf"(?:1[0-3]{_ANOTHER})?(?:2{_ANOTHER})?"
    r"(?:3(?P<ends>[0-9]{6}))?(?:4(?P<begins>[0-9]{6}))?"
    rf"(?:5{_led(0, 9, 6)})?(?:6{_led(1, 7, 6)})?(?:9[01256][0-2][0-9][01])?"
)
_OFFER = re.compile(rf"[01]{_COMPANY}[0-9]{{6}}{_led(0, 9, 6)}")


def dates_of_coupon(text: str) -> tuple[str, ...] | None:
    """The days (YYMMDD) a coupon begins and ends, as far as it tells; None when it is none."""
    found = _COUPON.fullmatch(text)
    if found is None:
        return None
    return tuple(day for day in (found["begins"], found["ends"]) if day)


def is_offer(text: str) -> bool:
    """True for a coupon with a serial number, as a positive offer file knows it."""
    return _OFFER.fullmatch(text) is not None
