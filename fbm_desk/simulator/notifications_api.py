"""Notifications v1: destinations, which need no seller, and subscriptions, which do."""

from __future__ import annotations

import re
from typing import Any

from fbm_desk.simulator.answers import (
    Answer,
    Call,
    Refused,
    invalid_input,
    json_answer,
    json_object,
    not_found,
)
from fbm_desk.simulator.notifications import (
    ORDER_CHANGE,
    TYPES,
    Destination,
    Notifications,
    Subscription,
)
from fbm_desk.simulator.route import Access, Route, route

_ARN = re.compile(r"arn:aws:sqs:\S+:\S+:\S+")


class NotificationsApi:
    """The ten operations."""

    def __init__(self, notifications: Notifications) -> None:
        self._notifications = notifications

    def routes(self) -> tuple[Route, ...]:
        """Destinations and subscriptions."""
        places, wishes = "/notifications/v1/destinations", "/notifications/v1/subscriptions/ID"
        grantless, either = Access.GRANTLESS, Access.EITHER
        return (
            route("GET", places, "getDestinations", self.destinations, grantless),
            route("POST", places, "createDestination", self.add_destination, grantless),
            route("GET", f"{places}/ID", "getDestination", self.destination, grantless),
            route("DELETE", f"{places}/ID", "deleteDestination", self.end_destination, grantless),
            route("GET", wishes.removesuffix("/ID"), "getSubscriptions", self.subscriptions),
            route("GET", wishes, "getSubscription", self.subscription),
            route("POST", wishes, "createSubscription", self.subscribe),
            route(
                "POST", f"{wishes}/testNotification", "sendTestNotification", self.send_test, either
            ),
            route("GET", f"{wishes}/ID", "getSubscriptionById", self.subscription_by_id, either),
            route("DELETE", f"{wishes}/ID", "deleteSubscriptionById", self.unsubscribe, either),
        )  # fmt: skip

    def destinations(self, _call: Call) -> Answer:
        """GET /notifications/v1/destinations."""
        found = self._notifications.destinations.values()
        return json_answer({"payload": [_place(one) for one in found]})

    def add_destination(self, call: Call) -> Answer:
        """POST /notifications/v1/destinations: an SQS queue by its ARN."""
        body = json_object(call)
        specification = body.get("resourceSpecification")
        queue = specification.get("sqs") if isinstance(specification, dict) else None
        arn = str(queue.get("arn")) if isinstance(queue, dict) else ""
        if not _ARN.fullmatch(arn) or not isinstance(body.get("name"), str):
            raise invalid_input("name or resourceSpecification.sqs.arn is missing or malformed.")
        known = self._notifications.destinations.values()
        if any(one.arn == arn or one.name == body["name"] for one in known):
            raise Refused(409, "Conflict", "The destination is there already.")
        return json_answer(
            {"payload": _place(self._notifications.add_destination(body["name"], arn))}
        )

    def destination(self, call: Call) -> Answer:
        """GET …/destinations/{destinationId}."""
        return json_answer({"payload": _place(self._known_place(call.part))})

    def end_destination(self, call: Call) -> Answer:
        """DELETE …/destinations/{destinationId}, while nobody is told there."""
        place = self._known_place(call.part)
        wishes = self._notifications.subscriptions.values()
        if any(one.destination_id == place.destination_id for one in wishes):
            raise Refused(409, "Conflict", "A subscription still uses the destination.")
        del self._notifications.destinations[place.destination_id]
        return json_answer({})

    def subscriptions(self, call: Call) -> Answer:
        """GET …/subscriptions of one kind."""
        wanted = call.values("notificationTypes")
        if len(wanted) != 1:
            raise invalid_input("notificationTypes takes one value.")
        found = [_wish(one) for one in self._notifications.of(wanted[0])]
        return json_answer({"payload": {"subscriptions": found}})

    def subscription(self, call: Call) -> Answer:
        """GET …/subscriptions/{notificationType}."""
        found = self._notifications.of(call.part)
        if not found:
            raise not_found("There is no subscription of this kind.")
        return json_answer({"payload": _wish(found[0])})

    def subscribe(self, call: Call) -> Answer:
        """POST …/subscriptions/{notificationType}: one of a kind."""
        body = json_object(call)
        if call.part not in TYPES:
            raise invalid_input("notificationType is not supported.")
        if body.get("payloadVersion") != "1.0":
            raise invalid_input("payloadVersion must be 1.0.")
        place = self._known_place(str(body.get("destinationId")))
        if self._notifications.of(call.part):
            raise Refused(409, "Conflict", "There is a subscription of this kind already.")
        directive = body.get("processingDirective") or {}
        made = self._notifications.subscribe(call.part, place.destination_id, "1.0", directive)
        return json_answer({"payload": _wish(made)})

    def subscription_by_id(self, call: Call) -> Answer:
        """GET …/subscriptions/{notificationType}/{subscriptionId}."""
        return json_answer({"payload": _wish(self._known_wish(call))})

    def unsubscribe(self, call: Call) -> Answer:
        """DELETE …/subscriptions/{notificationType}/{subscriptionId}."""
        del self._notifications.subscriptions[self._known_wish(call).subscription_id]
        return json_answer({})

    def send_test(self, call: Call) -> Answer:
        """POST …/subscriptions/{notificationType}/testNotification: about the newest order."""
        place = self._known_place(str(json_object(call).get("destinationId")))
        if call.part != ORDER_CHANGE or not self._notifications.send_test(place):
            raise invalid_input("There is nothing to send a test notification about.")
        return json_answer({"payload": {}})

    def _known_place(self, destination_id: str) -> Destination:
        found = self._notifications.destinations.get(destination_id)
        if found is None:
            raise not_found("The destination was not found.")
        return found

    def _known_wish(self, call: Call) -> Subscription:
        found = self._notifications.subscriptions.get(call.part)
        if found is None or found.kind != call.parts[0]:
            raise not_found("The subscription was not found.")
        return found


def _place(one: Destination) -> dict[str, Any]:
    resource = {"sqs": {"arn": one.arn}}
    return {"name": one.name, "destinationId": one.destination_id, "resource": resource}


def _wish(one: Subscription) -> dict[str, Any]:
    directive = {"processingDirective": one.directive} if one.directive else {}
    return {
        "subscriptionId": one.subscription_id,
        "payloadVersion": one.version,
        "destinationId": one.destination_id,
        **directive,
    }
