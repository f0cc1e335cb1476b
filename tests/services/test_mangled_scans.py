"""A mangled scan is used when the shop knows exactly one thing it can be, else it says why not."""

from __future__ import annotations

import pytest

from fbm_desk.domain.keyboards import KEYBOARDS, US, typed_on
from fbm_desk.services.packing import Desk
from fbm_desk.services.wording import healing
from fbm_desk.store import articles
from fbm_desk.store.articles import Article
from tests.services.transcripts import answers
from tests.services.warehouse import BADGE, Warehouse, line, order, order_id

MUG = "4006381333931"
FRENCH, GERMAN = KEYBOARDS["fr"], KEYBOARDS["de"]


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    """Mara packs five mugs and a spoon."""
    warehouse.take_in(order(1, line("MUG", 5), line("SPOON")))
    desk = warehouse.desk()
    desk.scan(order_id(1))
    return desk


def test_digits_of_a_wrong_layout_are_healed_and_said_so(desk: Desk) -> None:
    verdict = desk.scan(typed_on(MUG, US, FRENCH))
    assert (verdict.code.value, verdict.healed, verdict.remedy) == ("counted", "layout_fr", False)
    assert healing(verdict) == "The keyboard layout does not fit the scanner: read all the same"


def test_a_right_scan_ends_the_row(desk: Desk) -> None:
    typed = typed_on(MUG, US, FRENCH)
    assert [desk.scan(text).remedy for text in (typed, typed, MUG, typed, typed)] == [False] * 5


def test_the_third_in_a_row_tells_the_remedy(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("MUG", 9)))
    desk = warehouse.desk()
    desk.scan(order_id(1))
    typed = typed_on(MUG, US, FRENCH)
    last = [desk.scan(typed) for _ in range(3)][-1]
    assert last.remedy
    assert healing(last) == (
        "Your scanner types as American, this computer as French. Set the scanner to French."
    )


def test_a_code_sent_twice_is_one_scan(desk: Desk) -> None:
    verdict = desk.scan(MUG + MUG)
    assert (verdict.code.value, verdict.units, verdict.healed) == ("counted", 1, "doubled")


def test_two_codes_in_one_count_nothing(desk: Desk) -> None:
    assert answers(desk, MUG + "2000000000015"[:12] + "5")[0].startswith("unknown")
    assert desk.bench is not None
    assert desk.bench.opened.session.packed_units == 0


def test_two_things_it_can_be_are_none(desk: Desk, warehouse: Warehouse) -> None:
    skus = [line(sku).sku for sku in ("ZYXW", "YZXWYZXW")]
    mangled = typed_on(skus[1], US, GERMAN)
    with warehouse.books.writing() as connection:
        articles.save(connection, [Article(skus[1], skus[1])], [])
    assert desk.scan(mangled).healed == "layout_de"
    with warehouse.books.writing() as connection:
        articles.save(connection, [Article(skus[0], skus[0])], [])
    verdict = desk.scan(mangled)
    assert (verdict.code.value, verdict.healed) == ("unknown", "")


def test_a_misread_number_says_so(desk: Desk) -> None:
    assert answers(desk, "4006381333932") == ["unknown:check_digit"]


def test_an_order_a_command_and_a_badge_are_healed_too(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk()
    desk.lock()
    said = answers(desk, typed_on(BADGE, US, GERMAN), typed_on(order_id(1), US, GERMAN))
    assert said == ["signed_in", "taken"]


def test_what_is_asked_for_is_never_healed_into_something_else(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("CAMERA")))
    desk = warehouse.desk()
    said = answers(desk, order_id(1), "CAMERA", "420014210x420014210x")
    assert said[-1] == "order_complete"


@pytest.mark.parametrize("typed", ["4S0PO06ON381333931", "420014210x", "ON4006381333S931"])
def test_scanners_that_type_at_once_count_nothing(desk: Desk, typed: str) -> None:
    assert answers(desk, typed)[0].startswith("unknown")
    assert desk.bench is not None
    assert desk.bench.opened.session.packed_units == 0


def test_two_scanners_at_once_are_told(desk: Desk) -> None:
    verdict = desk.scan("4S0PO06ON381333931")
    assert (verdict.code.value, verdict.reason) == ("unknown", "interleaved")
