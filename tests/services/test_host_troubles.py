"""What goes wrong between a bench without Amazon's keys and the computer that has them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import LabelRefused, State
from fbm_desk.services import connecting, host_account, host_questions, sweep_lease
from fbm_desk.services.books import Books
from fbm_desk.services.host import go_on_for_the_dead
from fbm_desk.services.host_questions import Question
from fbm_desk.services.status import status
from fbm_desk.settings import AmazonSettings, Settings
from fbm_desk.store import host_asks, purchases
from fbm_desk.store.purchases import Purchase
from tests.services.guests import GuestBench, HostComputer, Meanwhile, host_that_answers
from tests.services.label_counter import LabelCounter, Today, paid_once
from tests.services.warehouse import Warehouse, order, order_id

ONE = order_id(1)
LABEL = Question.LABEL.value


@pytest.fixture
def counter() -> Iterator[LabelCounter]:
    with paid_once() as made:
        yield made


@pytest.fixture
def host(books: Books, counter: LabelCounter) -> HostComputer:
    return host_that_answers(books, counter)


class Bench(GuestBench):
    """A bench without keys, order 1 in the books."""

    def __init__(self, books: Books, warehouse: Warehouse, meanwhile: Meanwhile) -> None:
        warehouse.take_in(order(1))
        self.books = books
        super().__init__(books, meanwhile)

    @property
    def state(self) -> State:
        assert self.desk.bench is not None
        return self.desk.bench.opened.session.state

    def purchase(self) -> Purchase:
        with self.books.reading() as connection:
            return purchases.of_order(connection, ONE)[-1]

    def question(self) -> host_asks.Ask | None:
        with self.books.reading() as connection:
            return host_asks.find(connection, LABEL, str(self.purchase().id))


@pytest.fixture
def bench(books: Books, warehouse: Warehouse, host: HostComputer) -> Bench:
    """Whenever it waits the host has a turn."""
    return Bench(books, warehouse, Meanwhile(host.work))


def taking(books: Books, who: str = "host-9") -> None:
    """Somebody takes a question and hangs."""
    with books.writing() as connection:
        host_asks.take(connection, who, books.now(), books.now())


def test_a_box_whose_label_somebody_may_be_buying_is_not_opened_when_the_host_goes(
    books: Books, warehouse: Warehouse, bench: Bench, host: HostComputer
) -> None:
    bench.meanwhile.happens = lambda: taking(books)
    warehouse.pack(bench.desk, ONE, "MUG")
    assert bench.problem == LabelRefused("host_silent", unclear=True)
    host.sign.leave()
    bench.desk.scan("FINISH")
    assert bench.problem == LabelRefused("host_away", unclear=True)
    bench.desk.scan("UNDO")
    assert bench.state is State.LABEL_FAILED


def test_a_box_whose_label_may_be_paid_is_not_opened_when_the_host_goes(
    warehouse: Warehouse, bench: Bench, host: HostComputer, counter: LabelCounter
) -> None:
    counter.days = [Today.LOST_AFTER]
    warehouse.pack(bench.desk, ONE, "MUG")
    assert bench.purchase().state is PurchaseState.UNCLEAR
    host.sign.leave()
    bench.desk.scan("FINISH")
    assert bench.problem == LabelRefused("host_away", unclear=True)
    bench.desk.scan("UNDO")
    assert bench.state is State.LABEL_FAILED


def test_a_box_whose_label_nobody_was_asked_for_may_be_opened_again(
    warehouse: Warehouse, bench: Bench, host: HostComputer
) -> None:
    host.sign.leave()
    warehouse.pack(bench.desk, ONE, "MUG")
    assert bench.problem == LabelRefused("host_away")
    bench.desk.scan("UNDO")
    assert bench.state is State.PACKING


def test_what_a_bench_that_crashed_had_asked_is_taken_back_with_the_host_away(
    books: Books, warehouse: Warehouse, bench: Bench, host: HostComputer, counter: LabelCounter
) -> None:
    bench.meanwhile.happens = bench.meanwhile.set  # it ends while nobody has taken the question
    warehouse.pack(bench.desk, ONE, "MUG")
    assert bench.question() is not None
    host.sign.leave()
    again = Bench(books, warehouse, Meanwhile())
    again.desk.scan("FINISH")
    assert again.problem == LabelRefused("host_away")
    assert again.question() is None
    again.desk.scan("UNDO")
    assert again.state is State.PACKING
    host.work()
    assert counter.paid == []


def test_a_counter_whose_books_were_busy_goes_on_where_it_was(
    warehouse: Warehouse, bench: Bench, counter: LabelCounter
) -> None:
    def busy() -> None:
        counter.during_purchase = lambda: None
        raise Unavailable("database_locked")

    counter.during_purchase = busy
    warehouse.pack(bench.desk, ONE, "MUG")
    assert bench.meanwhile.waited_s < 1.0
    assert len(bench.tray.labels()) == len(counter.paid) == 1


def test_a_label_is_answered_before_looks(books: Books) -> None:
    now = books.now()
    with books.writing() as connection:
        host_asks.ask(connection, Question.ORDER.value, "a", "", now)
        host_asks.ask(connection, LABEL, "7", "", now.replace(year=now.year + 1))
        taken = host_asks.take(connection, "host", now, now, LABEL)
    assert taken is not None
    assert taken.kind == LABEL


def test_nobody_is_said_to_answer_once_the_host_has_left(books: Books, host: HostComputer) -> None:
    host.sign.leave()
    for _ in range(int(host_questions.SIGN_EVERY_S) + 2):  # its thread was just at it
        host.sign.turn()
    with books.reading() as connection:
        assert not host_questions.is_there(connection, books.now())


def test_two_hosts_with_other_settings_do_not_make_each_other_begin_anew(books: Books) -> None:
    one, both = ("A1PA6795UKMFR9",), ("A1PA6795UKMFR9", "A1RKKUPIHCS9HS")
    known = connecting.changes(books)
    host_account.note(books, Settings(amazon=AmazonSettings(seller_id="A1", marketplaces=one)))
    first = host_account.noted(books)
    host_account.note(books, Settings(amazon=AmazonSettings(seller_id="A1", marketplaces=both)))
    assert connecting.changes(books) == known
    assert host_account.noted(books) != first


def test_the_status_line_says_that_nobody_answers(books: Books, host: HostComputer) -> None:
    away = "The computer with Amazon’s keys does not answer"
    assert away not in [one.words for one in status(books, asks_host=True)]
    host.sign.leave()
    found = [one for one in status(books, asks_host=True) if one.fault]
    assert [one.words for one in found] == [away]
    assert away not in [one.words for one in status(books)]


def test_a_host_that_begins_goes_on_at_once_with_what_a_killed_one_had_taken(
    books: Books, warehouse: Warehouse, bench: Bench, host: HostComputer, counter: LabelCounter
) -> None:
    place = sweep_lease.here().rpartition("-")[0]
    with subprocess.Popen([sys.executable, "-c", ""]) as killed:
        killed.wait()

    def killed_and_begun_anew() -> None:
        taking(books, f"{place}-{killed.pid} host-0")
        go_on_for_the_dead(books)
        host.work()

    bench.meanwhile.happens = killed_and_begun_anew
    warehouse.pack(bench.desk, ONE, "MUG")
    assert bench.meanwhile.waited_s < 1.0
    assert len(bench.tray.labels()) == len(counter.paid) == 1


def test_what_a_host_that_lives_has_taken_is_left_to_it(
    books: Books, warehouse: Warehouse, bench: Bench, host: HostComputer, counter: LabelCounter
) -> None:
    def begun_beside() -> None:
        taking(books, f"{sweep_lease.here()} host-0")
        go_on_for_the_dead(books)
        host.work()

    bench.meanwhile.happens = begun_beside
    warehouse.pack(bench.desk, ONE, "MUG")
    assert bench.problem == LabelRefused("host_silent", unclear=True)
    assert counter.paid == []


def test_what_the_seller_settles_of_labels_holds_at_benches_without_keys(books: Books) -> None:
    germany = {"A1PA6795UKMFR9": "own"}
    settled = Settings(label_ceiling=900, carriers=germany, ceilings={"EUR": 700}, carrier="DPD")
    assert host_account.with_label_rules(books, Settings()) == Settings()
    host_account.note(books, settled)
    assert host_account.with_label_rules(books, Settings()) == settled
    own = Settings(label_ceiling=500, carrier="GLS")
    at_bench = host_account.with_label_rules(books, own)
    assert (at_bench.label_ceiling, at_bench.carrier, at_bench.carriers) == (500, "GLS", germany)
