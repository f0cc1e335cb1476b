"""Taking an order to a bench: claimed, its kits exploded, its session begun or resumed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fbm_desk.domain.errors import Invalid, NotAllowed
from fbm_desk.domain.orders import OrderId, Sku
from fbm_desk.domain.packing import Step, step
from fbm_desk.domain.session import RESTING, Resumed, Session, State
from fbm_desk.domain.stages import Stage
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import box_choice, slips
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.pack_lines import wanted_of
from fbm_desk.store import articles, cancellations, history, orders, priorities, sessions, totes
from fbm_desk.store.articles import Article
from fbm_desk.store.database import Connection
from fbm_desk.store.orders import LineRow, OrderRow
from fbm_desk.store.sessions import Actor, OpenSession


@dataclass(frozen=True, slots=True)
class OnBench:
    """An order on a bench with all that is needed to pack and to show it."""

    order: OrderRow
    lines: tuple[LineRow, ...]
    articles: dict[Sku, Article]
    opened: OpenSession
    totes: tuple[str, ...] = ()  # in which its units lie
    first: bool = False  # before all others


@dataclass(frozen=True, slots=True)
class Taken:
    """The answer to taking an order; `bench` is None when it could not be taken."""

    verdict: Verdict
    bench: OnBench | None = None


CLOSED = (Stage.PACKED, Stage.CONFIRMED, Stage.SHIPPED, Stage.CANCELLED)


def take(
    connection: Connection,
    order_id: OrderId,
    rules: DeskRules,
    actor: Actor,
    may_decide: bool = False,
    *,
    scale: bool = False,
) -> Taken:
    """Claim an order for a bench and begin its session, or go on with the one that rests.

    An order whose buyer asks to cancel is begun only by somebody who may decide so; what was
    decided once holds for everybody who takes it up again. `scale` says that the bench has one.
    """
    order = orders.find(connection, order_id)
    if order is None:
        return Taken(Verdict(VerdictCode.ORDER_UNKNOWN, order_id=order_id, scanned=order_id))
    opened = sessions.find_open(connection, order_id)
    if order.stage is Stage.HIDDEN:
        return Taken(Verdict(VerdictCode.ORDER_PENDING, order_id=order_id))
    if order.stage in CLOSED and opened is None:
        return Taken(closed(order))
    undecided = order.cancel_requested and opened is None
    if undecided and not may_decide:
        return Taken(Verdict(VerdictCode.ORDER_AWAITS_DECISION, order_id=order_id))
    token = sessions.claim(connection, order_id, actor)
    if token is None:
        bench = sessions.holder(connection, order_id, actor.at)
        return Taken(Verdict(VerdictCode.ORDER_TAKEN, order_id=order_id, who=bench))
    if undecided:
        note_overruled(connection, order_id, actor)
    if opened is None:
        return _begin(connection, order, rules, actor, token)
    return _resume(connection, order, opened, actor, token, scale=scale)


def closed(order: OrderRow) -> Verdict:
    """The answer about an order of which nothing is left to pack."""
    return Verdict(VerdictCode.ORDER_CLOSED, order_id=order.order_id, reason=order.stage.value)


def refuse_done(connection: Connection, order_id: OrderId) -> None:
    """Raises `Invalid` "order_unknown", and `NotAllowed` "order_closed" or "being_cancelled" where
    nothing is left to pack."""
    order = orders.find(connection, order_id)
    if order is None:
        raise Invalid("order_unknown")
    if order.stage in CLOSED:
        raise NotAllowed("order_closed")
    if cancellations.is_wanted(connection, order_id):
        raise NotAllowed("being_cancelled")


def _begin(
    connection: Connection, order: OrderRow, rules: DeskRules, actor: Actor, token: int
) -> Taken:
    message = slips.tell_message(connection, order.order_id, rules)
    wanted = wanted_of(connection, order, message=message)
    session = Session(
        order.order_id,
        wanted.lines,
        label_source=rules.source_for(order.marketplace_id),
        label_scan=rules.label_scan,
        tasks=wanted.tasks,
        scale=rules.scale,
        slip=slips.prints(rules),
    )
    session = _with_its_box(connection, session, rules)
    opened = sessions.begin(connection, session, actor, token)
    orders.set_stage(connection, order.order_id, Stage.ON_BENCH)
    sessions.put_on_bench(connection, actor.bench_id, opened.id)
    verdict = Verdict(
        VerdictCode.TAKEN, order_id=order.order_id, wanted=session.wanted_units,
        left=session.wanted_units,
    )  # fmt: skip
    return Taken(verdict, on_bench(connection, order, opened))


def _with_its_box(connection: Connection, session: Session, rules: DeskRules) -> Session:
    """The session with what the box weighs that is suggested for it: the scale expects that one
    until another is scanned."""
    if not rules.boxes:
        return session
    known = articles.find(connection, {line.sku for line in session.lines})
    empty_g = box_choice.weighs_empty_g(session, known, rules.boxes)
    scale = replace(session.scale, packaging_g=empty_g) if empty_g else session.scale
    return replace(session, scale=scale)


def _resume(
    connection: Connection,
    order: OrderRow,
    opened: OpenSession,
    actor: Actor,
    token: int,
    *,
    scale: bool,
) -> Taken:
    moved = OpenSession(
        opened.id, opened.session, opened.version, opened.last_hash, actor.bench_id, token
    )
    sessions.move(connection, opened, actor)
    done = Step(opened.session, _still_there(opened.session))
    if opened.session.state in RESTING or (
        opened.bench_id != actor.bench_id and opened.session.state is not State.STOPPED
    ):
        event = Resumed(scale)
        done = step(opened.session, event)
        moved = sessions.record(connection, moved, event, done, actor)
        orders.set_stage(connection, order.order_id, Stage.ON_BENCH)
    sessions.put_on_bench(connection, actor.bench_id, opened.id)
    return Taken(done.verdict, on_bench(connection, order, moved))


def note_overruled(connection: Connection, order_id: OrderId, actor: Actor) -> None:
    """Who decided that an order is packed although its buyer asks to cancel."""
    orders.set_stage(connection, order_id, Stage.ON_BENCH)
    history.add(connection, [order_id], "cancel_overruled", actor.at, user_id=actor.user_id)


def _still_there(session: Session) -> Verdict:
    stopped = session.state is State.STOPPED
    return Verdict(
        VerdictCode.CANCELLED if stopped else VerdictCode.RESUMED,
        order_id=session.order_id,
        packed=session.packed_units,
        wanted=session.wanted_units,
        left=session.wanted_units - session.packed_units,
        reason=session.reason if stopped else "",
    )


def on_bench(connection: Connection, order: OrderRow, opened: OpenSession) -> OnBench:
    """An order whose session is open, with its lines and articles."""
    lines = orders.lines_of(connection, order.order_id)
    packed = opened.session.lines
    skus = {sku for line in packed for sku in (line.sku, *(kit for kit, _ in line.path))}
    skus |= {one.sku for line in packed for one in line.substitutes}
    known = articles.find(connection, skus | {line.sku for line in lines})
    held = tuple(totes.of_order(connection, order.order_id))
    first = priorities.of_order(connection, order.order_id) > 0
    return OnBench(order, lines, known, opened, held, first)
