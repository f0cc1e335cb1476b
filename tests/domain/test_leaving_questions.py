"""HOLD, LATER, PARCEL, MOVE, BROKEN, SHORTSHIP and EXPEDITE while the bench asks something."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fbm_desk.domain.codes import Code, Command
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.packing import replay, step
from fbm_desk.domain.session import Commanded, Event, Match, Scanned, Session, State
from fbm_desk.domain.session_record import (
    event_from_json,
    event_to_json,
    session_from_json,
    session_to_json,
)
from tests.domain.packing_talk import ORDER, acts, event, line, tell

LINES = (
    line("CAMERA", 2, serial=True), line("TEA", 2, lot=True), line("WATCH", 2, transparency=True),
    line("MUG", 3), line("SPOON", 2),
)  # fmt: skip
QUESTIONS = {
    "camera": State.ASKING_SERIAL,
    "tea": State.ASKING_LOT,
    "watch": State.ASKING_TRANSPARENCY,
    "twin": State.ASKING_WHICH,
}
COMMANDS = {
    "HOLD": State.ASKING_REASON,
    "LATER": State.PUT_DOWN,
    "PARCEL": State.PACKING,
    "PARCEL-1": State.PACKING,
    "MOVE": State.MOVING,
    "BROKEN": State.DAMAGING,
    "SHORTSHIP": State.SUPERVISOR_WANTED,
}


def after(session: Session, *words: str) -> Session:
    return replay(session, map(event, words))


def begun(**facts: object) -> Session:
    """A unit in box 1, one in box 2, which is open."""
    return after(Session(ORDER, LINES, **facts), "mug", "PARCEL", "mug")  # type: ignore[arg-type]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("item", QUESTIONS)
def test_a_command_leaves_the_question_about_a_unit_and_is_done(item: str, command: str) -> None:
    asked = after(begun(), item)
    assert asked.state is QUESTIONS[item]
    done = step(asked, event(command))
    assert done.session.state is COMMANDS[command]
    assert done.verdict.dropped == QUESTIONS[item].value
    assert done.session.counts == asked.counts
    assert done.session == after(asked, "UNDO", command)
    assert done.effects == step(after(asked, "UNDO"), event(command)).effects


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("item", QUESTIONS)
def test_a_session_begun_before_goes_on_as_it_did(item: str, command: str) -> None:
    asked = after(begun(rules=4), item)
    done = step(asked, event(command))
    assert (done.verdict.code.value, done.session) == ("not_now", asked)


@pytest.mark.parametrize("command", ["PARCEL", "PARCEL-1", "PARCEL-7", "MOVE", "SHORTSHIP", "X3"])
def test_what_cannot_be_done_leaves_the_question_as_it_is(command: str) -> None:
    asked = after(Session(ORDER, LINES), "camera")
    done = step(asked, event(command))
    assert (done.verdict.code.value, done.verdict.reason) == ("not_now", "asking_serial")
    assert done.session == asked
    assert done.verdict.dropped == ""


def test_the_unit_goes_into_the_next_box_when_it_is_scanned_again() -> None:
    session = tell(
        after(Session(ORDER, LINES), "mug"),
        """
        camera -> serial_wanted 0 of 2
        PARCEL -> box_open 1 of 11 box 2
        camera -> serial_wanted 0 of 2
        SN-1   -> counted 1 of 2
        """,
    )
    assert [(one.serial, one.box) for one in session.lying] == [("", 1), ("SN-1", 2)]


def test_the_unit_in_hand_is_written_down_as_broken_when_it_is_scanned_again() -> None:
    session = after(Session(ORDER, LINES), "camera", "BROKEN")
    assert acts(session, "camera") == [("damage", 1)]
    tell(session, "camera -> damaged 0 of 2")


def test_an_order_put_down_over_a_question_goes_on_without_it() -> None:
    down = after(Session(ORDER, LINES), "mug", "camera", "LATER")
    assert (down.pending, down.choices) == (None, ())
    tell(down, "resume: -> resumed 1 of 11\nSN-1 -> unknown 1 of 11\nmug -> counted 2 of 3")


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (("MOVE",), "moving"),
        (("BROKEN",), "damaging"),
        (("BROKEN", "mug"), "damaging"),
        (("SHORTSHIP",), "supervisor_wanted"),
        (("SHORTSHIP", "badge:1"), "asking_why"),
    ],
)
@pytest.mark.parametrize("command", ["HOLD", "LATER"])
def test_an_order_is_put_aside_whatever_is_asked(
    words: tuple[str, ...], about: str, command: str
) -> None:
    asked = after(begun(), *words)
    assert asked.state is not State.PACKING
    done = step(asked, event(command))
    assert done.session.state is COMMANDS[command]
    assert done.verdict.dropped == about
    assert done.session == after(begun(), command)


def test_an_order_whose_hold_wants_a_reason_may_be_put_down_instead() -> None:
    asked = after(begun(), "HOLD")
    assert after(asked, "LATER").state is State.PUT_DOWN
    tell(asked, "HOLD -> not_now 2 of 11")


def test_a_supervisors_yes_is_forgotten_with_its_question() -> None:
    asked = after(begun(), "SHORTSHIP", "badge:1", "LATER", "resume:")
    assert (asked.approved_by, asked.asks, asked.state) == (0, None, State.PACKING)


def test_the_next_box_is_no_answer_to_where_a_broken_unit_lay() -> None:
    asked = after(begun(), "BROKEN", "mug")
    tell(asked, "PARCEL -> not_now 2 of 11\nPARCEL-1 -> damaged 1 of 3")
    older = after(begun(rules=4), "BROKEN", "mug")
    assert after(older, "PARCEL").state is State.PACKING


@pytest.mark.parametrize("words", [(), ("camera",), ("twin",), ("HOLD",), ("MOVE",)])
def test_an_order_is_expedited_and_nothing_of_its_packing_changes(words: tuple[str, ...]) -> None:
    here = after(begun(), *words)
    done = step(here, Commanded(Command.EXPEDITE))
    assert (done.verdict.code.value, done.session) == ("expedited", here)
    assert [effect.act.value for effect in done.effects] == ["expedite"]


def test_an_order_that_is_stopped_for_good_is_not_expedited() -> None:
    expedite = Commanded(Command.EXPEDITE)
    assert step(after(begun(), "amazon:cancelled"), expedite).verdict.code.value == "not_now"
    asks = after(begun(), "amazon:buyer_asks_to_cancel")
    assert step(asks, expedite).verdict.code.value == "expedited"
    assert step(begun(rules=4), expedite).verdict.code.value == "not_now"


def test_a_session_with_dropped_questions_reads_back_as_it_was() -> None:
    words = ("mug", "camera", "PARCEL", "tea", "HOLD", "UNDO", "EXPEDITE", "camera", "SN-1")
    events: list[Event] = [event(word) for word in words]
    start = Session(ORDER, LINES)
    kept = [event_from_json(*event_to_json(one)) for one in events]
    again = replay(session_from_json(session_to_json(start)), kept)
    assert again == replay(start, events)
    assert [one.serial for one in again.lying] == ["", "SN-1"]


def test_a_code_of_another_lot_is_of_another_unit() -> None:
    start = Session(ORDER, (line("CAMERA", 1, serial=True, lot=True),))
    asked = step(start, _camera("", "L2")).session
    other = step(asked, _camera("SN-1", "L1"))
    assert (other.verdict.code.value, other.session) == ("serial_wanted", asked)
    assert step(asked, _camera("SN-1", "l2")).session.lying[0].serial == "SN-1"
    older = step(replace(asked, rules=4), _camera("SN-1", "L1")).session
    assert [(one.serial, one.lot) for one in older.lying] == [("SN-1", "L2")]


def _camera(serial: str, lot: str) -> Scanned:
    return Scanned(Code("C", serial=serial, lot=lot), (Match(Sku("CAMERA")),))
