"""Trouble comes when it is ordered, to whom it was ordered for, and only so often."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from fbm_desk.simulator.answers import Call
from fbm_desk.simulator.faults import ANY, FaultKind, Faults
from fbm_desk.simulator.front_door import FrontDoor
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import (
    Seller,
    confirmation,
    mugs_and_spoons,
    problem,
    purchase,
    rates_wanted,
)


@pytest.fixture
def seller(amazon: AmazonSimulator) -> Iterator[Seller]:
    """Somebody who gets answers that no model has."""
    with Seller(amazon.url) as signed_in:
        signed_in.expect_trouble()
        yield signed_in


def test_a_500_has_no_body_and_nothing_was_done(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    order = mugs_and_spoons(shop)
    amazon.faults.add("confirmShipment", FaultKind.EMPTY_500)
    answer = seller.confirm(order, confirmation(order, 3, 1))
    assert (answer.status_code, answer.content) == (500, b"")
    shop.clock.advance(1)
    assert seller.order(order.order_id)["packages"] == []


def test_a_503_is_a_web_page(amazon: AmazonSimulator, seller: Seller) -> None:
    amazon.faults.add("searchOrders", FaultKind.HTML_503)
    answer = seller.search()
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "text/html"
    assert "<html>" in answer.text


def test_trouble_ends_after_so_many_requests(amazon: AmazonSimulator, seller: Seller) -> None:
    amazon.faults.add("searchOrders", FaultKind.EMPTY_500, times=2)
    assert [seller.search().status_code for _ in range(3)] == [500, 500, 200]
    assert amazon.faults.waiting() == ()


def test_trouble_of_one_operation_leaves_the_others_alone(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    order = mugs_and_spoons(shop)
    amazon.faults.add("searchOrders", FaultKind.EMPTY_500)
    assert seller.order(order.order_id)["orderId"] == order.order_id
    amazon.faults.clear()
    amazon.faults.add(ANY, FaultKind.EMPTY_500)
    assert seller.search().status_code == 500


def test_a_connection_cut_before_the_work_did_nothing(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    order = mugs_and_spoons(shop)
    amazon.faults.add("confirmShipment", FaultKind.CUT_BEFORE)
    with pytest.raises(httpx.RemoteProtocolError):
        seller.confirm(order, confirmation(order, 3, 1))
    shop.clock.advance(1)
    assert seller.order(order.order_id)["packages"] == []


def test_a_connection_cut_after_the_work_left_it_done(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    order = mugs_and_spoons(shop)
    amazon.faults.add("confirmShipment", FaultKind.CUT_AFTER)
    with pytest.raises(httpx.RemoteProtocolError):
        seller.confirm(order, confirmation(order, 3, 1))
    shop.clock.advance(1)
    assert len(seller.order(order.order_id)["packages"]) == 1
    assert [request.status for request in amazon.requests.of("confirmShipment")] == [0]


def test_a_purchase_whose_answer_was_lost_is_found_again_by_its_key(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    body = purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))))
    amazon.faults.add("purchaseShipment", FaultKind.CUT_AFTER)
    with pytest.raises(httpx.RemoteProtocolError):
        seller.buy(body, "key-1")
    again = seller.buy(body, "key-1").json()["payload"]
    (sold,) = amazon.shipping.shipments()
    assert again["shipmentId"] == sold.shipment_id


def test_garbage_comes_with_status_200(amazon: AmazonSimulator, seller: Seller) -> None:
    amazon.faults.add("searchOrders", FaultKind.GARBAGE)
    answer = seller.search()
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"."):
        answer.json()


def test_a_slow_answer_is_the_right_one(amazon: AmazonSimulator, seller: Seller) -> None:
    amazon.faults.add("searchOrders", FaultKind.SLOW, delay_s=0.05)
    assert seller.search().json()["orders"] == []


def test_a_slow_answer_is_given_at_once_when_the_simulator_stops(shop: Shop) -> None:
    door = FrontDoor(shop)
    door.closing.set()
    door.faults.add(ANY, FaultKind.SLOW, delay_s=600)
    answer = door.handle(Call("GET", "/nowhere"))
    assert answer is not None
    assert answer.status == 404


def test_a_region_that_refuses_a_data_set_names_it(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    mugs_and_spoons(shop)
    amazon.faults.add("searchOrders", FaultKind.REFUSED_DATA, times=100)
    refused = seller.search(includedData="RECIPIENT,FULFILLMENT")
    assert problem(refused) == (400, "InvalidInput")
    assert "includedData" in refused.text
    assert len(seller.search(includedData="RECIPIENT").json()["orders"]) == 1


def test_a_quota_can_be_gone_though_the_bucket_is_full(
    amazon: AmazonSimulator, seller: Seller
) -> None:
    amazon.faults.add("searchOrders", FaultKind.QUOTA)
    answer = seller.search()
    assert problem(answer) == (429, "QuotaExceeded")
    assert answer.headers["x-amzn-RateLimit-Limit"] == "0.0056"


def test_a_token_can_be_lost(amazon: AmazonSimulator, seller: Seller) -> None:
    amazon.faults.add("searchOrders", FaultKind.LOST_TOKEN)
    assert problem(seller.search()) == (403, "Unauthorized")


SAID = {
    FaultKind.JSON_500: (500, b'"InternalFailure"'),
    FaultKind.QUOTA_RETRY_AFTER: (429, b"QuotaExceeded"),
    FaultKind.EXPIRED_TOKEN: (403, b"has expired"),
    FaultKind.UNAUTHORIZED_401: (401, b"Unauthorized"),
    FaultKind.EXPIRED_LINK: (403, b"<Code>AccessDenied"),
    FaultKind.HTML_200: (200, b"<html>"),
    FaultKind.EMPTY_200: (200, b""),
    FaultKind.DEEP_JSON: (200, b"[[[[[["),
    FaultKind.LONG_NUMBER: (200, b"9" * 5000),
    FaultKind.TRUNCATED: (200, b'{"orders":'),
}


@pytest.mark.parametrize("kind", SAID, ids=lambda kind: kind.value)
def test_each_trouble_answers_as_it_is_named(
    amazon: AmazonSimulator, seller: Seller, kind: FaultKind
) -> None:
    amazon.faults.add("searchOrders", kind)
    answer = seller.search()
    status, words = SAID[kind]
    assert answer.status_code == status
    assert words in answer.content
    assert seller.search().json()["orders"] == []


def test_a_429_can_say_when_to_come_again(amazon: AmazonSimulator, seller: Seller) -> None:
    amazon.faults.add("searchOrders", FaultKind.QUOTA)
    amazon.faults.add("searchOrders", FaultKind.QUOTA_RETRY_AFTER)
    waits = [seller.search().headers.get("Retry-After") for _ in range(2)]
    assert waits == [None, "2"]


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (FaultKind.CUT_AFTER, httpx.RemoteProtocolError),
        (FaultKind.RESET_AFTER, httpx.ReadError),
        (FaultKind.SHORT_BODY, httpx.RemoteProtocolError),
        (FaultKind.BAD_GZIP, httpx.DecodingError),
    ],
)
def test_a_broken_answer_left_the_work_done(
    amazon: AmazonSimulator, shop: Shop, seller: Seller, kind: FaultKind, error: type[Exception]
) -> None:
    body = purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))))
    amazon.faults.add("purchaseShipment", kind)
    with pytest.raises(error):
        seller.buy(body, "key-1")
    assert len(amazon.shipping.shipments()) == 1


@pytest.mark.parametrize(
    "kind",
    [FaultKind.TRUNCATED, FaultKind.HTML_200, FaultKind.EMPTY_200, FaultKind.GARBAGE],
)
def test_a_200_nobody_can_read_left_the_work_done(
    amazon: AmazonSimulator, shop: Shop, seller: Seller, kind: FaultKind
) -> None:
    body = purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))))
    amazon.faults.add("purchaseShipment", kind)
    answer = seller.buy(body, "key-1")
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"."):
        answer.json()
    assert len(amazon.shipping.shipments()) == 1


def test_a_bomb_is_small_on_the_wire_and_large_unpacked(
    amazon: AmazonSimulator, seller: Seller
) -> None:
    amazon.faults.add("searchOrders", FaultKind.GZIP_BOMB)
    headers = {"x-amz-access-token": seller.token}
    path = "/orders/2026-01-01/orders?createdAfter=2020-01-01T00:00:00Z"
    with seller.http.stream("GET", path, headers=headers) as answer:
        packed = sum(len(piece) for piece in answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip"
    assert packed < 200_000


def test_an_answer_can_drip_byte_by_byte(amazon: AmazonSimulator, seller: Seller) -> None:
    amazon.faults.add("searchOrders", FaultKind.DRIP)
    headers = {"x-amz-access-token": seller.token}
    path = "/orders/2026-01-01/orders?createdAfter=2020-01-01T00:00:00Z"
    with seller.http.stream("GET", path, headers=headers) as answer:
        assert next(answer.iter_raw()) == b"{"


def test_a_redirect_leads_to_another_host_and_is_seen_when_followed(
    amazon: AmazonSimulator, seller: Seller
) -> None:
    amazon.faults.add("searchOrders", FaultKind.REDIRECT)
    answer = seller.search()
    assert answer.status_code == 307
    assert answer.headers["location"].startswith(f"http://localhost:{amazon.port}/orders/")
    assert len(amazon.requests.of("searchOrders")) == 1


def test_a_500_can_come_after_the_work_was_done(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    body = purchase(seller.rates(rates_wanted(mugs_and_spoons(shop))))
    amazon.faults.add("purchaseShipment", FaultKind.EMPTY_500, done=True)
    assert seller.buy(body, "key-1").status_code == 500
    assert len(amazon.shipping.shipments()) == 1


def test_a_refused_refresh_token_hits_the_sign_in_alone(
    amazon: AmazonSimulator, seller: Seller
) -> None:
    amazon.faults.add(ANY, FaultKind.REVOKED_REFRESH)
    assert seller.search().status_code == 200
    assert seller.sign_in().json()["error"] == "invalid_grant"
    assert seller.sign_in().status_code == 200


def test_links_go_wrong_like_everything_else(amazon: AmazonSimulator, seller: Seller) -> None:
    kind = "text/plain; charset=UTF-8"
    made = seller.call("POST", "/feeds/2021-06-30/documents", json={"contentType": kind}).json()
    amazon.faults.add("uploadDocument", FaultKind.EXPIRED_LINK)
    statuses = [
        httpx.put(made["url"], content=b"x", headers={"content-type": kind}).status_code
        for _ in range(2)
    ]
    assert statuses == [403, 200]


def test_every_operation_can_go_wrong(amazon: AmazonSimulator, seller: Seller) -> None:
    known = seller.http.get("/admin/operations").json()["operations"]
    names = [one["operation"] for one in known]
    assert len(names) == len(set(names)) > 80
    for route in amazon.apis.routes():
        amazon.faults.add(route.operation, FaultKind.EMPTY_500)
        path = route.path.pattern.replace("([^/]+)", "1").replace("\\", "")
        headers = {"x-amz-target": route.target} if route.target else {}
        answer = seller.http.request(route.method, path, headers=headers)
        assert (answer.status_code, answer.content) == (500, b""), route.operation


def test_trouble_cannot_come_never_or_before_its_time() -> None:
    for times, delay_s in ((0, 1.0), (1, -1.0)):
        with pytest.raises(ValueError, match="fault"):
            Faults().add(ANY, FaultKind.SLOW, times, delay_s)
