"""Messaging and Solicitations v1: what may be written to a buyer, and what was."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any

from fbm_desk.simulator.answers import (
    Answer,
    Call,
    Refused,
    invalid_input,
    json_answer,
    json_object,
)
from fbm_desk.simulator.placed_order import PlacedOrder, Stage
from fbm_desk.simulator.route import Route, route
from fbm_desk.simulator.shop import Shop

MOST_ATTACHMENTS = 5
#: Reviews may be asked for from the fifth day after the earliest delivery to the thirtieth after
#: the latest.
_FROM, _UNTIL = timedelta(days=5), timedelta(days=30)
_REVIEW = "productReviewAndSellerFeedback"


@dataclass(frozen=True, slots=True)
class Action:
    """One kind of message; `longest` is its text's limit, 0 where it has none."""

    name: str
    operation: str
    longest: int = 0


ACTIONS = (
    Action("confirmCustomizationDetails", "confirmCustomizationDetails", 800),
    Action("confirmDeliveryDetails", "createConfirmDeliveryDetails", 2000),
    Action("legalDisclosure", "createLegalDisclosure"),
    Action("confirmOrderDetails", "createConfirmOrderDetails", 2000),
    Action("confirmServiceDetails", "createConfirmServiceDetails", 2000),
    Action("warranty", "CreateWarranty"),
    Action("digitalAccessKey", "createDigitalAccessKey", 400),
    Action("unexpectedProblem", "createUnexpectedProblem", 2000),
    Action("invoice", "sendInvoice"),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that went out."""

    order_id: str
    action: str
    body: dict[str, Any] = field(repr=False)


class MessagingApi:
    """Messages to the buyers of one shop's orders."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._sent: list[Sent] = []
        self._lock = threading.Lock()

    def routes(self) -> tuple[Route, ...]:
        """Allowed actions and the messages themselves, of both APIs."""
        path, review = "/messaging/v1/orders/ID", "/solicitations/v1/orders/ID"
        ask = "createProductReviewAndSellerFeedbackSolicitation"
        return (
            route("GET", path, "getMessagingActionsForOrder", self.actions),
            route("GET", f"{path}/attributes", "GetAttributes", self.attributes),
            *(
                route("POST", f"{path}/messages/{one.name}", one.operation, self._sender(one))
                for one in ACTIONS
            ),
            route("GET", review, "getSolicitationActionsForOrder", self.review_actions),
            route("POST", f"{review}/solicitations/{_REVIEW}", ask, self.ask_for_review),
        )

    def sent(self) -> tuple[Sent, ...]:
        """Every message, solicitations too."""
        with self._lock:
            return tuple(self._sent)

    def actions(self, call: Call) -> Answer:
        """GET /messaging/v1/orders/{amazonOrderId}: none for an order that is not open."""
        order = self._known(call)
        names = [one.name for one in ACTIONS] if order.stage is Stage.OPEN else []
        return json_answer(_links(call, "messages", names))

    def attributes(self, call: Call) -> Answer:
        """GET …/attributes: the buyer's language."""
        locales = {"US": "en-US", "GB": "en-GB", "DE": "de-DE", "JP": "ja-JP"}
        country = self._known(call).marketplace.country
        return json_answer({"buyer": {"locale": locales[country]}})

    def review_actions(self, call: Call) -> Answer:
        """GET /solicitations/v1/orders/{amazonOrderId}."""
        names = [_REVIEW] if self._may_ask(self._known(call)) else []
        return json_answer(_links(call, "solicitations", names))

    def ask_for_review(self, call: Call) -> Answer:
        """POST …/solicitations/productReviewAndSellerFeedback: once per order, in its time."""
        order = self._known(call)
        if not self._may_ask(order):
            raise Refused(403, "Unauthorized", "This order is not one to ask for a review of now.")
        self._keep(Sent(order.order_id, _REVIEW, {}))
        return json_answer({}, 201)

    def _sender(self, action: Action) -> Callable[[Call], Answer]:
        return partial(self._send, action)

    def _send(self, action: Action, call: Call) -> Answer:
        order, body = self._known(call), json_object(call) if call.body else {}
        if order.stage is not Stage.OPEN:
            raise Refused(403, "Unauthorized", "This message is not allowed for the order.")
        text, attachments = body.get("text", ""), body.get("attachments") or []
        if action.longest and not 1 <= len(str(text)) <= action.longest:
            raise invalid_input(f"text must have 1 to {action.longest} characters.")
        if not isinstance(attachments, list) or len(attachments) > MOST_ATTACHMENTS:
            raise invalid_input(f"attachments takes at most {MOST_ATTACHMENTS}.")
        self._keep(Sent(order.order_id, action.name, body))
        return json_answer({}, 201)

    def _may_ask(self, order: PlacedOrder) -> bool:
        now = self._shop.clock.now()
        asked = any(one.action == _REVIEW and one.order_id == order.order_id for one in self.sent())
        window = order.deliver_by.earliest + _FROM <= now <= order.deliver_by.latest + _UNTIL
        return window and not asked and order.stage is Stage.OPEN

    def _known(self, call: Call) -> PlacedOrder:
        order = self._shop.order(call.part)
        if order is None or call.values("marketplaceIds") != (order.marketplace.marketplace_id,):
            raise invalid_input("The order is not known in this marketplace.")
        return order

    def _keep(self, sent: Sent) -> None:
        with self._lock:
            self._sent.append(sent)


def _links(call: Call, kind: str, names: list[str]) -> dict[str, Any]:
    place = f"?marketplaceIds={call.values('marketplaceIds')[0]}"
    links = [{"href": f"{call.path}/{kind}/{name}{place}", "name": name} for name in names]
    embedded = [_action(link) for link in links]
    own = {"href": f"{call.path}{place}"}
    return {"_links": {"self": own, "actions": links}, "_embedded": {"actions": embedded}}


def _action(link: dict[str, str]) -> dict[str, Any]:
    schema = {"href": link["href"].partition("?")[0] + "/schema"}
    return {"_links": {"self": link, "schema": schema}, "payload": {"name": link["name"]}}
