"""Kits that stand on several lines, parts that need proof, and what a choice must not forget."""

from __future__ import annotations

from datetime import date
from typing import Any

from fbm_desk.domain import barcodes
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.packing import Step, step
from fbm_desk.domain.session import Match, PackLine, Scanned, Session

ORDER = OrderId("305-4471926-8830217")
SET = (Match(Sku("SET")),)


def kit_on(line_id: str, **proof: Any) -> tuple[PackLine, ...]:
    """The parts of one kit: two mugs and a camera, which may need proof."""
    kit = Sku("SET")
    return (
        PackLine(LineId(line_id), Sku("MUG"), 2, kit, 2),
        PackLine(LineId(line_id), Sku("CAMERA"), 1, kit, 1, **proof),
    )


def scan(session: Session, text: str, matches: tuple[Match, ...] = ()) -> Step:
    return step(session, Scanned(barcodes.read(text), matches, on=date(2026, 11, 23)))


def test_one_scan_of_a_kit_ordered_on_two_lines_is_one_kit() -> None:
    session = Session(ORDER, (*kit_on("a"), *kit_on("b")))
    one = scan(session, "set", SET).session
    assert one.packed_units == 3
    assert one.line_units() == {"a": 1, "b": 0}
    two = scan(one, "set", SET)
    assert (two.session.line_units(), two.session.complete) == ({"a": 1, "b": 1}, True)


def test_a_case_of_two_kits_fills_both_lines_or_none() -> None:
    session = Session(ORDER, (*kit_on("a"), *kit_on("b")))
    case = (Match(Sku("SET"), 2),)
    assert scan(session, "case", case).session.complete
    begun = scan(session, "mug", (Match(Sku("MUG")),)).session
    refused = scan(begun, "case", case)
    assert (refused.verdict.code.value, refused.session.counts) == ("already_enough", begun.counts)


def test_a_kits_own_barcode_does_not_stand_for_the_serial_number_of_its_part() -> None:
    done = scan(Session(ORDER, kit_on("a", serial=True)), "set", SET)
    assert (done.verdict.code.value, done.verdict.sku) == ("serial_wanted", "CAMERA")
    assert done.session.counts == ()


def test_a_kits_own_barcode_does_not_stand_for_the_lot_of_its_part() -> None:
    done = scan(Session(ORDER, kit_on("a", lot=True)), "(01)04006381333931(10)L1", SET)
    assert (done.verdict.code.value, done.verdict.sku) == ("lot_wanted", "CAMERA")
    assert done.session.counts == ()


TWIN = (Match(Sku("TEA")), Match(Sku("HONEY")))
TINS = Session(
    ORDER, (PackLine(LineId("t"), Sku("TEA"), 4, lot=True), PackLine(LineId("h"), Sku("HONEY"), 4))
)


def test_a_choice_counts_as_many_units_as_the_barcode_said() -> None:
    asked = scan(TINS, "(01)04006381333931(10)L7(30)3", TWIN)
    assert asked.verdict.code.value == "ambiguous"
    chosen = scan(asked.session, "2").session
    assert [chosen.packed(0), chosen.packed(1)] == [0, 3]


def test_a_choice_keeps_the_lot_and_the_expiry_date_of_the_barcode() -> None:
    good = scan(TINS, "(01)04006381333931(10)L7(17)271122", TWIN).session
    assert scan(good, "1").session.counts[0].lot == "L7"
    old = scan(TINS, "(01)04006381333931(10)L6(17)261122", TWIN).session
    refused = scan(old, "1")
    assert (refused.verdict.code.value, refused.session.counts) == ("expired_lot", ())


def test_a_scan_instead_of_a_choice_forgets_what_the_first_one_said() -> None:
    asked = scan(TINS, "(01)04006381333931(10)L7", TWIN).session
    wanted = scan(asked, "tea", (Match(Sku("TEA")),))
    assert wanted.verdict.code.value == "lot_wanted"
