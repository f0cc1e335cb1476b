"""What a client holds does not grow with its work; the long form is `tests/amazon/client_week`."""

from __future__ import annotations

import gzip
import tracemalloc
from collections.abc import Iterator

import pytest

from fbm_desk.amazon.transport import Bounds
from fbm_desk.domain.answers import Done, Unclear
from tests.amazon.amazon_calls import CALLS, client
from tests.amazon.client_week import Week, far_amazon, held
from tests.amazon.fault_server import FaultServer, reply


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


def test_a_bomb_is_refused_without_being_unpacked() -> None:
    packed = gzip.compress(b" " * 100_000_000, compresslevel=1)
    bounds = Bounds(body_bytes=len(packed) + 1, unpacked_bytes=1_000_000)
    with FaultServer() as amazon:
        to = client(amazon.url, bounds=bounds)
        assert to.sign_in() == Done(None)
        amazon.behave(reply(200, packed, Content_Encoding="gzip"))
        tracemalloc.start()
        try:
            assert CALLS["order"](to) == Unclear("too_large")
            most_bytes = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            to.close()
    assert most_bytes < 20_000_000
