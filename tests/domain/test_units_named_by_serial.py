"""MOVE and DAMAGED find a unit by its serial number, however its letters were typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain.codes import Code
from fbm_desk.domain.packing import replay, step
from fbm_desk.domain.session import Match, Scanned, Session
from tests.domain.packing_talk import ORDER, event, line, tell

WATCHES = Session(ORDER, (line("WATCH", 3, serial=True),))
TWO_IN = """
    watch -> serial_wanted 0 of 3
    SN-a1 -> counted 1 of 3
    watch -> serial_wanted 1 of 3
    SN-a2 -> counted 2 of 3
    """


@pytest.mark.parametrize("typed", ["SN-a1", "sn-A1"])
def test_a_serial_number_alone_moves_its_unit(typed: str) -> None:
    moving = tell(
        tell(WATCHES, TWO_IN),
        """
        PARCEL -> box_open 2 of 3
        MOVE   -> move_asked 2 of 3
        """,
    )
    moved = step(moving, event(typed))
    assert moved.verdict.code.value == "moved"
    assert [one.serial for one in moved.session.in_box(2)] == ["SN-a1"]


@pytest.mark.parametrize("typed", ["SN-a2", "sn-A2"])
def test_a_gs1_code_names_the_unit_that_broke(typed: str) -> None:
    asked = tell(tell(WATCHES, TWO_IN), "BROKEN -> damaged_asked 2 of 3")
    unit = Scanned(Code(f"(01)1(21){typed}", serial=typed), (Match(line("WATCH", 3).sku),))
    broken = step(asked, unit).session
    assert [one.serial for one in broken.lying] == ["SN-a1"]


def test_a_session_begun_by_earlier_rules_tells_the_letters_apart() -> None:
    earlier = tell(replace(WATCHES, rules=4), TWO_IN)
    asked = replay(earlier, [event("PARCEL"), event("MOVE")])
    assert step(asked, event("sn-A1")).verdict.code.value == "unknown"
