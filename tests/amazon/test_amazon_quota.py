"""The allowance is counted before Amazon counts it, and remembered across restarts."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from fbm_desk.amazon.operations import ALLOWANCES, Operation
from fbm_desk.amazon.quota import BucketState, Quota, QuotaState
from fbm_desk.domain.answers import NotSent, Refused
from fbm_desk.simulator.usage_plans import PLANS
from tests.amazon.amazon_calls import CALLS, NOON, client
from tests.amazon.fault_server import FaultServer, reply

SEARCH, CONFIRM = Operation.SEARCH_ORDERS, Operation.CONFIRM_SHIPMENT


class Seconds:
    """A clock that moves when it is told to; waiting on it is telling it."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.waited_s: list[float] = []

    def __call__(self) -> float:
        return self.now_s


class Waiting(threading.Event):
    """An event whose waiting moves the clock instead of time; `ring_after_s` sets it."""

    def __init__(self, clock: Seconds, ring_after_s: float = float("inf")) -> None:
        super().__init__()
        self.clock = clock
        self.ring_after_s = ring_after_s

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.clock.waited_s.append(timeout)
        self.clock.now_s += min(timeout, self.ring_after_s)
        if timeout >= self.ring_after_s:
            self.set()
        return self.is_set()


@pytest.fixture
def clock() -> Seconds:
    return Seconds()


@pytest.fixture
def quota(clock: Seconds) -> Quota:
    return Quota(clock=clock, jitter=lambda: 0.0)


def test_a_full_bucket_gives_its_burst_and_then_makes_wait(quota: Quota) -> None:
    assert [quota.take(SEARCH) for _ in range(20)] == [0.0] * 20
    assert quota.take(SEARCH) == pytest.approx(1 / 0.0056)


def test_a_bucket_refills_by_its_rate_and_never_over_its_burst(
    quota: Quota, clock: Seconds
) -> None:
    for _ in range(10):
        quota.take(CONFIRM)
    clock.now_s += 1.5
    assert [quota.take(CONFIRM) for _ in range(3)] == [0.0, 0.0, 0.0]
    assert quota.take(CONFIRM) > 0
    clock.now_s += 1e6
    assert sum(quota.take(CONFIRM) == 0 for _ in range(11)) == 10


def test_each_call_has_its_own_bucket(quota: Quota) -> None:
    for _ in range(20):
        quota.take(SEARCH)
    assert quota.take(Operation.GET_ORDER) == 0.0


def test_amazons_header_corrects_the_rate(quota: Quota, clock: Seconds) -> None:
    for _ in range(20):
        quota.take(SEARCH)
    quota.correct(SEARCH, "0.5")
    assert quota.take(SEARCH) == pytest.approx(2.0)
    clock.now_s += 2
    assert quota.take(SEARCH) == 0.0


@pytest.mark.parametrize("header", ["", "0", "-1", "nan", "inf", "1e9", "fast", "٣", "1_0_0_0_0_0"])
def test_a_senseless_header_corrects_nothing(quota: Quota, header: str) -> None:
    for _ in range(20):
        quota.take(SEARCH)
    quota.correct(SEARCH, header)
    assert quota.take(SEARCH) == pytest.approx(1 / 0.0056)


def test_a_429_empties_the_bucket_and_waits_for_one_token_with_jitter(clock: Seconds) -> None:
    quota = Quota(clock=clock, jitter=lambda: 1.0)
    assert quota.refused(CONFIRM) == pytest.approx(0.5 * 1.25)
    assert quota.take(CONFIRM) == pytest.approx(0.625)
    clock.now_s += 0.625
    assert quota.take(CONFIRM) == 0.0
    assert quota.take(CONFIRM) > 0


def test_waiting_takes_the_token_when_its_time_has_come(quota: Quota, clock: Seconds) -> None:
    for _ in range(10):
        quota.take(CONFIRM)
    assert quota.wait(CONFIRM, Waiting(clock), at_most_s=5) == 0.0
    assert clock.waited_s == [pytest.approx(0.5)]


