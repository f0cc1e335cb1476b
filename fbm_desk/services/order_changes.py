"""An order changed at Amazon: what that does wherever it stands, in the transaction that says so.

In the queue nothing has to be done; a bench stops; a box put aside is stopped where it lies; a
parcel that is closed is intercepted. What leaves the house for it is only noted here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fbm_desk.domain import intake
from fbm_desk.domain.deeds import Task, TaskKind
from fbm_desk.domain.intake import Known
from fbm_desk.domain.orders import IncomingOrder, LineId, OrderId
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import ASKS_TO_CANCEL, RESTING, Replanned, Session, State, Stopped
from fbm_desk.domain.stages import Stage
from fbm_desk.services import intercepting, interceptions, late_wishes, pack_lines, slips
from fbm_desk.services.books import Books
from fbm_desk.services.carrying_out import labels_back
from fbm_desk.services.late_wishes import Wishes
from fbm_desk.services.pack_lines import Wanted
from fbm_desk.store import history, orders, parcels, privacy, sessions
from fbm_desk.store.database import Connection
from fbm_desk.store.order_rows import OrderRows, articles_in
from fbm_desk.store.sessions import Actor, OpenSession

_CLOSED = (Stage.PACKED, Stage.CONFIRMED)


def bring_up_to_date(
    books: Books, connection: Connection, order: IncomingOrder, before: Known, rows: OrderRows
) -> tuple[OrderId, ...]:
    """One order changed. Its id comes back when a bench must stop because of it."""
    now, order_id = books.now(), order.order_id
    opened = sessions.find_open(connection, order_id)
    gone = before.stage in _CLOSED or _left_in_part(connection, order_id, before)
    in_hands = opened is not None or gone
    was = _as_it_was(books, connection, order, before) if in_hands else _As()
    orders.update(connection, books.seal, order, before, rows)
    orders.learn_articles(connection, articles_in([rows]))
    history.add(connection, [order_id], "changed", now, order.status.value)
    if order.cancel_requested is not before.cancel_requested:
        asks = order.cancel_requested
        kind: history.Kind = "cancel_asked" if asks else "cancel_withdrawn"
        history.add(connection, [order_id], kind, now)
    if was.moved:
        history.add(connection, [order_id], "address_changed", now)
    asked = before.cancel_requested
    new = late_wishes.of_order(connection, order_id) - was.wishes if in_hands else frozenset()
    if opened is None:
        if gone:
            reason = intake.intercept_reason(was.quantities, order, asked, was.moved)
            interceptions.raise_for(books, connection, order, reason)
            if intake.is_ours_to_ship(order) and not reason:
                late_wishes.note(connection, order_id, new, now)
        return ()
    reason = intake.stop_reason(opened.session, was.quantities, order, asked, was.moved)
    if reason in intake.OTHER_QUANTITY and not opened.session.labelled:
        return _replan(books, connection, opened, was.moved)
    if reason:
        return _stop(books, connection, opened, reason)
    if was.moved:  # no paper has the old address yet: the packer is told, no more
        opened = _written(books, connection, opened, Replanned())
    tasks = _wished(_wanted(connection, opened).tasks)
    asked_for = opened.session.tasks
    if any(task not in asked_for for task in tasks):
        opened = _written(books, connection, opened, Replanned(tasks=tasks))
    if _too_late(opened.session, took=opened.session.tasks != asked_for):
        late_wishes.note(connection, order_id, new, now)
    return ()  # it goes on: the bench sees it with its next look


def _too_late(session: Session, *, took: bool) -> bool:
    """True when a box is closed already, or has its label and was begun by earlier rules."""
    return bool(session.closed) or (session.labelled and not took)


_WISHES = (TaskKind.GIFT_WRAP, TaskKind.GIFT_MESSAGE, TaskKind.PERSONALISATION)


def _wished(tasks: tuple[Task, ...]) -> tuple[Task, ...]:
    """What the buyer wants besides, of all that is to be done."""
    return tuple(task for task in tasks if task.kind in _WISHES)


def _wanted(connection: Connection, opened: OpenSession) -> Wanted:
    order_id = opened.session.order_id
    row = orders.find(connection, order_id)
    assert row is not None
    message = opened.session.slip and slips.message_waits(connection, order_id)
    return pack_lines.wanted_of(connection, row, message=message)


def _replan(
    books: Books, connection: Connection, opened: OpenSession, moved: bool
) -> tuple[OrderId, ...]:
    """Another quantity: packed on, or stopped where units have to come out (`replanning`)."""
    wanted = _wanted(connection, opened)
    planned = Replanned(wanted.lines, wanted.tasks, moved)
    if not wanted.lines or step(opened.session, planned).session.state is State.STOPPED:
        return _stop(books, connection, opened, intake.changed(moved))
    _written(books, connection, opened, planned)
    return ()  # it goes on: the bench sees it with its next look


def _written(
    books: Books, connection: Connection, opened: OpenSession, event: Replanned
) -> OpenSession:
    """Nobody at the bench did this: the event carries the bench's number and no person's."""
    done = step(opened.session, event)
    if done.session == opened.session:
        return opened
    actor = Actor(0, opened.bench_id, books.now())
    return sessions.record(connection, opened, event, done, actor)


def _left_in_part(connection: Connection, order_id: OrderId, before: Known) -> bool:
    """True of an order that waits for what is missing, while a parcel of it is closed."""
    waits = before.stage in (Stage.HELD, Stage.WAITING)
    return waits and bool(parcels.packed_before(connection, order_id))


def buyer_asks_to_cancel(books: Books, order_id: OrderId) -> tuple[OrderId, ...]:
    """Amazon sent word, before the order itself, that its buyer asks to cancel."""
    now = books.now()
    with books.writing() as connection:
        if not orders.ask_to_cancel(connection, order_id):
            return ()
        history.add(connection, [order_id], "cancel_asked", now)
        opened = sessions.find_open(connection, order_id)
        if opened is not None:
            return _stop(books, connection, opened, ASKS_TO_CANCEL)
        interceptions.stop_parcels(books, connection, order_id, ASKS_TO_CANCEL)
    return ()


@dataclass(frozen=True, slots=True)
class _As:
    """An order as it was until now, as far as it matters to whoever has it in hands."""

    quantities: Mapping[LineId, int] = field(default_factory=dict)
    moved: bool = False
    wishes: Wishes = frozenset()


def _as_it_was(books: Books, connection: Connection, order: IncomingOrder, before: Known) -> _As:
    lines = orders.lines_of(connection, order.order_id)
    there = privacy.find(connection, books.seal, order.order_id).recipient
    same_source = before.source is order.source
    return _As(
        {line.line_id: line.quantity for line in lines},
        intake.has_moved(there, order, same_source),
        late_wishes.of_order(connection, order.order_id),
    )


def _stop(
    books: Books, connection: Connection, opened: OpenSession, reason: str
) -> tuple[OrderId, ...]:
    """Stop the packing of an order, wherever its box is."""
    now, order_id = books.now(), opened.session.order_id
    event = Stopped(reason)
    done = step(opened.session, event)
    if done.session == opened.session:
        return ()
    if opened.session.state in RESTING and not opened.session.counts:
        sessions.end(connection, opened, now)
        told = orders.told_stage(connection, order_id)
        if told is not Stage.WAITING:  # else a reason to hold it still stands
            orders.set_stage(connection, order_id, told)
        return ()
    # Nobody at the bench did this: the event carries the bench's number and no person's.
    sessions.record(connection, opened, event, done, Actor(0, opened.bench_id, now))
    if not done.session.awaits_decision:
        labels_back(connection, opened.id)
        intercepting.stop_closed(connection, order_id, reason, now)  # boxes closed before it
    return (order_id,)
