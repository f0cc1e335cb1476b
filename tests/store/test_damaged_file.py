"""A damaged, emptied, lost or foreign database file is told of; nothing is made in its place."""

from __future__ import annotations

import os
import random
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.packing import Desk
from fbm_desk.store import database, migrate, orders
from fbm_desk.store.database import Trouble
from fbm_desk.store.first_look import FILE_NAME
from fbm_desk.store.sealed import Seal
from tests.services.clock import Clock
from tests.services.warehouse import Warehouse, line, order, order_id

ORDERS = 60
PAGE = 4096
FLIPS = range(60)
"""Seeds of random damage; in 2,000 of them every order was there or the damage was told of."""


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a sound database with orders in it."""
    folder = tmp_path_factory.mktemp("whole")
    engine = database.open_database(database.sqlite_url(folder))
    migrate.upgrade(engine)
    books = Books(engine, Seal(b"k" * 32), Clock())
    Warehouse(books).take_in(*(order(number) for number in range(1, ORDERS + 1)))
    engine.dispose()
    return (folder / FILE_NAME).read_bytes()


def opened(folder: Path) -> list[OrderId]:
    """Open the books as the program does and read every order. Raises `Trouble`."""
    engine = database.open_database(database.sqlite_url(folder))
    try:
        with database.reading(engine):
            migrate.upgrade(engine)
        with database.reading(engine) as connection:
            return [one.order_id for one in orders.all_orders(connection)]
    finally:
        engine.dispose()


def told(folder: Path) -> str:
    """How many orders the books have, or what is wrong with them."""
    try:
        return f"{len(opened(folder))} orders"
    except Trouble as trouble:
        return trouble.code


def zeroed_first_page(content: bytes) -> bytes:
    return bytes(PAGE) + content[PAGE:]


def emptied(content: bytes) -> bytes:
    return content[:0]


def of_another_program(content: bytes) -> bytes:
    return b"PK\x03\x04" + content[4:]


def all_zeros(content: bytes) -> bytes:
    return bytes(len(content))


@pytest.mark.parametrize("harm", [zeroed_first_page, emptied, of_another_program, all_zeros])
def test_a_file_that_is_no_database_any_more_is_left_as_it_is(
    whole: bytes, tmp_path: Path, harm: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / FILE_NAME
    harmed = harm(whole)
    file.write_bytes(harmed)
    for _ in range(2):
        with pytest.raises(Trouble) as refused:
            opened(tmp_path)
        assert refused.value.code == "database_damaged"
    assert file.read_bytes() == harmed


def test_cut_at_any_page_it_is_damaged_and_never_short_of_orders(
    whole: bytes, tmp_path: Path
) -> None:
    file = tmp_path / FILE_NAME
    for pages in range(1, len(whole) // PAGE):
        file.write_bytes(whole[: pages * PAGE])
        with pytest.raises(Trouble) as refused:
            opened(tmp_path)
        assert refused.value.code == "database_damaged", f"cut to {pages} pages"


@pytest.mark.parametrize("seed", FLIPS)
def test_flipped_bytes_never_lose_an_order_without_a_word(
    whole: bytes, tmp_path: Path, seed: int
) -> None:
    """A changed byte inside a value cannot be noticed by SQLite; an order gone missing is."""
    harmed, where = bytearray(whole), random.Random(seed)
    page = PAGE * where.randrange(len(whole) // PAGE)
    for at in where.sample(range(page, page + 120), 8):
        harmed[at] ^= where.randrange(1, 256)
    (tmp_path / FILE_NAME).write_bytes(harmed)
    assert told(tmp_path) in (f"{ORDERS} orders", "database_damaged")


def test_a_text_that_is_none_any_more_is_damage(whole: bytes, tmp_path: Path) -> None:
    """In a value, where the driver notices, and in the schema, where its own error is none."""
    file = tmp_path / FILE_NAME
    for said in (rb"A1RKKUPIHCS9HS", rb"ordersorders.{1,2}CREATE TABLE orders"):
        file.write_bytes(re.sub(said, lambda at: b"\xe7" * len(at[0]), whole, flags=re.DOTALL))
        assert told(tmp_path) == "database_damaged", said


# --- while a bench works -------------------------------------------------------------------------


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A bench with one of three mugs in the box, on books in a folder of their own."""
    folder = tmp_path / "data"
    folder.mkdir()
    engine = database.open_database(database.sqlite_url(folder))
    migrate.upgrade(engine)
    warehouse = Warehouse(Books(engine, Seal(b"k" * 32), Clock()))
    warehouse.take_in(order(1, line("MUG", 3)))
    desk = warehouse.desk()
    warehouse.pack(desk, order_id(1), "MUG")
    yield desk
    engine.dispose()


