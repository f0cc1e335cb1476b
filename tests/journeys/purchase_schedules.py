"""Buys one label in every way it can go wrong: `python -m tests.journeys.purchase_schedules`.

A schedule is what three calls that buy meet, and where the program dies up to twice. The product is
the real one from the ledger to the bytes; clock and connections are not. What was bought is counted
at the pretend Amazon and compared with the ledger by this file alone.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.label_seller import AmazonLabels
from fbm_desk.amazon.marketplace import AmazonMarketplace
from fbm_desk.amazon.merchant_fulfillment_labels import MerchantFulfillmentLabels
from fbm_desk.amazon.quota import Quota
from fbm_desk.domain.answers import Done
from fbm_desk.domain.orders import Address, OrderId
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import LabelRefused, LabelSource
from fbm_desk.domain.stages import Role
from fbm_desk.services import labels, unclear_labels
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.store import database, migrate, people, purchases
from fbm_desk.store.database import Connection
from fbm_desk.store.purchases import Purchase
from fbm_desk.store.sealed import Seal
from tests.amazon import order_bodies
from tests.amazon.amazon_calls import account
from tests.journeys.purchase_server import MARKET, Behaviour, LabelServer, WiredClient

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
ORDER = OrderId(order_bodies.order()["orderId"])
SENDER = Address("Mug Shop", "1 Example Wharf", city="Port Invented", postcode="1", country="DE",
                 phone="030 0000001")  # fmt: skip
APIS = ("amazon_shipping", "merchant_fulfillment")
MOST_STEPS = 45
"""More than any run takes; a crash at a step that is never reached is no crash."""


class Crash(BaseException):
    """The program dies here."""


@dataclass
class Steps:
    """Counts the places where the program could die, and dies at one of them."""

    die_at: int = 0
    taken: int = 0

    def __call__(self) -> None:
        self.taken += 1
        if self.taken == self.die_at:
            raise Crash


@dataclass(frozen=True)
class DyingBooks(Books):
    """Books with a step before a transaction, before its commit, and after it."""

    step: Steps = field(default_factory=Steps)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction between steps."""
        self.step()
        with super().writing() as connection:
            yield connection
            self.step()
        self.step()


@dataclass(frozen=True, slots=True)
class Schedule:
    """What the calls meet, and at which steps the first and the second run die; 0 is never."""

    behaviours: tuple[Behaviour, ...]
    deaths: tuple[int, int]


@dataclass
class Clock:
    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def seconds(self) -> float:
        """The same clock as seconds that never go back."""
        return (self.at - START).total_seconds() + 10_000.0


@dataclass
class Ending:
    """How a schedule ended. `lost` are labels paid and not in the ledger."""

    bought: int
    lost: int
    state: str
    reason: str
    held: bool


