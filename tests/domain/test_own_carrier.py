"""The carrier's own label at the bench: misread, another's, unknown, or taken."""

from __future__ import annotations

from typing import Any

import pytest

from fbm_desk.domain import barcodes
from fbm_desk.domain.barcodes import Command
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.packing import replay, step
from fbm_desk.domain.session import (
    Act,
    Commanded,
    Effect,
    LabelSource,
    PackLine,
    Scanned,
    Session,
    State,
)
from fbm_desk.domain.session_record import event_from_json, event_to_json
from fbm_desk.domain.tracking import Fit, judged
from fbm_desk.domain.verdicts import VerdictCode

UPS, WRONG_UPS, ROYAL = "1Z999AA10123456784", "1Z999AA10123456785", "RB473124829GB"
WAITING = Session(
    OrderId("305-4471926-8830217"),
    (PackLine(LineId("1"), Sku("MUG"), 0),),
    LabelSource.SCANNED,
    state=State.TRACKING_WANTED,
)


def scan(text: str, carrier: str = "UPS") -> Scanned:
    """A scan as a bench of a seller with this carrier sees it."""
    fit, whose = judged(text, carrier)
    return Scanned(barcodes.read(text), fit=fit, carrier=whose)


def test_the_sellers_carriers_number_closes_the_parcel() -> None:
    done = step(WAITING, scan(UPS))
    assert (done.session.state, done.session.tracking) == (State.DONE, UPS)
    assert done.effects == (Effect(Act.CLOSE_PARCEL, 1), Effect(Act.FINISH_ORDER, 1))


@pytest.mark.parametrize(
    ("text", "reason"), [(WRONG_UPS, "misread"), ("KP4881200731", "unknown"), (ROYAL, "other")]
)
def test_a_number_in_doubt_closes_nothing_and_says_why(text: str, reason: str) -> None:
    done = step(WAITING, scan(text))
    assert (done.session.state, done.session.tracking) == (State.TRACKING_WANTED, "")
    assert (done.verdict.code, done.verdict.reason) == (VerdictCode.TRACKING_WANTED, reason)
    assert done.effects == ()
    assert not done.verdict.refused  # the packer did nothing wrong


def test_another_carriers_number_is_taken_when_it_is_scanned_again() -> None:
    asked = step(WAITING, scan(ROYAL))
    assert asked.verdict.who == "Royal Mail"
    done = step(asked.session, scan(ROYAL))
    assert (done.session.state, done.session.tracking) == (State.DONE, ROYAL)


@pytest.mark.parametrize("between", [scan(WRONG_UPS), scan("JJD1410302937991")])
def test_only_the_very_number_that_was_asked_about_is_taken(between: Scanned) -> None:
    session = replay(WAITING, [scan(ROYAL), between])
    assert step(session, scan(ROYAL)).session.state is State.TRACKING_WANTED


@pytest.mark.parametrize("text", [WRONG_UPS, "KP4881200731"])
def test_no_repetition_makes_a_wrong_number_right(text: str) -> None:
    assert replay(WAITING, [scan(text)] * 5).state is State.TRACKING_WANTED


def test_a_parcel_without_a_number_can_still_be_closed() -> None:
    session = replay(WAITING, [scan(ROYAL), Commanded(Command.FINISH)])
    assert (session.state, session.tracking) == (State.DONE, "")


@pytest.mark.parametrize("event", [scan(UPS), scan(WRONG_UPS), scan(ROYAL)])
def test_what_was_thought_of_a_number_is_written_down_with_it(event: Scanned) -> None:
    kept = event_from_json(*event_to_json(event))
    assert isinstance(kept, Scanned)
    assert (kept.fit, kept.carrier) == (event.fit, event.carrier)


def test_numbers_taken_by_earlier_programs_are_still_taken() -> None:
    """Their events say nothing of check digits."""
    kept: Any = '{"text": "1Z999AA10123456785"}'
    event = event_from_json("Scanned", kept)
    assert isinstance(event, Scanned)
    assert event.fit is Fit.FITS
    assert step(WAITING, event).session.state is State.DONE
