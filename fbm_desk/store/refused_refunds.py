"""Labels whose money Amazon does not give back: asked for once more, or taken off the list."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa

from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.store.schema import label_purchases

_C = label_purchases.c


def ask_again(connection: sa.Connection, purchase_id: int) -> bool:
    """Want the money back once more; False when the refund is not refused (any more)."""
    wanted = PurchaseState.VOID_WANTED.value
    return _change(connection, purchase_id, state=wanted, reason="", words="", voided_at=None)


def note_seen(
    connection: sa.Connection, purchase_id: int, user_id: int | None, now: datetime
) -> bool:
    """A person takes it from here; False when the refund is not refused (any more)."""
    return _change(connection, purchase_id, settled_at=now, settled_by=user_id)


def _change(connection: sa.Connection, purchase_id: int, **facts: object) -> bool:
    refused = _C.state == PurchaseState.VOID_REFUSED.value
    changed = label_purchases.update().where(_C.id == purchase_id, refused).values(**facts)
    return connection.execute(changed).rowcount == 1


def not_seen() -> sa.ColumnElement[bool]:
    """True of a refused refund that nobody took off the list since."""
    return sa.or_(_C.settled_at.is_(None), _C.settled_at < _C.voided_at)
