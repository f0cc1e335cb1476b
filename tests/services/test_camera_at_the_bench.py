"""What a camera's read may do at a bench, and what is passed over."""

from __future__ import annotations

import pytest

from fbm_desk.domain.scan_source import ScanSource
from fbm_desk.domain.session import State
from fbm_desk.domain.stages import Role
from fbm_desk.services.books import Books
from fbm_desk.services.packing import Desk
from fbm_desk.store import people
from tests.services.warehouse import BADGE, Warehouse, line, order, order_id

ONE, MUG_EAN = order_id(1), "]E04006381333931"
SUPERVISOR = "BADGE-SINA"


@pytest.fixture
def warehouse(books: Books) -> Warehouse:
    """An order of two mugs and a camera."""
    shop = Warehouse(books)
    shop.take_in(order(1, line("MUG", 2), line("CAMERA")))
    with books.writing() as connection:
        role = Role.SUPERVISOR
        people.add(connection, books.seal, "Sina Brandt", role, SUPERVISOR, books.now())
    return shop


@pytest.fixture
def desk(warehouse: Warehouse) -> Desk:
    desk = warehouse.desk()
    desk.scan(BADGE)
    return desk


def sees(desk: Desk, *texts: str) -> list[str]:
    """What the camera reads, one after the other; each answer, "-" for none."""
    answers = []
    for text in texts:
        before = desk.verdict
        verdict = desk.scan(text, source=ScanSource.CAMERA)
        answers.append("-" if verdict is before else verdict.code.value)
    return answers


def packed(desk: Desk) -> int:
    assert desk.bench is not None
    return desk.bench.opened.session.packed_units


def test_what_the_order_wants_is_counted(desk: Desk) -> None:
    assert sees(desk, ONE, MUG_EAN, MUG_EAN) == ["taken", "counted", "counted"]
    assert packed(desk) == 2


def test_an_article_alone_takes_no_order(desk: Desk) -> None:
    assert sees(desk, MUG_EAN) == ["-"]
    assert desk.bench is None


def test_what_is_known_and_not_wanted_is_told_and_not_counted(desk: Desk) -> None:
    assert sees(desk, ONE, "]C1LAMP-EAN", "]C1NOBODY-KNOWS") == ["taken", "wrong_item", "unknown"]
    assert packed(desk) == 0


def test_nothing_that_is_seen_is_mended(desk: Desk) -> None:
    doubled = "4006381333931" * 2
    assert sees(desk, ONE, doubled) == ["taken", "-"]
    assert desk.scan(doubled).healed == "doubled"


def test_a_badge_signs_in_at_a_locked_bench_and_nowhere_else(desk: Desk) -> None:
    desk.lock()
    assert sees(desk, MUG_EAN, "]C1NEXT", f"]C1{BADGE}") == ["-", "-", "signed_in"]
    assert sees(desk, f"]C1{SUPERVISOR}") == ["-"]


def test_a_supervisor_seen_in_passing_lets_nothing_pass(desk: Desk) -> None:
    sees(desk, ONE, MUG_EAN)
    desk.scan("SHORTSHIP")
    assert sees(desk, f"]C1{SUPERVISOR}") == ["-"]
    assert desk.bench is not None
    assert desk.bench.opened.session.state is State.SUPERVISOR_WANTED


@pytest.mark.parametrize("word", ["CANCEL", "SHORTSHIP", "TAKEOVER", "TEACH", "LOCK", "X5", "3"])
def test_a_sheet_in_the_picture_decides_nothing(desk: Desk, word: str) -> None:
    assert sees(desk, ONE, f"]C1{word}") == ["taken", "-"]


@pytest.mark.parametrize(("word", "answer"), [("LATER", "put_down"), ("HOLD", "hold_asked")])
def test_what_can_be_taken_back_is_obeyed(desk: Desk, word: str, answer: str) -> None:
    assert sees(desk, ONE, f"]A0{word}", f"]C1{word}") == ["taken", "-", answer]


def test_a_serial_number_is_believed_from_a_kind_that_proves_itself(desk: Desk) -> None:
    sees(desk, ONE, MUG_EAN, MUG_EAN)
    desk.scan("CAMERA")
    assert sees(desk, "]A0SN-0001", "]d1SN-0001") == ["-", "order_complete"]
