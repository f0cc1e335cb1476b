"""The slip of a box: printed once for each box, whatever crashes, is scanned twice or changes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain.orders import AmazonStatus
from fbm_desk.domain.paper import Paper
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from tests.services.clock import Clock
from tests.services.label_counter import LabelCounter, Tray
from tests.services.rows import rows
from tests.services.test_labels_not_needed import Later
from tests.services.warehouse import BADGE, Warehouse, line, order, order_id

ONE = order_id(1)
OWN_LABELS = DeskRules(label_source=LabelSource.SCANNED, slip_printer="folder:/papers")
BOUGHT = replace(OWN_LABELS, label_source=LabelSource.BOUGHT)


@pytest.fixture
def tray() -> Tray:
    return Tray()


def slips(tray: Tray) -> int:
    return sum(paper is Paper.SLIP for paper, _, _ in tray.printed)


def opened(shop: Workshop) -> Desk:
    desk = Desk(shop.books, "Bench 1", shop.rules, shop)
    desk.scan(BADGE)
    return desk


def test_scans_of_a_full_box_while_its_slip_is_made_print_one_slip(
    books: Books, warehouse: Warehouse, tray: Tray
) -> None:
    papers = Later()
    desk = opened(Workshop(books, OWN_LABELS, tray, print_run=papers))
    warehouse.take_in(order(1))
    for text in (ONE, "MUG", "no label", "no label either"):
        desk.scan(text)
    papers.work()
    assert slips(tray) == 1


def test_an_order_packed_anew_after_a_change_gets_a_slip_of_what_is_in_the_box_now(
    books: Books, warehouse: Warehouse, tray: Tray, clock: Clock
) -> None:
    desk = opened(Workshop(books, OWN_LABELS, tray))
    warehouse.take_in(order(1, line("MUG", 2)))
    warehouse.pack(desk, ONE, "MUG", "MUG")
    order_service.take_in(books, [order(1, line("MUG", 1), status=AmazonStatus.UNSHIPPED)])
    desk.refresh()
    assert desk.scan("FINISH").code is VerdictCode.TAKEN_OUT
    clock.move(seconds=60)
    warehouse.pack(desk, ONE, "MUG")
    assert slips(tray) == 2


@pytest.mark.parametrize("rules", [OWN_LABELS, BOUGHT])
def test_a_slip_that_a_crash_swallowed_is_printed_when_the_bench_starts_again(
    books: Books, warehouse: Warehouse, tray: Tray, rules: DeskRules
) -> None:
    seller = LabelDesk(books, LabelCounter())
    crashing = Workshop(books, rules, tray, seller, print_run=Later())  # nothing is ever printed
    warehouse.take_in(order(1))
    warehouse.pack(opened(crashing), ONE, "MUG")
    shop = Workshop(books, rules, tray, seller)
    for _ in range(2):
        desk = opened(shop)
        shop.carry_on(desk)
    assert slips(tray) == 1


def test_a_box_taken_over_by_another_bench_gets_its_slip_there(
    books: Books, warehouse: Warehouse, tray: Tray
) -> None:
    warehouse.take_in(order(1))
    crashing = opened(Workshop(books, OWN_LABELS, tray, print_run=Later()))
    warehouse.pack(crashing, ONE, "MUG")
    crashing.leave()
    other = Desk(books, "Bench 2", OWN_LABELS, Workshop(books, OWN_LABELS, tray))
    other.scan(BADGE)
    assert other.scan(ONE).code is VerdictCode.RESUMED
    assert slips(tray) == 1


NO_LABELS = replace(OWN_LABELS, label_source=LabelSource.NONE, receipt_printer="folder:/receipts")


def test_a_crash_right_after_the_last_unit_loses_no_slip(
    books: Books, warehouse: Warehouse, tray: Tray
) -> None:
    """Without labels the parcel closes with its last unit: nothing on the bench asks for it."""
    crashing = Workshop(books, NO_LABELS, tray, print_run=Later())
    warehouse.take_in(order(1, line("MUG", 2)))
    verdict = warehouse.pack(opened(crashing), ONE, "MUG", "MUG")
    assert verdict.code is VerdictCode.ORDER_COMPLETE
    assert rows(books, "SELECT paper, state, bytes FROM print_jobs ORDER BY id") == [
        ("slip", "waiting", None),
        ("receipt", "waiting", None),
    ]
    shop = Workshop(books, NO_LABELS, tray)
    for _ in range(2):
        shop.carry_on(opened(shop))
    assert [paper for paper, _, _ in tray.printed] == [Paper.SLIP, Paper.RECEIPT]
    assert rows(books, "SELECT DISTINCT state, reprint FROM print_jobs") == [("printed", 0)]


def test_a_scan_that_is_not_saved_wants_no_slip(
    books: Books, warehouse: Warehouse, tray: Tray
) -> None:
    desk = opened(Workshop(books, NO_LABELS, tray))
    warehouse.take_in(order(1))
    desk.scan(ONE)
    desk.scan("MUG", "scan-1")
    warehouse.take_in(order(2))
    desk.scan(order_id(2))
    desk.scan("MUG", "scan-1")  # the wedge sent the first order's scan once more
    assert slips(tray) == 1


def test_a_unit_taken_out_before_the_slip_is_drawn_lets_it_wait_for_the_full_box(
    books: Books, warehouse: Warehouse, tray: Tray
) -> None:
    papers = Later()
    desk = opened(Workshop(books, OWN_LABELS, tray, print_run=papers))
    warehouse.take_in(order(1, line("MUG", 2)))
    for text in (ONE, "MUG", "MUG", "UNDO"):
        desk.scan(text)
    papers.work()
    assert slips(tray) == 0
    desk.scan("MUG")
    papers.work()
    assert slips(tray) == 1


def test_a_slip_of_a_box_that_was_unpacked_again_is_not_printed(
    books: Books, warehouse: Warehouse, tray: Tray
) -> None:
    papers = Later()
    desk = opened(Workshop(books, OWN_LABELS, tray, print_run=papers))
    warehouse.take_in(order(1))
    warehouse.pack(desk, ONE, "MUG")
    order_service.take_in(books, [order(1, status=AmazonStatus.CANCELLED)])
    desk.refresh()
    assert desk.scan("FINISH").code is VerdictCode.TAKEN_OUT
    papers.work()
    assert slips(tray) == 0
    assert rows(books, "SELECT state FROM print_jobs") == [("replaced",)]


def test_two_benches_with_the_same_box_print_its_slip_once(
    books: Books, warehouse: Warehouse, tray: Tray
) -> None:
    slow = Later()
    first = opened(Workshop(books, OWN_LABELS, tray, print_run=slow))
    warehouse.take_in(order(1))
    warehouse.pack(first, ONE, "MUG")
    first.scan("LATER")
    there = replace(OWN_LABELS, slip_printer="folder:/there")
    other = Desk(books, "Bench 2", there, Workshop(books, there, tray))
    for text in (BADGE, ONE):
        other.scan(text)
    slow.work()
    assert slips(tray) == 1
    assert rows(books, "SELECT destination, state FROM print_jobs") == [
        ("folder:/there", "printed")
    ]
