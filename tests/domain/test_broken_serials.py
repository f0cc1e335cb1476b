"""The serial number of a unit that broke: by the rules of today, and by those before them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain.codes import Code, Command
from fbm_desk.domain.deeds import Match, PackLine
from fbm_desk.domain.events import Commanded, Event, Scanned
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import Session
from fbm_desk.domain.verdicts import VerdictCode as V

CAMERA = Sku("CAMERA")
UNIT = Scanned(Code("(01)1(21)SN1", serial="SN1"), (Match(CAMERA, 1),))


def told(session: Session, *events: Event) -> tuple[list[V], Session]:
    """What is said to these events, and the session after them."""
    said = []
    for event in events:
        done = step(session, event)
        session = done.session
        said.append(done.verdict.code)
    return said, session


@pytest.mark.parametrize(("rules", "then"), [(3, V.COUNTED), (4, V.SAME_SERIAL)])
def test_a_broken_units_number_counts_again_only_by_earlier_rules(rules: int, then: V) -> None:
    lines = (PackLine(LineId("1"), CAMERA, 3, serial=True),)
    session = Session(OrderId("305-0000001-8830001"), lines, rules=rules)
    said, _ = told(session, UNIT, Commanded(Command.DAMAGED), UNIT, UNIT)
    assert said == [V.COUNTED, V.DAMAGED_ASKED, V.DAMAGED, then]


@pytest.mark.parametrize(("rules", "then"), [(4, V.COUNTED), (5, V.SAME_TRANSPARENCY)])
def test_a_broken_units_code_counts_again_only_by_earlier_rules(rules: int, then: V) -> None:
    lines = (PackLine(LineId("1"), CAMERA, 3, transparency=True),)
    session = Session(OrderId("305-0000001-8830001"), lines, rules=rules)
    code = "AZ:ABCDEFGHJKLMNP23456789ABCD"
    unit = Scanned(Code(code, transparency=code), (Match(CAMERA, 1),))
    said, _ = told(session, unit, Commanded(Command.DAMAGED), unit, unit)
    assert said == [V.COUNTED, V.DAMAGED_ASKED, V.DAMAGED, then]


def told_plain(rules: int, serials: tuple[str, ...], broke: str) -> tuple[list[V], Session]:
    """Cameras put in by these numbers, which nobody wants, none for no number; then one broke."""
    session = Session(OrderId("305-0000001-8830001"), (PackLine(LineId("1"), CAMERA, 3),))
    units = [Scanned(Code("c", serial=one), (Match(CAMERA, 1),)) for one in (*serials, broke)]
    events: tuple[Event, ...] = (*units[:-1], Commanded(Command.DAMAGED), units[-1])
    return told(replace(session, rules=rules), *events)


@pytest.mark.parametrize(
    ("rules", "serials", "then"),
    [
        (4, ("",), V.DAMAGED),
        (5, ("",), V.WHICH_BOX_ASKED),  # the very unit may lie there, counted by a plain barcode
        (5, ("SN2", ""), V.WHICH_BOX_ASKED),
        (5, ("SN2",), V.DAMAGED),  # it lies in no box
        (5, ("SN2", "SN1"), V.DAMAGED),  # it does
    ],
)
def test_a_unit_that_may_lie_in_a_box_is_asked_for_it(
    rules: int, serials: tuple[str, ...], then: V
) -> None:
    said, session = told_plain(rules, serials, "SN1")
    assert said[-1] is then
    left = len(serials) - ("SN1" in serials)
    assert session.packed_units == left


def test_its_number_stays_its_own_where_nobody_knew_it_in_the_box() -> None:
    _, asked = told_plain(5, ("",), "SN1")
    out = step(asked, Scanned(Code("2", choice=2))).session
    assert out.packed_units == 0
    again = step(out, Scanned(Code("c", serial="sn1"), (Match(CAMERA, 1),)))
    assert again.verdict.code is V.SAME_SERIAL


@pytest.mark.parametrize(("lot", "then"), [("l1", V.WHICH_BOX_ASKED), ("L2", V.DAMAGED)])
def test_a_unit_of_another_lot_lies_in_no_box(lot: str, then: V) -> None:
    session = Session(OrderId("305-0000001-8830001"), (PackLine(LineId("1"), CAMERA, 3, lot=True),))
    for event in (
        Scanned(Code("c", lot="L1"), (Match(CAMERA, 1),)),
        Commanded(Command.DAMAGED),
        Scanned(Code("c", lot=lot), (Match(CAMERA, 1),)),
    ):
        done = step(session, event)
        session = done.session
    assert done.verdict.code is then
