"""Merchant Fulfillment v0: sells a label with every createShipment, for there is no key."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import replace
from datetime import datetime

from fbm_desk.simulator import mfn_json, mfn_requests, rate_card
from fbm_desk.simulator.answers import (
    Answer,
    Call,
    invalid_input,
    json_answer,
    json_object,
    not_found,
)
from fbm_desk.simulator.label_content import LabelContent, address_lines, routing_code
from fbm_desk.simulator.mfn_labels import MfnOffer, MfnShipment, Refund
from fbm_desk.simulator.mfn_requests import EXPERIENCES, LabelAsked
from fbm_desk.simulator.placed_order import Package, PlacedOrder, Stage
from fbm_desk.simulator.rate_card import Confirmation, Parcel, Service
from fbm_desk.simulator.route import Access, Route, route
from fbm_desk.simulator.shipments import tracking_number
from fbm_desk.simulator.shop import Shop

#: Numbers of these labels begin here, so that Shipping v2 never gives out the same one.
_FIRST_NUMBER = 500_000


class MfnApi:
    """Labels for one shop's orders. Purchases are made one after the other."""

    def __init__(self, shop: Shop) -> None:
        #: Simulated seconds from asking for the money back until it is decided.
        self.refund_takes_s = 3600.0
        self._shop = shop
        self._offers: dict[str, MfnOffer] = {}
        self._shipments: dict[str, MfnShipment] = {}
        self._refunds: deque[Refund] = deque()
        self._lock = threading.RLock()

    def routes(self) -> tuple[Route, ...]:
        """Services, labels and their money."""
        path, restricted = "/mfn/v0", Access.RESTRICTED
        eligible, inputs = f"{path}/eligibleShippingServices", f"{path}/additionalSellerInputs"
        one = f"{path}/shipments/ID"
        return (
            route("POST", eligible, "getEligibleShipmentServices", self.get_services),
            route("POST", inputs, "getAdditionalSellerInputs", self.get_inputs),
            route("POST", f"{path}/shipments", "createShipment", self.create, restricted),
            route("GET", one, "getShipment", self.get, restricted),
            route("DELETE", one, "mfn.cancelShipment", self.cancel, restricted),
        )

    def shipments(self) -> tuple[MfnShipment, ...]:
        """Every label sold, cancelled ones too: what the seller has paid for."""
        with self._lock:
            return tuple(self._shipments.values())

    def status(self, shipment: MfnShipment) -> Refund:
        """Where a label's money stands now."""
        return shipment.refund(self._shop.clock.now(), self.refund_takes_s)

    def order_refund(self, refund: Refund, times: int = 1) -> None:
        """Let the next refunds be decided like this; otherwise they are paid."""
        if refund not in (Refund.APPLIED, Refund.REJECTED) or times < 1:
            raise ValueError("a refund is applied or rejected, at least once")
        with self._lock:
            self._refunds.extend([refund] * times)

    def get_services(self, call: Call) -> Answer:
        """POST /mfn/v0/eligibleShippingServices."""
        asked = mfn_requests.label_asked(json_object(call))
        order = self._order(asked)
        parcel = _parcel(order, asked)
        verdicts = [(one, _refusal(one, parcel, asked)) for one in rate_card.SERVICES]
        refused = [(service, why) for service, why in verdicts if why is not None]
        offers = [self._offer(one, parcel, order, asked) for one, why in verdicts if why is None]
        return json_answer({"payload": mfn_json.services_json(offers, refused, asked)})

    def get_inputs(self, call: Call) -> Answer:
        """POST /mfn/v0/additionalSellerInputs: these carriers want to know nothing more."""
        body = json_object(call)
        mfn_requests.ship_from(body)
        if body.get("ShippingServiceId") not in {one.service_id for one in rate_card.SERVICES}:
            raise invalid_input("Invalid ShippingServiceId.")
        if self._shop.order(str(body.get("OrderId"))) is None:
            raise invalid_input("OrderId is not known.")
        return json_answer({"payload": {"ShipmentLevelFields": [], "ItemLevelFieldsList": []}})

    def create(self, call: Call) -> Answer:
        """POST /mfn/v0/shipments: buys, and buys again when it is sent again."""
        body = json_object(call)
        asked = mfn_requests.label_asked(body)
        with self._lock:
            order = self._order(asked)
            offer = self._chosen(body.get("ShippingServiceId"), body.get("ShippingServiceOfferId"),
                                 order, asked)  # fmt: skip
            shipment = self._sold(order, offer, asked)
            self._announce(shipment)
            self._shipments[shipment.shipment_id] = shipment
        return self._answer(shipment, order)

    def get(self, call: Call) -> Answer:
        """GET /mfn/v0/shipments/{shipmentId}."""
        shipment = self._known(call.part)
        return self._answer(shipment, self._order(shipment.asked, open_only=False))

    def cancel(self, call: Call) -> Answer:
        """DELETE /mfn/v0/shipments/{shipmentId}: asks for the money back; once."""
        with self._lock:
            shipment = self._known(call.part)
            if shipment.cancelled_at is None:
                refund_as = self._refunds.popleft() if self._refunds else Refund.APPLIED
                now = self._shop.clock.now()
                shipment = replace(shipment, cancelled_at=now, refund_as=refund_as)
                self._shipments[shipment.shipment_id] = shipment
                if refund_as is Refund.APPLIED:
                    self._withdraw(shipment)
        return self._answer(shipment, self._order(shipment.asked, open_only=False))

    def _answer(self, shipment: MfnShipment, order: PlacedOrder) -> Answer:
        refund, now = self.status(shipment), self._shop.clock.now()
        return json_answer({"payload": mfn_json.shipment_json(shipment, order, refund, now)})

    def _order(self, asked: LabelAsked, open_only: bool = True) -> PlacedOrder:
        order = self._shop.order(asked.order_id)
        if order is None:
            raise invalid_input("AmazonOrderId is not known.")
        if open_only:
            mfn_requests.check_order(order, asked)
        return order

    def _known(self, shipment_id: str) -> MfnShipment:
        with self._lock:
            shipment = self._shipments.get(shipment_id)
        if shipment is None:
            raise not_found("The shipment was not found.")
        return shipment

    def _chosen(
        self, service_id: object, offer_id: object, order: PlacedOrder, asked: LabelAsked
    ) -> MfnOffer:
        """The offer that is bought: by its id, or the service's price of now."""
        service = next((s for s in rate_card.SERVICES if s.service_id == service_id), None)
        if service is None:
            raise invalid_input("Invalid ShippingServiceId.")
        parcel = _parcel(order, asked)
        if _refusal(service, parcel, asked) is not None:
            raise invalid_input("The service is not eligible for this shipment.")
        if offer_id is None:
            return self._offer(service, parcel, order, asked)
        offer = self._offers.get(str(offer_id))
        if offer is None or (offer.order_id, offer.service) != (order.order_id, service):
            raise invalid_input("Invalid ShippingServiceOfferId.")
        return offer

    def _offer(
        self, service: Service, parcel: Parcel, order: PlacedOrder, asked: LabelAsked
    ) -> MfnOffer:
        pickup = rate_card.pickup(self._shop.clock.now())
        delivery = rate_card.promise(service, parcel, pickup.latest)
        extra = _confirmation(service, asked)
        place = order.marketplace
        charge = rate_card.charge(service, parcel, place) + rate_card.cost(extra, place)
        with self._lock:
            offer = MfnOffer(
                offer_id=f"offer-{self._shop.seed}-{len(self._offers) + 1:08d}",
                order_id=order.order_id,
                service=service,
                charge=round(charge, place.decimals),
                currency=place.currency,
                pickup=pickup,
                delivery=delivery,
                late=delivery.latest > order.deliver_by.latest,
            )
            self._offers[offer.offer_id] = offer
        return offer

    def _sold(self, order: PlacedOrder, offer: MfnOffer, asked: LabelAsked) -> MfnShipment:
        count = len(self._shipments) + 1
        taken = [int(package.reference) for package in order.packages_at()]
        return MfnShipment(
            shipment_id=f"mfn-{self._shop.seed:04d}-{count:08d}",
            asked=asked,
            offer=offer,
            label=_content(order, offer, asked, self._shop.seed, _FIRST_NUMBER + count),
            reference=str(max(taken, default=0) + 1),
            bought_at=self._shop.clock.now(),
        )

    def _announce(self, shipment: MfnShipment) -> None:
        """Amazon confirms what it sold a label for."""

        def package(order: PlacedOrder, now: datetime, shown_at: datetime) -> Package:
            if order.stage is not Stage.OPEN:
                raise invalid_input("The order was cancelled.")
            return Package(
                reference=shipment.reference,
                carrier=shipment.offer.service.carrier,
                service=shipment.offer.service.name,
                tracking=shipment.tracking,
                shipped_at=shipment.offer.pickup.latest,
                created_at=now,
                shown_at=shown_at,
                contents=shipment.asked.items,
                shipment_id=shipment.shipment_id,
            )

        self._shop.report_package(shipment.order_id, package)

    def _withdraw(self, shipment: MfnShipment) -> None:
        def withdrawn(order: PlacedOrder, _now: datetime, shown_at: datetime) -> Package:
            newest = {package.reference: package for package in order.packages_at()}
            return replace(newest[shipment.reference], cancelled=True, shown_at=shown_at)

        self._shop.report_package(shipment.order_id, withdrawn)


