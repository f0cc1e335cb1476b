"""Reads ORDER_CHANGE news from an AWS SQS queue of the seller's; needs the optional extra `aws`.

The news are a trigger only: they name an order and say whether its buyer wants to cancel. Leaves
reading the order anew to `orders`, and the sweep beside it to `services`, since news may be lost.
"""

from __future__ import annotations

import os
import re
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from fbm_desk.amazon.account import WrongAddress, is_this_machine
from fbm_desk.amazon.answers import Refusal, printable
from fbm_desk.amazon.json_body import BadJson, JsonObject, json_object, part, parts, required
from fbm_desk.amazon.troubles import Trouble
from fbm_desk.domain.answers import Answer, Done, NotSent, Refused
from fbm_desk.domain.changes import OrderChanged
from fbm_desk.domain.orders import OrderId

_ORDER_ID = re.compile(r"[0-9]{3}-[0-9]{7}-[0-9]{7}").fullmatch
_MOST_AT_ONCE = 10
#: So short that closing the program is not felt; the queue keeps what comes later.
_WAIT_S = 1
_MOST_CHARS = 1 << 18
_NOT_ALLOWED = (
    "AccessDenied",
    "InvalidClientTokenId",
    "SignatureDoesNotMatch",
    "UnrecognizedClient",
)


@dataclass(frozen=True, slots=True)
class QueueAccess:
    """Where the queue is and the AWS key that may read it and lay news aside, nothing else.

    `endpoint_url` is for a queue on this machine (the simulator); '' takes AWS's own. The news of
    other sellers than `seller_id` are left alone. Raises `WrongAddress`.
    """

    queue_url: str
    region: str
    seller_id: str
    key_id: str = field(repr=False)
    secret: str = field(repr=False)
    endpoint_url: str = ""

    def __post_init__(self) -> None:
        for url in filter(None, (self.queue_url, self.endpoint_url)):
            _refuse_other_hosts(url)


class ChangesQueue:
    """The news of one queue. Keep one for each thread, and `close` it."""

    def __init__(self, access: QueueAccess, wait_s: int = _WAIT_S) -> None:
        self._access = access
        self._wait_s = wait_s
        self._lock = threading.Lock()
        self._made: Any = None

    def receive(self) -> Answer[tuple[OrderChanged, ...]]:
        """Up to ten news, after a second's wait if there are none; none is not the last.

        What makes no sense is laid aside at once: it would come back for days.
        """
        answer = self._asked(
            "receive_message",
            MaxNumberOfMessages=_MOST_AT_ONCE,
            WaitTimeSeconds=self._wait_s,
        )
        if not isinstance(answer, Done):
            return answer
        news = []
        for message in answer.value.get("Messages") or ():
            receipt = str(message.get("ReceiptHandle", ""))
            try:
                changed = _changed(str(message.get("Body", "")), receipt, self._access.seller_id)
            except BadJson:
                self.seen(receipt)
                continue
            if changed is not None:
                news.append(changed)
        return Done(tuple(news))

    def seen(self, receipt: str) -> Answer[None]:
        """Lay one aside for good. Unanswered it may come again, which does no harm."""
        answer = self._asked("delete_message", ReceiptHandle=receipt)
        return Done(None) if isinstance(answer, Done) else answer

    def close(self) -> None:
        """Ends the connections; the queue may be read again."""
        with self._lock:
            if self._made is not None:
                self._made.close()
                self._made = None

    def _asked(self, method: str, **wanted: Any) -> Answer[dict[str, Any]]:
        try:
            from botocore import exceptions

            client = self._client()
        except ImportError:
            return NotSent(Trouble.NO_QUEUE_READER.value)
        try:
            return Done(getattr(client, method)(QueueUrl=self._access.queue_url, **wanted))
        except exceptions.ClientError as error:
            return _refusal(error.response)
        except (exceptions.HTTPClientError, exceptions.ConnectionError) as error:
            return NotSent(_trouble(type(error).__name__).value)
        except (exceptions.BotoCoreError, ValueError):  # an answer that is none of SQS's
            return NotSent(Trouble.BAD_ANSWER.value)

    def _client(self) -> Any:
        with self._lock:
            if self._made is None:
                self._made = _sqs(self._access)
            return self._made


