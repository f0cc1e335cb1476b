"""The seller cancels the order on the bench: allowed, with a reason, and never packed again."""

from __future__ import annotations

import pytest

from fbm_desk.domain.cancelling import CancelReason
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.stages import Stage
from fbm_desk.services.packing import Desk
from fbm_desk.store import cancellations, orders
from fbm_desk.store.cancellations import Cancellation
from tests.services.transcripts import SINA, answers, with_supervisor
from tests.services.warehouse import Warehouse, line, order, order_id


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    """Mara has put in one of two mugs; Sina is in the house."""
    with_supervisor(warehouse)
    warehouse.take_in(order(1, line("MUG", 2)))
    desk = warehouse.desk()
    answers(desk, order_id(1), "MUG")
    return desk


def known(warehouse: Warehouse) -> Cancellation | None:
    with warehouse.books.reading() as connection:
        return cancellations.find(connection, order_id(1))


def test_a_supervisor_cancels_with_a_reason_and_the_units_come_out(
    desk: Desk, warehouse: Warehouse
) -> None:
    assert answers(desk, "CANCEL", SINA, "MUG", "SHORT", "MUG", "FINISH", order_id(1), "NEXT") == [
        "supervisor_wanted:cancel", "why_asked:cancel", "why_asked:cancel", "cancelled:by_seller",
        "cancelled:by_seller", "taken_out", "order_closed:by_seller", "nothing_to_do",
    ]  # fmt: skip
    found = known(warehouse)
    assert found is not None
    assert (found.state, found.reason) == (OutboxState.WAITING, CancelReason.NO_STOCK)
    with warehouse.books.reading() as connection:
        row = orders.find(connection, order_id(1))
    assert row is not None
    assert (row.stage, row.stage_reason) == (Stage.HELD, "by_seller")


def test_without_a_reason_nothing_is_cancelled(desk: Desk, warehouse: Warehouse) -> None:
    assert answers(desk, "CANCEL", SINA, "UNDO", "MUG")[-2:] == ["never_mind", "order_complete"]
    assert known(warehouse) is None


def test_a_digit_gives_the_reason_too(desk: Desk, warehouse: Warehouse) -> None:
    answers(desk, "CANCEL", SINA, "2")
    found = known(warehouse)
    assert found is not None
    assert found.reason is CancelReason.ADDRESS


def test_what_the_buyer_asked_for_is_told_so(warehouse: Warehouse) -> None:
    with_supervisor(warehouse)
    warehouse.take_in(order(1, cancel_requested=True))
    desk = warehouse.desk()
    said = answers(desk, SINA, order_id(1), "CANCEL", "SHORT")
    assert said[-1] == "cancelled:by_seller"
    found = known(warehouse)
    assert found is not None
    assert found.reason is CancelReason.BUYER


def test_without_an_order_there_is_nothing_to_cancel(warehouse: Warehouse) -> None:
    assert answers(warehouse.desk(), "CANCEL") == ["not_now:cancel"]
