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
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[0-9A-Z]{1,30}", text) or text[:2] not in _LETTERS:
        return False
    return int("".join(str(int(sign, 36)) for sign in text[4:] + text[:4])) % 97 == 1


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


_COUNTRIES = frozenset(
    """004 008 010 012 016 020 024 028 031 032 036 040 044 048 050 051 052 056 060 064 068 070 072
    074 076 084 086 090 092 096 100 104 108 112 116 120 124 132 136 140 144 148 152 156 158 162
    166 170 174 175 178 180 184 188 191 192 196 203 204 208 212 214 218 222 226 231 232 233 234
    238 239 242 246 248 250 254 258 260 262 266 268 270 275 276 288 292 296 300 304 308 312 316
    320 324 328 332 334 336 340 344 348 352 356 360 364 368 372 376 380 384 388 392 398 400 404
    408 410 414 417 418 422 426 428 430 434 438 440 442 446 450 454 458 462 466 470 474 478 480
    484 492 496 498 499 500 504 508 512 516 520 524 528 531 533 534 535 540 548 554 558 562 566
    570 574 578 580 581 583 584 585 586 591 598 600 604 608 612 616 620 624 626 630 634 638 642
    643 646 652 654 659 660 662 663 666 670 674 678 682 686 688 690 694 702 703 704 705 706 710
    716 724 728 729 732 740 744 748 752 756 760 762 764 768 772 776 780 784 788 792 795 796 798
    800 804 807 818 826 831 832 833 834 840 850 854 858 860 862 876 882 887 894""".split()
)
_LETTERS = frozenset(
    """AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ
    BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO
    DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU
    GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW
    KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU
    MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
    PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF
    TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA
    ZM ZW""".split()
)
_CURRENCIES = frozenset(
    """008 012 032 036 044 048 050 051 052 060 064 068 072 084 090 096 104 108 116 124 132 136 144
    152 156 170 174 188 191 192 203 208 214 222 230 232 238 242 262 270 292 320 324 328 332 340
    344 348 352 356 360 364 368 376 388 392 396 398 400 404 408 410 414 417 418 422 426 430 434
    446 454 458 462 480 484 496 498 504 512 516 524 532 533 548 554 558 566 578 586 590 598 600
    604 608 634 643 646 654 682 690 694 702 704 706 710 728 748 752 756 760 764 776 780 784 788
    800 807 818 826 834 840 858 860 882 886 901 924 925 926 927 928 929 930 931 932 933 934 936
    938 940 941 943 944 946 947 948 949 950 951 952 953 955 956 957 958 959 960 961 962 963 964
    965 967 968 969 970 971 972 973 975 976 977 978 979 980 981 984 985 986 990 994 997
    999""".split()
)

RULES: dict[str, Callable[[str], bool]] = {
    "check": three_one,
    "company": _company,
    "country": _COUNTRIES.__contains__,
    "country_letters": _LETTERS.__contains__,
    "country_or_more": lambda text: text == "999" or text in _COUNTRIES,
    "currency": _CURRENCIES.__contains__,
    "day": _day,
    "day_or_month": lambda text: day_of(text) is not None,
    "device": lambda text: not text.isdigit() and _model(text),
    "digits": str.isdigit,
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
    "percent": _percent,
    "piece": _piece,
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
    "Z": re.compile(r"[-_=0-9A-Za-z]+").fullmatch,
}
"""The sets of characters (7.11): digits, set 82, set 39, set 64. `%-?` is every sign between."""
DATES = frozenset({"day", "day_or_month", "long_day", "time", "hour", "sixty"})
"""The rules whose breach is a wrong date."""
