"""Shipping v2's manifests: which parcels no form names yet, and the form a driver signs."""

from __future__ import annotations

import base64
import itertools
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fbm_desk.simulator import shipping_requests
from fbm_desk.simulator.answers import (
    Answer,
    Call,
    invalid_input,
    json_answer,
    json_object,
    not_found,
    parsed_time,
    timestamp,
    whole_number,
)
from fbm_desk.simulator.collection_form import draw_form
from fbm_desk.simulator.rate_card import Service
from fbm_desk.simulator.route import Route, route
from fbm_desk.simulator.shipments import Shipment
from fbm_desk.simulator.shipping_api import ShippingApi
from fbm_desk.simulator.shop import Shop

_PLACE = ("name", "addressLine1", "postalCode", "countryCode")


@dataclass(frozen=True, slots=True)
class CollectionForm:
    """One form: the parcels a carrier takes from one place."""

    form_id: str
    service: Service
    sender: Mapping[str, Any] = field(repr=False)
    shipment_ids: tuple[str, ...]
    document: bytes = field(repr=False)
    made_at: datetime


class CollectionApi:
    """Forms over the labels that were sold."""

    def __init__(self, shop: Shop, shipping: ShippingApi) -> None:
        self._shop = shop
        self._shipping = shipping
        self._forms: dict[str, CollectionForm] = {}
        self._by_key: dict[str, CollectionForm] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()

    def routes(self) -> tuple[Route, ...]:
        """What waits, forms, and the forms there were."""
        path = "/shipping/v2"
        forms = f"{path}/collectionForms"
        waiting = f"{path}/unmanifestedShipments"
        return (
            route("PUT", waiting, "getUnmanifestedShipments", self.unmanifested),
            route("POST", forms, "generateCollectionForm", self.generate),
            route("PUT", f"{forms}/history", "getCollectionFormHistory", self.history),
            route("GET", f"{forms}/ID", "getCollectionForm", self.get),
        )

    def unmanifested(self, call: Call) -> Answer:
        """PUT /shipping/v2/unmanifestedShipments: by carrier and place."""
        shipping_requests.business(call)
        carriers: dict[str, dict[str, Any]] = {}
        for shipment in self._waiting():
            service = shipment.rate.service
            about = {"carrierId": service.carrier_id, "carrierName": service.carrier}
            known = carriers.setdefault(
                service.carrier_id, {**about, "unmanifestedShipmentLocationList": []}
            )
            place = {"address": dict(shipment.sender)}
            if place not in known["unmanifestedShipmentLocationList"]:
                known["unmanifestedShipmentLocationList"].append(place)
        return json_answer({"unmanifestedCarrierInformationList": list(carriers.values())})

    def generate(self, call: Call) -> Answer:
        """POST /shipping/v2/collectionForms: every waiting parcel of a carrier at a place."""
        shipping_requests.business(call)
        body, key = json_object(call), call.headers.get("x-amzn-idempotencykey", "")
        with self._lock:
            form = self._by_key.get(key) if key else None
            form = form or self._made(body)
            if key:
                self._by_key[key] = form
        return _document(form)

    def get(self, call: Call) -> Answer:
        """GET /shipping/v2/collectionForms/{collectionFormId}."""
        shipping_requests.business(call)
        with self._lock:
            form = self._forms.get(call.part)
        if form is None:
            raise not_found("The collection form was not found.")
        return _document(form)

    def history(self, call: Call) -> Answer:
        """PUT /shipping/v2/collectionForms/history, the newest first."""
        shipping_requests.business(call)
        body = json_object(call)
        dates = body.get("dateRange") or {}
        start, end = (_time(dates, name) for name in ("startDate", "endDate"))
        carrier = body.get("carrierId")
        found = [
            form
            for form in reversed(self._forms.values())
            if carrier in (None, form.service.carrier_id)
            and (start is None or start <= form.made_at)
            and (end is None or form.made_at <= end)
        ]
        most = Call("PUT", call.path, {"maxResults": (str(body.get("maxResults", 100)),)})
        found = found[: whole_number(most, "maxResults", 100, 1000)]
        return json_answer(
            {
                "collectionFormsHistoryRecordList": [_record(form) for form in found],
                "lastRefreshedDate": timestamp(self._shop.clock.now()),
            }
        )

    def _waiting(self) -> list[Shipment]:
        with self._lock:
            done = {one for form in self._forms.values() for one in form.shipment_ids}
        sold = self._shipping.shipments()
        return [one for one in sold if not one.cancelled and one.shipment_id not in done]

    def _made(self, body: dict[str, Any]) -> CollectionForm:
        place = body.get("shipFromAddress")
        carrier = body.get("carrierId")
        waiting = [
            one
            for one in self._waiting()
            if one.rate.service.carrier_id == carrier and (not place or _same(place, one.sender))
        ]
        if not waiting:
            raise invalid_input("There are no shipments for a form of this carrier.")
        now, service = self._shop.clock.now(), waiting[0].rate.service
        numbers = [number for one in waiting for number in one.tracking]
        form = CollectionForm(
            form_id=f"form-{self._shop.seed}-{next(self._numbers):06d}",
            service=service,
            sender=waiting[0].sender,
            shipment_ids=tuple(one.shipment_id for one in waiting),
            document=draw_form(service.carrier, numbers, now),
            made_at=now,
        )
        self._forms[form.form_id] = form
        return form


def _same(place: object, sender: Mapping[str, Any]) -> bool:
    content = place if isinstance(place, dict) else {}
    return all(content.get(name) == sender.get(name) for name in _PLACE)


def _time(dates: dict[str, Any], name: str) -> datetime | None:
    return parsed_time(dates[name], name) if dates.get(name) else None


def _document(form: CollectionForm) -> Answer:
    contents = base64.b64encode(form.document).decode("ascii")
    document = {"base64EncodedContent": contents, "documentFormat": "PDF"}
    return json_answer({"collectionsFormDocument": document})


def _record(form: CollectionForm) -> dict[str, Any]:
    return {
        "carrierName": form.service.carrier,
        "creationDate": timestamp(form.made_at),
        "generationStatus": "Completed",
        "collectionFormId": form.form_id,
        "shipFromAddress": dict(form.sender),
    }
