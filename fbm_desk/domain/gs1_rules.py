"""The rules for parts of GS1 values: check digits, dates, codes of countries and the like.

Each rule takes a part whose letters and length are right already, and tells whether it holds.
From the GS1 General Specifications, release 25, chapters 3 and 7.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date

from fbm_desk.domain.check_digits import three_one
from fbm_desk.domain.gs1_coupons import dates_of_coupon, is_offer
from fbm_desk.domain.gs1_lists import COUNTRIES, COUNTRY_LETTERS, CURRENCIES, PACKAGES

YEAR = 2026
"""The year from which centuries are told where no other is given. Dates of goods lie so near that
a program some years older still reads them right, and the same scan always means the same."""


def full_year(short: int, seen_from: int = YEAR) -> int:
    """The year of two digits: at most 50 years ahead, at most 49 back (7.12)."""
    century, now = seen_from - seen_from % 100, seen_from % 100
    if short - now >= 51:
        return century - 100 + short
    return century + 100 + short if short - now <= -50 else century + short


def day_of(text: str, seen_from: int = YEAR) -> date | None:
    """YYMMDD as a day; 00 for the day is the last of the month (7.12); None if there is none."""
    if len(text) != 6 or not (text.isascii() and text.isdigit()):
        return None
    year, month, day = full_year(int(text[:2]), seen_from), int(text[2:4]), int(text[4:])
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None


def _day(text: str) -> bool:
    return text[4:] != "00" and day_of(text) is not None


def _long_day(text: str) -> bool:
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    return year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


def _time(text: str) -> bool:
    return int(text[:2]) < 24 and int(text[2:]) < 60


def _piece(text: str) -> bool:
    """Piece and total, two digits each (3.9.6)."""
    return 1 <= int(text[:2]) <= int(text[2:])


def _medium(text: str) -> bool:
    return 1 <= int(text) <= 10 or int(text) >= 80


def _iban(text: str) -> bool:
    """ISO 13616: the country's letters, two check digits, modulo 97."""
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{1,30}", text) or text[:2] not in COUNTRY_LETTERS:
        return False
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1


def _coupon(text: str) -> bool:
    """Its dates are real, and it does not end before it begins."""
    dates = dates_of_coupon(text)
    if dates is None or not all(map(_day, dates)):
        return False
    days = [day for one in dates if (day := day_of(one))]
    return days == sorted(days)


def _percent(text: str) -> bool:
    return not re.search(r"%(?![0-9A-Fa-f]{2})", text)


_SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_SET_32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)


def _model(text: str) -> bool:
    """The two check characters of a model number (7.9.5)."""
    if len(text) < 6 or not _company(text):
        return False
    body = reversed(text[:-2])
    total = sum(_SET_82.index(sign) * prime for sign, prime in zip(body, _PRIMES, strict=False))
    high, low = divmod(total % 1021, 32)
    return text[-2:] == _SET_32[high] + _SET_32[low]


def _company(text: str) -> bool:
    """A company prefix, at least four digits of it, begins the value (1.4.4)."""
    return len(text) >= 4 and text[:4].isdigit()


RULES: dict[str, Callable[[str], bool]] = {
    "check": three_one,
    "company": _company,
    "coupon": _coupon,
    "country": COUNTRIES.__contains__,
    "country_letters": COUNTRY_LETTERS.__contains__,
    "country_or_more": lambda text: text == "999" or text in COUNTRIES,
    "currency": CURRENCIES.__contains__,
    "day": _day,
    "day_or_month": lambda text: day_of(text) is not None,
    "device": lambda text: not text.isdigit() and _model(text),
    "hour": lambda text: int(text) < 24,
    "iban": _iban,
    "importer": lambda text: text.isalnum() or text in "-_",
    "latitude": lambda text: int(text) <= 1_800_000_000,
    "long_day": _long_day,
    "longitude": lambda text: int(text) <= 3_600_000_000,
    "medium": _medium,
    "minus": "-".__eq__,
    "model": _model,
    "no_leading_zero": lambda text: text == "0" or text[0] != "0",
    "not_zero": lambda text: int(text) > 0,
    "package": PACKAGES.__contains__,
    "percent": _percent,
    "piece": _piece,
    "offer": is_offer,
    "place_in_row": lambda text: bool(re.fullmatch("[1-9]/[1-9]", text)) and text[0] <= text[2],
    "sex": lambda text: text in "0129",
    "sixty": lambda text: int(text) < 60,
    "time": _time,
    "winding": lambda text: text in "019",
    "yes_or_no": lambda text: text in "01",
    "zero": lambda text: text == "0",
}
"""What a part must fulfil, by the name of its rule in `gs1_identifiers`."""

LETTERS: dict[str, Callable[[str], object]] = {
    "N": re.compile(r"[0-9]+").fullmatch,
    "X": re.compile(r"[!\"%-?A-Z_a-z]+").fullmatch,
    "Y": re.compile(r"[#\-/0-9A-Z]+").fullmatch,
    "Z": re.compile(r"[-_0-9A-Za-z]+={0,2}").fullmatch,
}
"""The sets of characters (7.11): digits, set 82, set 39, set 64 with its padding. `%-?` is
every sign between."""
DATES = frozenset({"day", "day_or_month", "long_day", "time", "hour", "sixty"})
"""The rules whose breach is a wrong date."""
