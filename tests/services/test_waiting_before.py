"""Orders that waited at Amazon before this program, or this account of it, looked for the first
time: too old for the first sweep, and no change tells of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fbm_desk.domain.stages import Stage
from fbm_desk.services import backlog, sweep
from fbm_desk.services.sync import Sync
from fbm_desk.simulator.faults import FaultKind
from fbm_desk.simulator.processing import Processing
from fbm_desk.store import sync_state
from tests.services.seller_at_amazon import Seller, seller_at_amazon
from tests.simulator.seller import US, mugs_and_spoons

CANADA = "A1F83G8C2ARO7P"
UNSHIPPED = "GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING"


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[Seller]:
    with seller_at_amazon(tmp_path) as made:
        yield made


def run(seller: Seller, sync: Sync | None = None, turns: int = 12) -> None:
    for _ in range(turns):
        (sync or seller.sync).turn()
        seller.wait(minutes=1)


def mark(seller: Seller, name: str = sweep.ORDERS) -> str:
    with seller.books.reading() as connection:
        return sync_state.mark(connection, name).value


def test_an_order_older_than_the_first_sweep_comes_by_report(seller: Seller) -> None:
    old = mugs_and_spoons(seller.shop).order_id
    seller.wait(days=8)
    new = mugs_and_spoons(seller.shop).order_id
    seller.wait(minutes=40)
    run(seller)
    assert seller.order(old) is not None
    assert seller.order(new) is not None


def test_the_report_is_asked_for_once_whatever_is_restarted(seller: Seller) -> None:
    for _ in range(3):
        seller.wait(hours=5)
        run(seller)
        seller.restarted()
    assert seller.calls("createReport") == 1


def test_a_first_sweep_is_made_even_if_its_report_is_called_off(seller: Seller) -> None:
    placed = mugs_and_spoons(seller.shop).order_id
    seller.wait(hours=3)
    seller.amazon.apis.reports.ends.order(UNSHIPPED, Processing.CANCELLED)
    for _ in range(3):
        seller.amazon.faults.add("searchOrders", FaultKind.EMPTY_500)
    run(seller)
    assert seller.calls("createReport") == 1
    assert seller.order(placed) is not None


def test_orders_waiting_in_a_marketplace_that_is_connected_later_come_in(seller: Seller) -> None:
    here = mugs_and_spoons(seller.shop).order_id
    old = mugs_and_spoons(seller.shop, CANADA).order_id
    seller.wait(days=8)
    there = mugs_and_spoons(seller.shop, CANADA).order_id
    seller.wait(minutes=40)
    run(seller)
    assert (seller.order(here) is not None, seller.order(there)) == (True, None)
    with seller.connected_to(marketplace_ids=(US, CANADA)) as sync:
        run(seller, sync)
        assert seller.order(there) is not None
        assert seller.order(old) is not None
        assert seller.calls("createReport") == 2
        seller.wait(hours=3)
        run(seller, sync)
    assert seller.calls("createReport") == 2


def test_a_cancellation_meanwhile_is_heard_though_sweeps_begin_anew(seller: Seller) -> None:
    known = mugs_and_spoons(seller.shop).order_id
    seller.wait(minutes=40)
    run(seller)
    seller.shop.cancel(known)
    seller.wait(hours=1)
    with seller.connected_to(marketplace_ids=(US, CANADA)) as sync:
        run(seller, sync)
    found = seller.order(known)
    assert found is not None
    assert found.stage is Stage.CANCELLED


def test_another_sellers_account_begins_anew_and_asks_for_no_changes_of_the_first(
    seller: Seller,
) -> None:
    run(seller)
    assert mark(seller)
    with seller.connected_to(seller_id="A2OTHERSELLER") as sync:
        assert sync.reports is not None
        backlog.look_further_back(seller.books, sync.account)
        assert (mark(seller), mark(seller, sweep.PAGE), mark(seller, sweep.BEFORE)) == ("", "", "")
        assert backlog.is_wanted(seller.books)
        assert not backlog.look_further_back(seller.books, sync.account)


def test_a_report_under_way_for_fewer_marketplaces_is_not_waited_for(seller: Seller) -> None:
    there = mugs_and_spoons(seller.shop, CANADA).order_id
    seller.wait(days=8)
    seller.sync.turn()  # asked for, not built yet
    assert seller.calls("createReport") == 1
    with seller.connected_to(marketplace_ids=(US, CANADA)) as sync:
        run(seller, sync)
    assert seller.order(there) is not None


def test_a_report_that_amazon_refuses_is_no_reason_to_wait(seller: Seller) -> None:
    seller.sync.turn()
    assert backlog.is_awaited(seller.books)
    for reason, awaited in (("offline", True), ("report_failed", True), ("access_denied", False)):
        with seller.books.writing() as connection:
            sync_state.save_mark(connection, backlog.BACKLOG, reason=reason)
        assert backlog.is_awaited(seller.books) is awaited
