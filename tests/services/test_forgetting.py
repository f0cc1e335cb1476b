"""What names a buyer goes 30 days after delivery, by itself; what happened stays known."""

from __future__ import annotations

from pathlib import Path

from fbm_desk import app
from fbm_desk.domain.session import LabelSource
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.forgetting import forget
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.sync import Sync
from fbm_desk.services.workshop import Workshop
from tests.services.clock import Clock
from tests.services.label_counter import LabelCounter, Tray
from tests.services.marketplace import FakeMarketplace
from tests.services.rows import rows, value
from tests.services.warehouse import BADGE, Warehouse, order, order_id

RULES = DeskRules(
    label_source=LabelSource.BOUGHT, label_printer="folder:/papers", slip_printer="folder:/papers"
)
KEPT = (
    "SELECT (SELECT COUNT(*) FROM order_private), (SELECT COUNT(*) FROM label_documents), "
    "(SELECT COUNT(*) FROM print_jobs WHERE bytes IS NOT NULL)"
)


def pack(books: Books, warehouse: Warehouse) -> None:
    shop = Workshop(books, RULES, Tray(), LabelDesk(books, LabelCounter()))
    desk = Desk(books, "Bench 1", RULES, shop)
    desk.scan(BADGE)
    warehouse.take_in(order(1))
    warehouse.pack(desk, order_id(1), "MUG")


def test_address_label_and_slip_go_when_their_time_is_over(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    pack(books, warehouse)
    clock.move(days=32)  # delivered at the latest after three days, kept for thirty more
    assert forget(books) == 0
    assert rows(books, KEPT) == [(1, 1, 2)]
    clock.move(days=3)
    assert forget(books) == 1
    assert rows(books, KEPT) == [(0, 0, 0)]
    assert forget(books) == 0
    assert value(books, "SELECT COUNT(*) FROM order_lines") == 1
    assert value(books, "SELECT tracking FROM label_purchases")


def test_the_talk_with_amazon_forgets_too(books: Books, warehouse: Warehouse, clock: Clock) -> None:
    pack(books, warehouse)
    clock.move(days=40)
    Sync(books, FakeMarketplace(), who="this one").turn()
    assert rows(books, KEPT) == [(0, 0, 0)]


def test_whoever_opens_the_books_forgets(tmp_path: Path) -> None:
    house = app.open_house(tmp_path, environment={})
    Warehouse(house.books).take_in(order(1))
    rows(house.books, "UPDATE order_private SET keep_until = 1")
    house.close()
    again = app.open_house(tmp_path, environment={})
    assert value(again.books, "SELECT COUNT(*) FROM order_private") == 0
    again.close()
