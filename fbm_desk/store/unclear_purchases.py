"""Purchases of which nobody knows whether they are paid: held, found at Amazon, or answered for."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.store.purchases import Purchase
from fbm_desk.store.schema import label_purchases

_C = label_purchases.c
_UNKNOWN = (PurchaseState.INTENDED.value, PurchaseState.UNCLEAR.value)


def hold_unclear(connection: sa.Connection, purchase_id: int, reason: str, now: datetime) -> None:
    """Nobody knows: what is known of it, and since when. Its age stays that of the last try."""
    connection.execute(
        label_purchases.update()
        .where(_C.id == purchase_id, _C.state.in_(_UNKNOWN))
        .values(
            state=PurchaseState.UNCLEAR.value,
            reason=reason,
            answered_at=sa.func.coalesce(_C.answered_at, _C.sent_at, _moment(now)),
        )
    )


def find_paid(
    connection: sa.Connection, purchase_id: int, tracking: str, reason: str, now: datetime
) -> bool:
    """Amazon shows the label: it is paid, under this number. False when somebody knew more."""
    found = connection.execute(
        label_purchases.update()
        .where(_C.id == purchase_id, _C.state.in_(_UNKNOWN))
        .values(state=PurchaseState.BOUGHT.value, tracking=tracking, reason=reason, answered_at=now)
    )
    return found.rowcount == 1


def settle_by_hand(
    connection: sa.Connection,
    purchase: Purchase,
    bought: bool,
    tracking: str,
    words: str,
    user_id: int | None,
    now: datetime,
) -> bool:
    """What a person answers for, if it still stands as that person saw it."""
    state = PurchaseState.BOUGHT if bought else PurchaseState.REFUSED
    settled = connection.execute(
        label_purchases.update()
        .where(_C.id == purchase.id, _C.state == purchase.state.value)
        .where(_C.reason == purchase.reason)
        .values(
            state=state.value,
            tracking=tracking,
            reason="" if bought else "not_bought",
            words=words,
            settled_at=now,
            settled_by=user_id,
            answered_at=sa.func.coalesce(_C.answered_at, _moment(now)),
        )
    )
    return settled.rowcount == 1


def tracking_of_other(connection: sa.Connection, purchase_id: int, tracking: str) -> bool:
    """True when another purchase has this tracking number."""
    same = (_C.tracking == tracking, _C.id != purchase_id)
    return connection.scalar(sa.select(_C.id).where(*same).limit(1)) is not None


def _moment(at: datetime) -> sa.BindParameter[datetime]:
    """A time as these columns keep it, where no column says so."""
    return sa.literal(at, _C.answered_at.type)
