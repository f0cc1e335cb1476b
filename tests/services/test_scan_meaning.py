"""What the books and the scale add to a scan, as the packer hears it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fbm_desk.domain.errors import NotAllowed
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import bench_look, substituting, wording
from fbm_desk.services.packing import Desk
from fbm_desk.store import articles, history, people
from fbm_desk.store.articles import Article, Lot
from tests.services.clock import START
from tests.services.transcripts import SINA, answers, with_supervisor
from tests.services.warehouse import Warehouse, line, order, order_id

SEEDS = Article(Sku("SEEDS"), "Seeds", weight_g=14, may_count=5)
HONEY = Article(Sku("HONEY"), "Honey", weight_g=410, proof="lot")
TEA = Article(Sku("TEA"), "Tea", place="T-1")
GREEN = Article(Sku("GREEN"), "Green tea", place="G-2")
OLD = Lot(HONEY.sku, "OLD", (START + timedelta(days=90)).date(), 3)
NEW = Lot(HONEY.sku, "NEW", date(2028, 1, 31), 9)


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    with_supervisor(warehouse)
    with warehouse.books.writing() as connection:
        articles.save(
            connection,
            [SEEDS, HONEY, TEA, GREEN],
            [articles.Barcode("4006381333948", HONEY.sku, "gtin")],
            instead=[(TEA.sku, GREEN.sku)],
            in_lots=[OLD, NEW],
        )
    return warehouse.desk()


def test_a_number_before_a_scan_counts_as_far_as_the_article_allows(
    desk: Desk, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1, line("SEEDS", 15)))
    said = answers(desk, order_id(1), "X5", "SEEDS", "X6", "SEEDS")
    assert said[1:3] == ["times_set", "counted"]
    assert said[4].startswith("count_each")


def test_an_older_lot_in_stock_is_named_and_the_unit_counts(
    desk: Desk, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1, line("HONEY", 2)))
    said = answers(
        desk,
        order_id(1),
        "(01)04006381333948(17)280131(10)NEW",
        f"(01)04006381333948(17){OLD.expires_on:%y%m%d}(10)OLD",
    )
    assert said[1] == "counted:earlier_lot"
    assert said[2] == "order_complete"


def test_an_older_lot_is_told_with_the_parcel_that_the_unit_closes(
    desk: Desk, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1, line("HONEY")))
    desk.scan(order_id(1))
    verdict = desk.scan("(01)04006381333948(17)280131(10)NEW")
    view = bench_look.look(desk)
    assert wording.sentence(view, verdict) == "Full. Parcel closed"
    assert wording.hint(view, verdict) == "An older lot is in stock: next time take that one"


def test_an_older_lot_is_named_when_the_lot_is_scanned_on_its_own(
    desk: Desk, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1, line("HONEY", 5)))
    said = answers(desk, order_id(1), "HONEY", "NEW", "HONEY", "(17)280131(10)NEW", "HONEY", "OLD")
    assert said[2::2] == ["counted:earlier_lot", "counted:earlier_lot", "counted"]


def test_an_expired_lot_that_says_no_date_is_refused_by_the_books(
    desk: Desk, warehouse: Warehouse
) -> None:
    gone = Lot(HONEY.sku, "GONE", (START - timedelta(days=1)).date(), 3)
    with warehouse.books.writing() as connection:
        articles.save(connection, [HONEY], [], in_lots=[gone])
    warehouse.take_in(order(1, line("HONEY", 2)))
    assert answers(desk, order_id(1), "HONEY", "GONE")[2] == "expired_lot"


def test_a_lot_nobody_keeps_a_list_of_says_nothing_of_older_ones(
    desk: Desk, warehouse: Warehouse
) -> None:
    warehouse.take_in(order(1, line("HONEY", 2)))
    assert answers(desk, order_id(1), "HONEY", "UNLISTED")[2] == "counted"


def test_a_substitute_counts_only_where_the_order_allows_it(
    desk: Desk, warehouse: Warehouse
) -> None:
    sina = with_sina(warehouse)
    warehouse.take_in(order(1, line("TEA")), order(2, line("TEA")))
    assert answers(desk, order_id(1), "GREEN", "LATER")[1] == "wrong_item"
    substituting.may_substitute(warehouse.books, order_id(2), allowed=True, user_id=sina)
    answers(desk, order_id(2), "GREEN")
    assert desk.verdict is not None
    assert desk.verdict.code.value == "order_complete"
    with warehouse.books.reading() as connection:
        kinds = [row.kind for row in history.of_order(connection, order_id(2))]
    assert "substitutes_allowed" in kinds


def test_a_substitute_too_many_goes_back_to_its_own_place(desk: Desk, warehouse: Warehouse) -> None:
    sina = with_sina(warehouse)
    warehouse.take_in(order(1, line("TEA"), line("SEEDS")))
    substituting.may_substitute(warehouse.books, order_id(1), allowed=True, user_id=sina)
    assert answers(desk, order_id(1), "GREEN", "GREEN")[-1] == "already_enough"
    view = bench_look.look(desk)
    assert view.verdict is not None
    assert wording.hint(view, view.verdict) == "Not counted. It goes back to G-2"
    desk.scan("TEA")
    view = bench_look.look(desk)
    assert view.verdict is not None
    assert wording.hint(view, view.verdict) == "Not counted. It goes back to T-1"


def test_a_packer_does_not_allow_substitutes(desk: Desk, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("TEA")))
    with pytest.raises(NotAllowed):
        substituting.may_substitute(
            warehouse.books, order_id(1), allowed=True, user_id=warehouse.mara
        )
    assert desk.bench is None


def test_shipping_short_wants_a_supervisor_and_a_word(desk: Desk, warehouse: Warehouse) -> None:
    warehouse.take_in(order(1, line("SEEDS", 3)))
    said = answers(desk, order_id(1), "SEEDS", "SHORTSHIP", "MUG", SINA, "SHORT")
    assert said[2].startswith("supervisor_wanted")
    assert said[4].startswith("why_asked")
    assert said[5].startswith("short_shipped")
    assert desk.person is not None
    assert desk.person.name == "Mara"


def test_the_scale_catches_the_same_unit_scanned_twice(desk: Desk, warehouse: Warehouse) -> None:
    with warehouse.books.writing() as connection:
        heavy = Article(Sku("PAN"), "Pan", weight_g=900)
        articles.save(connection, [heavy], [])
    warehouse.take_in(order(1, line("PAN", 3)))
    shown = [0]
    desk.scale_g = lambda: shown[0]
    said = answers(desk, order_id(1), "PAN")
    said += answers(desk, "PAN")  # the first one never went in
    shown[0] = 900
    said += answers(desk, "PAN")
    assert [one.partition(":")[0] for one in said] == [
        "taken", "counted", "not_in_box", "counted",
    ]  # fmt: skip


def with_sina(warehouse: Warehouse) -> int:
    """Sina's id; she works here already."""
    with warehouse.books.reading() as connection:
        return next(one.id for one in people.everybody(connection) if one.name == "Sina")


def test_a_book_known_by_its_asin_alone_is_counted_by_the_barcode_on_its_back(
    warehouse: Warehouse,
) -> None:
    """A book's ASIN is its ISBN-10; the bars are the ISBN-13."""
    warehouse.take_in(order(1, line("BOOK-9", 2, asin="080442957X")))
    desk = warehouse.desk()
    desk.scan(order_id(1))
    assert desk.scan("9780804429573").code is VerdictCode.COUNTED
    assert desk.scan("978-0-8044-2957-3").code is VerdictCode.ORDER_COMPLETE