def test_a_wait_longer_than_wanted_is_not_begun(quota: Quota, clock: Seconds) -> None:
    for _ in range(20):
        quota.take(SEARCH)
    assert quota.wait(SEARCH, Waiting(clock), at_most_s=5) == pytest.approx(1 / 0.0056)
    assert clock.waited_s == []


def test_closing_the_program_ends_a_wait(quota: Quota, clock: Seconds) -> None:
    for _ in range(20):
        quota.take(SEARCH)
    closing = Waiting(clock, ring_after_s=1)
    assert quota.wait(SEARCH, closing, at_most_s=3600) > 0
    assert clock.now_s == 101.0


def test_a_restart_gives_no_fresh_burst(quota: Quota, clock: Seconds) -> None:
    for _ in range(20):
        quota.take(SEARCH)
    quota.correct(SEARCH, "0.01")
    kept = quota.state(NOON)
    again = Quota(kept, now=NOON + timedelta(seconds=50), clock=clock)
    assert again.take(SEARCH) == pytest.approx(50.0)
    assert again.take(CONFIRM) == 0.0


def test_amazons_wish_to_be_left_alone_survives_a_restart(quota: Quota, clock: Seconds) -> None:
    quota.refused(CONFIRM, "300")
    again = Quota(quota.state(NOON), now=NOON + timedelta(seconds=100), clock=clock)
    assert again.take(CONFIRM) == pytest.approx(200)


def test_a_clock_set_back_while_closed_gives_nothing_away(quota: Quota, clock: Seconds) -> None:
    for _ in range(20):
        quota.take(SEARCH)
    again = Quota(quota.state(NOON), now=NOON - timedelta(days=1), clock=clock)
    assert again.take(SEARCH) == pytest.approx(1 / 0.0056)


def test_a_damaged_state_is_worth_the_defaults(clock: Seconds) -> None:
    damaged = QuotaState(
        NOON,
        (
            BucketState("noSuchCall", 5, 1),
            BucketState("searchOrders", float("nan"), 0.0056),
            BucketState("getOrder", 5, float("nan")),
            BucketState("confirmShipment", 1e9, 2, blocked_s=1e9),
        ),
    )
    quota = Quota(damaged, now=NOON, clock=clock)
    assert quota.take(SEARCH) > 0
    assert quota.take(Operation.GET_ORDER) == 0.0
    assert quota.take(CONFIRM) == 3600.0


def test_threads_never_take_more_than_there_is(quota: Quota) -> None:
    taken: list[float] = []
    threads = [
        threading.Thread(
            target=lambda: taken.extend(quota.take(CONFIRM) for _ in range(50)), name=f"bench {n}"
        )
        for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken.count(0.0) == ALLOWANCES[CONFIRM].burst


def test_every_call_is_counted_kept_and_has_the_published_allowance(quota: Quota) -> None:
    assert set(ALLOWANCES) == set(Operation)
    assert {one.operation for one in quota.state(NOON).buckets} == {one.value for one in Operation}
    published = {one: PLANS[one.value] for one in Operation}
    assert {one: (plan.rate, plan.burst) for one, plan in published.items()} == {
        one: (allowed.rate_per_s, allowed.burst) for one, allowed in ALLOWANCES.items()
    }


@pytest.mark.parametrize("operation", Operation)
def test_no_call_gets_a_fresh_burst_by_a_restart(operation: Operation, clock: Seconds) -> None:
    quota = Quota(clock=clock, jitter=lambda: 0.0)
    taken = sum(quota.take(operation) == 0 for _ in range(200))
    assert taken == ALLOWANCES[operation].burst
    again = Quota(quota.state(NOON), now=NOON, clock=clock)
    assert again.take(operation) == pytest.approx(1 / ALLOWANCES[operation].rate_per_s)


def test_all_clients_of_an_account_share_one_allowance() -> None:
    shared = Quota(clock=lambda: 0.0)
    with FaultServer() as amazon:
        amazon.always(reply(404, {"errors": [{"code": "NotFound"}]}))
        clients = [client(amazon.url, quota=shared) for _ in range(3)]
        answers = [CALLS["confirm"](clients[turn % 3]) for turn in range(12)]
        for one in clients:
            one.close()
    assert [type(answer) for answer in answers] == [Refused] * 10 + [NotSent] * 2
    assert len(amazon.seen) == 10
