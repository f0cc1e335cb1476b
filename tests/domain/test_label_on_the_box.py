"""The label stuck on is scanned: right, another box's, or something else that stands on it."""

from __future__ import annotations

import pytest

from fbm_desk.domain.events import Scanned
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import Session, State
from fbm_desk.domain.session_record import event_to_json, without_address
from fbm_desk.domain.verdicts import VerdictCode as V
from tests.domain.packing_talk import ORDER, acts, event, line, tell

OWN = "1Z999AA10123456784"
LABELLED = tell(
    Session(ORDER, (line("MUG", 1),)),
    f"mug -> order_complete 1 of 1\nbought:{OWN} -> label_ready 1 of 1",
)
MATRIX = "[)>\x1e01\x1d0298109\x1d840\x1d003\x1d1Z00000001\x1dUPSN\x1d12X001\x1e\x04"


@pytest.mark.parametrize(
    "text",
    [
        "12",  # a slip of the keys
        "]C142098109",  # where it goes, in a barcode of its own
        "42098109",
        MATRIX,
        "1Z999AA10123456785",  # its own number, misread
        "TOTE-17",
        "BADGE-4F7Q2",
    ],
)
def test_nobody_takes_the_right_label_off_for_what_is_no_other_label(text: str) -> None:
    done = step(LABELLED, event(text))
    assert (done.verdict.code, done.verdict.reason) == (V.NOT_NOW, "its_number")
    assert done.session == LABELLED
    assert acts(LABELLED, OWN) == [("close_parcel", 1), ("finish_order", 1)]


@pytest.mark.parametrize("text", ["1Z5R89390357567127", "9405511899223197428490"])
def test_another_label_is_taken_off(text: str) -> None:
    assert step(LABELLED, event(text)).verdict.code is V.WRONG_LABEL


def test_a_number_that_left_the_house_is_another_label_whatever_its_form() -> None:
    came = event("KP00000000000009PT")
    assert isinstance(came, Scanned)
    assert step(LABELLED, came).verdict.code is V.NOT_NOW
    left = Scanned(came.code, serial_known=True)
    assert step(LABELLED, left).verdict.code is V.WRONG_LABEL


def test_the_number_of_a_closed_box_is_another_label() -> None:
    two = tell(
        Session(ORDER, (line("MUG", 2),)),
        f"""
        mug    -> counted 1 of 2
        PARCEL -> box_open 1 of 2
        mug    -> order_complete 2 of 2
        bought:KP0000000001PT -> label_ready 2 of 2
        KP0000000001PT -> box_closed 2 of 2
        bought:{OWN} -> label_ready 2 of 2 box 2
        """,
    )
    tell(two, "KP0000000001PT -> wrong_label 2 of 2\nKP0000000007PT -> not_now 2 of 2")


@pytest.mark.parametrize("text", ["]C142098109", "]C14209810998765", MATRIX])
def test_where_a_parcel_goes_is_not_written_down(text: str) -> None:
    came = event(text)
    kept = without_address(came, V.NOT_NOW, OWN)
    assert "98109" not in event_to_json(kept)[1]
    assert step(LABELLED, kept).session.state is State.LABELLED


def test_the_postcode_around_a_misread_number_is_not_written_down() -> None:
    kept = without_address(event("420981099405511899223197428491"), V.NOT_NOW, OWN)
    assert isinstance(kept, Scanned)
    assert kept.code.text == "9405511899223197428491"
