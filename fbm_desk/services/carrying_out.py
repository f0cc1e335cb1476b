"""What an event at the bench brings about, written down in the very transaction that decided it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from fbm_desk.domain.boxing import PackBox
from fbm_desk.domain.codes import HoldReason
from fbm_desk.domain.deeds import Broken
from fbm_desk.domain.orders import Duty, Sku
from fbm_desk.domain.outbox import OutboxState
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import Act, Effect, Session, State
from fbm_desk.domain.stages import Stage
from fbm_desk.domain.tracking import carrier_told
from fbm_desk.services import box_choice, intercepting, packed_units, proofs, slips
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.taking import OnBench
from fbm_desk.store import (
    articles,
    history,
    orders,
    outbox,
    parcels,
    priorities,
    purchases,
    sessions,
)
from fbm_desk.store.articles import Article
from fbm_desk.store.database import Connection
from fbm_desk.store.sessions import Actor, OpenSession


@dataclass(frozen=True, slots=True)
class Written:
    """What the transaction brought about and is now to be done: ids of rows that say it."""

    purchase_id: int | None = None
    parcel_id: int | None = None
    reprint: str | None = None  # why
    bench_free: bool = False
    print_jobs: tuple[int, ...] = ()


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
    if opened.session.state in slips.BOX_IS_FULL:
        jobs = slips.want(connection, opened, rules, actor)
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


WEIGHT_ASSUMED: Final = "weight_assumed"
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
        order.order_id,
        at.opened.id,
        uuid.uuid4().hex,
        at.rules.ceiling_for(order.marketplace_id, yen=yen),
        at.actor.user_id,
        at.actor.bench_id,
        at.now,
        effect.box,
    )
    if not weight_g(at.session, at.bench.articles, effect.box):
        # With the purchase, in its transaction: every try of it asks for the same weight.
        order_ids, unit_g = [order.order_id], str(at.rules.unit_weight_g)
        history.add(at.connection, order_ids, WEIGHT_ASSUMED, at.now, unit_g)
    return replace(written, purchase_id=purchase_id)


def _close_parcel(at: _Moment, effect: Effect, written: Written) -> Written:
    """A box has its label: a parcel, its units out of stock. Amazon is told when all have."""
    box = effect.box
    bought = purchases.live_of(at.connection, at.opened.id, box)
    paid = bought is not None and bought.state is PurchaseState.BOUGHT
    tracking = at.session.tracking_of(box)
    parcel = parcels.NewParcel(
        at.bench.order.order_id,
        at.opened.id,
        packed_units.of_box(at.session, box),
        carrier=bought.carrier if bought and paid else carrier_told(tracking, at.rules.carrier),
        service=bought.service if bought and paid else "",
        tracking=tracking,
        weight_g=weight_g(at.session, at.bench.articles, box, at.rules.boxes),
        price_minor=bought.price_minor if bought and paid else 0,
        currency=bought.currency if bought and paid else "",
        told_by="amazon" if paid or Duty.SHIP_PLUS in at.bench.order.duties else "",
        box=box,
    )
    parcel_id, _ = parcels.add(at.connection, parcel, at.actor.user_id, at.actor.bench_id, at.now)
    for unit in parcel.units:
        if unit.lot:
            articles.take_of_lot(at.connection, unit.sku, unit.lot, unit.units)
    return replace(written, parcel_id=parcel_id)


def _finish_order(at: _Moment, _effect: Effect, written: Written) -> Written:
    """Done, in one transaction: Amazon's news of all its parcels, the order, the claim."""
    order = at.bench.order
    for parcel in parcels.of_session(at.connection, at.opened.id):
        # Amazon confirms the labels it sold itself; the row stays, to be verified and shown.
        state = OutboxState.SENT if parcel.told_by else OutboxState.WAITING
        outbox.add(
            at.connection, order.order_id, parcel.id, parcel.number, order.ship_by, state, at.now
        )
    for left in purchases.live_ones(at.connection, at.opened.id):
        purchases.refuse_unsent(at.connection, left.id, "box_gone")  # it vanished: nothing in it
    short = at.session.short
    if short is None:
        orders.set_stage(at.connection, order.order_id, Stage.PACKED)
    else:
        held = HoldReason.SHORT.value
        orders.set_stage(at.connection, order.order_id, Stage.HELD, held)
        history.add(
            at.connection, [order.order_id], "short_shipped", at.now, short.why, short.by or None
        )
    _free_bench(at)
    sessions.end(at.connection, at.opened, at.now)
    return replace(written, bench_free=True)


