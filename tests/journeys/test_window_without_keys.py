"""A window without Amazon's keys works with the program that has them, as soon as there is one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fbm_desk import account_works, app
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.session import LabelSource
from fbm_desk.host_works import Hosting
from fbm_desk.services.at_host import AtHost
from fbm_desk.services.topics import Topic
from fbm_desk.settings import AmazonSettings, Settings
from fbm_desk.simulator.clock import Clock
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.store import orders
from fbm_desk.threads import Threads
from fbm_desk.works import Works, open_works
from tests.journeys.packer import WAIT_MS
from tests.simulator.seller import US, mugs_and_spoons, quiet_shop

NO_KEYRING = {"FBM_DESK_KEYRING": "no"}


@pytest.fixture
def amazon() -> Iterator[AmazonSimulator]:
    shop = quiet_shop()
    shop.clock = Clock(datetime.now(UTC))
    with AmazonSimulator(shop) as simulator:
        yield simulator


class News:
    """Rings when the talk with Amazon began anew."""

    def __init__(self) -> None:
        self.anew = threading.Event()

    def __call__(self, topics: frozenset[Topic]) -> None:
        if topics == {Topic.SYNC, Topic.SESSION, Topic.ORDERS}:
            self.anew.set()


@contextmanager
def window(folder: Path, url: str = "", *, given: Settings, news: News) -> Iterator[Works]:
    """What stands behind a window."""
    house = app.open_house(folder, url, environment=NO_KEYRING, given=given)
    threads = Threads()
    opened = threads.books.ask(lambda: open_works(house, threads, news)).result()
    try:
        yield opened
    finally:
        opened.close()


def with_keys(amazon: AmazonSimulator) -> Settings:
    there = AmazonSettings("A2PRETENDSELLER", "na", (US,), "AmazonShipping_UK", amazon.url)
    return Settings(amazon=there)


OWN_IN_JAPAN = {"A1VC38T7YXB528": "own"}


def nobody_died(error: BaseException) -> None:
    raise error


def is_here(works: Works, order_id: str) -> bool:
    with works.house.books.reading() as connection:
        return orders.find(connection, OrderId(order_id)) is not None


def test_a_window_takes_up_the_account_of_a_host_that_appears(
    tmp_path: Path, amazon: AmazonSimulator
) -> None:
    news = News()
    with window(tmp_path, given=Settings(), news=news) as works:
        assert works.bench.desk.rules.label_source.value == "none"
        assert works.bench.shop.host is None
        host = app.open_house(tmp_path, environment=NO_KEYRING, given=with_keys(amazon))
        clients = account_works.clients_of(host, threading.Event())
        assert clients is not None
        hosting = Hosting(host, clients, nobody_died, lambda: None)
        try:
            assert works.watch is not None
            works.watch.wake()
            assert news.anew.wait(WAIT_MS / 1000)
            assert works.bench.desk.rules.label_source.value == "bought"
            assert works.clients is None
            told = works.office.account()
            assert (told.seller_id, told.keys_elsewhere) == ("A2PRETENDSELLER", True)
            assert works.office.work()
            placed = mugs_and_spoons(amazon.shop).order_id
            why = works.office.why_not_here(placed)
            assert (why.code, why.is_here) == ("never_swept", True)
            assert is_here(works, placed)
            assert not [one for one in works.office.status() if one.fault]
        finally:
            hosting.stop()
            clients.close()
            host.close()
        assert [one for one in works.office.status() if one.fault]
        assert works.office.why_not_here("305-1234567-1234567").code == "not_reached"


def test_a_window_opened_beside_a_host_needs_no_settings_of_its_own(
    tmp_path: Path, amazon: AmazonSimulator
) -> None:
    settled = replace(with_keys(amazon), carriers=OWN_IN_JAPAN, label_ceiling=700)
    host = app.open_house(tmp_path / "host", environment=NO_KEYRING, given=settled)
    clients = account_works.clients_of(host)
    assert clients is not None
    hosting = Hosting(host, clients, nobody_died, lambda: None)
    url = f"sqlite:///{tmp_path / 'host' / 'fbm_desk.sqlite'}"
    try:
        with window(tmp_path / "bench", url, given=Settings(), news=News()) as works:
            assert works.bench.desk.rules.label_source.value == "bought"
            assert works.bench.desk.rules.connected
            assert works.bench.desk.rules.ceiling_minor == 700
            assert works.bench.desk.rules.label_sources["A1VC38T7YXB528"] is LabelSource.SCANNED
            placed = mugs_and_spoons(amazon.shop).order_id
            at_host = works.bench.shop.host
            assert at_host is not None
            assert at_host.order(OrderId(placed))
            assert is_here(works, placed)
    finally:
        hosting.stop()
        clients.close()
        host.close()


def test_a_window_with_the_keys_answers_benches_where_others_reach_the_books(
    tmp_path: Path, amazon: AmazonSimulator, postgres_url: str
) -> None:
    placed = mugs_and_spoons(amazon.shop).order_id
    with window(tmp_path, postgres_url, given=with_keys(amazon), news=News()) as works:
        assert AtHost(works.house.books).order(OrderId(placed))
    with window(tmp_path / "alone", given=with_keys(amazon), news=News()) as works:
        assert works.hosting is None
