"""A pretend Amazon whose time stands still, and a seller who is signed in to it."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import US, Seller, quiet_shop


@pytest.fixture
def shop() -> Shop:
    """A shop without orders; its clock moves only when a test moves it."""
    return quiet_shop()


@pytest.fixture
def amazon(shop: Shop) -> Iterator[AmazonSimulator]:
    """The simulator of that shop, listening."""
    with AmazonSimulator(shop) as simulator:
        yield simulator


@pytest.fixture
def seller(amazon: AmazonSimulator) -> Iterator[Seller]:
    """Somebody who calls the API of that shop."""
    with Seller(amazon.url) as signed_in:
        yield signed_in


@pytest.fixture
def account(amazon: AmazonSimulator, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """What the library needs to call the simulator instead of Amazon."""
    from sp_api.auth import AccessTokenClient
    from sp_api.auth.access_token_client import cache

    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("SP_API_DEFAULT_MARKETPLACE", raising=False)

    class LocalSignIn(AccessTokenClient):  # type: ignore[misc]
        scheme = "http://"
        host = amazon.url.removeprefix("http://")

        def __init__(self, **more: Any) -> None:
            super().__init__(**more)
            sign_ins.append(self)

    sign_ins: list[Any] = []
    market = SimpleNamespace(endpoint=amazon.url, marketplace_id=US, region="us-east-1", name="US")
    cache.clear()
    yield {
        "marketplace": market,
        "auth_token_client_class": LocalSignIn,
        "credentials": {"refresh_token": "rt", "lwa_app_id": "a", "lwa_client_secret": "b"},
    }
    cache.clear()
    for sign_in in sign_ins:
        sign_in._transport.close()
