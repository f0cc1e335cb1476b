"""A held, full, read-only or lost database: the scan is refused in words and goes on later."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.paper import JobState, Paper, PrintResult
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import wording
from fbm_desk.services.books import Books
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from fbm_desk.store import database, migrate, sessions
from fbm_desk.store.database import Trouble
from fbm_desk.store.sealed import Seal
from fbm_desk.works import BenchDesk
from tests.services.clock import Clock
from tests.services.warehouse import Warehouse, line, order, order_id
from tests.store.processes import others

IMPATIENT_MS = 500


@contextmanager
def impatient(desk: Desk) -> Iterator[None]:
    """Here the bench waits for nobody longer than a moment; others have their time."""
    desk.books.engine.dispose()  # how long it waits is settled as a connection begins
    with pytest.MonkeyPatch.context() as environment:
        environment.setattr(database, "BUSY_TIMEOUT_MS", IMPATIENT_MS)
        try:
            yield
        finally:
            desk.books.engine.dispose()


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is no trouble of the database."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 60_000)


def at_work(url: str) -> Desk:
    """A bench with one of many mugs in the box."""
    engine = database.open_database(url)
    migrate.upgrade(engine)
    warehouse = Warehouse(Books(engine, Seal(b"k" * 32), Clock()))
    warehouse.take_in(order(1, line("MUG", 900)))
    desk = warehouse.desk()
    warehouse.pack(desk, order_id(1), "MUG")
    return desk


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    desk = at_work(database_url)
    yield desk
    desk.books.engine.dispose()


@pytest.fixture
def file_desk(tmp_path: Path) -> Iterator[Desk]:
    desk = at_work(database.sqlite_url(tmp_path))
    yield desk
    desk.books.engine.dispose()


@pytest.fixture
def server_desk(postgres_url: str) -> Iterator[Desk]:
    desk = at_work(postgres_url)
    yield desk
    desk.books.engine.dispose()


def packed(desk: Desk) -> int:
    """Units in the box by the books, not by the bench's memory; their chain must be whole."""
    with desk.books.reading() as connection:
        opened = sessions.find_open(connection, order_id(1))
        assert sessions.chain(connection, 1)[0]
    assert opened is not None
    assert desk.bench is not None
    assert desk.bench.opened == opened
    return opened.session.packed_units


def refused(desk: Desk) -> str:
    """Why a scan of a good item is refused."""
    with pytest.raises(Unavailable) as trouble:
        desk.scan("MUG")
    return trouble.value.code


class NoPrinter:
    """Nothing is printed here."""

    def print(self, destination: str, paper: Paper, name: str, content: bytes) -> PrintResult:
        return PrintResult(JobState.NOT_SENT, f"{destination}{paper}{name}{len(content)}")


# --- held ----------------------------------------------------------------------------------------


def test_while_another_program_has_the_file_to_itself_the_band_says_not_saved(
    file_desk: Desk,
) -> None:
    file = str(file_desk.books.engine.url.database)
    bench = BenchDesk(file_desk, Workshop(file_desk.books, file_desk.rules, NoPrinter()))
    with ExitStack() as stack:
        stack.enter_context(impatient(file_desk))
        assert packed(file_desk) == 1  # it is connected before the file is taken
        (holder,) = stack.enter_context(others("tests.store.holding_process", (file,)))
        view = bench.scan("MUG", "scan-1")
        assert view.verdict is not None
        assert view.verdict.code is VerdictCode.NOT_SAVED
        assert wording.sentence(view, view.verdict) == "Not saved. Scan it again"
        holder.go()
        assert holder.said() == "done\n"
    assert packed(file_desk) == 1
    again = bench.scan("MUG", "scan-1")
    assert again.verdict is not None
    assert again.verdict.code is VerdictCode.COUNTED
    assert packed(file_desk) == 2


def test_a_scan_waits_for_a_program_that_lets_go_in_time(file_desk: Desk) -> None:
    desk = file_desk
    begun = threading.Event()
    with others("tests.store.holding_process", (str(desk.books.engine.url.database),)) as (holder,):
        sa.event.listen(desk.books.engine, "engine_connect", lambda _: begun.set())
        scan = threading.Thread(target=desk.scan, args=("MUG", "scan-1"))
        scan.start()
        assert begun.wait(10)
        holder.go()
        assert holder.said() == "done\n"
        scan.join()
    assert packed(desk) == 2


@contextmanager
def row_held(desk: Desk) -> Iterator[sa.Connection]:
    """Another bench's transaction has the session's row and does not end."""
    other = database.open_database(desk.books.engine.url.render_as_string(hide_password=False))
    with other.connect() as connection, connection.begin():
        connection.execute(sa.text("UPDATE pack_sessions SET user_id = user_id"))
        yield connection
    other.dispose()


def test_on_a_server_a_scan_is_refused_when_the_holder_of_its_row_does_not_let_go(
    server_desk: Desk,
) -> None:
    with row_held(server_desk), impatient(server_desk):
        assert refused(server_desk) == "database_locked"
    assert packed(server_desk) == 1
    server_desk.scan("MUG")
    assert packed(server_desk) == 2


def test_on_a_server_a_scan_waits_for_a_holder_that_lets_go_in_time(server_desk: Desk) -> None:
    desk = server_desk
    waiting = sa.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with row_held(desk) as other:
        scan = threading.Thread(target=desk.scan, args=("MUG", "scan-1"))
        scan.start()
        while not other.scalar(waiting):
            pass
    scan.join()
    assert packed(desk) == 2


