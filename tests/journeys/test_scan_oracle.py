"""Random scans beside an independent oracle: nothing wrong gets in, nothing right is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.scan_desk import AtDesk, house
from tests.journeys.scan_oracle import Disagreement, Run, run
from tests.journeys.scan_shops import Bought, Shop


def told(found: Run) -> list[str]:
    return ["\n".join([one.wrong, one.seed, *one.transcript]) for one in found.disagreements]


@pytest.mark.parametrize("seed", [11, 12])
def test_random_scans_are_answered_by_the_table_as_by_the_oracle(seed: int) -> None:
    found = run(1500, seed)
    assert told(found) == []
    assert found.seen["answer counted"] > 200


def test_random_scans_at_real_benches_leave_what_the_oracle_says_in_the_books(
    tmp_path: Path,
) -> None:
    with house(tmp_path) as here:
        last: list[AtDesk] = []

        def begin(made: Shop, bought: Bought) -> AtDesk:
            for one in last:
                one.leave()
            last[:] = [here.begin(made, bought)]
            return last[0]

        found = run(250, 13, begin)
    assert told(found) == []
    assert found.seen["answer counted"] > 15


def test_an_escape_is_told_from_a_refusal() -> None:
    assert Disagreement("escape: counted what does not belong", "1/2", []).escape
    assert not Disagreement("false refusal: a right unit was not counted", "1/2", []).escape
