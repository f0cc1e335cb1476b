"""Which commands do something at a bench at this moment; read off the table, so that no list lies.

What they are called, and which keys stand for them, is the screens' affair.
"""

from __future__ import annotations

from fbm_desk.domain.codes import Command
from fbm_desk.domain.leaving import QUESTIONS
from fbm_desk.domain.packing import COMMANDS, step
from fbm_desk.domain.session import Commanded, Session, State
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.services.workplace import Workplace


def commands(place: Workplace) -> tuple[Command, ...]:
    """All that may be scanned or pressed now, in the order of the command sheet."""
    if place.person is None:
        return ()
    may = {Command.LOCK, Command.HELP}
    if place.unknown is not None:
        may.add(Command.TEACH)
    said = place.verdict.code if place.verdict else None
    if place.question is not None or said is VerdictCode.TAUGHT:
        may.add(Command.UNDO)
    may |= _between_orders(said) if place.bench is None else _with_order(place)
    return tuple(command for command in Command if command in may)


def _between_orders(said: VerdictCode | None) -> set[Command]:
    taken = {Command.TAKEOVER} if said is VerdictCode.ORDER_TAKEN else set()
    return {Command.NEXT, Command.RESUME, Command.EXPEDITE} | taken


def _with_order(place: Workplace) -> set[Command]:
    assert place.bench is not None
    session = place.bench.opened.session
    may = {command for state, command in COMMANDS if state is session.state}
    if session.state in (*QUESTIONS, State.TASK_WANTED):  # it hangs on the boxes and the label
        may = {command for command in may if _does_something(session, command)}
    if session.state is not State.STOPPED or session.awaits_decision:
        may |= {Command.CANCEL, Command.EXPEDITE}
    else:
        may -= {Command.RESUME, Command.EXPEDITE}
    if place.rules.connected:
        may.add(Command.REFRESH)
    return may


def _does_something(session: Session, command: Command) -> bool:
    return step(session, Commanded(command)).verdict.code is not VerdictCode.NOT_NOW
