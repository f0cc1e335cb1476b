"""An unknown barcode is taught at the bench, by somebody who may, and never by accident."""

from __future__ import annotations

import pytest

from fbm_desk.domain.barcodes import check_digit
from fbm_desk.domain.errors import NotAllowed
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.scan_source import ScanSource
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services import teaching
from fbm_desk.services.packing import Desk
from fbm_desk.store import articles, history, taught
from tests.services.transcripts import SINA, answers, with_supervisor
from tests.services.warehouse import BADGE, Warehouse, line, order, order_id

STRANGE = "5901234123457"  # a right check digit, and nobody's yet
WRONG_DIGIT = "5901234123458"


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    """Mara packs two mugs and a spoon; Sina is in the house."""
    with_supervisor(warehouse)
    warehouse.take_in(order(1, line("MUG", 2), line("SPOON")))
    desk = warehouse.desk()
    desk.scan(order_id(1))
    return desk


def test_a_supervisors_badge_opens_the_question_and_a_digit_answers(desk: Desk) -> None:
    assert answers(desk, STRANGE, SINA, "1", STRANGE) == [
        "unknown", "teach_asked", "taught", "counted",
    ]  # fmt: skip
    assert desk.person is not None
    assert desk.person.name == "Mara"


def test_a_packer_asks_and_a_supervisor_allows(desk: Desk) -> None:
    assert answers(desk, STRANGE, "TEACH", BADGE, SINA, "2") == [
        "unknown", "supervisor_wanted:teach", "supervisor_wanted:teach", "teach_asked", "taught",
    ]  # fmt: skip
    assert desk.scan(STRANGE).sku == Sku("SPOON")


def test_another_barcode_of_the_article_answers_too(desk: Desk) -> None:
    assert answers(desk, STRANGE, SINA, "4006381333931", STRANGE)[-2:] == ["taught", "counted"]


def test_teaching_counts_nothing(desk: Desk) -> None:
    answers(desk, STRANGE, SINA, "1")
    assert desk.bench is not None
    assert desk.bench.opened.session.packed_units == 0


def test_a_case_is_taught_with_its_number_of_units(desk: Desk) -> None:
    said = answers(desk, STRANGE, SINA, "X2", "1", STRANGE)
    assert said == ["unknown", "teach_asked", "teach_asked:many", "taught:many", "counted"]
    assert desk.verdict is not None
    assert desk.verdict.units == 2


def test_a_digit_without_a_line_and_an_unknown_barcode_ask_again(desk: Desk) -> None:
    said = answers(desk, STRANGE, SINA, "3", "NOBODY-KNOWS-IT", "UNDO", STRANGE)
    assert said == [
        "unknown", "teach_asked", "teach_asked:unknown_too", "teach_asked:unknown_too",
        "never_mind", "unknown",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["NOPE\t", "12"])
def test_nothing_is_in_the_way_of_packing(desk: Desk, text: str) -> None:
    said = answers(desk, STRANGE, "TEACH", "MUG", text, "TEACH", "SPOON")
    assert said[1:3] == ["supervisor_wanted:teach", "counted"]
    assert said[-1] == "counted"


def test_a_number_with_a_wrong_check_digit_is_not_taught(desk: Desk) -> None:
    assert answers(desk, WRONG_DIGIT, SINA)[-1] == "teach_refused:check_digit"


def test_what_means_something_already_is_not_taught(desk: Desk) -> None:
    answers(desk, STRANGE, SINA, "1", STRANGE)
    assert answers(desk, "TEACH") == ["nothing_to_teach"]
    for text in ("TOTE-7", "BADGE-0123ABCD"):
        desk.scan(text)
        assert desk.scan("TEACH").code is not VerdictCode.SUPERVISOR_WANTED, text


def test_one_look_of_a_camera_is_not_enough_and_two_are(desk: Desk) -> None:
    desk.scan(STRANGE, source=ScanSource.CAMERA)
    assert answers(desk, SINA) == ["teach_refused:one_look"]
    desk.scan(STRANGE, source=ScanSource.CAMERA)
    assert answers(desk, SINA, "1") == ["teach_asked", "taught"]


@pytest.mark.parametrize(
    ("body", "doubt"),
    [
        ("200000000001", "restricted"),
        ("21234510000", "restricted"),
        ("041234500001", "restricted"),
        ("2123456", "restricted"),
        ("1590123412345", "case"),
        ("590123412399", ""),
    ],
)
def test_a_doubtful_number_is_taught_with_a_warning(desk: Desk, body: str, doubt: str) -> None:
    said = answers(desk, body + check_digit(body), SINA, "1")
    assert said[-1] == (f"taught:{doubt}" if doubt else "taught")


def test_teaching_is_written_down_and_can_be_taken_back(desk: Desk, warehouse: Warehouse) -> None:
    said = answers(desk, STRANGE, SINA, "1", "UNDO", SINA, STRANGE)
    assert said[2:] == ["taught", "supervisor_wanted:teach", "untaught", "unknown"]
    with warehouse.books.reading() as connection:
        steps = taught.steps_of(connection, Sku("MUG"))
        noted = [row.kind for row in history.of_order(connection, order_id(1))]
    assert [(step.kind, step.who) for step in steps] == [
        ("barcode_taught", "Sina"), ("barcode_untaught", "Sina"),
    ]  # fmt: skip
    assert "barcode_taught" in noted


def test_a_new_catalogue_keeps_what_was_taught(desk: Desk, warehouse: Warehouse) -> None:
    answers(desk, STRANGE, SINA, "1")
    with warehouse.books.writing() as connection:
        mug = articles.find(connection, [Sku("MUG")])[Sku("MUG")]
        articles.save(connection, [mug], [])
    assert answers(desk, STRANGE) == ["counted"]


def test_a_weight_is_noted_by_a_supervisor_only(warehouse: Warehouse) -> None:
    sina = with_supervisor(warehouse)
    with pytest.raises(NotAllowed):
        teaching.note_weight(warehouse.books, Sku("MUG"), 300, warehouse.mara)
    with pytest.raises(ValueError, match="70 kg"):
        teaching.note_weight(warehouse.books, Sku("MUG"), 0, sina)
    assert teaching.note_weight(warehouse.books, Sku("MUG"), 300, sina)
    assert not teaching.note_weight(warehouse.books, Sku("NOBODYS"), 300, sina)
    with warehouse.books.reading() as connection:
        assert articles.find(connection, [Sku("MUG")])[Sku("MUG")].weight_g == 300
