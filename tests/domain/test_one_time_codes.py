"""A code that is copied by hand: every wrong sign and every swap is noticed."""

from __future__ import annotations

import itertools
import math

import pytest

from fbm_desk.domain import one_time_codes
from fbm_desk.domain.one_time_codes import ALPHABET, SIGNS, made, read


def test_a_code_is_four_signs_a_group_of_a_hundred_bits_at_least() -> None:
    code = made()
    assert [len(group) for group in code.split("-")] == [4] * 6
    assert set(code) <= {*ALPHABET, "-"}
    assert not set(ALPHABET) & set("ILOU")
    assert (SIGNS - 1) * math.log2(len(ALPHABET)) >= 100
    assert len({made() for _ in range(100)}) == 100


def test_every_sign_but_the_last_is_chosen() -> None:
    asked: list[str] = []

    def first(signs: str) -> str:
        asked.append(signs)
        return signs[0]

    assert made(first) == "0000-0000-0000-0000-0000-0000"
    assert asked == [ALPHABET] * (SIGNS - 1)


def test_a_code_is_read_as_people_type_it() -> None:
    signs = _completed("1070" + "ZK" * 9 + "1")
    code = one_time_codes.grouped(signs)
    for typed in (
        code,
        f"  {code}\n",
        code.lower(),
        code.replace("-", " "),
        code.replace("-", " – "),
        signs,
        code.replace("1", "l").replace("0", "O"),
        code.replace("1", "I").replace("0", "o"),
    ):
        assert read(typed) == signs


def _completed(signs: str) -> str:
    found = [signs + last for last in ALPHABET if read(signs + last)]
    assert len(found) == 1
    return found[0]


def test_every_single_wrong_sign_is_noticed() -> None:
    for code in (made().replace("-", "") for _ in range(5)):
        for at, wrong in itertools.product(range(SIGNS), ALPHABET):
            typed = code[:at] + wrong + code[at + 1 :]
            assert (read(typed) is None) == (typed != code)


def test_any_two_signs_that_changed_places_are_noticed() -> None:
    for code in (made().replace("-", "") for _ in range(50)):
        for one, other in itertools.combinations(range(SIGNS), 2):
            signs = list(code)
            signs[one], signs[other] = signs[other], signs[one]
            typed = "".join(signs)
            assert (read(typed) is None) == (typed != code)


@pytest.mark.parametrize(
    "typed", ["", "-", "7K2M", "U" * 24, "0" * 23, "0" * 25, "é" * 24, "٣" * 24]
)
def test_what_has_other_signs_or_another_length_is_no_code(typed: str) -> None:
    assert read(typed) is None
