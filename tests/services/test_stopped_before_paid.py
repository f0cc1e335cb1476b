"""An order that is stopped while its label is being bought, or before it is asked for again."""

from __future__ import annotations

from datetime import datetime, timedelta

from fbm_desk.domain.answers import Answer, Done
from fbm_desk.domain.orders import AmazonStatus, IncomingOrder, OrderId, Source
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import State
from fbm_desk.services.books import Books
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.labels import buy
from fbm_desk.services.refresh import BenchRefresh, fetching
from fbm_desk.services.workshop import at_once
from fbm_desk.store import purchases
from tests.services.clock import Clock
from tests.services.label_counter import LabelCounter, Today, Tray
from tests.services.marketplace import FakeMarketplace
from tests.services.test_labels import Bench
from tests.services.warehouse import Warehouse, order, order_id

ONE = order_id(1)


class CancelledThere(FakeMarketplace):
    """A marketplace where the buyer has cancelled."""

    def order(self, order_id: OrderId) -> Answer[IncomingOrder]:
        """The cancelled order; it has no packages."""
        self.read.append(order_id)
        copy = order(1, source=Source.API, status=AmazonStatus.CANCELLED, packages_told=True)
        return Done(copy)


def cancel(warehouse: Warehouse, at: datetime) -> None:
    """Amazon tells that the order is cancelled."""
    status = AmazonStatus.CANCELLED
    warehouse.take_in(order(1, source=Source.API, status=status, updated_at=at))


class CancelledMeanwhile(LabelCounter):
    """A counter whose offers take so long that the order is cancelled before they come."""

    warehouse: Warehouse
    at: datetime

    def quote(self, wanted: object) -> object:  # type: ignore[override]
        """The offers, late."""
        answer = super().quote(wanted)  # type: ignore[arg-type]
        cancel(self.warehouse, self.at)
        return answer


def test_an_order_cancelled_while_offers_are_asked_for_is_not_paid(
    warehouse: Warehouse, books: Books, clock: Clock
) -> None:
    warehouse.take_in(order(1, source=Source.API, updated_at=clock()))
    counter = CancelledMeanwhile()
    counter.warehouse, counter.at = warehouse, clock() + timedelta(minutes=1)
    bench = Bench(books, counter, Tray())
    bench.scan(ONE, "MUG")
    assert counter.paid == []
    assert bench.state is State.STOPPED
    assert bench.purchases == [("refused", "order_stopped")]


def test_an_unclear_label_of_a_stopped_order_is_looked_up_and_not_bought(
    warehouse: Warehouse, books: Books, clock: Clock
) -> None:
    warehouse.take_in(order(1, source=Source.API, updated_at=clock()))
    counter = LabelCounter(days=[Today.LOST_BEFORE])
    bench = Bench(books, counter, Tray())
    bench.scan(ONE, "MUG")
    cancel(warehouse, clock() + timedelta(minutes=1))
    bench.desk.refresh()
    with books.reading() as connection:
        (one,) = purchases.in_state(connection, PurchaseState.UNCLEAR)
    asked = len(counter.calls)
    buy(LabelDesk(books, counter, CancelledThere()), one.id)  # silence proves nothing yet
    assert len(counter.calls) == asked
    clock.move(hours=1)
    buy(LabelDesk(books, counter, CancelledThere()), one.id)
    assert len(counter.calls) == asked
    assert counter.paid == []
    assert bench.purchases == [("refused", "not_bought")]


def test_a_reports_copy_is_looked_up_at_amazon_before_its_label_is_paid(
    warehouse: Warehouse, books: Books
) -> None:
    warehouse.take_in(order(1, source=Source.REPORT))
    counter = LabelCounter()
    bench = Bench(books, counter, Tray())
    bench.marketplace = CancelledThere()
    bench.start()
    bench.scan(ONE, "MUG")
    assert counter.paid == []
    assert bench.state is State.STOPPED


def test_one_look_at_amazon_serves_the_label_and_the_bench(
    warehouse: Warehouse, books: Books, clock: Clock
) -> None:
    warehouse.take_in(order(1, source=Source.API))
    bench = Bench(books, LabelCounter(), Tray())
    bench.marketplace = FakeMarketplace()
    bench.start()
    clock.move(minutes=4)
    bench.scan(ONE, "MUG")
    assert bench.state is State.LABELLED
    assert bench.marketplace.read == [ONE]
    BenchRefresh(books, fetching(books, bench.marketplace), at_once).ask(ONE)
    assert bench.marketplace.read == [ONE]
    clock.move(minutes=4)
    BenchRefresh(books, fetching(books, bench.marketplace), at_once).ask(ONE)
    assert bench.marketplace.read == [ONE, ONE]