def _hold(at: _Moment, _effect: Effect, written: Written) -> Written:
    orders.set_stage(at.connection, at.bench.order.order_id, Stage.HELD, at.session.reason)
    return written


def _release(at: _Moment, _effect: Effect, written: Written) -> Written:
    """The bench is free. An order put down waits again; a stopped one goes where Amazon says."""
    state = at.session.state
    order_id = at.bench.order.order_id
    if state is State.PUT_DOWN:
        orders.set_stage(at.connection, order_id, Stage.WAITING)
    if state is State.TAKEN_OUT:
        labels_back(at.connection, at.opened.id)
        sessions.take_out(at.connection, at.opened)
        proofs.units_are_out(at.connection, at.opened.id, at.session)
        sessions.end(at.connection, at.opened, at.now)
        orders.set_stage(at.connection, order_id, orders.told_stage(at.connection, order_id))
    _free_bench(at)
    return replace(written, bench_free=True)


def _free_bench(at: _Moment) -> None:
    sessions.release(at.connection, at.opened, at.now)
    sessions.put_on_bench(at.connection, at.actor.bench_id, None)


def labels_back(connection: Connection, session_id: int) -> None:
    """Paid labels of boxes that are not closed: they do not leave, their money is wanted back."""
    for live in purchases.live_ones(connection, session_id):
        if live.state is PurchaseState.BOUGHT:
            purchases.settle(connection, live.id, PurchaseState.VOID_WANTED)


def _void(at: _Moment, effect: Effect, written: Written) -> Written:
    bought = purchases.live_of(at.connection, at.opened.id, effect.box)
    if bought is not None and bought.state is PurchaseState.BOUGHT:
        purchases.settle(at.connection, bought.id, PurchaseState.VOID_WANTED)
    return written


def _intercept(at: _Moment, _effect: Effect, written: Written) -> Written:
    reason = at.session.reason
    intercepting.stop_closed(at.connection, at.bench.order.order_id, reason, at.now)
    return written


def _damage(at: _Moment, effect: Effect, written: Written) -> Written:
    assert effect.sku is not None
    order_id, user_id = at.bench.order.order_id, at.actor.user_id
    parcels.damage(at.connection, order_id, effect.sku, effect.units, user_id, at.now)
    _damage_lots(at, effect)
    kind: history.Kind = "damaged" if effect.units > 0 else "damaged_undone"
    details = f"{abs(effect.units)} {effect.sku}"
    history.add(at.connection, [order_id], kind, at.now, details, user_id or None)
    return written


def _damage_lots(at: _Moment, effect: Effect) -> None:
    """The broken units leave their lots, or come back: their deed is the last now, or was so."""
    sign = 1 if effect.units > 0 else -1
    deed = (at.session if effect.units > 0 else at.bench.opened.session).deeds[-1]
    assert effect.sku is not None and isinstance(deed, Broken)  # noqa: PT018
    for lot, units in deed.lots.items():
        articles.take_of_lot(at.connection, effect.sku, lot, sign * units)


def _reprint(_at: _Moment, effect: Effect, written: Written) -> Written:
    return replace(written, reprint=effect.why)


def _expedite(at: _Moment, _effect: Effect, written: Written) -> Written:
    priorities.put_first(at.connection, at.bench.order.order_id, at.actor)
    return written


_EFFECTS: dict[Act, Callable[[_Moment, Effect, Written], Written]] = {
    Act.BUY_LABEL: _want_label,
    Act.CLOSE_PARCEL: _close_parcel,
    Act.FINISH_ORDER: _finish_order,
    Act.HOLD: _hold,
    Act.RELEASE: _release,
    Act.VOID_LABEL: _void,
    Act.INTERCEPT: _intercept,
    Act.DAMAGE: _damage,
    Act.REPRINT: _reprint,
    Act.EXPEDITE: _expedite,
}


def weight_g(
    session: Session, known: Mapping[Sku, Article], box: int, boxes: Sequence[PackBox] = ()
) -> int:
    """What a box weighed, else what the catalogue says; 0 where an article's weight is missing.

    `boxes` are the seller's: the one that was scanned, else the one that is suggested, has a tare.
    """
    weighed = session.weighed(box)
    if weighed is not None and weighed.grams:
        return weighed.grams
    total_g = 0
    for one in session.in_box(box):
        article = known.get(session.sku_of(one))
        if article is None or article.weight_g is None:
            return 0
        total_g += article.weight_g * one.units
    return total_g + box_choice.packaging_g(session, box, known, boxes)
