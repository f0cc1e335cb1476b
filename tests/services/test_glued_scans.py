"""Two scans in one text, the Enter between them lost: neither counts, neither is taught."""

from __future__ import annotations

import pytest

from fbm_desk.domain.barcodes import GS
from fbm_desk.domain.orders import Sku
from fbm_desk.services.packing import Desk
from fbm_desk.store import articles
from fbm_desk.store.articles import Article, Barcode, Lot
from tests.services.transcripts import SINA, answers, with_supervisor
from tests.services.warehouse import Warehouse, line, order, order_id

MUG = "4006381333931"
UPC = "036000291452"
MUG_LOT = f"010{MUG}10L42"
UPC_ARTICLE, HONEY = Article(Sku("TISSUE"), "Tissues"), Article(Sku("HONEY"), "Honey", proof="lot")


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    """Mara packs mugs, spoons and tissues; the lamp is no article of this order."""
    with_supervisor(warehouse)
    codes = [Barcode(UPC, UPC_ARTICLE.sku, "gtin"), Barcode("4006381333948", HONEY.sku, "gtin")]
    with warehouse.books.writing() as connection:
        articles.save(connection, [UPC_ARTICLE, HONEY], codes)
    warehouse.take_in(order(1, line("MUG", 9), line("SPOON", 3), line("TISSUE", 2), line("HONEY")))
    desk = warehouse.desk()
    desk.scan(order_id(1))
    return desk


def test_an_item_that_ran_into_a_tote_binds_no_tote(desk: Desk) -> None:
    assert answers(desk, f"TOTE-17{MUG}", "TOTE-17") == ["unknown:glued", "tote_bound"]
    assert desk.bench is not None
    assert desk.bench.totes == ("tote-17",)


def packed(desk: Desk) -> int:
    assert desk.bench is not None
    return desk.bench.opened.session.packed_units


@pytest.mark.parametrize(
    "text",
    [
        f"MUG{MUG}",
        f"{MUG}MUG",
        "SPOONMUG",
        "LAMP-EANMUG",
        "LAMP-EANLAMP",
        "MUGMUG",
        f"{MUG}{UPC}",
        MUG_LOT + MUG,
        f"]d2{MUG_LOT}{MUG}",
        f"{MUG_LOT}{UPC}",
        f"{MUG_LOT}0{UPC}",
        f"{MUG_LOT}010{MUG}",
        f"010{MUG}{MUG}",
        f"(01)0{MUG}(10)L42{MUG}",
        f"https://id.gs1.org/01/0{MUG}/10/L42{MUG}",
        f"]d2010{MUG}10L42{GS}21SERIAL-NUMBER-{MUG}",
        f"LAMP-EAN010{MUG}",
        f"UNDO{MUG}",
        f"{MUG}UNDO",
        f"CMD-NEXT{MUG}",
        f"X2{MUG}",
        f"{MUG}TOTE-17",
        f"1Z999AA10123456784{MUG}",
        f"{MUG}1Z999AA10123456784",
        "FINISHUNDO",
    ],
)
def test_two_known_codes_in_one_text_are_told_and_never_taught(desk: Desk, text: str) -> None:
    assert answers(desk, text) == ["unknown:glued"]
    assert packed(desk) == 0
    refused = answers(desk, SINA)[-1]
    assert refused.startswith("teach_refused:")


@pytest.mark.parametrize(
    "text",
    [
        MUG_LOT,
        f"010{MUG}10L424006381333932",  # its check digit is wrong
        f"010{MUG}10L424006381333948"[:-1] + "9",
        f"010{MUG}10L425901234123457",  # a GTIN, of nothing in this order
        f"010{MUG}21{MUG}",  # a serial number that is the GTIN, and no more
        f"]d217271130010{MUG}",
        f"]d210L42{GS}010{MUG}",
        f"]d2010{MUG}010{MUG}",
    ],
)
def test_what_a_code_may_say_is_not_taken_for_a_second_scan(desk: Desk, text: str) -> None:
    assert answers(desk, text) == ["counted"]


@pytest.mark.parametrize("text", ["SPOON-MUG", "MUGX", "5901234123457", "MUNG"])
def test_what_is_unknown_and_not_two_codes_can_be_taught(desk: Desk, text: str) -> None:
    assert answers(desk, text, SINA, "2", text)[-2:] == ["taught", "counted"]


def test_numbers_of_which_short_skus_could_be_made_can_be_taught(
    desk: Desk, warehouse: Warehouse
) -> None:
    with warehouse.books.writing() as connection:
        numbers = [Article(Sku(sku), sku) for sku in ("100234", "10023", "A1")]
        articles.save(connection, numbers, [])
    assert answers(desk, "10023410023", SINA, "2")[-1] == "taught"
    assert answers(desk, "A1MUG", SINA, "2")[-1] == "taught"


def test_a_lot_that_is_asked_for_is_not_taken_from_two_scans(desk: Desk) -> None:
    said = answers(desk, "HONEY", f"010400638133394810L42{MUG}", "L42")
    assert [one.partition(":")[0] for one in said] == ["lot_wanted", "lot_wanted", "counted"]


def test_without_an_order_two_codes_take_none(warehouse: Warehouse) -> None:
    warehouse.take_in(order(1))
    desk = warehouse.desk()
    assert answers(desk, f"SPOON{MUG}") == ["unknown:glued"]
    assert desk.bench is None


@pytest.mark.parametrize(
    "text",
    [
        f"010{MUG}010{MUG}",
        f"]d2010{MUG}010{MUG}",
        f"]d2010{MUG}{GS}010{MUG}",
        f"(01)0{MUG}(01)0{MUG}(01)0{MUG}",
    ],
)
def test_fields_that_are_said_twice_are_one_scan_and_that_is_told(desk: Desk, text: str) -> None:
    verdict = desk.scan(text)
    assert (verdict.code.value, verdict.units, verdict.healed) == ("counted", 1, "doubled")
    assert desk.scan(f"]d2010{MUG}10L42").healed == ""


# --- a date that ran into a lot ------------------------------------------------------------------

HONEY_LOT = "010400638133394810"
IN_STOCK = [Lot(HONEY.sku, "L42", None, 5), Lot(HONEY.sku, "LINE17261231", None, 5)]


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ("L4217271231", "lot_wanted"),  # the lot L42, and the date it is good to
        ("L4215260500", "lot_wanted"),
        ("LINE17261231", "counted"),  # a lot that is called so
        ("L4317271231", "counted"),  # nobody knows a lot L43
        ("L4217271331", "counted"),  # no date
        (f"L42{GS}17271231", "counted"),
    ],
)
def test_a_lot_in_stock_tells_where_a_date_ran_into_it(
    desk: Desk, warehouse: Warehouse, fields: str, answer: str
) -> None:
    with warehouse.books.writing() as connection:
        barcode = Barcode("4006381333948", HONEY.sku, "gtin")
        articles.save(connection, [HONEY], [barcode], in_lots=IN_STOCK)
    assert answers(desk, HONEY_LOT + fields)[0].partition(":")[0] == answer
    if answer == "lot_wanted":
        assert answers(desk, "L42") == ["counted"]
