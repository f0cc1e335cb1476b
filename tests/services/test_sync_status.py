"""What people see of the background work, and what they may ask of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from fbm_desk.domain.orders import OrderId
from fbm_desk.services import backlog, sync_wishes
from fbm_desk.services.office_view import WorkKind, WorkView
from fbm_desk.services.sync_status import sync_status
from fbm_desk.simulator.faults import FaultKind
from fbm_desk.store import quota
from fbm_desk.store.quota import KeptBucket
from tests.services.seller_at_amazon import Seller, seller_at_amazon
from tests.services.warehouse import Warehouse
from tests.simulator.seller import mugs_and_spoons

ACCOUNT = "A1EXAMPLE"


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[Seller]:
    with seller_at_amazon(tmp_path) as made:
        yield made


def view(seller: Seller, kind: WorkKind) -> WorkView:
    return next(one for one in sync_status(seller.books, ACCOUNT) if one.kind is kind)


def test_every_kind_of_work_is_shown_with_a_name(seller: Seller) -> None:
    views = sync_status(seller.books, ACCOUNT)
    assert {one.kind for one in views} == set(WorkKind)
    assert all(one.name for one in views)
    assert all((one.trouble, one.paused, one.waiting) == ("", False, 0) for one in views)


def test_orders_in_tell_their_success_and_their_next_turn(seller: Seller) -> None:
    seller.sync.turn()
    orders = view(seller, WorkKind.ORDERS)
    assert orders.last_success_at == seller.books.now()
    assert orders.next_turn_at == seller.books.now() + timedelta(minutes=3)


def test_trouble_is_told_in_words(seller: Seller) -> None:
    seller.amazon.faults.add("searchOrders", FaultKind.EMPTY_500)
    seller.sync.turn()
    orders = view(seller, WorkKind.ORDERS)
    assert orders.trouble == "a fault on Amazon's side"
    assert orders.next_turn_at == seller.books.now() + timedelta(minutes=1)


def test_calls_left_are_what_was_left_and_what_came_since(seller: Seller) -> None:
    with seller.books.writing() as connection:
        kept = KeptBucket("searchOrders", 2.0, 0.0056, 20, seller.books.now())
        quota.begin(connection, ACCOUNT, kept)
    seller.wait(minutes=3)
    orders = view(seller, WorkKind.ORDERS)
    assert (orders.calls_left, orders.calls_most) == (3, 20)
    assert view(seller, WorkKind.CONFIRMATIONS).calls_left == 10
    assert view(seller, WorkKind.LABELS).calls_left is None


def test_queues_are_counted(seller: Seller) -> None:
    warehouse = Warehouse(seller.books)
    warehouse.packed([1, 2])
    confirmations = view(seller, WorkKind.CONFIRMATIONS)
    assert (confirmations.waiting, confirmations.oldest_at) == (2, seller.books.now())
    backlog.want(seller.books)
    assert view(seller, WorkKind.BACKLOG).waiting == 1


def test_what_is_paused_rests_until_it_is_resumed(seller: Seller) -> None:
    mugs_and_spoons(seller.shop)
    seller.wait(minutes=5)
    sync_wishes.pause(seller.books, WorkKind.ORDERS)
    seller.sync.turn()
    assert seller.amazon.requests.of("searchOrders") == ()
    orders = view(seller, WorkKind.ORDERS)
    assert (orders.paused, orders.next_turn_at) == (True, None)
    seller.restarted().turn()  # it is kept in the books
    assert seller.amazon.requests.of("searchOrders") == ()
    sync_wishes.resume(seller.books, WorkKind.ORDERS)
    seller.sync.turn()
    assert len(seller.amazon.requests.of("searchOrders")) == 1
    assert not view(seller, WorkKind.ORDERS).paused


def test_sync_now_sweeps_at_the_next_turn_and_only_once(seller: Seller) -> None:
    seller.sync.turn()
    seller.wait(seconds=5)
    sync_wishes.sync_now(seller.books)
    seller.sync.turn()
    seller.sync.turn()
    assert len(seller.amazon.requests.of("searchOrders")) == 2


def test_one_order_is_fetched_at_the_next_turn(seller: Seller) -> None:
    seller.sync.turn()
    placed = mugs_and_spoons(seller.shop)
    for _ in range(2):
        sync_wishes.sync_now(seller.books, OrderId(placed.order_id))
    seller.sync.turn()
    assert seller.order(placed.order_id) is not None
    assert len(seller.amazon.requests.of("getOrder")) == 1


def test_an_order_wished_for_is_not_forgotten_while_the_allowance_is_used_up(
    seller: Seller,
) -> None:
    placed = mugs_and_spoons(seller.shop)
    sync_wishes.sync_now(seller.books, OrderId(placed.order_id))
    seller.amazon.faults.add("getOrder", FaultKind.QUOTA)
    seller.sync.turn()
    assert sync_wishes.asked_for(seller.books).orders == (placed.order_id,)
    seller.wait(seconds=10)
    seller.sync.turn()
    assert sync_wishes.asked_for(seller.books).orders == ()
    assert seller.order(placed.order_id) is not None


def test_many_wished_for_orders_are_asked_for_some_at_a_time(seller: Seller) -> None:
    placed = [OrderId(mugs_and_spoons(seller.shop).order_id) for _ in range(12)]
    sync_wishes.pause(seller.books, WorkKind.ORDERS)
    for order_id in placed:
        sync_wishes.sync_now(seller.books, order_id)
    seller.sync.turn()
    assert sync_wishes.asked_for(seller.books).orders == tuple(placed[10:])
