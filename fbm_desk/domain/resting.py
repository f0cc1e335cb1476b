"""Orders put aside: on hold with a reason, put down for later, and taken up again."""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.answering import Step, answer, not_now
from fbm_desk.domain.codes import HoldReason
from fbm_desk.domain.events import Act, Commanded, Effect, ReasonGiven, Resumed, Scanned
from fbm_desk.domain.finishing import due_box, to_weigh
from fbm_desk.domain.session import LabelSource, Session, State
from fbm_desk.domain.verdicts import VerdictCode as V

TO_WEIGH = (State.WEIGHING, State.WEIGHT_OFF)
"""States to which an order that was put aside returns: no rest replaces the scale."""


def ask_reason(session: Session, _event: Commanded) -> Step:
    """HOLD: why?"""
    asking = replace(session, state=State.ASKING_REASON, back_to=session.state, times=0)
    return Step(asking, answer(asking, V.HOLD_ASKED))


def give_reason(session: Session, event: ReasonGiven) -> Step:
    """The order waits for somebody."""
    held = replace(session, state=State.HELD, reason=event.reason.value)
    verdict = answer(held, V.HELD, reason=event.reason.value)
    return Step(held, verdict, (Effect(Act.HOLD), Effect(Act.RELEASE)))


def scan_reason(session: Session, event: Scanned) -> Step:
    """The reason by its digit."""
    reasons = tuple(HoldReason)
    if 1 <= event.code.choice <= len(reasons):
        return give_reason(session, ReasonGiven(reasons[event.code.choice - 1]))
    return not_now(session, event)


def broken_is_a_reason(session: Session, _event: Commanded) -> Step:
    """The command for a broken unit, where a reason is wanted, is one."""
    return give_reason(session, ReasonGiven(HoldReason.DAMAGED))


def put_down(session: Session, _event: Commanded) -> Step:
    """The order is finished later, here or elsewhere."""
    down = replace(
        session,
        state=State.PUT_DOWN,
        back_to=session.state,
        pending=None,
        choices=(),
        times=0,
    )
    return Step(down, answer(down, V.PUT_DOWN), (Effect(Act.RELEASE),))


def resume(session: Session, event: Resumed) -> Step:
    """Somebody takes up again what rested, where it was left."""
    state = _where(session)
    turn = (
        due_box(session) if state in (State.LABEL_FAILED, State.TRACKING_WANTED) else session.turn
    )
    back = replace(
        session,
        state=state,
        turn=turn,
        back_to=State.PACKING,
        reason="" if not session.unclear else session.reason,
        scale_since=len(session.deeds),
        scale_here=event.scale,
    )
    back = _to_scale(back)
    return Step(back, answer(back, V.RESUMED))


def _to_scale(session: Session) -> Session:
    """A full box without a label that no scale has seen is weighed where there is one."""
    unseen = session.state in (State.LABEL_FAILED, State.TRACKING_WANTED) and not session.unclear
    box = to_weigh(session) if unseen and session.rules > 4 else 0
    return replace(session, state=State.WEIGHING, turn=box, reason="") if box else session


def _where(session: Session) -> State:
    if session.tracking:
        late = session.rules > 4 and session.complete and session.tasks_left
        return State.TASK_WANTED if late else State.LABELLED
    if not session.complete:
        return State.PACKING
    if session.tasks_left:
        return State.TASK_WANTED
    if session.back_to in TO_WEIGH:
        return State.WEIGHING
    if session.label_source is LabelSource.SCANNED:
        return State.TRACKING_WANTED
    return State.LABEL_FAILED


def another_bench(session: Session, event: Resumed) -> Step:
    """It goes on at another bench: two readings of two scales prove nothing."""
    here = replace(session, scale_since=len(session.deeds), scale_here=event.scale)
    here = _to_scale(here)
    return Step(here, answer(here, V.RESUMED))
