"""Trouble comes when it is ordered, to whom it was ordered for, and only so often."""

from __future__ import annotations

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


def test_trouble_cannot_come_never_or_before_its_time() -> None:
    for times, delay_s in ((0, 1.0), (1, -1.0)):
        with pytest.raises(ValueError, match="fault"):
            Faults().add(ANY, FaultKind.SLOW, times, delay_s)
