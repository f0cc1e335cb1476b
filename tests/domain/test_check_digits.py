"""What the check digits of tracking numbers promise: which slips of the hand they find."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fbm_desk.domain import check_digits as check

Rule = Callable[[str], bool]
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

#: Printed by carriers and standards as examples of numbers whose check digit is right.
PUBLISHED = [
    (check.one_two, "999AA10123456784"),
    (check.one_two, "5R89390357567127"),
    (check.one_two, "879E930346834440"),
    (check.one_two, "5915806855587736"),
    (check.three_one, "03071790000523483741"),
    (check.three_one, "71123456789123456787"),
    (check.three_one, "9505511069605048600624"),
    (check.three_one, "92748931507708513018050063"),
    (check.three_one, "9361289878700317633795"),
    (check.three_one, "041441760228964"),
    (check.three_one, "568283610012734"),
    (check.three_one, "00340434161094042557"),
    (check.three_one, "00340433836442636597"),
    (check.after_91, "71969010756003077385"),
    (check.four_nine, "428001369716"),
    (check.four_nine, "123456789016"),
    (check.four_nine, "201298452277"),
    (check.remainder_of_seven, "3318810025"),
    (check.remainder_of_seven, "8487135506"),
    (check.remainder_of_seven, "1099255990"),
    (check.remainder_of_seven, "123456789013"),
    (check.postal, "473124829"),
    (check.postal, "007176188"),
    (check.three_one_seven, "986578788855"),
    (check.three_one_seven, "477179081230"),
    (check.three_one_seven, "799531274483"),
    (check.three_one_seven, "790535312317"),
    (check.three_one_seven, "776632517510"),
    (check.mod_37_36, "008182709980000020033350276C"),
    (check.mod_37_36, "008182709980000020045327276N"),
    (check.mod_37_36, "01015026003653C"),
]


@pytest.mark.parametrize(("rule", "number"), PUBLISHED)
def test_a_published_number_fits_and_with_any_other_check_digit_does_not(
    rule: Rule, number: str
) -> None:
    signs = DIGITS + LETTERS if rule is check.mod_37_36 else DIGITS
    assert [sign for sign in signs if rule(number[:-1] + sign)] == [number[-1]]


#: Every single wrong digit is found, wherever it is, by these.
FIND_EVERY_WRONG_DIGIT = (check.three_one, check.three_one_and_one)


@pytest.mark.parametrize(
    ("rule", "number"),
    [*((rule, n) for rule, n in PUBLISHED if rule in (*FIND_EVERY_WRONG_DIGIT, check.mod_37_36)),
     (check.three_one_and_one, "123456789011")],
)  # fmt: skip
def test_every_single_wrong_digit_is_found(rule: Rule, number: str) -> None:
    signs = DIGITS + LETTERS if rule is check.mod_37_36 else DIGITS
    slips = [
        number[:at] + sign + number[at + 1 :]
        for at in range(len(number))
        for sign in signs
        if sign != number[at]
    ]
    assert rule(number)
    assert [slip for slip in slips if rule(slip)] == []


def test_iso_7064_finds_nearly_every_swap_of_neighbours() -> None:
    found = swaps = 0
    for _, whole in (one for one in PUBLISHED if one[0] is check.mod_37_36):
        for at in range(len(whole) - 1):
            swapped = whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]
            swaps += swapped != whole
            found += swapped != whole and not check.mod_37_36(swapped)
    assert (found, swaps) == (50, 51)


@given(st.text(DIGITS, min_size=11, max_size=11), st.integers(0, 10), st.sampled_from(DIGITS))
def test_weights_four_and_nine_miss_only_five_apart_under_the_four(
    body: str, at: int, digit: str
) -> None:
    whole = next(body + d for d in DIGITS if check.four_nine(body + d))
    apart = abs(int(digit) - int(whole[at]))
    slip = whole[:at] + digit + whole[at + 1 :]
    assert check.four_nine(slip) is (apart == 0 or (apart == 5 and at % 2 == 0))


@given(st.text(DIGITS, min_size=10, max_size=25))
def test_weights_three_and_one_find_swaps_of_digits_that_are_not_five_apart(body: str) -> None:
    whole = next(body + digit for digit in DIGITS if check.three_one(body + digit))
    for at in range(len(whole) - 1):
        apart = abs(int(whole[at]) - int(whole[at + 1]))
        swapped = whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]
        assert check.three_one(swapped) is (apart in (0, 5))


@given(st.text(DIGITS, min_size=9, max_size=11), st.integers(0, 10), st.sampled_from(DIGITS))
def test_the_rest_of_seven_finds_every_slip_that_is_not_by_seven(
    body: str, at: int, digit: str
) -> None:
    at %= len(body)
    whole = body + str(int(body) % 7)
    slip = whole[:at] + digit + whole[at + 1 :]
    assert check.remainder_of_seven(slip) is ((int(digit) - int(whole[at])) % 7 == 0)


@given(st.text(DIGITS, min_size=8, max_size=8), st.integers(0, 7), st.sampled_from(DIGITS))
def test_the_posts_check_finds_a_wrong_digit_unless_two_rests_share_it(
    body: str, at: int, digit: str
) -> None:
    """10 is written 0 and 11 is written 5, so rests 0 and 6 look alike; nothing else does."""
    wrong = body[:at] + digit + body[at + 1 :]
    fitting = [d for d in DIGITS if check.postal(body + d)]
    assert len(fitting) == 1
    missed = check.postal(wrong + fitting[0]) and wrong != body
    assert not missed or fitting[0] == "5"


@given(st.text(DIGITS, min_size=11, max_size=11), st.integers(0, 10), st.sampled_from(DIGITS))
def test_fedex_finds_a_wrong_digit_unless_two_rests_share_it(
    body: str, at: int, digit: str
) -> None:
    wrong = body[:at] + digit + body[at + 1 :]
    fitting = [d for d in DIGITS if check.three_one_seven(body + d)]
    assert len(fitting) == 1
    missed = check.three_one_seven(wrong + fitting[0]) and wrong != body
    assert not missed or fitting[0] == "0"


@given(st.text(DIGITS + LETTERS, min_size=6, max_size=6), st.text(DIGITS, min_size=9, max_size=9))
def test_ups_finds_swaps_of_neighbouring_digits(shipper: str, rest: str) -> None:
    whole = next(shipper + rest + d for d in DIGITS if check.one_two(shipper + rest + d))
    for at in range(6, 14):
        swapped = whole[:at] + whole[at + 1] + whole[at] + whole[at + 2 :]
        assert check.one_two(swapped) is (whole[at] == whole[at + 1])
