"""What keeps a day from adding up: every box is named once, with what settles it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from fbm_desk.domain.answers import Refused
from fbm_desk.domain.orders import AmazonStatus
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.confirmations import export_confirmations, tell
from fbm_desk.services.manifests import carriers, make_manifest
from fbm_desk.services.orphans import orphans, untracked
from fbm_desk.services.today_view import Orphan, OrphanKind
from tests.services.marketplace import FakeMarketplace
from tests.services.warehouse import FakeSeller, Warehouse, order, order_id, tracking

LISBON = ZoneInfo("Europe/Lisbon")
DAY = date(2026, 4, 23)
ONE, TWO = order_id(1), order_id(2)


def named(books: Books, connected: bool = True) -> list[tuple[str, OrphanKind]]:
    return [(one.order_id, one.kind) for one in orphans(books, DAY, LISBON, connected)]


def only(books: Books, connected: bool = True) -> Orphan:
    (one,) = orphans(books, DAY, LISBON, connected)
    return one


def missing(books: Books) -> int:
    """How many boxes the sums lack."""
    return sum(one.bought - one.manifested - one.void for one in carriers(books, DAY, LISBON))


def test_a_held_box_with_its_label_is_told_once(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(seller=FakeSeller("ZPL")), ONE, "MUG", "HOLD", "SHORT")
    one = only(books)
    assert (one.order_id, one.kind, one.tracking) == (ONE, OrphanKind.HELD, tracking(ONE))
    assert one.words == "Its label is paid, the box is on hold: an item is short"
    assert one.action == f"At a bench scan order {ONE}, then the label on its box"
    assert missing(books) == 1


def test_a_box_goes_from_one_thing_missing_to_the_next_until_none_is(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    warehouse.pack(desk, ONE, "MUG")
    assert named(books) == [(ONE, OrphanKind.NOT_CLOSED)]
    desk.scan(tracking(ONE))
    assert named(books) == [(ONE, OrphanKind.NOT_ON_MANIFEST)]
    assert only(books).action == "Print the manifest of Kestrel Parcel"
    make_manifest(books, "Kestrel Parcel", DAY, LISBON, None, "")
    assert named(books) == []
    assert missing(books) == 0


def test_what_amazon_does_not_know_is_named_with_the_way_to_tell_it(
    books: Books, warehouse: Warehouse, tmp_path: Path
) -> None:
    warehouse.packed([1, 2])
    assert [kind for _, kind in named(books)] == [OrphanKind.NOT_ON_MANIFEST] * 2
    make_manifest(books, "Kestrel Parcel", DAY, LISBON, None, "")
    tell(books, FakeMarketplace(answers=[Refused("invalid", "No.")]), limit=1)
    assert named(books) == [(ONE, OrphanKind.REFUSED), (TWO, OrphanKind.NOT_TOLD)]
    assert "by itself" in orphans(books, DAY, LISBON)[1].action
    assert "confirmations file" in orphans(books, DAY, LISBON, connected=False)[1].action
    export_confirmations(books, tmp_path / "told.txt")
    assert named(books) == [(ONE, OrphanKind.REFUSED)]


def test_what_must_not_leave_is_told_once_and_first(books: Books, warehouse: Warehouse) -> None:
    warehouse.packed([1, 2])
    order_service.take_in(books, [order(2, status=AmazonStatus.CANCELLED)])
    assert named(books) == [(TWO, OrphanKind.MUST_NOT_LEAVE), (ONE, OrphanKind.NOT_ON_MANIFEST)]
    assert tracking(TWO) in orphans(books, DAY, LISBON)[0].action


def test_parcels_without_a_number_are_named(books: Books, warehouse: Warehouse) -> None:
    warehouse.packed([1])
    warehouse.take_in(order(2))
    warehouse.pack(warehouse.desk(), TWO, "MUG")
    assert untracked(books, DAY, LISBON) == (TWO,)
