"""Reads ORDER_CHANGE news from an AWS SQS queue of the seller's; needs the optional extra `aws`.

The news are a trigger only: they name an order and say whether its buyer wants to cancel. Leaves
reading the order anew to `orders`, and the sweep beside it to `services`, since news may be lost.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from fbm_desk.amazon.account import WrongAddress, is_this_machine
from fbm_desk.amazon.answers import Refusal, printable
from fbm_desk.amazon.json_body import BadJson, JsonObject, json_object, part, parts, required, text
from fbm_desk.amazon.transport import Bounds, RawAnswer, Transport
from fbm_desk.amazon.troubles import TransportFault, Trouble
from fbm_desk.domain.answers import Answer, Done, NotSent, Refused
from fbm_desk.domain.changes import OrderChanged
from fbm_desk.domain.orders import OrderId

_ORDER_ID = re.compile(r"[0-9]{3}-[0-9]{7}-[0-9]{7}").fullmatch
_MOST_AT_ONCE = 10
#: So short that closing the program is not felt; the queue keeps what comes later.
_WAIT_S = 1
#: For all of one call, the look-up of the queue's name apart: a turn must not hang on a queue.
_BOUNDS = Bounds(
    connect_s=5.0, read_s=8.0, total_s=12.0, body_bytes=4 << 20, unpacked_bytes=8 << 20
)
_PROTOCOL = "application/x-amz-json-1.0"
_MOST_CHARS = 1 << 18
_NOT_ALLOWED = (
    "AccessDenied",
    "ExpiredToken",
    "IncompleteSignature",
    "InvalidClientTokenId",
    "InvalidSignature",
    "MissingAuthentication",
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

    @property
    def origin(self) -> str:
        """Where calls go: scheme, host and port."""
        at = urlsplit(self.endpoint_url or self.queue_url)
        return f"{at.scheme}://{at.netloc}"

    @property
    def arn(self) -> str:
        """The queue's name as Amazon's notifications want it; its address has account and name."""
        account, _, name = urlsplit(self.queue_url).path.strip("/").partition("/")
        return f"arn:aws:sqs:{self.region}:{account}:{name}"


class ChangesQueue:
    """The news of one queue. Keep one for each thread, and `close` it. `stop` ends a call."""

    def __init__(
        self,
        access: QueueAccess,
        wait_s: int = _WAIT_S,
        *,
        stop: threading.Event | None = None,
        bounds: Bounds = _BOUNDS,
    ) -> None:
        self._access = access
        self._wait_s = wait_s
        self._stop = stop
        self._bounds = bounds
        self._lock = threading.Lock()
        self._made: Transport | None = None

    def receive(self) -> Answer[tuple[OrderChanged, ...]]:
        """Up to ten news, after a second's wait if there are none; none is not the last.

        What makes no sense is laid aside at once: it would come back for days.
        """
        answer = self._asked(
            "ReceiveMessage",
            MaxNumberOfMessages=_MOST_AT_ONCE,
            WaitTimeSeconds=self._wait_s,
        )
        if not isinstance(answer, Done):
            return answer
        news = []
        for message in parts(answer.value, "Messages"):
            receipt, body = text(message, "ReceiptHandle"), message.get("Body")
            try:
                changed = _changed(str(body or ""), receipt, self._access.seller_id)
            except BadJson:
                self.seen(receipt)
                continue
            if changed is not None:
                news.append(changed)
        return Done(tuple(news))

    def seen(self, receipt: str) -> Answer[None]:
        """Lay one aside for good. Unanswered it may come again, which does no harm."""
        answer = self._asked("DeleteMessage", ReceiptHandle=receipt)
        return Done(None) if isinstance(answer, Done) else answer

    def close(self) -> None:
        """Ends the connections; the queue may be read again."""
        with self._lock:
            if self._made is not None:
                self._made.close()
                self._made = None

    def _asked(self, operation: str, **wanted: Any) -> Answer[JsonObject]:
        body = json.dumps({"QueueUrl": self._access.queue_url, **wanted}).encode()
        try:
            signed = _signed(self._access, operation, body)
        except ImportError:
            return NotSent(Trouble.NO_QUEUE_READER.value)
        try:
            url = f"{self._access.origin}/"
            got = self._transport().request("POST", url, content=body, headers=signed)
        except TransportFault as fault:
            return NotSent(fault.trouble.value)  # news that were not taken out come again
        return _judged(got)

    def _transport(self) -> Transport:
        with self._lock:
            if self._made is None:
                self._made = Transport([self._access.origin], self._bounds, stop=self._stop)
            return self._made


def _signed(access: QueueAccess, operation: str, body: bytes) -> dict[str, str]:
    """The headers of a call, signed by our key: no file and no environment variable has a say.

    Raises ImportError without the extra `aws`.
    """
    from botocore.auth import SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    told = {"content-type": _PROTOCOL, "x-amz-target": f"AmazonSQS.{operation}"}
    call = AWSRequest("POST", f"{access.origin}/", headers=told, data=body)
    SigV4Auth(Credentials(access.key_id, access.secret), "sqs", access.region).add_auth(call)
    return {str(name): str(value) for name, value in call.headers.items()}


def _judged(got: RawAnswer) -> Answer[JsonObject]:
    status = got.status_code
    if 300 <= status < 400:
        return NotSent(Trouble.REDIRECTED.value)
    if status >= 500:
        return NotSent(Trouble.SERVER_FAULT.value)
    try:
        body = json_object(got.content)
    except BadJson:
        return NotSent(Trouble.BAD_ANSWER.value)
    return Done(body) if status == 200 else _refusal(status, body)


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


def _refusal(status: int, body: JsonObject) -> Refused | NotSent:
    code = text(body, "__type").rpartition("#")[2]
    if status == 429 or "Throttl" in code:
        return NotSent(Trouble.QUOTA.value)
    kind = Refusal.INVALID
    if "NonExistentQueue" in code or "QueueDoesNotExist" in code:
        kind = Refusal.NOT_FOUND
    elif code.startswith(_NOT_ALLOWED):
        kind = Refusal.UNAUTHORISED
    return Refused(kind.value, "", printable(code))


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
