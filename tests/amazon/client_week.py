"""A simulated week of the client with the pretend Amazon: its memory has to stay where it was.

The long form is `python -m tests.amazon.client_week [DAYS]`; the tests run some hours of it. The
pretend Amazon is a process of its own, so that what it remembers is not counted here.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.confirm import confirm_shipment
from fbm_desk.amazon.confirmation_file import ShipmentConfirmation
from fbm_desk.amazon.extras import to_take
from fbm_desk.amazon.feeds import AmazonFeeds
from fbm_desk.amazon.listings import AmazonListings
from fbm_desk.amazon.orders import get_order, search_orders
from fbm_desk.amazon.rates import ParcelItem, RatesWanted
from fbm_desk.amazon.reports import AmazonReports
from fbm_desk.amazon.sellers import AmazonAccount
from fbm_desk.amazon.shipping import get_rates, purchase, purchase_body
from fbm_desk.domain.answers import Answer, Done, Refused
from fbm_desk.domain.feeds import FeedKind, QuantityChange
from fbm_desk.domain.orders import Address, IncomingOrder, OrderId
from fbm_desk.domain.reports import ReportKind
from tests.amazon.amazon_calls import PATIENT, account
from tests.simulator.seller import NOW, US

SENDER = Address(
    "Larkmoor Goods", "14 Quarry Bend Dr", city="Columbus", region="OH", postcode="43215",
    country="US", phone="555-0100",
)  # fmt: skip
TURN_S = 600
TURNS_A_DAY = 86_400 // TURN_S
#: Every so many turns one call goes wrong, in these ways one after another.
_FAULT_EVERY = 5
_FAULTS = (
    "CUT_AFTER",
    "EMPTY_500",
    "GARBAGE",
    "QUOTA",
    "EXPIRED_TOKEN",
    "TRUNCATED",
    "RESET_AFTER",
)


@dataclass
class FarAmazon:
    """The pretend Amazon in another process, told what to do by lines of text."""

    process: subprocess.Popen[str]
    url: str = ""

    def tell(self, line: str) -> str:
        """One command, and its answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@contextmanager
def far_amazon() -> Iterator[FarAmazon]:
    """A pretend Amazon that lives as long as the block."""
    command = [sys.executable, "-c", "from tests.amazon.client_week import serve; serve()"]
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        amazon = FarAmazon(process)
        amazon.url = amazon.tell("hello")
        yield amazon
        process.communicate()


def serve() -> None:
    """What the other process does: `advance S`, `place`, `fault KIND`, until its input ends."""
    from fbm_desk.simulator.fault_kinds import FaultKind
    from fbm_desk.simulator.faults import ANY
    from fbm_desk.simulator.server import AmazonSimulator
    from tests.simulator.seller import mugs_and_spoons, quiet_shop

    shop = quiet_shop()
    with AmazonSimulator(shop) as amazon:
        for line in sys.stdin:
            word, _, rest = line.strip().partition(" ")
            said = amazon.url
            if word == "advance":
                shop.clock.advance(float(rest))
            elif word == "place":
                said = mugs_and_spoons(shop).order_id
            elif word == "fault":
                amazon.faults.add(ANY, FaultKind[rest])
            print(said, flush=True)


