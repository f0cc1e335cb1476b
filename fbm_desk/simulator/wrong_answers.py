"""What a caller gets on a bad day, byte for byte, in place of the right answer."""

from __future__ import annotations

import functools
import gzip
from collections.abc import Callable
from dataclasses import replace

from fbm_desk.simulator.answers import Answer, Refused, Wire, invalid_input, json_answer
from fbm_desk.simulator.fault_kinds import FaultKind
from fbm_desk.simulator.links import expired_link
from fbm_desk.simulator.quota import quota_exceeded
from fbm_desk.simulator.signin import expired_token, lost_token, revoked_refresh_token

#: What the bomb unpacks to.
BOMB_BYTES = 64_000_000
#: Real seconds between two bytes of a dripping answer.
DRIP_S = 0.5
_HTML = "text/html"
_PAGE = b"<html><head><title>503</title></head><body><h1>Service Unavailable</h1></body></html>"
_GARBAGE = b'{"orders":[{"orderId":"30\xff\x00'
_NO_BODY = b'{"payload":{"status":"DONE"}}'


@functools.cache
def _bomb() -> bytes:
    return gzip.compress(b'{"orders":[' + b" " * BOMB_BYTES + b"]}", mtime=0)


_INSTEAD: dict[FaultKind, Callable[[], Answer]] = {
    FaultKind.EMPTY_500: lambda: Answer(500, b"", "text/plain"),
    FaultKind.JSON_500: lambda: Refused(
        500, "InternalFailure", "We encountered an internal error. Please try again."
    ).answer(),
    FaultKind.HTML_503: lambda: Answer(503, _PAGE, _HTML),
    FaultKind.QUOTA: lambda: quota_exceeded().answer(),
    FaultKind.QUOTA_RETRY_AFTER: lambda: replace(
        quota_exceeded().answer(), headers={"Retry-After": "2"}
    ),
    FaultKind.LOST_TOKEN: lambda: lost_token().answer(),
    FaultKind.EXPIRED_TOKEN: lambda: expired_token().answer(),
    FaultKind.UNAUTHORIZED_401: lambda: replace(expired_token().answer(), status=401),
    FaultKind.REVOKED_REFRESH: revoked_refresh_token,
    FaultKind.REFUSED_DATA: lambda: invalid_input(
        "The value FULFILLMENT of includedData is not supported."
    ).answer(),
    FaultKind.EXPIRED_LINK: expired_link,
    FaultKind.RESET_AFTER: lambda: Answer(200, wire=Wire(reset=True)),
    FaultKind.HTML_200: lambda: Answer(200, _PAGE, _HTML),
    FaultKind.EMPTY_200: lambda: Answer(200),
    FaultKind.GARBAGE: lambda: Answer(200, _GARBAGE),
    FaultKind.DEEP_JSON: lambda: Answer(200, b"[" * 100_000 + b"]" * 100_000),
    FaultKind.LONG_NUMBER: lambda: Answer(200, b'{"payload":' + b"9" * 5000 + b"}"),
    FaultKind.BAD_GZIP: lambda: Answer(200, _NO_BODY, headers={"Content-Encoding": "gzip"}),
    FaultKind.GZIP_BOMB: lambda: Answer(200, _bomb(), headers={"Content-Encoding": "gzip"}),
}


def wrong_answer(kind: FaultKind, right: Answer | None, elsewhere: str) -> Answer | None:
    """What goes out for this fault; `right` is the answer of the work, if it was done.

    `elsewhere` is where a redirect leads. None where the connection just ends.
    """
    if kind in (FaultKind.CUT_BEFORE, FaultKind.CUT_AFTER):
        return None
    if kind is FaultKind.REDIRECT:
        return Answer(307, headers={"Location": elsewhere})
    if kind in _INSTEAD:
        return _INSTEAD[kind]()
    return _damaged(kind, right or json_answer({}))


def _damaged(kind: FaultKind, right: Answer) -> Answer:
    """The right answer, but not as it should come."""
    if kind is FaultKind.DRIP:
        return replace(right, wire=Wire(pause_s=DRIP_S))
    if kind is FaultKind.SLOW:
        return right
    body = right.body or _NO_BODY
    half, status = body[: len(body) // 2], right.status if right.status != 204 else 200
    missing = len(body) - len(half) if kind is FaultKind.SHORT_BODY else 0
    return replace(right, status=status, body=half, wire=Wire(missing=missing))
