"""One label, bought in every way it can go wrong: never twice, never paid and lost.

The long form is `python -m tests.journeys.purchase_schedules` (25,000 schedules for each API).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys import purchase_schedules as played
from tests.journeys.purchase_server import Behaviour


@pytest.mark.parametrize("api", played.APIS)
def test_no_label_is_bought_twice_or_paid_and_lost(tmp_path: Path, api: str) -> None:
    total = played.counted(api, 150, tmp_path, seed=7)
    assert total.schedules == 150
    assert (total.twice, total.lost, total.worst) == (0, 0, [])
    assert (total.held == 0) is (api == "amazon_shipping")  # a keyed one settles itself


@pytest.fixture(params=played.APIS)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> played.Bench:
    return played.Bench(tmp_path, request.param)


def test_all_goes_well(bench: played.Bench) -> None:
    well = (Behaviour.WELL,) * 3
    ending = bench.run(played.Schedule(well, (0, 0)))
    assert (ending.bought, ending.lost, ending.state, ending.held) == (1, 0, "bought", False)
    bench.engine.dispose()


def test_dying_at_every_single_step_of_a_good_day(bench: played.Bench) -> None:
    well = (Behaviour.WELL,) * 3
    endings = [bench.run(played.Schedule(well, (at, 0))) for at in range(1, played.MOST_STEPS + 1)]
    assert {(one.bought, one.lost) for one in endings} <= {(1, 0), (0, 0)}
    assert all(one.bought == 1 or one.held for one in endings)
    bench.engine.dispose()


def test_the_judge_sees_a_label_bought_twice(tmp_path: Path) -> None:
    """The same schedules with a ledger that forgets that a call was sent."""
    bench = played.Bench(tmp_path, "merchant_fulfillment")

    class Forgetful(played.Bench):
        def _tries(self, steps: played.Steps, most: int) -> None:
            super()._tries(steps, most)
            with self.engine.begin() as connection:
                connection.exec_driver_sql(
                    "UPDATE label_purchases SET state = 'wanted', sent_at = NULL, reason = '' "
                    "WHERE state = 'unclear' OR state = 'intended' OR reason = 'no_document'"
                )

    bench.__class__ = Forgetful
    cut = (Behaviour.SOLD_CUT,) * 3
    assert bench.run(played.Schedule(cut, (0, 0))).bought > 1
    bench.engine.dispose()
