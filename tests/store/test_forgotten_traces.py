"""What names a buyer goes when its time is over: from all tables, from the bytes, from the log.

What happened to the order stays readable: that is what its dossier is for.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from fbm_desk import log
from fbm_desk.domain.orders import Address, Sku
from fbm_desk.domain.paper import Paper
from fbm_desk.services.books import Books
from fbm_desk.services.dossier import dossier
from fbm_desk.services.forgetting import forget
from fbm_desk.store import print_jobs, privacy, purchases, scan_pictures
from fbm_desk.store.scan_pictures import ScanPicture
from tests.services.clock import Clock
from tests.services.warehouse import SHIP_BY, FakeSeller, Warehouse, line, order, order_id, tracking

ONE = order_id(1)
DAY, MS = timedelta(days=1), timedelta(milliseconds=1)
PLANTED = (
    "Zuleika Dobson",
    "Quillfeather Lane",
    "+1 555 0142",
    "4000-777",
    "Bonne fête Mémé",
    "Pour Mémé Lulu",
)  # fmt: skip
THERE = Address(PLANTED[0], f"7 {PLANTED[1]}", city="Porto", postcode=PLANTED[3], phone=PLANTED[2])
SEALED = (
    ("order_private", "recipient"),
    ("order_private", "messages"),
    ("order_private", "wishes"),
    ("label_documents", "bytes"),
    ("print_jobs", "bytes"),
    ("scan_pictures", "bytes"),
)


@pytest.fixture
def warehouse(books: Books) -> Warehouse:
    return Warehouse(books)


def keep_papers(books: Books, number: int = 1) -> None:
    """A label and a slip of an order's newest purchase, with the buyer's name on them."""
    paper = f"{PLANTED[0]}, {PLANTED[1]}".encode() * 40
    with books.writing() as connection:
        bought = purchases.of_order(connection, order_id(number))[-1]
        purchases.keep_document(connection, books.seal, bought.id, "PDF", paper)
        facts = {"order_id": order_id(number), "purchase_id": bought.id, "destination": "folder:/p"}
        at = {"asked_at": books.now(), "name": "slip"}
        print_jobs.add(connection, books.seal, Paper.SLIP, paper, **facts, **at)
        seen = ScanPicture(order_id(number), 1, 1, Sku("MUG"), books.now(), paper)
        scan_pictures.keep(connection, books.seal, seen)


def pack(warehouse: Warehouse) -> None:
    """The planted buyer's order, packed with a bought label, its papers kept."""
    gift = line("MUG", 2, gift_message=PLANTED[4], wish=PLANTED[5])
    warehouse.take_in(order(1, gift, recipient=THERE, buyer_name=PLANTED[0]))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    matrix = f"[)>\x1e01\x1d7{PLANTED[1]}\x1d{PLANTED[0]}\x1e\x04"  # of a carrier's label
    warehouse.pack(desk, ONE, "MUG", "NOPE", matrix, "MUG", tracking(ONE))
    keep_papers(warehouse.books)


def sealed(books: Books) -> list[bytes]:
    """Every sealed value as it stands in the tables."""
    with books.reading() as connection:
        return [
            bytes(value)
            for table, column in SEALED
            for (value,) in connection.execute(sa.text(f"SELECT {column} FROM {table}"))
            if value is not None
        ]


def kept(books: Books) -> dict[str, int]:
    with books.reading() as connection:
        return {
            f"{table}.{column}": connection.scalar(
                sa.text(f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL")
            )
            or 0
            for table, column in SEALED
        }


NOTHING = dict.fromkeys((f"{table}.{column}" for table, column in SEALED), 0)


# --- when ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dates", "last"),
    [
        ({}, SHIP_BY + 3 * DAY),  # the latest delivery
        ({"deliver_by": None}, SHIP_BY),
        ({"deliver_by": None, "ship_by": None}, Clock().at),  # when it was read
        ({"deliver_by": SHIP_BY + 60 * DAY}, SHIP_BY + 60 * DAY),  # a pre-order, not yet delivered
    ],
)
def test_all_of_it_is_kept_to_the_last_moment_of_thirty_days_and_not_longer(
    books: Books, clock: Clock, warehouse: Warehouse, dates: dict[str, object], last: datetime
) -> None:
    warehouse.take_in(order(1, recipient=THERE, **dates))
    warehouse.pack(warehouse.desk(seller=FakeSeller("ZPL")), ONE, "MUG", tracking(ONE))
    keep_papers(books)
    before = kept(books)
    clock.set(last + 30 * DAY)
    assert forget(books) == 0
    assert kept(books) == before != NOTHING
    clock.set(clock() + MS)
    assert forget(books) == 1
    assert kept(books) == NOTHING
    assert forget(books) == 0