def _sqs(access: QueueAccess) -> Any:
    """A client whose settings are all ours: no file, no environment variable, no proxy of theirs.

    Raises ImportError without the extra `aws`.
    """
    import boto3
    import botocore.session
    from botocore.config import Config

    nobodys: dict[str, Any] = {
        "profile": (None, None, None, None),
        "config_file": (None, None, os.devnull, None),
        "credentials_file": (None, None, os.devnull, None),
        "ca_bundle": (None, None, None, None),
    }
    core = botocore.session.Session(session_vars=nobodys)
    core.set_credentials(access.key_id, access.secret)
    session = boto3.session.Session(botocore_session=core, region_name=access.region)
    config = Config(
        connect_timeout=10,
        read_timeout=30,
        retries={"total_max_attempts": 1},
        proxies={},
        ignore_configured_endpoint_urls=True,
    )
    return session.client("sqs", endpoint_url=access.endpoint_url or None, config=config)


def _changed(body: str, receipt: str, seller_id: str) -> OrderChanged | None:
    """What the news say, None for another seller's. Raises `BadJson` for any other message."""
    if len(body) > _MOST_CHARS:
        raise BadJson("too long")
    message = json_object(body.encode("utf-8", "replace"))
    if "Payload" not in message:  # some queues are filled by way of a topic
        message = json_object(_bytes(message, "Message"))
    if required(message, "NotificationType") != "ORDER_CHANGE":
        raise BadJson("other news")
    change = part(message, "Payload", "OrderChangeNotification")
    if required(change, "SellerId") != seller_id:
        return None
    order_id = required(change, "AmazonOrderId")
    if not _ORDER_ID(order_id):
        raise BadJson("no order id")
    return OrderChanged(OrderId(order_id), _wants_to_cancel(change), receipt)


def _bytes(message: JsonObject, name: str) -> bytes:
    """The bytes of a text of any length under a name."""
    found = message.get(name)
    if not isinstance(found, str):
        raise BadJson(f"{name} is missing")
    return found.encode("utf-8", "replace")


def _wants_to_cancel(change: JsonObject) -> bool:
    items = parts(part(change, "Summary"), "OrderItems")
    return any(item.get("IsBuyerRequestedCancel") in (True, "true") for item in items)


def _refusal(response: Any) -> Refused | NotSent:
    status = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    code = str(response.get("Error", {}).get("Code", ""))
    if status >= 500 or status == 429 or "Throttl" in code:
        return NotSent(Trouble.SERVER_FAULT.value if status >= 500 else Trouble.QUOTA.value)
    kind = Refusal.INVALID
    if "NonExistentQueue" in code or "QueueDoesNotExist" in code:
        kind = Refusal.NOT_FOUND
    elif code.startswith(_NOT_ALLOWED):
        kind = Refusal.UNAUTHORISED
    return Refused(kind.value, "", printable(code))


def _trouble(name: str) -> Trouble:
    if "SSL" in name:
        return Trouble.CERTIFICATE
    if name.endswith("TimeoutError"):
        return Trouble.OFFLINE if name.startswith("Connect") else Trouble.TIMED_OUT
    return Trouble.OFFLINE if name == "EndpointConnectionError" else Trouble.LOST


def _refuse_other_hosts(url: str) -> None:
    """Raises `WrongAddress` unless the address is AWS's by https or this machine's."""
    try:
        parts_of = urlsplit(url)
        host, port = parts_of.hostname or "", parts_of.port
    except ValueError as error:
        raise WrongAddress("The queue's address cannot be read.") from error
    if is_this_machine(host) and parts_of.scheme in ("http", "https"):
        return
    aws = host.endswith(".amazonaws.com") and port in (None, 443) and not parts_of.username
    if parts_of.scheme != "https" or not aws:
        raise WrongAddress(f"{host or 'This'} is not an address of an AWS queue.")
