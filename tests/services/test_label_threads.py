"""Which thread speaks to Amazon: never the one that answers scans."""

from __future__ import annotations

from fbm_desk.domain.orders import AmazonStatus
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from tests.services.label_counter import LabelCounter, Today, Tray
from tests.services.test_labels_not_needed import Later
from tests.services.warehouse import BADGE, Warehouse, order, order_id

RULES = DeskRules(label_source=LabelSource.BOUGHT)


class BooksThread(Later):
    """The thread of the books, which knows when it is at work."""

    busy = False

    def work(self) -> None:
        self.busy = True
        super().work()
        self.busy = False


def test_a_label_without_a_box_is_looked_after_in_the_labels_own_thread(
    books: Books, warehouse: Warehouse
) -> None:
    """Asking Amazon may take a minute: no scan could be answered for as long."""
    counter, labels_thread, thread = LabelCounter([Today.LOST_BEFORE]), Later(), BooksThread()
    shop = Workshop(
        books, RULES, Tray(), LabelDesk(books, counter), label_run=labels_thread, desk_run=thread
    )
    desk = Desk(books, "Bench 1", RULES, shop)
    desk.scan(BADGE)
    warehouse.take_in(order(1), order(2))

    def stop_and_unpack(number: int) -> None:
        order_service.take_in(books, [order(number, status=AmazonStatus.CANCELLED)])
        desk.refresh()
        assert desk.scan("FINISH").code is VerdictCode.TAKEN_OUT

    warehouse.pack(desk, order_id(1), "MUG")
    labels_thread.work()
    thread.work()
    stop_and_unpack(1)  # nobody knows whether its label was paid
    warehouse.pack(desk, order_id(2), "MUG")
    counter.during_purchase = lambda: stop_and_unpack(2)
    labels_thread.work()

    def ask() -> None:
        assert not thread.busy

    counter.during_purchase = ask
    thread.work()
    labels_thread.work()
    shop.void_unneeded()
    assert len(counter.given_back) == len(counter.paid) == 2
