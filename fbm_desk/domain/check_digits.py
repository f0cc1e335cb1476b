"""Check digits of tracking numbers: pure arithmetic; which carrier uses which is `tracking_forms`.

Each function takes the number with its check digit last, digits only unless it says otherwise, and
tells whether they fit. A form its caller has not matched before may raise ValueError.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import cycle

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _weighted(digits: str, weights: Iterable[int]) -> int:
    """The sum of the digits times their weights, from the left; weights begin anew at their end."""
    return sum(int(digit) * weight for digit, weight in zip(digits, cycle(weights), strict=False))


def _completes_ten(total: int, check: str) -> bool:
    return (total + int(check)) % 10 == 0


def three_one(number: str) -> bool:
    """Modulo 10 with weights 3 and 1 from the right (GS1 General Specifications 7.9)."""
    return _completes_ten(_weighted(number[-2::-1], (3, 1)), number[-1])


def three_one_and_one(number: str) -> bool:
    """The same with 1 added to the sum (GLS Uni-Box, technical documentation, 3.2.1)."""
    return _completes_ten(_weighted(number[-2::-1], (3, 1)) + 1, number[-1])


def after_91(number: str) -> bool:
    """Modulo 10 of a number whose application identifier 91 is not printed (USPS USS-128)."""
    return three_one(f"91{number}")


def four_nine(number: str) -> bool:
    """Modulo 10 with weights 4 and 9 from the left (Deutsche Post, Identcode and Leitcode)."""
    return _completes_ten(_weighted(number[:-1], (4, 9)), number[-1])


def one_two(number: str) -> bool:
    """Modulo 10 with weights 1 and 2 from the left, letters taken as (code - 63) mod 10 (UPS)."""
    digits = "".join(sign if sign.isdigit() else str((ord(sign) - 63) % 10) for sign in number)
    return _completes_ten(_weighted(digits[:-1], (1, 2)), digits[-1])


def remainder_of_seven(number: str) -> bool:
    """The check digit is the rest of the number before it divided by 7 (7DR)."""
    return int(number[:-1]) % 7 == int(number[-1])


def postal(number: str) -> bool:
    """Modulo 11 with weights 8 6 4 2 3 5 9 7; 10 becomes 0 and 11 becomes 5 (UPU S10)."""
    rest = 11 - _weighted(number[:-1], (8, 6, 4, 2, 3, 5, 9, 7)) % 11
    return {10: 0, 11: 5}.get(rest, rest) == int(number[-1])


def three_one_seven(number: str) -> bool:
    """Modulo 11, then 10, with weights 1 3 7 from the right (FedEx, 12 digits)."""
    return _weighted(number[-2::-1], (1, 3, 7)) % 11 % 10 == int(number[-1])


def mod_37_36(number: str) -> bool:
    """ISO 7064, MOD 37,36, of digits and capitals with their check character."""
    rest = 36
    for sign in number[:-1]:
        rest = (rest + _ALPHABET.index(sign)) % 36 or 36
        rest = rest * 2 % 37
    return (rest + _ALPHABET.index(number[-1])) % 36 == 1
