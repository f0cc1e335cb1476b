"""What names or finds a buyer: kept sealed, apart from the order's facts, and deleted in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from fbm_desk.domain.orders import Address, IncomingOrder, LineId, OrderId
from fbm_desk.store.schema import order_private
from fbm_desk.store.sealed import Seal

_ADDRESS = ("name", "line1", "line2", "line3", "city", "region", "postcode", "country", "phone")


@dataclass(frozen=True, slots=True)
class Private:
    """Everything private of an order. `messages` are gift texts by line."""

    recipient: Address | None = field(default=None, repr=False)
    buyer_name: str = field(default="", repr=False)
    buyer_email: str = field(default="", repr=False)
    messages: dict[LineId, str] = field(default_factory=dict, repr=False)


def save(
    connection: sa.Connection, seal: Seal, incoming: Sequence[tuple[IncomingOrder, datetime]]
) -> None:
    """Keep what is private of these orders, each until its date."""
    rows = [_row(seal, order, until) for order, until in incoming]
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    added = make(order_private)
    names = ("recipient", "contact", "messages", "postcode_digest", "keep_until")
    replaced = added.on_conflict_do_update(
        index_elements=["order_id"], set_={name: added.excluded[name] for name in names}
    )
    connection.execute(replaced, rows)


def _row(seal: Seal, order: IncomingOrder, until: datetime) -> dict[str, object]:
    there = order.recipient
    address = {name: getattr(there, name) for name in _ADDRESS} if there else {}
    contact = {"name": order.buyer_name, "email": order.buyer_email}
    gifts = {str(line.line_id): line.gift_message for line in order.lines if line.gift_message}
    postcode = there.postcode.replace(" ", "").upper() if there else ""
    return {
        "order_id": order.order_id,
        "recipient": seal.close_text(address, "order_private", "recipient", order.order_id),
        "contact": seal.close_text(contact, "order_private", "contact", order.order_id),
        "messages": seal.close_text(gifts, "order_private", "messages", order.order_id),
        "postcode_digest": seal.digest(postcode) if postcode else None,
        "keep_until": until,
    }


def find(connection: sa.Connection, seal: Seal, order_id: OrderId) -> Private:
    """What is private of an order; all empty when nothing was kept or it is deleted already."""
    row = connection.execute(
        sa.select(
            order_private.c.recipient, order_private.c.contact, order_private.c.messages
        ).where(order_private.c.order_id == order_id)
    ).first()
    if row is None:
        return Private()
    address = seal.open_text(row.recipient, "order_private", "recipient", order_id)
    contact = seal.open_text(row.contact, "order_private", "contact", order_id)
    gifts = seal.open_text(row.messages, "order_private", "messages", order_id)
    return Private(
        recipient=Address(**address) if address else None,
        buyer_name=contact.get("name", ""),
        buyer_email=contact.get("email", ""),
        messages={LineId(line): text for line, text in gifts.items()},
    )


def names(
    connection: sa.Connection, seal: Seal, order_ids: Sequence[OrderId]
) -> dict[OrderId, str]:
    """The recipients' names of these orders, for a table that people read."""
    chosen = sa.select(order_private.c.order_id, order_private.c.recipient).where(
        order_private.c.order_id.in_(order_ids)
    )
    return {
        order_id: seal.open_text(sealed, "order_private", "recipient", order_id).get("name", "")
        for order_id, sealed in connection.execute(chosen)
    }


def purge(connection: sa.Connection, now: datetime) -> int:
    """Delete what may not be kept any longer; how many orders were concerned."""
    gone = order_private.delete().where(order_private.c.keep_until < now)
    return connection.execute(gone).rowcount
