"""UNDO: the last deed is taken back, whatever it was, as far as the beginning.

What has left the packer's hands is not: a closed box, and a label that may be paid.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.answering import Step, answer, not_now
from fbm_desk.domain.deeds import (
    Acknowledged,
    BoxChosen,
    BoxOpened,
    Broken,
    Count,
    Deed,
    Lying,
    Moved,
    ShortShipped,
)
from fbm_desk.domain.events import Act, Commanded, Effect
from fbm_desk.domain.finishing import all_in
from fbm_desk.domain.session import Session, State
from fbm_desk.domain.verdicts import VerdictCode as V

_CALLED: dict[type[Deed], str] = {
    Count: "",
    BoxOpened: "box",
    BoxChosen: "box_kind",
    Moved: "move",
    Broken: "damaged",
    Acknowledged: "task",
    ShortShipped: "short",
}


def undo(session: Session, event: Commanded) -> Step:
    """Take the last deed back; a purchase that may have happened forbids it."""
    if session.unclear or session.closed or (session.tracking and session.rules > 4):
        return not_now(session, event)
    if session.times:
        return drop_question(session, event)
    if not session.deeds:
        return Step(session, answer(session, V.NOTHING_TO_UNDO))
    deed = session.deeds[-1]
    back = _without_last(session)
    if back.rules > 3 and any(back.missing(i) < 0 for i in range(len(back.lines))):
        return not_now(session, event)  # a unit that broke is not ordered any more
    if back.rules > 4 and any(_is_forbidden(back, one) for one in back.lying):
        return not_now(session, event)  # nor may that article be sent instead any more
    index = _line_of(deed)
    facts = {"units": deed.units if isinstance(deed, Count) else 1, "reason": _CALLED[type(deed)]}
    if index >= 0:
        back = replace(back, last=index)
    return Step(back, answer(back, V.UNDONE, index, **facts), _given_back(deed))


def _without_last(session: Session) -> Session:
    left = session.deeds[:-1]
    back = replace(
        session,
        deeds=left,
        scale_since=min(session.scale_since, len(left)),  # what comes next is done at this scale
        turn=0,
        weights=(),
        reading_g=0,
        reason="",
        asked_number="",
    )
    if back.rules > 3 and back.complete:  # the order became smaller since
        return all_in(back)
    state = State.TASK_WANTED if back.complete and back.tasks_left else State.PACKING
    return replace(back, state=state)


def _is_forbidden(session: Session, one: Lying) -> bool:
    allowed = (other.sku for other in session.lines[one.index].substitutes)
    return one.instead is not None and one.instead not in allowed


def _line_of(deed: Deed) -> int:
    if isinstance(deed, Count):
        return deed.pieces[0][0]
    taken = deed.taken if isinstance(deed, Moved | Broken) else ()
    return taken[0].index if taken else -1


def _given_back(deed: Deed) -> tuple[Effect, ...]:
    """A unit that is not broken after all is in stock again."""
    if not isinstance(deed, Broken):
        return ()
    box = deed.taken[0].box if deed.taken else 0
    return (Effect(Act.DAMAGE, box, deed.sku, -deed.units),)


def drop_question(session: Session, _event: Commanded) -> Step:
    """The question is dropped, what was counted stays counted."""
    kept = (State.ASKING_REASON, State.SUPERVISOR_WANTED, State.ASKING_WHY, State.ASKING_BOX)
    state = session.back_to if session.state in kept else State.PACKING
    back = replace(
        session,
        state=state,
        pending=None,
        choices=(),
        boxes_asked=(),
        asks=None,
        approved_by=0,
        times=0,
        back_to=State.PACKING,
    )
    return Step(back, answer(back, V.NEVER_MIND))
