"""A substitute is allowed in an order's dossier, wherever the order is by then."""

from __future__ import annotations

import pytest

from fbm_desk.domain.errors import Invalid, NotAllowed
from fbm_desk.domain.orders import AmazonStatus, Sku
from fbm_desk.domain.stages import Role
from fbm_desk.domain.verdicts import VerdictCode as V
from fbm_desk.services import bench_look
from fbm_desk.services.books import Books
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.office import Office
from fbm_desk.services.topics import Topic
from fbm_desk.services.wording import sentence
from fbm_desk.store import articles, people
from fbm_desk.store.articles import Article
from tests.services.transcripts import SINA, answers, with_supervisor
from tests.services.warehouse import FakeSeller, Warehouse, line, order, order_id

ONE = order_id(1)
MUG, SPOON, SET = Sku("MUG"), Sku("SPOON"), Sku("SET")


@pytest.fixture(autouse=True)
def sina(warehouse: Warehouse, books: Books) -> int:
    """A spoon may be sent for a mug, where the order allows it; there is a set with a mug."""
    with books.writing() as connection:
        things = [Article(MUG, "Mug"), Article(SPOON, "Spoon"), Article(SET, "Set")]
        articles.save(connection, things, (), ((SET, MUG, 1),), (), ((MUG, SPOON),))
    return with_supervisor(warehouse)


def office(warehouse: Warehouse, user_id: int | None) -> Office:
    return Office(warehouse.books, DeskRules(), user_id=lambda: user_id)


def test_it_stands_in_the_dossier_with_who_allowed_it(warehouse: Warehouse, sina: int) -> None:
    warehouse.take_in(order(1, line(MUG)), order(2, line(SPOON)), order(3, line(SET)))
    told: list[frozenset[Topic]] = []
    here = office(warehouse, sina)
    here.changed = told.append
    known = [here.dossier(order_id(number)).substitutes for number in (1, 2, 3)]
    assert known == [False, None, False]  # for a spoon nothing may be sent; a set has a mug
    assert here.substitutes(ONE, True)
    assert here.dossier(ONE).substitutes
    assert here.substitutes(ONE, False)
    assert here.dossier(ONE).substitutes is False
    steps = {step.words: step.who for step in here.dossier(ONE).steps}
    assert steps["Other articles may be sent instead"] == "Sina"
    assert steps["Only what was ordered may be sent"] == "Sina"
    assert Topic.ORDERS in told[-1]


def test_the_office_may_and_a_packer_may_not(warehouse: Warehouse, books: Books) -> None:
    warehouse.take_in(order(1, line(MUG)))
    with books.writing() as connection:
        olga = people.add(connection, books.seal, "Olga", Role.OFFICE, "B-OLGA", books.now())
    assert office(warehouse, olga).substitutes(ONE, True)
    for nobody in (warehouse.mara, None):
        with pytest.raises(NotAllowed, match="substitutes_rights"):
            office(warehouse, nobody).substitutes(ONE, False)


def test_a_bench_learns_it_at_its_next_step(warehouse: Warehouse, sina: int) -> None:
    warehouse.take_in(order(1, line(MUG, 2)))
    desk = warehouse.desk()
    assert answers(desk, ONE, "MUG", "SPOON")[1:] == ["counted", "wrong_item"]
    assert office(warehouse, sina).substitutes(ONE, True)
    told = desk.refresh()
    assert told is not None
    assert (told.code, told.reason) == (V.REPLANNED, "substitutes")
    assert sentence(bench_look.look(desk), told) == "A substitute may be put in now"
    assert desk.bench is not None
    assert desk.bench.opened.session.packed_units == 1
    assert answers(desk, "SPOON") == ["order_complete"]


def test_forbidden_again_a_bench_refuses_it(warehouse: Warehouse, sina: int) -> None:
    warehouse.take_in(order(1, line(MUG, 2)))
    here = office(warehouse, sina)
    here.substitutes(ONE, True)
    desk = warehouse.desk()
    answers(desk, ONE, "MUG")
    assert here.substitutes(ONE, False)
    told = desk.refresh()
    assert told is not None
    assert (told.code, told.reason) == (V.REPLANNED, "no_substitutes")
    assert answers(desk, "SPOON", "MUG") == ["wrong_item", "order_complete"]


def test_what_is_in_a_box_has_to_come_out_first(warehouse: Warehouse, sina: int) -> None:
    warehouse.take_in(order(1, line(MUG, 2)))
    here = office(warehouse, sina)
    here.substitutes(ONE, True)
    desk = warehouse.desk()
    answers(desk, ONE, "SPOON")
    with pytest.raises(NotAllowed, match="substitute_in"):
        here.substitutes(ONE, False)
    assert here.dossier(ONE).substitutes
    answers(desk, "UNDO")
    assert here.substitutes(ONE, False)
    desk.refresh()
    assert answers(desk, "SPOON") == ["wrong_item"]


def test_put_aside_it_counts_when_it_is_taken_up(warehouse: Warehouse, sina: int) -> None:
    warehouse.take_in(order(1, line(MUG, 2)))
    desk = warehouse.desk()
    answers(desk, ONE, "MUG", "LATER")
    assert office(warehouse, sina).substitutes(ONE, True)
    assert answers(desk, ONE, "SPOON") == ["resumed", "order_complete"]
    assert office(warehouse, sina).dossier(ONE).chain_intact


def test_a_box_with_its_label_goes_on_as_it_was(warehouse: Warehouse, sina: int) -> None:
    warehouse.take_in(order(1, line(MUG)))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    answers(desk, ONE, "MUG")
    assert not office(warehouse, sina).substitutes(ONE, True)
    assert desk.refresh() is None


def test_the_rest_of_a_short_shipment_may_have_it(warehouse: Warehouse, sina: int) -> None:
    warehouse.take_in(order(1, line(MUG, 2)))
    desk = warehouse.desk()
    answers(desk, ONE, "MUG", "SHORTSHIP", SINA, "1")
    assert office(warehouse, sina).substitutes(ONE, True)
    assert answers(desk, ONE, "SPOON")[1] == "order_complete"


def test_what_is_done_is_refused(warehouse: Warehouse, sina: int) -> None:
    warehouse.take_in(order(1, line(MUG)))
    warehouse.take_in(order(1, line(MUG), status=AmazonStatus.CANCELLED))
    with pytest.raises(NotAllowed, match="order_closed"):
        office(warehouse, sina).substitutes(ONE, True)
    with pytest.raises(Invalid, match="order_unknown"):
        office(warehouse, sina).substitutes(order_id(7), True)
