"""The purchase ledger: each label's intent, its answer and its documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import State
from fbm_desk.store.schema import label_documents, label_purchases, pack_sessions, parcels
from fbm_desk.store.sealed import Seal


@dataclass(frozen=True, slots=True)
class Purchase:
    """One row of the ledger. `request` is the exact body that every try sends again.

    `sent_at` is the last try, `answered_at` its answer, `voided_at` the end of asking for a refund,
    `settled_at` when a person answered for what nobody knew. `sold_by` names the carrier in the
    settings' word; '' is Amazon Shipping, of earlier programs.
    """

    id: int
    order_id: OrderId
    session_id: int
    state: PurchaseState
    idempotency_key: str
    request: str
    request_hash: str
    ceiling_minor: int
    currency: str
    carrier: str
    service: str
    shipment_id: str
    tracking: str
    price_minor: int
    reason: str
    words: str
    user_id: int
    bench_id: int
    intended_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    voided_at: datetime | None
    sold_by: str = ""
    settled_at: datetime | None = None
    settled_by: int | None = None
    box: int = 1


_PURCHASE = tuple(label_purchases.c[name] for name in Purchase.__dataclass_fields__)

LIVE = (
    PurchaseState.WANTED,
    PurchaseState.INTENDED,
    PurchaseState.UNCLEAR,
    PurchaseState.BOUGHT,
)
"""States in which a session must not begin another purchase."""


def _purchase(row: sa.Row[Any]) -> Purchase:
    facts = dict(row._mapping)
    facts["state"] = PurchaseState(facts["state"])
    return Purchase(**facts)


def want(
    connection: sa.Connection,
    order_id: OrderId,
    session_id: int,
    key: str,
    ceiling_minor: int,
    user_id: int,
    bench_id: int,
    now: datetime,
    box: int = 1,
) -> int:
    """The purchase of a box's label: the one under way, else a new one with its own key."""
    live = live_of(connection, session_id, box)
    if live is not None:
        return live.id
    added = connection.execute(
        label_purchases.insert().values(
            order_id=order_id,
            session_id=session_id,
            state=PurchaseState.WANTED.value,
            idempotency_key=key,
            request="",
            request_hash="",
            ceiling_minor=ceiling_minor,
            currency="",
            carrier="",
            service="",
            user_id=user_id,
            bench_id=bench_id,
            intended_at=now,
            box=box,
        )
    )
    assert added.inserted_primary_key is not None
    return int(added.inserted_primary_key[0])


def unclear(connection: sa.Connection) -> tuple[int, datetime | None]:
    """How many purchases nobody knows the outcome of, and since when the oldest."""
    chosen = sa.select(sa.func.count(), sa.func.min(label_purchases.c.intended_at)).where(
        label_purchases.c.state == PurchaseState.UNCLEAR.value
    )
    count, oldest = connection.execute(chosen).one()
    return count, oldest


def find(connection: sa.Connection, purchase_id: int) -> Purchase:
    """One purchase."""
    chosen = sa.select(*_PURCHASE).where(label_purchases.c.id == purchase_id)
    return _purchase(connection.execute(chosen).one())


def live_of(connection: sa.Connection, session_id: int, box: int) -> Purchase | None:
    """The purchase for a box of a session that forbids another one."""
    chosen = (
        sa.select(*_PURCHASE)
        .where(
            label_purchases.c.session_id == session_id,
            label_purchases.c.box == box,
            label_purchases.c.state.in_([state.value for state in LIVE]),
        )
        .order_by(label_purchases.c.id.desc())
        .limit(1)
    )
    row = connection.execute(chosen).first()
    return _purchase(row) if row else None


def live_ones(connection: sa.Connection, session_id: int) -> list[Purchase]:
    """The purchases for boxes of a session that are not closed, but those given up."""
    chosen = sa.select(*_PURCHASE).where(
        label_purchases.c.session_id == session_id,
        label_purchases.c.state.in_([state.value for state in LIVE]),
        ~box_is_closed(),
    )
    return [_purchase(row) for row in connection.execute(chosen.order_by(label_purchases.c.id))]


def newest_of(connection: sa.Connection, session_id: int, box: int) -> Purchase | None:
    """The latest purchase for a box of a session, whatever became of it."""
    chosen = sa.select(*_PURCHASE).where(
        label_purchases.c.session_id == session_id, label_purchases.c.box == box
    )
    row = connection.execute(chosen.order_by(label_purchases.c.id.desc()).limit(1)).first()
    return _purchase(row) if row else None


def of_order(connection: sa.Connection, order_id: OrderId) -> list[Purchase]:
    """All purchases of an order, in their order."""
    chosen = sa.select(*_PURCHASE).where(label_purchases.c.order_id == order_id)
    return [_purchase(r) for r in connection.execute(chosen.order_by(label_purchases.c.id))]


def in_state(connection: sa.Connection, *states: PurchaseState) -> list[Purchase]:
    """All purchases in these states, oldest first."""
    chosen = sa.select(*_PURCHASE).where(
        label_purchases.c.state.in_([state.value for state in states])
    )
    return [_purchase(r) for r in connection.execute(chosen.order_by(label_purchases.c.id))]


def sent_before(connection: sa.Connection, purchase_id: int) -> bool:
    """True when a call for this purchase may have left this computer."""
    chosen = sa.select(label_purchases.c.sent_at).where(label_purchases.c.id == purchase_id)
    return connection.scalar(chosen) is not None


