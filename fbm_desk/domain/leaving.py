"""Commands while something is asked: the question is dropped as UNDO drops it, then they are done.

Which commands leave which question is `packing`'s table.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.answering import Rule, Step, not_now
from fbm_desk.domain.events import Commanded
from fbm_desk.domain.session import Session, State
from fbm_desk.domain.undoing import drop_question
from fbm_desk.domain.verdicts import VerdictCode as V

ABOUT_A_UNIT = (
    State.ASKING_WHICH,
    State.ASKING_SERIAL,
    State.ASKING_LOT,
    State.ASKING_TRANSPARENCY,
)
"""Questions about a unit that counts once they are answered, and not before."""
QUESTIONS = (
    *ABOUT_A_UNIT,
    State.MOVING,
    State.DAMAGING,
    State.ASKING_BOX,
    State.ASKING_REASON,
    State.SUPERVISOR_WANTED,
    State.ASKING_WHY,
)


def instead(rule: Rule) -> Rule:
    """`rule` where a question is open. What it cannot do now leaves the question as it is."""

    def left(session: Session, event: Commanded) -> Step:
        if session.rules < 5:
            return not_now(session, event)
        free, about = _without_question(session, event)
        done: Step = rule(free, event)
        if done.verdict.code is V.NOT_NOW or done.session == free:
            return not_now(session, event)
        return replace(done, verdict=replace(done.verdict, dropped=about.value))

    return left


def _without_question(session: Session, event: Commanded) -> tuple[Session, State]:
    """The session before it was asked anything, and what that was about."""
    about = session.state
    while session.state in QUESTIONS:
        about = session.state
        session = drop_question(session, event).session
    return session, about
