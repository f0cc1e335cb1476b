"""Amazon is told of no parcel that is to be stopped, however far its news was when it was stopped.

What was already on its way then may come to nothing, and would wait to be told again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear
from fbm_desk.domain.feeds import FeedKind, FeedState
from fbm_desk.domain.orders import AmazonStatus, OrderId, Source
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.shipping import Shipped
from fbm_desk.domain.stages import Role
from fbm_desk.services import interceptions
from fbm_desk.services.books import Books
from fbm_desk.services.confirmations import Exported, export, tell
from fbm_desk.services.office_view import Outcome
from fbm_desk.store import outbox, people
from fbm_desk.store.database import Connection
from tests.services.boxes_by_hand import messages
from tests.services.clock import Clock
from tests.services.feeds_at_amazon import FakeFeeds
from tests.services.marketplace import FakeMarketplace
from tests.services.warehouse import Warehouse, order, order_id, tracking


@pytest.fixture
def chief(books: Books) -> int:
    with books.writing() as connection:
        return people.add(connection, books.seal, "Ines", Role.SUPERVISOR, "CHIEF", books.now())


def pack(warehouse: Warehouse, *numbers: int) -> None:
    """Orders that Amazon's API brought, packed and closed."""
    now = warehouse.books.now()
    warehouse.take_in(*(order(one, source=Source.API, updated_at=now) for one in numbers))
    desk = warehouse.desk(carrier="Kestrel Parcel")
    for number in numbers:
        warehouse.pack(desk, order_id(number), "MUG", tracking(order_id(number)))


def told_once(
    books: Books, warehouse: Warehouse, answer: Answer[None], *, shows: bool = True
) -> FakeMarketplace:
    """Amazon, which answered so when it was told of order 1, packed and closed."""
    pack(warehouse, 1)
    amazon = FakeMarketplace(answers=[answer], shows=shows)
    tell(books, amazon)
    return amazon


def wish(warehouse: Warehouse, number: int = 1) -> None:
    """The buyer asks to cancel a packed order: its parcel is to be stopped."""
    later = warehouse.books.now() + timedelta(minutes=1)
    warehouse.take_in(order(number, source=Source.API, updated_at=later, cancel_requested=True))


def cancel(warehouse: Warehouse, number: int = 1) -> None:
    """The packed order is cancelled."""
    later = warehouse.books.now() + timedelta(minutes=1)
    gone = AmazonStatus.CANCELLED
    warehouse.take_in(order(number, source=Source.API, updated_at=later, status=gone))


def settle(books: Books, outcome: Outcome, chief: int) -> None:
    (one,) = interceptions.open_ones(books)
    interceptions.settle(books, one.id, outcome, chief)


def state(books: Books, number: int = 1) -> OutboxState:
    return messages(books)[order_id(number), 1].state


def go_on(books: Books, clock: Clock, amazon: FakeMarketplace, hours: int = 8) -> None:
    """Turns of the background work, each five minutes after the other."""
    for _ in range(hours * 12):
        clock.move(minutes=5)
        tell(books, amazon)


# --- by the API ----------------------------------------------------------------------------------


@pytest.mark.parametrize("stop", [wish, cancel])
@pytest.mark.parametrize("answer", [Unclear("timed_out"), Done(None)])
def test_what_was_told_and_is_not_shown_is_not_told_again(
    books: Books,
    warehouse: Warehouse,
    clock: Clock,
    answer: Answer[None],
    stop: Callable[[Warehouse], None],
) -> None:
    amazon = told_once(books, warehouse, answer, shows=False)
    stop(warehouse)
    assert state(books) in (OutboxState.UNCLEAR, OutboxState.SENT)
    go_on(books, clock, amazon)
    assert (len(amazon.told), state(books)) == (1, OutboxState.INTERCEPTED)


