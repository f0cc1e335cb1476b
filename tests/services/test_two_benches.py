"""One order has one packer: benches race for it, lose it, come back after a crash, and tell so."""

from __future__ import annotations

import threading

import pytest

from fbm_desk.domain.orders import Duty
from fbm_desk.domain.session import State
from fbm_desk.domain.stages import Stage
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services.books import Books
from fbm_desk.services.packing import Desk
from fbm_desk.store import orders
from fbm_desk.store.sessions import LEASE
from tests.services.clock import Clock
from tests.services.rows import rows, value
from tests.services.warehouse import BADGE, Warehouse, line, order, order_id

V = VerdictCode
LEASE_S = LEASE.total_seconds()


def counts(desk: Desk) -> list[int]:
    assert desk.bench is not None
    session = desk.bench.opened.session
    return [session.packed(i) for i in range(len(session.lines))]


@pytest.fixture
def first(warehouse: Warehouse) -> Desk:
    """Bench 1, with one of three mugs of order 1 in the box."""
    warehouse.take_in(order(1, line("MUG", 3)), order(2))
    desk = warehouse.desk("Bench 1")
    warehouse.pack(desk, order_id(1), "MUG")
    return desk


@pytest.fixture
def second(warehouse: Warehouse) -> Desk:
    return warehouse.desk("Bench 2")


def test_an_order_on_one_bench_is_not_given_to_another(first: Desk, second: Desk) -> None:
    verdict = second.scan(order_id(1))
    assert (verdict.code, verdict.who, second.bench) == (V.ORDER_TAKEN, "Bench 1", None)
    assert second.scan("NEXT").order_id == order_id(2)
    assert first.scan("MUG").packed == 2


