"""Very many confirmations go out in one feed, which is never handed in twice, whatever happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear
from fbm_desk.domain.feeds import FeedKind, FeedOutcome, FeedRefusal, FeedState
from fbm_desk.domain.orders import Duty, OrderId
from fbm_desk.domain.outbox import FeedStep, OutboxState
from fbm_desk.domain.stages import Stage
from fbm_desk.services.books import Books
from fbm_desk.services.confirmations import Told, tell
from fbm_desk.store import feeds as store
from fbm_desk.store import interceptions, orders, outbox
from fbm_desk.store.database import Connection
from tests.services.boxes_by_hand import Box, left, messages
from tests.services.clock import Clock
from tests.services.feeds_at_amazon import FakeFeeds
from tests.services.marketplace import FakeMarketplace
from tests.services.rows import rows
from tests.services.warehouse import Warehouse, line, order, order_id

MANY = range(1, 9)
FEED_LIFE = timedelta(days=90)


@pytest.fixture
def amazon() -> FakeMarketplace:
    return FakeMarketplace()


@pytest.fixture
def feeds(amazon: FakeMarketplace, clock: Clock) -> FakeFeeds:
    return FakeFeeds(amazon, clock)


def packed(books: Books, warehouse: Warehouse, numbers: range = MANY) -> list[OrderId]:
    """Orders of one mug each that left, one of them after the other."""
    ids = warehouse.take_in(*(order(number) for number in numbers))
    for one in ids:
        left(books, one, [Box((("line-MUG", "MUG", 1),), f"KP{one[4:11]}{one[12:]}PT")])
    return ids


def turn(books: Books, amazon: FakeMarketplace, feeds: FakeFeeds, above: int = 4) -> Told:
    """A turn that tells one parcel by a call of its own, and the rest as it thinks best."""
    return tell(books, amazon, feeds, limit=1, feed_above=above)


def counted(books: Books) -> Counter[OutboxState]:
    return Counter(one.state for one in messages(books).values())


def feed(books: Books) -> store.FeedRow:
    with books.reading() as connection:
        found = store.newest(connection, FeedKind.CONFIRMATIONS)
    assert found is not None
    return found


def test_a_few_are_told_one_by_one(
    books: Books, warehouse: Warehouse, amazon: FakeMarketplace, feeds: FakeFeeds
) -> None:
    packed(books, warehouse)
    assert turn(books, amazon, feeds, above=7).fed == 0
    assert not feeds.handed_in


def test_many_go_out_in_one_feed_while_the_most_urgent_is_told_by_itself(
    books: Books, warehouse: Warehouse, amazon: FakeMarketplace, feeds: FakeFeeds, clock: Clock
) -> None:
    ids = packed(books, warehouse)
    feeds.end = None
    told = turn(books, amazon, feeds)
    assert (told.sent, told.fed, told.waiting) == (1, 7, 7)
    assert counted(books) == {OutboxState.SENT: 1, OutboxState.IN_FEED: 7}
    ((_, parcels),) = feeds.handed_in.values()
    assert [one.order_id for one in parcels] == ids[1:], "the soonest ship-by first"
    for _ in range(20):
        clock.move(seconds=30)
        turn(books, amazon, feeds)
    assert (len(feeds.handed_in), len(amazon.told)) == (1, 1), "what is in a feed is not told twice"
    feeds.end = FeedState.READ
    clock.move(seconds=30)
    turn(books, amazon, feeds)
    assert counted(books) == {OutboxState.VERIFIED: 1, OutboxState.SENT: 7}
    assert feed(books).state is FeedStep.ENDED
    for _ in range(20):
        clock.move(minutes=2)
        turn(books, amazon, feeds)
    assert counted(books) == {OutboxState.VERIFIED: 8}
    assert len(amazon.told) == 1


def test_there_is_never_a_second_feed_within_twenty_minutes(
    books: Books, warehouse: Warehouse, amazon: FakeMarketplace, feeds: FakeFeeds, clock: Clock
) -> None:
    packed(books, warehouse)
    turn(books, amazon, feeds)
    packed(books, warehouse, range(20, 30))
    clock.move(minutes=19)
    turn(books, amazon, feeds)
    turn(books, amazon, feeds)
    assert len(feeds.handed_in) == 1
    clock.move(minutes=2)
    turn(books, amazon, feeds)
    assert len(feeds.handed_in) == 2


def test_orders_of_several_boxes_and_codes_are_told_by_themselves(
    books: Books, warehouse: Warehouse, amazon: FakeMarketplace, feeds: FakeFeeds
) -> None:
    """A feed has no column for the package's number, nor for Transparency codes."""
    wants_codes = frozenset({Duty.TRANSPARENCY})
    warehouse.take_in(
        order(40, line("MUG", 2)), order(41), order(42, line("MUG", 1, duties=wants_codes))
    )
    left(books, order_id(40), [Box((("line-MUG", "MUG", 1),), f"TWO-{n}") for n in (1, 2)])
    left(books, order_id(41), [Box((), "CODE", (("line-MUG", "MUG", "AZ:1"),))])
    left(books, order_id(42), [Box((("line-MUG", "MUG", 1),), "WANTS")])
    packed(books, warehouse)
    tell(books, amazon, feeds, limit=0, feed_above=4)
    ((_, parcels),) = feeds.handed_in.values()
    assert not {one.order_id for one in parcels} & {order_id(n) for n in (40, 41, 42)}
    feeds.end = None
    while turn(books, amazon, feeds).sent:
        pass
    told = {(one.order_id, one.package_reference) for one in amazon.told}
    assert {(order_id(40), 1), (order_id(40), 2), (order_id(41), 1), (order_id(42), 1)} <= told


