"""What a crash left on its way to a printer: asked about or printed, and each bench's own only."""

from __future__ import annotations

import pytest

from fbm_desk.domain.orders import AmazonStatus
from fbm_desk.domain.session import LabelSource
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.workshop import Workshop
from tests.services.label_counter import Crash, LabelCounter, Tray
from tests.services.rows import rows
from tests.services.warehouse import BADGE, Warehouse, order, order_id

RULES = DeskRules(label_source=LabelSource.BOUGHT, label_printer="tcp://192.0.2.7:9100")


class Never:
    """A printer's thread that did not come to its work."""

    def __call__(self, work: object) -> None:
        """The work stays undone."""


def bench(books: Books, tray: Tray, name: str, print_run: Never | None = None) -> Desk:
    """A bench that has started and carried on."""
    shop = Workshop(books, RULES, tray, LabelDesk(books, LabelCounter()))
    if print_run is not None:
        shop.print_run = print_run
    desk = Desk(books, name, RULES, shop)
    desk.scan(BADGE)
    shop.carry_on(desk)
    return desk


def states(books: Books) -> list[tuple[str, str]]:
    return [tuple(row) for row in rows(books, "SELECT state, reason FROM print_jobs ORDER BY id")]


@pytest.fixture
def tray(warehouse: Warehouse) -> Tray:
    """A tray; two orders wait."""
    warehouse.take_in(order(1), order(2))
    return Tray()


def test_paper_of_which_no_byte_left_is_printed_once_at_the_next_start(
    books: Books, tray: Tray
) -> None:
    first = bench(books, tray, "Bench 1", Never())
    for text in (order_id(1), "MUG"):
        first.scan(text)
    assert (states(books), tray.labels()) == ([("waiting", "")], [])
    bench(books, tray, "Bench 1")
    bench(books, tray, "Bench 1")
    assert (states(books), len(tray.labels())) == ([("printed", "")], 1)


def test_paper_half_way_to_the_printer_is_asked_about_and_not_printed_again(
    books: Books, tray: Tray
) -> None:
    def crash() -> None:
        raise Crash

    tray.before_printing = crash
    first = bench(books, tray, "Bench 1")
    first.scan(order_id(1))
    with pytest.raises(Crash):
        first.scan("MUG")
    tray.before_printing = lambda: None
    again = bench(books, tray, "Bench 1")
    assert (states(books), tray.labels()) == ([("unknown", "crashed")], [])
    again.scan("REPRINT")
    again.scan("1")
    assert states(books) == [("unknown", "crashed"), ("printed", "")]


def test_a_bench_that_starts_leaves_the_paper_of_others_alone(books: Books, tray: Tray) -> None:
    seen: list[list[tuple[str, str]]] = []

    def another_starts() -> None:
        tray.before_printing = lambda: None
        bench(books, tray, "Bench 2")
        seen.append(states(books))

    first = bench(books, tray, "Bench 1")
    tray.before_printing = another_starts
    for text in (order_id(1), "MUG"):
        first.scan(text)
    assert seen == [[("sending", "")]]
    assert states(books) == [("printed", "")]
    waiting = bench(books, tray, "Bench 3", Never())
    for text in (order_id(2), "MUG"):
        waiting.scan(text)
    bench(books, tray, "Bench 2")
    assert (states(books)[-1], len(tray.labels())) == (("waiting", ""), 1)


def test_the_label_of_an_order_cancelled_meanwhile_does_not_come_out_at_the_next_start(
    books: Books, tray: Tray
) -> None:
    first = bench(books, tray, "Bench 1", Never())
    for text in (order_id(1), "MUG"):
        first.scan(text)
    order_service.take_in(books, [order(1, status=AmazonStatus.CANCELLED)])
    bench(books, tray, "Bench 1")
    assert (states(books), tray.labels()) == ([("replaced", "label_void")], [])
