"""The order on a bench is looked up at Amazon: nobody waits for it, and what it finds is heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from fbm_desk.domain.answers import Answer, Done, NotSent
from fbm_desk.domain.orders import AmazonStatus, IncomingOrder, OrderId, Source
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import bench_look, interceptions, sync_wishes
from fbm_desk.services.books import Books
from fbm_desk.services.refresh import BenchRefresh, fetching
from fbm_desk.services.topics import Topic
from fbm_desk.services.workshop import Workshop
from fbm_desk.works import BenchDesk
from tests.services.clock import Clock
from tests.services.label_counter import Tray
from tests.services.marketplace import FakeMarketplace
from tests.services.warehouse import Warehouse, line, order, order_id

V = VerdictCode
ONE = order_id(1)
NUMBER = "KP0000000001PT"
TWO_MUGS = order(1, line("MUG", 2), source=Source.API)


@dataclass
class Amazon(FakeMarketplace):
    """One order, as it is at Amazon by now."""

    now: Answer[IncomingOrder] = field(default_factory=lambda: Done(TWO_MUGS))

    def order(self, order_id: OrderId) -> Answer[IncomingOrder]:
        """That order."""
        self.read.append(order_id)
        return self.now


@dataclass
class AtTheBench:
    """A bench whose looks at Amazon wait until the test lets them happen."""

    bench: BenchDesk
    amazon: Amazon
    looks: list[Callable[[], None]]
    scans: int = 0

    def scan(self, *texts: str) -> VerdictCode:
        """Scan these; the answer to the last."""
        for text in texts:
            self.scans += 1
            view = self.bench.scan(text, f"scan {self.scans}")
        assert view.verdict is not None
        return view.verdict.code

    def look(self) -> None:
        """The thread that asks Amazon does what is queued."""
        while self.looks:
            self.looks.pop(0)()


@pytest.fixture
def at(warehouse: Warehouse, books: Books, clock: Clock) -> AtTheBench:
    warehouse.take_in(TWO_MUGS)
    clock.move(minutes=10)
    desk = warehouse.desk()
    amazon, looks = Amazon(), []  # type: ignore[var-annotated]
    asks = BenchRefresh(books, fetching(books, amazon), looks.append)
    shop = Workshop(books, desk.rules, Tray())
    bench = BenchDesk(desk, shop, look_again=asks.ask, look_now=asks.ask_now)
    return AtTheBench(bench, amazon, looks)


def test_no_scan_waits_for_amazon(at: AtTheBench) -> None:
    assert at.scan(ONE) is V.TAKEN
    assert (at.amazon.read, len(at.looks)) == ([], 1)
    at.look()
    assert at.amazon.read == [ONE]


def test_a_cancellation_found_when_it_is_taken_stops_the_bench(at: AtTheBench) -> None:
    at.amazon.now = Done(TWO_MUGS._replace(status=AmazonStatus.CANCELLED))
    at.scan(ONE)
    at.look()
    view = at.bench.refresh()
    assert view.verdict is not None
    assert view.verdict.code is V.CANCELLED


def test_a_fresh_copy_is_not_asked_for_again(at: AtTheBench, clock: Clock) -> None:
    at.scan(ONE)
    at.look()
    at.scan("MUG", "MUG")
    at.look()
    assert at.amazon.read == [ONE]
    clock.move(minutes=1)


def test_it_is_asked_for_again_when_the_box_is_full_much_later(
    at: AtTheBench, clock: Clock
) -> None:
    at.scan(ONE)
    at.look()
    at.scan("MUG")
    clock.move(minutes=4)
    assert at.scan("MUG") is V.ORDER_COMPLETE
    at.look()
    assert at.amazon.read == [ONE, ONE]


def test_it_is_asked_for_again_for_each_box(
    at: AtTheBench, warehouse: Warehouse, clock: Clock
) -> None:
    at.bench.desk = warehouse.desk("Bench 2", label_source=LabelSource.SCANNED)
    at.scan(ONE, "MUG", "PARCEL")
    at.look()
    for text, answer in (("MUG", V.ORDER_COMPLETE), (NUMBER, V.BOX_CLOSED)):
        clock.move(minutes=4)
        assert at.scan(text) is answer
        at.look()
    assert at.amazon.read == [ONE, ONE, ONE]
    at.amazon.now = Done(TWO_MUGS._replace(status=AmazonStatus.CANCELLED))
    clock.move(minutes=4)
    at.bench.look_again(ONE)
    at.look()
    assert at.scan("KP0000000002PT") is V.CANCELLED


def test_refresh_asks_at_once_however_new_the_copy_is(
    at: AtTheBench, warehouse: Warehouse, books: Books
) -> None:
    at.bench.desk = warehouse.desk("Bench 2", connected=True)
    at.scan(ONE)
    at.look()
    at.amazon.now = NotSent("offline")
    assert at.scan("REFRESH") is V.ASKING_AMAZON
    at.look()
    assert at.amazon.read == [ONE, ONE]
    assert sync_wishes.asked_for(books).orders == (ONE,)  # what failed is tried at the next turn
    at.amazon.now = Done(TWO_MUGS)
    at.bench.refresh()
    assert len(at.looks) == 0
    assert at.scan("REFRESH") is V.ASKING_AMAZON
    at.look()
    assert (len(at.amazon.read), sync_wishes.asked_for(books).orders) == (3, ())


def test_a_cancellation_that_comes_after_the_box_was_closed_is_intercepted(
    at: AtTheBench, books: Books
) -> None:
    at.amazon.now = Done(TWO_MUGS._replace(status=AmazonStatus.CANCELLED))
    at.scan(ONE, "MUG", "MUG")
    assert interceptions.open_ones(books) == ()
    at.look()
    assert [one.reason for one in interceptions.open_ones(books)] == ["cancelled"]


def test_offline_it_goes_on_and_says_how_old_the_copy_is(at: AtTheBench, clock: Clock) -> None:
    at.amazon.now = NotSent("offline")
    at.scan(ONE)
    at.look()
    clock.move(minutes=2)
    assert at.scan("MUG") is V.COUNTED
    assert at.bench.view().copy_age_s == 12 * 60
    at.amazon.now = Done(TWO_MUGS)
    at.bench.look_again(ONE)
    at.look()
    assert at.bench.refresh().copy_age_s is None


def test_the_bench_says_it_only_once_amazon_was_not_reached(at: AtTheBench) -> None:
    heard: list[frozenset[Topic]] = []
    books = at.bench.desk.books
    asks = BenchRefresh(books, fetching(books, at.amazon), at.looks.append)
    asks.changed = heard.append
    at.bench.look_again, at.bench.has_missed = asks.ask, asks.has_missed
    at.amazon.now = NotSent("offline")
    at.scan(ONE)
    assert at.bench.view().copy_age_s is None  # it is just being asked for
    at.look()
    assert at.bench.view().copy_age_s == 600
    assert heard == [frozenset({Topic.SESSION})]
    at.bench.look_again(ONE)
    at.look()
    assert len(heard) == 1
    at.amazon.now = Done(TWO_MUGS)
    at.bench.look_again(ONE)
    at.look()
    assert at.bench.refresh().copy_age_s is None


def test_what_came_by_file_has_no_newer_copy(warehouse: Warehouse, clock: Clock) -> None:
    warehouse.take_in(order(2))
    clock.move(hours=5)
    desk = warehouse.desk("Bench 2")
    desk.scan(order_id(2))
    assert bench_look.look(desk).copy_age_s is None


def test_two_wishes_at_once_are_one_call(at: AtTheBench) -> None:
    at.bench.look_again(ONE)
    at.bench.look_again(ONE)
    assert len(at.looks) == 1
    at.look()
    at.bench.look_again(ONE)
    assert len(at.looks) == 1
