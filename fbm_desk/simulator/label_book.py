"""Every label that was paid for, of both label APIs, and whether any was bought twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fbm_desk.simulator.mfn_api import MfnApi
from fbm_desk.simulator.mfn_labels import MfnShipment
from fbm_desk.simulator.placed_order import PackedItem, PlacedOrder
from fbm_desk.simulator.shipments import Shipment
from fbm_desk.simulator.shipping_api import ShippingApi


@dataclass(frozen=True, slots=True)
class SoldLabel:
    """One purchase: money spent on a shipment, whichever API it came by."""

    order_id: str
    api: str
    shipment_id: str
    tracking: tuple[str, ...]
    charge: float
    currency: str
    bought_at: datetime
    status: str
    live: bool
    items: tuple[PackedItem, ...]


def sold(shipping: ShippingApi, mfn: MfnApi) -> list[SoldLabel]:
    """Every purchase, the oldest first."""
    labels = [_of_shipping(one) for one in shipping.shipments()]
    labels += [_of_mfn(one, mfn.status(one).value) for one in mfn.shipments()]
    return sorted(labels, key=lambda label: label.bought_at)


def bought_twice(
    labels: Iterable[SoldLabel], orders: Iterable[PlacedOrder], ever: bool = False
) -> tuple[str, ...]:
    """Orders whose labels hold more units of a line than were ordered.

    Labels that were cancelled count only with `ever`.
    """
    ordered = {
        (order.order_id, line.line_id): line.quantity for order in orders for line in order.lines
    }
    paid: Counter[tuple[str, str]] = Counter()
    for label in labels:
        for item in label.items if label.live or ever else ():
            paid[(label.order_id, item.line_id)] += item.quantity
    twice = (key[0] for key, units in paid.items() if units > ordered.get(key, 0))
    return tuple(dict.fromkeys(twice))


def _of_shipping(one: Shipment) -> SoldLabel:
    return SoldLabel(
        order_id=one.order_id,
        api="Shipping v2",
        shipment_id=one.shipment_id,
        tracking=one.tracking,
        charge=one.charge,
        currency=one.rate.currency,
        bought_at=one.bought_at,
        status="Cancelled" if one.cancelled else "Purchased",
        live=not one.cancelled,
        items=tuple(item for parcel in one.parcels for item in parcel.asked.contents),
    )


def _of_mfn(one: MfnShipment, status: str) -> SoldLabel:
    return SoldLabel(
        order_id=one.order_id,
        api="Merchant Fulfillment",
        shipment_id=one.shipment_id,
        tracking=(one.tracking,),
        charge=one.offer.charge,
        currency=one.offer.currency,
        bought_at=one.bought_at,
        status=status,
        live=status in ("Purchased", "RefundRejected"),
        items=one.asked.items,
    )
