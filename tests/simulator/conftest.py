"""A pretend Amazon whose time stands still, and a seller who is signed in to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import Seller, quiet_shop


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
