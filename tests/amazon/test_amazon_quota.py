"""The allowance is counted before Amazon counts it, and remembered across restarts."""

from __future__ import annotations

import threading

import pytest

from fbm_desk.amazon.bucket import ON_THE_WAY_S, Bucket
from fbm_desk.amazon.operations import ALLOWANCES, KEPT_FOR_BENCHES, Operation
from fbm_desk.amazon.quota import Memory, Quota, Step
from fbm_desk.domain.answers import NotSent, Refused
from fbm_desk.domain.errors import Unavailable
from fbm_desk.simulator.usage_plans import PLANS
from tests.amazon.amazon_calls import CALLS, client
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
def ledger() -> Memory:
    return Memory()


@pytest.fixture
def quota(ledger: Memory, clock: Seconds) -> Quota:
    return Quota(ledger, clock=clock, jitter=lambda: 0.0)


def test_a_full_bucket_gives_its_burst_and_then_makes_wait(quota: Quota) -> None:
    assert [quota.take(SEARCH) for _ in range(20)] == [0.0] * 20
    assert quota.take(SEARCH) == pytest.approx(1 / 0.0056 + ON_THE_WAY_S)


def test_a_bucket_refills_by_its_rate_and_never_over_its_burst(
    quota: Quota, clock: Seconds
) -> None:
    for _ in range(10):
        quota.take(CONFIRM)
    clock.now_s += 1.5 + ON_THE_WAY_S
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
    assert quota.take(SEARCH) == pytest.approx(2.0 + ON_THE_WAY_S)
    clock.now_s += 2 + ON_THE_WAY_S
    assert quota.take(SEARCH) == 0.0


@pytest.mark.parametrize("header", ["", "0", "-1", "nan", "inf", "1e9", "fast", "٣", "1_0_0_0_0_0"])
def test_a_senseless_header_corrects_nothing(quota: Quota, header: str) -> None:
    for _ in range(20):
        quota.take(SEARCH)
    quota.correct(SEARCH, header)
    assert quota.take(SEARCH) == pytest.approx(1 / 0.0056 + ON_THE_WAY_S)


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
    assert clock.waited_s == [pytest.approx(0.5 + ON_THE_WAY_S)]


def test_a_wait_longer_than_wanted_is_not_begun(quota: Quota, clock: Seconds) -> None:
    for _ in range(20):
        quota.take(SEARCH)
    assert quota.wait(SEARCH, Waiting(clock), at_most_s=5) > 178
    assert clock.waited_s == []


def test_closing_the_program_ends_a_wait(quota: Quota, clock: Seconds) -> None:
    for _ in range(20):
        quota.take(SEARCH)
    closing = Waiting(clock, ring_after_s=1)
    assert quota.wait(SEARCH, closing, at_most_s=3600) > 0
    assert clock.now_s == 101.0


def test_a_restart_gives_no_fresh_burst(quota: Quota, ledger: Memory, clock: Seconds) -> None:
    for _ in range(20):
        quota.take(SEARCH)
    quota.correct(SEARCH, "0.01")
    clock.now_s += 50
    again = Quota(ledger, clock=clock)
    assert again.take(SEARCH) == pytest.approx(50.0 + ON_THE_WAY_S)
    assert again.take(CONFIRM) == 0.0


def test_amazons_wish_to_be_left_alone_survives_a_restart(
    quota: Quota, ledger: Memory, clock: Seconds
) -> None:
    quota.refused(CONFIRM, "300")
    clock.now_s += 100
    assert Quota(ledger, clock=clock).take(CONFIRM) == pytest.approx(200)


def test_what_another_program_takes_is_not_there_any_more(
    quota: Quota, ledger: Memory, clock: Seconds
) -> None:
    other = Quota(ledger, clock=clock)
    taken = [one.take(CONFIRM) for _ in range(6) for one in (quota, other)]
    assert taken.count(0.0) == ALLOWANCES[CONFIRM].burst
    other.refused(SEARCH, "300")
    assert quota.take(SEARCH) == pytest.approx(300)


def test_a_clock_set_back_gives_nothing_away_and_blocks_no_longer_than_an_hour(
    quota: Quota, ledger: Memory, clock: Seconds
) -> None:
    clock.now_s += 1_000_000
    for _ in range(20):
        quota.take(SEARCH)
    quota.refused(CONFIRM, "300")
    clock.now_s -= 86_400
    again = Quota(ledger, clock=clock)
    assert again.take(SEARCH) == pytest.approx(1 / 0.0056)
    assert again.take(CONFIRM) == 3600


