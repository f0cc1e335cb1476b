"""One barcode on a unit and on its case of six: the order decides, else the packer is asked."""

from __future__ import annotations

import pytest

from fbm_desk.commands.pack import said
from fbm_desk.domain.orders import Sku
from fbm_desk.services import bench_look
from fbm_desk.services.books import Books
from fbm_desk.services.desk_view import BenchScreen
from fbm_desk.services.packing import Desk
from fbm_desk.store import articles
from fbm_desk.store.articles import Barcode
from tests.services.rows import rows
from tests.services.transcripts import SINA, answers, with_supervisor
from tests.services.warehouse import CATALOGUE, Warehouse, line, order, order_id

ONE = order_id(1)
DUAL = (Barcode("DUAL", Sku("MUG"), "alias", 1), Barcode("DUAL", Sku("MUG"), "case", 6))


@pytest.fixture
def shop(warehouse: Warehouse) -> Warehouse:
    """The mug's barcode stands on its case of six, too; Sina is in the house."""
    with_supervisor(warehouse)
    with warehouse.books.writing() as connection:
        articles.save(connection, CATALOGUE, DUAL)
    return warehouse


def packing(shop: Warehouse, mugs: int) -> Desk:
    """A bench with an order of so many mugs."""
    shop.take_in(order(1, line("MUG", mugs)))
    desk = shop.desk()
    desk.scan(ONE)
    return desk


def packed(desk: Desk) -> int:
    """Units in the box of the order on the bench."""
    assert desk.bench is not None
    return desk.bench.opened.session.packed_units


@pytest.mark.parametrize(("digit", "units"), [("1", 1), ("2", 6)])
def test_where_both_have_room_the_packer_says_which(
    shop: Warehouse, digit: str, units: int
) -> None:
    desk = packing(shop, 8)
    assert answers(desk, "DUAL") == ["ambiguous"]
    assert packed(desk) == 0
    view = bench_look.look(desk)
    assert [(one.article.sku, one.units) for one in view.choices] == [("MUG", 1), ("MUG", 6)]
    assert answers(desk, digit) == ["counted"]
    assert packed(desk) == units
    assert answers(desk, "UNDO") == ["undone"]
    assert packed(desk) == 0


@pytest.mark.parametrize(("mugs", "first"), [(2, ()), (5, ()), (6, ("MUG",))])
def test_where_only_the_unit_has_room_it_is_the_unit(
    shop: Warehouse, mugs: int, first: tuple[str, ...]
) -> None:
    desk = packing(shop, mugs)
    assert answers(desk, *first, "DUAL")[-1] == "counted"
    assert packed(desk) == len(first) + 1


def test_the_last_unit_is_no_question(shop: Warehouse, books: Books) -> None:
    desk = packing(shop, 7)
    assert answers(desk, "DUAL", "2", "DUAL") == ["ambiguous", "counted", "order_complete"]
    assert rows(books, "SELECT packed FROM order_lines") == [(7,)]


def test_the_first_item_of_an_order_is_asked_about_too(shop: Warehouse) -> None:
    shop.take_in(order(1, line("MUG", 6)))
    desk = shop.desk()
    assert answers(desk, "DUAL") == ["ambiguous"]
    assert answers(desk, "5") == ["not_now:asking_which"]
    assert packed(desk) == 0
    assert answers(desk, "6") == ["order_complete"]


@pytest.mark.parametrize(
    ("kinds", "digit", "units"),
    [
        ((1, 6), "6", 6),  # there is no sixth tile: six units
        ((1, 3, 6), "3", 6),  # the third tile, though the second says 3 units
        ((2, 6), "2", 6),
    ],
)
def test_a_number_of_units_answers_where_there_is_no_such_tile(
    shop: Warehouse, kinds: tuple[int, ...], digit: str, units: int
) -> None:
    with shop.books.writing() as connection:
        named = [Barcode("MANY", Sku("MUG"), "case" if n > 1 else "alias", n) for n in kinds]
        articles.save(connection, CATALOGUE, named)
    desk = packing(shop, 9)
    assert answers(desk, "MANY") == ["ambiguous"]
    assert [one.units for one in bench_look.look(desk).choices] == [*kinds]
    assert answers(desk, digit) == ["counted"]
    assert packed(desk) == units


def test_a_number_that_two_tiles_say_is_no_answer(shop: Warehouse) -> None:
    spoons = [Barcode("DUAL", Sku("SPOON"), "alias"), Barcode("DUAL", Sku("SPOON"), "case", 6)]
    with shop.books.writing() as connection:
        articles.save(connection, CATALOGUE, [*DUAL, *spoons])
    shop.take_in(order(1, line("MUG", 8), line("SPOON", 6)))
    desk = shop.desk()
    assert answers(desk, ONE, "DUAL", "6") == ["taken", "ambiguous", "not_now:asking_which"]
    assert packed(desk) == 0


