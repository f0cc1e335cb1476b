"""The simulator listens on loopback, keeps connections alive, and ends them all when it stops."""

from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import Seller, mugs_and_spoons, problem


def test_it_listens_on_this_machine_only(amazon: AmazonSimulator) -> None:
    assert amazon.url == f"http://127.0.0.1:{amazon.port}"
    with socket.create_connection(("127.0.0.1", amazon.port)) as caller:
        assert caller.getpeername()[0] == "127.0.0.1"
    with socket.socket() as elsewhere:
        # Another loopback address answers only where somebody listens on all of them.
        assert elsewhere.connect_ex(("127.0.0.2", amazon.port)) != 0


def test_one_connection_carries_many_requests(amazon: AmazonSimulator, seller: Seller) -> None:
    for _ in range(10):
        assert seller.search().http_version == "HTTP/1.1"
    connections = [
        thread.name for thread in threading.enumerate() if "simulator-connection" in thread.name
    ]
    assert connections == ["simulator-connection-1"]
    assert amazon.requests.of("searchOrders")[-1].number == 11


def test_stopping_ends_connections_that_are_kept_alive(shop: Shop) -> None:
    amazon = AmazonSimulator(shop)
    amazon.start()
    with Seller(amazon.url) as seller:
        amazon.stop()
        assert not [t for t in threading.enumerate() if t.name.startswith("simulator")]
        with pytest.raises(httpx.HTTPError):
            seller.search()
    with pytest.raises(RuntimeError, match="not running"):
        _ = amazon.port


def test_starting_and_stopping_twice_is_no_matter(shop: Shop) -> None:
    amazon = AmazonSimulator(shop)
    amazon.start()
    port = amazon.port
    amazon.start()
    assert amazon.port == port
    amazon.stop()
    amazon.stop()
    with amazon, Seller(amazon.url) as seller:
        assert seller.search().status_code == 200


def test_a_wrong_host_header_is_no_matter(seller: Seller) -> None:
    answer = seller.call(
        "GET",
        "/orders/2026-01-01/orders?createdAfter=2020-01-01T00:00:00Z",
        headers={"host": "27.0.0.1:80"},
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/orders/v1/orders"),
        ("DELETE", "/orders/2026-01-01/orders"),
        ("PATCH", "/shipping/v2/shipments"),
        ("GET", "/orders/2026-01-01/orders/1/2"),
    ],
)
def test_an_unknown_path_is_not_found_in_amazons_words(
    amazon: AmazonSimulator, seller: Seller, method: str, path: str
) -> None:
    assert problem(seller.call(method, path)) == (404, "NotFound")
    assert amazon.requests.all()[-1].operation == "unknown"


def test_a_body_without_a_length_or_without_end_is_refused(seller: Seller) -> None:
    chunked = seller.http.post("/auth/o2/token", content=iter([b"{}"]))
    assert chunked.status_code == 411
    huge = seller.http.post("/auth/o2/token", content=b"0" * 10_000_001)
    assert huge.status_code == 413


def test_a_refusal_reaches_a_caller_who_is_still_sending(amazon: AmazonSimulator) -> None:
    with socket.create_connection(("127.0.0.1", amazon.port), timeout=20) as caller:
        caller.sendall(b"POST /auth/o2/token HTTP/1.1\r\nContent-Length: 10000001\r\n\r\n")
        told = caller.makefile("rb")
        assert told.readline() == b"HTTP/1.1 413 Request Entity Too Large\r\n"
        for _ in range(10):  # a closed socket would answer the second piece with a reset
            caller.sendall(b"0" * 1_000_000)
        caller.shutdown(socket.SHUT_WR)
        assert b"The body is too large." in told.read()


@pytest.mark.parametrize("length", ["9" * 5000, "\xb2", "-1", "+1", "1_0"])
def test_a_length_that_is_no_number_is_refused_and_the_line_closed(
    amazon: AmazonSimulator, length: str
) -> None:
    with socket.create_connection(("127.0.0.1", amazon.port), timeout=20) as caller:
        caller.sendall(f"POST / HTTP/1.1\r\nContent-Length: {length}\r\n\r\n".encode("latin-1"))
        assert caller.makefile("rb").readline() == b"HTTP/1.1 411 Length Required\r\n"


def test_stopping_waits_for_nobody_who_was_refused_and_does_not_hang_up(shop: Shop) -> None:
    amazon = AmazonSimulator(shop)
    amazon.start()
    with socket.create_connection(("127.0.0.1", amazon.port), timeout=20) as caller:
        caller.sendall(b"POST / HTTP/1.1\r\nContent-Length: 10000001\r\n\r\n0")
        told = caller.makefile("rb")
        assert told.readline().startswith(b"HTTP/1.1 413")
        amazon.stop()
        assert told.read().endswith(b"}]}")


def test_every_request_is_recorded_once(amazon: AmazonSimulator, shop: Shop) -> None:
    order = mugs_and_spoons(shop)
    with Seller(amazon.url) as seller, ThreadPoolExecutor(8) as benches:
        list(benches.map(lambda _: seller.confirm(order, {"n": 1}), range(40)))
    seen = amazon.requests.of("confirmShipment")
    assert len(seen) == 40
    assert len({request.number for request in seen}) == 40
    assert {request.body for request in seen} == {b'{"n":1}'}
    assert {request.path for request in seen} == {
        f"/orders/v0/orders/{order.order_id}/shipmentConfirmation"
    }
    assert {request.at for request in seen} == {shop.clock.now()}
    amazon.requests.clear()
    assert amazon.requests.all() == ()


def test_a_recorded_request_prints_no_body_and_no_token(
    amazon: AmazonSimulator, seller: Seller
) -> None:
    seller.search()
    printed = repr(amazon.requests.all())
    assert seller.token not in printed
    assert "client_secret" not in printed


def test_each_answer_has_its_own_request_id(seller: Seller) -> None:
    ids = {seller.search().headers["x-amzn-RequestId"] for _ in range(3)}
    assert len(ids) == 3
