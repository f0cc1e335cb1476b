"""Units that break at the bench: they leave their lots, come back to them, and stay broken."""

from __future__ import annotations

import pytest

from fbm_desk.domain.orders import AmazonStatus, Sku
from fbm_desk.domain.session import LabelSource
from fbm_desk.services import interceptions
from fbm_desk.services.books import Books
from fbm_desk.services.office_view import Outcome
from fbm_desk.services.packing import Desk
from fbm_desk.store import articles, people
from fbm_desk.store.articles import Article, Barcode, Lot
from tests.services.rows import rows
from tests.services.transcripts import SINA, answers, with_supervisor
from tests.services.warehouse import Warehouse, line, order, order_id

ONE, TWO, LABEL = order_id(1), order_id(2), "KP0000001111PT"
HONEY, CLOCK = Sku("HONEY"), Sku("CLOCK")
OF_LOT = "(01)04006381333948(10)L-7"
OF_SERIAL = "(01)04006381333955(21)C-1"


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    """Nine jars of honey of one lot, and a clock whose barcode says its serial number."""
    with_supervisor(warehouse)
    with warehouse.books.writing() as connection:
        articles.save(
            connection,
            [Article(HONEY, "Honey", proof="lot"), Article(CLOCK, "Clock", proof="serial")],
            [Barcode("4006381333948", HONEY, "gtin"), Barcode("4006381333955", CLOCK, "gtin")],
            in_lots=[Lot(HONEY, "L-7", None, 9)],
        )
    return warehouse.desk(label_source=LabelSource.SCANNED)


def on_hand(books: Books) -> int:
    ((units,),) = rows(books, "SELECT on_hand FROM lots")
    return int(units)


# --- lots ----------------------------------------------------------------------------------------


def test_a_jar_that_breaks_in_its_box_leaves_its_lot(
    desk: Desk, warehouse: Warehouse, books: Books
) -> None:
    warehouse.take_in(order(1, line("HONEY", 3)))
    assert answers(desk, ONE, OF_LOT, "BROKEN", OF_LOT, "2")[-1] == "damaged"
    assert on_hand(books) == 8
    assert answers(desk, "UNDO") == ["undone:damaged"]
    assert on_hand(books) == 9


@pytest.mark.parametrize("first", [(), (OF_LOT,)])
def test_a_jar_that_breaks_in_hand_leaves_the_lot_it_names(
    desk: Desk, warehouse: Warehouse, books: Books, first: tuple[str, ...]
) -> None:
    """Asked where it lay, where another one lies in a box already."""
    warehouse.take_in(order(1, line("HONEY", 3)))
    where = ("1",) if first else ()
    assert answers(desk, ONE, *first, "BROKEN", OF_LOT, *where)[-1] == "damaged"
    assert on_hand(books) == 8
    assert answers(desk, "UNDO") == ["undone:damaged"]
    assert on_hand(books) == 9


def test_a_jar_that_breaks_and_names_no_lot_leaves_none(
    desk: Desk, warehouse: Warehouse, books: Books
) -> None:
    warehouse.take_in(order(1, line("HONEY", 3)))
    assert answers(desk, ONE, "BROKEN", "HONEY")[-1] == "damaged"
    assert on_hand(books) == 9


def test_a_parcel_taken_out_gives_its_lots_back(
    desk: Desk, warehouse: Warehouse, books: Books
) -> None:
    warehouse.take_in(order(1, line("HONEY", 2)))
    assert answers(desk, ONE, OF_LOT, OF_LOT, LABEL)[-1] == "parcel_closed"
    assert on_hand(books) == 7
    warehouse.take_in(order(1, line("HONEY", 2), status=AmazonStatus.CANCELLED))
    (one,) = interceptions.open_ones(books)
    with books.reading() as connection:
        sina = next(each.id for each in people.everybody(connection) if each.name == "Sina")
    interceptions.settle(books, one.id, Outcome.TAKEN_OUT, sina)
    assert on_hand(books) == 9


# --- serial numbers ------------------------------------------------------------------------------


def test_a_unit_that_broke_does_not_count_again(desk: Desk, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("CAMERA", 2)))
    said = answers(desk, ONE, "CAMERA", "SN1", "BROKEN", "SN1", "CAMERA", "sn1")
    assert said[-3:] == ["damaged", "serial_wanted", "same_serial"]
    assert answers(desk, "UNDO", "CAMERA", "SN2") == [
        "undone:damaged", "serial_wanted", "order_complete"
    ]  # fmt: skip


def test_a_unit_that_broke_in_hand_does_not_count(desk: Desk, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("CLOCK", 2)))
    assert answers(desk, ONE, "BROKEN", OF_SERIAL, OF_SERIAL)[-2:] == ["damaged", "same_serial"]
    assert answers(desk, "UNDO", OF_SERIAL) == ["undone:damaged", "counted"]


def test_another_bench_does_not_take_it_either(desk: Desk, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("CAMERA", 2)), order(2, line("CAMERA")))
    other = warehouse.desk("Bench 2", label_source=LabelSource.SCANNED)
    answers(desk, ONE, "CAMERA", "SN1", "BROKEN", "SN1")
    assert answers(other, TWO, "CAMERA", "SN1")[-1] == "same_serial"
    assert answers(desk, "CAMERA", "SN2", "CANCEL", SINA, "SHORT", "FINISH")[-1] == "taken_out"
    assert answers(other, "CAMERA", "SN1")[-1] == "same_serial"
    assert answers(other, "CAMERA", "SN2")[-1] == "order_complete"


# --- Transparency codes --------------------------------------------------------------------------

A_CODE = "AZ:ABCDEFGHJKLMNP23456789ABCD"
IN_ONE = "(01)04006381333962(21)NOW2XYZ234XYZ234XYZ2"
LENS = Sku("LENS")


@pytest.fixture
def lenses(desk: Desk, warehouse: Warehouse) -> Desk:
    """A bench with an order of two lenses, each with a Transparency code."""
    with warehouse.books.writing() as connection:
        lens = Article(LENS, "Lens", transparency=True)
        articles.save(connection, [lens], [Barcode("4006381333962", LENS, "gtin")])
    warehouse.take_in(order(1, line("LENS", 2)), order(2, line("LENS")))
    desk.scan(ONE)
    return desk


def test_the_code_of_a_unit_that_broke_in_its_box_stays_its_own(lenses: Desk) -> None:
    said = answers(lenses, "LENS", A_CODE, "BROKEN", A_CODE, "LENS", A_CODE)
    assert said[-3:] == ["damaged", "transparency_wanted", "same_transparency"]
    assert answers(lenses, "UNDO") == ["undone:damaged"]  # it is not broken after all


@pytest.mark.parametrize("taken_out", [False, True])
def test_the_code_of_a_unit_that_broke_in_hand_is_used_up_everywhere(
    lenses: Desk, warehouse: Warehouse, taken_out: bool
) -> None:
    assert answers(lenses, "BROKEN", IN_ONE, IN_ONE)[-2:] == ["damaged", "same_serial"]
    if taken_out:
        answers(lenses, "CANCEL", SINA, "SHORT", "FINISH")
    other = warehouse.desk("Bench 2", label_source=LabelSource.SCANNED)
    assert answers(other, TWO, IN_ONE)[-1] == "same_transparency"


def test_a_code_is_free_again_when_its_unit_is_not_broken_after_all(lenses: Desk) -> None:
    said = answers(lenses, "BROKEN", IN_ONE, "UNDO", IN_ONE)
    assert said[-2:] == ["undone:damaged", "counted"]
