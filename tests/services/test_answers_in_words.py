"""What a packer reads after a scan: true at that moment, and what to do next."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain.orders import Sku
from fbm_desk.services import bench_look
from fbm_desk.services.books import Books
from fbm_desk.services.desk_view import BenchScreen, BenchView, LabelStep, LabelView
from fbm_desk.services.packing import Desk
from fbm_desk.services.wording import hint, sentence
from fbm_desk.store import articles
from fbm_desk.store.articles import Article, Barcode
from tests.services.warehouse import FakeSeller, Warehouse, line, order, order_id

ONE = order_id(1)


def read(view: BenchView) -> tuple[str, str]:
    """Sentence and hint."""
    assert view.verdict is not None
    return sentence(view, view.verdict), hint(view, view.verdict)


def after(desk: Desk, *scans: str) -> tuple[str, str]:
    for text in scans:
        desk.scan(text)
    return read(bench_look.look(desk))


def with_kit(books: Books) -> None:
    with books.writing() as connection:
        codes = [Barcode("SET-EAN", Sku("SET"), "alias")]
        parts = [(Sku("SET"), Sku("MUG"), 2), (Sku("SET"), Sku("SPOON"), 1)]
        articles.save(connection, [Article(Sku("SET"), "Set for two", "Set")], codes, parts)


def test_one_too_many_is_not_counted_and_nothing_is_to_be_taken_back(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("MUG"), line("SPOON")))
    said = " ".join(after(warehouse.desk(), ONE, "MUG", "MUG"))
    assert said == "Enough. Put this one back Not counted. It goes back to A-1"


@pytest.mark.parametrize("command", ["FINISH", "NEXT"])
def test_a_command_in_the_middle_says_what_is_missing(warehouse: Warehouse, command: str) -> None:
    warehouse.take_in(order(1, line("MUG"), line("SPOON", 2)))
    assert after(warehouse.desk(), ONE, "MUG", command) == (
        "Not now. 2 more to put in",
        "Next comes Spoon. LATER puts the order aside",
    )


def test_a_kit_is_counted_alike_before_and_after_it_is_taken(
    books: Books, warehouse: Warehouse
) -> None:
    with_kit(books)
    warehouse.take_in(order(1, line("SET", 2), line("LAMP")))
    desk = warehouse.desk()
    offered = bench_look.look(desk).next_order
    assert offered is not None
    assert (offered.wanted, len(offered.lines), offered.kits) == (7, 3, 2)
    assert after(desk, ONE) == (
        "Taken. 7 units to pack",
        "2 kits among them: scan the kit, or its parts",
    )
    taken = bench_look.look(desk).order
    assert taken is not None
    assert (taken.wanted, len(taken.lines), taken.kits) == (7, 3, 2)
    assert after(desk, "SET-EAN")[0] == "Counted. Set is in: 3 units"


def test_an_order_without_kits_says_nothing_of_them(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    assert after(warehouse.desk(), ONE) == ("Taken. 1 unit to pack", "")


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (LabelStep.NOT_PRINTED, ("Not now. Scan REPRINT or LATER", "The label did not")),
        (LabelStep.UNSURE, ("Not now. Label, REPRINT or LATER", "If the label came out")),
        (LabelStep.PRINTED, ("Not now. Scan the label on the box", "LATER puts")),
    ],
)
def test_nobody_is_sent_to_scan_a_label_that_did_not_print(
    warehouse: Warehouse, step: LabelStep, expected: tuple[str, str]
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(seller=FakeSeller("ZPL"))
    warehouse.pack(desk, ONE, "MUG", "NEXT")
    words, second = read(replace(bench_look.look(desk), label=LabelView(step)))
    assert words == expected[0]
    assert second.startswith(expected[1])


def test_a_full_box_without_a_label_taken_up_again_does_not_say_go_on(
    warehouse: Warehouse,
) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk(seller=FakeSeller(refuse="no_service"))
    words, _ = after(desk, ONE, "MUG", "LATER", "RESUME")
    assert bench_look.look(desk).screen is BenchScreen.LABEL_FAILED
    assert words == "All are in. No label yet"


def test_while_an_order_is_held_not_everything_is_packed(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk()
    assert after(desk, ONE, "HOLD", "SHORT", "NEXT")[1] == "On hold: 1. Nothing else waits"
    view = bench_look.look(desk)
    assert view.orders_held == 1
    assert view.van is not None
    assert view.van.orders_left == 0
