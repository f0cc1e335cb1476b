"""The serial number of a unit that broke: by the rules of today, and by those before them."""

from __future__ import annotations

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


@pytest.mark.parametrize(("rules", "then"), [(3, V.COUNTED), (4, V.SAME_SERIAL)])
def test_a_broken_units_number_counts_again_only_by_earlier_rules(rules: int, then: V) -> None:
    lines = (PackLine(LineId("1"), CAMERA, 3, serial=True),)
    session = Session(OrderId("305-0000001-8830001"), lines, rules=rules)
    said = []
    events: tuple[Event, ...] = (UNIT, Commanded(Command.DAMAGED), UNIT, UNIT)
    for event in events:
        done = step(session, event)
        session = done.session
        said.append(done.verdict.code)
    assert said == [V.COUNTED, V.DAMAGED_ASKED, V.DAMAGED, then]


@pytest.mark.parametrize(("rules", "then"), [(4, V.COUNTED), (5, V.SAME_TRANSPARENCY)])
def test_a_broken_units_code_counts_again_only_by_earlier_rules(rules: int, then: V) -> None:
    lines = (PackLine(LineId("1"), CAMERA, 3, transparency=True),)
    session = Session(OrderId("305-0000001-8830001"), lines, rules=rules)
    code = "AZ:ABCDEFGHJKLMNP23456789ABCD"
    unit = Scanned(Code(code, transparency=code), (Match(CAMERA, 1),))
    said = []
    events: tuple[Event, ...] = (unit, Commanded(Command.DAMAGED), unit, unit)
    for event in events:
        done = step(session, event)
        session = done.session
        said.append(done.verdict.code)
    assert said == [V.COUNTED, V.DAMAGED_ASKED, V.DAMAGED, then]
