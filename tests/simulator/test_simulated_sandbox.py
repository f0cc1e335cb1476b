"""The sandbox gives Amazon's fixed answers to its fixed requests, out of the models it is given."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator import published_models as models
from tests.simulator.seller import (
    US,
    Seller,
    mugs_and_spoons,
    problem,
    quiet_shop,
    rates_wanted,
)

published = pytest.mark.skipif(
    not models.MODELS.is_dir(), reason="Amazon's published models do not lie beside the project"
)
#: The same request, word for word, has another answer in the model as well.
TWO_ANSWERS = {("getAccount", 400)}
GRANTLESS = "Destination"


def strict(shop: Shop, folder: Path = models.MODELS) -> AmazonSimulator:
    """A sandbox that answers as the models in a folder say."""
    return AmazonSimulator(shop, models=folder, sandbox=True)


def token(seller: Seller, grantless: bool) -> str:
    """A new token: the seller's, or the application's own."""
    scope = {"grant_type": "client_credentials", "scope": "sellingpartnerapi::notifications"}
    return str(seller.sign_in(**(scope if grantless else {})).json()["access_token"])


def ask(seller: Seller, example: models.Example) -> httpx.Response:
    """The request of an example, sent as a client would."""
    path, query, body = example.path, {}, None
    for name, place in example.places.items():
        value = example.wanted.get(name, "X")
        if place == "path":
            path = path.replace(f"{{{name}}}", quote(str(value), safe=""))
    for name, value in example.wanted.items():
        if name == "body":  # whatever the model itself calls it
            body = value
        elif example.places[name] == "query":
            query[name] = ",".join(map(str, value)) if isinstance(value, list) else str(value)
    more: dict[str, Any] = {} if body is None else {"json": body}
    if "/shipping/v2" in path:
        more["headers"] = {"x-amzn-shipping-business-id": "AmazonShipping_US"}
    return seller.call(example.method, path, params=query, **more)


@published
@pytest.mark.parametrize("model", models.SPOKEN)
def test_every_static_case_is_answered_as_the_model_says(model: str) -> None:
    shop = quiet_shop()
    count = 0
    with strict(shop) as amazon, Seller(amazon.url) as seller:
        seller.expect_trouble()  # not every example of Amazon's own keeps to its model
        for example in models.examples(model):
            shop.clock.advance(70)
            seller.token = token(seller, grantless=GRANTLESS in example.operation)
            answer = ask(seller, example)
            if (example.operation, example.status) in TWO_ANSWERS:
                continue
            said = (example.operation, answer.status_code, answer.text)
            assert answer.status_code == example.status, said
            empty = example.response is None or example.status == 204
            assert (answer.content == b"") if empty else (answer.json() == example.response)
            count += 1
    assert count >= 2


@published
def test_the_sandbox_answers_nothing_else() -> None:
    with strict(quiet_shop()) as amazon, Seller(amazon.url) as seller:
        answer = seller.search()
    assert problem(answer) == (400, "InvalidInput")
    assert "Could not match" in answer.text


@published
def test_an_empty_body_is_not_every_body() -> None:
    path = "/feeds/2021-06-30/documents"
    with strict(quiet_shop()) as amazon, Seller(amazon.url) as seller:
        words = [
            seller.call("POST", path, json=body).json()["errors"][0]["message"]
            for body in ({}, {"marketplaceIds": [US]}, {"contentType": "text/xml"})
        ]
    assert words == ["Invalid input", "Invalid input", "Could not match input arguments"]


@published
def test_what_the_sandbox_does_for_real_reaches_the_living_shop() -> None:
    shop = quiet_shop()
    order = mugs_and_spoons(shop)
    with strict(shop) as amazon, Seller(amazon.url) as seller:
        assert seller.rates(rates_wanted(order))["rates"]


@published
def test_invented_ids_are_answered_in_the_living_shop_too() -> None:
    shop = quiet_shop()
    order = mugs_and_spoons(shop)
    params = {"CreatedAfter": "TEST_CASE_200", "MarketplaceIds": US}
    with AmazonSimulator(shop, models=models.MODELS) as amazon, Seller(amazon.url) as seller:
        listed = seller.call("GET", "/orders/v0/orders", params=params)
        assert listed.json()["payload"]["CreatedBefore"] == "1.569521782042E9"
        places = seller.call("GET", "/sellers/v1/marketplaceParticipations").json()["payload"]
        assert [one["storeName"] for one in places] == ["Pretend Goods"] * 4
        assert seller.order(order.order_id)["orderId"] == order.order_id


def test_a_refusal_can_be_had_without_any_model(seller: Seller) -> None:
    for path in ("/orders/2026-01-01/orders/TEST_CASE_400", "/orders/v0/orders/TEST_CASE_400"):
        assert problem(seller.call("GET", path)) == (400, "InvalidInput")
    assert problem(seller.search(createdAfter="TEST_CASE_400")) == (400, "InvalidInput")


def test_the_most_exact_case_is_the_answer(tmp_path: Path) -> None:
    """Cases of a small model of our own: the request may have more than a case wants."""
    (tmp_path / "small.json").write_text(
        """{"paths": {"/sellers/v1/account": {"get": {"operationId": "getAccount", "responses": {
        "200": {"x-amzn-api-sandbox": {"static": [
          {"request": {"parameters": {}}, "response": {"case": "any"}},
          {"request": {"parameters": {"a": {"value": "1"}}}, "response": {"case": "one"}},
          {"request": {"parameters": {"a": {"value": "1"}, "b": {"value": ["x", "y"]}}},
           "response": {"case": "both"}}]}}}}}}}"""
    )
    with strict(quiet_shop(), tmp_path) as amazon, Seller(amazon.url) as seller:
        seller.expect_trouble()
        cases = [
            seller.call("GET", "/sellers/v1/account", params=params).json()["case"]
            for params in ({}, {"a": "1", "c": "2"}, {"a": "1", "b": "y,x"}, {"a": "2"})
        ]
    assert cases == ["any", "one", "both", "any"]
