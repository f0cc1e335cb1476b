"""Orders stopped under the packer's hands: rules of the packing table.

A buyer who asks to cancel has not cancelled. The order stops, its label is kept, and somebody
decides: the units are taken out, or a supervisor lets it go on. Every other stop is for good, and
boxes that were closed before it must not leave.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.answering import Step, answer, not_now
from fbm_desk.domain.events import (
    Act,
    Commanded,
    Effect,
    Event,
    LabelBought,
    Overruled,
    Resumed,
    Stopped,
)
from fbm_desk.domain.resting import TO_WEIGH, resume
from fbm_desk.domain.session import Session, State
from fbm_desk.domain.verdicts import VerdictCode as V


def stop(session: Session, event: Stopped) -> Step:
    """The order is not to be packed as it is. What may be decided otherwise gives nothing back."""
    under_way = session.state is State.FULL
    stopped = replace(
        session,
        state=State.STOPPED,
        reason=event.reason,
        pending=None,
        choices=(),
        boxes_asked=(),
        times=0,
        asks=None,
        back_to=session.state if session.state in TO_WEIGH else session.back_to,
    )
    if stopped.awaits_decision:
        # The label of a full box may be paid at this very moment.
        return _stopped(replace(stopped, unclear=session.unclear or under_way))
    return _stopped(stopped, (*_label_back(session), *_closed_stay(session)))


def _label_back(session: Session) -> tuple[Effect, ...]:
    """The label of the box whose turn it is; those on closed boxes go back when they are open."""
    waits = session.tracking and session.turn not in {one.box for one in session.closed}
    return (Effect(Act.VOID_LABEL, session.box),) if waits else ()


def _closed_stay(session: Session) -> tuple[Effect, ...]:
    return (Effect(Act.INTERCEPT),) if session.closed else ()


def stopped_again(session: Session, event: Stopped) -> Step:
    """A request to cancel becomes a cancellation or a change: then nothing is left to decide."""
    if session.awaits_decision and event.reason != session.reason:
        return stop(session, event)
    return _stopped(session)


def still_stopped(session: Session, _event: Event) -> Step:
    """Nothing goes into the box of a stopped order."""
    return _stopped(session)


def _stopped(session: Session, effects: tuple[Effect, ...] = ()) -> Step:
    return Step(session, answer(session, V.CANCELLED, reason=session.reason), effects)


def supervisor_wanted(session: Session, event: Commanded) -> Step:
    """A packer may not decide that a stopped order goes on."""
    if not session.awaits_decision:
        return not_now(session, event)
    return Step(session, answer(session, V.ORDER_AWAITS_DECISION, reason=session.reason))


def overrule(session: Session, event: Overruled) -> Step:
    """A supervisor decides that it is packed although the buyer asks to cancel."""
    if not session.awaits_decision:
        return not_now(session, event)
    here = Resumed(session.scale_here)  # the bench is the same
    return resume(replace(session, reason="unclear" if session.unclear else ""), here)


def units_are_out(session: Session, _event: Commanded) -> Step:
    """The units of a stopped order are out of the box again."""
    out = replace(session, state=State.TAKEN_OUT)
    return Step(out, answer(out, V.TAKEN_OUT), (*_closed_stay(session), Effect(Act.RELEASE)))


def label_too_late(session: Session, event: LabelBought) -> Step:
    """The label of an order that was stopped meanwhile: it is void at once, if that is for good."""
    if event.box not in (0, session.box):
        return _stopped(session, (Effect(Act.VOID_LABEL, event.box),))
    known = replace(session, tracking=event.tracking, unclear=False)
    void = () if session.awaits_decision else (Effect(Act.VOID_LABEL, session.box),)
    return _stopped(known, void)
