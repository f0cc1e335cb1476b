"""The bench is killed at every point of packing one order, starts again and finishes: P1 to P3.

A program of its own packs against the pretend Amazon over HTTP and kills itself (SIGKILL) before
and after statements, commits, calls and operations on connections: see `killed_bench`. Whoever
checks afterwards looks with plain sqlite3 and into what Amazon sold, with no code of the product.

In an ordinary run the points are a sample, evenly spread. `FBM_DESK_KILL_POINTS=all` takes every
one of them, `FBM_DESK_KILL_POINTS=200` as many as it says: all are some two minutes, and where they
are more than five the run wants `-o faulthandler_timeout=0`.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pytest

from fbm_desk.domain.stages import Role
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.store import database, migrate, people
from fbm_desk.store.sealed import Seal
from tests.amazon.amazon_calls import client
from tests.journeys.killed_bench import BADGE, COURSE
from tests.simulator.seller import NOW, US, mugs_and_spoons, quiet_shop

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = 60
UNITS = 4


@dataclass
class Benches:
    """The program that packs and dies; `template` is a database in which the order waits."""

    process: subprocess.Popen[str]
    template: Path
    order_id: str

    def run(self, job: dict[str, Any]) -> dict[str, Any]:
        """One bench: how it ended."""
        wanted: IO[str] | None = self.process.stdin
        answers = self.process.stdout
        assert wanted is not None
        assert answers is not None
        wanted.write(json.dumps(job) + "\n")
        wanted.flush()
        ended: dict[str, Any] = json.loads(answers.readline())
        return ended


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Books with one packer and the order, taken in from the pretend Amazon; its id."""
    from fbm_desk.amazon.marketplace import AmazonMarketplace
    from fbm_desk.domain.answers import Done
    from fbm_desk.domain.orders import OrderId

    folder = tmp_path_factory.mktemp("template")
    engine = database.open_database(database.sqlite_url(folder))
    migrate.upgrade(engine)
    books = Books(engine, Seal(b"k" * 32), lambda: NOW)
    shop = quiet_shop()
    placed = mugs_and_spoons(shop)
    with AmazonSimulator(shop) as amazon:
        to = client(amazon.url, account={"marketplace_ids": (US,)})
        answer = AmazonMarketplace(to).order(OrderId(placed.order_id))
        to.close()
    assert isinstance(answer, Done)
    order_service.take_in(books, [answer.value])
    with books.writing() as connection:
        people.add(connection, books.seal, "Mara", Role.PACKER, BADGE, NOW)
    engine.dispose()
    return folder / "fbm_desk.sqlite", placed.order_id


@pytest.fixture
def benches(template: tuple[Path, str]) -> Iterator[Benches]:
    """The program, started once: every bench is a fork of it."""
    command = [sys.executable, "-m", "tests.journeys.killed_bench"]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        yield Benches(process, *template)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait() == 0


@dataclass
class Course:
    """One order: packed by a bench that dies, and by the one that starts after it."""

    folder: Path
    benches: Benches
    amazon: AmazonSimulator

    def __post_init__(self) -> None:
        self.folder.mkdir()
        shutil.copy(self.benches.template, self.database)

    @property
    def database(self) -> Path:
        return self.folder / "fbm_desk.sqlite"

    def run(self, run: str, kill_at: int, scans: list[tuple[str, str]]) -> dict[str, Any]:
        job = {name: str(self.folder / name) for name in ("said", "printed", "ended")}
        url = f"sqlite:///{self.database}"
        facts = {"run": run, "kill_at": kill_at, "scans": scans, "database": url}
        facts |= {"amazon": self.amazon.url, "order_id": self.benches.order_id}
        return self.benches.run({**job, **facts})

    def pack(self, kill_at: int) -> dict[str, Any]:
        """The first bench, which dies at a point."""
        scans = [(self.benches.order_id, "order"), *((t, f"c-{i}") for i, t in enumerate(COURSE))]
        return self.run("first", kill_at, scans)

    def finish(self) -> dict[str, Any]:
        """The second bench. The wedge sends once more the scan that got no answer."""
        answered = {one["scan_id"] for one in self.lines("said")}
        course = [(text, f"c-{i}") for i, text in enumerate(COURSE)]
        waiting = [(text, scan_id) for text, scan_id in course if scan_id not in answered][:1]
        return self.run("second", 0, waiting if "order" in answered else [])

    def lines(self, name: str) -> list[dict[str, Any]]:
        path = self.folder / name
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(sql).fetchall()


#: Verdicts of events; other answers lead to no row of `pack_events`.
OF_EVENTS = ("counted", "wrong_item", "undone", "order_complete", "parcel_closed")


