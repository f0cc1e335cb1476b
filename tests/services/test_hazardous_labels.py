"""A label for hazardous goods is asked for as one: of the article, a kit's part, a substitute."""

from __future__ import annotations

import pytest

from fbm_desk.domain.hazardous import DangerousGoods
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.shipping import LabelRequest
from fbm_desk.services.label_request import request_for
from fbm_desk.store import articles, purchases
from fbm_desk.store.articles import Article, Barcode
from tests.services.transcripts import answers
from tests.services.warehouse import Warehouse, line, order, order_id

ONE = order_id(1)
LAMP, KIT, MUG = Sku("LAMP"), Sku("EVENING"), Sku("MUG")
BATTERY = DangerousGoods("UN3481", instruction="PI967_SECTION_II")


@pytest.fixture
def shop(warehouse: Warehouse) -> Warehouse:
    """A lamp with a lithium battery, alone and in a kit with a mug."""
    lamp = Article(LAMP, "Lamp", weight_g=300, hazardous="UN3481, PI 967 Section II")
    with warehouse.books.writing() as connection:
        articles.save(
            connection,
            [lamp, Article(KIT, "Evening set")],
            [Barcode("LAMP", LAMP, "alias")],
            ((KIT, LAMP, 1), (KIT, MUG, 1)),
        )
    return warehouse


def dangerous(shop: Warehouse, *scans: str) -> dict[str, DangerousGoods | None]:
    """What the label of the first box is asked for, by line."""
    desk = shop.desk(label_source=LabelSource.BOUGHT)
    answers(desk, ONE, *scans, "FINISH")  # the mark is on the box
    with shop.books.reading() as connection:
        purchase = purchases.of_order(connection, ONE)[0]
    wanted = request_for(shop.books, purchase)
    assert isinstance(wanted, LabelRequest)
    return {one.line_id: one.dangerous for one in wanted.items}


def test_the_article_says_it_and_the_other_line_does_not(shop: Warehouse) -> None:
    shop.take_in(order(1, line("LAMP"), line("MUG")))
    assert dangerous(shop, "LAMP", "MUG") == {"line-LAMP": BATTERY, "line-MUG": None}


def test_a_kit_is_as_dangerous_as_its_part(shop: Warehouse) -> None:
    shop.take_in(order(1, line("EVENING")))
    assert dangerous(shop, "LAMP", "MUG") == {"line-EVENING": BATTERY}


def test_a_box_without_it_is_not_dangerous(shop: Warehouse) -> None:
    shop.take_in(order(1, line("MUG"), line("LAMP")))
    assert dangerous(shop, "MUG", "PARCEL", "LAMP") == {"line-MUG": None}
