"""All programs on the same books take from one allowance, over every restart."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from fbm_desk.account_works import Clients
from fbm_desk.amazon.account import Account, Region
from fbm_desk.amazon.marketplace import AmazonMarketplace
from fbm_desk.amazon.operations import KEPT_FOR_BENCHES, Operation
from fbm_desk.domain.answers import NotSent
from fbm_desk.domain.orders import OrderId
from fbm_desk.services.books import Books
from fbm_desk.services.office_view import WorkKind
from fbm_desk.services.sync_status import sync_status
from fbm_desk.simulator.clock import Clock as ShopClock
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.usage_plans import PLANS, Plan
from fbm_desk.store import database
from tests.services.clock import Clock
from tests.simulator.seller import NOW, mugs_and_spoons, quiet_shop
from tests.store.processes import others


def clients(books: Books) -> Clients:
    account = Account(
        seller_id="A1",
        region=Region.EUROPE,
        marketplace_ids=("A1PA6795UKMFR9",),
        lwa_app_id="app",
        lwa_client_secret="secret",
        refresh_token="token",
        api_url="http://127.0.0.1:9",
        signin_url="http://127.0.0.1:9/auth/o2/token",
    )
    return Clients(account, threading.Event(), books)


def test_what_was_used_stays_used_over_a_restart(books: Books) -> None:
    first = clients(books)
    quota = first.get("sync").quota
    for _ in range(20):
        assert quota.take(Operation.SEARCH_ORDERS) == 0
    assert quota.take(Operation.SEARCH_ORDERS) > 0
    first.close()

    again = clients(books)
    assert again.get("sync").quota.take(Operation.SEARCH_ORDERS) > 0
    assert again.get("sync").quota.take(Operation.GET_ORDER) == 0
    again.close()


@pytest.mark.usefixtures("books")
def test_two_programs_with_two_threads_each_are_never_refused(tmp_path: Path) -> None:
    shop = quiet_shop()
    shop.clock = ShopClock(NOW, speed=1)
    order_id = mugs_and_spoons(shop).order_id
    url = database.sqlite_url(tmp_path)
    with AmazonSimulator(shop, plans={**PLANS, "getOrder": Plan(20.0, 30)}) as amazon:
        call = (url, amazon.url, order_id, "40")
        with others("tests.services.calling_process", call, call) as two:
            for one in two:
                one.go()
            said = [one.said().split() for one in two]
        asked = amazon.requests.of("getOrder")
    assert said == [["Done"] * 40] * 2
    assert (len(asked), {one.status for one in asked}) == (80, {200})


def test_a_long_wish_to_be_left_alone_outlives_the_program(books: Books, clock: Clock) -> None:
    first = clients(books)
    quota = first.get("sync").quota
    assert quota.refused(Operation.GET_ORDER, "300") == 300
    first.close()
    clock.move(seconds=100)
    again = clients(books)
    assert again.get("looks").quota.take(Operation.GET_ORDER) == pytest.approx(200, abs=0.01)
    gaps = next(one for one in sync_status(books, "A1") if one.kind is WorkKind.GAPS)
    assert gaps.calls_left == 0
    clock.move(seconds=201)
    assert again.get("looks").quota.take(Operation.GET_ORDER) == 0
    again.close()


def test_a_bench_is_not_starved_by_background_work(books: Books) -> None:
    both = clients(books)
    both.stop.set()  # so that whoever has to wait says so at once
    order_id, kept = OrderId("305-0000001-0000001"), KEPT_FOR_BENCHES[Operation.GET_ORDER]
    background = AmazonMarketplace(both.get("sync"))
    bench = AmazonMarketplace(both.get("looks"))
    while both.get("sync").quota.left(Operation.GET_ORDER) > kept:
        assert both.get("sync").quota.take(Operation.GET_ORDER) == 0
    assert background.order(order_id) == NotSent("stopped")
    assert bench.order(order_id) == NotSent("sign_in")  # it was allowed to be asked
    both.close()
