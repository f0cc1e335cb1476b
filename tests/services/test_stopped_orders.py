"""An order that is cancelled, shipped elsewhere or changed while it is packed stops the bench."""

from __future__ import annotations

import pytest

from fbm_desk.domain.orders import AmazonStatus
from fbm_desk.domain.stages import Stage
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import orders as order_service
from fbm_desk.services.books import Books
from fbm_desk.services.dossier import dossier
from fbm_desk.services.packing import Desk
from fbm_desk.store import orders
from tests.services.rows import rows, value
from tests.services.warehouse import Warehouse, line, order, order_id

V = VerdictCode


def stage(books: Books, number: int) -> Stage:
    with books.reading() as connection:
        found = orders.find(connection, order_id(number))
    assert found is not None
    return found.stage


def codes(desk: Desk, *scans: str) -> list[VerdictCode]:
    return [desk.scan(text).code for text in scans]


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    return warehouse.desk()


def test_a_cancellation_stops_the_bench_and_the_stock_stays(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    warehouse.pack(desk, order_id(1), "MUG")
    order_service.take_in(books, [order(1, line("MUG", 3), status=AmazonStatus.CANCELLED)])
    told = desk.refresh()
    assert told is not None
    assert (told.code, told.packed, told.reason) == (V.CANCELLED, 1, "cancelled")
    assert desk.refresh() is None
    assert codes(desk, "MUG", "HOLD", "FINISH") == [V.CANCELLED, V.NOT_NOW, V.TAKEN_OUT]
    assert (desk.bench, stage(books, 1)) == (None, Stage.CANCELLED)
    assert rows(books, "SELECT * FROM parcels") == rows(books, "SELECT * FROM stock_movements")
    assert value(books, "SELECT packed FROM order_lines") == 0
    assert desk.scan(order_id(1)).code is V.ORDER_CLOSED


def test_a_cancellation_is_noticed_by_the_next_scan_which_is_not_counted(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    warehouse.pack(desk, order_id(1), "MUG")
    order_service.take_in(books, [order(1, line("MUG", 3), status=AmazonStatus.CANCELLED)])
    assert desk.scan("MUG").code is V.CANCELLED
    assert value(books, "SELECT packed FROM order_lines") == 1


@pytest.mark.parametrize(
    ("change", "reason", "then"),
    [
        ({"cancel_requested": True}, "buyer_asks_to_cancel", Stage.WAITING),
        ({"status": AmazonStatus.SHIPPED}, "shipped", Stage.SHIPPED),
        ({"lines": (line("SPOON", 3),)}, "changed", Stage.WAITING),
    ],
)
def test_other_news_stop_the_bench_too_and_the_order_goes_where_it_belongs(
    warehouse: Warehouse, books: Books, desk: Desk, change: dict[str, object], reason: str,
    then: Stage,
) -> None:  # fmt: skip
    warehouse.take_in(order(1, line("MUG", 3)))
    warehouse.pack(desk, order_id(1), "MUG")
    order_service.take_in(books, [order(1, **{"lines": (line("MUG", 3),), **change})])
    told = desk.refresh()
    assert told is not None
    assert (told.code, told.reason) == (V.CANCELLED, reason)
    assert desk.scan("FINISH").code is V.TAKEN_OUT
    assert stage(books, 1) is then


def test_an_order_stopped_while_it_was_held_says_so_when_it_is_taken(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    warehouse.pack(desk, order_id(1), "MUG", "HOLD", "SHORT")
    order_service.take_in(books, [order(1, line("MUG", 3), status=AmazonStatus.CANCELLED)])
    verdict = desk.scan(order_id(1))
    assert (verdict.code, verdict.packed, verdict.reason) == (V.CANCELLED, 1, "cancelled")
    assert desk.scan("FINISH").code is V.TAKEN_OUT


def test_after_a_change_the_order_is_packed_anew_with_its_new_lines(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 4)))
    warehouse.pack(desk, order_id(1), "MUG", "MUG", "MUG")
    order_service.take_in(books, [order(1, line("MUG", 2))])
    codes(desk, "MUG", "FINISH")
    assert [desk.scan("MUG").packed, desk.scan("MUG").packed] == [1, 2]
    assert stage(books, 1) is Stage.PACKED


def test_cancelled_after_it_was_changed_is_cancelled_for_good(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    warehouse.pack(desk, order_id(1), "MUG")
    order_service.take_in(books, [order(1, line("MUG", 2))])
    order_service.take_in(books, [order(1, line("MUG", 2), status=AmazonStatus.CANCELLED)])
    assert codes(desk, "MUG", "FINISH") == [V.CANCELLED, V.TAKEN_OUT]
    assert stage(books, 1) is Stage.CANCELLED


@pytest.mark.parametrize(
    ("status", "then"),
    [(AmazonStatus.SHIPPED, Stage.SHIPPED), (AmazonStatus.CANCELLED, Stage.CANCELLED)],
)
def test_an_order_held_before_its_first_unit_leaves_nothing_to_take_out(
    warehouse: Warehouse, books: Books, desk: Desk, status: AmazonStatus, then: Stage
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    warehouse.pack(desk, order_id(1), "HOLD", "SHORT")
    order_service.take_in(books, [order(1, line("MUG", 2), status=status)])
    assert stage(books, 1) is then
    assert value(books, "SELECT count(*) FROM pack_sessions WHERE open") == 0


def test_an_order_held_before_its_first_unit_rests_on_when_less_is_ordered(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    warehouse.pack(desk, order_id(1), "HOLD", "SHORT")
    order_service.take_in(books, [order(1, line("MUG", 2))])
    assert stage(books, 1) is Stage.HELD
    assert codes(desk, order_id(1), "MUG", "MUG")[-1] is V.ORDER_COMPLETE
    assert stage(books, 1) is Stage.PACKED


def test_news_that_change_nothing_in_the_box_do_not_stop_the_bench(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    warehouse.pack(desk, order_id(1), "MUG")
    news = order(1, line("MUG", 3), purchase_order_number="PO-7")
    assert order_service.take_in(books, [news]).stopped == ()
    assert desk.refresh() is None
    assert desk.scan("MUG").packed == 2


def test_a_cancellation_is_nobodys_doing_and_the_box_stays_its_packers(
    warehouse: Warehouse, books: Books, desk: Desk
) -> None:
    warehouse.take_in(order(1, line("MUG", 3)))
    warehouse.pack(desk, order_id(1), "MUG")
    order_service.take_in(books, [order(1, line("MUG", 3), status=AmazonStatus.CANCELLED)])
    assert value(books, "SELECT user_id FROM pack_sessions") == warehouse.mara
    assert rows(books, "SELECT user_id FROM pack_events WHERE kind = 'Stopped'") == [(0,)]
    seen = dossier(books, order_id(1))
    assert seen.chain_intact
    (stopped,) = [one for one in seen.steps if one.words == "Stopped: the order was cancelled"]
    assert stopped.who == "FBM Desk by itself"