def test_ship_plus_void_and_unpacked_parcels_get_into_no_feed(
    books: Books, warehouse: Warehouse, amazon: FakeMarketplace, feeds: FakeFeeds
) -> None:
    ids = packed(books, warehouse, range(1, 13))
    rows(books, "UPDATE orders SET duties = 'prime,ship_plus' WHERE order_id = ?", ids[9])
    rows(books, "UPDATE parcels SET state = 'void' WHERE order_id = ?", ids[10])
    rows(books, "UPDATE orders SET stage = 'on_bench' WHERE order_id = ?", ids[11])
    turn(books, amazon, feeds)
    ((_, parcels),) = feeds.handed_in.values()
    assert [one.order_id for one in parcels] == ids[1:9]


def test_a_refused_row_is_told_once_more_by_itself_and_then_set_aside(
    books: Books, warehouse: Warehouse, amazon: FakeMarketplace, feeds: FakeFeeds, clock: Clock
) -> None:
    ids = packed(books, warehouse)
    feeds.refuse = {ids[3], ids[5]}
    turn(books, amazon, feeds)
    clock.move(minutes=1)
    tell(books, amazon, feeds, limit=0, feed_above=4)
    found = {key[0]: one for key, one in messages(books).items()}
    assert (found[ids[3]].state, found[ids[3]].reason) == (OutboxState.WAITING, "feed_refused")
    assert found[ids[3]].words == "No. (18052)"
    assert found[ids[4]].state is OutboxState.SENT
    clock.move(minutes=21)
    tell(books, amazon, feeds, limit=0, feed_above=0)
    assert len(feeds.handed_in) == 1, "what a feed refused gets into no other"
    amazon.answers = [Refused("invalid", "The order is cancelled.")]
    tell(books, amazon, feeds)
    found = {key[0]: one for key, one in messages(books).items()}
    assert found[ids[3]].state is OutboxState.REFUSED
    assert found[ids[3]].words == "The order is cancelled."
    assert found[ids[5]].state is OutboxState.SENT


@pytest.mark.parametrize("end", [FeedState.CANCELLED, FeedState.FAILED])
def test_a_feed_that_came_to_nothing_puts_everything_back(
    books: Books, warehouse: Warehouse, amazon: FakeMarketplace, feeds: FakeFeeds, clock: Clock,
    end: FeedState,
) -> None:  # fmt: skip
    packed(books, warehouse)
    feeds.end = end
    turn(books, amazon, feeds)
    clock.move(minutes=1)
    tell(books, amazon, feeds, limit=0, feed_above=4)
    assert counted(books)[OutboxState.WAITING] == 7
    assert feed(books).reason == f"feed_{end.value}"
    feeds.end = FeedState.READ
    clock.move(minutes=21)
    assert turn(books, amazon, feeds).fed == 6, "twenty minutes later by another feed"


