"""Shipping v2's other ways to a label: one click, direct purchase, further questions of a rate."""

from __future__ import annotations

from typing import Any

from fbm_desk.simulator import rate_card, shipping_json, shipping_requests
from fbm_desk.simulator.answers import Answer, Call, Refused, json_answer, json_object
from fbm_desk.simulator.route import Route, route
from fbm_desk.simulator.shipments import Offer, RateOffered, Shipment
from fbm_desk.simulator.shipping_api import ShippingApi


class DirectLabelsApi:
    """Sells labels without showing rates first, through the same till."""

    def __init__(self, shipping: ShippingApi) -> None:
        self._shipping = shipping

    def routes(self) -> tuple[Route, ...]:
        """Two purchases and one question."""
        path = "/shipping/v2"
        direct, inputs = f"{path}/shipments/directPurchase", "additionalInputs/schema"
        return (
            route("POST", f"{path}/oneClickShipment", "oneClickShipment", self.one_click),
            route("POST", direct, "directPurchaseShipment", self.direct_purchase),
            route("GET", f"{path}/shipments/{inputs}", "getAdditionalInputs", self.inputs),
        )

    def one_click(self, call: Call) -> Answer:
        """POST /shipping/v2/oneClickShipment: the model gives it no key, a repeat buys again."""
        business = shipping_requests.business(call)
        body = json_object(call)
        selection = body.get("serviceSelection")
        wanted = selection.get("serviceId") if isinstance(selection, dict) else None
        if not isinstance(wanted, list) or not wanted:
            raise _bad("serviceSelection.serviceId is missing.")
        asked = body.get("valueAddedServicesDetails")
        shipment = self._buy(body, business, wanted, asked)
        service = shipment.rate.service
        sold = shipping_json.shipment_json(shipment)
        payload = {
            **{name: sold[name] for name in ("shipmentId", "packageDocumentDetails", "promise")},
            "carrier": {"id": service.carrier_id, "name": service.carrier},
            "service": {"id": service.service_id, "name": service.name},
            "totalCharge": {"value": shipment.charge, "unit": shipment.rate.currency},
        }
        return json_answer({"payload": payload})

    def direct_purchase(self, call: Call) -> Answer:
        """POST /shipping/v2/shipments/directPurchase: the cheapest that is in time, once a key."""
        business = shipping_requests.business(call)
        body = json_object(call)
        shipment = self._shipping.sell_once(call, body, lambda: self._buy(body, business))
        sold = shipping_json.shipment_json(shipment)
        payload = {
            "shipmentId": sold["shipmentId"],
            "packageDocumentDetailList": sold["packageDocumentDetails"],
        }
        return json_answer({"payload": payload})

    def inputs(self, call: Call) -> Answer:
        """GET …/additionalInputs/schema: these carriers want to know nothing more."""
        shipping_requests.business(call)
        offer = self._shipping.offered(call.value("requestToken") or "")
        if offer is None or offer.rate(call.value("rateId")) is None:
            raise _bad("requestToken or rateId is not known.")
        return json_answer({"payload": {}})

    def _buy(
        self,
        body: dict[str, Any],
        business: str,
        services: list[str] | None = None,
        asked: object = None,
    ) -> Shipment:
        offer, _refused = self._shipping.offer(body, business)
        rate = _cheapest(offer, services)
        extras = asked if isinstance(asked, list) and asked else _extras(offer, rate)
        purchase = {
            "requestToken": offer.request_token,
            "rateId": rate.rate_id,
            "requestedDocumentSpecification": body.get("labelSpecifications"),
            "requestedValueAddedServices": [
                {"id": one.get("id") if isinstance(one, dict) else None} for one in extras
            ],
        }
        return self._shipping.sell(purchase, business)


def _cheapest(offer: Offer, services: list[str] | None) -> RateOffered:
    """The cheapest of the chosen services, in time before late."""
    fitting = [
        rate for rate in offer.rates if services is None or rate.service.service_id in services
    ]
    if not fitting:
        raise _bad("None of the services takes this shipment.")
    return min(fitting, key=lambda rate: (rate.late, rate.charge))


def _extras(offer: Offer, rate: RateOffered) -> list[dict[str, str]]:
    """The cheapest confirmation that does what the order asks for, where one must be chosen."""
    known = [(price, one) for one, price in rate.extras if rate_card.satisfies(one, offer.parcel)]
    return [{"id": min(known, key=lambda pair: pair[0])[1].extra_id}] if known else []


def _bad(message: str) -> Refused:
    return Refused(400, "InvalidRequest", message)
