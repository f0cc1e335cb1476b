"""Two scanners that typed at once are recognised, and nothing else is taken for them."""

from __future__ import annotations

from random import Random

import pytest

from fbm_desk.domain.interleaved import runs_through

MUG, TEA = "4006381333931", "421407002501"


def mixed(one: str, other: str, chance: Random) -> str:
    """Two scans typed at once: each in its own order, one key or another first."""
    left, right, text = list(one), list(other), ""
    while left or right:
        hand = left if left and (not right or chance.random() < 0.5) else right
        text += hand.pop(0)
    return text


@pytest.mark.parametrize("seed", range(50))
def test_two_scans_at_once_are_recognised(seed: int) -> None:
    text = mixed(MUG, TEA, Random(seed))
    ran_together = MUG in text or TEA in text
    assert runs_through(text, [MUG]) or runs_through(text, [TEA]) or ran_together


def test_the_beginning_of_the_second_scan_is_enough() -> None:
    assert runs_through("4042061438133393071", [MUG])


@pytest.mark.parametrize("text", [MUG, MUG * 2, MUG + TEA, f"{MUG}7", "NOPE", ""])
def test_one_scan_two_in_a_row_and_a_slip_are_not(text: str) -> None:
    assert not runs_through(text, [MUG, TEA])


def test_other_codes_are_hardly_ever_taken_for_it() -> None:
    chance = Random(7)
    others = [
        "".join(chance.choices("0123456789", k=chance.randint(12, 26))) for _ in range(50_000)
    ]
    assert sum(runs_through(text, [MUG, TEA]) for text in others) <= 1
