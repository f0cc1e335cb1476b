"""Books and the background work of a seller at the pretend Amazon, all in the shop's own time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.marketplace import AmazonMarketplace
from fbm_desk.amazon.quota import Quota
from fbm_desk.amazon.reports import AmazonReports
from fbm_desk.domain.orders import OrderId
from fbm_desk.services import backlog
from fbm_desk.services.books import Books
from fbm_desk.services.sync import Sync
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from fbm_desk.store import database, migrate, orders
from fbm_desk.store.orders import OrderRow
from fbm_desk.store.sealed import Seal
from tests.amazon.amazon_calls import client
from tests.simulator.seller import US, quiet_shop


@dataclass
class Seller:
    """One seller: his shop at Amazon, his books, and what goes on between them."""

    shop: Shop
    amazon: AmazonSimulator
    books: Books
    client: AmazonClient
    sync: Sync

    @property
    def marketplace(self) -> AmazonMarketplace:
        """The orders of the account."""
        return AmazonMarketplace(self.client)

    def restarted(self) -> Sync:
        """The background work of a program that was just started on these books."""
        self.sync = _sync(self.books, self.client)
        return self.sync

    @contextmanager
    def connected_to(self, **account: object) -> Iterator[Sync]:
        """The background work of another account, or of one with other marketplaces, on the same
        books."""
        with closing(_client(self.amazon, self.shop, **account)) as to:
            yield _sync(self.books, to)

    def first_start(self) -> None:
        """Sweep for the first time, and have the report of what waited longer."""
        self.sync.sweep()
        assert self.sync.reports is not None
        while backlog.is_wanted(self.books):
            backlog.step(self.books, self.sync.reports)
            self.wait(seconds=20)
        self.sync.sweep()

    def wait(self, **by: float) -> None:
        """Let time pass in the shop, at Amazon and here."""
        self.shop.clock.advance(timedelta(**by).total_seconds())

    def order(self, order_id: str) -> OrderRow | None:
        """What the books say of an order."""
        with self.books.reading() as connection:
            return orders.find(connection, OrderId(order_id))

    def calls(self, operation: str) -> int:
        """How often Amazon was called."""
        return sum(one.operation == operation for one in self.amazon.requests.all())


@contextmanager
def seller_at_amazon(folder: Path, shop: Shop | None = None) -> Iterator[Seller]:
    """A shop, quiet unless it is given, a simulator, empty books."""
    shop = shop or quiet_shop()
    engine = database.open_database(database.sqlite_url(folder))
    migrate.upgrade(engine)
    books = Books(engine, Seal(b"k" * 32), shop.clock.now)
    with AmazonSimulator(shop) as amazon:
        to = _client(amazon, shop)
        yield Seller(shop, amazon, books, to, _sync(books, to))
        to.close()
    engine.dispose()


def _client(amazon: AmazonSimulator, shop: Shop, **account: object) -> AmazonClient:
    settings = {"marketplace_ids": (US,), "shipping_business": "AmazonShipping_US", **account}
    return client(
        amazon.url, account=settings, quota=Quota(clock=shop.clock.seconds), now=shop.clock.now
    )


def _sync(books: Books, to: AmazonClient) -> Sync:
    amazon = AmazonMarketplace(to)
    return Sync(books, amazon, AmazonReports(to), who="this one", account=amazon.account)