def test_a_bench_that_pauses_in_a_transaction_loses_it_and_holds_up_nobody(
    server_desk: Desk,
) -> None:
    """A computer that fell asleep: the server ends its transaction, and it cannot commit later."""
    asleep = database.open_database(server_desk.books.engine.url.render_as_string(False))
    mine = sa.text("SELECT pg_backend_pid()")
    there = sa.text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid")
    with (  # noqa: PT012
        pytest.raises(Trouble) as lost,
        impatient(server_desk),
        database.writing(asleep) as connection,
    ):
        connection.execute(sa.text("UPDATE pack_sessions SET version = 99"))
        pid = connection.scalar(mine)
        with server_desk.books.engine.connect() as awake:
            while awake.scalar(there, {"pid": pid}):
                awake.rollback()
    assert lost.value.code == "database_unreachable"
    server_desk.scan("MUG")
    assert packed(server_desk) == 2
    asleep.dispose()


# --- full ----------------------------------------------------------------------------------------


def fill(desk: Desk) -> tuple[int, str]:
    """Scan until a scan is refused: units in the box, and why."""
    while True:
        try:
            units = desk.scan("MUG").packed
        except Unavailable as trouble:
            return units, trouble.code


@pytest.mark.skipif(sys.platform == "win32", reason="this system limits no file sizes")
def test_when_the_file_cannot_grow_the_scan_is_not_acknowledged(tmp_path: Path) -> None:
    import resource

    desk = at_work(database.sqlite_url(tmp_path))
    log = tmp_path / "fbm_desk.sqlite-wal"
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (log.stat().st_size + 100_000, before[1]))
    try:
        units, code = fill(desk)
        assert (units > 1, code) == (True, "disk_failed")
        assert packed(desk) == units
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert desk.scan("MUG").packed == units + 1
    assert packed(desk) == units + 1
    desk.books.engine.dispose()


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of three megabytes."""
    place = Path(tempfile.mkdtemp(prefix="fbm-desk-disk-"))
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "fbm-desk-test", str(place)],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        place.rmdir()
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)
    place.rmdir()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root mounts a disk"
)
def test_on_a_full_disk_no_scan_is_acknowledged_until_there_is_room(small_disk: Path) -> None:
    desk = at_work(database.sqlite_url(small_disk))
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(free - 100_000))
    units, code = fill(desk)
    assert (units > 1, code) == (True, "disk_full")
    assert packed(desk) == units
    assert refused(desk) == "disk_full"
    ballast.unlink()
    assert desk.scan("MUG").packed == units + 1
    assert packed(desk) == units + 1
    desk.books.engine.dispose()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root mounts a disk"
)
def test_a_first_start_on_a_full_disk_can_be_repeated_when_there_is_room(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    ballast.write_bytes(bytes(free))
    engine = database.open_database(database.sqlite_url(small_disk))
    with pytest.raises(Trouble) as refused, database.reading(engine):
        migrate.upgrade(engine)
    assert refused.value.code == "disk_full"
    ballast.unlink()
    migrate.upgrade(engine)
    assert migrate.version(engine) == migrate.NEWEST
    engine.dispose()


# --- a server ------------------------------------------------------------------------------------


def ended(connection: sa.Connection) -> None:
    connection.execute(
        sa.text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    )


@contextmanager
def from_elsewhere(desk: Desk) -> Iterator[sa.Connection]:
    """A connection of the server's administrator."""
    engine = sa.create_engine(desk.books.engine.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_a_connection_that_was_cut_is_made_anew_by_the_next_scan(server_desk: Desk) -> None:
    with from_elsewhere(server_desk) as administrator:
        ended(administrator)
        assert server_desk.scan("MUG").packed == 2

        def cut(*_: object) -> None:
            ended(administrator)

        sa.event.listen(server_desk.books.engine, "commit", cut)
        assert refused(server_desk) == "database_unreachable"
        sa.event.remove(server_desk.books.engine, "commit", cut)
    assert packed(server_desk) == 2
    assert server_desk.scan("MUG").packed == 3


def test_a_server_that_takes_nothing_in_says_so(server_desk: Desk) -> None:
    """A stand-by, say, or one in maintenance."""
    with from_elsewhere(server_desk) as administrator:
        administrator.execute(
            sa.text("ALTER DATABASE bench SET default_transaction_read_only = on")
        )
        ended(administrator)
        assert refused(server_desk) == "database_readonly"
        administrator.execute(sa.text("ALTER DATABASE bench RESET default_transaction_read_only"))
        ended(administrator)
    assert packed(server_desk) == 1
    assert server_desk.scan("MUG").packed == 2


def test_a_server_that_is_not_there_is_told_of(tmp_path: Path) -> None:
    engine = database.open_database(f"postgresql+psycopg://somebody@/bench?host={tmp_path}")
    with pytest.raises(Trouble) as refused, database.reading(engine):
        pass
    assert refused.value.code == "database_unreachable"
    engine.dispose()


# --- mistakes of ours ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Full disk", "locked", "malformed Elm Street 5"])
def test_a_mistake_of_ours_is_no_trouble_and_its_text_shows_no_values(
    desk: Desk, name: str
) -> None:
    add: Callable[[sa.Connection], object] = lambda connection: connection.execute(  # noqa: E731
        sa.text("INSERT INTO users (name, role, active, created_at) VALUES (:n, 'x', true, 1)"),
        {"n": name},
    )
    with desk.books.writing() as connection:
        add(connection)
    with pytest.raises(sa.exc.IntegrityError) as mistake, desk.books.writing() as connection:
        add(connection)
    assert "[parameters:" not in str(mistake.value)
    assert name not in str(mistake.value).replace(f"(name)=({name})", "")
