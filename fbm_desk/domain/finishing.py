"""What follows the last unit: tasks, the scale, and each box's turn for its label."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fbm_desk.domain.answering import Step, answer
from fbm_desk.domain.deeds import Acknowledged, Count
from fbm_desk.domain.events import Act, Commanded, Effect
from fbm_desk.domain.session import ClosedBox, LabelSource, Session, State
from fbm_desk.domain.verdicts import VerdictCode as V


def go_on(session: Session, **facts: Any) -> Step:
    """Where a session stands when nothing is asked any more: units, tasks, scale or labels."""
    if not session.complete:
        packing = replace(session, state=State.PACKING, turn=0)
        return Step(packing, answer(packing, V.NEVER_MIND, **facts))
    if session.tasks_left:
        return _next_task(session, facts)
    if session.tracking and session.rules > 4:
        return _stick_on(session, facts)
    box = to_weigh(session)
    if box:
        weighing = replace(session, state=State.WEIGHING, turn=box)
        return Step(weighing, answer(weighing, V.WEIGHT_WANTED, **facts))
    return _label_next(session, facts)


FEWER = "fewer"
"""Why there is no label yet: the order became smaller, and FINISH is to be scanned for it."""


def all_in(session: Session) -> Session:
    """Where a session stands that is full because its order became smaller.

    As after its last unit, but nothing is bought or closed for it before somebody says FINISH.
    """
    done = go_on(session)
    if not done.effects:
        return done.session
    return replace(session, state=State.LABEL_FAILED, turn=due_box(session), reason=FEWER)


def _next_task(session: Session, facts: dict[str, Any]) -> Step:
    turn = session.turn if session.tracking else 0  # a wish came after the label
    wanted = replace(session, state=State.TASK_WANTED, turn=turn)
    task = session.tasks_left[0]
    said = {**facts, "sku": task.sku, "reason": task.kind.value}
    return Step(wanted, answer(wanted, V.TASK_WANTED, **said))


def _stick_on(session: Session, facts: dict[str, Any]) -> Step:
    """What was to be done besides is done: the label that is there already is next again."""
    if not session.label_scan:
        return close_box(session)
    labelled = replace(session, state=State.LABELLED)
    return Step(labelled, answer(labelled, V.LABEL_READY, **facts))


def acknowledge(session: Session, _event: Commanded) -> Step:
    """The task that is shown is done."""
    task = session.tasks_left[0]
    return go_on(session.with_deed(Acknowledged(task)))


def to_weigh(session: Session) -> int:
    """The next box for the scale; 0 where there is no scale or no weight to compare with."""
    if not _on_scale(session):
        return 0
    boxes = _still_here(session) if session.rules > 4 else session.full_boxes
    unweighed = (box for box in boxes if not session.weighed(box))
    return next((box for box in unweighed if _weights_known(session, box)), 0)


def _on_scale(session: Session) -> bool:
    """True when the scale showed something as the last unit was counted, and one is here.

    No rest replaces the weighing: the full box stands on this bench's scale as on another's. Only
    where there is none nothing is asked.
    """
    last = max((i for i, one in enumerate(session.deeds) if isinstance(one, Count)), default=-1)
    if last < session.scale_since and not (session.scale_here and session.rules > 3):
        return False
    count = session.deeds[last] if last >= 0 else None
    return isinstance(count, Count) and count.scale_g is not None


def _weights_known(session: Session, box: int) -> bool:
    inside = session.in_box(box)
    return all(session.lines[one.index].demands(one.instead).weight_g for one in inside)


# --- labels, a box at a time ---------------------------------------------------------------------


def _label_next(session: Session, facts: dict[str, Any]) -> Step:
    """The turn of the first box that has no label yet."""
    begun = replace(session, turn=due_box(session))
    if session.label_source is LabelSource.NONE:
        closed = begun
        effects: tuple[Effect, ...] = ()
        while closed.state is not State.DONE:
            closed, more = _closed(closed)
            effects = (*effects, *more)
        return Step(closed, answer(closed, V.ORDER_COMPLETE, **facts), effects)
    full, buying = _labelling(begun)
    return Step(full, answer(full, V.ORDER_COMPLETE, **facts), buying)


def due_box(session: Session) -> int:
    """The first box whose turn it was not yet; 0 when each was closed."""
    return next(iter(_still_here(session)), 0)


def _still_here(session: Session) -> tuple[int, ...]:
    """The full boxes that are not closed."""
    closed = {one.box for one in session.closed}
    return tuple(box for box in session.full_boxes if box not in closed)


def _labelling(session: Session) -> tuple[Session, tuple[Effect, ...]]:
    if session.label_source is LabelSource.SCANNED:
        return replace(session, state=State.TRACKING_WANTED), ()
    effects = (Effect(Act.BUY_LABEL, session.turn),)
    return replace(session, state=State.FULL, reason=""), effects


def close_box(session: Session, text: str = "") -> Step:
    """The box whose turn it is has its label: the next one's turn, or the order is done."""
    closed, effects = _closed(session)
    if closed.state is State.DONE:
        return Step(closed, answer(closed, V.PARCEL_CLOSED, scanned=text), effects)
    box = session.box
    return Step(closed, answer(closed, V.BOX_CLOSED, scanned=text, box=box), effects)


def _closed(session: Session) -> tuple[Session, tuple[Effect, ...]]:
    box = session.box
    closed = (*session.closed, ClosedBox(box, session.tracking))
    kept = replace(session, closed=closed, asked_number="")
    effects = (Effect(Act.CLOSE_PARCEL, box),)
    due = due_box(kept)
    if not due:
        return replace(kept, state=State.DONE), (*effects, Effect(Act.FINISH_ORDER, box))
    if session.label_source is LabelSource.NONE:
        return replace(kept, turn=due), effects
    following = replace(kept, turn=due, tracking="")
    box = to_weigh(following) if session.rules > 4 else 0
    if box:  # the first label came where nothing could weigh them
        return replace(following, state=State.WEIGHING, turn=box), effects
    following, more = _labelling(following)
    return following, (*effects, *more)