def test_another_bench_reads_the_answer_from_the_record(shop: Warehouse) -> None:
    desk = packing(shop, 8)
    answers(desk, "DUAL", "2", "LATER")
    other = shop.desk("Bench 2")
    other.scan(ONE)
    assert packed(other) == 6


def test_several_articles_and_several_numbers_are_all_kept(shop: Warehouse) -> None:
    spoons = [Barcode("DUAL", Sku("SPOON"), "alias"), Barcode("DUAL", Sku("SPOON"), "case", 4)]
    with shop.books.writing() as connection:
        articles.save(connection, CATALOGUE, [*DUAL, *spoons])
    shop.take_in(order(1, line("MUG", 8), line("SPOON", 4)))
    desk = shop.desk()
    assert answers(desk, ONE, "DUAL") == ["taken", "ambiguous"]
    view = bench_look.look(desk)
    assert [(one.article.sku, one.units) for one in view.choices] == [
        ("MUG", 1), ("MUG", 6), ("SPOON", 1), ("SPOON", 4),
    ]  # fmt: skip
    assert answers(desk, "4") == ["counted"]
    assert packed(desk) == 4


def test_a_kits_barcode_says_how_many_units_each_choice_puts_in(shop: Warehouse) -> None:
    kit = Sku("SET")
    with shop.books.writing() as connection:
        one, two = Barcode("SETS", kit, "alias"), Barcode("SETS", kit, "case", 2)
        parts = ((kit, Sku("MUG"), 2), (kit, Sku("SPOON"), 1))
        articles.save(connection, [articles.Article(kit, "Set")], [one, two], parts)
    shop.take_in(order(1, line("SET", 2)))
    desk = shop.desk()
    assert answers(desk, ONE, "SETS") == ["taken", "ambiguous"]
    assert [one.units for one in bench_look.look(desk).choices] == [3, 6]
    assert answers(desk, "2") == ["order_complete"]


def test_the_command_line_says_how_many_units_a_digit_stands_for(shop: Warehouse) -> None:
    desk = packing(shop, 8)
    told = said(desk, desk.scan("DUAL"))
    assert "1: MUG, 1 unit." in told
    assert "2: MUG, 6 units." in told


def test_a_taught_case_and_the_catalogues_unit_are_both_kept(shop: Warehouse) -> None:
    desk = packing(shop, 8)
    assert answers(desk, "5901234123457", SINA, "X6", "1")[-1] == "taught:many"
    with shop.books.writing() as connection:
        articles.save(connection, CATALOGUE, [Barcode("5901234123457", Sku("MUG"), "gtin")])
    assert answers(desk, "5901234123457", "2") == ["ambiguous", "counted"]
    assert packed(desk) == 6


def test_what_was_taught_is_taken_back_and_the_catalogues_stays(shop: Warehouse) -> None:
    desk = packing(shop, 8)
    answers(desk, "5901234123457", SINA, "X6", "1")
    with shop.books.writing() as connection:
        articles.save(connection, CATALOGUE, [Barcode("5901234123457", Sku("MUG"), "gtin")])
    assert answers(desk, "UNDO", SINA)[-1] == "untaught"
    assert answers(desk, "5901234123457") == ["counted"]
    assert packed(desk) == 1


def test_a_broken_unit_of_a_double_barcode_is_asked_about(shop: Warehouse) -> None:
    desk = packing(shop, 8)
    assert answers(desk, "DUAL", "2", "BROKEN", "DUAL")[-1] == "ambiguous"
    view = bench_look.look(desk)
    assert view.screen is BenchScreen.ASKING_WHICH
    assert [(one.article.sku, one.units) for one in view.choices] == [("MUG", 1), ("MUG", 6)]
    assert answers(desk, "2", "1") == ["which_box_asked", "damaged"]  # a case in hand
    assert packed(desk) == 6


def test_units_of_a_double_barcode_move_as_the_packer_says(shop: Warehouse) -> None:
    desk = packing(shop, 9)
    said = answers(desk, "DUAL", "2", "MUG", "PARCEL", "MOVE", "DUAL", "6")
    assert said[-2:] == ["ambiguous", "moved"]
    assert desk.bench is not None
    assert [one.units for one in desk.bench.opened.session.in_box(2)] == [6]
    assert packed(desk) == 7
