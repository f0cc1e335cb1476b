"""The office on a shared server: the same day, the same answers as on the bench's own file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.stages import Stage
from fbm_desk.services.books import Books
from fbm_desk.services.confirmations import tell
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.office import Office
from fbm_desk.store import database, migrate
from fbm_desk.store.sealed import Seal
from tests.services.clock import Clock
from tests.services.marketplace import FakeMarketplace
from tests.services.warehouse import FakeSeller, Warehouse, line, order, order_id, tracking

LISBON = ZoneInfo("Europe/Lisbon")
DAY = date(2026, 4, 23)


@pytest.fixture
def books(postgres_url: str, clock: Clock) -> Iterator[Books]:
    engine = database.open_database(postgres_url)
    migrate.upgrade(engine)
    yield Books(engine, Seal(b"k" * 32), clock)
    engine.dispose()


def test_a_day_on_a_shared_server(
    books: Books, warehouse: Warehouse, clock: Clock, tmp_path: Path
) -> None:
    warehouse.packed([1, 2])
    warehouse.take_in(order(3, line("CAMERA")), order(4), order(5, ship_by=None))
    bought = warehouse.desk("Bench 2", seller=FakeSeller("ZPL"))
    warehouse.pack(bought, order_id(4), "LAMP", "MUG", tracking(order_id(4)))
    own = warehouse.desk("Bench 3", label_source=LabelSource.SCANNED)
    warehouse.pack(own, order_id(3), "CAMERA", "SN-4711")
    office = Office(books, DeskRules(shop_name="Hearthline"), zone=LISBON)

    counts = office.today(DAY).counts
    assert counts == {Stage.PACKED: 3, Stage.ON_BENCH: 1, Stage.WAITING: 1}
    assert [row.order_id for row in office.search("lamp").rows] == []
    assert [row.order_id for row in office.search("4000-004").rows] == [order_id(4)]
    assert [row.order_id for row in office.search(tracking(order_id(2))).rows] == [order_id(2)]
    assert len(office.search("MUG").rows) == 4

    (kestrel,) = office.carriers(DAY)
    assert (kestrel.bought, kestrel.packed, kestrel.confirmed) == (3, 3, 1)
    assert office.print_manifest(kestrel.carrier, DAY, tmp_path / "paper.pdf")[:5] == b"%PDF-"
    assert office.carriers(DAY)[0].manifested == 3

    assert tell(books, FakeMarketplace(), limit=1).sent == 1
    assert office.export_confirmations(tmp_path / "told.txt") == 1
    assert office.status() == ()
    amazon = FakeMarketplace()
    for number in (1, 4):
        amazon.show(order_id(number), tracking(order_id(number)))
    clock.move(minutes=1)
    assert tell(books, amazon).verified == 2
    assert office.today(DAY).counts[Stage.CONFIRMED] == 3

    view = office.dossier(order_id(4))
    assert (view.chain_intact, view.stage) == (True, Stage.CONFIRMED)
    assert "Refused: wrong item" in [step.words for step in view.steps]
    assert dict(view.facts)["Manifest"] == "23-K1"
