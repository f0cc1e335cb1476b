"""A pretend hand at a pretend scale: the box stands on it, and what is counted is put in."""

from __future__ import annotations

from collections.abc import Callable

from fbm_desk.domain.session import State
from fbm_desk.domain.weighing import contents_g, packaging_g
from fbm_desk.services.packing import Desk
from fbm_desk.simulator.scale import SimulatedScale

_GONE = frozenset({State.LABELLED, State.FULL, State.LABEL_FAILED, State.TRACKING_WANTED})
"""The box was weighed and stands beside the scale, to be labelled."""


def hand_at(tray: SimulatedScale) -> Callable[[Desk], None]:
    """A hand that puts each counted unit into the box, takes full boxes off and new ones up."""
    lies = [0]

    def follow(desk: Desk) -> None:
        grams = on_the_tray(desk)
        if grams != lies[0]:
            lies[0] = grams
            tray.put(grams)

    return follow


def on_the_tray(desk: Desk) -> int:
    """What the box in hand weighs now; 0 where there is none."""
    if desk.bench is None or desk.bench.opened.session.state in _GONE:
        return 0
    session = desk.bench.opened.session
    box = session.turn or session.filling
    return packaging_g(session, box) + contents_g(session, session.in_box(box))
