"""The simulator's desk places and calls off orders, orders trouble, and speeds up time."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import Seller, mugs_and_spoons, problem


def ask(seller: Seller, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
    """POST to the desk; it wants no token."""
    return seller.http.post(f"/admin{path}", json=body if body is not None else {})


def test_an_order_is_placed_with_the_lines_that_are_wanted(seller: Seller) -> None:
    body = {
        "lines": [{"sku": "MUG-BLUE", "quantity": 2}],
        "marketplaceId": "A1PA6795UKMFR9",
        "pending": True,
    }
    answer = ask(seller, "/orders", body)
    assert answer.status_code == 201
    (placed,) = answer.json()["orders"]
    assert (placed["status"], placed["lines"][0]["quantity"]) == ("PENDING", 2)
    assert seller.order(placed["orderId"])["salesChannel"]["marketplaceId"] == "A1PA6795UKMFR9"
    assert ask(seller, f"/orders/{placed['orderId']}/authorise").json()["status"] == "UNSHIPPED"


def test_a_handful_of_orders_is_placed_at_once(shop: Shop, seller: Seller) -> None:
    assert len(ask(seller, "/orders", {"count": 5}).json()["orders"]) == 5
    assert len(seller.http.get("/admin/orders").json()["orders"]) == len(shop.orders()) == 5


def test_the_buyers_side_of_an_order_is_in_reach(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    path = f"/orders/{order.order_id}"
    line_id = order.lines[1].line_id
    asked = ask(seller, f"{path}/request-cancel", {"reason": "No longer", "orderItemId": line_id})
    assert [line["cancelRequested"] for line in asked.json()["lines"]] == [False, True]
    address = {
        "name": "Zoë Hale", "line1": "2 Elm Row", "city": "Austin", "postcode": "78702",
        "country": "US", "region": "TX",
    }  # fmt: skip
    assert ask(seller, f"{path}/address", address).status_code == 200
    delivery = seller.order(order.order_id)["recipient"]["deliveryAddress"]
    assert delivery["addressLine1"] == "2 Elm Row"
    more = ask(seller, f"{path}/quantity", {"orderItemId": line_id, "quantity": 2})
    assert more.json()["lines"][1]["quantity"] == 2
    assert ask(seller, f"{path}/ship-plus").json()["programs"][-1] == "FBM_SHIP_PLUS"
    assert ask(seller, f"{path}/cancel", {"by": "AMAZON"}).json()["status"] == "CANCELLED"


def test_what_cannot_be_is_answered_with_why(shop: Shop, seller: Seller) -> None:
    order = shop.cancel(mugs_and_spoons(shop).order_id)
    path = f"/orders/{order.order_id}"
    assert problem(ask(seller, f"{path}/cancel")) == (409, "NotPossible")
    assert problem(ask(seller, f"{path}/address", {"name": "A"})) == (400, "InvalidInput")
    assert problem(ask(seller, f"{path}/explode")) == (404, "NotFound")
    assert problem(ask(seller, "/orders/111-0000000-0000000/cancel")) == (404, "NotFound")
    assert problem(ask(seller, "/orders", {"lines": [{"sku": "X", "quantity": 1}]}))[0] == 404
    bad_line = {"lines": [{"sku": "MUG-BLUE", "quantity": 0}]}
    assert problem(ask(seller, "/orders", bad_line))[0] == 400
    assert problem(ask(seller, "/orders", {"marketplaceId": "nowhere"}))[0] == 404
    assert problem(seller.http.get("/admin/nothing")) == (404, "NotFound")


def test_trouble_is_ordered_and_called_off(seller: Seller) -> None:
    fault = {"operation": "searchOrders", "kind": "empty_500", "times": 3}
    assert ask(seller, "/faults", fault).status_code == 201
    assert seller.search().status_code == 500
    (left,) = seller.http.get("/admin/faults").json()["faults"]
    assert (left["kind"], left["times"]) == ("empty_500", 2)
    seller.http.delete("/admin/faults")
    assert seller.search().status_code == 200
    assert problem(ask(seller, "/faults", {"kind": "earthquake"})) == (400, "InvalidInput")


def test_time_is_sped_up_and_skipped(amazon: AmazonSimulator, seller: Seller) -> None:
    assert ask(seller, "/time", {"advance_s": 3600}).json()["now"] == "2026-11-12T10:00:00.000Z"
    assert ask(seller, "/time", {"speed": 60}).json()["speed"] == 60
    assert amazon.shop.clock.speed == 60
    assert problem(ask(seller, "/time", {"speed": -1})) == (400, "InvalidInput")


def test_requests_are_listed_without_their_bodies(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    seller.confirm(order, {"secret": "whisper"})
    seller.search()
    answer = seller.http.get("/admin/requests", params={"operation": "confirmShipment"})
    (request,) = answer.json()["requests"]
    assert (request["method"], request["status"]) == ("POST", 400)
    assert order.order_id in request["path"]
    assert "whisper" not in seller.http.get("/admin/requests").text


def test_the_desk_itself_is_not_counted_among_amazons_requests(
    amazon: AmazonSimulator, seller: Seller
) -> None:
    seller.http.get("/admin/orders")
    assert [request.operation for request in amazon.requests.all()] == ["token"]


@pytest.mark.parametrize("path", ["/admin", "/admin/"])
def test_the_page_shows_orders_and_requests(shop: Shop, seller: Seller, path: str) -> None:
    order = mugs_and_spoons(shop)
    shop.request_cancel(order.order_id)
    seller.search(createdAfter="nonsense")
    answer = seller.http.get(path)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    for said in (order.order_id, "3 × MUG-BLUE", "cancel asked", "searchOrders", "400"):
        assert said in answer.text
    assert f"/admin/orders/{order.order_id}/cancel" in answer.text


def test_the_page_shows_nobodys_name_and_runs_nobodys_script(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    seller.http.get("/<script>alert(1)</script>")
    text = seller.http.get("/admin").text
    assert order.recipient.name not in text
    assert "<script>alert" not in text
