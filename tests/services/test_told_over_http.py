"""A backlog told to the pretend Amazon over HTTP: by feed, proven by the sweep, nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from fbm_desk.amazon.feeds import AmazonFeeds
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.services.confirmations import Told, tell
from fbm_desk.simulator.fault_kinds import FaultKind
from fbm_desk.simulator.feeds import CONFIRMATIONS
from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.processing import Processing
from tests.services.boxes_by_hand import Box, left, messages
from tests.services.seller_at_amazon import Seller, seller_at_amazon
from tests.simulator.seller import US

MUG, SPOON = "MUG-BLUE", "SPOON-6"


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[Seller]:
    with seller_at_amazon(tmp_path) as made:
        yield made


def backlog(seller: Seller, orders: int) -> list[PlacedOrder]:
    """So many orders of a mug and spoons, packed, none of them told."""
    placed = [seller.shop.place([(MUG, 2), (SPOON, 1)], US) for _ in range(orders)]
    seller.wait(minutes=3)
    seller.sync.sweep()
    for number, order in enumerate(placed):
        inside = tuple((line.line_id, line.sku, line.quantity) for line in order.lines)
        left(seller.books, order.order_id, [Box(inside, f"1Z{number:016d}")])
    return placed


def turn(seller: Seller, limit: int = 1) -> Told:
    feeds = AmazonFeeds(seller.client)
    return tell(seller.books, seller.marketplace, feeds, limit=limit, feed_above=5)


def counted(seller: Seller) -> Counter[OutboxState]:
    return Counter(one.state for one in messages(seller.books).values())


def handed_in(seller: Seller) -> int:
    return len(seller.amazon.apis.feeds.all())


def reasons(seller: Seller) -> dict[str, tuple[OutboxState, str]]:
    return {key[0]: (one.state, one.reason) for key, one in messages(seller.books).items()}


def test_a_backlog_goes_out_in_one_feed_and_one_sweep_proves_it(seller: Seller) -> None:
    backlog(seller, 40)
    assert (turn(seller).fed, handed_in(seller)) == (39, 1)
    seller.wait(seconds=61)
    turn(seller, limit=0)
    assert counted(seller)[OutboxState.SENT] == 40
    asked = seller.calls("getOrder")
    seller.wait(minutes=4)
    seller.sync.sweep()
    assert counted(seller) == {OutboxState.VERIFIED: 40}
    assert seller.calls("getOrder") == asked, "no order was asked for by itself"
    assert (seller.calls("confirmShipment"), seller.calls("createFeed")) == (1, 1)


def test_a_feed_whose_answer_was_lost_is_found_and_told_once(seller: Seller) -> None:
    backlog(seller, 9)
    seller.amazon.faults.add("createFeed", FaultKind.CUT_AFTER)
    assert turn(seller).fed == 0
    for _ in range(6):
        seller.wait(minutes=2)
        turn(seller, limit=0)
    seller.sync.sweep()
    assert (handed_in(seller), seller.calls("createFeed")) == (1, 1)
    assert counted(seller)[OutboxState.VERIFIED] >= 8


def test_a_feed_that_was_lost_on_its_way_is_told_all_the_same(seller: Seller) -> None:
    backlog(seller, 9)
    seller.amazon.faults.add("createFeed", FaultKind.CUT_BEFORE)
    turn(seller)
    assert (handed_in(seller), counted(seller)[OutboxState.IN_FEED]) == (0, 8)
    for _ in range(16):
        seller.wait(minutes=2)
        turn(seller)
    seller.wait(minutes=4)
    seller.sync.sweep()
    assert counted(seller) == {OutboxState.VERIFIED: 9}
    assert handed_in(seller) <= 1


def test_refused_rows_go_back_one_by_one_and_what_stays_refused_is_set_aside(
    seller: Seller,
) -> None:
    placed = backlog(seller, 9)
    for_now, for_good = placed[3], placed[5]
    seller.amazon.apis.feeds.refuse(ids=frozenset({for_now.order_id}))
    seller.shop.cancel(for_good.order_id)
    turn(seller)
    seller.wait(seconds=61)
    turn(seller, limit=0)
    back = {key for key, one in reasons(seller).items() if one[1] == "feed_refused"}
    assert back == {for_now.order_id, for_good.order_id}
    for _ in range(3):
        turn(seller, limit=5)
        seller.wait(minutes=4)
        seller.sync.sweep()
    found = reasons(seller)
    assert found.pop(for_good.order_id)[0] in (OutboxState.REFUSED, OutboxState.INTERCEPTED)
    assert {state for state, _ in found.values()} == {OutboxState.VERIFIED}
    assert handed_in(seller) == 1


@pytest.mark.parametrize("end", [Processing.FATAL, Processing.CANCELLED])
def test_a_feed_that_came_to_nothing_is_told_by_calls_meanwhile(
    seller: Seller, end: Processing
) -> None:
    backlog(seller, 9)
    seller.amazon.apis.feeds.ends.order(CONFIRMATIONS, end)
    turn(seller)
    seller.wait(seconds=61)
    turn(seller, limit=0)
    assert counted(seller)[OutboxState.WAITING] == 8
    for _ in range(4):
        turn(seller, limit=5)
        seller.wait(minutes=2)
    seller.sync.sweep()
    assert counted(seller) == {OutboxState.VERIFIED: 9}
    assert seller.amazon.apis.feeds.most_in_flight[CONFIRMATIONS] == 1


def test_what_somebody_told_in_seller_central_is_not_told_again(seller: Seller) -> None:
    (order,) = backlog(seller, 1)
    feeds = AmazonFeeds(seller.client)
    tell(seller.books, seller.marketplace, feeds)  # stands for a person: the same parcel
    with seller.books.writing() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'waiting', sent_at = NULL")
    seller.wait(minutes=4)
    seller.sync.sweep()
    assert counted(seller) == {OutboxState.VERIFIED: 1}
    tell(seller.books, seller.marketplace, feeds)
    assert seller.calls("confirmShipment") == 1
    assert order.order_id in reasons(seller)
