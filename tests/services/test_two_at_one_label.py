"""Two are at the label of one box at the same moment: a bench that slept, a host that was slow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import pytest

from fbm_desk.domain.orders import AmazonStatus, Source
from fbm_desk.domain.session import LabelBought, LabelRefused
from fbm_desk.services import labels
from fbm_desk.services.books import Books
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.store.database import Connection
from tests.services.clock import Clock
from tests.services.label_counter import Crash, LabelCounter, Today, Tray
from tests.services.rows import rows
from tests.services.test_labels import Bench
from tests.services.warehouse import Warehouse, order, order_id

ONE = order_id(1)


@dataclass
class Slept:
    """A counter or a clock at which somebody falls asleep: it was looked up what is to be bought,
    no call was begun, and only after `meanwhile` it goes on."""

    at: Any
    meanwhile: Callable[[], object]

    def __call__(self) -> datetime:
        """What the clock shows when it goes on."""
        self._sleep()
        shown: datetime = self.at()
        return shown

    @property
    def name(self) -> str:
        """Who sells is looked up last of all before the call is begun."""
        self._sleep()
        return str(self.at.name)

    def _sleep(self) -> None:
        happens, self.meanwhile = self.meanwhile, lambda: None
        happens()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.at, name)


@pytest.fixture
def counter() -> LabelCounter:
    """Everybody asks at this one."""
    return LabelCounter()


@pytest.fixture
def intended(books: Books, warehouse: Warehouse, counter: LabelCounter) -> Books:
    """An offer was chosen for the full box of order 1, and no call has left for it."""
    warehouse.take_in(order(1))
    counter.days = [Today.CRASH_BEFORE]
    bench = Bench(books, counter, Tray())
    with pytest.raises(Crash):
        bench.scan(ONE, "MUG")
    rows(books, "UPDATE label_purchases SET sent_at = NULL")
    assert rows(books, "SELECT state, sent_at FROM label_purchases") == [("intended", None)]
    return books


def states(books: Books) -> list[tuple[Any, ...]]:
    return rows(books, "SELECT state, reason FROM label_purchases ORDER BY id")


def bodies(books: Books) -> list[tuple[Any, ...]]:
    return rows(books, "SELECT request FROM label_purchases ORDER BY id")


def test_where_each_call_buys_only_one_of_two_calls(intended: Books, counter: LabelCounter) -> None:
    counter.keyed = False
    other = LabelDesk(intended, counter)
    slept = Slept(counter, lambda: labels.buy(other, 1))
    told = labels.buy(LabelDesk(intended, slept), 1)
    assert told == LabelRefused("unclear", unclear=True)
    assert len(counter.calls) == len(counter.paid) == 1
    assert states(intended) == [("bought", "")]


def test_where_each_call_buys_nobody_calls_after_a_lost_answer(
    intended: Books, counter: LabelCounter
) -> None:
    counter.keyed, counter.days = False, [Today.LOST_AFTER]
    other = LabelDesk(intended, counter)
    slept = Slept(counter, lambda: labels.buy(other, 1))
    assert labels.buy(LabelDesk(intended, slept), 1) == LabelRefused("unclear", unclear=True)
    assert len(counter.paid) == 1


def test_an_offer_that_another_took_the_place_of_is_not_bought(
    intended: Books, counter: LabelCounter, clock: Clock
) -> None:
    """The key may be known by now for the newer offer: it is never sent with another body."""
    other = LabelDesk(intended, counter)
    body = bodies(intended)

    def takes_a_new_offer() -> None:
        clock.move(minutes=10)  # the first one is dead
        counter.days = [Today.LOST_AFTER]
        labels.buy(other, 1)

    slept = Slept(counter, takes_a_new_offer)
    assert labels.buy(LabelDesk(intended, slept), 1) == LabelRefused("unclear", unclear=True)
    assert bodies(intended) != body
    assert [(sent,) for _, sent in counter.calls] == bodies(intended)
    assert states(intended) == [("unclear", "timeout")]


def test_an_offer_that_comes_late_takes_no_others_place(
    intended: Books, counter: LabelCounter
) -> None:
    """Both asked for offers: what the quicker one sent already is what both send."""
    rows(intended, "UPDATE label_purchases SET state = 'wanted'")
    other = LabelDesk(intended, counter)
    counter.days = [Today.LOST_AFTER]
    slept = Slept(counter, lambda: labels.buy(other, 1))
    assert isinstance(labels.buy(LabelDesk(intended, slept), 1), LabelBought)
    assert len(counter.calls) == 2
    assert len(set(counter.calls)) == len(counter.paid) == 1


def test_an_old_offer_is_not_dropped_once_a_call_for_its_label_has_left(
    intended: Books, counter: LabelCounter, clock: Clock
) -> None:
    """Another one, which dies in its call, was quicker to see that the offer is too old."""
    other = LabelDesk(intended, counter)

    def dies() -> None:
        counter.days = [Today.CRASH_AFTER]
        with pytest.raises(Crash):
            labels.buy(other, 1)

    clock.move(minutes=10)
    slow = replace(intended, now=Slept(clock, dies))
    assert isinstance(labels.buy(LabelDesk(slow, counter), 1), LabelBought)
    assert len(counter.calls) == 2
    assert len(set(counter.calls)) == len(counter.paid) == 1


@pytest.mark.parametrize("day", [Today.REFUSED, Today.OFFLINE])
def test_a_no_says_nothing_of_a_call_that_left_since_the_label_was_looked_up(
    intended: Books, counter: LabelCounter, day: Today
) -> None:
    """The other's call may have paid: a refusal of this one must not free the box for a new one."""
    counter.days = [Today.LOST_AFTER, day]
    other = LabelDesk(intended, counter)
    slept = Slept(counter, lambda: labels.buy(other, 1))
    assert labels.buy(LabelDesk(intended, slept), 1) == LabelRefused("unclear", unclear=True)
    assert [state for state, _ in states(intended)] == ["unclear"]
    assert labels.buy(other, 1) != LabelRefused("unclear", unclear=True)  # the same key tells
    assert len(counter.paid) == 1


@dataclass(frozen=True)
class Watched(Books):
    """Books of which somebody hears when something was written, before the writer goes on."""

    written: Callable[[], None] = lambda: None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """As ever."""
        with Books.writing(self) as connection:
            yield connection
        self.written()


def test_no_order_is_stopped_between_the_last_look_at_it_and_the_note_that_a_call_leaves(
    intended: Books, warehouse: Warehouse, counter: LabelCounter, clock: Clock
) -> None:
    at_cancellation: list[tuple[Any, ...]] = []

    def cancelled() -> None:
        if not at_cancellation:
            at_cancellation.extend(rows(intended, "SELECT sent_at FROM label_purchases"))
            at, gone = clock(), AmazonStatus.CANCELLED
            warehouse.take_in(order(1, source=Source.API, status=gone, updated_at=at))

    watched = Watched(intended.engine, intended.seal, intended.now, cancelled)
    labels.buy(LabelDesk(watched, counter), 1)
    ((sent_at,),) = at_cancellation
    assert sent_at is not None or counter.paid == []
