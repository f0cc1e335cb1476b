"""News of changed orders, read from a queue like AWS's that the pretend Amazon fills."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from fbm_desk.amazon.account import WrongAddress
from fbm_desk.amazon.changes_queue import ChangesQueue, QueueAccess
from fbm_desk.amazon.transport import Bounds
from fbm_desk.domain.answers import Done, NotSent, Refused
from fbm_desk.domain.changes import OrderChanged
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.amazon.fault_server import Behaviour, FaultServer, Line, close, hang, raw, reply
from tests.nobody_listens import nobody_listens
from tests.simulator.seller import mugs_and_spoons, quiet_shop

ARN = "arn:aws:sqs:eu-west-1:000000000000:order-news"


def access(url: str, **changes: str) -> QueueAccess:
    made = QueueAccess(
        queue_url=f"{url}/000000000000/order-news",
        region="eu-west-1",
        seller_id="A2PRETENDSELLER",
        key_id="AKIAEXAMPLE",
        secret="example-secret",
        endpoint_url=url,
    )
    return replace(made, **changes)


@pytest.fixture
def shop() -> Shop:
    return quiet_shop()


@pytest.fixture
def amazon(shop: Shop) -> Iterator[AmazonSimulator]:
    with AmazonSimulator(shop) as simulator:
        told = simulator.apis.notifications
        destination = told.add_destination("desk", ARN)
        told.subscribe("ORDER_CHANGE", destination.destination_id, "1.0", {})
        yield simulator


@pytest.fixture
def queue(amazon: AmazonSimulator) -> Iterator[ChangesQueue]:
    made = ChangesQueue(access(amazon.url), wait_s=0)
    yield made
    made.close()


def news(queue: ChangesQueue) -> tuple[OrderChanged, ...]:
    answer = queue.receive()
    assert isinstance(answer, Done)
    return answer.value


def test_a_placed_order_is_news_until_it_is_laid_aside(
    queue: ChangesQueue, amazon: AmazonSimulator, shop: Shop
) -> None:
    order = mugs_and_spoons(shop)
    (first,) = news(queue)
    assert (first.order_id, first.cancel_requested) == (order.order_id, False)
    assert news(queue) == ()  # hidden while it is being worked on
    shop.clock.advance(60)
    (again,) = news(queue)
    assert queue.seen(again.receipt) == Done(None)
    assert amazon.apis.queues.counts("order-news") == (0, 0)


def test_a_buyers_wish_to_cancel_is_in_the_news_themselves(queue: ChangesQueue, shop: Shop) -> None:
    order = mugs_and_spoons(shop)
    shop.request_cancel(order.order_id)
    assert [one.cancel_requested for one in news(queue)] == [False, True]


def test_ten_news_come_at_a_time(queue: ChangesQueue, shop: Shop) -> None:
    for _ in range(12):
        mugs_and_spoons(shop)
    assert [len(news(queue)), len(news(queue)), len(news(queue))] == [10, 2, 0]


@pytest.mark.parametrize(
    "body",
    ["", "hello", "[]", "{}", '{"NotificationType": "ANY_OFFER_CHANGED", "Payload": {}}',
     '{"a":' + "[" * 100_000, "x" * 300_000],
)  # fmt: skip
def test_a_message_that_makes_no_sense_is_laid_aside_and_blocks_nothing(
    queue: ChangesQueue, amazon: AmazonSimulator, shop: Shop, body: str
) -> None:
    amazon.apis.queues.send("order-news", body)
    order = mugs_and_spoons(shop)
    assert [one.order_id for one in news(queue)] == [order.order_id]
    assert amazon.apis.queues.counts("order-news") == (0, 1)


def test_another_sellers_news_are_left_for_him(amazon: AmazonSimulator, shop: Shop) -> None:
    mugs_and_spoons(shop)
    his = ChangesQueue(access(amazon.url, seller_id="A1OTHER"), wait_s=0)
    assert news(his) == ()
    his.close()
    assert amazon.apis.queues.counts("order-news") == (0, 1)


def test_news_that_came_through_a_topic_are_unwrapped(
    queue: ChangesQueue, amazon: AmazonSimulator, shop: Shop
) -> None:
    mugs_and_spoons(shop)
    found = amazon.apis.queues.receive("order-news")
    assert found
    message = found[0]
    amazon.apis.queues.send("order-news", json.dumps({"Type": "x", "Message": message.body}))
    assert len(news(queue)) == 1


def test_a_queue_that_is_not_there_is_refused(amazon: AmazonSimulator) -> None:
    made = ChangesQueue(access(amazon.url, queue_url=f"{amazon.url}/000000000000/none"), wait_s=0)
    answer = made.receive()
    made.close()
    assert isinstance(answer, Refused)
    assert answer.code == "not_found"


def denied(code: str) -> dict[str, Any]:
    return {"__type": f"com.amazonaws.sqs#{code}", "message": "no"}


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        (close, NotSent("lost")),
        (reply(403, denied("AccessDenied")), Refused("unauthorised", "", "AccessDenied")),
        (reply(403, denied("SignatureDoesNotMatch")),
         Refused("unauthorised", "", "SignatureDoesNotMatch")),
        (reply(500, b""), NotSent("server_fault")),
        (reply(400, denied("ThrottlingException")), NotSent("quota")),
    ],
)  # fmt: skip
def test_what_the_queue_says_is_judged(
    behaviour: Any, expected: object, caplog: pytest.LogCaptureFixture
) -> None:
    with FaultServer() as server, caplog.at_level(logging.INFO):
        server.always(behaviour)
        made = ChangesQueue(access(server.url), wait_s=0)
        assert made.receive() == expected
        assert made.seen("a-receipt") == expected
        made.close()
        assert len(server.seen) == 2, "nothing is repeated by the machine"
    assert "example-secret" not in caplog.text


def test_nobody_listening_is_offline() -> None:
    with nobody_listens() as port:
        made = ChangesQueue(access(f"http://127.0.0.1:{port}"), wait_s=0)
        assert made.receive() == NotSent("offline")
        made.close()


@pytest.mark.parametrize(
    "url",
    ["http://sqs.eu-west-1.amazonaws.com/1/q", "https://sqs.example.com/1/q",
     "https://sqs.eu-west-1.amazonaws.com.example.com/1/q", "ftp://127.0.0.1/q", "",
     "https://a:b@sqs.eu-west-1.amazonaws.com/1/q", "https://sqs.eu-west-1.amazonaws.com:99999/q"],
)  # fmt: skip
def test_the_key_is_shown_to_no_other_host(url: str) -> None:
    if url:
        with pytest.raises(WrongAddress):
            access("http://127.0.0.1:1", queue_url=url)
        with pytest.raises(WrongAddress):
            access("http://127.0.0.1:1", endpoint_url=url)
    assert "example-secret" not in repr(access("http://127.0.0.1:1"))


_HOSTILE = {
    "AWS_PROFILE": "stranger",
    "AWS_ACCESS_KEY_ID": "stranger",
    "AWS_SECRET_ACCESS_KEY": "stranger",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "AWS_ENDPOINT_URL_SQS": "http://127.0.0.1:9",
    "AWS_DEFAULT_REGION": "moon-1",
    "AWS_CA_BUNDLE": "/nowhere",
    "AWS_CONFIG_FILE": "/nowhere",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "ALL_PROXY": "http://127.0.0.1:9",
    "NO_PROXY": "",
}
_SCRIPT = """
import sys
from fbm_desk.amazon.changes_queue import ChangesQueue
from tests.amazon.test_changes_queue import access
assert "boto3" not in sys.modules, "imported before anybody wants it"
queue = ChangesQueue(access(sys.argv[1]), wait_s=0)
print(queue.receive())
queue.close()
"""


def test_the_environment_decides_nothing_about_the_queue() -> None:
    with FaultServer() as server:
        server.always(reply(200, {}, Content_Type="application/x-amz-json-1.0"))
        ran = subprocess.run(
            [sys.executable, "-c", _SCRIPT, server.url],
            env={**os.environ, **_HOSTILE, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (ran.stdout.strip(), ran.stderr) == ("Done()", "")
        assert "AKIAEXAMPLE" in server.seen[0].headers["authorization"]
        assert "eu-west-1" in server.seen[0].headers["authorization"]


_WITHOUT = """
import sys
sys.modules["boto3"] = None
sys.modules["botocore"] = None
from fbm_desk.amazon.changes_queue import ChangesQueue
from tests.amazon.test_changes_queue import access
print(ChangesQueue(access("http://127.0.0.1:1")).receive())
"""


def test_without_the_optional_extra_nothing_is_asked_and_nothing_breaks() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _WITHOUT],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ran.stdout.strip() == "NotSent(reason='no_queue_reader', retry_s=0.0)"


@pytest.mark.parametrize("behaviour", [hang, raw(*[b"H"] * 500, every_s=0.05)])
def test_a_call_has_one_deadline_for_all_of_it(behaviour: Behaviour) -> None:
    short = Bounds(connect_s=5, read_s=5, total_s=0.5)
    with FaultServer() as server:
        server.always(behaviour)
        made = ChangesQueue(access(server.url), wait_s=0, bounds=short)
        assert made.receive() == NotSent("timed_out")
        made.close()


def test_closing_the_program_ends_a_call_at_once() -> None:
    stop = threading.Event()

    def silent(line: Line) -> None:
        stop.set()
        hang(line)

    with FaultServer() as server:
        server.always(silent)
        made = ChangesQueue(access(server.url), bounds=Bounds(5, 3600, 3600), stop=stop)
        assert made.receive() == NotSent("stopped")
        made.close()
