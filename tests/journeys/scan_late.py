"""What comes while packing: the scan oracle's own words about late wishes and substitutes.

A wish is seen to before a box is closed, unless one was closed when it came; it takes nothing away:
no unit, no question, no label. What may be sent instead is what the office said last, and of what
lies in a box nothing is ever forbidden.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from fbm_desk.domain.deeds import Acknowledged
from fbm_desk.domain.session import ENDED, Broken, PackLine, Replanned, Session, State, Task
from tests.journeys.scan_expected import Seen
from tests.journeys.scan_leaving import ABOUT_A_UNIT
from tests.journeys.scan_model import Boxes

LABELS = frozenset({State.FULL, State.LABEL_FAILED, State.TRACKING_WANTED, State.LABELLED})


@dataclass(slots=True)
class Late:
    """What is to be done besides putting units in, as far as it came in time."""

    asked_for: set[Task] = field(default_factory=set)

    def judge(self, seen: Seen, boxes: Boxes) -> str:
        """What is wrong with this step; empty when nothing is."""
        event = seen.event
        wrong = ""
        if isinstance(event, Replanned) and event.tasks and not event.lines:
            wrong = self._wished(seen, event)
        elif isinstance(event, Replanned) and _only_others_instead(seen.before, event):
            wrong = _said_instead(seen)
        return wrong or self._seen_to(seen) or _forbidden(boxes)

    def left(self, session: Session) -> set[Task]:
        """What nobody has seen to yet."""
        done = {deed.task for deed in session.deeds if isinstance(deed, Acknowledged)}
        return self.asked_for - done

    def _wished(self, seen: Seen, event: Replanned) -> str:
        before, after = seen.before, seen.after
        over = before.state in ENDED or (
            before.state is State.STOPPED and not before.awaits_decision
        )
        if over or before.closed:
            return "" if after == before else "escape: a wish that is too late changed something"
        self.asked_for |= set(event.tasks)
        if not self.asked_for <= set(after.tasks):
            return "false refusal: a wish that came in time is not asked for"
        if (before.tracking, before.lines) != (after.tracking, after.lines):
            return "escape: a wish took something away"
        if before.tracking and before.turn != after.turn:
            return "escape: a wish confused the boxes"
        asked = before.state in ABOUT_A_UNIT
        same = (before.state, before.pending) == (after.state, after.pending)
        return "false refusal: a wish dropped a question" if asked and not same else ""

    def _seen_to(self, seen: Seen) -> str:
        before, after = seen.before, seen.after
        left = self.left(after)
        if left and len(after.closed) > len(before.closed):
            return "escape: a box closed before a wish was seen to"
        came = after.state in LABELS and before.state not in LABELS and not before.labelled
        if left and (came or after.state is State.DONE):
            return "escape: a label before the tasks were done"
        if after.state is State.TASK_WANTED and not left:
            return "false refusal: something is to be done that nobody wants"
        return ""


def _only_others_instead(before: Session, event: Replanned) -> bool:
    was = [(line.line_id, line.sku, line.wanted) for line in before.lines]
    return was == [(line.line_id, line.sku, line.wanted) for line in event.lines]


def _said_instead(seen: Seen) -> str:
    """Only a question about a unit that may not be sent any more is dropped."""
    before, after = seen.before, seen.after
    if before.state not in ABOUT_A_UNIT or before.pending is None:
        return ""
    concerned = before.pending.instead or any(one.instead_of for one in before.choices)
    same = (before.state, before.pending) == (after.state, after.pending)
    return "" if concerned or same else "false refusal: the office dropped another question"


def _forbidden(boxes: Boxes) -> str:
    lies = any(unit.sku != unit.stands_for for unit in +boxes.contents)
    forbidden = lies and not boxes.bought.may_substitute
    return "escape: a substitute that nobody allows" if forbidden else ""


# --- lines that became smaller -------------------------------------------------------------------


def no_room_again(session: Session, may_substitute: bool) -> bool:
    """The last deed took out broken units that are not ordered any more, or not allowed."""
    last = session.deeds[-1] if session.deeds else None
    there = units_in_lines(session)
    for one in last.taken if isinstance(last, Broken) else ():
        if one.instead and not may_substitute:
            return True
        line = session.lines[one.index]
        there[line.line_id, line.sku] += one.units
    return bool(there - wanted_by_lines(session.lines))


def units_in_lines(session: Session) -> Counter[tuple[str, str]]:
    """Units in the boxes by the line and the article they stand for."""
    found: Counter[tuple[str, str]] = Counter()
    for one in session.lying:
        line = session.lines[one.index]
        found[line.line_id, line.sku] += one.units
    return found


def wanted_by_lines(lines: tuple[PackLine, ...]) -> Counter[tuple[str, str]]:
    """Units wanted by line and article."""
    found: Counter[tuple[str, str]] = Counter()
    for line in lines:
        found[line.line_id, line.sku] += line.wanted
    return found
