"""The disk is full, the database is held: the scan is refused, and nothing in memory goes on."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.paper import JobState, Paper, PrintResult
from fbm_desk.domain.session import LabelBought, LabelSource
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import wording
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from fbm_desk.store import database, migrate, sessions
from fbm_desk.store.sealed import Seal
from fbm_desk.works import BenchDesk
from tests.services.clock import Clock
from tests.services.rows import value
from tests.services.warehouse import BADGE, Warehouse, line, order, order_id, tracking

V = VerdictCode


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


@contextmanager
def full(books: Books) -> Iterator[None]:
    """The database can grow by no page."""

    def limit(pages: str) -> None:
        with books.engine.connect().execution_options(reading=True) as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    limit(str(value(books, "PRAGMA page_count")))
    yield
    limit("1000000000")


@contextmanager
def failing_commits(books: Books) -> Iterator[None]:
    """The disk takes everything but the last write of a transaction."""

    def fail(_connection: object) -> None:
        raise sa.exc.OperationalError("COMMIT", {}, sqlite3.OperationalError("disk I/O error"))

    sa.event.listen(books.engine, "commit", fail)
    yield
    sa.event.remove(books.engine, "commit", fail)


def scans_until_refused(desk: Desk) -> tuple[int, Unavailable]:
    """How many scans were answered before one was not."""
    for answered in itertools.count():
        try:
            desk.scan("X-17 which nobody knows")
        except Unavailable as refused:
            return answered, refused
    raise AssertionError("the disk is endless")


def memory(desk: Desk) -> tuple[object, ...]:
    return desk.person, desk.bench, desk.last_order, desk.last_parcel, desk.verdict


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    """A bench with two of three mugs in, where a tracking number ends the order."""
    warehouse.take_in(order(1, line("MUG", 3)), order(2))
    desk = warehouse.desk(label_source=LabelSource.SCANNED)
    warehouse.pack(desk, order_id(1), "MUG", "MUG")
    return desk


@pytest.mark.parametrize("text", ["MUG", "X-17", "UNDO", "HOLD", "LATER", "LOCK"])
def test_while_another_program_holds_the_database_no_scan_is_acknowledged(
    books: Books, desk: Desk, text: str
) -> None:
    before, events = memory(desk), value(books, "SELECT count(*) FROM pack_events")
    with held(books), pytest.raises(Unavailable) as refused:
        desk.scan(text)
    assert refused.value.code == "database_locked"
    assert memory(desk) == before
    assert value(books, "SELECT count(*) FROM pack_events") == events
    assert desk.scan(text).code is not V.ORDER_TAKEN


def test_nobody_is_signed_in_and_no_order_taken_while_the_database_is_held(
    books: Books, desk: Desk
) -> None:
    for text in ("LATER", order_id(1), "LATER"):
        desk.scan(text)
    for texts in (("NEXT", order_id(1), "MUG", BADGE), ("LOCK",)):
        before = memory(desk)
        for text in texts:
            with held(books), pytest.raises(Unavailable):
                desk.scan(text)
            assert memory(desk) == before
        desk.scan("LOCK")
    before = memory(desk)
    with held(books), pytest.raises(Unavailable):
        desk.scan(BADGE)
    assert memory(desk) == before


#: What leads a fresh bench from signing in to noting a tracking number, each as the last scan.
COURSE = (BADGE, "NEXT", "MUG", "MUG", "LOCK", BADGE, "MUG", "FINISH", "KP48812007", "MUG", "LATER")


@pytest.mark.parametrize("scans", range(len(COURSE)))
def test_a_scan_whose_commit_fails_leaves_the_bench_as_it_was(
    warehouse: Warehouse, books: Books, scans: int
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)), order(2, line("MUG", 2)))
    desk = Desk(books, "Bench 1", DeskRules(label_source=LabelSource.SCANNED))
    for text in COURSE[:scans]:
        desk.scan(text)
    before = memory(desk)
    with failing_commits(books), pytest.raises(Unavailable) as refused:
        desk.scan(COURSE[scans])
    assert refused.value.code == "disk_failed"
    assert memory(desk) == before
    if desk.bench is not None:
        with books.reading() as connection:
            assert sessions.find_open(connection, order_id(1)) == desk.bench.opened or scans == 10
    assert desk.scan(COURSE[scans]).code not in (V.ORDER_TAKEN, V.NOT_NOW, V.UNKNOWN)


def test_a_parcel_is_closed_wholly_or_not_at_all(books: Books, desk: Desk) -> None:
    desk.scan("MUG")
    before = memory(desk)
    with held(books), pytest.raises(Unavailable):
        desk.scan(tracking(order_id(1)))
    assert memory(desk) == before
    assert value(books, "SELECT count(*) FROM parcels") == 0
    assert desk.scan(tracking(order_id(1))).code is V.PARCEL_CLOSED
    assert value(books, "SELECT count(*) FROM parcels") == 1


def test_on_a_full_disk_every_acknowledged_scan_is_there_and_no_other(
    books: Books, desk: Desk
) -> None:
    answered = value(books, "SELECT count(*) FROM pack_events")
    with full(books):
        more, refused = scans_until_refused(desk)
        answered += more
        assert refused.code == "disk_full"
        before = memory(desk)
        with pytest.raises(Unavailable):
            desk.scan("MUG")
        assert memory(desk) == before
    assert value(books, "SELECT count(*) FROM pack_events") == answered
    assert desk.scan("MUG").code is V.ORDER_COMPLETE
    with books.reading() as connection:
        assert sessions.chain(connection, 1)[0]


def test_a_label_that_comes_while_the_database_is_held_comes_again(
    warehouse: Warehouse, books: Books
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(label_source=LabelSource.BOUGHT)  # and nobody who buys it
    warehouse.pack(desk, order_id(1), "MUG")
    assert desk.bench is not None
    session_id, came = desk.bench.opened.id, LabelBought("KP4881")
    before = memory(desk)
    for trouble in (held, failing_commits):
        with trouble(books), pytest.raises(Unavailable):
            desk.label_came(session_id, came)
        assert memory(desk) == before
    verdict = desk.label_came(session_id, came)
    assert verdict is not None
    assert verdict.code is V.LABEL_READY


def test_a_bench_that_cannot_look_keeps_its_order(books: Books, desk: Desk) -> None:
    before = memory(desk)
    with held(books), pytest.raises(Unavailable):
        desk.refresh()
    assert memory(desk) == before
    assert desk.refresh() is None


def test_the_window_says_that_a_scan_was_not_saved_and_goes_on(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1, line("MUG", 2)))
    desk = warehouse.desk()
    desk.scan(BADGE)
    desk.scan(order_id(1))
    bench = BenchDesk(desk, Workshop(books, desk.rules, NoPrinter()))
    with failing_commits(books):
        view = bench.scan("MUG", "scan-1")
    assert view.verdict is not None
    assert view.verdict.code is V.NOT_SAVED
    assert wording.sentence(view, view.verdict) == "Not saved. Scan it again"
    assert "Nothing of this was saved" in wording.hint(view, view.verdict)
    assert view.order is not None
    assert view.order.packed == 0
    again = bench.scan("MUG", "scan-2")
    assert again.verdict is not None
    assert again.verdict.code is V.COUNTED


class NoPrinter:
    """Nothing is printed here."""

    def print(self, destination: str, paper: Paper, name: str, content: bytes) -> PrintResult:
        return PrintResult(JobState.NOT_SENT, f"{destination}{paper}{name}{len(content)}")
