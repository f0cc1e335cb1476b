"""What an event at the bench brings about, written down in the very transaction that decided it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from fbm_desk.domain.orders import Duty, Sku
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.paper import JobState, Paper
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import Act, Effect, Session, State
from fbm_desk.domain.stages import Stage
from fbm_desk.domain.tracking import carrier_told
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.taking import OnBench
from fbm_desk.store import history, orders, outbox, parcels, print_jobs, purchases, sessions
from fbm_desk.store.articles import Article
from fbm_desk.store.database import Connection
from fbm_desk.store.sessions import Actor, OpenSession


@dataclass(frozen=True, slots=True)
class Written:
    """What the transaction brought about and is now to be done: ids of rows that say it."""

    purchase_id: int | None = None
    parcel_id: int | None = None
    reprint: bool = False
    bench_free: bool = False
    print_jobs: tuple[int, ...] = ()


BOX_IS_FULL = (
    State.FULL, State.LABEL_FAILED, State.LABELLED, State.TRACKING_WANTED, State.DONE
)  # fmt: skip
"""States of a box whose slip can be printed."""


def carry_out(
    connection: Connection,
    effects: tuple[Effect, ...],
    bench: OnBench,
    opened: OpenSession,
    rules: DeskRules,
    actor: Actor,
) -> Written:
    """Write down every effect of a step. What leaves the house is only noted here, not done."""
    written = Written()
    at = _Moment(connection, bench, opened, rules, actor)
    for effect in effects:
        written = _EFFECTS[effect.act](at, effect, written)
    if opened.session.state in BOX_IS_FULL:
        jobs = want_slips(connection, opened, rules, actor)
        written = replace(written, print_jobs=jobs)
    return written


@dataclass(frozen=True, slots=True)
class _Moment:
    connection: Connection
    bench: OnBench
    opened: OpenSession
    rules: DeskRules
    actor: Actor

    @property
    def session(self) -> Session:
        return self.opened.session

    @property
    def now(self) -> datetime:
        return self.actor.at


WEIGHT_ASSUMED = "weight_assumed"
"""In an order's history: how many grams a unit of unknown weight counted for in its label."""
_JAPAN = "A1VC38T7YXB528"
"""The marketplace whose money has no cents; reports may not name theirs."""


def _want_label(at: _Moment, effect: Effect, written: Written) -> Written:
    """The intent to buy, with the key that every try will use."""
    order = at.bench.order
    # The ceiling is in the marketplace's money, wherever the buyer lives.
    yen = order.marketplace_id == _JAPAN or (not order.marketplace_id and order.country == "JP")
    purchase_id = purchases.want(
        at.connection,
        at.bench.order.order_id,
        at.opened.id,
        uuid.uuid4().hex,
        at.rules.ceiling_for(order.marketplace_id, yen=yen),
        at.actor.user_id,
        at.actor.bench_id,
        at.now,
    )
    if not weight_g(at.session, at.bench.articles):
        # With the purchase, in its transaction: every try of it asks for the same weight.
        order_ids, unit_g = [at.bench.order.order_id], str(at.rules.unit_weight_g)
        history.add(at.connection, order_ids, WEIGHT_ASSUMED, at.now, unit_g)
    return replace(written, purchase_id=purchase_id)


def _close_parcel(at: _Moment, effect: Effect, written: Written) -> Written:
    """Done, in one transaction: parcel, stock, Amazon's news, order, claim."""
    bought = purchases.live_of(at.connection, at.opened.id)
    paid = bought is not None and bought.state is PurchaseState.BOUGHT
    parcel = parcels.NewParcel(
        at.bench.order.order_id,
        at.opened.id,
        units_of(at.session),
        carrier=bought.carrier if bought and paid else _own_carrier(at),
        service=bought.service if bought and paid else "",
        tracking=at.session.tracking,
        weight_g=weight_g(at.session, at.bench.articles),
        price_minor=bought.price_minor if bought and paid else 0,
        currency=bought.currency if bought and paid else "",
        told_by="amazon" if paid or Duty.SHIP_PLUS in at.bench.order.duties else "",
    )
    parcel_id, number = parcels.add(
        at.connection, parcel, at.actor.user_id, at.actor.bench_id, at.now
    )
    # Amazon confirms the labels it sold itself; the row stays, to be verified and shown.
    state = OutboxState.SENT if parcel.told_by else OutboxState.WAITING
    outbox.add(
        at.connection, parcel.order_id, parcel_id, number, at.bench.order.ship_by, state, at.now
    )
    orders.set_stage(at.connection, parcel.order_id, Stage.PACKED)
    _free_bench(at)
    sessions.end(at.connection, at.opened, at.now)
    return replace(written, parcel_id=parcel_id, bench_free=True)


