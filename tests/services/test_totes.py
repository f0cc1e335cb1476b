"""A tote takes its order, a free one is bound to the order on the bench, another's is refused."""

from __future__ import annotations

import pytest

from fbm_desk.domain.errors import Invalid
from fbm_desk.services import totes
from fbm_desk.services.packing import Desk
from fbm_desk.store import totes as store
from tests.services.transcripts import answers
from tests.services.warehouse import Warehouse, line, order, order_id


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    """A bench with its packer, and two orders."""
    warehouse.take_in(order(1, line("MUG", 2)), order(2, line("SPOON")))
    return warehouse.desk()


def test_a_free_tote_is_bound_and_takes_its_order_afterwards(desk: Desk) -> None:
    assert answers(desk, "TOTE-1", order_id(1), "TOTE-1", "TOTE-1", "MUG", "LATER", "tote-1") == [
        "tote_empty", "taken", "tote_bound", "already_here", "counted", "put_down", "resumed",
    ]  # fmt: skip


def test_another_orders_tote_is_refused_by_name(desk: Desk) -> None:
    assert answers(desk, order_id(1), "TOTE-1", "LATER", order_id(2), "TOTE-1")[-1] == (
        "tote_of_other"
    )
    assert desk.verdict is not None
    assert desk.verdict.order_id == order_id(1)


def test_a_tote_is_free_once_its_order_is_packed(desk: Desk) -> None:
    said = answers(desk, order_id(1), "TOTE-1", "MUG", "MUG", "TOTE-1", order_id(2), "TOTE-1")
    assert said[4:] == ["tote_empty", "taken", "tote_bound"]


def test_picking_assigns_totes_by_a_file(desk: Desk, warehouse: Warehouse) -> None:
    rows = f"tote;order\nTOTE-1;{order_id(1)}\nCRATE 9;{order_id(2)}\n"
    assert totes.assign(warehouse.books, rows) == totes.Assigned(2)
    assert answers(desk, "crate 9") == ["taken"]
    assert desk.bench is not None
    assert desk.bench.order.order_id == order_id(2)


def test_rows_that_cannot_be_are_named_and_the_others_kept(
    desk: Desk, warehouse: Warehouse
) -> None:
    assert desk.bench is None
    rows = "\n".join(
        (
            f"TOTE-1,{order_id(1)}",
            "TOTE-2,nothing",
            "TOTE-3,305-9999999-9999999",
            f"MUG,{order_id(1)}",
            f"NEXT,{order_id(1)}",
            f"TOTE-1,{order_id(2)}",
            "",
            f"TOTE-5,{order_id(2)}",
        )
    )
    said = totes.assign(warehouse.books, rows)
    assert said.bound == 2
    assert said.refused == (
        (2, "no_order_number"), (3, "order_unknown"), (4, "means_something_else"),
        (5, "no_tote"), (6, "tote_of_other"),
    )  # fmt: skip
    with warehouse.books.reading() as connection:
        assert store.of_order(connection, order_id(2)) == ["tote-5"]


def test_a_file_without_end_is_refused(warehouse: Warehouse) -> None:
    with pytest.raises(Invalid):
        totes.assign(warehouse.books, "TOTE-1,x\n" * (totes.MOST_ROWS + 1))
