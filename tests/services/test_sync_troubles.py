"""The background work outlives a database that is held or full: it tries again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from fbm_desk.domain.answers import Answer, Done, NotSent, Unclear
from fbm_desk.domain.orders import AmazonStatus, IncomingOrder, Source
from fbm_desk.domain.shipping import OrderPage
from fbm_desk.services import sync_wishes
from fbm_desk.services.books import Books
from fbm_desk.services.office_view import WorkKind
from fbm_desk.services.sync import HELD_UP_S, Sync
from fbm_desk.store import database, migrate, sync_state
from fbm_desk.store.sealed import Seal
from tests.services.clock import Clock
from tests.services.marketplace import FakeMarketplace
from tests.services.warehouse import Warehouse, order, order_id


@pytest.fixture
def books(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Books]:
    """Books that wait for others only for a moment."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 20)
    engine = database.open_database(database.sqlite_url(tmp_path))
    migrate.upgrade(engine)
    yield Books(engine, Seal(b"k" * 32), clock)
    engine.dispose()


@contextmanager
def held(books: Books) -> Iterator[None]:
    """Another program holds the database."""
    path = str(books.engine.url.database)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_held_database_delays_the_talk_with_amazon_and_does_not_end_it(books: Books) -> None:
    sync = Sync(books, FakeMarketplace(), who="this one")
    with held(books):
        assert sync.turn() == HELD_UP_S
    assert sync.turn() != HELD_UP_S
    with books.reading() as connection:
        assert sync_state.mark(connection, "orders").last_try_at == books.now()


# --- back in touch -------------------------------------------------------------------------------


@dataclass
class Amazon(FakeMarketplace):
    """`sweeps` are what the next sweeps meet; after them each brings what changed."""

    sweeps: list[Answer[OrderPage]] = field(default_factory=list)
    brings: tuple[IncomingOrder, ...] = ()

    def sweep(
        self, since: datetime, *, first: bool = False, page_token: str = ""
    ) -> Iterator[Answer[OrderPage]]:
        """One page, or none."""
        yield self.sweeps.pop(0) if self.sweeps else Done(OrderPage(self.brings, since))


def after_an_outage(books: Books, *sweeps: Answer[OrderPage]) -> tuple[Amazon, Sync]:
    """Two parcels are packed; one of the orders was called off meanwhile."""
    Warehouse(books).packed([1, 2])
    called_off = order(1, source=Source.API, status=AmazonStatus.CANCELLED, updated_at=books.now())
    amazon = Amazon(sweeps=list(sweeps), brings=(called_off,))
    return amazon, Sync(books, amazon, who="this one")


def through(sync: Sync, clock: Clock, seconds: float) -> None:
    for _ in range(round(seconds / 10)):
        sync.turn()
        clock.move(seconds=10)


def test_back_in_touch_orders_come_in_before_anything_is_told(books: Books, clock: Clock) -> None:
    amazon, sync = after_an_outage(books, NotSent("offline"), NotSent("offline"))
    through(sync, clock, 30)
    assert amazon.told == []
    through(sync, clock, 180)
    assert [one.order_id for one in amazon.told] == [order_id(2)]


def test_one_order_that_comes_is_not_all_that_was_called_off(books: Books, clock: Clock) -> None:
    amazon, sync = after_an_outage(books, NotSent("offline"))
    through(sync, clock, 10)
    sync.refresh(order_id(1))  # just before its buyer called it off
    through(sync, clock, 120)
    assert [one.order_id for one in amazon.told] == [order_id(2)]


def test_a_program_started_after_an_outage_sweeps_first(books: Books, clock: Clock) -> None:
    amazon, sync = after_an_outage(books, NotSent("offline"))
    through(sync, clock, 10)
    through(Sync(books, amazon, who="this one"), clock, 10)
    assert [one.order_id for one in amazon.told] == [order_id(2)]


def test_a_sweep_that_amazon_fails_at_holds_up_no_news(books: Books, clock: Clock) -> None:
    amazon, sync = after_an_outage(books, *[Unclear("server_fault")] * 9)
    through(sync, clock, 60)
    assert len(amazon.told) == 2


def test_sweeps_that_are_paused_hold_up_no_news(books: Books, clock: Clock) -> None:
    amazon, sync = after_an_outage(books, NotSent("offline"))
    through(sync, clock, 10)
    assert amazon.told == []
    sync_wishes.pause(books, WorkKind.ORDERS)
    through(sync, clock, 20)
    assert len(amazon.told) == 2