def test_benches_racing_for_orders_never_get_the_same(warehouse: Warehouse, books: Books) -> None:
    warehouse.take_in(*(order(number) for number in range(1, 41)))
    desks = [warehouse.desk(f"Bench {number}") for number in range(1, 5)]
    taken: list[tuple[str, str]] = []
    begin = threading.Barrier(len(desks))

    def work(desk: Desk) -> None:
        begin.wait()
        while (verdict := desk.scan("NEXT")).code is V.TAKEN:
            taken.append((str(verdict.order_id), desk.name))
            desk.scan("HOLD")
            desk.scan("SHORT")

    threads = [threading.Thread(target=work, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found for found, _ in taken) == sorted(order_id(n) for n in range(1, 41))
    assert value(books, "SELECT count(*) FROM pack_sessions") == 40


def test_a_bench_that_was_away_too_long_cannot_write_any_more(
    books: Books, first: Desk, second: Desk, clock: Clock
) -> None:
    clock.move(seconds=LEASE_S + 1)
    assert second.scan(order_id(1)).code is V.RESUMED
    assert counts(second) == [1]
    before = rows(books, "SELECT * FROM pack_events")
    verdict = first.scan("MUG")
    assert (verdict.code, verdict.who, first.bench) == (V.ORDER_TAKEN, "Bench 2", None)
    assert rows(books, "SELECT * FROM pack_events") == before
    assert second.scan("MUG").packed == 2
    assert first.scan("NEXT").order_id == order_id(2)


def test_a_bench_that_lost_its_order_is_told_without_a_scan(
    first: Desk, second: Desk, clock: Clock
) -> None:
    clock.move(seconds=LEASE_S + 1)
    second.scan(order_id(1))
    told = first.refresh()
    assert told is not None
    assert (told.code, told.who, first.bench) == (V.ORDER_TAKEN, "Bench 2", None)
    assert first.refresh() is None


def test_a_bench_that_lost_an_order_packed_elsewhere_cannot_close_it_again(
    books: Books, first: Desk, second: Desk, clock: Clock
) -> None:
    clock.move(seconds=LEASE_S + 1)
    for text in (order_id(1), "MUG", "MUG"):
        second.scan(text)
    assert first.scan("MUG").code is V.ORDER_TAKEN
    assert value(books, "SELECT count(*) FROM parcels") == 1
    assert value(books, "SELECT packed FROM order_lines WHERE quantity = 3") == 3


def test_an_order_that_nobody_else_took_is_still_ours_after_the_lease(
    first: Desk, clock: Clock
) -> None:
    clock.move(seconds=10 * LEASE_S)
    assert first.scan("MUG").packed == 2


@pytest.mark.parametrize("sign_of_life", ["refresh", "scan"])
def test_a_bench_that_shows_signs_of_life_keeps_its_order(
    first: Desk, second: Desk, clock: Clock, sign_of_life: str
) -> None:
    for _ in range(5):
        clock.move(seconds=LEASE_S * 0.7)
        if sign_of_life == "refresh":
            assert first.refresh() is None
        else:
            assert first.scan("X-17").code is V.UNKNOWN
        assert second.scan(order_id(1)).code is V.ORDER_TAKEN
    assert first.scan("MUG").packed == 2


@pytest.mark.parametrize(
    ("on_the_scale", "set_up", "answer"),
    [
        (None, False, V.ORDER_COMPLETE),  # there is none: nobody can be asked to use it
        (None, True, V.WEIGHT_WANTED),  # nothing stood still on it when the order was taken
        (0, False, V.WEIGHT_WANTED),
    ],
)
def test_a_full_box_is_weighed_at_the_bench_that_goes_on_where_it_has_a_scale(
    warehouse: Warehouse, on_the_scale: int | None, set_up: bool, answer: V
) -> None:
    wrap = frozenset({Duty.GIFT_WRAP})
    warehouse.take_in(order(1, line("MUG", duties=wrap)))
    first = warehouse.desk("Bench 1", has_scale=True)
    first.scale_g = lambda: 120
    warehouse.pack(first, order_id(1), "MUG", "LATER")
    second = warehouse.desk("Bench 2", has_scale=set_up)
    second.scale_g = lambda: on_the_scale
    assert warehouse.pack(second, order_id(1), "FINISH").code is answer


def test_an_order_put_down_is_free_for_others_at_once(first: Desk, second: Desk) -> None:
    first.scan("LATER")
    assert second.scan(order_id(1)).code is V.RESUMED
    assert first.scan(order_id(1)).who == "Bench 2"


def test_a_bench_that_closes_lets_others_have_its_order(first: Desk, second: Desk) -> None:
    first.leave()
    verdict = second.scan(order_id(1))
    assert (verdict.code, verdict.packed) == (V.RESUMED, 1)


# --- after a crash -------------------------------------------------------------------------------


def started_again(books: Books, desk: Desk) -> Desk:
    """The same bench in a new process."""
    return Desk(books, desk.name, desk.rules)


def test_the_same_order_with_the_same_counts_is_on_the_bench_after_a_crash(
    books: Books, first: Desk
) -> None:
    again = started_again(books, first)
    assert again.person is None
    assert counts(again) == [1]
    signed_in = again.scan(BADGE)
    assert (signed_in.code, signed_in.packed, signed_in.wanted) == (V.SIGNED_IN, 1, 3)
    assert [again.scan("MUG").packed, again.scan("MUG").packed] == [2, 3]


def test_what_was_asked_before_the_crash_is_asked_after_it(
    warehouse: Warehouse, books: Books, second: Desk
) -> None:
    warehouse.take_in(order(3, line("CAMERA")))
    warehouse.pack(second, order_id(3), "CAMERA")
    again = started_again(books, second)
    assert again.bench is not None
    assert again.bench.opened.session.state is State.ASKING_SERIAL
    again.scan(BADGE)
    assert again.scan("SN-1").code is V.ORDER_COMPLETE


def test_the_process_before_the_crash_is_fenced_should_it_still_live(
    books: Books, first: Desk
) -> None:
    again = started_again(books, first)
    again.scan(BADGE)
    again.scan("MUG")
    late = first.scan("MUG")
    assert (late.code, late.reason) == (V.NOT_SAVED, "bench_elsewhere")
    assert counts(again) == [2]
    assert counts(started_again(books, first)) == [2]


def test_a_bench_whose_order_another_has_starts_empty(
    books: Books, first: Desk, second: Desk, clock: Clock
) -> None:
    clock.move(seconds=LEASE_S + 1)
    second.scan(order_id(1))
    assert started_again(books, first).bench is None
    second.leave()
    assert started_again(books, first).bench is None


def test_a_bench_that_took_an_order_over_has_it_after_a_crash_before_its_first_scan(
    books: Books, first: Desk, second: Desk
) -> None:
    first.leave()
    second.scan(order_id(1))
    assert counts(started_again(books, second)) == [1]


def test_an_order_just_taken_is_there_after_a_crash(
    warehouse: Warehouse, books: Books, second: Desk
) -> None:
    warehouse.take_in(order(1))
    second.scan(order_id(1))
    assert counts(started_again(books, second)) == [0]
    with books.reading() as connection:
        found = orders.find(connection, order_id(1))
    assert found is not None
    assert found.stage is Stage.ON_BENCH
