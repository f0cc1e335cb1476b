"""Whatever the network or Amazon does, each call ends in time with an honest answer."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from fbm_desk.domain.answers import Done, NotSent, Refused, Unclear
from tests.amazon.amazon_calls import CALLS, KINDS, MORE_CALLS, SHORT, SMALL, client
from tests.amazon.bad_days import BAD_DAYS, place_of
from tests.amazon.fault_server import Behaviour, FaultServer, error, raw, reply

ALL_CALLS = {**CALLS, **MORE_CALLS}

#: More answers that are none, beside the 26 worst days.
NO_ANSWERS: dict[str, tuple[Behaviour, str]] = {
    "null": (reply(200, b"null"), "bad_answer"),
    "infinite number": (reply(200, b'{"payload": 1e99999999999999999999}'), "bad_answer"),
    "chunks that stop": (
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}"),
        "lost",
    ),
    "endless": (reply(200, b" " * 500_000), "too_large"),
    "half gzip": (reply(200, gzip.compress(b"{}")[:-6], Content_Encoding="gzip"), "bad_answer"),
    "unknown encoding": (reply(200, b"{}", Content_Encoding="br"), "bad_answer"),
    "redirected for ever": (reply(308, Location="/orders/2026-01-01/orders"), "redirected"),
    "200 empty": (reply(200), "bad_answer"),
    "400 empty": (reply(400), "bad_answer"),
    "403 empty": (reply(403), "bad_answer"),
    "500 empty": (reply(500), "server_fault"),
    "400 without errors": (reply(400, {}), "bad_answer"),
    "403 page": (reply(403, b"<html></html>"), "bad_answer"),
    "429 page": (reply(429, b"<html></html>"), "bad_answer"),
    "errors with 200": (reply(200, {"errors": [{"code": "X"}]}), "bad_answer"),
    "errors of numbers": (reply(400, {"errors": [1, 2]}), "bad_answer"),
    "no HTTP": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "lost"),
    "switching protocols": (raw(b"HTTP/1.1 101 Switching\r\n\r\n"), ""),
}


@pytest.fixture
def amazon() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


def test_there_are_26_faults_and_6_kinds_of_call() -> None:
    assert len(BAD_DAYS) * len([*KINDS, "token"]) == 156


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", BAD_DAYS)
def test_a_fault_is_judged_by_what_may_have_happened(fault: str, kind: str, tmp_path: Path) -> None:
    day = BAD_DAYS[fault]
    with FaultServer() as keys, place_of(day, tmp_path) as place:
        signin = {"signin_url": f"{keys.url}/auth/o2/token"}
        to = client(place.url, bounds=day.bounds, account=signin, trusted=place.trusted)
        answer = KINDS[kind](to)
        to.close()
        code = answer.code if isinstance(answer, Refused) else getattr(answer, "reason", "")
        assert (type(answer), code) == (day.verdict, day.code)
        seen = place.server.seen if place.server else []
        assert len(seen) == day.sent, "nothing but a denied token is tried again"


@pytest.mark.parametrize("fault", BAD_DAYS)
def test_a_fault_of_the_sign_in_sends_nothing(fault: str, tmp_path: Path) -> None:
    day = BAD_DAYS[fault]
    with FaultServer() as amazon, place_of(day, tmp_path) as place:
        signin = {"signin_url": f"{place.url}/auth/o2/token"}
        to = client(amazon.url, bounds=day.bounds, account=signin, trusted=place.trusted)
        assert CALLS["purchase"](to) == NotSent(day.sign_in)
        to.close()
        assert not amazon.seen


@pytest.mark.parametrize("fault", [name for name in BAD_DAYS if name != "nobody listens"])
def test_a_fault_of_the_restricted_token_fetches_no_document(fault: str, tmp_path: Path) -> None:
    day = BAD_DAYS[fault]
    with FaultServer() as keys, place_of(day, tmp_path) as place:
        signin = {"signin_url": f"{keys.url}/auth/o2/token"}
        to = client(place.url, bounds=day.bounds, account=signin, trusted=place.trusted)
        answer = MORE_CALLS["restricted"](to)
        to.close()
        assert isinstance(answer, Refused if day.verdict is Refused else NotSent)
        assert place.server is not None
        assert {seen.path.split("/")[1] for seen in place.server.seen} <= {"tokens"}


@pytest.mark.parametrize("call", ALL_CALLS)
@pytest.mark.parametrize("fault", NO_ANSWERS)
def test_what_is_no_answer_is_unclear(amazon: FaultServer, fault: str, call: str) -> None:
    behaviour, trouble = NO_ANSWERS[fault]
    amazon.always(behaviour)
    to = client(amazon.url, bounds=SMALL)
    answer = ALL_CALLS[call](to)
    to.close()
    # Fetching a token and preparing a feed tell nobody anything: they were not sent.
    assert isinstance(answer, NotSent if call in ("restricted", "feed") else Unclear)
    assert answer.reason == (trouble or answer.reason)
    assert len(amazon.seen) == 1, "nothing is repeated by the machine"


def test_a_handshake_that_never_ends_has_sent_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, FaultServer() as keys:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        to = client(url, bounds=SHORT, account={"signin_url": f"{keys.url}/auth/o2/token"})
        assert CALLS["purchase"](to) == NotSent("timed_out")
        to.close()


@pytest.mark.parametrize("call", ALL_CALLS)
def test_a_well_formed_no_is_a_refusal(amazon: FaultServer, call: str) -> None:
    amazon.always(error(400, "InvalidInput", "The parcel is too heavy."))
    to = client(amazon.url)
    answer = ALL_CALLS[call](to)
    to.close()
    assert answer == Refused("invalid", "The parcel is too heavy.", "InvalidInput")


@pytest.mark.parametrize("call", ALL_CALLS)
def test_an_empty_object_is_no_good_answer(amazon: FaultServer, call: str) -> None:
    amazon.always(reply(200, {}))
    to = client(amazon.url)
    answer = ALL_CALLS[call](to)
    to.close()
    if call == "cancel":  # Shipping v2: "returns an empty object"
        assert answer == Done(None)
    elif call in ("restricted", "feed"):
        assert answer == NotSent("bad_answer")
    else:
        assert answer == Unclear("bad_answer")


@pytest.mark.parametrize(
    ("retry_after", "least_s"),
    [("-1", 1.0), ("99999999999999999999", 1.0), ("Fri, 31 Dec 9999 23:59:59 GMT", 1.0),
     ("", 1.0), ("soon", 1.0), ("٣", 1.0), ("120", 120.0), ("7200", 3600.0)],
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
