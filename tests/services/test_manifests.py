"""The end of a day: sums that balance, and manifests that neither lose nor double a parcel."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fbm_desk.domain.errors import Invalid
from fbm_desk.domain.orders import AmazonStatus, OrderId, Sku
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.stages import ParcelState
from fbm_desk.printing.documents import Manifest
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.confirmations import export_confirmations
from fbm_desk.services.manifests import carriers, make_manifest, preview_manifest
from fbm_desk.services.today_view import CarrierDay
from fbm_desk.store import articles, parcels
from fbm_desk.store.articles import Article
from tests.services.clock import Clock
from tests.services.warehouse import FakeSeller, Warehouse, line, order, order_id, tracking

LISBON = ZoneInfo("Europe/Lisbon")
DAY = date(2026, 4, 23)
KESTREL = "Kestrel Parcel"


def make(books: Books, carrier: str = KESTREL, on: date = DAY) -> Manifest:
    manifest, pdf = make_manifest(books, carrier, on, LISBON, None, "Hearthline, Porto")
    assert pdf.startswith(b"%PDF-")
    return manifest


def listed(manifest: Manifest) -> list[str]:
    return [parcel.order_id for parcel in manifest.parcels]


def all_parcels(books: Books) -> list[parcels.ParcelRow]:
    far = timedelta(days=365)
    with books.reading() as connection:
        return parcels.closed_between(connection, books.now() - far, books.now() + far)


# --- the paper -----------------------------------------------------------------------------------


def test_a_manifest_lists_every_parcel_of_its_carrier(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    first, second = warehouse.packed([1, 2])
    warehouse.packed([3], carrier="Nordpost")
    clock.set(datetime(2026, 4, 23, 15, 20, tzinfo=LISBON))
    manifest = make(books)
    assert (manifest.number, manifest.carrier, manifest.on_date) == ("23-K1", KESTREL, DAY)
    assert (manifest.from_name, manifest.made_at_text) == ("Hearthline, Porto", "15:20")
    assert listed(manifest) == [first, second]
    assert manifest.parcels[0].tracking == tracking(first)
    assert (manifest.parcels[0].destination, manifest.parcels[0].weight_g) == ("Porto, PT", 430)
    states = {parcel.order_id: parcel.state for parcel in all_parcels(books)}
    assert states == {
        first: ParcelState.MANIFESTED,
        second: ParcelState.MANIFESTED,
        order_id(3): ParcelState.CLOSED,
    }


def test_making_it_again_gives_the_same_paper(books: Books, warehouse: Warehouse) -> None:
    warehouse.packed([1, 2])
    assert make(books) == make(books)


def test_parcels_packed_later_get_a_manifest_of_their_own(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.packed([1])
    first = make(books)
    warehouse.packed([2])
    second = make(books)
    assert (first.number, second.number) == ("23-K1", "23-K2")
    assert (listed(first), listed(second)) == ([order_id(1)], [order_id(2)])
    assert make(books) == second


def test_what_missed_the_van_goes_onto_the_next_days_manifest(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.packed([1])
    clock.move(days=1)
    warehouse.packed([2])
    manifest = make(books, on=DAY + timedelta(days=1))
    assert (manifest.number, listed(manifest)) == ("24-K1", [order_id(1), order_id(2)])


def test_what_was_packed_after_the_day_is_not_on_its_manifest(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.packed([1])
    clock.move(days=1)
    warehouse.packed([2])
    assert listed(make(books, on=DAY)) == [order_id(1)]


def test_a_month_later_the_number_is_another_one(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.packed([1])
    numbers = [make(books).number]
    clock.move(days=30)
    warehouse.packed([2])
    numbers.append(make(books, on=DAY + timedelta(days=30)).number)
    assert numbers == ["23-K1", "23-K2"]


@pytest.mark.parametrize(
    ("carrier", "number"), [("Éclair 24", "23-C1"), ("Пошта", "23-X1"), ("", "23-X1")]
)
def test_every_carrier_gets_a_number_that_can_be_scanned(
    books: Books, warehouse: Warehouse, carrier: str, number: str
) -> None:
    warehouse.packed([1], carrier=carrier)
    assert make(books, carrier).number == number


def test_a_parcel_without_a_number_is_listed_by_its_order(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(carrier=KESTREL), order_id(1), "MUG")
    (parcel,) = make(books).parcels
    assert (parcel.tracking, parcel.order_id) == ("", order_id(1))


def test_void_parcels_are_counted_and_not_listed(books: Books, warehouse: Warehouse) -> None:
    warehouse.packed([1, 2])
    with books.writing() as connection:
        parcels.void(connection, all_parcels(books)[0].id)
    manifest = make(books)
    assert (listed(manifest), manifest.void_count) == ([order_id(2)], 1)


def test_a_preview_writes_nothing_down(books: Books, warehouse: Warehouse) -> None:
    warehouse.packed([1, 2])
    seen, pdf = preview_manifest(books, KESTREL, DAY, LISBON, "Hearthline, Porto")
    assert pdf.startswith(b"%PDF-")
    assert {parcel.manifest_id for parcel in all_parcels(books)} == {None}
    assert make(books) == seen
    again, _ = preview_manifest(books, KESTREL, DAY, LISBON, "Hearthline, Porto")
    assert again == seen


def test_a_carrier_without_parcels_gets_no_manifest(books: Books, warehouse: Warehouse) -> None:
    warehouse.packed([1])
    with pytest.raises(Invalid, match="no_parcels"):
        make(books, "Nordpost")
    empty, _ = preview_manifest(books, "Nordpost", DAY, LISBON, "Hearthline, Porto")
    assert empty.parcels == ()


def test_hundreds_of_parcels_fit(books: Books, warehouse: Warehouse) -> None:
    ids: list[OrderId] = warehouse.packed(range(1, 60))
    assert listed(make(books)) == ids


# --- the sums ------------------------------------------------------------------------------------


def day(books: Books, on: date = DAY) -> dict[str, CarrierDay]:
    return {one.carrier: one for one in carriers(books, on, LISBON)}


def test_a_day_that_balances(books: Books, warehouse: Warehouse, tmp_path: Path) -> None:
    warehouse.packed([1, 2])
    warehouse.packed([3], carrier="Nordpost")
    assert day(books) == {
        KESTREL: CarrierDay(KESTREL, 2, 2, 0, 0, 0, 860),
        "Nordpost": CarrierDay("Nordpost", 1, 1, 0, 0, 0, 430),
    }
    make(books)
    export_confirmations(books, tmp_path / "told.txt")
    assert day(books)[KESTREL] == CarrierDay(KESTREL, 2, 2, 2, 2, 0, 860)
    assert list(day(books)) == [KESTREL, "Nordpost"]


def test_a_labelled_box_that_is_not_closed_is_missing_from_packed(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    warehouse.pack(desk, order_id(1), "MUG")
    assert day(books)[KESTREL] == CarrierDay(KESTREL, 1, 0, 0, 0, 0, 0)
    desk.scan(tracking(order_id(1)))
    assert day(books)[KESTREL] == CarrierDay(KESTREL, 1, 1, 1, 0, 0, 430)


def test_a_label_given_back_is_settled(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    warehouse.pack(desk, order_id(1), "MUG")
    order_service.take_in(books, [order(1, status=AmazonStatus.CANCELLED)])
    desk.refresh()
    desk.scan("FINISH")
    assert day(books)[KESTREL] == CarrierDay(KESTREL, 1, 1, 1, 0, 1, 0)


def test_a_parcel_that_missed_the_van_belongs_to_both_days(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.packed([1])
    clock.move(days=1)
    tomorrow = DAY + timedelta(days=1)
    assert day(books, tomorrow)[KESTREL].packed == 1
    make(books, on=tomorrow)
    assert day(books, DAY)[KESTREL].manifested == 1
    assert day(books, tomorrow)[KESTREL].manifested == 1
    assert day(books, tomorrow + timedelta(days=1)) == {}


def test_a_parcel_without_a_carrier_has_a_line_too(books: Books, warehouse: Warehouse) -> None:
    warehouse.packed([1], carrier="")
    (name,) = day(books)
    assert (name, day(books)[name].named) == ("Your carrier", False)
    assert make(books, name).carrier == ""
    assert day(books)[name].manifested == 1


def test_a_weight_that_is_not_known_is_counted_apart(books: Books, warehouse: Warehouse) -> None:
    with books.writing() as connection:
        articles.save(connection, [Article(Sku("NEW"), "Not weighed yet")], [])
    warehouse.take_in(order(1, line("NEW")), order(2))
    desk = warehouse.desk(carrier=KESTREL)
    warehouse.pack(desk, order_id(1), "NEW")
    warehouse.pack(desk, order_id(2), "MUG")
    assert day(books)[KESTREL] == CarrierDay(KESTREL, 2, 2, 0, 0, 0, 430, unweighed=1)


def test_parcels_taken_over_by_a_bought_label_keep_its_carrier(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1), order(2))
    bought = warehouse.desk("Bench 1", seller=FakeSeller("ZPL"))
    warehouse.pack(bought, order_id(1), "MUG", tracking(order_id(1)))
    own = warehouse.desk("Bench 2", label_source=LabelSource.SCANNED, carrier="Nordpost")
    warehouse.pack(own, order_id(2), "MUG", tracking(order_id(2)))
    assert [(one.carrier, one.packed) for one in day(books).values()] == [
        (KESTREL, 1),
        ("Nordpost", 1),
    ]
