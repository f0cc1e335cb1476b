"""The seller's boxes: suggested by size, chosen by a scan, and what a carrier is told of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain.boxing import PackBox
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import LabelSource, ScaleRules
from fbm_desk.domain.shipping import LabelRequest
from fbm_desk.services import bench_look, box_choice, box_rules, carrying_out
from fbm_desk.services.label_request import request_for
from fbm_desk.services.packing import Desk
from fbm_desk.services.taking import OnBench
from fbm_desk.settings import Settings
from fbm_desk.simulator.demonstration import BOXES
from fbm_desk.store import articles, purchases
from fbm_desk.store.articles import Article
from tests.services.transcripts import answers
from tests.services.warehouse import Warehouse, line, order, order_id

PACK_BOXES = box_rules.boxes_of(Settings(boxes=BOXES))
SIZED = (
    Article(Sku("MUG"), "Mug", weight_g=310, length_mm=122, width_mm=92, height_mm=92),
    Article(Sku("SPOON"), "Spoon", weight_g=40, length_mm=300, width_mm=60, height_mm=25),
    Article(
        Sku("LAMP"), "Lamp", weight_g=900, length_mm=280, width_mm=290, height_mm=410, own_box=True
    ),
)


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    with warehouse.books.writing() as connection:
        articles.save(connection, SIZED, [])
    return warehouse.desk(boxes=PACK_BOXES)


def taken(desk: Desk, warehouse: Warehouse, *skus: str) -> OnBench:
    warehouse.take_in(order(1, *(line(sku) for sku in skus)))
    desk.scan(order_id(1))
    assert desk.bench is not None
    return desk.bench


def names(boxes: list[PackBox | None]) -> list[str]:
    return [box.name if box else "own" for box in boxes]


def test_the_demonstrations_boxes_have_walls_and_barcodes() -> None:
    assert [box.name for box in PACK_BOXES] == ["XS", "S", "M", "L", "XL", "LONG"]
    assert PACK_BOXES[0].outer == (206, 156, 86)
    assert {box.barcode for box in PACK_BOXES} >= {"BOX-XS", "BOX-LONG"}


@pytest.mark.parametrize(
    ("skus", "boxes"),
    [(["MUG"], ["S"]), (["SPOON"], ["LONG"]), (["MUG", "LAMP"], ["S", "own"])],
)
def test_a_box_is_suggested_by_the_sizes(
    desk: Desk, warehouse: Warehouse, skus: list[str], boxes: list[str]
) -> None:
    bench = taken(desk, warehouse, *skus)
    session = bench.opened.session
    found = box_choice.suggestion(session, bench.articles, PACK_BOXES)
    assert names([one.box for one in found]) == boxes


def test_without_a_size_or_without_boxes_nothing_is_suggested(
    desk: Desk, warehouse: Warehouse
) -> None:
    bench = taken(desk, warehouse, "MUG", "CAMERA")
    session = bench.opened.session
    assert box_choice.suggestion(session, bench.articles, PACK_BOXES) == ()
    known = bench.articles | {Sku("CAMERA"): replace(SIZED[0], sku=Sku("CAMERA"))}
    assert box_choice.suggestion(session, known, PACK_BOXES)
    assert box_choice.suggestion(session, known, ()) == ()


def test_the_scanned_box_is_the_one_the_carrier_is_told_of(
    desk: Desk, warehouse: Warehouse
) -> None:
    taken(desk, warehouse, "MUG", "SPOON")
    assert answers(desk, "MUG", "box-xl") == ["counted", "box_chosen"]
    assert desk.bench is not None
    session = desk.bench.opened.session
    assert box_choice.outer_mm(session, 1, desk.bench.articles, PACK_BOXES) == (606, 406, 306)


def test_else_the_smallest_that_holds_what_lies_in_it(desk: Desk, warehouse: Warehouse) -> None:
    taken(desk, warehouse, "MUG", "LAMP", "SPOON")
    answers(desk, "MUG")
    assert desk.bench is not None
    session = desk.bench.opened.session
    assert box_choice.outer_mm(session, 1, desk.bench.articles, PACK_BOXES) == (256, 186, 126)


def test_what_ships_in_its_own_packaging_is_as_large_as_itself(
    desk: Desk, warehouse: Warehouse
) -> None:
    taken(desk, warehouse, "LAMP", "MUG")
    answers(desk, "LAMP")
    assert desk.bench is not None
    session = desk.bench.opened.session
    assert box_choice.outer_mm(session, 1, desk.bench.articles, PACK_BOXES) == (290, 280, 410)


def test_a_box_nobody_has_is_no_item(desk: Desk, warehouse: Warehouse) -> None:
    taken(desk, warehouse, "MUG")
    assert answers(desk, "BOX-NONE")[0].split(":")[0] in ("not_an_item", "unknown")


@pytest.mark.parametrize(
    ("scans", "sides"),
    [(["MUG"], (256, 186, 126)), (["BOX-L", "MUG"], (406, 306, 226))],
)
def test_a_label_is_bought_for_the_box_as_the_carrier_measures_it(
    warehouse: Warehouse, desk: Desk, scans: list[str], sides: tuple[int, int, int]
) -> None:
    desk.lock()
    bench = warehouse.desk("Bench 2", label_source=LabelSource.BOUGHT, boxes=PACK_BOXES)
    warehouse.take_in(order(1))
    answers(bench, order_id(1), *scans)
    with warehouse.books.reading() as connection:
        (purchase,) = purchases.of_order(connection, order_id(1))
    wanted = request_for(warehouse.books, purchase, PACK_BOXES)
    assert isinstance(wanted, LabelRequest)
    assert (wanted.box.length_mm, wanted.box.width_mm, wanted.box.height_mm) == sides


@pytest.mark.parametrize(
    ("scans", "grams"), [(["SPOON"], 40 + 240), (["BOX-XL", "SPOON"], 40 + 620)]
)
def test_the_scale_expects_the_suggested_box_until_another_is_scanned(
    warehouse: Warehouse, desk: Desk, scans: list[str], grams: int
) -> None:
    desk.lock()
    bench = warehouse.desk("Bench 2", boxes=PACK_BOXES, has_scale=True)
    bench.scale_g = lambda: 0
    warehouse.take_in(order(1, line("SPOON")))
    answers(bench, order_id(1), *scans)
    view = bench_look.look(bench)
    assert view.weighing is not None
    assert view.weighing.expected_g == grams


def test_each_of_several_boxes_weighs_what_its_label_says(warehouse: Warehouse, desk: Desk) -> None:
    desk.lock()
    bench = warehouse.desk("Bench 2", label_source=LabelSource.BOUGHT, boxes=PACK_BOXES)
    warehouse.take_in(order(1, line("MUG"), line("SPOON")))
    answers(bench, order_id(1), "MUG", "PARCEL", "SPOON")
    view = bench_look.look(bench)
    assert view.label is not None
    assert [box.weight_g for box in view.boxes] == [310 + 110, 40 + 240]
    assert view.label.weight_g == view.boxes[0].weight_g


def test_a_box_of_unknown_weight_counts_as_the_settings_say(
    warehouse: Warehouse, desk: Desk
) -> None:
    desk.lock()
    scale = ScaleRules(packaging_g=300)
    bench = warehouse.desk("Bench 2", label_source=LabelSource.BOUGHT, scale=scale)
    warehouse.take_in(order(1, line("MUG")))
    answers(bench, order_id(1), "MUG")
    assert bench.bench is not None
    session = bench.bench.opened.session
    assert carrying_out.weight_g(session, bench.bench.articles, 1) == 310 + 300


NO_ARTICLES = {
    "BOX-S": "not_an_item:box",
    "BOX-NONE": "not_an_item:box",
    "BADGE-X": "not_an_item:badge",
    "AZ:ABCDEFGHJK2345678901ABCDEF": "item_first",
}


@pytest.mark.parametrize(("scanned", "said"), NO_ARTICLES.items())
def test_what_is_no_articles_by_its_form_is_nothing_to_be_taught_without_an_order(
    warehouse: Warehouse, scanned: str, said: str
) -> None:
    desk = warehouse.desk(boxes=PACK_BOXES)
    assert answers(desk, scanned) == [said]
    assert desk.unknown is None