def _own_carrier(at: _Moment) -> str:
    """The seller's carrier, or the one that the number proves to be another's."""
    return carrier_told(at.session.tracking, at.rules.carrier)


def _hold(at: _Moment, effect: Effect, written: Written) -> Written:
    orders.set_stage(at.connection, at.bench.order.order_id, Stage.HELD, at.session.reason)
    return written


def _release(at: _Moment, effect: Effect, written: Written) -> Written:
    """The bench is free. An order put down waits again; a stopped one goes where Amazon says."""
    state = at.session.state
    order_id = at.bench.order.order_id
    if state is State.PUT_DOWN:
        orders.set_stage(at.connection, order_id, Stage.WAITING)
    if state is State.TAKEN_OUT:
        written = _void(at, effect, written)
        sessions.take_out(at.connection, at.opened)
        sessions.end(at.connection, at.opened, at.now)
        orders.set_stage(at.connection, order_id, orders.told_stage(at.connection, order_id))
    _free_bench(at)
    return replace(written, bench_free=True)


def _free_bench(at: _Moment) -> None:
    sessions.release(at.connection, at.opened, at.now)
    sessions.put_on_bench(at.connection, at.actor.bench_id, None)


def _void(at: _Moment, effect: Effect, written: Written) -> Written:
    bought = purchases.live_of(at.connection, at.opened.id)
    if bought is not None and bought.state is PurchaseState.BOUGHT:
        purchases.settle(at.connection, bought.id, PurchaseState.VOID_WANTED)
    return written


def _reprint(_at: _Moment, _effect: Effect, written: Written) -> Written:
    return replace(written, reprint=True)


_EFFECTS: dict[Act, Callable[[_Moment, Effect, Written], Written]] = {
    Act.BUY_LABEL: _want_label,
    Act.CLOSE_PARCEL: _close_parcel,
    Act.HOLD: _hold,
    Act.RELEASE: _release,
    Act.VOID_LABEL: _void,
    Act.REPRINT: _reprint,
    Act.FINISH_ORDER: lambda _at, _effect, written: written,
    Act.INTERCEPT: lambda _at, _effect, written: written,
    Act.DAMAGE: lambda _at, _effect, written: written,
}


def want_slips(
    connection: Connection, opened: OpenSession, rules: DeskRules, actor: Actor
) -> tuple[int, ...]:
    """The slips of a full box that are still to be printed; wanted once on each printer for it.

    They are drawn by whoever prints them. What another bench left unprinted is printed here.
    """
    known = print_jobs.slips_of_session(connection, opened.id)
    places = {Paper.SLIP: rules.slip_printer, Paper.RECEIPT: rules.receipt_printer}
    if not known:
        return tuple(
            _want_slip(connection, opened, paper, place, actor)
            for paper, place in places.items()
            if place
        )
    unsent = [job for job in known if job.state is JobState.WAITING]
    for job in unsent:
        if job.bench_id not in (None, actor.bench_id) and places[job.paper]:
            print_jobs.move(connection, job.id, actor.bench_id, places[job.paper])
    return tuple(job.id for job in unsent)


def _want_slip(
    connection: Connection, opened: OpenSession, paper: Paper, place: str, actor: Actor
) -> int:
    ending = "pdf" if paper is Paper.SLIP else "bin"
    return print_jobs.want(
        connection,
        paper,
        destination=place,
        order_id=opened.session.order_id,
        session_id=opened.id,
        name=f"{paper.value}-{opened.session.order_id}.{ending}",
        user_id=actor.user_id,
        bench_id=actor.bench_id,
        asked_at=actor.at,
    )


def units_of(session: Session) -> tuple[parcels.Unit, ...]:
    """What lies in the box, serial numbers and lots apart, the rest added up per line."""
    plain: dict[int, int] = {}
    proven: list[parcels.Unit] = []
    for count in session.counts:
        for index, units in count.pieces:
            line = session.lines[index]
            if count.serial or count.lot:
                proven.append(parcels.Unit(line.line_id, line.sku, units, count.serial, count.lot))
            else:
                plain[index] = plain.get(index, 0) + units
    added = [
        parcels.Unit(session.lines[i].line_id, session.lines[i].sku, units)
        for i, units in sorted(plain.items())
    ]
    return (*added, *proven)


PACKAGING_G = 120
"""A box, its paper and its tape, where nothing better is known."""


def weight_g(session: Session, known: Mapping[Sku, Article]) -> int:
    """The weight computed from the catalogue; 0 when an article's weight is not known."""
    total = 0
    for i, line in enumerate(session.lines):
        article = known.get(line.sku)
        if article is None or article.weight_g is None:
            return 0
        total += article.weight_g * session.packed(i)
    return total + PACKAGING_G
