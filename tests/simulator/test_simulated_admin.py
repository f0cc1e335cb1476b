"""The simulator's desk places and calls off orders, orders trouble, and speeds up time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from fbm_desk.simulator.faults import FaultKind
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import (
    US,
    Seller,
    confirmation,
    mugs_and_spoons,
    problem,
    purchase,
    rates_wanted,
)


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
    seller.expect_trouble()
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


def test_orders_are_placed_with_programs_duties_and_times(seller: Seller) -> None:
    body: dict[str, Any] = {
        "lines": [{"sku": "MUG-BLUE", "quantity": 1}],
        "programs": ["PRIME", "FBM_SHIP_PLUS"],
        "duties": ["signature", "age_check"],
        "serviceLevel": "NEXT_DAY",
        "ship_by_s": 1800,
        "label_not_before_s": 600,
    }
    (placed,) = ask(seller, "/orders", body).json()["orders"]
    content = seller.order(placed["orderId"])
    assert set(body["programs"]) <= set(content["programs"])
    constraints = content["orderItems"][0]["fulfillment"]["shipping"]["shippingConstraints"]
    assert set(constraints) == {"signatureConfirmation", "recipientAgeVerification"}
    fulfillment = content["fulfillment"]
    assert fulfillment["shipByWindow"]["latestDateTime"] == "2026-11-12T09:30:00.000Z"
    assert fulfillment["labelPrintingWindow"]["earliestDateTime"] == "2026-11-12T09:10:00.000Z"
    assert fulfillment["fulfillmentServiceLevel"] == "NEXT_DAY"
    assert problem(ask(seller, "/orders", {"duties": ["dance"]})) == (400, "InvalidInput")
    assert problem(ask(seller, "/orders", {"count": 0})) == (400, "InvalidInput")


def test_an_order_changes_under_the_packers_hands(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    path = f"/orders/{order.order_id}"
    ask(seller, f"{path}/move")
    delivery = seller.order(order.order_id)["recipient"]["deliveryAddress"]
    assert delivery["addressLine3"] == "c/o the neighbours"
    assert ask(seller, f"{path}/more").json()["lines"][0]["quantity"] == 4
    changed = ask(seller, f"{path}/programs", {"programs": ["PREMIUM"]}).json()
    assert changed["programs"] == ["PREMIUM"]
    dutiful = ask(seller, f"{path}/duties", {"duties": ["transparency"]}).json()
    assert {tuple(line["duties"]) for line in dutiful["lines"]} == {("transparency",)}


def test_bought_twice_is_counted_per_order(shop: Shop, seller: Seller) -> None:
    once, twice = mugs_and_spoons(shop), mugs_and_spoons(shop)
    seller.buy(purchase(seller.rates(rates_wanted(once))), "key-1")
    content = seller.http.get("/admin/labels").json()
    assert (len(content["labels"]), content["boughtTwice"]) == (1, 0)
    body = purchase(seller.rates(rates_wanted(twice)))
    seller.buy(body)
    again = seller.buy(body).json()["payload"]["shipmentId"]
    content = seller.http.get("/admin/labels").json()
    assert (content["boughtTwice"], content["boughtTwiceOrders"]) == (1, [twice.order_id])
    mine = seller.http.get("/admin/labels", params={"orderId": twice.order_id}).json()["labels"]
    assert {label["orderId"] for label in mine} == {twice.order_id}
    assert mine[0]["charge"] == mine[1]["charge"] > 0
    seller.shipping("PUT", f"/shipments/{again}/cancel")
    content = seller.http.get("/admin/labels").json()
    assert (content["boughtTwice"], content["boughtTwiceEver"]) == (0, 1)
    assert "bought twice" in seller.http.get("/admin").text


def test_what_was_sent_twice_is_found(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    body = confirmation(order, 1)
    seller.confirm(order, body)
    params = {"operation": "confirmShipment", "repeated": "1"}
    assert seller.http.get("/admin/requests", params=params).json()["requests"] == []
    seller.confirm(order, body)
    (again,) = seller.http.get("/admin/requests", params=params).json()["requests"]
    assert again["number"] == 3
    assert again["tookMs"] >= 0
    later = seller.http.get("/admin/requests", params={"after": "2"}).json()["requests"]
    assert [request["number"] for request in later] == [3]


def test_operations_are_listed_with_their_rates_and_what_is_left(seller: Seller) -> None:
    seller.search()
    known = {one["operation"]: one for one in operations(seller)}
    assert known["searchOrders"] == {
        "operation": "searchOrders", "calls": 1, "left": 19, "rate": 0.0056
    }  # fmt: skip
    assert known["createShipment"]["rate"] == 2


def operations(seller: Seller) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = seller.http.get("/admin/operations").json()["operations"]
    return found


def test_how_reports_and_feeds_end_is_ordered_at_the_desk(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    mugs_and_spoons(shop)
    kind = "GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING"
    said = {"reportType": kind, "end": "FATAL", "queue_s": 1, "work_s": 1, "gzip": False,
            "announced": False, "encodings": {US: "cp1252"}}  # fmt: skip
    assert ask(seller, "/reports", said).status_code == 200
    body = {"reportType": kind, "marketplaceIds": [US]}
    seller.call("POST", "/reports/2021-06-30/reports", json=body)
    shop.clock.advance(2)
    listed = seller.http.get("/admin/reports").json()
    assert [(one["status"], listed["work_s"]) for one in listed["reports"]] == [("FATAL", 1)]
    assert amazon.apis.reports.encodings.by_marketplace[US] == "cp1252"
    assert problem(ask(seller, "/reports", {"encodings": {US: "rot-26"}}))[0] == 400
    refused = {"refuse": 2, "refuseIds": ["MUG-BLUE"], "gzip": True, "work_s": 5}
    assert ask(seller, "/feeds", refused).json()["work_s"] == 5
    assert problem(ask(seller, "/feeds", {"feedType": "X", "end": "GONE"}))[0] == 400


def test_consent_is_taken_back_and_given_again(seller: Seller) -> None:
    assert ask(seller, "/sign-in", {"do": "expire"}).status_code == 200
    assert problem(seller.search()) == (403, "Unauthorized")
    ask(seller, "/sign-in", {"do": "revoke"})
    assert seller.sign_in().json()["error"] == "invalid_grant"
    ask(seller, "/sign-in", {"do": "consent"})
    assert seller.sign_in().status_code == 200
    assert problem(ask(seller, "/sign-in", {"do": "hack"}))[0] == 400


def test_the_rest_of_the_desk_answers(shop: Shop, seller: Seller) -> None:
    assert ask(seller, "/queues", {"copies": 2}).json() == {"queues": [], "copies": 2}
    assert ask(seller, "/packages", {"delay_s": 90}).json() == {"delay_s": 90}
    assert shop.package_delay_s == 90
    rejected = {"refund": "RefundRejected", "refund_takes_s": 5}
    assert ask(seller, "/labels", rejected).json() == {"refund_takes_s": 5}
    listed = seller.http.get("/admin/listings").json()["listings"]
    assert {one["quantity"] for one in listed} == {25}
    assert seller.http.get("/admin/messages").json() == {"messages": []}
    seller.http.delete("/admin/requests")
    assert seller.http.get("/admin/requests").json() == {"requests": []}


def test_time_is_set_forward_to_a_moment_but_not_back(seller: Seller) -> None:
    at = {"at": "2026-11-13T00:00:00Z"}
    assert ask(seller, "/time", at).json()["now"] == "2026-11-13T00:00:00.000Z"
    assert problem(ask(seller, "/time", {"at": "2026-11-12T00:00:00Z"})) == (400, "InvalidInput")


def test_trouble_is_for_operations_that_there_are(seller: Seller) -> None:
    wrong = {"operation": "searchOrder", "kind": "empty_500"}
    assert problem(ask(seller, "/faults", wrong)) == (400, "InvalidInput")
    cut = {"operation": "createShipment", "kind": "html_503", "done": True}
    assert ask(seller, "/faults", cut).json()["workDone"] is True
    kinds = seller.http.get("/admin/faults").json()["kinds"]
    assert len(kinds) == len(FaultKind)


def test_the_page_names_every_kind_of_trouble_and_every_operation(
    amazon: AmazonSimulator, seller: Seller
) -> None:
    text = seller.http.get("/admin").text
    for kind in FaultKind:
        assert f'value="{kind.value}"' in text
    for route in amazon.apis.routes():
        assert f'value="{route.operation}"' in text


def test_the_document_names_every_kind_of_trouble_and_every_call() -> None:
    text = (Path(__file__).parents[2] / "docs" / "simulator.md").read_text("utf-8")
    assert [kind.value for kind in FaultKind if f"`{kind.value}`" not in text] == []
    calls = "orders requests faults operations time labels reports feeds queues listings".split()
    for call in [*calls, "messages", "sign-in", "packages"]:
        assert f"/admin/{call}" in text


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
