"""An order of which a part left, and of which more is ordered since: the rest and the more."""

from __future__ import annotations

import pytest

from fbm_desk.domain.boxing import PackBox
from fbm_desk.domain.orders import AmazonStatus, Sku
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import bench_look
from fbm_desk.services.books import Books
from fbm_desk.services.packing import Desk
from fbm_desk.store import articles, priorities
from fbm_desk.store.articles import Article, Barcode
from tests.services.clock import Clock
from tests.services.rows import rows
from tests.services.transcripts import SINA, with_supervisor
from tests.services.warehouse import Warehouse, line, order, order_id

ONE = order_id(1)
V = VerdictCode


def codes(desk: Desk, *texts: str) -> list[VerdictCode]:
    return [desk.scan(text).code for text in texts]


def shipped_short(warehouse: Warehouse) -> Desk:
    """One of three mugs left."""
    with_supervisor(warehouse)
    warehouse.take_in(order(1, line("MUG", 3)))
    desk = warehouse.desk()
    assert codes(desk, ONE, "MUG", "SHORTSHIP", SINA, "1")[-1] is V.SHORT_SHIPPED
    return desk


@pytest.mark.parametrize("told", [0, 1])
def test_what_was_ordered_since_is_packed_with_the_rest(
    warehouse: Warehouse, clock: Clock, told: int
) -> None:
    """Whether Amazon knows of the first parcel (`told`) or not yet."""
    desk = shipped_short(warehouse)
    clock.move(seconds=60)
    status = AmazonStatus.PARTIALLY_SHIPPED if told else AmazonStatus.UNSHIPPED
    warehouse.take_in(order(1, line("MUG", 5, shipped=told), status=status))
    back = desk.scan(ONE)
    assert (back.code, back.wanted) == (V.TAKEN, 4)
    assert codes(desk, *["MUG"] * 4)[-1] is V.ORDER_COMPLETE


def test_what_is_not_wanted_any_more_is_not_packed(warehouse: Warehouse, clock: Clock) -> None:
    desk = shipped_short(warehouse)
    clock.move(seconds=60)
    status = AmazonStatus.PARTIALLY_SHIPPED
    warehouse.take_in(order(1, line("MUG", 2, shipped=1), status=status))
    assert desk.scan(ONE).wanted == 1


# --- the box nobody scanned ----------------------------------------------------------------------


def test_the_box_that_is_suggested_weighs_what_it_weighs(
    warehouse: Warehouse, books: Books
) -> None:
    small = PackBox("Small", (200, 200, 200), (206, 206, 206), 260, 30_000, "BOX-SMALL")
    with books.writing() as connection:
        sized = Article(Sku("JUG"), "Jug", weight_g=500, length_mm=90, width_mm=90, height_mm=90)
        articles.save(connection, [sized], [])
    warehouse.take_in(order(1, line("JUG")), order(2, line("JUG")))
    desk = warehouse.desk(boxes=(small,), label_source=LabelSource.NONE)
    codes(desk, ONE, "JUG")
    codes(desk, order_id(2), "BOX-SMALL", "JUG")
    assert rows(books, "SELECT weight_g FROM parcels") == [(760,), (760,)]


# --- which one it is -----------------------------------------------------------------------------


def test_a_question_says_how_many_of_each_are_in(warehouse: Warehouse, books: Books) -> None:
    """Of a kit within a kit its parts, of a substitute the article it stands for."""
    picnic, teaset = Sku("PICNIC"), Sku("TEASET")
    with books.writing() as connection:
        articles.save(
            connection,
            [Article(picnic, "Picnic"), Article(teaset, "Tea set"), Article(Sku("OAK"), "Oak")],
            [Barcode("BOTH", teaset, "alias"), Barcode("BOTH", Sku("OAK"), "alias")],
            parts=((picnic, teaset, 2), (teaset, Sku("MUG"), 2)),
            instead=((Sku("LAMP"), Sku("OAK")),),
        )
    warehouse.take_in(order(1, line("PICNIC"), line("LAMP", 3)))
    with books.writing() as connection:
        priorities.set_substitutes(connection, ONE, True)
    desk = warehouse.desk()
    assert codes(desk, ONE, "TEASET", "LAMP", "BOTH")[-1] is V.AMBIGUOUS
    view = bench_look.look(desk)
    assert sorted((one.article.sku, one.packed, one.wanted) for one in view.choices) == [
        ("OAK", 1, 3), ("TEASET", 2, 4)
    ]  # fmt: skip
