"""A bench that dies at a chosen point: run as a program, it packs one order for each line it reads.

For each line, a JSON object, it forks; the fork packs and kills itself with SIGKILL at point number
`kill_at` (0: never). Points lie before and after every statement, before every commit and after it,
before and after every call to Amazon and at every operation on the call's connection.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.label_seller import AmazonLabels
from fbm_desk.amazon.library import api_object
from fbm_desk.amazon.marketplace import AmazonMarketplace
from fbm_desk.amazon.operations import Operation
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.paper import JobState, Paper, PrintResult
from fbm_desk.domain.session import State
from fbm_desk.printing import documents, label_check
from fbm_desk.services.books import Books
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from fbm_desk.simulator.shop import Shop
from fbm_desk.store import database, orders
from fbm_desk.store.sealed import Seal
from tests.amazon.amazon_calls import PATIENT, account
from tests.services.test_labels_at_amazon import RULES, SENDER
from tests.simulator.seller import NOW, US

BADGE = "BADGE-MARA"
#: What the packer scans first; a wrong item and an undo are among it.
COURSE = ("MUG-BLUE", "LAMP-OAK", "MUG-BLUE", "UNDO", "MUG-BLUE", "MUG-BLUE", "SPOON-6")
MOST_SCANS = 40

#: Loaded before the first fork, so that no fork loads them again.
LOADED = (Shop, documents, label_check, api_object)


@dataclass
class Points:
    """Counts the points passed, and dies at one of them."""

    kill_at: int
    passed: int = 0

    def here(self, *_: object) -> None:
        """A point."""
        self.passed += 1
        if self.passed == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def clock(self) -> float:
        """A monotonic clock that is read at every operation on a connection."""
        self.here()
        return time.monotonic()

    def watch(self, engine: sa.Engine) -> None:
        """Statements, commits, and the moment after a commit."""
        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            sa.event.listen(engine, name, self.here)
        sa.event.listen(engine, "checkin", self.here)


class DyingClient(AmazonClient):
    """Passes a point before and after each call."""

    def __init__(self, url: str, points: Points) -> None:
        theirs = account(url, marketplace_ids=(US,), shipping_business="AmazonShipping_US")
        super().__init__(theirs, bounds=PATIENT, patience_s=5, clock=points.clock)
        self._points = points

    def call(
        self,
        operation: Operation,
        send: Callable[[Any], Any],
        headers: dict[str, str] | None = None,
        *,
        restricted: str = "",
    ) -> Any:
        """The call between two points."""
        self._points.here()
        answer = super().call(operation, send, headers, restricted=restricted)
        self._points.here()
        return answer


@dataclass
class PaperPath:
    """A printer: each document is a line in a file."""

    path: str
    points: Points
    name: str = field(default="printer")

    def print(self, destination: str, paper: Paper, name: str, content: bytes) -> PrintResult:
        """Print between two points."""
        self.points.here()
        say(self.path, {"paper": paper.value, "bytes": len(content), "to": destination, "as": name})
        self.points.here()
        return PrintResult(JobState.PRINTED)


def say(path: str, told: Mapping[str, object]) -> None:
    """Write a line that is there when this returns, as on standard output."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, json.dumps(told).encode() + b"\n")
    os.close(descriptor)


def pack(job: dict[str, Any]) -> int:
    """Pack the order until it is packed, every answer said aloud; how many points were passed."""
    points = Points(job["kill_at"])
    engine = database.open_database(job["database"])
    points.watch(engine)
    books = Books(engine, Seal(b"k" * 32), lambda: NOW)
    to = DyingClient(job["amazon"], points)
    seller = AmazonLabels(lambda _business: to, "AmazonShipping_US", SENDER)
    desk_of_labels = LabelDesk(books, seller, AmazonMarketplace(to))
    shop = Workshop(books, RULES, PaperPath(job["printed"], points), desk_of_labels)
    desk = Desk(books, "Bench 1", RULES, shop)
    scan(desk, BADGE, "badge", job)
    shop.carry_on(desk)
    for text, scan_id in job["scans"]:
        scan(desk, text, scan_id, job)
    for number in range(MOST_SCANS):
        text = next_scan(desk, OrderId(job["order_id"]))
        if not text:
            break
        scan(desk, text, f"{job['run']}-{number}", job)
    to.close()
    engine.dispose()
    return points.passed


def scan(desk: Desk, text: str, scan_id: str, job: dict[str, Any]) -> None:
    """One scan, acknowledged."""
    verdict = desk.scan(text, scan_id)
    facts = {"scan_id": scan_id, "code": verdict.code.value, "text": text, "packed": verdict.packed}
    say(job["said"], facts)


def next_scan(desk: Desk, order_id: OrderId) -> str:
    """What a packer would scan now; nothing when the order has left."""
    if desk.bench is None:
        with desk.books.reading() as connection:
            found = orders.find(connection, order_id)
        assert found is not None
        return "" if found.stage.value == "packed" else order_id
    session = desk.bench.opened.session
    if session.state is State.PACKING:
        return session.lines[session.following].sku
    return "FINISH" if session.state is State.LABEL_FAILED else session.tracking


def main() -> None:
    """Fork for each line; say how each fork ended."""
    for line in sys.stdin:
        job = json.loads(line)
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                say(job["ended"], {"points": pack(job)})
                code = 0
            finally:
                os._exit(code)
        _, status = os.waitpid(pid, 0)
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        ended = -1 if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        print(json.dumps({"killed": killed, "exit": ended}), flush=True)


if __name__ == "__main__":
    main()
