"""The carrier's own label at the bench: its number is noted once, whatever stands around it."""

from __future__ import annotations

import pytest

from fbm_desk.domain.barcodes import read
from fbm_desk.domain.scan_source import ScanSource
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.teaching import refusal
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services.books import Books
from tests.services.rows import rows
from tests.services.warehouse import Warehouse, order, order_id

USPS = "9405511899223197428490"
ROUTED = f"42094107{USPS}"


def test_a_routed_label_is_the_same_label_as_its_plain_number(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1), order(2))
    desk = warehouse.desk(label_source=LabelSource.SCANNED)
    warehouse.pack(desk, order_id(1), "MUG")
    assert desk.scan(ROUTED).code is VerdictCode.PARCEL_CLOSED
    assert rows(books, "SELECT tracking FROM parcels") == [(USPS,)]
    warehouse.pack(desk, order_id(2), "MUG")
    assert desk.scan(USPS).code is VerdictCode.LABEL_ALREADY_USED
    assert desk.scan(ROUTED).code is VerdictCode.LABEL_ALREADY_USED


def test_a_number_noted_after_the_parcel_was_closed_has_no_routing_either(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk()
    warehouse.pack(desk, order_id(1), "MUG")
    assert desk.scan(ROUTED).code is VerdictCode.TRACKING_NOTED
    assert rows(books, "SELECT tracking FROM parcels") == [(USPS,)]


def test_a_misread_number_is_told_and_the_right_one_closes_the_parcel(
    books: Books, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(label_source=LabelSource.SCANNED, carrier="UPS")
    warehouse.pack(desk, order_id(1), "MUG")
    wrong = desk.scan("1Z999AA10123456785")
    assert (wrong.code, wrong.reason) == (VerdictCode.TRACKING_WANTED, "misread")
    assert desk.scan("1Z999AA10123456784").code is VerdictCode.PARCEL_CLOSED
    assert rows(books, "SELECT carrier, tracking FROM parcels") == [("UPS", "1Z999AA10123456784")]


@pytest.mark.parametrize(
    ("carrier", "number"),
    [
        ("FedEx", "986578788855"),  # twelve digits, a wrong UPC
        ("DHL Express", "3318810025"),
        ("YamatoTransport", "A299833445564A"),
        ("UPS", "1ZXX3150YW44070023"),
    ],
)
def test_the_label_of_the_sellers_own_carrier_is_told_as_such_where_an_item_is_wanted(
    warehouse: Warehouse, carrier: str, number: str
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(carrier=carrier)
    desk.scan(order_id(1))
    told = desk.scan(number)
    assert (told.code, told.reason) == (VerdictCode.NOT_AN_ITEM, "tracking")


@pytest.mark.parametrize("text", ["]C142094107", "(420)94107", "]C142127610115", "]d242094107"])
def test_the_barcode_that_says_where_a_parcel_goes_is_the_labels_and_never_taught(
    warehouse: Warehouse, text: str
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk()
    desk.scan(order_id(1))
    told = desk.scan(text)
    assert (told.code, told.reason) == (VerdictCode.NOT_AN_ITEM, "tracking")
    assert refusal(read(text), ScanSource.WEDGE, 1) == "tracking"


@pytest.mark.parametrize("text", ["(422)276", "(10)LOT", "42094107"])
def test_what_may_stand_on_an_article_is_no_label(warehouse: Warehouse, text: str) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk()
    desk.scan(order_id(1))
    assert desk.scan(text).code is VerdictCode.UNKNOWN


def test_the_label_of_a_parcel_is_told_as_such_while_the_next_order_is_packed(
    warehouse: Warehouse,
) -> None:
    warehouse.take_in(order(1), order(2))
    desk = warehouse.desk(label_source=LabelSource.SCANNED)
    warehouse.pack(desk, order_id(1), "MUG")
    assert desk.scan("KP4881200731").code is VerdictCode.PARCEL_CLOSED
    desk.scan(order_id(2))
    told = desk.scan("KP4881200731")
    assert (told.code, told.reason) == (VerdictCode.NOT_AN_ITEM, "tracking")


def test_amazon_is_told_the_carrier_whose_number_it_is(books: Books, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1), order(2))
    desk = warehouse.desk(label_source=LabelSource.SCANNED, carrier="UPS")
    warehouse.pack(desk, order_id(1), "MUG", "RB473124829GB")
    assert desk.scan("RB473124829GB").code is VerdictCode.PARCEL_CLOSED
    several = warehouse.desk("Bench 2", label_source=LabelSource.SCANNED)
    warehouse.pack(several, order_id(2), "MUG", "1Z999AA10123456784")
    assert rows(books, "SELECT carrier FROM parcels ORDER BY id") == [("Royal Mail",), ("UPS",)]


def test_an_unknown_number_is_taken_where_the_seller_allows_it(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    own = LabelSource.SCANNED
    desk = warehouse.desk(unknown_tracking=False, label_source=own, carrier="UPS")
    warehouse.pack(desk, order_id(1), "MUG")
    assert desk.scan("KP4881200731").reason == "unknown"
    allowed = warehouse.desk(label_source=own, carrier="UPS")
    assert allowed.scan("KP4881200731").code is VerdictCode.PARCEL_CLOSED
