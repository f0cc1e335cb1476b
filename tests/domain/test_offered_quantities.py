"""How many are offered: never what is promised, never below nothing, never what nobody knows."""

from __future__ import annotations

import pytest

from fbm_desk.domain.quantities import OfferRules, available, offered


@pytest.mark.parametrize(
    ("rules", "free", "units"),
    [
        (OfferRules(), 5, 5),
        (OfferRules(buffer=2), 5, 3),
        (OfferRules(buffer=9), 5, 0),
        (OfferRules(), -3, 0),
        (OfferRules(buffer=2, buffers={"MUG": 0}), 5, 5),
        (OfferRules(buffer=0, buffers={"MUG": 4}), 5, 1),
        (OfferRules(buffer=1, buffers={"SPOON": 5}), 5, 4),
        (OfferRules(most=3), 5, 3),
        (OfferRules(most=3, buffer=4), 5, 1),
    ],
)
def test_a_buffer_and_a_ceiling(rules: OfferRules, free: int, units: int) -> None:
    assert offered(rules, "MUG", free) == units


def test_what_orders_wait_for_is_not_available() -> None:
    assert available({"MUG": 5, "SPOON": 2}, {"MUG": 3, "LAMP": 1}, {}) == {"MUG": 2, "SPOON": 2}


def test_a_kit_is_as_many_as_its_scarcest_part_makes() -> None:
    kits = {"SET": [("MUG", 2), ("SPOON", 1)]}
    assert available({"MUG": 9, "SPOON": 3}, {}, kits)["SET"] == 3
    assert available({"MUG": 9, "SPOON": 3}, {"SET": 2}, kits) == {"MUG": 5, "SPOON": 1, "SET": 1}
    assert available({"MUG": 1, "SPOON": 3}, {"MUG": 2}, kits)["SET"] == -1


def test_of_a_kit_with_an_unknown_part_nothing_is_known() -> None:
    kits = {"SET": [("MUG", 2), ("SPOON", 1)], "EMPTY": [("MUG", 0)], "NESTED": [("SET", 1)]}
    assert available({"MUG": 9}, {}, kits) == {"MUG": 9}
