"""A parcel as Amazon is told of it, and why one cannot or must not be told; leaves telling it."""

from __future__ import annotations

from fbm_desk.domain.shipping import Shipped
from fbm_desk.domain.stages import ParcelState, Stage
from fbm_desk.store.shipments import Shipment

IMPOSSIBLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What data raise that make no sense. Such a message is set aside and holds up no other."""
NOTHING = "nothing_to_tell"
"""Of a parcel in which no line is complete, as with one part of a kit."""


NOT_YET = "not_packed_yet"
"""Of a closed parcel whose order is still in somebody's hands: it waits for the rest."""
_IN_HANDS = (Stage.WAITING, Stage.ON_BENCH, Stage.HELD, Stage.LABELLED)


def why_not(shipment: Shipment | None) -> str:
    """The code of why a parcel is not to be told as it is; empty when it may be."""
    if shipment is None or shipment.state is ParcelState.VOID:
        return "not_packed"
    if not shipment.left_the_bench:
        return NOT_YET if shipment.stage in _IN_HANDS else "not_packed"
    return shipment.trouble or ("" if shipment.lines else NOTHING)


def shipped_of(shipment: Shipment, package_reference: int) -> Shipped:
    """What is told. May raise one of `IMPOSSIBLE`."""
    from fbm_desk.amazon.carriers import carrier_of

    carrier_code, carrier_name = carrier_of(shipment.carrier)
    return Shipped(
        order_id=shipment.order_id,
        marketplace_id=shipment.marketplace_id,
        package_reference=package_reference,
        lines=shipment.lines,
        shipped_at=shipment.closed_at,
        carrier_code=carrier_code,
        carrier_name=carrier_name,
        ship_method=shipment.service,
        tracking=shipment.tracking,
        codes=shipment.codes,
    )