def _parcel(order: PlacedOrder, asked: LabelAsked) -> Parcel:
    return Parcel(
        weight_g=asked.weight_g,
        from_country=asked.country,
        to_country=order.recipient.country,
        signature=any(line.signature for line in order.lines),
        age_check=any(line.age_check for line in order.lines),
    )


def _confirmation(service: Service, asked: LabelAsked) -> Confirmation:
    wanted = EXPERIENCES[asked.experience]
    known = {one.extra_id: one for one in service.confirmations}
    return known.get(wanted, rate_card.UNCONFIRMED)


def _refusal(service: Service, parcel: Parcel, asked: LabelAsked) -> tuple[str, str] | None:
    """Why the service does not take the parcel as it is asked for."""
    why = rate_card.refusal(service, parcel)
    if why is not None:
        return why
    wanted = EXPERIENCES[asked.experience]
    offered = {one.extra_id for one in service.confirmations} or {"NO_CONFIRMATION"}
    plain = wanted in ("NO_CONFIRMATION", "DELIVERY_CONFIRMATION")
    if wanted not in offered and not (plain and offered & {"DELIVERY_CONFIRMATION"}):
        return "DELIVERY_EXPERIENCE", "Does not confirm deliveries like this."
    if not rate_card.satisfies(_confirmation(service, asked), parcel):
        return "PROGRAM_CONSTRAINTS", "The order needs a signature or an age check on delivery."
    return None


def _content(
    order: PlacedOrder, offer: MfnOffer, asked: LabelAsked, seed: int, number: int
) -> LabelContent:
    service = offer.service
    return LabelContent(
        carrier=service.carrier,
        service=service.name,
        tag=service.tag,
        tracking=tracking_number(service, seed, number),
        routing=routing_code(order.recipient),
        ship_on=offer.pickup.latest,
        weight_g=asked.weight_g,
        parcel=1,
        parcels=1,
        order_id=order.order_id,
        purchase_order_number=asked.custom_text or order.buyer.purchase_order_number,
        ship_from=asked.sender,
        ship_to=address_lines(order.recipient),
    )
