"""What names or finds a buyer: kept sealed, apart from the order's facts, and deleted in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from fbm_desk.domain.orders import Address, LineId, OrderId
from fbm_desk.store import bulk
from fbm_desk.store.order_rows import PrivateRow
from fbm_desk.store.schema import order_private
from fbm_desk.store.sealed import Seal
from fbm_desk.store.sealed_texts import address_of, messages_of, name_and_postcode


@dataclass(frozen=True, slots=True)
class Private:
    """Everything private of an order. `messages` are gift texts by line, `wishes` how lines are
    personalised: words, or a link to them."""

    recipient: Address | None = field(default=None, repr=False)
    messages: dict[LineId, str] = field(default_factory=dict, repr=False)
    wishes: dict[LineId, str] = field(default_factory=dict, repr=False)


_COLUMNS = ("order_id", "recipient", "messages", "postcode_digest", "keep_until", "wishes")


def add(connection: sa.Connection, seal: Seal, fresh: Sequence[PrivateRow]) -> None:
    """Keep what is private of orders never seen before."""
    recipients = seal.close_texts("order_private", "recipient", [row[:2] for row in fresh])
    messages = seal.close_texts("order_private", "messages", [(row[0], row[2]) for row in fresh])
    wishes = seal.close_texts("order_private", "wishes", [(row[0], row[5]) for row in fresh])
    postcodes = [seal.digest(row[3]) if row[3] else None for row in fresh]
    rows = [
        (row[0], recipient, told, postcode, row[4], wish)
        for row, recipient, told, postcode, wish in zip(
            fresh, recipients, messages, postcodes, wishes, strict=True
        )
    ]
    bulk.add(connection, order_private, _COLUMNS, rows)


def replace(connection: sa.Connection, seal: Seal, fresh: PrivateRow) -> None:
    """Keep what is private of an order, instead of what was kept before."""
    bulk.run(connection, "DELETE FROM order_private WHERE order_id = ?", fresh[:1])
    add(connection, seal, [fresh])


def find(connection: sa.Connection, seal: Seal, order_id: OrderId) -> Private:
    """What is private of an order; all empty when nothing was kept or it is deleted already."""
    row = connection.execute(
        sa.select(
            order_private.c.recipient, order_private.c.messages, order_private.c.wishes
        ).where(order_private.c.order_id == order_id)
    ).first()
    if row is None:
        return Private()
    recipient = seal.open_text(row.recipient, "order_private", "recipient", order_id)
    messages = seal.open_text(row.messages, "order_private", "messages", order_id)
    wishes = seal.open_text(row.wishes, "order_private", "wishes", order_id)
    return Private(address_of(recipient), messages_of(messages), messages_of(wishes))


def has_messages(connection: sa.Connection, order_id: OrderId) -> bool:
    """True while a buyer's words are kept; nothing is unsealed for it."""
    mine = order_private.c.order_id == order_id
    told = sa.select(sa.literal(1)).where(mine, order_private.c.messages.is_not(None))
    return connection.scalar(told) is not None


def names_and_postcodes(
    connection: sa.Connection, seal: Seal, order_ids: Sequence[OrderId]
) -> dict[OrderId, tuple[str, str]]:
    """The recipients' names and postcodes of these orders, for a table that people search."""
    chosen = sa.select(order_private.c.order_id, order_private.c.recipient).where(
        order_private.c.order_id.in_(order_ids)
    )
    return {
        order_id: name_and_postcode(seal.open_text(sealed, "order_private", "recipient", order_id))
        for order_id, sealed in connection.execute(chosen)
    }


def purge(connection: sa.Connection, now: datetime) -> int:
    """Delete what may not be kept any longer; how many orders were concerned."""
    gone = order_private.delete().where(order_private.c.keep_until < now)
    return connection.execute(gone).rowcount