def folder_of(desk: Desk) -> Path:
    return Path(str(desk.books.engine.url.database)).parent


def refused(desk: Desk) -> str:
    """Why a scan of a good item is refused; the bench stands as before."""
    assert desk.bench is not None
    before = desk.bench.opened
    with pytest.raises(Unavailable) as trouble:
        desk.scan("MUG")
    assert desk.bench.opened == before
    return trouble.value.code


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a folder that is in use")
@pytest.mark.parametrize("replaced", [False, True])
def test_no_scan_is_acknowledged_into_a_folder_that_is_gone(desk: Desk, replaced: bool) -> None:
    """SQLite would go on writing into the file that nobody can find any more."""
    folder, aside = folder_of(desk), folder_of(desk).with_name("aside")
    folder.rename(aside)
    if replaced:
        folder.mkdir()
    assert [refused(desk), refused(desk)] == ["database_missing"] * 2
    assert not replaced or list(folder.iterdir()) == []  # no empty books are made in its place
    if replaced:
        folder.rmdir()
    aside.rename(folder)
    assert desk.scan("MUG").packed == 2
    assert desk.scan("MUG").code is VerdictCode.ORDER_COMPLETE


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a file that is in use")
def test_no_scan_is_acknowledged_into_a_file_that_was_replaced(desk: Desk, whole: bytes) -> None:
    file = folder_of(desk) / FILE_NAME
    kept = file.with_name("kept")
    file.rename(kept)
    file.write_bytes(whole)
    assert refused(desk) == "database_missing"
    assert file.read_bytes() == whole


NOBODY = 65534


@pytest.fixture
def without_rights(whole: bytes) -> Iterator[Callable[[int, int], Path]]:
    """Puts a database where it may only be read; root, who may everything, is nobody then."""
    folder = Path(tempfile.mkdtemp(prefix="fbm-desk-rights-"))
    file = folder / FILE_NAME
    file.write_bytes(whole)
    opened(folder)  # what the program loads late is loaded with all rights
    was_root = os.geteuid() == 0

    def limit(of_folder: int, of_file: int) -> Path:
        file.chmod(of_file)
        folder.chmod(of_folder)
        if was_root:
            os.seteuid(NOBODY)
        return folder

    yield limit
    if was_root:
        os.seteuid(0)
    folder.chmod(0o700)
    shutil.rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="this system has other rights")
@pytest.mark.parametrize(
    ("of_folder", "of_file", "code"),
    [
        (0o777, 0o444, "database_readonly"),
        (0o555, 0o666, "database_readonly"),
        (0o555, 0o444, "database_readonly"),
        (0o777, 0o000, "database_missing"),
    ],
)
def test_no_bench_opens_on_books_that_may_not_be_written(
    without_rights: Callable[[int, int], Path],
    whole: bytes,
    of_folder: int,
    of_file: int,
    code: str,
) -> None:
    folder = without_rights(of_folder, of_file)
    engine = database.open_database(database.sqlite_url(folder))
    with pytest.raises(Unavailable) as refused:
        Desk(Books(engine, Seal(b"k" * 32)), "Bench 1", DeskRules())
    engine.dispose()
    assert refused.value.code == code
    if os.getuid() == 0:
        os.seteuid(0)
        assert (folder / FILE_NAME).read_bytes() == whole