def test_the_clock_of_another_computer_may_be_a_little_ahead(
    quota: Quota, ledger: Memory, clock: Seconds
) -> None:
    ahead = Quota(ledger, clock=lambda: clock.now_s + 5)
    taken = [one.take(CONFIRM) for _ in range(60) for one in (quota, ahead)]
    assert taken.count(0.0) <= ALLOWANCES[CONFIRM].burst + 5 * 2  # once, and not at every turn


@pytest.mark.parametrize(
    ("kept", "wait_s"),
    [
        (Bucket(0.0056, 20, float("nan"), 100.0), 1 / 0.0056),
        (Bucket(float("nan"), 20, 5, 100.0), 0.0),
        (Bucket(0.0056, 10**9, 1e9, 100.0, 1e12), 3600.0),
    ],
)
def test_a_damaged_bucket_is_worth_the_defaults(
    ledger: Memory, clock: Seconds, kept: Bucket, wait_s: float
) -> None:
    ledger.change(SEARCH, lambda _: kept)
    assert Quota(ledger, clock=clock).take(SEARCH) == pytest.approx(wait_s)


def test_while_the_ledger_cannot_be_written_calls_are_counted_here_and_owed(
    clock: Seconds,
) -> None:
    class Locked(Memory):
        locked = True

        def change(self, operation: Operation, step: Step) -> Bucket:
            if self.locked:
                raise Unavailable("database_locked")
            return super().change(operation, step)

    ledger = Locked()
    quota = Quota(ledger, clock=clock)
    assert [quota.take(CONFIRM) for _ in range(4)] == [0.0] * 4
    ledger.locked = False
    assert quota.take(CONFIRM) == 0.0
    other = Quota(ledger, clock=clock)
    assert sum(other.take(CONFIRM) == 0.0 for _ in range(10)) == 5


def test_background_work_leaves_some_calls_to_the_benches(quota: Quota, clock: Seconds) -> None:
    order = Operation.GET_ORDER
    kept = KEPT_FOR_BENCHES[order]
    assert sum(quota.take(order, kept) == 0.0 for _ in range(60)) == 30 - kept
    assert [quota.take(order) for _ in range(kept)] == [0.0] * kept
    assert quota.take(order) > 0
    clock.now_s += 2 + ON_THE_WAY_S
    assert quota.take(order, kept) > 0  # what comes is the benches' first
    assert quota.take(order) == 0.0


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


def test_every_call_is_counted_and_has_the_published_allowance() -> None:
    assert set(ALLOWANCES) == set(Operation)
    published = {one: PLANS[one.value] for one in Operation}
    assert {one: (plan.rate, plan.burst) for one, plan in published.items()} == {
        one: (allowed.rate_per_s, allowed.burst) for one, allowed in ALLOWANCES.items()
    }


@pytest.mark.parametrize("operation", Operation)
def test_no_call_gets_a_fresh_burst_by_a_restart(
    operation: Operation, quota: Quota, ledger: Memory, clock: Seconds
) -> None:
    taken = sum(quota.take(operation) == 0 for _ in range(200))
    assert taken == ALLOWANCES[operation].burst
    assert Quota(ledger, clock=clock).take(operation) >= 1 / ALLOWANCES[operation].rate_per_s


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


def test_what_never_left_this_computer_used_nothing_up(clock: Seconds) -> None:
    quota = Quota(clock=clock)
    to = client("http://127.0.0.1:1", quota=quota)  # nobody listens there
    for _ in range(40):  # an outage of some hours
        assert CALLS["search"](to) == NotSent("sign_in")
    to.close()
    assert quota.left(SEARCH) == 20
    assert [quota.take(SEARCH) for _ in range(20)] == [0.0] * 20
    quota.give_back(CONFIRM)
    assert quota.left(CONFIRM) == 10  # never more than its burst


def test_the_rate_that_amazon_names_with_an_answer_is_the_one_that_is_counted_by(
    ledger: Memory, clock: Seconds
) -> None:
    named = {"x_amzn_RateLimit_Limit": "0.25"}
    with FaultServer() as amazon:
        amazon.always(reply(404, {"errors": [{"code": "NotFound"}]}, **named))
        to = client(amazon.url, quota=Quota(ledger, clock=clock))
        assert isinstance(CALLS["confirm"](to), Refused)
        to.close()
    assert ledger.change(CONFIRM, _as_it_is).rate_per_s == 0.25


def _as_it_is(kept: Bucket | None) -> Bucket:
    assert kept is not None
    return kept
