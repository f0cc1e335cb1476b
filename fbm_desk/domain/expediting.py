"""EXPEDITE while an order is packed: it comes before all others, wherever it is left to wait."""

from __future__ import annotations

from fbm_desk.domain.answering import Step, answer, not_now
from fbm_desk.domain.events import Act, Commanded, Effect
from fbm_desk.domain.session import Session, State
from fbm_desk.domain.verdicts import VerdictCode as V


def put_first(session: Session, event: Commanded) -> Step:
    """Nothing of the packing changes, not even an open question. Of what is stopped for good
    nothing is left to pack; by earlier rules it was no event of the session."""
    if session.rules < 5 or (session.state is State.STOPPED and not session.awaits_decision):
        return not_now(session, event)
    return Step(session, answer(session, V.EXPEDITED), (Effect(Act.EXPEDITE),))
