"""An order that grew, or whose address changed, while it is packed: valid scans stay.

What became less is no plan of its own: then the order stops, as units have to come out.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.answering import Step, answer
from fbm_desk.domain.deeds import PackLine
from fbm_desk.domain.events import Replanned, Stopped
from fbm_desk.domain.session import Change, Session, State
from fbm_desk.domain.stopping import stop
from fbm_desk.domain.verdicts import VerdictCode as V

_ALL_IN = frozenset(
    {
        State.TASK_WANTED, State.WEIGHING, State.WEIGHT_OFF, State.LABEL_FAILED,
        State.TRACKING_WANTED,
    }
)  # fmt: skip
"""States of a full box that has no label yet: with more to put in it is not full."""


def replan(session: Session, event: Replanned) -> Step:
    """The order is another one now: its new lines, or nothing but a new address."""
    if not event.lines:
        told = replace(session, moved=True)
        return Step(told, answer(told, V.REPLANNED, reason="address"))
    lines = _merged(session.lines, event.lines)
    if lines is None or session.labelled or session.short:
        return stop(session, Stopped("changed"))
    changes = _changes(session.lines, lines)
    if not changes:
        return Step(session, answer(session, V.REPLANNED))
    planned = _opened(replace(session, lines=lines, changes=changes))
    index = next((i for i, line in enumerate(lines) if changes and line.sku == changes[0].sku), -1)
    return Step(planned, answer(planned, V.REPLANNED, index))


def replan_stopped(session: Session, event: Replanned) -> Step:
    """Nobody packs it: what is wanted now is known when a supervisor lets it go on."""
    lines = _merged(session.lines, event.lines)
    if session.awaits_decision and lines and not session.labelled and not session.short:
        session = _opened(replace(session, lines=lines))
    return Step(session, answer(session, V.CANCELLED, reason=session.reason))


def _merged(before: tuple[PackLine, ...], now: tuple[PackLine, ...]) -> tuple[PackLine, ...] | None:
    """The lines packed until now with their new numbers, then the new ones; None if any shrank."""
    told = {_place(line): line for line in now}
    known = {_place(line) for line in before}
    if len(told) != len(now) or len(known) != len(before):
        return None
    kept = [told.get(_place(line)) for line in before]
    merged: list[PackLine] = []
    for old, line in zip(before, kept, strict=True):
        if line is None or line.wanted < old.wanted:
            return None
        merged.append(replace(old, wanted=line.wanted, ordered=line.ordered))
    return (*merged, *(line for line in now if _place(line) not in known))


def _place(line: PackLine) -> tuple[object, ...]:
    return (line.line_id, line.sku, line.path)


def _changes(before: tuple[PackLine, ...], now: tuple[PackLine, ...]) -> tuple[Change, ...]:
    was = [line.wanted for line in before] + [0] * (len(now) - len(before))
    return tuple(
        Change(line.sku, number, line.wanted)
        for number, line in zip(was, now, strict=True)
        if number != line.wanted
    )


def _opened(session: Session) -> Session:
    """A full box that is not full any more is open again, wherever it stands."""
    if session.complete:
        return session
    back_to = State.PACKING if session.back_to in _ALL_IN else session.back_to
    state = State.PACKING if session.state in _ALL_IN else session.state
    if session.asks is not None and session.state in (State.SUPERVISOR_WANTED, State.ASKING_WHY):
        state, back_to = State.PACKING, State.PACKING
    asks = session.asks if state is session.state else None
    return replace(
        session,
        state=state,
        back_to=back_to,
        asks=asks,
        turn=0,
        weights=(),
        reading_g=0,
        reason=_kept_reason(session),
    )


def _kept_reason(session: Session) -> str:
    resting = (State.HELD, State.PUT_DOWN, State.STOPPED)
    return session.reason if session.state in resting else ""
