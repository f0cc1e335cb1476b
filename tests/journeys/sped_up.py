"""A seller's background work at the pretend Amazon in one time for all, that passes when one waits.

The pretend Amazon's clock counts the allowances there, the client's here, dates the books, and goes
on by exactly what somebody would have slept. What is done meanwhile is left to the journeys.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.feeds import AmazonFeeds
from fbm_desk.amazon.marketplace import AmazonMarketplace
from fbm_desk.amazon.quota import Quota
from fbm_desk.amazon.reports import AmazonReports
from fbm_desk.services.allowance import KeptAllowance
from fbm_desk.services.books import Books
from fbm_desk.services.sync import Sync
from fbm_desk.simulator.clock import Clock
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from fbm_desk.store import database, migrate
from fbm_desk.store.sealed import Seal
from tests.amazon.amazon_calls import PATIENT, account
from tests.simulator.seller import US

OVERSLEPT_S = 0.001
"""No sleep is shorter than it was asked to be, nor ever exactly as long."""


class Sleep(threading.Event):
    """Whoever waits for it lets the shared time pass, and never sleeps."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        """Go on by so many seconds."""
        assert timeout is not None, "nobody would ever wake it"
        if not self.is_set():
            self._clock.advance(timeout + OVERSLEPT_S)
        return self.is_set()


@dataclass
class SpedUp:
    """The shop at Amazon, the books here, and the work between them, turn by turn."""

    shop: Shop
    amazon: AmazonSimulator
    books: Books
    client: AmazonClient
    sync: Sync
    sleep: Sleep
    turns: int = field(default=0)

    def passed_s(self) -> float:
        """Seconds of the shared time since the shop opened."""
        return self.shop.clock.seconds()

    def turn(self) -> float:
        """One turn; seconds of the rest it asks for."""
        self.turns += 1
        return self.sync.turn()

    def run_until(self, done: Callable[[], bool], at_most_s: float = 10 * 86_400.0) -> None:
        """Turn after turn, until it is done. Fails when it is not done by that second."""
        while True:
            rest_s = self.turn()
            if done():
                return
            assert self.passed_s() < at_most_s, f"not done after {self.turns} turns"
            self.sleep.wait(rest_s)

    def run_to(self, second: float) -> None:
        """Turn after turn until that second has come."""
        while (left_s := second - self.passed_s()) > 0:
            self.sleep.wait(min(self.turn(), left_s))

    def answers(self) -> Counter[tuple[str, int]]:
        """How often which operation was answered with which status."""
        return Counter((one.operation, one.status) for one in self.amazon.requests.all())

    def too_quick(self) -> int:
        """Calls for which there was no allowance."""
        return sum(times for (_, status), times in self.answers().items() if status == 429)


def _quota(books: Books, too_fast: float) -> Quota:
    """The allowance as the program keeps it in the books; one that is too fast keeps its own."""
    kept = KeptAllowance(books, "A1EXAMPLE")
    if too_fast == 1.0:
        return Quota(kept, clock=kept.seconds)
    return Quota(clock=lambda: kept.seconds() * too_fast)


@contextmanager
def sped_up(
    folder: Path,
    shop: Shop,
    *,
    with_reports: bool = True,
    too_fast: float = 1.0,
    port: int = 0,
) -> Iterator[SpedUp]:
    """Empty books and a connected account; `too_fast` makes the client's allowances run faster."""
    clock = shop.clock
    engine = database.open_database(database.sqlite_url(folder))
    migrate.upgrade(engine)
    books = Books(engine, Seal(b"k" * 32), clock.now)
    sleep = Sleep(clock)
    with AmazonSimulator(shop, port) as amazon:
        theirs = account(amazon.url, marketplace_ids=(US,), shipping_business="AmazonShipping_US")
        client = AmazonClient(
            theirs,
            quota=_quota(books, too_fast),
            bounds=PATIENT,
            stop=sleep,
            background=True,
            clock=clock.seconds,
            now=clock.now,
        )
        reports = AmazonReports(client) if with_reports else None
        sync = Sync(books, AmazonMarketplace(client), reports, stop=sleep, who="this one")
        sync.feeds = AmazonFeeds(client)
        yield SpedUp(shop, amazon, books, client, sync, sleep)
        client.close()
    engine.dispose()
