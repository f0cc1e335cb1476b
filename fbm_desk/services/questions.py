"""Scans that concern the bench and not its order: teaching, taking over, expediting, cancelling.

What a question leads to is done in the rooms named after it; here is who is asked, and what else
may come while a question is open: it is never in the way of packing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from fbm_desk.domain.codes import Code, Command
from fbm_desk.domain.stages import MAY_DECIDE
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import cancelling, expediting, sync_wishes, taking_over, teaching
from fbm_desk.services.asked import About, Question
from fbm_desk.services.carrying_out import Written
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import people
from fbm_desk.store.database import Connection
from fbm_desk.store.people import Person

Answer = tuple[Verdict, Written]


def answer(place: Workplace, connection: Connection, code: Code) -> Answer | None:
    """What a scan answers outside of the order's packing; None when it is for the packing."""
    question = place.question
    if question is None:
        return _opening(place, connection, code)
    if code.command is Command.UNDO:
        place.question = None
        return Verdict(VerdictCode.NEVER_MIND), Written()
    if question.by is None:
        return _decided(place, connection, question, code)
    found = _ANSWERS[question.about](place, connection, question, code)
    if found is None:
        place.question = None
        return _opening(place, connection, code)
    return found


def _opening(place: Workplace, connection: Connection, code: Code) -> Answer | None:
    said = place.verdict.code if place.verdict else None
    if code.command is Command.UNDO and said is VerdictCode.TAUGHT:
        return teaching.take_back(place, connection), Written()
    if code.command is Command.EXPEDITE and _packs_by_new_rules(place):
        return None  # an event of the session
    if code.command in _COMMANDS:
        return _COMMANDS[code.command](place, connection), Written()
    if said is VerdictCode.UNKNOWN and code.command is None and place.unknown is not None:
        by = _decider(place, connection, code)
        if by is not None:
            return teaching.begin_by(place, connection, by), Written()
    return None


def _packs_by_new_rules(place: Workplace) -> bool:
    return place.bench is not None and place.bench.opened.session.rules > 4


def _decider(place: Workplace, connection: Connection, code: Code) -> Person | None:
    """The supervisor whose badge this is."""
    person = people.by_badge(connection, place.books.seal, code.text)
    return person if person is not None and person.role in MAY_DECIDE else None


def _decided(
    place: Workplace, connection: Connection, question: Question, code: Code
) -> Answer | None:
    """A supervisor's badge is wanted; whoever goes on packing instead has dropped the question."""
    by = _decider(place, connection, code)
    if by is None:
        if people.by_badge(connection, place.books.seal, code.text) is not None:
            reason = question.about.value
            return Verdict(VerdictCode.SUPERVISOR_WANTED, reason=reason), Written()
        place.question = None
        return _opening(place, connection, code)
    place.question = replace(question, by=by)
    return _ALLOWED[question.about](place, connection, place.question, by)


# --- once a supervisor allowed it ----------------------------------------------------------------


def _teach(place: Workplace, connection: Connection, _question: Question, by: Person) -> Answer:
    return teaching.begin_by(place, connection, by), Written()


def _unteach(place: Workplace, connection: Connection, _question: Question, by: Person) -> Answer:
    return teaching.untaught(place, connection, by.id), Written()


def _take_over(place: Workplace, connection: Connection, question: Question, by: Person) -> Answer:
    return taking_over.take_over(place, connection, question, by.id), Written()


def _cancel(_place: Workplace, _connection: Connection, question: Question, _by: Person) -> Answer:
    return cancelling.why(question), Written()


_ALLOWED: dict[About, Callable[[Workplace, Connection, Question, Person], Answer]] = {
    About.TEACH: _teach,
    About.UNTEACH: _unteach,
    About.TAKE_OVER: _take_over,
    About.CANCEL: _cancel,
}


# --- answers -------------------------------------------------------------------------------------


def _which_article(
    place: Workplace, connection: Connection, question: Question, code: Code
) -> Answer | None:
    if code.command not in (None, Command.QUANTITY) or code.order_id is not None:
        return None
    if people.by_badge(connection, place.books.seal, code.text) is not None:
        return None
    return teaching.answer(place, connection, question, code), Written()


def _which_order(
    place: Workplace, connection: Connection, _question: Question, code: Code
) -> Answer | None:
    if code.order_id is None:
        return None
    return expediting.at_bench(place, connection, code.order_id), Written()


_ANSWERS: dict[About, Callable[[Workplace, Connection, Question, Code], Answer | None]] = {
    About.TEACH: _which_article,
    About.EXPEDITE: _which_order,
    About.CANCEL: cancelling.answer,
}


# --- commands ------------------------------------------------------------------------------------


def _refresh(place: Workplace, connection: Connection) -> Verdict:
    """Look at Amazon for the order: at once (`refresh`), else at the next turn of the talker."""
    if place.bench is None or not place.rules.connected:
        return Verdict(VerdictCode.NOT_NOW, reason="refresh")
    order_id = place.bench.order.order_id
    sync_wishes.wish_for(connection, order_id)
    return Verdict(VerdictCode.ASKING_AMAZON, order_id=order_id)


def _help(place: Workplace, _connection: Connection) -> Verdict:
    state = place.bench.opened.session.state.value if place.bench else "waiting"
    return Verdict(VerdictCode.HELP, reason=state)


_COMMANDS: dict[Command, Callable[[Workplace, Connection], Verdict]] = {
    Command.TEACH: teaching.begin,
    Command.TAKEOVER: taking_over.begin,
    Command.EXPEDITE: expediting.begin,
    Command.CANCEL: cancelling.begin,
    Command.REFRESH: _refresh,
    Command.HELP: _help,
}
