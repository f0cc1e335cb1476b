"""What the scale proves: the last unit lies in the box, and the full box weighs what is in it.

Without a scale, or where the weight of an article is not known, it proves and asks nothing.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.answering import Step, answer
from fbm_desk.domain.deeds import Count, Lying
from fbm_desk.domain.events import Commanded, Scanned, Weighed
from fbm_desk.domain.finishing import go_on
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.session import Ask, Session, State, Weight
from fbm_desk.domain.verdicts import VerdictCode as V

_MANY = 3
"""Up to how many units of one article are tried to explain a difference."""


def not_in_box(session: Session, event: Scanned) -> bool:
    """True when the scale says that the unit counted last was never put in.

    It compares two readings, before that unit and now. Only too little refuses: paper that was
    stuffed in makes a box heavier, and an extra unit shows when the full box is weighed.
    """
    before = session.deeds[-1] if session.deeds else None
    if event.scale_g is None or not isinstance(before, Count) or before.scale_g is None:
        return False
    if len(session.deeds) <= session.scale_since or before.box != session.filling:
        return False
    unit_g = _counted_g(session, before)
    if not unit_g and session.rules > 3:
        return False  # a reading that sinks tells nothing of a unit that may weigh anything
    return event.scale_g - before.scale_g < unit_g - _unit_tolerance_g(session, unit_g)


def _counted_g(session: Session, count: Count) -> int:
    """What a count weighs; 0 when the weight of one of its articles is not known."""
    units = [Lying(index, number, instead=count.instead) for index, number in count.pieces]
    return contents_g(session, tuple(units))


def _unit_tolerance_g(session: Session, unit_g: int) -> int:
    rules = session.scale
    return max(rules.unit_g, unit_g * rules.unit_percent // 100)


def contents_g(session: Session, units: tuple[Lying, ...]) -> int:
    """What these units weigh; 0 when one of their weights is not known."""
    weights = [_weight_g(session, one) for one in units]
    if not all(weights):
        return 0
    return sum(each * one.units for each, one in zip(weights, units, strict=True))


def _weight_g(session: Session, one: Lying) -> int:
    return session.lines[one.index].demands(one.instead).weight_g


def expected_g(session: Session, box: int) -> int:
    """What a box should weigh with all that is in it; 0 when nobody knows."""
    inside_g = contents_g(session, session.in_box(box))
    return inside_g and inside_g + packaging_g(session, box)


def packaging_g(session: Session, box: int) -> int:
    """What a box weighs empty, as far as anybody knows."""
    chosen = session.box_name(box)
    return chosen.tare_g if chosen and chosen.tare_g else session.scale.packaging_g


def _box_tolerance_g(session: Session, grams: int) -> int:
    return max(session.scale.box_g, grams * session.scale.box_percent // 100)


# --- the full box --------------------------------------------------------------------------------


def weigh(session: Session, event: Weighed) -> Step:
    """The box stands on the scale: does it weigh what is in it?"""
    due_g = expected_g(session, session.box)
    difference_g = event.grams - due_g
    if abs(difference_g) <= _box_tolerance_g(session, due_g):
        return go_on(with_weight(session, Weight(session.box, event.grams)))
    off = replace(session, state=State.WEIGHT_OFF, reading_g=event.grams)
    came, units = _explained(session, abs(difference_g))
    verdict = answer(off, V.WEIGHT_OFF, grams=difference_g, came=came, units=units)
    return Step(off, verdict)


def with_weight(session: Session, weight: Weight) -> Session:
    """The session with what a box weighed."""
    others = tuple(one for one in session.weights if one.box != weight.box)
    return replace(session, weights=(*others, weight), reading_g=0)


def _explained(session: Session, difference_g: int) -> tuple[Sku | None, int]:
    """Of which article so many units weigh nearest to the difference; none when none is near."""
    near: list[tuple[int, int, Sku]] = []
    for line in session.lines:
        for units in range(1, _MANY + 1) if line.weight_g else ():
            off_g = abs(difference_g - units * line.weight_g)
            if off_g <= max(session.scale.unit_g, units * line.weight_g // 5):
                near.append((off_g, units, line.sku))
    if not near:
        return None, 1
    _, units, sku = min(near, key=lambda one: one[:2])
    return sku, units


def let_pass(session: Session, _event: Commanded) -> Step:
    """A box that weighs something else, or cannot be weighed, leaves if a supervisor says so."""
    asking = replace(session, state=State.SUPERVISOR_WANTED, asks=Ask.WEIGHT, back_to=session.state)
    return Step(asking, answer(asking, V.SUPERVISOR_WANTED, reason=Ask.WEIGHT.value))