def settle(
    connection: sa.Connection,
    purchase_id: int,
    state: PurchaseState,
    *,
    only_from: PurchaseState | None = None,
    **facts: object,
) -> None:
    """Write down what is known now; what is paid stays paid, whatever an older call answers late.

    `only_from` writes nothing when the purchase is in another state already.
    """
    before = (
        [only_from] if only_from else [one for one in PurchaseState if _rank(one) <= _rank(state)]
    )
    connection.execute(
        label_purchases.update()
        .where(
            label_purchases.c.id == purchase_id,
            label_purchases.c.state.in_([one.value for one in before]),
        )
        .values(state=state.value, **facts)
    )


_C = label_purchases.c


def begin_try(
    connection: sa.Connection, purchase: Purchase, sent_at: datetime, *, alone: bool
) -> Purchase | None:
    """Write down that a call for this very request leaves now; the purchase as it stood just
    before. None: another offer was chosen meanwhile or, where each call buys (`alone`), somebody's
    call has left already."""
    mine = [
        _C.id == purchase.id,
        _C.state.in_([PurchaseState.INTENDED.value, PurchaseState.UNCLEAR.value]),
        _C.request_hash == purchase.request_hash,
    ]
    if alone:
        mine += [_C.sent_at.is_(None), _C.state == PurchaseState.INTENDED.value]
    row = connection.execute(sa.select(*_PURCHASE).where(*mine).with_for_update()).first()
    if row is None:
        return None
    connection.execute(label_purchases.update().where(*mine).values(sent_at=sent_at))
    return _purchase(row)


def drop_offer(connection: sa.Connection, purchase_id: int) -> None:
    """Forget an offer that was chosen and never sent: the next try asks for new ones."""
    intended = PurchaseState.INTENDED.value
    connection.execute(
        label_purchases.update()
        .where(_C.id == purchase_id, _C.state == intended, _C.sent_at.is_(None))
        .values(state=PurchaseState.WANTED.value)
    )


def refuse_unsent(connection: sa.Connection, purchase_id: int, reason: str) -> bool:
    """Give up a purchase for which no call ever left; False when one may have."""
    unsent = [PurchaseState.WANTED.value, PurchaseState.INTENDED.value]
    refused = connection.execute(
        label_purchases.update()
        .where(_C.id == purchase_id, _C.state.in_(unsent), _C.sent_at.is_(None))
        .values(state=PurchaseState.REFUSED.value, reason=reason)
    )
    return refused.rowcount == 1


def settle_try(
    connection: sa.Connection,
    purchase_id: int,
    state: PurchaseState,
    tried_at: datetime,
    **facts: object,
) -> bool:
    """Write down what became of the try sent at this time, if it still is the last one.

    False when somebody else tried meanwhile, or knows more: then nothing is written.
    """
    settled = connection.execute(
        label_purchases.update()
        .where(
            label_purchases.c.id == purchase_id,
            label_purchases.c.sent_at == tried_at,
            label_purchases.c.state.in_(
                [PurchaseState.INTENDED.value, PurchaseState.UNCLEAR.value]
            ),
        )
        .values(state=state.value, **facts)
    )
    return settled.rowcount == 1


def bought_of(connection: sa.Connection, session_id: int, besides: int, box: int) -> bool:
    """True when this box of the session has a paid label besides this one."""
    chosen = sa.select(label_purchases.c.id).where(
        label_purchases.c.session_id == session_id,
        label_purchases.c.box == box,
        label_purchases.c.state == PurchaseState.BOUGHT.value,
        label_purchases.c.id != besides,
    )
    return connection.scalar(chosen.limit(1)) is not None


_SPENT = (
    PurchaseState.BOUGHT,
    PurchaseState.VOID_WANTED,
    PurchaseState.VOID_REFUSED,
    PurchaseState.VOID,
)


def _rank(state: PurchaseState) -> int:
    """How far the money has gone; it never goes back a step."""
    return _SPENT.index(state) + 1 if state in _SPENT else 0


def box_is_closed() -> sa.Exists:
    """True of a purchase whose box is a parcel: what becomes of it is the parcel's story."""
    mine = (
        parcels.c.session_id == label_purchases.c.session_id,
        parcels.c.box == label_purchases.c.box,
    )
    return sa.select(parcels.c.id).where(*mine).exists()


def of_boxes_taken_out(connection: sa.Connection) -> list[Purchase]:
    """Purchases that may be paid although their boxes were unpacked again, oldest first."""
    chosen = (
        sa.select(*_PURCHASE)
        .join(pack_sessions, pack_sessions.c.id == label_purchases.c.session_id)
        .where(
            label_purchases.c.state.in_([state.value for state in LIVE]),
            pack_sessions.c.state == State.TAKEN_OUT.value,
            ~box_is_closed(),
        )
    )
    return [_purchase(row) for row in connection.execute(chosen.order_by(label_purchases.c.id))]


def keep_document(
    connection: sa.Connection, seal: Seal, purchase_id: int, form: str, document: bytes
) -> None:
    """Keep a label as it was bought, sealed: an address stands on it."""
    sealed = seal.close(document, "label_documents", form, str(purchase_id))
    connection.execute(
        label_documents.delete().where(
            label_documents.c.purchase_id == purchase_id, label_documents.c.format == form
        )
    )
    row = {"purchase_id": purchase_id, "format": form, "bytes": sealed}
    connection.execute(label_documents.insert().values(**row))


def documents(connection: sa.Connection, seal: Seal, purchase_id: int) -> dict[str, bytes]:
    """The documents of a purchase by format."""
    chosen = sa.select(label_documents.c.format, label_documents.c.bytes).where(
        label_documents.c.purchase_id == purchase_id
    )
    return {
        form: seal.open(sealed, "label_documents", form, str(purchase_id))
        for form, sealed in connection.execute(chosen)
    }
