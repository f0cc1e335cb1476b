"""What a client holds does not grow with its work; the long form is `tests/amazon/client_week`."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator

import pytest

from tests.amazon.client_week import Week, far_amazon, held


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


@pytest.mark.usefixtures("traced")
def test_ten_hours_of_work_hold_no_more_than_the_first_two() -> None:
    with far_amazon() as amazon:
        week = Week(amazon)
        week.run(12)
        before = held()
        week.run(48)
        after = held()
        week.client.close()
    assert week.answers["Done"] > 500
    assert week.answers["Unclear"] > 2, "the faults have to be among it"
    assert after.allocated - before.allocated < 64 * 1024
    assert after.objects - before.objects < 300
    assert (after.threads, after.files) == (before.threads, before.files)
