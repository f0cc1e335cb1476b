"""The few calls of AWS SQS that a reader of notifications makes, in its JSON protocol.

Any signature is taken. Source: the protocol boto3 speaks since 1.28, `AmazonSQS.<operation>` in
the header `x-amz-target`, a JSON body, and errors with `__type`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from fbm_desk.simulator.answers import Answer, Call
from fbm_desk.simulator.links import Links
from fbm_desk.simulator.queues import VISIBILITY_S, Message, Queues
from fbm_desk.simulator.route import Access, Route, route

ACCOUNT = "000000000000"
MOST_MESSAGES = 10
LONGEST_WAIT_S = 20
_JSON = "application/x-amz-json-1.0"
_OLD_CODES = {"QueueDoesNotExist": "AWS.SimpleQueueService.NonExistentQueue"}


class _Wrong(Exception):
    """SQS says no, with one of its codes."""


class SqsApi:
    """Receives and deletes messages of the queues."""

    def __init__(self, queues: Queues, links: Links) -> None:
        self._queues = queues
        self._links = links

    def routes(self) -> tuple[Route, ...]:
        """Every call comes to the same path, or to the queue's own."""
        calls: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "GetQueueUrl": self.queue_url,
            "ListQueues": self.list_queues,
            "GetQueueAttributes": self.attributes,
            "ReceiveMessage": self.receive,
            "DeleteMessage": self.delete,
            "DeleteMessageBatch": self.delete_batch,
        }
        return tuple(
            route("POST", path, f"sqs.{name}", _answering(call), Access.OPEN, f"AmazonSQS.{name}")
            for name, call in calls.items()
            for path in ("/", f"/{ACCOUNT}/ID")
        )

    def queue_url(self, body: dict[str, Any]) -> dict[str, Any]:
        """Where a queue is."""
        name = str(body.get("QueueName"))
        if name not in self._queues.names():
            raise _Wrong("QueueDoesNotExist")
        return {"QueueUrl": self._url(name)}

    def list_queues(self, _body: dict[str, Any]) -> dict[str, Any]:
        """Where all queues are."""
        return {"QueueUrls": [self._url(name) for name in self._queues.names()]}

    def attributes(self, body: dict[str, Any]) -> dict[str, Any]:
        """How many messages wait and how many are being worked on."""
        name = _queue(body)
        counts = self._queues.counts(name)
        if counts is None:
            raise _Wrong("QueueDoesNotExist")
        known = {
            "ApproximateNumberOfMessages": str(counts[0]),
            "ApproximateNumberOfMessagesNotVisible": str(counts[1]),
            "QueueArn": f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}",
            "VisibilityTimeout": f"{VISIBILITY_S:g}",
        }
        wanted = body.get("AttributeNames") or []
        every = "All" in wanted
        return {"Attributes": {k: value for k, value in known.items() if every or k in wanted}}

    def receive(self, body: dict[str, Any]) -> dict[str, Any]:
        """Up to ten messages; waits for them up to twenty seconds when asked to."""
        most = _number(body, "MaxNumberOfMessages", 1, 1, MOST_MESSAGES)
        hide_s = _number(body, "VisibilityTimeout", int(VISIBILITY_S), 0, 43_200)
        wait_s = _number(body, "WaitTimeSeconds", 0, 0, LONGEST_WAIT_S)
        found = self._queues.receive(_queue(body), most, hide_s, wait_s)
        if found is None:
            raise _Wrong("QueueDoesNotExist")
        return {"Messages": [_message(one) for one in found]} if found else {}

    def delete(self, body: dict[str, Any]) -> dict[str, Any]:
        """Take a message out for good."""
        if not self._queues.delete(_queue(body), str(body.get("ReceiptHandle"))):
            raise _Wrong("QueueDoesNotExist")
        return {}

    def delete_batch(self, body: dict[str, Any]) -> dict[str, Any]:
        """Take up to ten out."""
        entries = body.get("Entries") or []
        for entry in entries:
            self.delete({**body, "ReceiptHandle": entry.get("ReceiptHandle")})
        return {"Successful": [{"Id": entry.get("Id")} for entry in entries], "Failed": []}

    def _url(self, name: str) -> str:
        return f"{self._links.base_url}/{ACCOUNT}/{name}"


def _answering(call: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Call], Answer]:
    def answer(request: Call) -> Answer:
        try:
            content = json.loads(request.body or b"{}")
            return Answer(200, json.dumps(call(content)).encode(), _JSON)
        except _Wrong as wrong:
            return _error(str(wrong))
        except (ValueError, AttributeError):
            return _error("InvalidParameterValue")

    return answer


def _error(code: str) -> Answer:
    body = {"__type": f"com.amazonaws.sqs#{code}", "message": code}
    headers = {"x-amzn-query-error": f"{_OLD_CODES.get(code, code)};Sender"}
    return Answer(400, json.dumps(body).encode(), _JSON, headers)


def _queue(body: dict[str, Any]) -> str:
    return str(body.get("QueueUrl")).rsplit("/", 1)[-1]


def _number(body: dict[str, Any], name: str, default: int, least: int, most: int) -> int:
    number = body.get(name, default)
    if not isinstance(number, int) or not least <= number <= most:
        raise _Wrong("InvalidParameterValue")
    return number


def _message(one: Message) -> dict[str, Any]:
    return {
        "MessageId": one.message_id,
        "ReceiptHandle": one.handle,
        "MD5OfBody": one.md5,
        "Body": one.body,
        "Attributes": {"ApproximateReceiveCount": str(one.received)},
    }
