"""Paid labels whose box does not leave: their money is asked back, whenever that comes to light."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from fbm_desk.domain.orders import AmazonStatus
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import LabelSource, State
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from fbm_desk.store import purchases
from tests.services.label_counter import Crash, LabelCounter, Today, Tray
from tests.services.rows import rows, value
from tests.services.warehouse import BADGE, Warehouse, order, order_id

V = VerdictCode
ONE = order_id(1)
RULES = DeskRules(label_source=LabelSource.BOUGHT, label_printer="tcp://192.0.2.7:9100")


class Later:
    """Work of a thread of its own, done when the test says so."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def __call__(self, work: Callable[[], None]) -> None:
        self.waiting.append(work)

    def work(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


@pytest.fixture
def counter() -> LabelCounter:
    return LabelCounter()


@pytest.fixture
def labels_thread() -> Later:
    return Later()


@pytest.fixture
def shop(books: Books, counter: LabelCounter, labels_thread: Later) -> Workshop:
    """A workshop that buys labels in a thread of their own."""
    return Workshop(books, RULES, Tray(), LabelDesk(books, counter), label_run=labels_thread)


@pytest.fixture
def desk(warehouse: Warehouse, shop: Workshop) -> Desk:
    """A bench whose full box waits for its label."""
    warehouse.take_in(order(1))
    made = Desk(warehouse.books, "Bench 1", RULES, shop)
    for text in (BADGE, ONE, "MUG"):
        made.scan(text)
    assert made.bench is not None
    assert made.bench.opened.session.state is State.FULL
    return made


def cancel(books: Books) -> None:
    order_service.take_in(books, [order(1, status=AmazonStatus.CANCELLED)])


def states(books: Books) -> list[str]:
    return [state for (state,) in rows(books, "SELECT state FROM label_purchases ORDER BY id")]


def test_cancelled_while_the_label_is_bought(
    books: Books, desk: Desk, shop: Workshop, counter: LabelCounter, labels_thread: Later
) -> None:
    counter.during_purchase = lambda: cancel(books)
    labels_thread.work()
    assert desk.verdict is not None
    assert desk.verdict.code is V.CANCELLED
    assert states(books) == ["void_wanted"]
    assert desk.scan("FINISH").code is V.TAKEN_OUT
    assert shop.void_unneeded() == 1
    assert (states(books), len(counter.given_back)) == (["void"], 1)


def test_cancelled_and_taken_out_before_the_label_came(
    books: Books, desk: Desk, shop: Workshop, counter: LabelCounter, labels_thread: Later
) -> None:
    def cancel_and_finish() -> None:
        cancel(books)
        desk.refresh()
        assert desk.scan("FINISH").code is V.TAKEN_OUT

    counter.during_purchase = cancel_and_finish
    labels_thread.work()
    assert desk.bench is None
    assert states(books) == ["void_wanted"]
    assert shop.void_unneeded() == 1


def test_cancelled_before_anything_was_bought_buys_nothing(
    books: Books, desk: Desk, counter: LabelCounter, labels_thread: Later
) -> None:
    cancel(books)
    desk.refresh()
    desk.scan("FINISH")
    labels_thread.work()
    assert (counter.paid, states(books)) == ([], ["refused"])


def test_stopped_but_not_yet_taken_out_buys_nothing(
    books: Books, desk: Desk, counter: LabelCounter, labels_thread: Later
) -> None:
    cancel(books)
    labels_thread.work()
    assert counter.paid == []
    assert desk.verdict is not None
    assert desk.verdict.code is V.CANCELLED


@pytest.mark.parametrize("day", [Today.LOST_AFTER, Today.LOST_BEFORE])
def test_cancelled_while_nobody_knew_whether_the_label_was_paid(
    books: Books, desk: Desk, shop: Workshop, counter: LabelCounter, labels_thread: Later,
    day: Today,
) -> None:  # fmt: skip
    counter.days = [day, Today.LOST_AFTER]
    labels_thread.work()
    cancel(books)
    desk.refresh()
    assert desk.scan("FINISH").code is V.TAKEN_OUT
    assert states(books) == ["unclear"]
    shop.void_unneeded()
    assert states(books) == ["unclear"]  # no answer again
    shop.void_unneeded()
    shop.void_unneeded()
    assert states(books) == ["void"]
    assert len({key for _, key in counter.paid}) == len(counter.given_back) == 1


@pytest.mark.usefixtures("desk")
def test_a_crash_between_the_purchase_and_its_event_of_a_stopped_order(
    books: Books, shop: Workshop, counter: LabelCounter, labels_thread: Later
) -> None:
    def crash() -> None:
        cancel(books)
        raise Crash

    counter.during_purchase = crash
    with pytest.raises(Crash):
        labels_thread.work()
    again = Desk(books, "Bench 1", RULES, shop)
    shop.carry_on(again)
    for text in (BADGE, "FINISH"):
        again.scan(text)
    counter.during_purchase = lambda: None
    shop.void_unneeded()
    assert (states(books), len(counter.given_back)) == (["void"], len(counter.paid))


@pytest.mark.usefixtures("desk")
def test_what_is_paid_is_never_forgotten(books: Books, labels_thread: Later) -> None:
    """A late answer to an older call must not overwrite that the label is bought."""
    labels_thread.work()
    with books.writing() as connection:
        for late in (PurchaseState.REFUSED, PurchaseState.UNCLEAR, PurchaseState.INTENDED):
            purchases.settle(connection, 1, late, reason="too late")
    assert (states(books), value(books, "SELECT reason FROM label_purchases")) == (["bought"], "")


def test_scans_while_the_label_is_bought_do_not_buy_another(
    books: Books, desk: Desk, counter: LabelCounter, labels_thread: Later
) -> None:
    for text in ("MUG", "FINISH", "UNDO", "HOLD", ONE):
        assert desk.scan(text).code in (V.NOT_NOW, V.ALREADY_HERE)
    assert len(labels_thread.waiting) == 1
    labels_thread.work()
    assert len(counter.paid) == 1
    assert value(books, "SELECT count(*) FROM print_jobs WHERE paper = 'label'") == 1
