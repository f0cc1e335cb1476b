"""Done, in one transaction: parcel, units, stock, Amazon's news, stage and claim, or none of it."""

from __future__ import annotations

import pytest

from fbm_desk.domain.orders import Duty, OrderId, Sku
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services.books import Books
from fbm_desk.services.packing import Desk
from fbm_desk.store import articles
from fbm_desk.store.articles import Article, Barcode
from tests.services.clock import Clock
from tests.services.rows import rows, value
from tests.services.warehouse import SHIP_BY, FakeSeller, Warehouse, line, order, order_id, tracking

V = VerdictCode
ONE = order_id(1)


def codes(desk: Desk, *scans: str) -> list[VerdictCode]:
    return [desk.scan(text).code for text in scans]


@pytest.fixture
def stocked(warehouse: Warehouse, books: Books) -> Warehouse:
    """The shop with ten mugs, a kit of two mugs and a spoon, and tea that shows its lot."""
    fresh = [
        Article(Sku("MUG"), "Mug, 350 ml", "Mug", weight_g=310, place="A-1"),
        Article(Sku("BREAKFAST"), "Breakfast set"),
        Article(Sku("TEA"), "Tea", weight_g=100, proof="lot"),
    ]
    with books.writing() as connection:
        articles.save(
            connection,
            fresh,
            [
                Barcode("4006381333931", Sku("MUG"), "gtin"),
                Barcode("036000291452", Sku("TEA"), "gtin"),
            ],
            [(Sku("BREAKFAST"), Sku("MUG"), 2), (Sku("BREAKFAST"), Sku("SPOON"), 1)],
            [(Sku("MUG"), 10)],
        )  # fmt: skip
    return warehouse


def nothing_is_left_undone(books: Books) -> None:
    """What must hold after every closed parcel."""
    assert value(books, "SELECT stage FROM orders") == "packed"
    assert rows(books, "SELECT open, state FROM pack_sessions") == [(0, "done")]
    assert value(books, "SELECT session_id FROM benches") is None
    assert value(books, "SELECT count(*) FROM parcels") == 1
    assert value(books, "SELECT count(*) FROM outbox") == 1


# --- the parcel ----------------------------------------------------------------------------------


def test_without_labels_the_last_unit_closes_the_parcel(
    stocked: Warehouse, books: Books, clock: Clock
) -> None:
    stocked.take_in(order(1, line("MUG", 2), line("SPOON")))
    desk = stocked.desk(carrier="Kestrel Parcel")
    assert codes(desk, ONE, "MUG", "MUG", "SPOON")[-1] is V.ORDER_COMPLETE
    nothing_is_left_undone(books)
    at = int(clock().timestamp() * 1000)
    assert rows(
        books,
        "SELECT order_id, number, state, carrier, tracking, tracking_key, weight_g, told_by,"
        " user_id, bench_id, closed_at FROM parcels",
    ) == [(ONE, 1, "closed", "Kestrel Parcel", "", None, 780, "", 1, 1, at)]
    assert rows(books, "SELECT line_id, sku, units, serial, lot FROM parcel_units") == [
        ("line-MUG", "MUG", 2, "", ""), ("line-SPOON", "SPOON", 1, "", ""),
    ]  # fmt: skip
    assert rows(books, "SELECT sku, units, reason, order_id FROM stock_movements") == [
        ("MUG", -2, "packed", ONE), ("SPOON", -1, "packed", ONE),
    ]  # fmt: skip
    assert rows(books, "SELECT sku, on_hand FROM stock_levels") == [("MUG", 8)]
    due = int(SHIP_BY.timestamp() * 1000)
    assert rows(books, "SELECT kind, package_reference, state, due_at FROM outbox") == [
        ("confirm_shipment", 1, "waiting", due)
    ]
    assert value(books, "SELECT expires_at FROM claims") == at


def test_with_the_carriers_own_label_its_number_closes_the_parcel(
    stocked: Warehouse, books: Books
) -> None:
    stocked.take_in(order(1))
    desk = stocked.desk(label_source=LabelSource.SCANNED)
    assert codes(desk, ONE, "MUG", "MUG", "NO", "KP 4881-2007 31") == [
        V.TAKEN, V.ORDER_COMPLETE, V.NOT_NOW, V.TRACKING_WANTED, V.PARCEL_CLOSED,
    ]  # fmt: skip
    nothing_is_left_undone(books)
    assert value(books, "SELECT tracking_key FROM parcels") == "KP4881200731"


