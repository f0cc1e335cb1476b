"""Whoever cannot prove to be Amazon gets neither token nor order."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fbm_desk.domain.answers import Done, NotSent
from tests.amazon.amazon_calls import CALLS, client
from tests.amazon.certificates import certificate, serving, trusting
from tests.amazon.fault_server import FaultServer, raw, reply
from tests.amazon.order_bodies import order


def test_a_trusted_certificate_of_the_right_host_will_do(tmp_path: Path) -> None:
    file = certificate(tmp_path)
    with FaultServer(serving(file)) as amazon:
        amazon.always(reply(204))
        to = client(amazon.url, trusted=trusting(file))
        assert CALLS["confirm"](to) == Done(None)
        to.close()


@pytest.mark.parametrize(
    ("host", "valid_days", "trusted"),
    [("127.0.0.1", 1, False), ("127.0.0.2", 1, True), ("127.0.0.1", -1, True)],
    ids=["self-signed", "of another host", "expired"],
)
def test_a_wrong_certificate_ends_it_before_a_byte_is_sent(
    tmp_path: Path, host: str, valid_days: int, trusted: bool
) -> None:
    file = certificate(tmp_path, host, valid_days)
    with FaultServer(serving(file)) as amazon, FaultServer() as keys:
        account = {"signin_url": f"{keys.url}/auth/o2/token"}
        to = client(amazon.url, account=account, trusted=trusting(file) if trusted else None)
        assert CALLS["purchase"](to) == NotSent("certificate")
        whole = client(amazon.url, trusted=trusting(file) if trusted else None)
        assert CALLS["purchase"](whole) == NotSent("certificate")
        to.close()
        whole.close()
    assert not amazon.seen
    assert not amazon.token_requests


def test_an_answer_with_long_pauses_is_heard_whole_under_a_certificate(tmp_path: Path) -> None:
    """Waiting is done in short looks, so that it can be ended: none of them loses a byte."""
    body = json.dumps({"order": order()}).encode()
    head = f"HTTP/1.1 200 Answer\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    file = certificate(tmp_path)
    with FaultServer(serving(file)) as amazon:
        to = client(amazon.url, trusted=trusting(file))
        assert to.sign_in() == Done(None)
        amazon.behave(raw(head, body[:40], body[40:], every_s=0.5))
        answer = CALLS["order"](to)
        to.close()
    assert isinstance(answer, Done)