@dataclass
class Week:
    """The client's work, turn by turn of ten minutes."""

    amazon: FarAmazon
    seconds: float = 0.0
    turns: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        theirs = account(
            self.amazon.url, marketplace_ids=(US,), shipping_business="AmazonShipping_US"
        )
        self.client = AmazonClient(
            theirs, bounds=PATIENT, patience_s=0, clock=lambda: self.seconds, now=self.now
        )
        self.reports = AmazonReports(self.client)
        self.feeds = AmazonFeeds(self.client)
        self.listings = AmazonListings(self.client)

    def now(self) -> datetime:
        """The simulated time."""
        return NOW + timedelta(seconds=self.seconds)

    def run(self, turns: int) -> None:
        """So many turns more."""
        for _ in range(turns):
            self._turn()
            self.turns += 1

    def _turn(self) -> None:
        if self.turns % _FAULT_EVERY == 0:
            kind = _FAULTS[self.turns // _FAULT_EVERY % len(_FAULTS)]
            self.amazon.tell(f"fault {kind}")
        orders = [OrderId(self.amazon.tell("place")) for _ in range(2)]
        for _ in range(3):
            self._advance(TURN_S / 3)
            for page in search_orders(self.client, self.now() - timedelta(minutes=10)):
                self._note(page)
        for number, order_id in enumerate(orders):
            order = self._note(get_order(self.client, order_id))
            if order is not None:
                (self._label if number else self._confirm)(order)
        for sku in ("MUG-BLUE", "SPOON-6", "NO-SUCH"):
            self._note(self.listings.put_quantity(sku, self.turns % 50, US))
        if self.turns % 6 == 0:
            self._report()
        if self.turns % 12 == 0:
            self._feed()
        if self.turns % TURNS_A_DAY == 0:
            self._note(AmazonAccount(self.client).marketplaces())

    def _label(self, order: IncomingOrder) -> None:
        items = tuple(ParcelItem(line.line_id, line.wanted) for line in order.lines)
        wanted = RatesWanted(
            order.order_id, "parcel", SENDER, "shop@example.invalid",
            840, 200, 150, 100, 2000, "USD", items,
        )  # fmt: skip
        quote = self._note(get_rates(self.client, wanted))
        if quote is None:
            return
        rate = min(quote.rates, key=lambda one: one.price_minor)
        extras = [extra.id for extra in to_take(rate.groups, frozenset()) or ()]
        body = purchase_body(quote, rate, rate.formats[0], None, extras)
        key = f"{order.order_id}-1"
        self._note(purchase(self.client, body, idempotency_key=key, reference="parcel"))

    def _confirm(self, order: IncomingOrder) -> None:
        lines = tuple((line.line_id, line.wanted) for line in order.lines)
        told = ShipmentConfirmation(
            order.order_id, lines, self.now(), "UPS", "UPS", "Ground", "1Z0000000000000001"
        )
        self._note(confirm_shipment(self.client, told, 1, US))

    def _report(self) -> None:
        report_id = self._note(self.reports.request(ReportKind.UNSHIPPED))
        self._advance(90)
        stage = self._note(self.reports.stage(report_id)) if report_id else None
        if stage and stage.document_id:
            self._note(self.reports.fetch(stage.document_id, restricted=True))

    def _feed(self) -> None:
        changes = [QuantityChange("MUG-BLUE", 3), QuantityChange("NO-SUCH", 1)]
        content = self.listings.quantities(changes)
        feed_id = self._note(self.feeds.submit(FeedKind.QUANTITIES, content))
        self._advance(90)
        stage = self._note(self.feeds.stage(feed_id)) if feed_id else None
        if stage and stage.document_id:
            self._note(self.feeds.outcome(stage.document_id))

    def _advance(self, seconds: float) -> None:
        self.amazon.tell(f"advance {seconds}")
        self.seconds += seconds

    def _note(self, answer: Answer[Any]) -> Any:
        self.answers[type(answer).__name__] += 1
        if isinstance(answer, Refused):
            self.refused[answer.amazon_code] += 1
        return answer.value if isinstance(answer, Done) else None


@dataclass(frozen=True, slots=True)
class Held:
    """What the process holds: bytes allocated by Python, objects, threads; open files, resident
    bytes where the system says so, else 0."""

    allocated: int
    objects: int
    threads: int
    files: int
    resident: int


def held() -> Held:
    """What is held now, with nothing left to collect."""
    gc.collect()
    files, statm = Path("/proc/self/fd"), Path("/proc/self/statm")
    return Held(
        tracemalloc.get_traced_memory()[0],
        len(gc.get_objects()),
        threading.active_count(),
        len(list(files.iterdir())) if files.exists() else 0,
        int(statm.read_text().split()[1]) * 4096 if statm.exists() else 0,
    )


def main(days: int) -> int:
    """Run the days, print what was held after each; 1 if it grew after the first."""
    tracemalloc.start()
    began = time.monotonic()
    with far_amazon() as amazon:
        week = Week(amazon)
        kept: list[Held] = []
        for day in range(1, days + 1):
            week.run(TURNS_A_DAY)
            kept.append(held())
            now = kept[-1]
            print(
                f"day {day}: {now.allocated / 1024:.0f} KB in {now.objects} objects, "
                f"{now.threads} threads, {now.files} files, {now.resident >> 20} MB resident, "
                f"{time.monotonic() - began:.0f} s, {dict(week.answers)}",
                flush=True,
            )
        week.client.close()
    grown = kept[-1].allocated - kept[0].allocated
    print(f"grown since the first day: {grown / 1024:.1f} KB")
    return int(grown > 256 * 1024 or kept[-1].files > kept[0].files)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 7))
