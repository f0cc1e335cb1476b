"""A program that ends at any statement between two boxes goes on exactly where it was."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from fbm_desk.domain.answers import Answer, Done
from fbm_desk.domain.session import LabelSource, State
from fbm_desk.domain.shipping import Bought
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from fbm_desk.store import database, migrate, sessions
from fbm_desk.store.sealed import Seal
from tests.services.clock import Clock
from tests.services.label_counter import Tray
from tests.services.rows import rows
from tests.services.warehouse import (
    BADGE,
    FakeSeller,
    Warehouse,
    label_document,
    line,
    order,
    order_id,
)

ONE = order_id(1)
BEGUN = ("MUG", "PARCEL", "MUG", "PARCEL-1", "MOVE", "MUG", "PARCEL-2")
LONG = os.environ.get("FBM_DESK_STATEFUL") == "long"
RULES = DeskRules(label_source=LabelSource.BOUGHT)


class Died(BaseException):
    """The program ends here."""


class Points:
    """Ends the program before its `dies_at`-th statement."""

    def __init__(self, engine: sa.Engine, dies_at: int) -> None:
        self.passed, self.dies_at = 0, dies_at
        sa.event.listen(engine, "before_cursor_execute", self.here)

    def here(self, *_: object) -> None:
        """A point."""
        self.passed += 1
        if self.passed == self.dies_at:
            raise Died


class KeyedSeller(FakeSeller):
    """Sells one label for each key, however often it is asked."""

    def buy(self, body: str, key: str) -> Answer[Bought]:
        """The label of this key."""
        if key not in self.bought:
            self.bought.append(key)
        number = f"KP00000000000{self.bought.index(key) + 1}PT"
        return Done(Bought(f"SHIP-{number}", number, (("ZPL", label_document("ZPL", number)),)))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Books with an order of which two boxes are begun; every course begins with a copy."""
    folder = tmp_path_factory.mktemp("boxes")
    books = _open(folder)
    migrate.upgrade(books.engine)
    warehouse = Warehouse(books)
    warehouse.take_in(order(1, line("MUG", 3), line("SPOON")))
    warehouse.pack(warehouse.desk(label_source=LabelSource.BOUGHT), ONE, *BEGUN)
    books.engine.dispose()
    return folder


def _open(folder: Path) -> Books:
    return Books(database.open_database(database.sqlite_url(folder)), Seal(b"k" * 32), Clock())


def _scans(desk: Desk) -> Iterator[str]:
    """What a packer scans who looks at nothing but the screen."""
    while desk.bench is not None:
        session = desk.bench.opened.session
        if session.state is State.PACKING:
            yield session.lines[session.following].sku
        else:
            yield "FINISH" if session.state is State.LABEL_FAILED else session.tracking


def _pack_on(books: Books, seller: FakeSeller) -> None:
    shop = Workshop(books, RULES, Tray(), LabelDesk(books, seller))
    desk = Desk(books, "Bench 1", RULES, shop)
    desk.scan(BADGE)
    shop.carry_on(desk)
    for text in _scans(desk):
        desk.scan(text)


def _statements(folder: Path) -> int:
    books = _open(folder)
    points = Points(books.engine, 0)
    _pack_on(books, KeyedSeller("ZPL"))
    books.engine.dispose()
    return points.passed


def test_every_box_leaves_once_wherever_the_program_ended(template: Path, tmp_path: Path) -> None:
    first = tmp_path / "counted"
    shutil.copytree(template, first)
    every = _statements(first)
    assert every > 60
    for dies_at in range(1, every + 1, 1 if LONG else 11):
        folder = tmp_path / str(dies_at)
        shutil.copytree(template, folder)
        seller = KeyedSeller("ZPL")
        dying = _open(folder)
        Points(dying.engine, dies_at)
        with suppress(Died):
            _pack_on(dying, seller)
        dying.engine.dispose()
        books = _open(folder)
        _pack_on(books, seller)
        _proves(books, seller)
        books.engine.dispose()


def _proves(books: Books, seller: FakeSeller) -> None:
    assert len(seller.bought) == 2
    parcels = "SELECT number, box, tracking FROM parcels ORDER BY number"
    assert rows(books, parcels) == [
        (1, 1, "KP000000000001PT"), (2, 2, "KP000000000002PT")
    ]  # fmt: skip
    assert rows(books, "SELECT sku, sum(units) FROM parcel_units GROUP BY sku") == [
        ("MUG", 3), ("SPOON", 1)
    ]  # fmt: skip
    assert rows(books, "SELECT parcel_id FROM outbox ORDER BY 1") == [(1,), (2,)]
    assert rows(books, "SELECT sum(units) FROM stock_movements") == [(-4,)]
    with books.reading() as connection:
        assert sessions.chain(connection, 1)[0]
