"""Cancelled orders are told by one feed; one nobody answered for is looked for, not repeated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from fbm_desk.domain.answers import Answer, Done, NotSent, Unclear
from fbm_desk.domain.feeds import FeedKind, FeedOutcome, FeedRefusal, FeedStage, FeedState
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.shipping import Shipped
from fbm_desk.domain.stages import Stage
from fbm_desk.services.books import Books
from fbm_desk.services.cancellations import tell
from fbm_desk.store import cancellations, history, orders
from tests.services.clock import Clock
from tests.services.transcripts import SINA, answers, with_supervisor
from tests.services.warehouse import Warehouse, line, order, order_id


@dataclass
class Feeds:
    """A pretend Amazon that reads every feed at once; `answer` is given to the next `submit`."""

    now: Clock
    answer: Answer[str] | None = None
    refuse: str = ""
    state: FeedState = FeedState.READ
    contents: list[str] = field(default_factory=list)

    def confirmations(self, parcels: Sequence[Shipped]) -> bytes:
        raise AssertionError("nothing is confirmed here")

    def submit(
        self, kind: FeedKind, content: bytes, marketplace_ids: Sequence[str] = ()
    ) -> Answer[str]:
        assert kind is FeedKind.CANCELLATIONS
        said, self.answer = self.answer, None
        if said is None or said == Unclear("arrived"):
            self.contents.append(content.decode())
        return said or Done(f"feed-{len(self.contents)}")

    def stage(self, feed_id: str) -> Answer[FeedStage]:
        return Done(FeedStage(self.state, feed_id, feed_id, self.now()))

    def lately(self, kind: FeedKind, since: datetime) -> Answer[tuple[FeedStage, ...]]:
        ids = range(len(self.contents), 0, -1)
        return Done(tuple(FeedStage(self.state, "", f"feed-{n}", self.now()) for n in ids))

    def outcome(self, document_id: str) -> Answer[FeedOutcome]:
        rows = [row.split("\t") for row in self.contents[-1].splitlines()[1:]]
        wrong = [
            FeedRefusal(n, "18084", "Shipped already.", row[0], row[2])
            for n, row in enumerate(rows, 1)
            if row[0] == self.refuse
        ]
        return Done(FeedOutcome(len(rows), len(rows) - len(wrong), tuple(wrong)))


@pytest.fixture
def feeds(clock: Clock) -> Feeds:
    return Feeds(clock)


@pytest.fixture(autouse=True)
def two_cancelled(warehouse: Warehouse) -> None:
    """Two orders that a supervisor cancelled at the bench, and took out of the box."""
    with_supervisor(warehouse)
    warehouse.take_in(order(1, line("MUG"), line("SPOON")), order(2))
    desk = warehouse.desk()
    for number, why in ((1, "SHORT"), (2, "ADDRESS")):
        answers(desk, SINA, order_id(number), "CANCEL", why, "FINISH")


def state(books: Books, number: int) -> tuple[OutboxState, Stage, str]:
    with books.reading() as connection:
        found = cancellations.find(connection, order_id(number))
        there = orders.find(connection, order_id(number))
    assert found is not None
    assert there is not None
    return found.state, there.stage, there.stage_reason


def test_all_lines_of_all_orders_go_in_one_file(books: Books, feeds: Feeds) -> None:
    assert tell(books, feeds).told == 2
    assert feeds.contents == [
        "order-id\tcancellation-reason-code\tamazon-order-item-code\n"
        f"{order_id(1)}\tNoInventory\tline-MUG\n"
        f"{order_id(1)}\tNoInventory\tline-SPOON\n"
        f"{order_id(2)}\tShippingAddressUndeliverable\tline-MUG\n"
    ]
    assert state(books, 1) == (OutboxState.SENT, Stage.HELD, "by_seller")


def test_what_amazon_took_is_cancelled_and_what_it_refused_is_held(
    books: Books, feeds: Feeds
) -> None:
    feeds.refuse = order_id(2)
    tell(books, feeds)
    told = tell(books, feeds)
    assert (told.taken, told.refused) == (1, 1)
    assert state(books, 1) == (OutboxState.VERIFIED, Stage.CANCELLED, "")
    assert state(books, 2) == (OutboxState.REFUSED, Stage.HELD, "cancel_refused")
    with books.reading() as connection:
        kinds = [row.kind for row in history.of_order(connection, order_id(2))]
    assert kinds[-3:] == ["cancelled_by_seller", "cancel_told", "cancel_refused"]


def test_a_file_nobody_answered_for_is_found_in_amazons_list(books: Books, feeds: Feeds) -> None:
    feeds.answer = Unclear("arrived")
    tell(books, feeds)
    assert state(books, 1)[0] is OutboxState.UNCLEAR
    tell(books, feeds)
    tell(books, feeds)
    assert state(books, 1)[0] is OutboxState.VERIFIED
    assert len(feeds.contents) == 1


def test_a_file_that_never_arrived_is_handed_in_again_after_a_while(
    books: Books, feeds: Feeds, clock: Clock
) -> None:
    feeds.answer = Unclear("timed_out")
    tell(books, feeds)
    tell(books, feeds)
    assert (state(books, 1)[0], feeds.contents) == (OutboxState.UNCLEAR, [])
    clock.move(minutes=11)
    tell(books, feeds)
    assert tell(books, feeds).told == 2


def test_without_network_nothing_is_lost(books: Books, feeds: Feeds, clock: Clock) -> None:
    feeds.answer = NotSent("offline")
    assert tell(books, feeds).told == 0
    assert state(books, 1)[0] is OutboxState.WAITING
    clock.move(minutes=1)
    assert tell(books, feeds).told == 2


def test_a_second_file_waits_twenty_minutes(
    books: Books, warehouse: Warehouse, feeds: Feeds, clock: Clock
) -> None:
    tell(books, feeds)
    tell(books, feeds)
    warehouse.take_in(order(3))
    answers(warehouse.desk("Bench 2"), SINA, order_id(3), "CANCEL", "SHORT", "FINISH")
    waits = tell(books, feeds)
    assert (waits.told, waits.next_s) == (0, 60.0)
    clock.move(minutes=20)
    assert tell(books, feeds).told == 1


def test_what_is_cancelled_meanwhile_needs_no_telling(books: Books, feeds: Feeds) -> None:
    with books.writing() as connection:
        orders.set_stage(connection, order_id(1), Stage.CANCELLED)
    assert tell(books, feeds).told == 1
    assert state(books, 1)[0] is OutboxState.NOT_NEEDED


def test_a_refused_cancellation_can_be_packed_or_asked_again(
    books: Books, warehouse: Warehouse, feeds: Feeds
) -> None:
    feeds.refuse = order_id(2)
    tell(books, feeds)
    tell(books, feeds)
    desk = warehouse.desk("Bench 2")
    assert answers(desk, order_id(2), "MUG") == ["taken", "order_complete"]
