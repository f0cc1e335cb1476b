"""Tells Amazon that a parcel left, with v0 `confirmShipment`; leaves when and which to `services`.

Never for labels bought from Amazon nor for Ship+ orders: Amazon confirms those itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from fbm_desk.amazon.answers import Reply
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.confirmation_file import ShipmentConfirmation
from fbm_desk.amazon.operations import Operation
from fbm_desk.amazon.times import amazon_time
from fbm_desk.amazon.troubles import Trouble
from fbm_desk.domain.answers import Answer, Done, Unclear
from fbm_desk.domain.orders import LineId


def confirm_shipment(
    client: AmazonClient,
    confirmation: ShipmentConfirmation,
    package_reference: int,
    marketplace_id: str,
    transparency: Mapping[LineId, Sequence[str]] | None = None,
) -> Answer[None]:
    """Confirms one parcel. The same reference again edits the parcel, another adds one.

    `package_reference` counts the parcels of the order from 1 and is stored before the call.
    Only status 204 is a yes. `Refused` with code `look_first` means: read the order's packages.
    Raises ValueError for a reference below 1, a parcel without lines or without tracking number.
    """
    if package_reference < 1 or not confirmation.lines or not confirmation.tracking:
        raise ValueError("a confirmation needs a reference from 1, lines and a tracking number")
    package = _package(confirmation, package_reference, transparency or {})

    def send(api: Any) -> Any:
        return api.confirm_shipment(
            confirmation.order_id, marketplaceId=marketplace_id, packageDetail=package
        )

    return _only_204(client.call(Operation.CONFIRM_SHIPMENT, send))


def _only_204(answer: Answer[Reply]) -> Answer[None]:
    if not isinstance(answer, Done):
        return answer
    return Done(None) if answer.value.status == 204 else Unclear(Trouble.BAD_ANSWER.value)


def _package(
    confirmation: ShipmentConfirmation,
    package_reference: int,
    transparency: Mapping[LineId, Sequence[str]],
) -> dict[str, Any]:
    items: list[dict[str, Any]] = [
        {"orderItemId": line_id, "quantity": quantity} for line_id, quantity in confirmation.lines
    ]
    for item in items:
        if codes := transparency.get(item["orderItemId"]):
            item["transparencyCodes"] = list(codes)
    package = {
        # A JSON number has been rejected since January 2026.
        "packageReferenceId": str(package_reference),
        "carrierCode": confirmation.carrier_code,
        "carrierName": confirmation.carrier_name,
        "shippingMethod": confirmation.ship_method,
        "trackingNumber": confirmation.tracking,
        "shipDate": amazon_time(confirmation.shipped_at),
        "orderItems": items,
    }
    return {name: value for name, value in package.items() if value}
