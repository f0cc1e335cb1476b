"""The supervisor's table: which orders are on it, what a row says, what a search finds."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fbm_desk.domain.orders import AmazonStatus, OrderId, Sku
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.stages import Stage
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.confirmations import export_confirmations
from fbm_desk.services.today import counts, search, today
from fbm_desk.services.today_view import TodayRow
from fbm_desk.store import articles, privacy
from fbm_desk.store.articles import Article
from tests.services.clock import Clock
from tests.services.warehouse import (
    SHIP_BY,
    FakeSeller,
    Warehouse,
    line,
    order,
    order_id,
    tracking,
)

LISBON = ZoneInfo("Europe/Lisbon")
DAY = date(2026, 4, 23)


def rows(books: Books, on: date = DAY) -> dict[OrderId, TodayRow]:
    return {row.order_id: row for row in today(books, on, LISBON).rows}


def found(books: Books, text: str) -> list[OrderId]:
    return [row.order_id for row in search(books, text).rows]


# --- which orders --------------------------------------------------------------------------------


def test_orders_due_by_the_end_of_tomorrow_and_at_an_unknown_time_are_there(
    books: Books, warehouse: Warehouse
) -> None:
    day = timedelta(days=1)
    warehouse.take_in(
        order(1, ship_by=SHIP_BY - 3 * day),
        order(2, ship_by=SHIP_BY),
        order(3, ship_by=SHIP_BY + day),
        order(4, ship_by=SHIP_BY + 2 * day),
        order(5, ship_by=None),
        order(6, status=AmazonStatus.PENDING),
    )
    assert list(rows(books)) == [order_id(1), order_id(2), order_id(3), order_id(5)]


def test_of_a_large_day_the_most_urgent_orders_can_be_read_alone(
    books: Books, warehouse: Warehouse
) -> None:
    hour = timedelta(hours=1)
    warehouse.take_in(*(order(n, ship_by=SHIP_BY - n * hour) for n in range(1, 6)))
    warehouse.take_in(order(6, ship_by=None))
    whole = today(books, DAY, LISBON)
    first = today(books, DAY, LISBON, most=2)
    assert [row.order_id for row in first.rows] == [order_id(5), order_id(4)]
    assert first.rows == whole.rows[:2]
    assert (whole.whole, first.whole) == (True, False)
    assert today(books, DAY, LISBON, most=6) == whole


def test_a_day_is_counted_without_reading_its_rows(books: Books, warehouse: Warehouse) -> None:
    warehouse.packed([1, 2])
    warehouse.take_in(order(3), order(4))
    counted = counts(books, DAY, LISBON)
    whole = today(books, DAY, LISBON)
    assert counted.rows == ()
    assert counted.counts == whole.counts
    assert (counted.parcels, counted.not_told) == (whole.parcels, whole.not_told)


def test_a_day_begins_and_ends_where_the_warehouse_stands(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    clock.set(SHIP_BY.replace(day=22, hour=23, minute=30))  # 00:30 of the 23rd in Lisbon
    warehouse.packed([1])
    assert order_id(1) in rows(books, DAY)
    assert order_id(1) not in rows(books, DAY - timedelta(days=1))


def test_what_was_packed_today_stays_whenever_it_was_due(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    late = SHIP_BY + timedelta(days=9)
    desk = warehouse.desk(label_source=LabelSource.SCANNED)
    warehouse.take_in(order(1, ship_by=late), order(2, ship_by=late))
    warehouse.pack(desk, order_id(1), "MUG", tracking(order_id(1)))
    assert list(rows(books)) == [order_id(1)]
    clock.move(days=1)
    assert list(rows(books, DAY + timedelta(days=1))) == []


def test_a_cancelled_order_is_there_on_the_day_it_was_cancelled(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.take_in(order(1))
    clock.move(days=1)
    order_service.take_in(books, [order(1, status=AmazonStatus.CANCELLED)])
    assert rows(books, DAY + timedelta(days=1))[order_id(1)].stage is Stage.CANCELLED
    assert rows(books, DAY + timedelta(days=2)) == {}


def test_what_is_held_stays_until_it_is_settled(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.take_in(order(1, ship_by=SHIP_BY + timedelta(days=30)))
    warehouse.pack(warehouse.desk(), order_id(1), "HOLD", "DAMAGED")
    clock.move(days=3)
    row = rows(books, DAY + timedelta(days=3))[order_id(1)]
    assert (row.stage, row.reason, row.packer) == (Stage.HELD, "DAMAGED", "Mara")


# --- what stands in a row ------------------------------------------------------------------------


def test_an_order_on_the_bench_says_who_packs_it_where_and_how_far(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(7, line("MUG", 3), line("SPOON")))
    warehouse.pack(warehouse.desk("Bench 4"), order_id(7), "MUG", "MUG")
    row = rows(books)[order_id(7)]
    assert (row.stage, row.units, row.packed) == (Stage.ON_BENCH, 4, 2)
    assert (row.packer, row.bench) == ("Mara", "Bench 4")
    assert (row.buyer, row.city, row.country) == ("Buyer 7", "Porto", "PT")
    assert (row.tracking, row.weight_g, row.parcels) == ("", 0, 0)


def test_a_box_with_its_label_not_yet_scanned_is_labelled(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    warehouse.pack(desk, order_id(1), "MUG")
    assert rows(books)[order_id(1)].stage is Stage.LABELLED
    desk.scan(tracking(order_id(1)))
    row = rows(books)[order_id(1)]
    assert (row.stage, row.tracking) == (Stage.PACKED, tracking(order_id(1)))
    assert (row.carrier, row.weight_g, row.parcels) == ("Kestrel Parcel", 430, 1)
    assert (row.packer, row.bench) == ("Mara", "Bench 1")


def test_an_order_of_two_parcels_weighs_what_both_weigh(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("MUG"), line("SPOON")))
    desk = warehouse.desk(label_source=LabelSource.SCANNED)
    warehouse.pack(desk, order_id(1), "MUG", "PARCEL", "SPOON", "KP000000000001PT")
    assert rows(books)[order_id(1)].weight_g == 310 + 120
    desk.scan("KP000000000002PT")
    row = rows(books)[order_id(1)]
    assert (row.tracking, row.parcels) == ("KP000000000002PT", 2)
    assert row.weight_g == (310 + 120) + (40 + 120)


def test_a_box_without_its_label_says_why(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(seller=FakeSeller(refuse="no_service")), order_id(1), "MUG")
    assert rows(books)[order_id(1)].reason == "no_service"


def test_units_of_a_packed_order_stay_when_amazon_counts_them_as_shipped(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.packed([1])
    shipped = order(1, line("MUG", 1, shipped=1), status=AmazonStatus.SHIPPED)
    order_service.take_in(books, [shipped])
    assert rows(books)[order_id(1)].units == 1


def test_a_held_box_shows_its_units_its_label_and_why(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    warehouse.pack(desk, order_id(1), "MUG", "HOLD", "SHORT")
    # Amazon counts what has its label as shipped.
    shipped = order(1, line("MUG", 1, shipped=1), status=AmazonStatus.SHIPPED)
    order_service.take_in(books, [shipped])
    row = rows(books)[order_id(1)]
    assert (row.stage, row.reason, row.units, row.packed) == (Stage.HELD, "SHORT", 1, 1)
    assert (row.tracking, row.carrier) == (tracking(order_id(1)), "Kestrel Parcel")
    assert found(books, tracking(order_id(1))) == [order_id(1)]


def test_a_box_put_down_with_its_label_shows_it(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    warehouse.pack(warehouse.desk(seller=FakeSeller("ZPL")), order_id(1), "MUG", "LATER")
    row = rows(books)[order_id(1)]
    assert (row.stage, row.units, row.tracking) == (Stage.WAITING, 1, tracking(order_id(1)))


def test_a_kit_counts_with_the_units_that_are_put_in(books: Books, warehouse: Warehouse) -> None:
    with books.writing() as connection:
        parts = [(Sku("SET"), Sku("MUG"), 2), (Sku("SET"), Sku("SPOON"), 1)]
        articles.save(connection, [Article(Sku("SET"), "Set")], [], parts)
    warehouse.take_in(order(1, line("SET", 2), line("LAMP")))
    assert rows(books)[order_id(1)].units == 7
    taken = warehouse.desk().scan(order_id(1))
    assert taken.wanted == 7


def test_what_only_stands_in_a_file_is_told_apart_until_amazon_shows_it(
    books: Books, warehouse: Warehouse, tmp_path: Path
) -> None:
    warehouse.packed([1])
    assert rows(books)[order_id(1)].by_file is False
    export_confirmations(books, tmp_path / "told.txt")
    row = rows(books)[order_id(1)]
    assert (row.stage, row.by_file) == (Stage.CONFIRMED, True)
    shipped = order(1, line("MUG", 1, shipped=1), status=AmazonStatus.SHIPPED)
    order_service.take_in(books, [shipped])
    assert rows(books)[order_id(1)].by_file is False


def test_a_row_brings_all_that_finds_it(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(2, line("CAMERA"), line("MUG")))
    desk = warehouse.desk(label_source=LabelSource.SCANNED)
    warehouse.pack(desk, order_id(2), "CAMERA", "SN-4711", "MUG", tracking(order_id(2)))
    row = rows(books)[order_id(2)]
    assert set(row.found_by.split()) == {"4000-002", "CAMERA", "MUG", "SN-4711"}
    assert "4000-002" not in repr(row)


def test_counts_parcels_and_what_amazon_does_not_know(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    begun = clock.move(minutes=1)
    warehouse.packed([1, 2])
    warehouse.take_in(order(3), order(4), order(5))
    view = today(books, DAY, LISBON)
    assert view.counts == {Stage.PACKED: 2, Stage.WAITING: 3}
    assert (view.parcels, view.not_told, view.oldest_not_told_at) == (2, 2, begun)


def test_a_buyer_whose_data_was_deleted_has_no_name(
    books: Books, warehouse: Warehouse, clock: Clock
) -> None:
    warehouse.take_in(order(1))
    clock.move(days=90)
    with books.writing() as connection:
        assert privacy.purge(connection, clock()) == 1
    assert rows(books, clock().date())[order_id(1)].buyer == ""


# --- search --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        order_id(2),
        order_id(2).replace("-", ""),
        "0000002-88",
        tracking(order_id(2)),
        f" {tracking(order_id(2)).lower()} ",
        "4000-002",
        "4000 -002",
        "SN-4711",
    ],
)
def test_one_order_is_found_by_what_stands_on_it(
    books: Books, warehouse: Warehouse, text: str
) -> None:
    warehouse.packed([1, 3])
    warehouse.take_in(order(2, line("CAMERA")))
    desk = warehouse.desk(label_source=LabelSource.SCANNED)
    warehouse.pack(desk, order_id(2), "CAMERA", "SN-4711", tracking(order_id(2)))
    assert found(books, text) == [order_id(2)]


@pytest.mark.parametrize("text", ["LAMP", "lamp", "LAMP-EAN"])
def test_orders_are_found_by_an_article_the_latest_ship_by_first(
    books: Books, warehouse: Warehouse, text: str
) -> None:
    warehouse.take_in(
        order(1, line("LAMP")), order(2, line("MUG")),
        order(3, line("LAMP"), ship_by=SHIP_BY + timedelta(days=40)),
    )  # fmt: skip
    assert found(books, text) == [order_id(3), order_id(1)]


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "nothing has this", "-", "305"])
def test_what_fits_nothing_finds_nothing(books: Books, warehouse: Warehouse, text: str) -> None:
    warehouse.packed([1])
    assert found(books, text) == []


def test_an_order_amazon_holds_back_is_found_all_the_same(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1, status=AmazonStatus.PENDING))
    assert found(books, order_id(1)) == [order_id(1)]
