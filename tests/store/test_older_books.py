"""Books that an older version wrote, with a day's work in them, read as they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from fbm_desk.domain.orders import Address, Duty, LineId, OrderId
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.paper import JobState
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.stages import Stage
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.packing import Desk
from fbm_desk.store import (
    database,
    history,
    migrate,
    orders,
    outbox,
    parcels,
    people,
    print_jobs,
    privacy,
    purchases,
    sessions,
)
from fbm_desk.store.sealed import Seal
from tests.services.clock import START, Clock
from tests.services.warehouse import BADGE
from tests.store import older_rows
from tests.store.processes import others

MIGRATIONS = Path(migrate.__file__).parent / "migrations"
OPEN, LEFT = OrderId(older_rows.OPEN), OrderId(older_rows.LEFT)


def tool() -> Config:
    """The migration tool as the product sets it up."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


REVISIONS = sorted(one.revision for one in ScriptDirectory.from_config(tool()).walk_revisions())
OLDER = REVISIONS[:-1]


def at_revision(engine: sa.Engine, revision: str) -> None:
    """Make the tables of an older version, without a row."""
    config = tool()
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@pytest.fixture
def older(database_url: str, revision: str) -> Iterator[Books]:
    """Books of an older version with its rows, not yet opened by this one."""
    engine = database.open_database(database_url)
    at_revision(engine, revision)
    with database.writing(engine) as connection:
        older_rows.write(connection, revision)
    yield Books(engine, Seal(b"k" * 32), Clock())
    engine.dispose()


def test_the_newest_is_the_last_of_an_unbroken_line() -> None:
    assert [f"{number:04d}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS
    assert REVISIONS[-1] == migrate.NEWEST


@pytest.mark.parametrize("revision", OLDER)
def test_books_of_every_older_version_read_as_they_were(older: Books, revision: str) -> None:
    migrate.upgrade(older.engine)
    assert migrate.version(older.engine) == migrate.NEWEST
    read_the_order_in_hands(older)
    if revision >= "0002":
        read_the_parcel(older)
    pack_on(older)


def read_the_order_in_hands(books: Books) -> None:
    with books.reading() as connection:
        order = orders.find(connection, OPEN)
        private = privacy.find(connection, books.seal, OPEN)
        opened = sessions.find_open(connection, OPEN)
        intact, events = sessions.chain(connection, 1)
        came = history.of_order(connection, OPEN)
        (line,) = orders.lines_of(connection, OPEN)
    assert order is not None
    assert (order.stage, order.city, order.duties) == (
        Stage.ON_BENCH, "Porto", frozenset({Duty.GIFT, Duty.PRIME}),
    )  # fmt: skip
    assert private.recipient == Address(
        "Zoë Example", "Elm Street 5", city="Porto", postcode="4000-001", country="PT",
        phone="+1 555 0100",
    )  # fmt: skip
    assert private.messages == {LineId("line-MUG"): "Parabéns!"}
    assert (line.quantity, line.packed) == (2, 1)
    assert opened is not None
    assert (opened.session.packed_units, opened.version, opened.token) == (1, 2, 7)
    assert (intact, [event.scan_id for event in events]) == (True, ["scan-1", "scan-2"])
    assert [(step.kind, step.at) for step in came] == [
        ("came", START - timedelta(days=1)), ("changed", START),
    ]  # fmt: skip


def read_the_parcel(books: Books) -> None:
    with books.reading() as connection:
        (parcel,) = parcels.of_order(connection, LEFT)
        (bought,) = purchases.of_order(connection, LEFT)
        (message,) = outbox.due(connection, START)
        (job,) = print_jobs.of_order(connection, LEFT)
        assert purchases.documents(connection, books.seal, bought.id) == {"ZPL": b"^XA^XZ"}
        assert print_jobs.content(connection, books.seal, job.id) == b"%PDF-slip"
    assert (parcel.tracking, parcel.price_minor, parcel.closed_at) == ("KP0000002PT", 780, START)
    assert (bought.state, bought.idempotency_key) == (PurchaseState.BOUGHT, "key-1")
    assert (message.state, message.parcel_id, message.tries) == (OutboxState.WAITING, parcel.id, 2)
    assert (job.state, job.ended_at) == (JobState.PRINTED, START)


def pack_on(books: Books) -> None:
    """The bench finds its order with what is in the box; the packer signs in and finishes it."""
    bench = Desk(books, "Bench 1", DeskRules())
    assert bench.bench is not None
    with books.reading() as connection:
        person = people.by_badge(connection, books.seal, BADGE)
    assert person is not None
    assert bench.scan(BADGE).who == person.name == "Mara"
    assert bench.scan("MUG").code is VerdictCode.ORDER_COMPLETE
    with books.reading() as connection:
        assert sessions.chain(connection, 1)[0]
        (parcel,) = parcels.of_order(connection, OPEN)
        told = outbox.of_parcel(connection, parcel.id)
    assert told is not None
    assert told.state is OutboxState.WAITING


@pytest.mark.parametrize("revision", ["0003"])
def test_a_step_that_fails_leaves_the_older_books_as_they_were(older: Books, revision: str) -> None:
    """The step before the failing one has dropped a column by then: it must be there again."""
    with older.engine.connect() as connection, connection.begin():
        connection.execute(sa.text("ALTER TABLE orders ADD COLUMN came_at BIGINT"))
    with pytest.raises(sa.exc.DBAPIError):
        migrate.upgrade(older.engine)
    assert migrate.version(older.engine) == revision
    with older.reading() as connection:
        kept = connection.execute(sa.text("SELECT contact FROM order_private")).scalar_one()
        came = connection.execute(sa.text("SELECT 1 FROM order_history WHERE kind = 'came'"))
        assert (bytes(kept), len(came.all())) == (b"\x01", 2)
    with older.engine.connect() as connection, connection.begin():
        connection.execute(sa.text("ALTER TABLE orders DROP COLUMN came_at"))
    migrate.upgrade(older.engine)
    read_the_order_in_hands(older)


def test_benches_that_start_together_make_the_tables_once(database_url: str) -> None:
    with others("tests.store.upgrading_process", *[(database_url,)] * 4) as programs:
        for program in programs:
            program.go()
        assert [program.said() for program in programs] == ["done\n"] * 4
    engine = database.open_database(database_url)
    assert migrate.version(engine) == migrate.NEWEST
    engine.dispose()


def test_books_of_a_newer_version_are_not_touched_on_any_database(database_url: str) -> None:
    engine = database.open_database(database_url)
    migrate.upgrade(engine)
    with engine.connect() as connection, connection.begin():
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0999'"))
        connection.execute(sa.text("ALTER TABLE orders RENAME TO orders_of_tomorrow"))
    with pytest.raises(migrate.NewerDatabase) as refused:
        migrate.upgrade(engine)
    assert "0999" in str(refused.value)
    assert migrate.version(engine) == "0999"
    with engine.connect() as connection:
        assert not sa.inspect(connection).has_table("orders")
    engine.dispose()
