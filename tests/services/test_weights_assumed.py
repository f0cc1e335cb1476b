"""Labels of articles that nobody has weighed: the weight is assumed, and everybody is told."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from fbm_desk.domain.answers import Answer
from fbm_desk.domain.orders import OrderId, Sku
from fbm_desk.domain.session import LabelSource
from fbm_desk.domain.shipping import LabelRequest, Quote
from fbm_desk.services import bench_look
from fbm_desk.services.books import Books
from fbm_desk.services.dossier import dossier
from fbm_desk.services.packing import Desk
from fbm_desk.store import articles
from fbm_desk.store.articles import Article
from tests.services.warehouse import FakeSeller, Warehouse, line, order, order_id

SCALES_DIFFER = "assumed for a unit"


@dataclass
class Weighing(FakeSeller):
    """A seller that notes what each box weighs."""

    weights_g: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def quote(self, wanted: LabelRequest) -> Answer[Quote]:
        self.weights_g.append(wanted.box.weight_g)
        return super().quote(wanted)


@pytest.fixture
def seller() -> Weighing:
    return Weighing()


def packed(warehouse: Warehouse, books: Books, seller: Weighing, sku: str, unit_g: int) -> Desk:
    """Two units of an article in a box, its label bought."""
    with books.writing() as connection:
        articles.save(connection, [Article(Sku("VASE"), "Vase", "Vase")], [])
    warehouse.take_in(order(1, line(sku, 2)))
    desk = warehouse.desk(seller=seller, label_source=LabelSource.BOUGHT, unit_weight_g=unit_g)
    warehouse.pack(desk, order_id(1), sku, sku)
    return desk


def told(books: Books, one: OrderId) -> list[str]:
    found = dossier(books, one)
    assert found is not None
    return [step.words for step in found.steps if SCALES_DIFFER in step.words]


@pytest.mark.parametrize("unit_g", [500, 120])
def test_an_unknown_weight_is_assumed_as_set_and_said_everywhere(
    warehouse: Warehouse, books: Books, seller: Weighing, unit_g: int
) -> None:
    desk = packed(warehouse, books, seller, "VASE", unit_g)
    assert seller.weights_g == [2 * unit_g]
    label = bench_look.look(desk).label
    assert label is not None
    assert (label.weight_g, label.weight_assumed) == (2 * unit_g, True)
    assert told(books, order_id(1)) == [f"Weight not known: {unit_g} g assumed for a unit, as set"]


def test_a_known_weight_is_not_called_assumed(
    warehouse: Warehouse, books: Books, seller: Weighing
) -> None:
    desk = packed(warehouse, books, seller, "MUG", 120)
    label = bench_look.look(desk).label
    assert label is not None
    assert not label.weight_assumed
    assert seller.weights_g == [label.weight_g]
    assert told(books, order_id(1)) == []
