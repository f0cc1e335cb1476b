"""The network's and Amazon's worst days by name, and what an honest client makes of each.

26 faults. A call that reached nobody was *not sent*, a well-formed no is a *refusal*, and all else
is *unclear*: the work may have been done.
"""

from __future__ import annotations

import gzip
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fbm_desk.amazon.transport import Bounds
from fbm_desk.domain.answers import NotSent, Refused, Unclear
from tests.amazon.amazon_calls import SHORT, SMALL
from tests.amazon.certificates import certificate, serving, trusting
from tests.amazon.fault_server import (
    Behaviour,
    FaultServer,
    close,
    error,
    hang,
    raw,
    reply,
    reset,
)
from tests.nobody_listens import nobody_listens

Verdict = type[NotSent] | type[Refused] | type[Unclear]
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_PAGE = b"<html><body><h1>Service Unavailable</h1></body></html>"
_BOMB = gzip.compress(b" " * 30_000_000)
#: Single bytes for longer than anybody waits; no pause between them is long enough to notice.
_SLOWLY = {"every_s": 0.05}
_MANY = 200


@dataclass(frozen=True, slots=True)
class BadDay:
    """What happens, how it is judged, and under which code; `sent` counts the requests."""

    verdict: Verdict
    code: str
    behaviour: Behaviour | None = None
    certificate: tuple[str, int, bool] | None = None  # host, valid days, whether it is trusted
    sent: int = 1
    #: What the sign-in's answer is then called; a call without a token is not sent.
    sign_in: str = "sign_in"

    @property
    def bounds(self) -> Bounds:
        """How long an answer is waited for on such a day."""
        return SHORT if self.code == "timed_out" else SMALL


def unclear(code: str, behaviour: Behaviour) -> BadDay:
    return BadDay(Unclear, code, behaviour)


def _forged(host: str, valid_days: int, trusted: bool) -> BadDay:
    shown = (host, valid_days, trusted)
    return BadDay(NotSent, "certificate", certificate=shown, sent=0, sign_in="certificate")


BAD_DAYS: dict[str, BadDay] = {
    "nobody listens": BadDay(NotSent, "offline", sent=0),
    "nobody vouches for the certificate": _forged("127.0.0.1", 1, False),
    "a certificate of another host": _forged("127.0.0.2", 1, True),
    "a certificate past its end": _forged("127.0.0.1", -1, True),
    "reset after the work": unclear("lost", reset),
    "closed after the work": unclear("lost", close),
    "hangs": unclear("timed_out", hang),
    "a header byte now and then": unclear(
        "timed_out", raw(_HEAD + b"X-Slow: ", *[b"x"] * _MANY, **_SLOWLY)
    ),
    "a body byte now and then": unclear(
        "timed_out", raw(_HEAD + b"Content-Length: 999\r\n\r\n", *[b" "] * _MANY, **_SLOWLY)
    ),
    "short body": unclear("lost", raw(_HEAD + b'Content-Length: 99\r\n\r\n{"orders":')),
    "truncated JSON": unclear("bad_answer", reply(200, b'{"orders": [{"orderId": "305-')),
    "a page with 200": unclear("bad_answer", reply(200, _PAGE)),
    "empty with 200": unclear("bad_answer", reply(200)),
    "a list for an object": unclear("bad_answer", reply(200, b"[]")),
    "duplicate keys": unclear("bad_answer", reply(200, b'{"payload": {}, "payload": {}}')),
    "NaN": unclear("bad_answer", reply(200, b'{"payload": NaN}')),
    "five thousand digits": unclear("bad_answer", reply(200, b'{"payload": ' + b"9" * 5000 + b"}")),
    "a hundred thousand brackets": unclear("bad_answer", reply(200, b'{"a":' + b"[" * 100_000)),
    "UTF-16": unclear("bad_answer", reply(200, '{"payload": {}}'.encode("utf-16"))),
    "a bomb": unclear("too_large", reply(200, _BOMB, Content_Encoding="gzip")),
    "bad gzip": unclear("bad_answer", reply(200, b"no gzip at all", Content_Encoding="gzip")),
    "429": BadDay(NotSent, "quota", error(429, "QuotaExceeded")),
    "401 for ever": BadDay(Refused, "unauthorised", error(401, "Unauthorized"), sent=2),
    "redirected to another host": unclear("redirected", reply(307, Location="http://127.0.0.1:1/")),
    "500 after the work": unclear("server_fault", error(500, "InternalFailure")),
    "503 page": unclear("server_fault", reply(503, _PAGE)),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the trouble is; `server` is None where nobody listens."""

    url: str
    server: FaultServer | None
    trusted: ssl.SSLContext | None = None


@contextmanager
def place_of(day: BadDay, folder: Path) -> Iterator[Place]:
    """A host on which this happens to every request."""
    if day.behaviour is None and day.certificate is None:
        with nobody_listens() as port:
            yield Place(f"http://127.0.0.1:{port}", None)
        return
    tls, trusted = None, None
    if day.certificate is not None:
        host, valid_days, is_trusted = day.certificate
        file = certificate(folder, host, valid_days)
        tls, trusted = serving(file), trusting(file) if is_trusted else None
    with FaultServer(tls) as server:
        if day.behaviour is not None:
            server.always(day.behaviour)
            server.sign_in_always(day.behaviour)
        yield Place(server.url, server, trusted)