def test_with_a_bought_label_its_own_scan_closes_the_parcel_and_amazon_knows(
    stocked: Warehouse, books: Books
) -> None:
    stocked.take_in(order(1))
    desk = stocked.desk(seller=FakeSeller("ZPL"))
    assert codes(desk, ONE, "MUG", tracking(order_id(99)), tracking(ONE)) == [
        V.TAKEN, V.ORDER_COMPLETE, V.WRONG_LABEL, V.PARCEL_CLOSED,
    ]  # fmt: skip
    nothing_is_left_undone(books)
    assert rows(
        books, "SELECT carrier, service, tracking, price_minor, currency, told_by FROM parcels"
    ) == [("Kestrel Parcel", "48H", tracking(ONE), 780, "EUR", "amazon")]
    assert value(books, "SELECT state FROM outbox") == "sent"


def test_where_the_label_need_not_be_scanned_it_closes_the_parcel_when_it_comes(
    stocked: Warehouse, books: Books
) -> None:
    stocked.take_in(order(1))
    desk = stocked.desk(seller=FakeSeller("ZPL"), label_scan=False)
    codes(desk, ONE, "MUG")
    assert desk.bench is None
    nothing_is_left_undone(books)


def test_an_order_amazon_confirms_itself_is_not_told_again(
    stocked: Warehouse, books: Books
) -> None:
    stocked.take_in(order(1, duties=frozenset({Duty.SHIP_PLUS})))
    codes(stocked.desk(), ONE, "MUG")
    assert value(books, "SELECT told_by FROM parcels") == "amazon"


def test_a_closed_order_cannot_be_packed_again(stocked: Warehouse) -> None:
    stocked.take_in(order(1))
    desk = stocked.desk()
    assert codes(desk, ONE, "MUG", ONE, "MUG", "NEXT") == [
        V.TAKEN, V.ORDER_COMPLETE, V.ORDER_CLOSED, V.NOT_NEEDED, V.NOTHING_TO_DO,
    ]  # fmt: skip


# --- tracking numbers ----------------------------------------------------------------------------


def test_a_tracking_number_belongs_to_one_parcel_only(stocked: Warehouse, books: Books) -> None:
    stocked.take_in(order(1), order(2))
    desk = stocked.desk(label_source=LabelSource.SCANNED)
    codes(desk, ONE, "MUG", "KP4881200731", order_id(2), "MUG")
    assert codes(desk, "kp-4881 200731", "KP4881200732") == [V.LABEL_ALREADY_USED, V.PARCEL_CLOSED]
    assert value(books, "SELECT count(*) FROM parcels") == 2


def test_a_bought_label_with_the_number_of_another_parcel_closes_nothing(
    stocked: Warehouse, books: Books
) -> None:
    stocked.take_in(order(1), order(2))
    own = stocked.desk("Bench 2", label_source=LabelSource.SCANNED)
    codes(own, order_id(2), "MUG", tracking(ONE))
    desk = stocked.desk(seller=FakeSeller("ZPL"))
    assert codes(desk, ONE, "MUG", tracking(ONE))[-1] is V.LABEL_ALREADY_USED
    assert desk.bench is not None
    assert value(books, "SELECT count(*) FROM parcels") == 1
    assert codes(desk, "HOLD", "SUPERVISOR") == [V.HOLD_ASKED, V.HELD]


def test_a_tracking_number_can_be_noted_after_the_parcel_was_closed(
    stocked: Warehouse, books: Books
) -> None:
    stocked.take_in(order(1), order(2))
    desk = stocked.desk()
    codes(desk, ONE, "MUG")
    noted = desk.scan("KP4881200731")
    assert (noted.code, noted.order_id) == (V.TRACKING_NOTED, ONE)
    assert value(books, "SELECT tracking FROM parcels") == "KP4881200731"
    assert desk.scan("KP4881200731").code is V.LABEL_ALREADY_USED
    codes(desk, order_id(2), "MUG")
    assert codes(desk, "KP4881200731", "KP4881200732") == [V.LABEL_ALREADY_USED, V.TRACKING_NOTED]


@pytest.mark.parametrize(
    "text",
    ["5901234123457", "]d2010950600013436910LOT77777", "BADGE-1234567", "B0ABCD1234", "X00ABC12DE"],
)
def test_what_is_no_carriers_never_becomes_the_parcels_number(
    stocked: Warehouse, books: Books, text: str
) -> None:
    stocked.take_in(order(1), order(2))
    desk = stocked.desk()  # any carrier's numbers are taken here
    codes(desk, ONE, "MUG")
    expected = V.NOT_AN_ITEM if text.startswith("BADGE") else V.UNKNOWN
    assert desk.scan(text).code is expected
    assert value(books, "SELECT tracking FROM parcels") == ""
    own = stocked.desk("Bench 2", label_source=LabelSource.SCANNED)
    codes(own, order_id(2), "MUG")
    assert own.scan(text).code is V.TRACKING_WANTED
    assert own.scan("KP4881200733").code is V.PARCEL_CLOSED


