"""What only a supervisor lets pass: his badge, then why; both stay in the session's history.

Why a label is printed once more is asked in the same way, of whoever packs.
"""

from __future__ import annotations

from dataclasses import replace

from fbm_desk.domain.answering import Step, answer, not_now
from fbm_desk.domain.deeds import ShortShipped
from fbm_desk.domain.events import Authorised, Commanded, ReasonGiven, Scanned, Why, WhyGiven
from fbm_desk.domain.finishing import go_on
from fbm_desk.domain.labelling import label_instead, print_again
from fbm_desk.domain.session import Ask, Session, State, Weight
from fbm_desk.domain.verdicts import VerdictCode as V
from fbm_desk.domain.weighing import with_weight

REASONS: dict[Ask, tuple[Why, ...]] = {
    Ask.SHORT_SHIP: (Why.NOT_THERE, Why.BROKEN, Why.AGREED),
    Ask.WEIGHT: (Why.PACKAGING, Why.CATALOGUE, Why.SCALE),
    Ask.REPRINT: (Why.MISSING, Why.SPOILT, Why.LOST),
}
"""The reasons that fit a question, by their digit from 1 on."""


def ask_short_ship(session: Session, event: Commanded) -> Step:
    """SHORTSHIP: what is in shall leave without what is missing."""
    if not session.packed_units:
        return not_now(session, event)
    asking = replace(
        session,
        state=State.SUPERVISOR_WANTED,
        asks=Ask.SHORT_SHIP,
        back_to=State.PACKING,
        times=0,
    )
    return Step(asking, answer(asking, V.SUPERVISOR_WANTED, reason=Ask.SHORT_SHIP.value))


def authorise(session: Session, event: Authorised) -> Step:
    """Somebody who may decide says yes; why is asked next."""
    asking = replace(session, state=State.ASKING_WHY, approved_by=event.user_id)
    reason = session.asks.value if session.asks else ""
    return Step(asking, answer(asking, V.WHY_ASKED, reason=reason))


def scan_why(session: Session, event: Scanned) -> Step:
    """The reason by its digit."""
    reasons = REASONS[session.asks] if session.asks else ()
    if 1 <= event.code.choice <= len(reasons):
        return give_why(session, WhyGiven(reasons[event.code.choice - 1]))
    if session.asks is Ask.REPRINT and not event.code.choice:
        return label_instead(session, event)
    return not_now(session, event)


def why_by_word(session: Session, event: ReasonGiven) -> Step:
    """The reasons of a hold that mean the same."""
    words = {"SHORT": Why.NOT_THERE, "DAMAGED": Why.BROKEN}
    why = words.get(event.reason.value)
    return give_why(session, WhyGiven(why)) if why else not_now(session, event)


def give_why(session: Session, event: WhyGiven) -> Step:
    """The reason is known: it is done."""
    if session.asks is None or event.why not in REASONS[session.asks]:
        return not_now(session, event)
    if session.asks is Ask.REPRINT:
        return print_again(session, event.why.value)
    by, why = session.approved_by, event.why.value
    settled = replace(session, asks=None, approved_by=0)
    if session.asks is Ask.WEIGHT:
        weight = Weight(session.turn, session.reading_g, by, why)
        return go_on(replace(with_weight(settled, weight), back_to=State.PACKING))
    done = go_on(settled.with_deed(ShortShipped(by, why)))
    if done.verdict.code is not V.ORDER_COMPLETE:
        return done
    return replace(done, verdict=replace(done.verdict, code=V.SHORT_SHIPPED, reason=why))