def test_what_was_stopped_during_a_call_that_reached_nobody_is_not_told(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    pack(warehouse, 1)
    amazon = FakeMarketplace(answers=[NotSent("offline")])
    amazon.during_call = lambda _shipped: cancel(warehouse)
    tell(books, amazon)
    go_on(books, clock, amazon, hours=1)
    assert (len(amazon.told), state(books)) == (1, OutboxState.INTERCEPTED)


def test_what_was_told_and_is_shown_is_proven_although_it_is_to_be_stopped(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    amazon = told_once(books, warehouse, Unclear("arrived"))
    wish(warehouse)
    go_on(books, clock, amazon, hours=1)
    assert (len(amazon.told), state(books)) == (1, OutboxState.VERIFIED)


@pytest.mark.parametrize("outcome", [Outcome.LET_GO, Outcome.GONE])
def test_it_is_told_once_a_supervisor_lets_it_leave(
    books: Books, warehouse: Warehouse, clock: Clock, chief: int, outcome: Outcome
) -> None:
    amazon = told_once(books, warehouse, Unclear("timed_out"))
    wish(warehouse)
    go_on(books, clock, amazon, hours=1)
    settle(books, outcome, chief)
    assert state(books) is OutboxState.WAITING
    go_on(books, clock, amazon, hours=1)
    assert [one.package_reference for one in amazon.told] == [1, 1]
    assert state(books) is OutboxState.VERIFIED


def test_there_is_nothing_to_tell_of_it_once_it_is_taken_out(
    books: Books, warehouse: Warehouse, clock: Clock, chief: int
) -> None:
    amazon = told_once(books, warehouse, Unclear("timed_out"))
    cancel(warehouse)
    go_on(books, clock, amazon, hours=1)
    settle(books, Outcome.TAKEN_OUT, chief)
    go_on(books, clock, amazon, hours=1)
    assert (len(amazon.told), state(books)) == (1, OutboxState.NOT_NEEDED)


def test_nothing_marks_it_as_being_told_while_it_is_to_be_stopped(
    books: Books, warehouse: Warehouse
) -> None:
    """Were it looked at a moment before it was stopped, the mark itself still says no."""
    pack(warehouse, 1)
    wish(warehouse)
    one = messages(books)[order_id(1), 1]
    with books.writing() as connection:
        outbox.settle(connection, one.id, OutboxState.WAITING, books.now())
        assert not outbox.take(connection, one.id, books.now())
        assert outbox.exported(connection, [one.id], books.now()) == 0


# --- by a feed -----------------------------------------------------------------------------------


@dataclass
class BusyFeeds(FakeFeeds):
    """An order is cancelled while a feed is put together, or while it is handed in."""

    warehouse: Warehouse | None = None
    in_submit: bool = False
    number: int = 3

    def confirmations(self, parcels: Sequence[Shipped]) -> bytes:
        """The content; the order goes after it was read."""
        content = super().confirmations(parcels)
        if not self.in_submit:
            self._go()
        return content

    def submit(
        self, kind: FeedKind, content: bytes, marketplace_ids: Sequence[str] = ()
    ) -> Answer[str]:
        """Take it, or not."""
        if self.in_submit:
            self._go()
        return super().submit(kind, content, marketplace_ids)

    def _go(self) -> None:
        if self.warehouse is not None:
            there, self.warehouse = self.warehouse, None
            cancel(there, self.number)

    @property
    def fed(self) -> set[OrderId]:
        """The orders that were handed in."""
        return {one.order_id for _, parcels in self.handed_in.values() for one in parcels}


def test_what_is_stopped_while_a_feed_is_put_together_is_not_in_it(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    pack(warehouse, *range(1, 7))
    amazon = FakeMarketplace()
    feeds = BusyFeeds(amazon, clock, warehouse=warehouse)
    assert tell(books, amazon, feeds, limit=1, feed_above=3).fed == 4
    assert feeds.fed == {order_id(number) for number in (2, 4, 5, 6)}
    assert state(books, 3) is OutboxState.INTERCEPTED
    assert messages(books)[order_id(3), 1].feed_id is None


@pytest.mark.parametrize(
    ("answers", "end"),
    [
        ([NotSent("offline")], FeedState.READ),
        ([Refused("invalid", "No.")], FeedState.READ),
        ([Unclear("lost")], FeedState.READ),
        ([], FeedState.FAILED),
        ([], FeedState.CANCELLED),
    ],
)
def test_what_was_in_a_feed_that_came_to_nothing_is_not_told_by_itself(
    books: Books, warehouse: Warehouse, clock: Clock, answers: list[Answer[str]], end: FeedState
) -> None:
    pack(warehouse, *range(1, 7))
    amazon = FakeMarketplace()
    feeds = BusyFeeds(amazon, clock, answers, end=end, warehouse=warehouse, in_submit=True)
    for _ in range(30):
        tell(books, amazon, feeds, limit=1, feed_above=3)
        clock.move(minutes=1)
    feeds.end = FeedState.READ
    handed_in = len(feeds.handed_in)
    for _ in range(60):
        tell(books, amazon, feeds, limit=10, feed_above=3)
        clock.move(minutes=5)
    assert order_id(3) not in {one.order_id for one in amazon.told}
    assert state(books, 3) is OutboxState.INTERCEPTED
    assert len(feeds.handed_in) == handed_in
    assert {state(books, number) for number in (1, 2, 4, 5, 6)} == {OutboxState.VERIFIED}


def test_what_waits_again_while_it_is_to_be_stopped_gets_into_no_feed(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    pack(warehouse, *range(1, 7))
    wish(warehouse, 3)
    with books.writing() as connection:
        one = messages(books)[order_id(3), 1]
        outbox.settle(connection, one.id, OutboxState.WAITING, books.now() - timedelta(hours=1))
    feeds = BusyFeeds(FakeMarketplace(), clock)
    tell(books, feeds.amazon, feeds, limit=0, feed_above=3)
    assert feeds.fed == {order_id(number) for number in (1, 2, 4, 5, 6)}


# --- by file -------------------------------------------------------------------------------------


def test_what_waits_again_while_it_is_to_be_stopped_is_written_into_no_file(
    books: Books, warehouse: Warehouse, clock: Clock, chief: int, tmp_path: Path
) -> None:
    pack(warehouse, 1, 2)
    amazon = FakeMarketplace(answers=[Unclear("timed_out")] * 2, shows=False)
    tell(books, amazon)
    wish(warehouse)
    clock.move(minutes=5)
    tell(books, amazon)
    assert (state(books), state(books, 2)) == (OutboxState.WAITING, OutboxState.WAITING)
    path = tmp_path / "told.txt"
    assert export(books, path) == Exported(1)
    assert order_id(1) not in path.read_text("utf-8")
    assert (state(books), state(books, 2)) == (OutboxState.INTERCEPTED, OutboxState.EXPORTED)
    settle(books, Outcome.LET_GO, chief)
    assert export(books, tmp_path / "then.txt") == Exported(1)
    assert order_id(1) in (tmp_path / "then.txt").read_text("utf-8")


def test_a_lost_file_is_written_again_without_what_was_stopped_since(
    books: Books, warehouse: Warehouse, clock: Clock, tmp_path: Path
) -> None:
    pack(warehouse, 1, 2)
    export(books, tmp_path / "lost.txt")
    wish(warehouse)
    path = tmp_path / "again.txt"
    assert export(books, path, clock().date(), UTC) == Exported(1, (), again=1)
    assert order_id(1) not in path.read_text("utf-8")


@dataclass(frozen=True)
class Watched(Books):
    """Books of which somebody hears when they were looked into, before the reader goes on."""

    looked: Callable[[], None] = lambda: None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """As ever."""
        with Books.reading(self) as connection:
            yield connection
        self.looked()


def test_what_is_stopped_while_a_lost_file_is_written_again_is_not_in_it(
    books: Books, warehouse: Warehouse, clock: Clock, tmp_path: Path
) -> None:
    pack(warehouse, 1, 2)
    export(books, tmp_path / "lost.txt")
    watched = Watched(books.engine, books.seal, books.now, lambda: wish(warehouse))
    path = tmp_path / "again.txt"
    assert export(watched, path, clock().date(), UTC) == Exported(1, (), again=1)
    assert order_id(1) not in path.read_text("utf-8")
