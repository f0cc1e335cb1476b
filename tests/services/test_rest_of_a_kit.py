"""What is left of a kit after a short shipment, where one of its parts may replace another."""

from __future__ import annotations

from fbm_desk.domain.orders import Sku
from fbm_desk.services import substituting
from fbm_desk.services.books import Books
from fbm_desk.store import articles
from fbm_desk.store.articles import Article
from tests.services.transcripts import SINA, answers, with_supervisor
from tests.services.warehouse import Warehouse, line, order, order_id

SET, MUG, SPOON = Sku("SET"), Sku("MUG"), Sku("SPOON")


def test_a_part_that_may_replace_another_part_stands_for_itself_first(
    warehouse: Warehouse, books: Books
) -> None:
    sina = with_supervisor(warehouse)
    things = [Article(sku, sku) for sku in (SET, MUG, SPOON)]
    with books.writing() as connection:
        parts = ((SET, MUG, 1), (SET, SPOON, 1))
        articles.save(connection, things, (), parts, (), ((MUG, SPOON),))
    warehouse.take_in(order(1, line(SET)))
    substituting.may_substitute(books, order_id(1), allowed=True, user_id=sina)
    desk = warehouse.desk()
    said = answers(desk, order_id(1), "SPOON", "SHORTSHIP", SINA, "1")
    assert said[-1] == "short_shipped:not_there"
    desk.scan(order_id(1))
    assert desk.bench is not None
    wanted = {one.sku: one.wanted for one in desk.bench.opened.session.lines if one.wanted}
    assert wanted == {MUG: 1}
