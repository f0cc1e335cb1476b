"""Where a parcel is by now: what getTracking tells of it from the label to the door."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fbm_desk.simulator.answers import timestamp
from fbm_desk.simulator.shipments import RateOffered, Shipment

_SUMMARIES = {
    "ReadyForReceive": "PreTransit", "PickupDone": "InTransit", "Departed": "InTransit",
    "ArrivedAtCarrierFacility": "InTransit", "OutForDelivery": "OutForDelivery",
    "Delivered": "Delivered", "PickupCancelled": "PickupCancelled",
}  # fmt: skip


def delivered_at(rate: RateOffered) -> datetime:
    """When a parcel sent with this rate is at its door: in the middle of the last day's round."""
    return rate.delivery.latest - timedelta(hours=5)


def tracking_json(shipment: Shipment, tracking_id: str, at: datetime) -> dict[str, Any]:
    """The payload of getTracking as of `at`, the newest event last."""
    events = [(code, when) for code, when in _events(shipment) if when <= at]
    return {
        "trackingId": tracking_id,
        "alternateLegTrackingId": "",
        "eventHistory": [
            {"eventCode": code, "eventTime": timestamp(when), "shipmentType": "FORWARD"}
            for code, when in events
        ],
        "promisedDeliveryDate": timestamp(shipment.rate.delivery.latest),
        "summary": {"status": _SUMMARIES[events[-1][0]]},
    }


def _events(shipment: Shipment) -> list[tuple[str, datetime]]:
    if shipment.cancelled:
        return [("PickupCancelled", shipment.bought_at)]
    picked_up, there = shipment.rate.pickup.latest, delivered_at(shipment.rate)
    return [
        ("ReadyForReceive", shipment.bought_at),
        ("PickupDone", picked_up),
        ("Departed", picked_up + timedelta(hours=4)),
        ("ArrivedAtCarrierFacility", there - timedelta(hours=10)),
        ("OutForDelivery", there - timedelta(hours=6)),
        ("Delivered", there),
    ]
