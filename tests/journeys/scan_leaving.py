"""Commands while something is asked: the scan oracle's own words about leaving a question.

Whoever is asked something may still put the order aside, and whoever is asked about a unit may do
whatever could be done before that unit was scanned. The unit is not counted then, and that is said.
What could not be done then either changes nothing.
"""

from __future__ import annotations

from fbm_desk.domain.codes import Command
from fbm_desk.domain.session import ENDED, RESTING, Commanded, Session, State
from fbm_desk.domain.verdicts import VerdictCode
from tests.journeys.scan_expected import Seen

ABOUT_A_UNIT = (
    State.ASKING_WHICH, State.ASKING_SERIAL, State.ASKING_LOT, State.ASKING_TRANSPARENCY
)  # fmt: skip
OTHERS = (
    State.MOVING, State.DAMAGING, State.ASKING_BOX, State.ASKING_REASON, State.SUPERVISOR_WANTED,
    State.ASKING_WHY,
)  # fmt: skip
LEAVING = (Command.HOLD, Command.LATER)
LEAVING_A_UNIT = (
    *LEAVING, Command.PARCEL, Command.MOVE, Command.DAMAGED, Command.SHORTSHIP
)  # fmt: skip


def wrong_about_a_question(seen: Seen, full_boxes: list[int]) -> str:
    """What is wrong with a question that was left, or stayed; empty when nothing is."""
    event, state = seen.event, seen.before.state
    if not isinstance(event, Commanded):
        return ""
    if event.command is Command.EXPEDITE:
        return _expedited(seen)
    if state is State.ASKING_BOX and event.command is Command.PARCEL and not event.box:
        return _stayed(seen)
    if event.command not in (LEAVING_A_UNIT if state in ABOUT_A_UNIT else LEAVING):
        return ""
    if state not in (*ABOUT_A_UNIT, *OTHERS):
        return ""
    if state is State.ASKING_REASON and event.command is Command.HOLD:
        return _stayed(seen)  # it is being answered
    expected = _where_to(seen.before, event, full_boxes)
    return _stayed(seen) if expected is None else _left(seen, expected)


def _where_to(before: Session, event: Commanded, full_boxes: list[int]) -> tuple[State, int] | None:
    """The state and the box that is open after the command; None where it cannot be done."""
    here, last = before.filling, before.boxes
    if event.command is Command.HOLD:
        return State.ASKING_REASON, here
    if event.command is Command.LATER:
        return State.PUT_DOWN, here
    if event.command is Command.DAMAGED:
        return State.DAMAGING, here
    if event.command is Command.SHORTSHIP:
        return (State.SUPERVISOR_WANTED, here) if full_boxes else None
    if event.command is Command.MOVE:
        return (State.MOVING, here) if any(box != here for box in full_boxes) else None
    number = event.box or last + 1
    goes = number != here and (number <= last or (number == last + 1 and here in full_boxes))
    return (State.PACKING, number) if goes else None


def _left(seen: Seen, expected: tuple[State, int]) -> str:
    after = seen.after
    if (after.state, after.filling) != expected:
        return "false refusal: a command was not done because something is asked"
    if after.pending is not None or after.choices or after.boxes_asked:
        return "escape: a question that was left goes on"
    if seen.before.state in ABOUT_A_UNIT and seen.verdict.dropped != seen.before.state.value:
        return "escape: nobody is told that the unit asked about is not counted"
    return ""


def _stayed(seen: Seen) -> str:
    return "" if seen.after == seen.before else "escape: a question was left for nothing"


def _expedited(seen: Seen) -> str:
    """Possible as long as something is left to pack; nothing of the packing changes by it."""
    state = seen.before.state
    if seen.after != seen.before:
        return "escape: EXPEDITE changed the packing"
    over = state in RESTING or state in ENDED
    over = over or (state is State.STOPPED and not seen.before.awaits_decision)
    if not over and seen.verdict.code is not VerdictCode.EXPEDITED:
        return "false refusal: the order was not expedited"
    return ""
