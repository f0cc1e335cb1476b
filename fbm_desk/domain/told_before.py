"""Fills a copy of an order from what was told before, where Amazon would not say it this time.

So the copy says what is known now, and two copies of which one leaves something out are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fbm_desk.domain.orders import (
    Address,
    AmazonStatus,
    DataSet,
    Duty,
    IncomingLine,
    IncomingOrder,
    LineId,
    Source,
)
from fbm_desk.domain.purchases import CARRIER_DUTIES

_PACKING_DUTIES = frozenset({Duty.GIFT, Duty.GIFT_WRAP, Duty.SERIAL})


@dataclass(frozen=True, slots=True)
class LineBefore:
    """What the books say of a line, as far as FULFILLMENT tells it."""

    quantity: int
    shipped: int
    duties: frozenset[Duty]
    gift_message: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ToldBefore:
    """What the books say of an order, as far as a data set of its own tells it."""

    source: Source
    status: AmazonStatus
    status_text: str
    ship_by: datetime | None
    deliver_by: datetime | None
    label_not_before: datetime | None
    service_level: str
    duties: frozenset[Duty]
    purchase_order_number: str
    cancel_requested: bool
    recipient: Address | None = field(default=None, repr=False)
    lines: Mapping[LineId, LineBefore] = field(default_factory=dict)


def completed(order: IncomingOrder, before: ToldBefore) -> IncomingOrder:
    """The copy with what it leaves untold as it was told before."""
    untold = order.untold
    if DataSet.FULFILLMENT in untold:
        order = _with_fulfillment(order, before)
    if DataSet.CANCELLATION in untold:
        order = order._replace(cancel_requested=order.cancel_requested or before.cancel_requested)
    if DataSet.BUYER in untold:
        order = order._replace(purchase_order_number=before.purchase_order_number)
    if DataSet.RECIPIENT in untold:
        order = order._replace(recipient=before.recipient)
    if untold and order.recipient is None:  # without status or address nothing else can say it
        blind = before.duties & {Duty.NO_ADDRESS_RIGHT}
        order = order._replace(duties=order.duties | blind)
    return order


def _with_fulfillment(order: IncomingOrder, before: ToldBefore) -> IncomingOrder:
    duties = order.duties | before.duties & CARRIER_DUTIES
    # A report never says what the carrier has to do: after it that is as unknown as before.
    if before.source is Source.API and Duty.UNKNOWN_CONSTRAINTS not in before.duties:
        duties -= {Duty.UNKNOWN_CONSTRAINTS}
    return order._replace(
        status=before.status,
        status_text=before.status_text,
        ship_by=before.ship_by,
        deliver_by=before.deliver_by,
        label_not_before=before.label_not_before,
        service_level=before.service_level,
        duties=duties,
        lines=tuple(_line(line, before.lines.get(line.line_id)) for line in order.lines),
    )


def _line(line: IncomingLine, before: LineBefore | None) -> IncomingLine:
    """Units that are shipped stay so, and of those called off none comes back."""
    if before is None:
        return line
    shipped = max(line.shipped, before.shipped)
    return line._replace(
        quantity=max(shipped, min(line.quantity, before.quantity)),
        shipped=shipped,
        duties=line.duties | before.duties & _PACKING_DUTIES,
        gift_message=line.gift_message or before.gift_message,
    )
