"""What stays of Orders v0 beside confirmShipment: pick-up in a shop, and goods for grown-ups."""

from __future__ import annotations

import threading
from typing import Any

from fbm_desk.simulator.answers import (
    Answer,
    Call,
    invalid_input,
    json_answer,
    json_object,
    not_found,
    timestamp,
)
from fbm_desk.simulator.order_v0_json import is_regulated
from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.route import Access, Route, route
from fbm_desk.simulator.shop import Shop

_PICK_UP = ("ReadyForPickup", "PickedUp", "RefusedPickup")
_REASON = "wrong_proof_of_age"


class RegulatedApi:
    """Pick-ups and verifications of one shop's orders."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._reviews: dict[str, dict[str, Any]] = {}
        #: The last word about each order that is picked up in a shop.
        self.pick_ups: dict[str, str] = {}
        self._lock = threading.Lock()

    def routes(self) -> tuple[Route, ...]:
        """Three operations of Orders v0."""
        path = "/orders/v0/orders/ID"
        info = f"{path}/regulatedInfo"
        return (
            route("POST", f"{path}/shipment", "updateShipmentStatus", self.update_pick_up),
            route("GET", info, "getOrderRegulatedInfo", self.get_info, Access.RESTRICTED),
            route("PATCH", info, "updateVerificationStatus", self.update_review),
        )

    def update_pick_up(self, call: Call) -> Answer:
        """POST …/{orderId}/shipment: 204, for orders that are fetched from a shop."""
        order, body = self._known(call), json_object(call)
        if body.get("marketplaceId") != order.marketplace.marketplace_id:
            raise invalid_input("marketplaceId is missing or is not the order's.")
        if body.get("shipmentStatus") not in _PICK_UP:
            raise invalid_input("shipmentStatus is not supported.")
        if "IN_STORE_PICK_UP" not in order.programs:
            raise invalid_input("The order is not one that is picked up in a shop.")
        self.pick_ups[order.order_id] = body["shipmentStatus"]
        return Answer(204)

    def get_info(self, call: Call) -> Answer:
        """GET …/{orderId}/regulatedInfo."""
        order = self._regulated(call)
        with self._lock:
            review = self._reviews.get(order.order_id, {"Status": "Pending"})
        return json_answer(
            {
                "payload": {
                    "AmazonOrderId": order.order_id,
                    "RegulatedInformation": {"Fields": [_field()]},
                    "RequiresDosageLabel": False,
                    "RegulatedOrderVerificationStatus": {
                        "RequiresMerchantAction": review["Status"] == "Pending",
                        "ValidRejectionReasons": [_reason()],
                        **review,
                    },
                }
            }
        )

    def update_review(self, call: Call) -> Answer:
        """PATCH …/{orderId}/regulatedInfo: 204; what was decided once stays."""
        order = self._regulated(call)
        sent = json_object(call).get("regulatedOrderVerificationStatus")
        content = sent if isinstance(sent, dict) else {}
        status = content.get("status")
        if not content.get("externalReviewerId"):
            raise invalid_input("Missing required parameter externalReviewerId.")
        if status not in ("Approved", "Rejected"):
            raise invalid_input("Invalid request status.")
        rejected = content.get("rejectionReasonId") if status == "Rejected" else None
        if status == "Rejected" and rejected != _REASON:
            raise invalid_input("rejectionReasonId is missing or not a valid one.")
        with self._lock:
            if order.order_id in self._reviews:
                raise invalid_input("The order has been decided on.")
            self._reviews[order.order_id] = {
                "Status": status,
                "ReviewDate": timestamp(self._shop.clock.now()),
                "ExternalReviewerId": content["externalReviewerId"],
                **({"RejectionReason": _reason()} if rejected else {}),
            }
        return Answer(204)

    def _known(self, call: Call) -> PlacedOrder:
        order = self._shop.order(call.part)
        if order is None:
            raise not_found("The order was not found.")
        return order

    def _regulated(self, call: Call) -> PlacedOrder:
        order = self._known(call)
        if not is_regulated(order):
            raise invalid_input("The order has no regulated items.")
        return order


def _field() -> dict[str, str]:
    label = "Age of the recipient, at least"
    return {"FieldId": "minimum_age", "FieldLabel": label, "FieldType": "Text", "FieldValue": "18"}


def _reason() -> dict[str, str]:
    words = "The proof of age does not match the buyer."
    return {"RejectionReasonId": _REASON, "RejectionReasonDescription": words}
