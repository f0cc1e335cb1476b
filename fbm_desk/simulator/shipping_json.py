"""Answers of Shipping v2 in the JSON of the published model (shippingV2, read 2026-08)."""

from __future__ import annotations

import base64
from typing import Any

from fbm_desk.simulator import labels
from fbm_desk.simulator.answers import timestamp
from fbm_desk.simulator.placed_order import Window
from fbm_desk.simulator.rate_card import Service
from fbm_desk.simulator.shipments import Offer, ParcelSold, RateOffered, Shipment


def rates_json(offer: Offer, refused: list[tuple[Service, tuple[str, str]]]) -> dict[str, Any]:
    """The payload of getRates."""
    weight_g = sum(parcel.weight_g for parcel in offer.parcels)
    return {
        "requestToken": offer.request_token,
        "rates": [_rate(rate, weight_g) for rate in offer.rates],
        "ineligibleRates": [
            {**_service(service), "ineligibilityReasons": [{"code": code, "message": words}]}
            for service, (code, words) in refused
        ],
    }


def shipment_json(shipment: Shipment) -> dict[str, Any]:
    """The payload of purchaseShipment."""
    return {
        "shipmentId": shipment.shipment_id,
        "packageDocumentDetails": [
            documents_json(parcel, shipment.document_format) for parcel in shipment.parcels
        ],
        "promise": promise_json(shipment.rate),
        "benefits": benefits_json(shipment.rate),
    }


def documents_json(parcel: ParcelSold, document_format: str) -> dict[str, Any]:
    """The label of one package, drawn now."""
    contents = base64.b64encode(labels.draw(parcel.label, document_format)).decode("ascii")
    return {
        "packageClientReferenceId": parcel.asked.client_reference,
        "packageDocuments": [{"type": "LABEL", "format": document_format, "contents": contents}],
        "trackingId": parcel.label.tracking,
    }


def promise_json(rate: RateOffered) -> dict[str, Any]:
    """When it is collected and delivered."""
    return {"pickupWindow": _window(rate.pickup), "deliveryWindow": _window(rate.delivery)}


def benefits_json(rate: RateOffered) -> dict[str, Any]:
    """Whether Amazon bears the claims, and if not, why."""
    reason = "LATE_DELIVERY_RISK" if rate.late else "SERVICE_NOT_ELIGIBLE"
    if rate.service.claims_protected and not rate.late:
        return {"includedBenefits": ["CLAIMS_PROTECTED"], "excludedBenefits": []}
    excluded = {"benefit": "CLAIMS_PROTECTED", "reasonCodes": [reason]}
    return {"includedBenefits": [], "excludedBenefits": [excluded]}


def _rate(rate: RateOffered, weight_g: int) -> dict[str, Any]:
    return {
        "rateId": rate.rate_id,
        **_service(rate.service),
        "billedWeight": {"unit": "GRAM", "value": weight_g},
        "totalCharge": {"value": rate.charge, "unit": rate.currency},
        "promise": promise_json(rate),
        "supportedDocumentSpecifications": [_specification(name) for name in labels.FORMATS],
        "requiresAdditionalInputs": False,
        "paymentType": "PAY_THROUGH_AMAZON",
        "benefits": benefits_json(rate),
        "rateItemList": _items(rate),
        "availableValueAddedServiceGroups": _groups(rate),
    }


def _items(rate: RateOffered) -> list[dict[str, Any]]:
    """What the price is made of, without what can be chosen on top."""
    whole = {"value": rate.charge, "unit": rate.currency}
    return [{"rateItemID": "BASE_RATE", "rateItemType": "MANDATORY", "rateItemCharge": whole}]


def _groups(rate: RateOffered) -> list[dict[str, Any]]:
    """How the delivery can be confirmed; where there is a choice, it has to be made."""
    listed = [
        {"id": one.extra_id, "name": one.name, "cost": {"value": cost, "unit": rate.currency}}
        for one, cost in rate.extras
    ]
    named = {"groupId": "CONFIRMATION", "groupDescription": "Confirmation"}
    return [{**named, "isRequired": True, "valueAddedServices": listed}] if listed else []


def _service(service: Service) -> dict[str, str]:
    return {
        "carrierId": service.carrier_id,
        "carrierName": service.carrier,
        "serviceId": service.service_id,
        "serviceName": service.name,
    }


def _specification(document_format: str) -> dict[str, Any]:
    option = {
        "supportedDPIs": [203],
        "supportedPageLayouts": ["DEFAULT"],
        "supportedFileJoiningOptions": [False],
        "supportedDocumentDetails": [{"name": "LABEL", "isMandatory": True}],
    }
    return {
        "format": document_format,
        "size": {"width": 4, "length": 6, "unit": "INCH"},
        "printOptions": [option],
    }


def _window(window: Window) -> dict[str, str]:
    return {"start": timestamp(window.earliest), "end": timestamp(window.latest)}
