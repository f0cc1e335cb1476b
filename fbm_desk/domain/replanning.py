"""An order whose lines or address changed while it is packed: valid scans stay.

Only where less is wanted of a line than lies in the boxes, the order stops: units have to come out.
What is not ordered any more keeps its place with nothing wanted, as deeds name lines by it.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.answering import Step, answer
from fbm_desk.domain.deeds import Match, PackLine, Substitute, Task, TaskKind
from fbm_desk.domain.events import Replanned, Stopped
from fbm_desk.domain.finishing import all_in, go_on
from fbm_desk.domain.places import pieces_for
from fbm_desk.domain.session import Change, Session, State
from fbm_desk.domain.stopping import stop
from fbm_desk.domain.verdicts import VerdictCode as V

MOVED_TOO = "moved_too"
"""Another quantity is ordered, and it is to go to another address."""
SUBSTITUTES, NO_SUBSTITUTES = "substitutes", "no_substitutes"
"""What may be put in instead was allowed meanwhile, or is not any more."""

_ALL_IN = frozenset(
    {
        State.TASK_WANTED, State.WEIGHING, State.WEIGHT_OFF, State.LABEL_FAILED,
        State.TRACKING_WANTED,
    }
)  # fmt: skip
"""States of a full box that has no label yet: with more to put in it is not full."""
_PROVING = frozenset({State.ASKING_SERIAL, State.ASKING_LOT, State.ASKING_TRANSPARENCY})
_ASIDE = frozenset({State.HELD, State.PUT_DOWN, State.STOPPED})
"""States that stay what they are; what follows is kept for when it is taken up again."""


def replan(session: Session, event: Replanned) -> Step:
    """The order is another one now: its new lines, more to do, or nothing but a new address."""
    if event.tasks and not event.lines:
        return _only_more_to_do(session, event)
    if event.moved or not event.lines:
        session = replace(session, moved=True)
    if not event.lines:
        return Step(session, answer(session, V.REPLANNED, reason="address"))
    lines = _merged(session, event.lines)
    if lines is None or session.labelled or session.short:
        return stop(session, Stopped("changed"))
    changes = _changes(session.lines, lines)
    if not changes:
        others = _others_instead(session, lines, event)
        return others or _only_more_to_do(session, event)
    planned = _planned(session, replace(session, lines=lines, changes=changes))
    planned = _with_tasks(planned, event)
    index = next((i for i, line in enumerate(lines) if changes and line.sku == changes[0].sku), -1)
    why = MOVED_TOO if event.moved else ""
    return Step(planned, answer(planned, V.REPLANNED, index, reason=why))


def _others_instead(session: Session, lines: tuple[PackLine, ...], event: Replanned) -> Step | None:
    """Nothing is ordered otherwise, but something else may be put in for it now, or not any more.

    None where that is as it was.
    """
    why = other_substitutes(session.lines, lines)
    if not why:
        return None
    told = _with_tasks(_still_asked(replace(session, lines=lines)), event)
    return Step(told, answer(told, V.REPLANNED, reason=why))


def other_substitutes(before: tuple[PackLine, ...], now: tuple[PackLine, ...]) -> str:
    """Whether more or fewer articles may be put in instead; empty where it is as it was."""
    was, are = ([one.substitutes for one in lines[: len(before)]] for lines in (before, now))
    if was == are:
        return ""
    return SUBSTITUTES if sum(map(len, are)) > sum(map(len, was)) else NO_SUBSTITUTES


def replan_stopped(session: Session, event: Replanned) -> Step:
    """Nobody packs it: what is wanted now is known when a supervisor lets it go on.

    By the fourth rules news without lines, of its address or a wish, took the lines away.
    """
    lines = _merged(session, event.lines) if event.lines or session.rules < 5 else None
    if session.awaits_decision and lines and not session.labelled and not session.short:
        session = _planned(session, replace(session, lines=lines))
    if session.awaits_decision:
        session = _with_tasks(session, event)
    return Step(session, answer(session, V.CANCELLED, reason=session.reason))


def _only_more_to_do(session: Session, event: Replanned) -> Step:
    new = _new_tasks(session, event)
    told = _with_tasks(session, event)
    if not new or told == session:
        return Step(session, answer(session, V.REPLANNED))
    return Step(told, replace(answer(told, V.REPLANNED, reason=new[0].kind.value), sku=new[0].sku))


def _with_tasks(session: Session, event: Replanned) -> Session:
    """With what is to be done besides now. A full box without a label has it before the label, and
    is weighed after it; one that has its label is not closed before it is done. By earlier rules
    it came too late for that one, as it does for boxes that are closed."""
    new = _new_tasks(session, event)
    if not new or session.closed or (session.labelled and session.rules < 5):
        return session
    words = any(task.kind is TaskKind.GIFT_MESSAGE for task in new)
    more = replace(
        session, tasks=(*session.tasks, *new), message_came=session.message_came or words
    )
    if session.labelled:
        return go_on(more).session if session.state is State.LABELLED else more
    return _filled(replace(more, weights=(), reading_g=0)) if more.complete else more


def _new_tasks(session: Session, event: Replanned) -> list[Task]:
    return [task for task in event.tasks if task not in session.tasks]


def _merged(session: Session, now: tuple[PackLine, ...]) -> tuple[PackLine, ...] | None:
    """The lines packed until now with their new numbers, then the new ones.

    None if more is packed of one than is wanted now; by earlier rules, if one became less at all.
    """
    before = session.lines
    told = {_place(line): line for line in now}
    known = {_place(line) for line in before}
    if len(told) != len(now) or len(known) != len(before):
        return None
    kept = [told.get(_place(line)) for line in before]
    merged: list[PackLine] = []
    for i, (old, line) in enumerate(zip(before, kept, strict=True)):
        wanted = line.wanted if line else 0
        if wanted < (session.packed(i) if session.rules > 3 else max(old.wanted, int(not line))):
            return None
        others = _substitutes(session, i, line) if line else old.substitutes
        ordered = line.ordered if line else old.ordered
        merged.append(replace(old, wanted=wanted, ordered=ordered, substitutes=others))
    return (*merged, *(line for line in now if _place(line) not in known))


def _substitutes(session: Session, index: int, now: PackLine) -> tuple[Substitute, ...]:
    """What may be put in for a line now, and what lies in a box for it already; by earlier rules
    what was allowed when it was begun."""
    before = session.lines[index].substitutes
    if session.rules < 5:
        return before
    known = {one.sku: one for one in before}
    allowed = tuple(known.get(one.sku, one) for one in now.substitutes)
    lying = {one.instead for one in session.lying if one.index == index}
    return (*allowed, *(one for one in before if one.sku in lying and one not in allowed))


def _place(line: PackLine) -> tuple[object, ...]:
    return (line.line_id, line.sku, line.path)


def _changes(before: tuple[PackLine, ...], now: tuple[PackLine, ...]) -> tuple[Change, ...]:
    was = [line.wanted for line in before] + [0] * (len(now) - len(before))
    return tuple(
        Change(line.sku, number, line.wanted)
        for number, line in zip(was, now, strict=True)
        if number != line.wanted
    )


def _planned(before: Session, session: Session) -> Session:
    """Where it stands with its new lines: open again, full by now, or where it stood."""
    if session.rules > 3:
        session = _still_asked(session)
        if session.complete and not before.complete:
            return _filled(session)
    return session if session.complete else _opened(session)


def _still_asked(session: Session) -> Session:
    """Without a question about a unit for which there is no room any more."""
    if session.last >= 0 and session.lines[session.last].dropped:
        session = replace(session, last=-1)
    if _has_room(session):
        return session
    return replace(session, state=State.PACKING, back_to=State.PACKING, pending=None, choices=())


def _has_room(session: Session) -> bool:
    if session.state is State.ASKING_WHICH:
        return all(pieces_for(session, one, one.units) for one in session.choices)
    pending = session.pending
    if pending is None or session.state not in _PROVING:
        return True
    if pending.kit is not None:
        return bool(pieces_for(session, Match(pending.kit), pending.kits))
    if not all(units <= session.missing(i) for i, units in pending.pieces):
        return False
    instead = None if session.rules < 5 else pending.instead
    return instead is None or all(
        any(one.sku == instead for one in session.lines[i].substitutes) for i, _ in pending.pieces
    )


def _filled(session: Session) -> Session:
    """All is in, and no unit made it so: what follows the last unit follows now."""
    full = all_in(replace(session, state=State.PACKING, turn=0))
    if session.state in _ASIDE or session.state is State.ASKING_REASON:
        return replace(session, back_to=full.state, turn=full.turn)
    return replace(
        full,
        back_to=State.PACKING,
        pending=None,
        choices=(),
        boxes_asked=(),
        times=0,
        asks=None,
        approved_by=0,
    )


def _opened(session: Session) -> Session:
    """A full box that is not full any more is open again, wherever it stands."""
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
    return session.reason if session.state in _ASIDE else ""
