"""What the rules of the packing table give: the session after an event, its answer, its effects."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fbm_desk.domain.events import Effect, Event, Scanned
from fbm_desk.domain.session import Session
from fbm_desk.domain.verdicts import Verdict, VerdictCode


@dataclass(frozen=True, slots=True)
class Step:
    """The session after an event, the answer to it, and what is to be carried out."""

    session: Session
    verdict: Verdict
    effects: tuple[Effect, ...] = ()


Rule = Callable[[Session, Any], Step]


def answer(session: Session, code: VerdictCode, index: int = -1, **facts: Any) -> Verdict:
    """A verdict with the counts of a line, or of the whole order when no line is meant."""
    if index < 0:
        packed, wanted, sku = session.packed_units, session.wanted_units, None
    else:
        packed, wanted = session.packed(index), session.lines[index].wanted
        sku = session.lines[index].sku
    return Verdict(
        code,
        **{
            "order_id": session.order_id,
            "sku": sku,
            "packed": packed,
            "wanted": wanted,
            "left": wanted - packed,
            "box": session.box,
            **facts,
        },
    )


def not_now(session: Session, event: Event) -> Step:
    """The answer of every state to what it has no rule for."""
    scanned = event.code.text if isinstance(event, Scanned) else ""
    verdict = answer(session, VerdictCode.NOT_NOW, scanned=scanned, reason=session.state.value)
    return Step(session, verdict)
