"""A bench without Amazon's keys has its labels bought by the computer that has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from threading import Barrier, Thread

import pytest

from fbm_desk.domain.answers import NotSent, Refused
from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.orders import AmazonStatus
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import LabelRefused, State
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import orders as order_service
from fbm_desk.services import sync_wishes
from fbm_desk.services.at_host import ANSWERED_WITHIN_S, TAKEN_WITHIN_S
from fbm_desk.services.books import Books
from fbm_desk.services.exception_deeds import ExceptionDesk
from fbm_desk.services.exceptions_view import Deed
from fbm_desk.services.sync_office import SyncOffice
from fbm_desk.settings import AmazonSettings
from fbm_desk.store import database, host_asks, migrate, orders, people, purchases
from fbm_desk.store.database import Connection
from fbm_desk.store.host_asks import Ask
from fbm_desk.store.sealed import Seal
from tests.services.clock import Clock
from tests.services.guests import (
    RULES,
    THERMAL,
    GuestBench,
    HostComputer,
    Meanwhile,
    host_that_answers,
)
from tests.services.label_counter import Crash, LabelCounter, Today, paid_once
from tests.services.warehouse import Warehouse, order, order_id, tracking

V = VerdictCode
ONE = order_id(1)


@pytest.fixture
def counter() -> Iterator[LabelCounter]:
    with paid_once() as made:
        yield made


@pytest.fixture
def host(books: Books, counter: LabelCounter) -> HostComputer:
    return host_that_answers(books, counter)


@pytest.fixture
def bench(books: Books, warehouse: Warehouse, host: HostComputer) -> GuestBench:
    """Whenever it waits the host has a turn; order 1 is in the books."""
    warehouse.take_in(order(1))
    return GuestBench(books, Meanwhile(host.work))


def state_of_label(books: Books) -> PurchaseState:
    with books.reading() as connection:
        return purchases.of_order(connection, ONE)[-1].state


def asked(books: Books) -> list[Ask]:
    def found(connection: Connection) -> Iterator[Ask]:
        for one in purchases.of_order(connection, ONE):
            ask = host_asks.find(connection, "label", str(one.id))
            if ask is not None:
                yield ask

    with books.reading() as connection:
        return list(found(connection))


def test_the_host_buys_what_a_bench_without_keys_fills(
    warehouse: Warehouse, bench: GuestBench, host: HostComputer, counter: LabelCounter
) -> None:
    warehouse.pack(bench.desk, ONE, "MUG")
    assert [one for one, _ in counter.paid] == [ONE]
    assert len(bench.tray.labels()) == 1
    assert host.papers == [THERMAL]  # the form is that of the bench's printer, not of the host's
    assert bench.desk.bench is not None
    assert bench.desk.bench.opened.session.state is State.LABELLED
    assert bench.desk.scan(tracking(ONE)).code is V.PARCEL_CLOSED


def test_without_a_host_the_packer_is_told_at_once_and_finish_asks_again(
    books: Books, warehouse: Warehouse, bench: GuestBench, host: HostComputer, counter: LabelCounter
) -> None:
    host.sign.leave()
    warehouse.pack(bench.desk, ONE, "MUG")
    assert bench.problem == LabelRefused("host_away")
    assert bench.meanwhile.waited_s == 0.0
    assert (asked(books), counter.paid) == ([], [])
    HostComputer(books, counter, "host-2").sign.turn()
    bench.desk.scan("FINISH")
    assert len(bench.tray.labels()) == 1


def test_a_host_that_fell_silent_counts_as_away_after_a_minute(
    warehouse: Warehouse, bench: GuestBench, clock: Clock
) -> None:
    clock.move(seconds=61)
    warehouse.pack(bench.desk, ONE, "MUG")
    assert bench.problem == LabelRefused("host_away")


def test_a_question_that_nobody_takes_is_taken_back_and_never_answered(
    books: Books, warehouse: Warehouse, bench: GuestBench, host: HostComputer, counter: LabelCounter
) -> None:
    bench.meanwhile.happens = lambda: None
    warehouse.pack(bench.desk, ONE, "MUG")
    assert bench.problem == LabelRefused("host_away")
    assert TAKEN_WITHIN_S < bench.meanwhile.waited_s < TAKEN_WITHIN_S + 1
    host.work()
    assert (asked(books), counter.paid) == ([], [])
    assert state_of_label(books) is PurchaseState.WANTED


def test_a_label_that_came_too_late_is_not_bought_again(
    books: Books, warehouse: Warehouse, bench: GuestBench, host: HostComputer,
    counter: LabelCounter, clock: Clock,
) -> None:  # fmt: skip
    def take() -> None:
        with books.writing() as connection:
            host_asks.take(connection, "host-9", books.now(), books.now())

    bench.meanwhile.happens = take  # somebody took it and hangs
    warehouse.pack(bench.desk, ONE, "MUG")
    assert bench.problem == LabelRefused("host_silent", unclear=True)
    assert bench.meanwhile.waited_s > ANSWERED_WITHIN_S
    clock.move(minutes=4)
    host.work()  # it takes over what the dead one took
    assert len(counter.paid) == 1
    HostComputer(books, counter).sign.turn()
    bench.meanwhile.happens = host.work
    bench.desk.scan("FINISH")
    assert len(bench.tray.labels()) == len(counter.paid) == 1


def test_what_a_dead_host_had_begun_another_one_ends_with_the_same_key(
    books: Books, warehouse: Warehouse, bench: GuestBench, host: HostComputer,
    counter: LabelCounter, clock: Clock,
) -> None:  # fmt: skip
    second = HostComputer(books, counter, "host-2")
    counter.days = [Today.CRASH_AFTER]

    def one_dies_the_other_goes_on() -> None:
        try:
            host.work()
        except Crash:
            clock.move(minutes=3, seconds=1)
        second.work()

    bench.meanwhile.happens = one_dies_the_other_goes_on
    warehouse.pack(bench.desk, ONE, "MUG")
    assert len(counter.calls) == 2
    assert len({key for key, _ in counter.calls}) == 1
    assert len(bench.tray.labels()) == 1


def test_the_bench_hears_why_a_label_was_refused(
    warehouse: Warehouse, bench: GuestBench, counter: LabelCounter
) -> None:
    counter.days = [Today.REFUSED]
    warehouse.pack(bench.desk, ONE, "MUG")
    assert bench.problem == LabelRefused("address_refused")


def test_a_mistake_of_the_host_is_told_and_the_next_question_answered(
    warehouse: Warehouse, bench: GuestBench, counter: LabelCounter
) -> None:
    def mistake() -> None:
        counter.during_purchase = lambda: None
        raise ZeroDivisionError

    counter.during_purchase = mistake
    warehouse.pack(bench.desk, ONE, "MUG")
    assert bench.problem == LabelRefused("crashed", unclear=True)
    bench.desk.scan("FINISH")
    assert len(bench.tray.labels()) == 1


def test_nothing_is_bought_for_an_order_stopped_while_its_question_waits(
    books: Books, warehouse: Warehouse, bench: GuestBench, host: HostComputer, counter: LabelCounter
) -> None:
    def stop() -> None:
        order_service.take_in(books, [order(1, status=AmazonStatus.CANCELLED)])
        bench.desk.refresh()
        host.work()

    bench.meanwhile.happens = stop
    warehouse.pack(bench.desk, ONE, "MUG")
    assert counter.paid == []
    assert state_of_label(books) is PurchaseState.REFUSED


def test_a_bench_that_ends_stops_waiting_and_finds_its_label_at_the_next_start(
    books: Books, warehouse: Warehouse, bench: GuestBench, host: HostComputer, counter: LabelCounter
) -> None:
    bench.meanwhile.happens = bench.meanwhile.set
    warehouse.pack(bench.desk, ONE, "MUG")
    assert bench.tray.labels() == []
    host.work()
    again = GuestBench(books, Meanwhile(host.work))
    again.desk.scan("FINISH")
    assert len(again.tray.labels()) == len(counter.paid) == 1


# --- what else is asked --------------------------------------------------------------------------


def test_an_order_is_looked_at_for_a_bench(
    books: Books, bench: GuestBench, host: HostComputer
) -> None:
    sync_wishes.sync_now(books, ONE)
    at_host = bench.shop.host
    assert at_host is not None
    host.marketplace.copy = order(1, status=AmazonStatus.CANCELLED)
    assert at_host.order(ONE)
    assert sync_wishes.asked_for(books).orders == ()
    with books.reading() as connection:
        assert orders.told_status(connection, ONE)[0] is AmazonStatus.CANCELLED
    host.marketplace.silent = NotSent("no_network")
    assert not at_host.order(ONE)


def office(books: Books, bench: GuestBench) -> SyncOffice:
    running = AmazonSettings(seller_id="A1", marketplaces=("A1RKKUPIHCS9HS",))
    return SyncOffice(books, lambda: running, lambda: None, host=lambda: bench.shop.host)


def test_why_an_order_is_not_here_is_answered_by_who_can_ask_amazon(
    books: Books, bench: GuestBench, host: HostComputer
) -> None:
    host.marketplace.silent = Refused("not_found", "There is none.")
    told = office(books, bench).why_not_here(order_id(7))
    assert (told.code, told.is_here) == ("not_found", False)
    assert told.words == "Amazon has no such order in this account."
    host.marketplace.silent = None
    assert office(books, bench).why_not_here(order_id(8)).is_here
    host.sign.leave()
    assert office(books, bench).why_not_here(order_id(9)).code == "not_reached"


def test_a_supervisor_without_keys_has_asked_what_became_of_a_label(
    books: Books, warehouse: Warehouse, bench: GuestBench, host: HostComputer, counter: LabelCounter
) -> None:
    counter.days = [Today.LOST_AFTER]
    warehouse.pack(bench.desk, ONE, "MUG")
    assert state_of_label(books) is PurchaseState.UNCLEAR
    with books.reading() as connection:
        purchase_id = purchases.of_order(connection, ONE)[-1].id
        mara = people.everybody(connection)[0].id
    desk = ExceptionDesk(books, RULES, bench.shop, lambda: mara)
    assert desk.do(f"label:{purchase_id}", Deed.ASK_AGAIN) == "is_bought"
    assert state_of_label(books) is PurchaseState.BOUGHT
    host.sign.leave()
    with pytest.raises(Unavailable) as refused:
        desk.do(f"label:{purchase_id}", Deed.ASK_AGAIN)
    assert refused.value.code == "host_away"


def test_what_people_newly_want_wakes_the_background_work_once(
    books: Books, host: HostComputer
) -> None:
    sync_wishes.sync_now(books)
    for _ in range(3):
        host.sign.turn()
    assert host.woken == 1
    sync_wishes.sync_now(books, ONE)
    host.sign.turn()
    assert host.woken == 2


# --- several counters ----------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Books]:
    """Books that several threads reach, on both databases."""
    on_server = request.param == "postgresql"
    url = (
        request.getfixturevalue("postgres_url")
        if on_server
        else database.sqlite_url(tmp_path_factory.mktemp("shared"))
    )
    engine = database.open_database(url)
    migrate.upgrade(engine)
    yield Books(engine, Seal(b"k" * 32))
    engine.dispose()


def test_each_question_is_taken_by_one_counter(shared: Books) -> None:
    many, hands = 40, 4
    with shared.writing() as connection:
        for number in range(many):
            host_asks.ask(connection, "order", f"{number}", "", shared.now())
    taken: list[list[str]] = [[] for _ in range(hands)]
    together = Barrier(hands)

    def take_all(mine: list[str], who: str) -> None:
        together.wait()
        misses = 0
        while misses < 5 and len(mine) <= many:  # a miss: another was quicker with that one
            with shared.writing() as connection:
                now = shared.now()
                found = host_asks.take(connection, who, now, now.replace(year=2000))
            misses = 0 if found else misses + 1
            mine += [found.subject] if found else []

    threads = [Thread(target=take_all, args=(taken[n], f"host-{n}")) for n in range(hands)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    every = [subject for mine in taken for subject in mine]
    assert sorted(every, key=int) == [f"{number}" for number in range(many)]


def test_an_answer_of_one_who_lost_the_question_does_not_count(shared: Books) -> None:
    with shared.writing() as connection:
        now = shared.now()
        host_asks.ask(connection, "order", "7", "", now)
        first = host_asks.take(connection, "slow", now, now)
        assert first is not None
        later = now.replace(year=now.year + 1)
        assert host_asks.take(connection, "quick", later, later) is not None
        host_asks.answer(connection, first, "slow", "no", later)
        still_open = host_asks.find(connection, "order", "7")
        host_asks.answer(connection, replace(first), "quick", "yes", later)
        host_asks.answer(connection, first, "slow", "no", later)
        found = host_asks.find(connection, "order", "7")
    assert still_open is not None
    assert still_open.answered_at is None
    assert found is not None
    assert (found.answer, found.taken_by) == ("yes", "quick")


def test_the_same_question_put_twice_is_one_until_it_is_answered(shared: Books) -> None:
    with shared.writing() as connection:
        now = shared.now()
        host_asks.ask(connection, "order", "7", "", now)
        first = host_asks.take(connection, "host", now, now)
        assert first is not None
        host_asks.ask(connection, "order", "7", "", now)
        assert host_asks.take(connection, "other", now, now) is None
        host_asks.answer(connection, first, "host", "yes", now)
        host_asks.ask(connection, "order", "7", "", now)
        fresh = host_asks.find(connection, "order", "7")
        assert fresh is not None
        assert (fresh.answered_at, fresh.answer, fresh.taken_by) == (None, "", "")