def test_a_file_refused_as_a_whole_puts_everything_back(
    books: Books, warehouse: Warehouse, amazon: FakeMarketplace, feeds: FakeFeeds, clock: Clock
) -> None:
    packed(books, warehouse)
    no_column = FeedRefusal(0, "90012", "The file has no column order-id.")
    feeds.outcomes = [Done(FeedOutcome(0, 0, (no_column,)))]
    feeds.refuse = {order_id(number) for number in MANY}
    turn(books, amazon, feeds)
    clock.move(minutes=1)
    tell(books, amazon, feeds, limit=0, feed_above=4)
    assert counted(books)[OutboxState.WAITING] == 7
    assert (feed(books).reason, "90012" in feed(books).words) == ("feed_refused", True)


def test_refusals_without_a_name_let_the_orders_decide(
    books: Books, warehouse: Warehouse, amazon: FakeMarketplace, feeds: FakeFeeds, clock: Clock
) -> None:
    ids = packed(books, warehouse)
    feeds.refuse, feeds.named = {ids[3]}, False
    turn(books, amazon, feeds)
    clock.move(minutes=1)
    tell(books, amazon, feeds, limit=0, feed_above=4)
    assert counted(books)[OutboxState.UNCLEAR] == 7
    for _ in range(30):
        clock.move(minutes=2)
        tell(books, amazon, feeds, feed_above=4)
    assert counted(books) == {OutboxState.VERIFIED: 8}
    assert Counter(one.order_id for one in amazon.told) == {ids[0]: 1, ids[3]: 1}


@pytest.mark.parametrize("answer", [NotSent("offline", 10.0), Refused("invalid", "No.")])
def test_a_feed_that_never_left_holds_nothing_up(
    books: Books, warehouse: Warehouse, amazon: FakeMarketplace, feeds: FakeFeeds,
    answer: Answer[str],
) -> None:  # fmt: skip
    packed(books, warehouse)
    feeds.answers = [answer]
    assert turn(books, amazon, feeds).fed == 0
    assert counted(books)[OutboxState.WAITING] == 7
    while turn(books, amazon, feeds).sent:
        pass
    assert len(amazon.told) == 8


def test_an_unclear_feed_that_arrived_is_found_and_not_handed_in_again(
    books: Books, warehouse: Warehouse, amazon: FakeMarketplace, feeds: FakeFeeds, clock: Clock
) -> None:
    packed(books, warehouse)
    feeds.answers = [Unclear("arrived")]
    turn(books, amazon, feeds)
    assert feed(books).state is FeedStep.UNCLEAR
    feeds.lists = False
    clock.move(hours=1)
    turn(books, amazon, feeds)
    assert counted(books)[OutboxState.IN_FEED] == 7, "Amazon did not say: nothing is done"
    feeds.lists = True
    for _ in range(30):
        clock.move(minutes=2)
        turn(books, amazon, feeds)
    assert (len(feeds.handed_in), len(amazon.told)) == (1, 1)
    assert counted(books) == {OutboxState.VERIFIED: 8}


def test_an_unclear_feed_that_amazon_does_not_list_is_waited_for_and_then_given_up(
    books: Books, warehouse: Warehouse, amazon: FakeMarketplace, feeds: FakeFeeds, clock: Clock
) -> None:
    packed(books, warehouse)
    feeds.answers = [Unclear("timed_out")]
    turn(books, amazon, feeds)
    clock.move(minutes=9)
    turn(books, amazon, feeds)
    assert (counted(books)[OutboxState.IN_FEED], feeds.looked) == (7, 1)
    clock.move(minutes=1)
    turn(books, amazon, feeds)
    assert (counted(books)[OutboxState.WAITING], feed(books).reason) == (7, "not_arrived")


