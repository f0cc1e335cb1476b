"""The seller cancels the order on the bench: allowed by a supervisor, with a reason, then undone.

What Amazon is told of it, and what it answers, is `cancellations`'s business.
"""

from __future__ import annotations

from fbm_desk.domain.cancelling import BY_SELLER, CancelReason, reason_of
from fbm_desk.domain.codes import Code
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.session import State, Stopped
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import intercepting
from fbm_desk.services.asked import About, Question
from fbm_desk.services.carrying_out import Written
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import cancellations, history, orders
from fbm_desk.store.database import Connection


def begin(place: Workplace, _connection: Connection) -> Verdict:
    """CANCEL was scanned: ask a supervisor, then for a reason."""
    if place.bench is None:
        return Verdict(VerdictCode.NOT_NOW, reason="cancel")
    session = place.bench.opened.session
    if session.state is State.STOPPED and not session.awaits_decision:
        return Verdict(VerdictCode.NOT_NOW, order_id=session.order_id, reason=session.state.value)
    by = place.person if place.may_decide else None
    question = Question(About.CANCEL, by, session.order_id)
    place.question = question
    if by is not None:
        return why(question)
    return Verdict(
        VerdictCode.SUPERVISOR_WANTED, order_id=session.order_id, reason=About.CANCEL.value
    )


def why(question: Question) -> Verdict:
    """Which reason?"""
    reason = About.CANCEL.value
    return Verdict(VerdictCode.WHY_ASKED, order_id=question.order_id, reason=reason)


def answer(
    place: Workplace, connection: Connection, question: Question, code: Code
) -> tuple[Verdict, Written] | None:
    """With its reason the order is cancelled: Amazon will be told, and the units come out."""
    reason = reason_of(code)
    bench = place.bench
    if bench is None or question.by is None or bench.order.order_id != question.order_id:
        return None
    if reason is None:
        return None if code.command else (why(question), Written())
    place.question = None
    write_down(place, connection, bench.order.order_id, reason, question.by.id)
    said = place.apply(connection, bench, Stopped(BY_SELLER))
    # All of the order is cancelled: what was packed of it earlier must not leave either.
    order_id, now = bench.order.order_id, place.books.now()
    intercepting.stop_closed(connection, order_id, BY_SELLER, now)
    return said


def write_down(
    place: Workplace,
    connection: Connection,
    order_id: OrderId,
    reason: CancelReason,
    by: int,
) -> None:
    """What Amazon has to be told, in the transaction that stops the bench."""
    now = place.books.now()
    order = orders.find(connection, order_id)
    if order is not None and order.cancel_requested:
        reason = CancelReason.BUYER  # it does not count against the seller then
    cancellations.want(connection, order_id, reason, by, now)
    history.add(connection, [order_id], "cancelled_by_seller", now, reason.value, by)
