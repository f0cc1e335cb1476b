"""Answers of Merchant Fulfillment v0 in the JSON of the published model (read 2026-08)."""

from __future__ import annotations

import base64
import gzip
import hashlib
from datetime import datetime
from typing import Any

from fbm_desk.simulator import labels
from fbm_desk.simulator.answers import timestamp
from fbm_desk.simulator.mfn_labels import MfnOffer, MfnShipment, Refund
from fbm_desk.simulator.mfn_requests import FILE_TYPES, LabelAsked
from fbm_desk.simulator.placed_order import PlacedOrder, Recipient
from fbm_desk.simulator.rate_card import Service

#: The longest a field of an address may be.
_ROOM = {"Name": 30, "AddressLine1": 180, "AddressLine2": 60, "City": 30, "PostalCode": 30}


def services_json(
    offers: list[MfnOffer], refused: list[tuple[Service, tuple[str, str]]], asked: LabelAsked
) -> dict[str, Any]:
    """The payload of getEligibleShipmentServices."""
    return {
        "ShippingServiceList": [offer_json(offer, asked) for offer in offers],
        "RejectedShippingServiceList": [
            {
                "CarrierName": service.carrier,
                "ShippingServiceName": service.name,
                "ShippingServiceId": service.service_id,
                "RejectionReasonCode": code,
                "RejectionReasonMessage": words,
            }
            for service, (code, words) in refused
        ],
        "TemporarilyUnavailableCarrierList": [],
        "TermsAndConditionsNotAcceptedCarrierList": [],
    }


def offer_json(offer: MfnOffer, asked: LabelAsked) -> dict[str, Any]:
    """One service at its price."""
    price = _money(offer.charge, offer.currency)
    return {
        "ShippingServiceName": offer.service.name,
        "CarrierName": offer.service.carrier,
        "ShippingServiceId": offer.service.service_id,
        "ShippingServiceOfferId": offer.offer_id,
        "ShipDate": timestamp(offer.pickup.latest),
        "EarliestEstimatedDeliveryDate": timestamp(offer.delivery.earliest),
        "LatestEstimatedDeliveryDate": timestamp(offer.delivery.latest),
        "Rate": price,
        "RateWithAdjustments": price,
        "ShippingServiceOptions": {
            "DeliveryExperience": asked.experience,
            "CarrierWillPickUp": asked.will_pick_up,
            "LabelFormat": asked.label_format,
        },
        "AvailableLabelFormats": [*FILE_TYPES, "ShippingServiceDefault"],
        "AvailableFormatOptionsForLabel": [
            {"LabelFormat": name, "IncludePackingSlipWithLabel": False} for name in FILE_TYPES
        ],
        "RequiresAdditionalSellerInputs": False,
        "Benefits": _benefits(offer),
    }


def shipment_json(
    shipment: MfnShipment, order: PlacedOrder, refund: Refund, now: datetime
) -> dict[str, Any]:
    """The payload of createShipment, getShipment and cancelShipment."""
    asked = shipment.asked
    return {
        "ShipmentId": shipment.shipment_id,
        "AmazonOrderId": asked.order_id,
        "ItemList": [
            {"OrderItemId": item.line_id, "Quantity": item.quantity} for item in asked.items
        ],
        "ShipFromAddress": asked.ship_from,
        "ShipToAddress": _address(order.recipient, order.buyer.email),
        "PackageDimensions": asked.dimensions,
        "Weight": asked.weight,
        "Insurance": _money(0, shipment.offer.currency),
        "ShippingService": offer_json(shipment.offer, asked),
        "Label": _label(shipment),
        "Status": refund.value,
        "TrackingId": shipment.tracking,
        "CreatedDate": timestamp(shipment.bought_at),
        "LastUpdatedDate": timestamp(shipment.cancelled_at or min(shipment.bought_at, now)),
    }


def _label(shipment: MfnShipment) -> dict[str, Any]:
    """The file, packed; the checksum is of the file itself."""
    name = shipment.asked.label_format
    file = labels.draw(shipment.label, "ZPL" if name == "ZPL203" else name)
    checksum = hashlib.md5(file, usedforsecurity=False).digest()
    custom = shipment.asked.custom_text if name == "ZPL203" else ""
    return {
        "Dimensions": {"Length": 6, "Width": 4, "Unit": "inches"},
        "FileContents": {
            "Contents": base64.b64encode(gzip.compress(file, mtime=0)).decode("ascii"),
            "FileType": FILE_TYPES[name],
            "Checksum": base64.b64encode(checksum).decode("ascii"),
        },
        "LabelFormat": name,
        **({"CustomTextForLabel": custom[:14]} if custom else {}),
    }


def _address(recipient: Recipient, email: str) -> dict[str, str]:
    known = {
        "Name": recipient.name,
        "AddressLine1": recipient.line1,
        "AddressLine2": recipient.line2,
        "Email": email,
        "City": recipient.city,
        "StateOrProvinceCode": recipient.region[:30],
        "PostalCode": recipient.postcode,
        "CountryCode": recipient.country,
        "Phone": recipient.phone,
    }
    return {name: text[: _ROOM.get(name, 200)] for name, text in known.items()}


def _benefits(offer: MfnOffer) -> dict[str, Any]:
    if offer.service.claims_protected and not offer.late:
        return {"IncludedBenefits": ["CLAIMS_PROTECTED"], "ExcludedBenefits": []}
    reason = "LATE_DELIVERY_RISK" if offer.late else "SERVICE_NOT_ELIGIBLE"
    excluded = {"Benefit": "CLAIMS_PROTECTED", "ReasonCodes": [reason]}
    return {"IncludedBenefits": [], "ExcludedBenefits": [excluded]}


def _money(amount: float, currency: str) -> dict[str, Any]:
    return {"CurrencyCode": currency, "Amount": amount}
