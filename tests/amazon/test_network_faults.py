"""Whatever the network or Amazon does, each call ends in time with an honest answer."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator

import pytest

from fbm_desk.domain.answers import Done, NotSent, Refused, Unclear
from tests.amazon.amazon_calls import CALLS, SHORT, client
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

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_PAGE = b"<html><body><h1>Service Unavailable</h1></body></html>"
_BOMB = gzip.compress(b" " * 30_000_000)

FAULTS: dict[str, tuple[Behaviour, str]] = {
    "reset after the work": (reset, "lost"),
    "closed after the work": (close, "lost"),
    "hangs": (hang, "timed_out"),
    "a header byte now and then": (raw(*[b"H"] * 50, every_s=0.1), "lost or late"),
    "a body byte now and then": (
        raw(_HEAD + b"Content-Length: 99\r\n\r\n", *[b" "] * 50, every_s=0.1),
        "timed_out",
    ),
    "short body": (raw(_HEAD + b'Content-Length: 99\r\n\r\n{"orders":'), "lost"),
    "chunks that stop": (raw(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{}"), "lost"),
    "truncated JSON": (reply(200, b'{"orders": [{"orderId": "305-'), "bad_answer"),
    "a page with 200": (reply(200, _PAGE), "bad_answer"),
    "empty with 200": (reply(200), "bad_answer"),
    "null": (reply(200, b"null"), "bad_answer"),
    "a list for an object": (reply(200, b"[]"), "bad_answer"),
    "duplicate keys": (reply(200, b'{"payload": {}, "payload": {}}'), "bad_answer"),
    "NaN": (reply(200, b'{"payload": NaN}'), "bad_answer"),
    "infinite number": (reply(200, b'{"payload": 1e99999999999999999999}'), "bad_answer"),
    "five thousand digits": (reply(200, b'{"payload": ' + b"9" * 5000 + b"}"), "bad_answer"),
    "deep nesting": (reply(200, b'{"a":' + b"[" * 100_000), "bad_answer"),
    "UTF-16": (reply(200, '{"payload": {}}'.encode("utf-16")), "bad_answer"),
    "a bomb": (reply(200, _BOMB, Content_Encoding="gzip"), "too_large"),
    "endless": (reply(200, b" " * 500_000), "too_large"),
    "bad gzip": (reply(200, b"no gzip at all", Content_Encoding="gzip"), "bad_answer"),
    "half gzip": (reply(200, gzip.compress(b"{}")[:-6], Content_Encoding="gzip"), "bad_answer"),
    "unknown encoding": (reply(200, b"{}", Content_Encoding="br"), "bad_answer"),
    "redirected by http": (reply(302, Location="http://127.0.0.1:1/"), "redirected"),
    "redirected for ever": (reply(308, Location="/orders/2026-01-01/orders"), "redirected"),
    "500 empty": (reply(500), "server_fault"),
    "500 with errors": (error(500, "InternalFailure"), "server_fault"),
    "503 page": (reply(503, _PAGE), "server_fault"),
    "400 without errors": (reply(400, {}), "bad_answer"),
    "403 page": (reply(403, _PAGE), "bad_answer"),
    "429 page": (reply(429, _PAGE), "bad_answer"),
    "errors with 200": (reply(200, {"errors": [{"code": "X"}]}), "bad_answer"),
    "errors of numbers": (reply(400, {"errors": [1, 2]}), "bad_answer"),
    "no HTTP": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "lost"),
    "switching protocols": (raw(b"HTTP/1.1 101 Switching\r\n\r\n"), "bad_answer or lost"),
}


@pytest.fixture
def amazon() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_after_sending_is_unclear(amazon: FaultServer, fault: str, call: str) -> None:
    behaviour, trouble = FAULTS[fault]
    amazon.always(behaviour)
    to = client(amazon.url, bounds=SHORT)
    answer = CALLS[call](to)
    to.close()
    assert isinstance(answer, Unclear)
    if " or " not in trouble:
        assert answer.reason == trouble
    assert len(amazon.seen) == 1, "nothing is repeated by the machine"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_sign_in_sends_nothing(amazon: FaultServer, fault: str) -> None:
    amazon.sign_in_always(FAULTS[fault][0])
    to = client(amazon.url, bounds=SHORT)
    answer = CALLS["purchase"](to)
    to.close()
    assert isinstance(answer, NotSent)
    assert answer.reason == "sign_in"
    assert not amazon.seen


@pytest.mark.parametrize("call", CALLS)
def test_nobody_listening_means_nothing_was_sent(call: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    with FaultServer() as keys:
        account = {"signin_url": f"{keys.url}/auth/o2/token"}
        to = client(url, bounds=SHORT, account=account)
        answer = CALLS[call](to)
        to.close()
    assert answer == NotSent("offline")


@pytest.mark.parametrize("call", CALLS)
def test_a_well_formed_no_is_a_refusal(amazon: FaultServer, call: str) -> None:
    amazon.always(error(400, "InvalidInput", "The parcel is too heavy."))
    to = client(amazon.url)
    answer = CALLS[call](to)
    to.close()
    assert answer == Refused("invalid", "The parcel is too heavy.", "InvalidInput")


@pytest.mark.parametrize("call", CALLS)
def test_an_empty_object_is_no_good_answer(amazon: FaultServer, call: str) -> None:
    amazon.always(reply(200, {}))
    to = client(amazon.url)
    answer = CALLS[call](to)
    to.close()
    if call == "cancel":  # Shipping v2: "returns an empty object"
        assert answer == Done(None)
    else:
        assert answer == Unclear("bad_answer")


@pytest.mark.parametrize(
    ("retry_after", "least_s"),
    [("-1", 1.0), ("99999999999999999999", 1.0), ("Fri, 31 Dec 9999 23:59:59 GMT", 1.0),
     ("", 1.0), ("soon", 1.0), ("٣", 1.0), ("120", 120.0)],
)  # fmt: skip
def test_a_429_was_not_begun_and_says_how_long_to_wait(
    amazon: FaultServer, retry_after: str, least_s: float
) -> None:
    headers = {"Retry_After": retry_after} if retry_after.isascii() else {}
    amazon.always(error(429, "QuotaExceeded", **headers))
    to = client(amazon.url)
    answer = CALLS["order"](to)
    again = CALLS["order"](to)
    to.close()
    assert isinstance(answer, NotSent)
    assert answer.reason == "quota"
    assert least_s <= answer.retry_s <= 3600
    assert isinstance(again, NotSent)
    assert len(amazon.seen) == 1, "the second call waits for its allowance"
