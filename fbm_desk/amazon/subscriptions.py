"""Notifications v1: sees to it that Amazon tells of changed orders in the seller's AWS queue.

Leaves reading the queue to `changes_queue`. Destinations belong to the application and want its
own token; subscriptions belong to the seller.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from fbm_desk.amazon.answers import Refusal, Reply, read
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.json_body import BadJson, JsonObject, part, parts, required, text
from fbm_desk.amazon.operations import Operation
from fbm_desk.domain.answers import Answer, Done, Refused

SCOPE = "sellingpartnerapi::notifications"
_NAME = "FBM Desk"
_DESTINATIONS = "/notifications/v1/destinations"
_SUBSCRIPTION = "/notifications/v1/subscriptions/ORDER_CHANGE"
_is_arn = re.compile(r"arn:aws[a-z-]*:sqs:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]{1,80}").fullmatch


@dataclass(frozen=True, slots=True)
class AmazonSubscriptions:
    """Where one account's news go."""

    client: AmazonClient

    def tell_of_changes(self, queue_arn: str) -> Answer[None]:
        """See to it that news of changed orders go to this queue; again is the same.

        `Refused` with `conflict` when they go to another destination already. Raises ValueError
        for what is no SQS queue's ARN.
        """
        if not _is_arn(queue_arn):
            raise ValueError("not the ARN of an SQS queue")
        destination = self._destination(queue_arn)
        if not isinstance(destination, Done):
            return destination
        used = read(self._asked(Operation.GET_SUBSCRIPTION, "GET", _SUBSCRIPTION), _used)
        if isinstance(used, Done):
            goes_here = used.value == destination.value
            return Done(None) if goes_here else Refused(Refusal.CONFLICT.value)
        if not (isinstance(used, Refused) and used.code == Refusal.NOT_FOUND.value):
            return used
        body = {"payloadVersion": "1.0", "destinationId": destination.value}
        made = self._asked(Operation.CREATE_SUBSCRIPTION, "POST", _SUBSCRIPTION, body)
        return read(made, lambda reply: _nothing(_used(reply)))

    def _destination(self, arn: str) -> Answer[str]:
        """The id of the queue as a destination, which is made if it is not known."""
        token = self.client.application_token(SCOPE)
        if not isinstance(token, Done):
            return token
        listed = self._asked(Operation.GET_DESTINATIONS, "GET", _DESTINATIONS, token=token.value)
        known = read(listed, lambda body: _known(body, arn))
        if not isinstance(known, Done) or known.value:
            return known
        queue = {"name": f"{_NAME} {arn.rsplit(':', 1)[-1]}"[:256]}
        body = {**queue, "resourceSpecification": {"sqs": {"arn": arn}}}
        made = self._asked(
            Operation.CREATE_DESTINATION, "POST", _DESTINATIONS, body, token=token.value
        )
        return read(made, lambda reply: required(part(reply, "payload"), "destinationId"))

    def _asked(
        self,
        operation: Operation,
        method: str,
        path: str,
        body: dict[str, Any] | None = None,
        token: str = "",
    ) -> Answer[Reply]:
        return self.client.call(
            operation, lambda api: api.ask(method, path, body=body), restricted=token
        )


def _known(body: JsonObject, arn: str) -> str:
    """The id of the destination with this ARN; '' where there is none."""
    if not isinstance(body.get("payload"), list):
        raise BadJson("payload is missing")
    for one in parts(body, "payload"):
        if text(part(one, "resource", "sqs"), "arn") == arn:
            return required(one, "destinationId")
    return ""


def _used(body: JsonObject) -> str:
    """The destination of a subscription."""
    return required(part(body, "payload"), "destinationId")


def _nothing(_: str) -> None:
    return None
