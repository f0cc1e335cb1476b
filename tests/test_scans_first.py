"""Background work rests while a scan is under way, goes on after it, and never waits for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from fbm_desk.devices.attendant import Attendant
from fbm_desk.devices.states import Condition, DeviceState, DeviceTrouble
from fbm_desk.threads import ScanPart, ScansFirst, Threads, Turns, Worker, aside, scans_first
from tests.patient import A_MOMENT_S, LONG_S, scan_under_way

COMING, ANSWERING = ScanPart.COMING, ScanPart.ANSWERING


@pytest.fixture
def first() -> ScansFirst:
    """One that holds background work up for a minute."""
    return ScansFirst(LONG_S)


class Background:
    """A background thread that lets scans pass once."""

    def __init__(self, first: ScansFirst, rests: bool = True) -> None:
        self._first, self._rests = first, rests
        self._went_on = threading.Event()
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def goes_on(self) -> bool:
        """True once it did, however long that took."""
        return self._went_on.wait(LONG_S / 2)

    def rests(self) -> bool:
        """True when it did not go on."""
        return not self._went_on.wait(A_MOMENT_S)

    def end(self) -> None:
        """Wait for its end."""
        self._thread.join()

    def _work(self) -> None:
        if self._rests:
            self._first.rest_here()
        self._first.let_pass()
        self._went_on.set()


@pytest.fixture
def background(first: ScansFirst) -> Iterator[Callable[..., Background]]:
    """Makes background threads; those that still rest go on after the test."""
    made: list[Background] = []

    def make(rests: bool = True) -> Background:
        made.append(Background(first, rests))
        return made[-1]

    yield make
    for part in ScanPart:
        first.is_over(part)
    for one in made:
        one.end()


def test_nothing_rests_where_no_scan_begins(background: Callable[..., Background]) -> None:
    assert background().goes_on()


def test_background_work_rests_while_a_scan_is_under_way_and_goes_on_after_it(
    first: ScansFirst, background: Callable[..., Background]
) -> None:
    first.begins(ANSWERING)
    one, other = background(), background()
    assert one.rests()
    assert other.rests()
    first.is_over(ANSWERING)
    assert one.goes_on()
    assert other.goes_on()


def test_the_threads_a_scan_needs_never_rest(
    first: ScansFirst, background: Callable[..., Background]
) -> None:
    first.begins(ANSWERING)
    assert background(rests=False).goes_on()


def test_a_scan_is_under_way_from_its_first_key_until_its_verdict_is_painted(
    first: ScansFirst, background: Callable[..., Background]
) -> None:
    first.begins(COMING)
    work = background()
    first.begins(ANSWERING)
    first.is_over(COMING)
    assert first.under_way
    assert work.rests()
    first.is_over(ANSWERING)
    assert not first.under_way
    assert work.goes_on()


def test_a_window_that_hangs_holds_nothing_up_for_ever() -> None:
    first = ScansFirst(0.01)
    first.begins(ANSWERING)
    work = Background(first)
    assert work.goes_on()
    work.end()


def test_work_that_comes_after_the_limit_does_not_rest_at_all() -> None:
    clock = [0.0]
    first = ScansFirst(LONG_S, lambda: clock[0])
    first.begins(ANSWERING)
    clock[0] = LONG_S
    assert not first.under_way
    work = Background(first)
    assert work.goes_on()
    work.end()


def test_a_scan_whose_end_nobody_told_does_not_prolong_the_next_one() -> None:
    clock = [0.0]
    first = ScansFirst(LONG_S, lambda: clock[0])
    first.begins(ANSWERING)
    clock[0] = LONG_S
    first.begins(COMING)
    assert first.under_way
    first.is_over(COMING)
    assert not first.under_way


# --- who rests -----------------------------------------------------------------------------------


def _worked(work: Callable[[], None]) -> Future[None]:
    worker = Worker("background", rests=True)
    done = worker.ask(work)
    worker.stop(timeout_s=0)  # nobody waits for its end here
    return done


def _asked_aside(work: Callable[[], None]) -> Future[None]:
    return aside("background", work)


def _turned(work: Callable[[], None]) -> Future[None]:
    done: Future[None] = Future()

    def turn() -> float:
        work()
        done.set_result(None)
        turns.stopping.set()
        return 0.0

    turns = Turns("background", turn, done.set_exception)
    turns.start()
    return done


class _Device:
    """A device that does the work once, and then is gone."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work

    def open(self) -> None:
        """Nothing to open."""

    def turn(self) -> Condition:
        """Work."""
        self._work()
        raise DeviceTrouble(Condition.LOST)

    def close(self) -> None:
        """Nothing to close."""


def _attended(work: Callable[[], None]) -> Future[None]:
    done: Future[None] = Future()

    def told(state: DeviceState) -> None:
        if state.condition is Condition.STOPPED:
            done.set_result(None)

    Attendant("background", _Device(work), told, rest=lambda _seconds: True).start()
    return done


@pytest.mark.parametrize("begin", [_worked, _asked_aside, _turned, _attended])
def test_background_threads_rest(begin: Callable[[Callable[[], None]], Future[None]]) -> None:
    went_on = threading.Event()

    def work() -> None:
        scans_first.let_pass()
        went_on.set()

    with scan_under_way():
        done = begin(work)
        assert not went_on.wait(A_MOMENT_S)
    done.result(LONG_S)
    assert went_on.is_set()


def test_behind_a_window_all_threads_rest_but_the_one_that_answers_scans() -> None:
    threads = Threads()
    try:
        with scan_under_way():
            resting = [one.ask(scans_first.let_pass) for one in _background_of(threads)]
            threads.books.ask(scans_first.let_pass).result(LONG_S)
            assert not any(one.done() for one in resting)
        for one in resting:
            one.result(LONG_S)
    finally:
        threads.stop()


def _background_of(threads: Threads) -> list[Worker]:
    return [threads.labels, threads.paper, threads.looks]
