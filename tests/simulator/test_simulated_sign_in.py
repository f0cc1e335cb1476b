"""Tokens are given out, hold for an hour, and are asked for at every door of the API."""

from __future__ import annotations

import pytest

from fbm_desk.simulator.server import AmazonSimulator
from tests.simulator.seller import Seller, problem


def test_a_refresh_token_gives_an_access_token_for_an_hour(seller: Seller) -> None:
    answer = seller.sign_in()
    assert answer.status_code == 200
    assert answer.json()["expires_in"] == 3600
    assert answer.json()["token_type"] == "bearer"
    assert answer.json()["refresh_token"] == "Atzr|pretend"


def test_client_credentials_give_a_token_that_opens_no_orders(seller: Seller) -> None:
    answer = seller.sign_in(
        grant_type="client_credentials", scope="sellingpartnerapi::notifications"
    )
    assert "refresh_token" not in answer.json()
    seller.token = answer.json()["access_token"]
    assert problem(seller.search()) == (403, "Unauthorized")


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_secret": ""}, 401, "invalid_client"),
        ({"refresh_token": ""}, 400, "invalid_request"),
        ({"grant_type": "client_credentials"}, 400, "invalid_scope"),
    ],
)
def test_a_bad_sign_in_is_refused_in_oauths_words(
    seller: Seller, changes: dict[str, str], status: int, error: str
) -> None:
    answer = seller.sign_in(**changes)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_a_rotated_secret_is_no_longer_accepted(amazon: AmazonSimulator, seller: Seller) -> None:
    amazon.sign_in.client_secret = "the new one"
    assert seller.sign_in().json()["error"] == "invalid_client"
    assert seller.sign_in(client_secret="the new one").status_code == 200


def test_a_withdrawn_refresh_token_is_no_longer_accepted(
    amazon: AmazonSimulator, seller: Seller
) -> None:
    amazon.sign_in.refresh_token = "Atzr|another"
    assert seller.sign_in().json()["error"] == "invalid_grant"


def test_a_token_holds_for_an_hour_and_not_longer(amazon: AmazonSimulator, seller: Seller) -> None:
    amazon.shop.clock.advance(3599)
    assert seller.search().status_code == 200
    amazon.shop.clock.advance(1)
    answer = seller.search()
    assert problem(answer) == (403, "Unauthorized")
    assert "expired" in answer.json()["errors"][0]["details"]


@pytest.mark.parametrize("token", ["", "Atza|never-given-out"])
def test_without_a_token_nothing_is_told(seller: Seller, token: str) -> None:
    seller.token = token
    assert problem(seller.search()) == (403, "Unauthorized")


def test_revoked_tokens_hold_no_longer(amazon: AmazonSimulator, seller: Seller) -> None:
    amazon.sign_in.revoke_all()
    assert problem(seller.search()) == (403, "Unauthorized")
