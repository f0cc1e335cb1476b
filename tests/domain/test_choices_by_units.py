"""A question of how many units, answered by the number of units: by today's rules and earlier."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain.packing import step
from fbm_desk.domain.session import Match, Scanned, Session
from tests.domain.packing_talk import ORDER, event, line

CASES = (Match(line("MUG", 9).sku, 1), Match(line("MUG", 9).sku, 4))


def asked(rules: int) -> Session:
    """One barcode, one mug or a case of four."""
    session = replace(Session(ORDER, (line("MUG", 9),)), rules=rules)
    scanned = event("mug")
    assert isinstance(scanned, Scanned)
    return step(session, replace(scanned, matches=CASES)).session


@pytest.mark.parametrize(("rules", "units"), [(4, 0), (5, 4)])
def test_the_number_of_units_answers_by_the_rules_of_today(rules: int, units: int) -> None:
    done = step(asked(rules), event("4"))
    assert done.session.packed_units == units
    assert done.verdict.code.value == ("counted" if units else "not_now")


@pytest.mark.parametrize("rules", [4, 5])
def test_a_tile_answers_by_its_digit_by_all_rules(rules: int) -> None:
    assert step(asked(rules), event("2")).session.packed_units == 4
    assert step(asked(rules), event("3")).session.packed_units == 0