def test_only_those_are_forgotten_whose_time_is_over(
    books: Books, clock: Clock, warehouse: Warehouse
) -> None:
    late = {"ship_by": SHIP_BY + 9 * DAY, "deliver_by": SHIP_BY + 12 * DAY}
    warehouse.take_in(order(1), order(2, **late))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    for number in (1, 2):
        warehouse.pack(desk, order_id(number), "MUG", tracking(order_id(number)))
        keep_papers(books, number)
    clock.set(SHIP_BY + 34 * DAY)
    assert forget(books) == 1
    asked_by_few = ("order_private.messages", "order_private.wishes")
    assert {count for name, count in kept(books).items() if name not in asked_by_few} == {1, 2}
    with books.reading() as connection:
        assert privacy.find(connection, books.seal, ONE) == privacy.Private()
        assert privacy.find(connection, books.seal, order_id(2)).recipient is not None
        (bought,) = purchases.of_order(connection, order_id(2))
        assert len(purchases.documents(connection, books.seal, bought.id)) == 2
        (job,) = print_jobs.of_order(connection, order_id(2))
        assert PLANTED[0].encode() in print_jobs.content(connection, books.seal, job.id)


def test_papers_made_after_the_address_had_gone_go_thirty_days_later(
    books: Books, clock: Clock, warehouse: Warehouse
) -> None:
    """An order that left very late: nothing but these papers would ever call for a deletion."""
    pack(warehouse)
    clock.set(SHIP_BY + 40 * DAY)
    assert forget(books) == 1
    with books.writing() as connection:
        connection.execute(sa.text("UPDATE label_purchases SET intended_at = :at"), _ms(clock))
    keep_papers(books)
    made = clock()
    clock.set(made + 30 * DAY)
    assert forget(books) == 0
    assert kept(books)["label_documents.bytes"] == kept(books)["print_jobs.bytes"] == 1
    clock.set(clock() + MS)
    forget(books)
    assert kept(books) == NOTHING


def _ms(clock: Clock) -> dict[str, int]:
    return {"at": round(clock().timestamp() * 1000)}


# --- what stays ----------------------------------------------------------------------------------


def test_the_dossier_says_the_same_of_the_work_after_the_buyer_is_forgotten(
    books: Books, clock: Clock, warehouse: Warehouse
) -> None:
    pack(warehouse)
    before = dossier(books, ONE)
    assert before.buyer == PLANTED[0]
    clock.set(SHIP_BY + 40 * DAY)
    forget(books)
    after = dossier(books, ONE)
    assert (after.buyer, after.address_lines, after.label_picture) == ("", (), b"")
    assert (after.steps, after.chain_intact, after.tracking, after.units) == (
        before.steps, True, tracking(ONE), 2,
    )  # fmt: skip
    assert len(after.steps) > 5


# --- no trace ------------------------------------------------------------------------------------


@pytest.fixture
def notes(tmp_path: Path) -> Iterator[Path]:
    """The program's log, written as at work."""
    folder = tmp_path / "logs"
    log.configure(folder)
    yield folder
    log.close()


def everything(folder: Path) -> bytes:
    """The bytes of every file: database, its log and shared memory, the program's log."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_byte_on_the_disk_names_the_buyer_and_in_the_end_none_is_sealed_either(
    books: Books, clock: Clock, warehouse: Warehouse, notes: Path, tmp_path: Path
) -> None:
    """Sealed data are gone as bytes, too: whoever finds the key later finds nothing to open."""
    pack(warehouse)
    was_sealed = sealed(books)
    assert len(was_sealed) == 7
    on_disk = everything(tmp_path)
    assert all(value[-64:] in on_disk for value in was_sealed)
    clock.set(SHIP_BY + 40 * DAY)
    assert forget(books) == 1
    on_disk += everything(notes)
    for planted in PLANTED:
        assert planted.encode() not in on_disk
    on_disk = everything(tmp_path)
    for value in was_sealed:
        for start in range(0, len(value) - 48, 48):
            assert value[start : start + 48] not in on_disk


def test_no_value_of_any_table_names_the_buyer(
    books: Books, clock: Clock, warehouse: Warehouse
) -> None:
    pack(warehouse)
    for forgotten in (False, True):
        with books.reading() as connection:
            for table in sa.inspect(connection).get_table_names():
                for row in connection.execute(sa.text(f"SELECT * FROM {table}")):
                    said = b"|".join(str(value).encode() for value in row if value is not None)
                    said += b"".join(bytes(value) for value in row if isinstance(value, bytes))
                    assert not any(planted.encode() in said for planted in PLANTED), table
        if not forgotten:
            clock.set(SHIP_BY + 40 * DAY)
            assert forget(books) == 1
