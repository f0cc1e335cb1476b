"""An account connected in the running window talks with Amazon at once, and with new keys too."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fbm_desk import app
from fbm_desk.domain.answers import Done
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.selling import Participation
from fbm_desk.domain.stages import Role
from fbm_desk.services.connecting import AccountDesk
from fbm_desk.services.office_view import NewAccount
from fbm_desk.services.topics import Topic
from fbm_desk.settings import AmazonSettings, Settings
from fbm_desk.simulator.clock import Clock
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.store import orders
from fbm_desk.threads import Threads
from fbm_desk.works import Works, open_works
from tests.journeys.packer import WAIT_MS
from tests.simulator.seller import US, mugs_and_spoons, quiet_shop

WANTED = NewAccount("na", "A2PRETENDSELLER", "app", "secret", "Atzr|token")


class News:
    """Hears what changed; orders that came in ring."""

    def __init__(self) -> None:
        self.orders = threading.Event()

    def __call__(self, topics: frozenset[Topic]) -> None:
        if topics == {Topic.ORDERS, Topic.SESSION}:
            self.orders.set()


@pytest.fixture
def amazon() -> Iterator[AmazonSimulator]:
    shop = quiet_shop()
    shop.clock = Clock(datetime.now(UTC))
    with AmazonSimulator(shop) as simulator:
        yield simulator


@pytest.fixture
def news() -> News:
    return News()


@pytest.fixture
def works(tmp_path: Path, amazon: AmazonSimulator, news: News) -> Iterator[Works]:
    """A window's works without an account; Amazon is the simulator all the same."""
    house = app.open_house(tmp_path, environment={"FBM_DESK_KEYRING": "no"}, given=Settings())
    badge = app.first_person(house, "Mara Fenwick")
    threads = Threads()
    opened = threads.books.ask(lambda: open_works(house, threads, news)).result()
    there = AmazonSettings(api_url=amazon.url, signin_url=f"{amazon.url}/auth/o2/token")
    house.settings = replace(house.settings, amazon=there)
    threads.books.ask(lambda: opened.bench.scan(badge, "scan-1")).result()
    yield opened
    opened.close()


def connect(works: Works) -> None:
    accounts = works.office.accounts
    assert accounts is not None
    works.threads.books.ask(lambda: accounts.connect(WANTED)).result()


def source(works: Works) -> str:
    return works.bench.desk.rules.label_source.value


def is_here(works: Works, order_id: str) -> bool:
    with works.house.books.reading() as connection:
        return orders.find(connection, OrderId(order_id)) is not None


def test_orders_come_in_at_once_and_labels_are_bought_there(
    works: Works, amazon: AmazonSimulator, news: News
) -> None:
    assert works.sync is None
    assert source(works) == "none"
    first = mugs_and_spoons(amazon.shop).order_id
    connect(works)
    assert news.orders.wait(WAIT_MS / 1000)
    assert is_here(works, first)
    assert source(works) == "bought"
    assert works.bench.shop.labels is not None
    assert works.office.account().begins_anew is False


def test_new_keys_are_talked_with_at_once_by_one_thread(
    works: Works, amazon: AmazonSimulator, news: News
) -> None:
    first = mugs_and_spoons(amazon.shop).order_id
    connect(works)
    assert news.orders.wait(WAIT_MS / 1000)
    assert works._beginning is not None
    works._beginning.result(WAIT_MS / 1000)
    before, sync = works.clients, works.sync
    news.orders.clear()
    second = mugs_and_spoons(amazon.shop).order_id
    connect(works)
    assert works._beginning is not None
    works._beginning.result(WAIT_MS / 1000)
    assert (works.clients is before, works.sync is sync) == (False, False)
    assert works.office.sync is not None
    works.office.sync.sync_now()
    assert news.orders.wait(WAIT_MS / 1000)
    assert (is_here(works, first), is_here(works, second)) == (True, True)
    assert [one.name for one in threading.enumerate()].count("amazon") == 1


def test_an_account_that_another_program_connects_is_talked_with_without_a_restart(
    works: Works, amazon: AmazonSimulator, news: News, tmp_path: Path
) -> None:
    """As `fbm-desk connect` does beside a running window, which looks every half a minute."""
    first = mugs_and_spoons(amazon.shop).order_id
    other = app.open_house(tmp_path, environment={"FBM_DESK_KEYRING": "no"}, given=Settings())
    kept = AccountDesk(
        other.books,
        other.keys,
        tmp_path,
        AmazonSettings,
        lambda _wanted: Done((Participation(US, "Amazon.com", "US", "USD", active=True),)),
        lambda: Role.ADMIN,
    )
    kept.connect(WANTED)
    other.close()
    assert works.watch is not None
    works.watch.wake()
    assert news.orders.wait(WAIT_MS / 1000)
    assert is_here(works, first)
    before = works.clients
    works.watch.wake()
    assert works.clients is before