def test_a_number_scanned_after_the_next_order_was_begun_belongs_to_nobody(
    stocked: Warehouse,
) -> None:
    stocked.take_in(order(1), order(2))
    desk = stocked.desk()
    codes(desk, ONE, "MUG", order_id(2))
    assert desk.scan("KP4881200731").code is V.UNKNOWN
    desk.scan("LATER")
    assert desk.scan("KP4881200731").code is V.UNKNOWN


def test_a_letter_without_tracking_leaves_too(stocked: Warehouse, books: Books) -> None:
    stocked.take_in(order(1))
    desk = stocked.desk(label_source=LabelSource.SCANNED)
    assert codes(desk, ONE, "MUG", "FINISH")[-1] is V.PARCEL_CLOSED
    nothing_is_left_undone(books)
    assert desk.scan("KP4881200731").code is V.TRACKING_NOTED


# --- what a unit must show -----------------------------------------------------------------------


def test_a_kit_is_packed_by_its_parts_or_its_own_code_and_told_as_ordered(
    stocked: Warehouse, books: Books
) -> None:
    stocked.take_in(order(1, line("BREAKFAST", 2)))
    desk = stocked.desk()
    assert codes(desk, ONE, "BREAKFAST", "MUG", "SPOON") == [
        V.TAKEN, V.COUNTED, V.COUNTED, V.COUNTED,
    ]  # fmt: skip
    assert value(books, "SELECT packed FROM order_lines") == 1  # whole kits
    assert codes(desk, "BREAKFAST", "4006381333931") == [V.ALREADY_ENOUGH, V.ORDER_COMPLETE]
    assert value(books, "SELECT packed FROM order_lines") == 2
    assert rows(books, "SELECT sku, sum(units) FROM parcel_units GROUP BY sku") == [
        ("MUG", 4), ("SPOON", 2),
    ]  # fmt: skip
    assert rows(books, "SELECT sku, units FROM stock_movements ORDER BY sku") == [
        ("MUG", -4), ("SPOON", -2),
    ]  # fmt: skip


def test_a_serial_number_leaves_the_house_once(stocked: Warehouse, books: Books) -> None:
    stocked.take_in(order(1, line("CAMERA")), order(2, line("CAMERA", 2)))
    desk = stocked.desk()
    assert codes(desk, ONE, "CAMERA", "SN-1") == [V.TAKEN, V.SERIAL_WANTED, V.ORDER_COMPLETE]
    assert codes(desk, order_id(2), "CAMERA", "SN-1", "CAMERA", "SN-2") == [
        V.TAKEN, V.SERIAL_WANTED, V.SAME_SERIAL, V.SERIAL_WANTED, V.COUNTED,
    ]  # fmt: skip
    assert codes(desk, "CAMERA", "SN-2", "CAMERA", "SN-3") == [
        V.SERIAL_WANTED, V.SAME_SERIAL, V.SERIAL_WANTED, V.ORDER_COMPLETE,
    ]  # fmt: skip
    assert rows(books, "SELECT parcel_id, units, serial FROM parcel_units ORDER BY serial") == [
        (1, 1, "SN-1"), (2, 1, "SN-2"), (2, 1, "SN-3"),
    ]  # fmt: skip


def test_a_lot_is_kept_with_its_units_and_an_expired_one_refused(
    stocked: Warehouse, books: Books
) -> None:
    stocked.take_in(order(1, line("TEA", 2)))
    desk = stocked.desk()
    assert codes(
        desk, ONE, "036000291452", "L-7",
        "(01)00036000291452(17)260422(10)OLD", "(01)00036000291452(17)260423(10)FRESH",
    ) == [V.TAKEN, V.LOT_WANTED, V.COUNTED, V.EXPIRED_LOT, V.ORDER_COMPLETE]  # fmt: skip
    assert rows(books, "SELECT units, lot FROM parcel_units ORDER BY lot") == [
        (1, "FRESH"), (1, "L-7"),
    ]  # fmt: skip


def test_a_line_partly_shipped_before_wants_the_rest_only(stocked: Warehouse, books: Books) -> None:
    stocked.take_in(order(1, line("MUG", 3, shipped=2), line("SPOON", 1, shipped=1)))
    taken = stocked.desk().scan(OrderId(ONE))
    assert (taken.wanted, value(books, "SELECT units FROM orders")) == (1, 1)
