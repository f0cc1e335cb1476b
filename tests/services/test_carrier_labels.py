"""The carrier's own label at the bench: its number is noted once, whatever stands around it."""

from __future__ import annotations

from fbm_desk.domain.session import LabelSource
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