class Bench:
    """One box full of what was ordered, on books of its own; each schedule begins anew with it."""

    def __init__(self, folder: Path, api: str) -> None:
        self.api, self.clock = api, Clock()
        self.engine = database.open_database(database.sqlite_url(folder))
        migrate.upgrade(self.engine)
        self.books = Books(self.engine, Seal(b"k" * 32), self.clock)
        self.server = LabelServer(self.clock)
        self._fill_box()

    def _fill_box(self) -> None:
        client = self._client(Steps())
        answer = AmazonMarketplace(client).order(ORDER)
        assert isinstance(answer, Done)
        order_service.take_in(self.books, [answer.value])
        with self.books.writing() as connection:
            people.add(connection, self.books.seal, "Mara", Role.PACKER, "BADGE-MARA", self.clock())
        desk = Desk(self.books, "Bench 1", DeskRules(label_source=LabelSource.BOUGHT))
        for text in ("BADGE-MARA", ORDER, "TASSE-BLAU", "TASSE-BLAU"):
            desk.scan(text)
        assert desk.bench is not None
        self.session_id = desk.bench.opened.id
        assert self._ledger()

    def run(self, schedule: Schedule) -> Ending:
        """Play a schedule to its end."""
        self._begin(schedule)
        for death in schedule.deaths:
            if death:
                self._tries(Steps(death), len(schedule.behaviours))
        self._tries(Steps(), len(schedule.behaviours))
        for _ in range(3):  # later, when all goes well again
            if self._is_settled():
                break
            self.clock.at += timedelta(minutes=20)
            self._tries(Steps(), 1)
        return self._ending()

    def _is_settled(self) -> bool:
        """True when there is nothing left to find out: asking more changes nothing."""
        newest = self._ledger()[-1]
        return newest.state is PurchaseState.BOUGHT and not newest.reason

    def _begin(self, schedule: Schedule) -> None:
        self.clock.at = START
        self.server = LabelServer(self.clock, list(schedule.behaviours))
        with self.engine.begin() as connection:
            for table in ("label_documents", "label_purchases", "order_history"):
                connection.execute(sa.text(f"DELETE FROM {table}"))
        with self.books.writing() as connection:
            self._want(connection)

    def _want(self, connection: Connection) -> int:
        number = sum(1 for _ in purchases.of_order(connection, ORDER))
        return purchases.want(
            connection, ORDER, self.session_id, f"key-{number}", 5_000, 1, 1, self.clock()
        )

    def _tries(self, steps: Steps, most: int) -> None:
        """The packer scans FINISH until there is a label, or the program dies."""
        books = DyingBooks(self.engine, self.books.seal, self.clock, steps)
        desk = self._desk(books, steps)
        try:
            for _ in range(most):
                with self.books.writing() as connection:
                    purchase_id = self._want(connection)
                outcome = labels.buy(desk, purchase_id)
                if not isinstance(outcome, LabelRefused):
                    return
                unclear_labels.look_at_all(desk)
                self.clock.at += timedelta(seconds=30)
        except Crash:
            self.clock.at += timedelta(seconds=30)

    def _desk(self, books: Books, steps: Steps) -> LabelDesk:
        client = self._client(steps)
        if self.api == "amazon_shipping":
            seller = AmazonLabels(lambda _: client, "AmazonShipping_UK", SENDER, "a@b.invalid")
            return LabelDesk(books, seller, AmazonMarketplace(client))
        mfn = MerchantFulfillmentLabels(lambda: client, SENDER, "a@b.invalid")
        return LabelDesk(books, mfn, AmazonMarketplace(client))

    def _client(self, steps: Steps) -> AmazonClient:
        seconds = self.clock.seconds
        return WiredClient(
            self.server,
            steps,
            account=account("http://127.0.0.1:9", marketplace_ids=(MARKET,)),
            quota=Quota(clock=seconds),
            patience_s=0,
            clock=seconds,
            now=self.clock,
        )

    def _ledger(self) -> list[Purchase]:
        with self.books.reading() as connection:
            return purchases.of_order(connection, ORDER)

    def _ending(self) -> Ending:
        rows = self._ledger()
        newest = rows[-1]
        paid = {row.tracking for row in rows if row.state.value == "bought"}
        doubtful = any(row.state.value in ("unclear", "intended") for row in rows)
        missing = [one for one in self.server.sold if one.tracking not in paid]
        state, reason = newest.state.value, newest.reason
        return Ending(
            bought=len(self.server.sold),
            lost=0 if doubtful else len(missing),
            state=state,
            reason=reason,
            held=state == "unclear" or (state == "bought" and reason == "no_document"),
        )


def schedules(count: int, seed: int) -> Iterator[Schedule]:
    """Every triple without a crash, then crashes: each triple and step once before any twice."""
    triples = list(itertools.product(Behaviour, repeat=3))
    chosen = random.Random(seed)
    none = [Schedule(triple, (0, 0)) for triple in triples]
    singles = [Schedule(triple, (at, 0)) for triple in triples for at in range(1, MOST_STEPS + 1)]
    chosen.shuffle(singles)
    chosen.shuffle(none)
    share = max(count // 3, 1)
    yield from none[: min(len(none), share)]
    yield from singles[:share]
    made = min(len(none), share) + min(len(singles), share)
    for _ in range(max(count - made, 0)):
        deaths = chosen.randint(1, MOST_STEPS), chosen.randint(1, MOST_STEPS)
        yield Schedule(chosen.choice(triples), deaths)


@dataclass
class Count:
    """What a run of schedules came to."""

    api: str
    schedules: int = 0
    twice: int = 0
    lost: int = 0
    held: int = 0
    states: Counter[str] = field(default_factory=Counter)
    worst: list[Schedule] = field(default_factory=list)

    def add(self, schedule: Schedule, ending: Ending) -> None:
        """Count one ending; what must not be is kept."""
        self.schedules += 1
        self.twice += ending.bought > 1
        self.lost += ending.lost > 0
        self.held += ending.held
        self.states[f"{ending.state} {ending.reason}".strip()] += 1
        if (ending.bought > 1 or ending.lost) and len(self.worst) < 5:
            self.worst.append(schedule)


def counted(api: str, count: int, folder: Path, seed: int = 1) -> Count:
    """Play so many schedules on one API."""
    bench, total = Bench(folder, api), Count(api)
    for schedule in schedules(count, seed):
        total.add(schedule, bench.run(schedule))
    bench.engine.dispose()
    return total


def main() -> int:
    """Play them on both APIs and say what came of it; 1 when a label was bought twice or lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=25_000, help="schedules for each API")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--api", choices=APIS, action="append", help="one alone; both without")
    given = parser.parse_args()
    wrong = 0
    for api in given.api or APIS:
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as folder:
            total = counted(api, given.count, Path(folder), given.seed)
        wrong += total.twice + total.lost
        print(
            f"{api}: {total.schedules} schedules, bought twice {total.twice}, "
            f"paid and lost {total.lost}, held for a person {total.held} "
            f"({time.perf_counter() - began:.0f} s)"
        )
        for state, times in total.states.most_common():
            print(f"  {times:6} {state}")
        for schedule in total.worst:
            print(f"  ! {schedule}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