def test_a_feed_of_before_is_not_taken_for_the_unclear_one(
    books: Books, warehouse: Warehouse, amazon: FakeMarketplace, feeds: FakeFeeds, clock: Clock
) -> None:
    packed(books, warehouse)
    turn(books, amazon, feeds)
    clock.move(minutes=1)
    turn(books, amazon, feeds)
    packed(books, warehouse, range(20, 30))
    rows(books, "UPDATE feeds SET tried_at = tried_at - 1200000, made_at = made_at - 1200000")
    feeds.answers = [Unclear("timed_out")]
    turn(books, amazon, feeds)
    clock.move(minutes=11)
    turn(books, amazon, feeds)
    assert feed(books).reason == "not_arrived"


def test_a_feed_amazon_never_finishes_is_left_to_what_the_orders_show(
    books: Books, warehouse: Warehouse, amazon: FakeMarketplace, feeds: FakeFeeds, clock: Clock
) -> None:
    packed(books, warehouse)
    feeds.end = None
    turn(books, amazon, feeds)
    clock.move(hours=7)
    tell(books, amazon, feeds, limit=0, feed_above=4)
    assert counted(books)[OutboxState.UNCLEAR] == 7
    assert feed(books).reason == "feed_silent"


def test_a_parcel_to_be_stopped_waits_and_gets_into_no_feed(
    books: Books, warehouse: Warehouse, amazon: FakeMarketplace, feeds: FakeFeeds
) -> None:
    ids = packed(books, warehouse)
    with books.writing() as connection:
        parcel_id = messages(books)[ids[7], 1].parcel_id
        interceptions.add(connection, ids[7], parcel_id, "cancelled", books.now())
        outbox.hold_back(connection, parcel_id)
    turn(books, amazon, feeds)
    ((_, parcels),) = feeds.handed_in.values()
    assert ids[7] not in {one.order_id for one in parcels}


# --- killed at every step ------------------------------------------------------------------------


class Killed(BaseException):
    """The program ended in the middle."""


@dataclass
class Life:
    """So many steps are left; none counts as for ever."""

    left: int = 0

    def step(self) -> None:
        """One more thing is about to be done, or was done."""
        self.left -= 1
        if self.left == 0:
            raise Killed


@dataclass(frozen=True, slots=True)
class MortalBooks(Books):
    """Books of a program that may end before and after each of its transactions."""

    life: Life = field(default_factory=Life)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction."""
        self.life.step()
        with Books.writing(self) as connection:
            yield connection
        self.life.step()


def test_killed_at_every_step_each_parcel_is_told_once(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    amazon = FakeMarketplace()
    killed = 0
    for kill_at in range(1, 100):
        life = Life(kill_at)
        mortal = MortalBooks(books.engine, books.seal, books.now, life)
        feeds = FakeFeeds(amazon, clock, step=life.step)
        # Numbers go on, or Amazon would know this round's first feed from the last round.
        feeds.handed_in = {f"old-{kill_at}": (clock() - FEED_LIFE, ())}
        ids = packed(books, warehouse, range(kill_at * 100, kill_at * 100 + 6))
        refused = ids[3]
        feeds.refuse = {refused}
        try:
            for _ in range(4):
                turn(mortal, amazon, feeds)
                clock.move(seconds=30)
            survived = True
        except Killed:
            survived, killed = False, killed + 1
        life.left = 0
        for _ in range(40):
            turn(books, amazon, feeds)
            clock.move(minutes=2)
        told = Counter(one.order_id for _, fed in feeds.handed_in.values() for one in fed)
        by_call = Counter(one.order_id for one in amazon.told)
        assert {key[0] for key, one in messages(books).items()
                if one.state is not OutboxState.VERIFIED} == set(), kill_at  # fmt: skip
        assert max(told.values(), default=0) <= 1, f"handed in twice, killed at {kill_at}"
        again = {one for one in ids if told[one] + by_call[one] != 1}
        assert again <= {refused}, f"told again, killed at {kill_at}"
        if survived:
            break
    assert killed > 15
    with books.reading() as connection:
        stages = {orders.find(connection, one).stage for one in ids}  # type: ignore[union-attr]
    assert stages == {Stage.CONFIRMED}
