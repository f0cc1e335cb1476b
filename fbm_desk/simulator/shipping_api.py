"""Shipping v2: offers rates, sells a label once per idempotency key, confirms the parcel itself."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from fbm_desk.simulator import rate_card, shipping_json, shipping_requests
from fbm_desk.simulator.answers import (
    Answer,
    Call,
    Refused,
    invalid_input,
    json_answer,
    json_object,
    not_found,
)
from fbm_desk.simulator.label_content import LabelContent, address_lines, routing_code
from fbm_desk.simulator.placed_order import Package, PlacedOrder, Stage
from fbm_desk.simulator.rate_card import Parcel, Service
from fbm_desk.simulator.route import Route, route
from fbm_desk.simulator.shipment_tracking import delivered_at, tracking_json
from fbm_desk.simulator.shipments import (
    Offer,
    ParcelAsked,
    ParcelSold,
    RateOffered,
    Shipment,
    tracking_number,
)
from fbm_desk.simulator.shop import Shop

#: Rates can be bought for ten minutes.
RATES_LIFE_S = 600.0


class ShippingApi:
    """Labels for one shop's orders. Purchases are made one after the other."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._offers: dict[str, Offer] = {}
        self._shipments: dict[str, Shipment] = {}
        self._bought_by_key: dict[str, tuple[str, Shipment]] = {}
        self._parcels_sold = 0
        self._lock = threading.RLock()

    def routes(self) -> tuple[Route, ...]:
        """Rates, labels and tracking."""
        path = "/shipping/v2/shipments"
        documents = self.get_shipment_documents
        return (
            route("POST", f"{path}/rates", "getRates", self.get_rates),
            route("POST", path, "purchaseShipment", self.purchase_shipment),
            route("GET", f"{path}/ID/documents", "getShipmentDocuments", documents),
            route("PUT", f"{path}/ID/cancel", "cancelShipment", self.cancel_shipment),
            route("GET", "/shipping/v2/tracking", "getTracking", self.get_tracking),
        )

    def shipments(self) -> tuple[Shipment, ...]:
        """Every label sold, cancelled ones too: what the seller has paid for."""
        with self._lock:
            return tuple(self._shipments.values())

    def get_rates(self, call: Call) -> Answer:
        """POST /shipping/v2/shipments/rates."""
        business = shipping_requests.business(call)
        offer, refused = self.offer(json_object(call), business)
        return json_answer({"payload": shipping_json.rates_json(offer, refused)})

    def purchase_shipment(self, call: Call) -> Answer:
        """POST /shipping/v2/shipments. The same key and body get the same answer, bought once."""
        business = shipping_requests.business(call)
        body = json_object(call)
        shipment = self.sell_once(call, body, lambda: self.sell(body, business))
        return json_answer({"payload": shipping_json.shipment_json(shipment)})

    def offer(
        self, body: dict[str, Any], business: str
    ) -> tuple[Offer, list[tuple[Service, tuple[str, str]]]]:
        """The rates for the packages of a body, and why other services have none."""
        order = self._order(shipping_requests.order_id(body))
        shipping_requests.check_order(order, business)
        country, sender = shipping_requests.ship_from(body)
        asked = shipping_requests.parcels(body, order)
        parcel = Parcel(
            weight_g=max(one.weight_g for one in asked),
            from_country=country,
            to_country=order.recipient.country,
            signature=any(line.signature for line in order.lines),
            age_check=any(line.age_check for line in order.lines),
        )
        verdicts = [(one, rate_card.refusal(one, parcel)) for one in rate_card.SERVICES]
        with self._lock:
            token = self._token(order.order_id)
            rates = tuple(
                self._rate(service, parcel, len(asked), order, f"{token}.{number}")
                for number, (service, why) in enumerate(verdicts, 1)
                if why is None
            )
            dies_at_s = self._shop.clock.seconds() + RATES_LIFE_S
            offer = Offer(
                token, order.order_id, sender, asked, parcel, rates, dies_at_s, body["shipFrom"]
            )
            self._offers[token] = offer
        return offer, [(service, why) for service, why in verdicts if why is not None]

    def offered(self, request_token: str) -> Offer | None:
        """The rates that were offered under this token."""
        with self._lock:
            return self._offers.get(request_token)

    def sell_once(self, call: Call, body: dict[str, Any], sell: Callable[[], Shipment]) -> Shipment:
        """What `sell` sells; a key that was used gets what was sold for it, or is refused."""
        key = call.headers.get("x-amzn-idempotencykey", "")
        words = json.dumps([call.path, body], sort_keys=True)
        digest = hashlib.sha256(words.encode()).hexdigest()
        with self._lock:
            before, shipment = self._bought_by_key.get(key, (digest, None)) if key else ("", None)
            if key and before != digest:
                raise invalid_input("This x-amzn-IdempotencyKey was used for something else.")
            if shipment is None:
                shipment = sell()
                if key:
                    self._bought_by_key[key] = (digest, shipment)
            return shipment

    def get_shipment_documents(self, call: Call) -> Answer:
        """GET /shipping/v2/shipments/{shipmentId}/documents: the label again, in any format."""
        shipping_requests.business(call)
        shipment = self._shipment(call.part)
        if shipment.cancelled:
            raise invalid_input("The shipment was cancelled.")
        wanted = call.value("packageClientReferenceId")
        name = shipping_requests.supported_format(call.value("format") or shipment.document_format)
        if call.value("dpi") not in (None, "203", "203.0"):
            raise invalid_input("dpi is not supported.")
        for parcel in shipment.parcels:
            if parcel.asked.client_reference == wanted:
                payload = {
                    "shipmentId": shipment.shipment_id,
                    "packageDocumentDetail": shipping_json.documents_json(parcel, name),
                    "benefits": shipping_json.benefits_json(shipment.rate),
                }
                return json_answer({"payload": payload})
        raise invalid_input("packageClientReferenceId is missing or not of this shipment.")

    def cancel_shipment(self, call: Call) -> Answer:
        """PUT /shipping/v2/shipments/{shipmentId}/cancel; a second time changes nothing."""
        shipping_requests.business(call)
        with self._lock:
            shipment = self._shipment(call.part)
            if not shipment.cancelled:
                self._shipments[shipment.shipment_id] = replace(shipment, cancelled=True)
                for parcel in shipment.parcels:
                    self._withdraw(shipment, parcel)
        return json_answer({"payload": {}})

    def get_tracking(self, call: Call) -> Answer:
        """GET /shipping/v2/tracking."""
        shipping_requests.business(call)
        wanted, carrier = call.value("trackingId") or "", call.value("carrierId")
        for shipment in self.shipments():
            if wanted in shipment.tracking and shipment.rate.service.carrier_id == carrier:
                now = self._shop.clock.now()
                return json_answer({"payload": tracking_json(shipment, wanted, now)})
        raise not_found()

    def _order(self, order_id: str) -> PlacedOrder:
        order = self._shop.order(order_id)
        if order is None:
            raise invalid_input("channelDetails.amazonOrderDetails.orderId is not known.")
        return order

    def _shipment(self, shipment_id: str) -> Shipment:
        with self._lock:
            shipment = self._shipments.get(shipment_id)
        if shipment is None:
            raise not_found("The shipment was not found.")
        return shipment

    def _token(self, order_id: str) -> str:
        seed = f"{self._shop.seed} {order_id} {len(self._offers)}".encode()
        return f"amzn1.rq.{hashlib.sha256(seed).hexdigest()[:32]}"

    def _rate(
        self, service: Service, parcel: Parcel, count: int, order: PlacedOrder, rate_id: str
    ) -> RateOffered:
        pickup = rate_card.pickup(self._shop.clock.now())
        delivery = rate_card.promise(service, parcel, pickup.latest)
        price = rate_card.charge(service, parcel, order.marketplace) * count
        return RateOffered(
            rate_id=rate_id,
            service=service,
            charge=round(price, order.marketplace.decimals),
            currency=order.marketplace.currency,
            pickup=pickup,
            delivery=delivery,
            late=delivery.latest > order.deliver_by.latest,
            extras=tuple(
                (one, rate_card.cost(one, order.marketplace)) for one in service.confirmations
            ),
        )

    def sell(self, body: dict[str, Any], business: str) -> Shipment:
        """Buy one of the rates that were offered, as the body says."""
        with self._lock:
            return self._sell(body, business)

    def _sell(self, body: dict[str, Any], business: str) -> Shipment:
        offer = self._offers.get(str(body.get("requestToken")))
        if offer is None:
            raise invalid_input("requestToken is not known.")
        if self._shop.clock.seconds() >= offer.dies_at_s:
            raise Refused(400, "TOKEN_EXPIRED", "The rates are older than ten minutes.")
        rate = offer.rate(body.get("rateId"))
        if rate is None:
            raise invalid_input("rateId is not one of the rates that were offered.")
        name = shipping_requests.document_format(body.get("requestedDocumentSpecification"))
        chosen = shipping_requests.extras(body, rate, offer.parcel)
        order = self._order(offer.order_id)
        shipping_requests.check_order(order, business)
        shipment = Shipment(
            shipment_id=f"amzn1.shipment.{self._shop.seed}.{len(self._shipments) + 1:08d}",
            order_id=order.order_id,
            rate=rate,
            parcels=self._sold(order, offer, rate),
            document_format=name,
            extras=tuple(one.extra_id for one, _ in chosen),
            charge=rate.charge + sum(price for _, price in chosen),
            bought_at=self._shop.clock.now(),
            sender=offer.sender,
        )
        for parcel in shipment.parcels:
            self._announce(shipment, parcel)
        self._shipments[shipment.shipment_id] = shipment
        return shipment

    def _sold(self, order: PlacedOrder, offer: Offer, rate: RateOffered) -> tuple[ParcelSold, ...]:
        taken = [int(package.reference) for package in order.packages_at()]
        first = max(taken, default=0) + 1
        sold = []
        for number, asked in enumerate(offer.parcels):
            self._parcels_sold += 1
            label = self._label(order, offer, rate, asked, number + 1)
            sold.append(ParcelSold(asked, str(first + number), label))
        return tuple(sold)

    def _label(
        self, order: PlacedOrder, offer: Offer, rate: RateOffered, asked: ParcelAsked, number: int
    ) -> LabelContent:
        service = rate.service
        return LabelContent(
            carrier=service.carrier,
            service=service.name,
            tag=service.tag,
            tracking=tracking_number(service, self._shop.seed, self._parcels_sold),
            routing=routing_code(order.recipient),
            ship_on=rate.pickup.latest,
            weight_g=asked.weight_g,
            parcel=number,
            parcels=len(offer.parcels),
            order_id=order.order_id,
            purchase_order_number=order.buyer.purchase_order_number,
            ship_from=offer.ship_from,
            ship_to=address_lines(order.recipient),
        )

    def _announce(self, shipment: Shipment, parcel: ParcelSold) -> None:
        """Amazon confirms what it sold a label for."""

        def package(order: PlacedOrder, now: datetime, shown_at: datetime) -> Package:
            if order.stage is not Stage.OPEN:
                raise invalid_input("The order was cancelled.")
            return Package(
                reference=parcel.reference,
                carrier=shipment.rate.service.carrier,
                service=shipment.rate.service.name,
                tracking=parcel.label.tracking,
                shipped_at=shipment.rate.pickup.latest,
                created_at=now,
                shown_at=shown_at,
                contents=parcel.asked.contents,
                shipment_id=shipment.shipment_id,
                delivered_at=delivered_at(shipment.rate),
            )

        self._shop.report_package(shipment.order_id, package)

    def _withdraw(self, shipment: Shipment, parcel: ParcelSold) -> None:
        def withdrawn(order: PlacedOrder, _now: datetime, shown_at: datetime) -> Package:
            newest = {package.reference: package for package in order.packages_at()}
            return replace(newest[parcel.reference], cancelled=True, shown_at=shown_at)

        self._shop.report_package(shipment.order_id, withdrawn)
