"""A call to Amazon takes long: what a person or a sweep settles meanwhile stays as they said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear
from fbm_desk.domain.orders import IncomingOrder, OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.services.books import Books
from fbm_desk.services.confirmations import tell
from fbm_desk.store import outbox, parcels
from tests.services.clock import Clock
from tests.services.marketplace import FakeMarketplace
from tests.services.warehouse import Warehouse


def settle(books: Books, order_id: OrderId, state: OutboxState) -> None:
    with books.writing() as connection:
        (one,) = outbox.of_orders(connection, [order_id], OutboxState)
        outbox.settle(connection, one.id, state, books.now())


def state(books: Books, order_id: OrderId) -> OutboxState:
    with books.reading() as connection:
        (one,) = outbox.of_orders(connection, [order_id], OutboxState)
    return one.state


@dataclass
class WatchedMarketplace(FakeMarketplace):
    """`while_reading` happens while an order is read."""

    while_reading: Callable[[], None] = lambda: None

    def order(self, order_id: OrderId) -> Answer[IncomingOrder]:
        """The order, as it was before."""
        answer = super().order(order_id)
        self.while_reading()
        return answer


@pytest.mark.parametrize(
    "answer",
    [Done(None), NotSent("offline"), Unclear("lost"), Refused("bad_request", "InvalidInput", "No")],
)
@pytest.mark.parametrize("said", [OutboxState.ELSEWHERE, OutboxState.VERIFIED])
def test_an_answer_changes_nothing_that_was_settled_during_its_call(
    books: Books, warehouse: Warehouse, answer: Answer[None], said: OutboxState
) -> None:
    (packed,) = warehouse.packed([1])
    amazon = FakeMarketplace(answers=[answer])
    amazon.during_call = lambda _shipped: settle(books, packed, said)
    tell(books, amazon)
    assert state(books, packed) is said


def test_what_was_settled_while_the_order_was_read_is_not_told_again(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    (packed,) = warehouse.packed([1])
    amazon = WatchedMarketplace(answers=[Unclear("lost")], shows=False)
    tell(books, amazon)
    clock.move(minutes=5)
    amazon.while_reading = lambda: settle(books, packed, OutboxState.ELSEWHERE)
    tell(books, amazon)
    assert state(books, packed) is OutboxState.ELSEWHERE
    clock.move(hours=1)
    tell(books, amazon)
    assert len(amazon.told) == 1


def test_a_parcel_settled_before_its_turn_came_keeps_what_was_said_of_it(
    books: Books, warehouse: Warehouse
) -> None:
    _first, second = warehouse.packed([1, 2])
    amazon = FakeMarketplace()

    def answered_for(_shipped: object) -> None:
        settle(books, second, OutboxState.ELSEWHERE)
        with books.writing() as connection:
            (box,) = parcels.of_order(connection, second)
            parcels.void(connection, box.id)

    amazon.during_call = answered_for
    tell(books, amazon)
    assert state(books, second) is OutboxState.ELSEWHERE


def test_a_clock_that_was_set_back_lets_nothing_rest_for_a_day(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    (packed,) = warehouse.packed([1])
    clock.move(days=1)
    tell(books, FakeMarketplace(answers=[NotSent("offline")]))
    clock.move(days=-1)
    assert tell(books, FakeMarketplace()).sent == 1
    assert state(books, packed) is OutboxState.SENT
