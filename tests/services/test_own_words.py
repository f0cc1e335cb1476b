"""Articles that are called like a command: counted where they are wanted, asked where both go."""

from __future__ import annotations

import pytest

from fbm_desk.domain.orders import Sku
from fbm_desk.services.packing import Desk
from fbm_desk.store import articles
from fbm_desk.store.articles import Article, Barcode
from tests.services.transcripts import answers
from tests.services.warehouse import Warehouse, line, order, order_id

ONE = order_id(1)


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    """A bench in a shop with a drill X5, a shirt by Next and short trousers."""
    with warehouse.books.writing() as connection:
        named = [Article(Sku(sku), sku.title()) for sku in ("X5", "NEXT", "SHORT", "UNDO")]
        articles.save(connection, named, [Barcode("DRILL-EAN", Sku("X5"), "alias")])
    return warehouse.desk()


def test_an_article_called_like_a_command_is_asked_for(desk: Desk, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("X5", 9), line("MUG")))
    assert answers(desk, ONE, "X5", "1", "X5", "2", "DRILL-EAN", "X5", "DRILL-EAN") == [
        "taken", "ambiguous:command", "counted", "ambiguous:command", "times_set", "count_each",
        "ambiguous:command", "counted",
    ]  # fmt: skip
    assert desk.bench is not None
    assert desk.bench.opened.session.packed_units == 2


def test_with_its_prefix_a_command_is_a_command(desk: Desk, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("X5", 2)))
    assert answers(desk, ONE, "CMD-X5", "CMD-UNDO") == ["taken", "times_set", "never_mind"]


def test_where_the_command_means_nothing_the_article_counts(
    desk: Desk, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1, line("NEXT"), line("SHORT"), line("MUG")))
    assert answers(desk, ONE, "NEXT", "SHORT", "NEXT") == [
        "taken", "counted", "counted", "not_now:packing"
    ]  # fmt: skip


def test_what_the_order_does_not_want_is_the_command(desk: Desk, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("MUG", 2)))
    assert answers(desk, ONE, "MUG", "UNDO", "X5", "UNDO") == [
        "taken", "counted", "undone", "times_set", "never_mind"
    ]  # fmt: skip


def test_undo_drops_the_question_and_nothing_else(desk: Desk, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("MUG"), line("X5")))
    assert answers(desk, ONE, "MUG", "X5", "UNDO", "HOLD", "SHORT") == [
        "taken", "counted", "ambiguous:command", "never_mind", "hold_asked", "held:SHORT"
    ]  # fmt: skip


def test_between_orders_an_article_begins_one(desk: Desk, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("X5"), line("MUG")), order(2, line("NEXT"), line("MUG")))
    assert answers(desk, "X5", "LATER", "NEXT") == ["counted", "put_down", "taken"]


def test_enter_alone_changes_nothing(desk: Desk, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("MUG", 2)))
    assert answers(desk, ONE, "LAMP", "", "\r\n", "\t", "MUG", "\n") == [
        "taken", "wrong_item", "wrong_item", "wrong_item", "wrong_item", "counted", "counted"
    ]  # fmt: skip
    assert desk.bench is not None
    assert desk.bench.opened.version == 2
