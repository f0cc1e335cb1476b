"""A number that is asked for is one unit's: which scans answer, and all that they say of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from fbm_desk.domain import barcodes
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import (
    Commanded,
    Match,
    PackLine,
    Resumed,
    Scanned,
    Session,
    State,
    Substitute,
)

ORDER = OrderId("305-4471926-8830217")
TODAY = date(2026, 11, 23)
TEA, CAMERA = "4006381333931", "4012345678901"
ARTICLES = {TEA: Sku("TEA"), CAMERA: Sku("CAMERA"), "tea": Sku("TEA"), "camera": Sku("CAMERA")}


def packed(session: Session, *texts: str, used: str = "", **facts: Any) -> tuple[str, Session]:
    """The last answer to these scans, and the session then."""
    said = ""
    for text in texts:
        code = barcodes.read(text)
        if code.command:
            done = step(session, Commanded(code.command, code.quantity))
        else:
            found = [ARTICLES.get(key.removeprefix("0")) for key in code.keys]
            matches = tuple(Match(sku) for sku in found if sku)
            known = bool(used) and code.transparency == used
            event = Scanned(code, matches, TODAY, transparency_known=known, **facts)
            done = step(session, event)
        said, session = done.verdict.code.value, done.session
    return said, session


def wanting(sku: str, **proof: Any) -> Session:
    """An order of three of an article and three of another."""
    other = Sku("CAMERA" if sku == "TEA" else "TEA")
    return Session(
        ORDER, (PackLine(LineId("a"), Sku(sku), 3, **proof), PackLine(LineId("b"), other, 3))
    )


def test_another_articles_lot_is_not_the_units() -> None:
    said, session = packed(wanting("TEA", lot=True), "tea", f"(01)0{CAMERA}(10)L7")
    assert (said, session.state, session.counts) == ("lot_wanted", State.ASKING_LOT, ())
    said, session = packed(session, f"(01)0{TEA}(10)L7")
    assert (said, session.counts[0].lot) == ("counted", "L7")


def test_another_articles_serial_number_is_not_the_units() -> None:
    said, session = packed(wanting("CAMERA", serial=True), "camera", f"(01)0{TEA}(21)SN1")
    assert (said, session.counts) == ("serial_wanted", ())
    assert packed(session, f"(01)0{CAMERA}(21)SN1")[0] == "counted"


def test_another_articles_transparency_code_is_not_the_units() -> None:
    twenty = "ABCDEFGHJK2345678901"
    start = wanting("CAMERA", transparency=True)
    said, session = packed(start, "camera", f"(01)0{TEA}(21){twenty}")
    assert (said, session.counts) == ("transparency_wanted", ())
    assert packed(session, f"(01)0{CAMERA}(21){twenty}")[0] == "counted"


def test_an_expired_unit_is_refused_whichever_scan_says_so() -> None:
    start = wanting("CAMERA", serial=True)
    said, session = packed(start, "camera", f"(01)0{CAMERA}(17)261122(21)SN1")
    assert (said, session.counts) == ("expired_lot", ())


def test_what_the_answer_says_besides_is_not_asked_again() -> None:
    both = wanting("CAMERA", serial=True, lot=True)
    said, session = packed(both, "camera", f"(01)0{CAMERA}(10)L3(21)SN1")
    assert (said, session.counts[0].serial, session.counts[0].lot) == ("counted", "SN1", "L3")


def test_the_lot_of_a_unit_with_another_serial_number_is_not_the_units() -> None:
    both = wanting("CAMERA", serial=True, lot=True)
    _, asked = packed(both, f"(01)0{CAMERA}(21)SN1")
    assert asked.state is State.ASKING_LOT
    said, session = packed(asked, f"(01)0{CAMERA}(10)L3(21)SN2")
    assert (said, session.state, session.counts) == ("lot_wanted", State.ASKING_LOT, ())
    said, session = packed(session, f"(01)0{CAMERA}(10)L3(21)sn1")
    assert (said, session.counts[0].serial, session.counts[0].lot) == ("counted", "SN1", "L3")
    old = packed(replace(asked, rules=4), f"(01)0{CAMERA}(10)L3(21)SN2")[1]
    assert (old.counts[0].serial, old.counts[0].lot) == ("SN1", "L3")


def test_a_transparency_code_says_no_other_serial_number() -> None:
    both = wanting("CAMERA", serial=True, transparency=True)
    said, session = packed(both, "camera", "SN1", f"(01)0{CAMERA}(21)ABCDEFGHJK2345678901")
    assert (said, session.counts[0].serial) == ("counted", "SN1")


def test_a_transparency_code_used_before_is_not_forgotten_over_the_question_for_a_lot() -> None:
    code = f"010{CAMERA}21ABCDEFGHJK2345678901"
    start = wanting("CAMERA", lot=True, transparency=True)
    _, session = packed(start, f"]C1{code}", "L1", used=code)
    assert session.counts == ()


def test_half_a_transparency_code_is_no_serial_number() -> None:
    said, session = packed(wanting("CAMERA", serial=True), "camera", "AZ:SHORT")
    assert (said, session.counts) == ("serial_wanted", ())


def test_an_article_that_is_still_wanted_itself_replaces_nothing() -> None:
    replaced = (Substitute(Sku("TEA"), may_count=9),)
    cameras = PackLine(LineId("b"), Sku("CAMERA"), 6, substitutes=replaced)
    start = Session(ORDER, (PackLine(LineId("a"), Sku("TEA"), 3, may_count=9), cameras))
    said, session = packed(start, "QUANTITY-4", "tea")
    assert (said, session.counts) == ("already_enough", ())


def test_a_number_does_not_choose_between_two_articles_of_one_barcode() -> None:
    lines = (
        PackLine(LineId("a"), Sku("TEA"), 3, may_count=9),
        PackLine(LineId("b"), Sku("CUP"), 3),
    )
    many = step(Session(ORDER, lines), Commanded(barcodes.Command.QUANTITY, 2)).session
    both = (Match(Sku("CUP")), Match(Sku("TEA")))
    done = step(many, Scanned(barcodes.read("twin"), both, TODAY))
    assert (done.verdict.code.value, done.session.counts) == ("count_each", ())


def test_what_is_counted_again_after_undo_was_counted_at_this_scale() -> None:
    heavy = Session(ORDER, (PackLine(LineId("a"), Sku("TEA"), 4, weight_g=310),))
    _, session = packed(heavy, "tea", scale_g=120)
    session = step(step(session, Commanded(barcodes.Command.LATER)).session, Resumed()).session
    _, session = packed(session, "UNDO")
    said, session = packed(session, "tea", "tea", scale_g=120)
    assert (said, session.packed_units) == ("not_in_box", 1)


def test_one_unit_scanned_twice_is_told_by_a_serial_number_that_nobody_asked_for() -> None:
    unit = f"(01)0{TEA}(21)S1"
    said, session = packed(wanting("TEA"), unit, unit)
    assert (said, session.packed_units) == ("same_serial", 1)
    assert packed(session, f"(01)0{TEA}(21)S2")[0] == "counted"
    assert packed(session, TEA)[0] == "counted"  # its plain barcode tells no unit
    assert packed(session, "UNDO", unit)[0] == "counted"


def test_what_several_units_at_once_show_is_no_serial_number_of_one() -> None:
    two = f"(01)0{TEA}(21)S1(30)2"
    said, session = packed(wanting("TEA"), two, f"(01)0{TEA}(21)S1")
    assert (said, session.packed_units) == ("counted", 3)


OWN_FORM = (
    "]d2010400638133394921SERX",  # its check digit is wrong
    "]d20104006381333931",
    "]C121SER1",  # in a lot's place, and the other way round
    "(17)291231",
    "X00ABC12DE",
    "b00abc12de",
    "https://id.gs1.org/01/04006381333931",
    "https://example.com/mugs",
)


@pytest.mark.parametrize("text", OWN_FORM)
def test_a_code_with_a_form_of_its_own_is_no_text_of_a_unit(text: str) -> None:
    for proof, wanted, as_lot in (("serial", "serial_wanted", False), ("lot", "lot_wanted", True)):
        if text == "]C121SER1" and not as_lot:
            continue
        start = wanting("CAMERA", **{proof: True})
        asked = step(start, Scanned(barcodes.read("camera"), (Match(Sku("CAMERA")),))).session
        done = step(asked, Scanned(barcodes.read(text), (), TODAY))
        assert (done.verdict.code.value, done.session.counts) == (wanted, ())
        before = replace(asked, rules=3)  # such a session is packed to its end as it was begun
        assert step(before, Scanned(barcodes.read(text), (), TODAY)).session.counts


@pytest.mark.parametrize("text", ["X0AB12CD34", "4006381333932", "306", "1Z999AA10123456784"])
def test_other_plain_texts_are_still_taken(text: str) -> None:
    assert packed(wanting("CAMERA", serial=True), "camera", text)[0] == "counted"
    assert packed(wanting("CAMERA", lot=True), "camera", text)[0] == "counted"


def test_fields_without_an_article_are_the_units() -> None:
    said, session = packed(wanting("CAMERA", serial=True), "camera", "]C121SER1")
    assert (said, session.counts[0].serial) == ("counted", "SER1")
    said, session = packed(wanting("CAMERA", lot=True), "camera", "(10)LOT7(17)291231")
    assert (said, session.counts[0].lot) == ("counted", "LOT7")


def test_one_unit_is_told_whether_caps_lock_is_on_or_not() -> None:
    start = wanting("CAMERA", serial=True)
    said, session = packed(start, "camera", "SNab12", "camera", "snAB12")
    assert (said, [one.serial for one in session.counts]) == ("same_serial", ["SNab12"])
    unasked = packed(wanting("TEA"), f"(01)0{TEA}(21)Sab1", f"(01)0{TEA}(21)sAB1")
    assert (unasked[0], unasked[1].packed_units) == ("same_serial", 1)
    earlier = replace(start, rules=3)
    assert packed(earlier, "camera", "SNab12", "camera", "snAB12")[0] == "counted"


def test_an_unknown_weight_proves_nothing_when_the_reading_sinks() -> None:
    _, session = packed(wanting("TEA"), "tea", scale_g=900)
    assert packed(session, "tea", scale_g=300)[0] == "counted"
    assert packed(replace(session, rules=3), "tea", scale_g=300)[0] == "not_in_box"


@pytest.mark.parametrize(
    ("scanned", "why"),
    [
        ("tea", "another_item"),
        ("camera", "the_item"),
        ("AZ:SHORT", "no_proof"),
        (f"(01)0{CAMERA}(10)L9(21)SN2", "another_unit"),
    ],
)
def test_what_is_no_answer_is_said_to_be_that(scanned: str, why: str) -> None:
    both = wanting("CAMERA", serial=True, lot=True)
    _, asked = packed(both, f"(01)0{CAMERA}(10)L3")
    code = barcodes.read(scanned)
    found = [ARTICLES.get(key.removeprefix("0")) for key in code.keys]
    done = step(asked, Scanned(code, tuple(Match(sku) for sku in found if sku), TODAY))
    assert (done.verdict.code.value, done.verdict.reason) == ("serial_wanted", why)
    assert done.verdict.came == ("TEA" if why == "another_item" else None)
    assert done.verdict.refused is why.startswith("another")
    assert done.session == asked


@pytest.mark.parametrize("state", [State.PACKING, State.MOVING, State.DAMAGING])
def test_a_reason_that_nobody_asked_for_is_no_unknown_barcode(state: State) -> None:
    start = replace(wanting("TEA"), state=state)
    done = step(start, Scanned(barcodes.read("DAMAGED"), (), TODAY))
    assert (done.verdict.code.value, done.verdict.reason) == ("not_an_item", "reason")
    assert done.session == start


@pytest.mark.parametrize(("rules", "then"), [(4, "counted"), (5, "same_serial")])
def test_a_serial_number_beside_the_lot_tells_a_unit_that_is_scanned_twice(
    rules: int, then: str
) -> None:
    unit = ("tea", f"(01)0{TEA}(10)L7(21)SN1")
    once, session = packed(replace(wanting("TEA", lot=True), rules=rules), *unit)
    assert once == "counted"
    assert packed(session, *unit)[0] == then
    assert packed(session, "tea", f"(01)0{TEA}(10)L7(21)SN2")[0] == "counted"
