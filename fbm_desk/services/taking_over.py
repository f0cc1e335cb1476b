"""Taking an order over from another bench, which only a supervisor may decide.

The bench that lost it is told by its next write or look (`claim_news`).
"""

from __future__ import annotations

from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services.asked import About, Question
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import sessions, taken_over
from fbm_desk.store.database import Connection


def begin(place: Workplace, connection: Connection) -> Verdict:
    """TAKEOVER was scanned: the order that another bench has comes here, once it is allowed."""
    asked_for = place.verdict
    taken = asked_for is not None and asked_for.code is VerdictCode.ORDER_TAKEN
    if place.bench is not None or asked_for is None or not taken or asked_for.order_id is None:
        return Verdict(VerdictCode.NOT_NOW, reason="take_over")
    question = Question(About.TAKE_OVER, order_id=asked_for.order_id)
    if place.may_decide and place.person is not None:
        return take_over(place, connection, question, place.person.id)
    place.question = question
    return Verdict(
        VerdictCode.SUPERVISOR_WANTED, order_id=question.order_id, reason=About.TAKE_OVER.value
    )


def take_over(place: Workplace, connection: Connection, question: Question, by: int) -> Verdict:
    """The order is this bench's from here on, with all that was counted."""
    assert question.order_id is not None
    place.question = None
    actor = place.actor()
    if sessions.holder(connection, question.order_id, actor.at):
        taken_over.end_claim(connection, question.order_id, place.name, by, actor)
    return place.take(connection, question.order_id)
