"""While a serial number or a lot is asked for, what is something else is asked again."""

from __future__ import annotations

import pytest

from fbm_desk.domain.keyboards import KEYBOARDS, US, typed_on
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.scan_source import ScanSource
from fbm_desk.services.packing import Desk
from fbm_desk.store import articles, sessions
from fbm_desk.store.articles import Article, Barcode
from tests.services.transcripts import answers
from tests.services.warehouse import BADGE, Warehouse, line, order, order_id

OWN, OTHER, UNKNOWN = "09506000134352", "04006381333931", "05012345678900"
GERMAN = KEYBOARDS["de"]
MANGLED = {
    "a command": "CMD-UNDO",
    "another article's case": "MUG-CASE",
    "an order": order_id(2),
    "a badge": BADGE,
    "its own code": f"]d201{OWN}21SNY-1",
}
"""What a scanner set to American makes of these on a German computer is known in the shop."""
FORMED = {
    "another badge": typed_on("BADGE-NOBODY", US, GERMAN),
    "a tote": typed_on("TOTE-7", US, GERMAN),
    "an unknown order": typed_on("305-1111111-2222222", US, GERMAN),
    "a mangled box": typed_on("]C100340434161094042557", US, GERMAN),
    "a wrong check digit": "]d2010400638133394921SERX",
    "another article's serial number": "]d201040063813339314821SERX",
    "an unknown article's": f"]d201{UNKNOWN}21SERX",
    "a box": "]C100340434161094042557",
    "a misread box": "]C100395012345678901237",
    "an unknown article's lot": f"]d201{UNKNOWN}10LOT",
    "an unknown article's date": f"]d201{UNKNOWN}17291231",
    "Amazon's label": "X00ABC12DE",
    "an ASIN": "B00ABC12DE",
    "an unknown article's link": f"https://id.gs1.org/01/{UNKNOWN}/21/SERX",
    "a known article": "4006381333931",
    "its own barcode": OWN,
    "a known order": order_id(2).replace("-", ""),
}


@pytest.fixture(params=["serial", "lot"])
def proof(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def desk(warehouse: Warehouse, proof: str) -> Desk:
    """Two pans are packed, and the first one's proof is asked for."""
    with warehouse.books.writing() as connection:
        pan = Article(Sku("PAN"), "Pan", proof=proof)
        articles.save(connection, [pan], [Barcode(OWN, pan.sku, "gtin")])
    warehouse.take_in(order(1, line("PAN", 2), line("SPOON")), order(2))
    desk = warehouse.desk()
    assert answers(desk, order_id(1), OWN)[-1].startswith(f"{proof}_wanted")
    return desk


def counted(desk: Desk) -> tuple[tuple[str, str], ...]:
    """What the units show, as it is in memory and as it is replayed from disk."""
    assert desk.bench is not None
    opened = desk.bench.opened
    with desk.books.reading() as connection:
        assert sessions.as_ended(connection, opened.id).counts == opened.session.counts
    return tuple((one.serial, one.lot) for one in opened.session.counts)


@pytest.mark.parametrize("what", MANGLED)
def test_what_a_wrong_layout_makes_of_something_known_is_asked_again(
    desk: Desk, proof: str, what: str
) -> None:
    verdict = desk.scan(typed_on(MANGLED[what], US, GERMAN))
    assert (verdict.code.value, verdict.healed) == (f"{proof}_wanted", "layout_de")
    assert counted(desk) == ()
    assert desk.scan("SN-1").code.value == "counted"


@pytest.mark.parametrize("what", FORMED)
def test_what_is_something_else_by_its_form_is_asked_again(
    desk: Desk, proof: str, what: str
) -> None:
    assert answers(desk, FORMED[what])[0].partition(":")[0] == f"{proof}_wanted"
    assert counted(desk) == ()


@pytest.mark.parametrize("given", ["]C1{}SER1", "({})SER1", "]d201" + OWN + "{}SER1", "SER1"])
def test_its_own_fields_and_plain_texts_are_taken(desk: Desk, proof: str, given: str) -> None:
    assert answers(desk, given.format("21" if proof == "serial" else "10"))[0] == "counted"
    assert counted(desk) == ((("SER1", "") if proof == "serial" else ("", "SER1")),)


@pytest.mark.parametrize(
    "text", ["30511111112222222", "4012345678901", "12345678", "356938035643809", "SN +-Y/7"]
)
def test_numbers_that_look_like_something_else_are_taken(desk: Desk, proof: str, text: str) -> None:
    assert answers(desk, text)[0] == "counted"
    assert counted(desk) == (((text, "") if proof == "serial" else ("", text)),)


@pytest.mark.parametrize("country", ["de", "fr"])
@pytest.mark.parametrize("number", ["SN-1234-YZ", "2026-0417", "M[9]0815-1"])
def test_a_number_typed_on_the_wrong_keyboard_is_asked_again_and_told_why(
    desk: Desk, proof: str, number: str, country: str
) -> None:
    shown = typed_on(number, US, KEYBOARDS[country])
    assert not shown.isascii()
    verdict = desk.scan(shown)
    assert (verdict.code.value, verdict.healed) == (f"{proof}_wanted", f"layout_{country}")
    assert verdict.remedy
    assert counted(desk) == ()
    assert desk.scan(number).code.value == "counted"


def test_a_person_may_type_a_number_with_a_sign_of_his_keyboard(desk: Desk, proof: str) -> None:
    assert desk.scan("SNß7", source=ScanSource.TYPED).code.value == "counted"
    assert counted(desk) == ((("SNß7", "") if proof == "serial" else ("", "SNß7")),)


@pytest.mark.parametrize("text", ["SN-1\tSN-2", "https://example.com/mugs"])
def test_two_scans_in_one_and_the_address_of_a_page_are_no_number(desk: Desk, text: str) -> None:
    desk.scan(text)
    assert counted(desk) == ()
