"""An order is cancelled when its label is paid already: the money is asked back."""

from __future__ import annotations

from fbm_desk.domain.orders import AmazonStatus, IncomingOrder
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import orders as order_service
from fbm_desk.services import refunds
from fbm_desk.services.books import Books
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.store import purchases
from tests.services.warehouse import FakeSeller, Warehouse, order, order_id


def test_the_label_of_a_cancelled_order_is_given_back(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    seller = FakeSeller("ZPL")
    desk = warehouse.desk(seller=seller)
    warehouse.pack(desk, order_id(1), "MUG")
    order_service.take_in(books, [order(1, status=AmazonStatus.CANCELLED)])
    with books.reading() as connection:
        (bought,) = purchases.of_order(connection, order_id(1))
    assert bought.state is PurchaseState.VOID_WANTED
    refunds.give_back(LabelDesk(books, seller), bought)
    with books.reading() as connection:
        assert purchases.find(connection, bought.id).state is PurchaseState.VOID


def test_amazon_confirming_the_label_it_sold_does_not_stop_the_bench(
    books: Books, warehouse: Warehouse
) -> None:
    """It does so at once: the order is shipped there before it is closed here."""
    warehouse.take_in(order(1))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    warehouse.pack(desk, order_id(1), "MUG")
    told = order_service.take_in(books, [_all_shipped(order(1, status=AmazonStatus.SHIPPED))])
    assert told.stopped == ()
    assert desk.refresh() is None
    assert desk.bench is not None
    closed = desk.scan(desk.bench.opened.session.tracking)
    assert closed.code is VerdictCode.PARCEL_CLOSED


def _all_shipped(incoming: IncomingOrder) -> IncomingOrder:
    lines = tuple(line._replace(shipped=line.quantity) for line in incoming.lines)
    return incoming._replace(lines=lines)
