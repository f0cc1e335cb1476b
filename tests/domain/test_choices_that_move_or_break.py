"""A barcode of a unit and a case, or of two articles, under MOVE and DAMAGED: it is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain.codes import Code
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import Match, Scanned, Session, State
from tests.domain.packing_talk import ORDER, TODAY, event, line, tell

ORDERED = Session(ORDER, (line("MUG", 9), line("SPOON", 2)))
FILLED = """
    case  -> counted 2 of 9
    case  -> counted 4 of 9
    spoon -> counted 1 of 2
    """


def moving() -> Session:
    """Four mugs and a spoon in box 1; what is scanned next goes into box 2."""
    return tell(
        tell(ORDERED, FILLED),
        """
        PARCEL -> box_open 5 of 11
        MOVE   -> move_asked 5 of 11
        """,
    )


@pytest.mark.parametrize(("digit", "units"), [("1", 1), ("2", 3), ("3", 3)])
def test_the_unit_or_its_case_moves_as_the_digit_says(digit: str, units: int) -> None:
    asked = tell(moving(), "dual -> ambiguous 5 of 11")
    moved = step(asked, event(digit))
    assert moved.verdict.code.value == "moved"
    assert sum(one.units for one in moved.session.in_box(2)) == units


@pytest.mark.parametrize(("digit", "units"), [("1", 1), ("2", 3)])
def test_the_unit_or_its_case_broke_as_the_digit_says(digit: str, units: int) -> None:
    asked = tell(ORDERED, "BROKEN -> damaged_asked 0 of 11\ndual -> ambiguous 0 of 11")
    broke = step(asked, event(digit))
    assert broke.verdict.code.value == "damaged"
    assert [(effect.sku, effect.units) for effect in broke.effects] == [("MUG", units)]


def test_what_broke_is_asked_for_its_box_after_that() -> None:
    asked = tell(tell(ORDERED, FILLED), "BROKEN -> damaged_asked 5 of 11")
    told = tell(asked, "dual -> ambiguous 5 of 11\n2 -> which_box_asked 5 of 11")
    assert step(told, event("2")).session.packed(0) == 1
    assert step(told, event("1")).session.packed(0) == 4  # they were in hand


def test_two_articles_of_one_barcode_are_asked_about() -> None:
    asked = tell(moving(), "twin -> ambiguous 5 of 11")
    moved = step(asked, event("2")).session
    assert [moved.sku_of(one) for one in moved.in_box(2)] == ["SPOON"]


def test_what_does_not_lie_elsewhere_is_not_offered() -> None:
    one = tell(
        ORDERED,
        """
        mug    -> counted 1 of 9
        PARCEL -> box_open 1 of 11
        MOVE   -> move_asked 1 of 11
        dual   -> moved 1 of 9
        """,
    )
    assert len(one.in_box(2)) == 1


def test_a_wrong_digit_changes_nothing_and_another_scan_is_a_fresh_one() -> None:
    asked = tell(moving(), "dual -> ambiguous 5 of 11")
    refused = step(asked, event("9"))
    assert (refused.verdict.code.value, refused.verdict.reason) == ("not_now", "asking_which")
    assert refused.session == asked
    assert step(asked, event("spoon")).verdict.code.value == "moved"


def test_undo_drops_the_question() -> None:
    dropped = tell(moving(), "dual -> ambiguous 5 of 11\nUNDO -> never_mind 5 of 11")
    assert dropped.state is State.PACKING
    assert not dropped.choices


def test_the_very_unit_is_moved_without_a_question() -> None:
    watches = Session(ORDER, (line("WATCH", 4, serial=True),))
    session = tell(
        watches,
        """
        watch  -> serial_wanted 0 of 4
        SN1    -> counted 1 of 4
        PARCEL -> box_open 1 of 4
        MOVE   -> move_asked 1 of 4
        """,
    )
    sku = line("WATCH", 4).sku
    unit = Scanned(Code("(01)1(21)SN1", serial="SN1"), (Match(sku), Match(sku, 2)), TODAY)
    assert step(session, unit).verdict.code.value == "moved"


def test_earlier_rules_refused_it() -> None:
    for asking in ("MOVE", "BROKEN"):
        earlier = step(replace(moving(), rules=4, state=State.PACKING), event(asking)).session
        refused = step(earlier, event("dual"))
        assert refused.verdict.code.value == "ambiguous"
        assert refused.session == earlier
