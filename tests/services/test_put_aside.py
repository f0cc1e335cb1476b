"""Boxes that were put aside: NEXT gives another order, RESUME and the box's own items find them."""

from __future__ import annotations

import pytest

from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import bench_look
from fbm_desk.services.packing import Desk
from tests.services.clock import Clock
from tests.services.warehouse import BADGE, Warehouse, line, order, order_id

V = VerdictCode
ONE, TWO = (order_id(number) for number in (1, 2))


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    """A bench with its packer; parcels close with their last unit."""
    return warehouse.desk()


def on_bench(desk: Desk) -> str:
    return desk.bench.order.order_id if desk.bench else ""


def scan(desk: Desk, *texts: str) -> VerdictCode:
    """Scan these; the last answer."""
    return [desk.scan(text).code for text in texts][-1]


def test_next_after_later_is_another_order(warehouse: Warehouse, desk: Desk) -> None:
    warehouse.take_in(order(1, line("MUG", 2)), order(2, line("SPOON")))
    assert scan(desk, ONE, "MUG", "LATER", "NEXT") is V.TAKEN
    assert on_bench(desk) == TWO
    assert scan(desk, "SPOON") is V.ORDER_COMPLETE
    assert scan(desk, "NEXT") is V.RESUMED  # nothing else is left
    assert on_bench(desk) == ONE


def test_resume_takes_up_what_was_put_aside_last(
    warehouse: Warehouse, desk: Desk, clock: Clock
) -> None:
    warehouse.take_in(order(1, line("MUG", 2)), order(2, line("SPOON", 2)))
    scan(desk, TWO, "LATER", ONE, "MUG", "LATER")
    clock.move(seconds=30)
    scan(desk, TWO, "SPOON", "HOLD", "DAMAGED")
    aside = bench_look.look(desk).put_aside
    assert [(one.order_id, one.packed, one.wanted, one.reason) for one in aside] == [
        (TWO, 1, 2, "DAMAGED"),
        (ONE, 1, 2, ""),
    ]
    assert scan(desk, "RESUME") is V.RESUMED
    assert on_bench(desk) == TWO
    assert scan(desk, "SPOON", "RESUME") is V.RESUMED
    assert on_bench(desk) == ONE
    assert scan(desk, "MUG", "RESUME") is V.NOTHING_ASIDE
    assert on_bench(desk) == ""


def test_a_bench_resumes_its_own_box_before_that_of_another(warehouse: Warehouse) -> None:
    here, there = warehouse.desk(), warehouse.desk("Bench 2")
    warehouse.take_in(order(1, line("MUG", 2)), order(2, line("SPOON", 2)))
    scan(here, ONE, "MUG", "LATER")
    scan(there, TWO, "SPOON", "LATER")
    assert scan(here, "RESUME") is V.RESUMED
    assert on_bench(here) == ONE
    scan(here, "LOCK", BADGE, "MUG")
    assert scan(here, "RESUME") is V.RESUMED
    assert on_bench(here) == TWO


def test_resume_with_an_order_on_the_bench_changes_nothing(
    warehouse: Warehouse, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 2)), order(2, line("SPOON", 2)))
    assert scan(desk, ONE, "MUG", "LATER", TWO, "RESUME") is V.NOT_NOW
    assert on_bench(desk) == TWO


def test_an_item_does_not_call_back_a_box_that_has_enough_of_it(
    warehouse: Warehouse,
) -> None:
    desk = warehouse.desk(label_source=LabelSource.SCANNED)
    warehouse.take_in(order(1, line("MUG")), order(2, line("SPOON"), line("MUG", 2)))
    assert scan(desk, ONE, "MUG", "LATER", "MUG") is V.COUNTED
    assert on_bench(desk) == TWO
    assert scan(desk, "LATER", "MUG") is V.COUNTED  # one more fits into that box
    assert on_bench(desk) == TWO
    assert scan(desk, "LATER", "MUG") is V.NOT_NEEDED
    assert on_bench(desk) == ""


def test_the_label_of_a_closed_parcel_is_no_unknown_barcode(
    warehouse: Warehouse,
) -> None:
    desk = warehouse.desk(label_source=LabelSource.SCANNED)
    warehouse.take_in(order(1, line("MUG")))
    assert scan(desk, ONE, "MUG", "1Z12345E0205271686") is V.PARCEL_CLOSED
    assert scan(desk, "1Z12345E0205271686") is V.LABEL_ALREADY_USED
    assert scan(desk, "1Z12345E0205271699") is V.UNKNOWN