def check_what_was_answered(course: Course) -> None:
    """Every scan that was answered is on disk with that answer."""
    kept = dict(course.rows("SELECT scan_id, verdict FROM pack_events WHERE scan_id IS NOT NULL"))
    for said in course.lines("said"):
        if said["code"] in OF_EVENTS and said["scan_id"] in kept:
            assert kept[said["scan_id"]] == said["code"], said
        elif said["code"] in OF_EVENTS:  # the answer to its first copy, said again
            assert said["scan_id"].startswith("c-"), said


def check_the_first_bench(course: Course) -> None:
    """Nothing that was answered is lost, whatever the moment of death."""
    kept = dict(course.rows("SELECT scan_id, verdict FROM pack_events WHERE scan_id IS NOT NULL"))
    for said in course.lines("said"):
        if said["code"] in OF_EVENTS:
            assert kept.get(said["scan_id"]) == said["code"], said
    assert course.rows("PRAGMA integrity_check") == [("ok",)]
    assert len(course.amazon.shipping.shipments()) <= 1


def check_the_end(course: Course) -> None:
    """The order left once, with one label, with all its units and one message to Amazon."""
    (shipment,) = course.amazon.shipping.shipments()
    assert not shipment.cancelled
    (sold,) = shipment.parcels
    assert course.rows("SELECT state, tracking FROM label_purchases") == [
        ("bought", sold.label.tracking)
    ]
    assert course.rows("SELECT tracking, number, state FROM parcels") == [
        (sold.label.tracking, 1, "closed")
    ]
    assert course.rows("SELECT count(*) FROM outbox") == [(1,)]
    assert course.rows("SELECT sku, quantity, packed FROM order_lines ORDER BY sku") == [
        ("MUG-BLUE", 3, 3), ("SPOON-6", 1, 1),
    ]  # fmt: skip
    assert course.rows("SELECT sum(units) FROM parcel_units") == [(UNITS,)]
    assert course.rows("SELECT sum(units) FROM stock_movements") == [(-UNITS,)]
    assert course.rows("SELECT stage FROM orders") == [("packed",)]
    check_the_record(course)
    check_the_paper(course)


def check_the_record(course: Course) -> None:
    (session,) = course.rows("SELECT open, state, version, last_hash FROM pack_sessions")
    events = course.rows("SELECT seq, units, hash FROM pack_events ORDER BY seq")
    assert session == (0, "done", len(events), events[-1][2])
    assert [seq for seq, _, _ in events] == list(range(1, len(events) + 1))
    assert sum(units for _, units, _ in events) == UNITS


def check_the_paper(course: Course) -> None:
    """The label came out once, or the desk knows that somebody has to look."""
    printed = [one for one in course.lines("printed") if one["paper"] == "label"]
    ((state, reprint),) = course.rows("SELECT state, reprint FROM print_jobs")
    assert (len(printed) <= 1, reprint) == (True, 0)
    assert state == "unknown" or len(printed) == 1


def points_of(total: int) -> list[int]:
    """The points at which this run kills."""
    wanted = os.environ.get("FBM_DESK_KILL_POINTS", str(SAMPLE))
    count = total if wanted == "all" else min(total, int(wanted))
    return sorted({1 + round(i * (total - 1) / max(1, count - 1)) for i in range(count)})


def test_killed_anywhere_no_scan_is_lost_and_no_label_bought_twice(
    benches: Benches, tmp_path: Path
) -> None:
    total = undisturbed(benches, tmp_path / "undisturbed")
    assert total > 100
    for kill_at in points_of(total):
        killed_at(benches, tmp_path / f"at-{kill_at}", kill_at)


def undisturbed(benches: Benches, folder: Path) -> int:
    """Pack the order without trouble; the number of points on the way."""
    with AmazonSimulator(fresh_shop(benches)) as amazon:
        course = Course(folder, benches, amazon)
        assert course.pack(0) == {"killed": False, "exit": 0}
        check_the_first_bench(course)
        check_the_end(course)
    return int(course.lines("ended")[0]["points"])


def killed_at(benches: Benches, folder: Path, kill_at: int) -> None:
    """Kill the first bench at this point, let the second finish, and look at everything."""
    with AmazonSimulator(fresh_shop(benches)) as amazon:
        course = Course(folder, benches, amazon)
        try:
            ended = course.pack(kill_at)
            assert ended in ({"killed": True, "exit": -1}, {"killed": False, "exit": 0})
            check_the_first_bench(course)
            assert course.finish() == {"killed": False, "exit": 0}
            check_what_was_answered(course)
            check_the_end(course)
        except AssertionError as error:
            error.add_note(f"killed at point {kill_at}; its files lie in {folder}")
            raise


def fresh_shop(benches: Benches) -> Any:
    """The same shop with the same order each time."""
    shop = quiet_shop()
    assert mugs_and_spoons(shop).order_id == benches.order_id
    return shop
