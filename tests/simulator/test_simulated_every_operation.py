"""Every operation of Amazon's that the simulator carries out answers as its model says."""

from __future__ import annotations

import httpx
import pytest

from fbm_desk.simulator.route import Access
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator import published_models as models
from tests.simulator.published_answers import NotAsPublished, Operation, operation_of, operations
from tests.simulator.seller import Seller
from tests.simulator.tour import TOUR

pytestmark = pytest.mark.skipif(
    not models.MODELS.is_dir(), reason="Amazon's published models do not lie beside the project"
)
#: Of Shipping v2: accounts with carriers, access points and claims are no packing desk's business.
LEFT_OUT = {
    "getCarrierAccountFormInputs", "getCarrierAccounts", "linkCarrierAccount",
    "unlinkCarrierAccount", "getAccessPoints", "submitNdrFeedback", "createClaim",
}  # fmt: skip
#: Static cases in the models it speaks.
CASES = 134


def carried_out(amazon: AmazonSimulator) -> dict[tuple[str, str], Operation]:
    """The operations of the models that have a route, by model and name."""
    found = [
        operation_of(route.method, route.path.pattern.replace("\\", "").replace("([^/]+)", "X"))
        for route in amazon.apis.routes()
        if route.access is not Access.OPEN
    ]
    assert None not in found, "each is an operation of a model"
    return {(one.model, one.name): one for one in found if one is not None}


def test_each_operation_of_the_models_is_carried_out_or_left_out_on_purpose(
    amazon: AmazonSimulator,
) -> None:
    published = {(one.model, one.name) for one in operations()}
    missing = {name for _, name in published - carried_out(amazon).keys()}
    assert missing == LEFT_OUT
    assert (len(published), len(carried_out(amazon))) == (82, 75)


def test_each_does_its_work_and_answers_as_published(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    for part in TOUR:
        part(shop, seller)
        shop.clock.advance(60)
    well = {(model, name) for model, name, status in seller.held.answers if status < 300}
    assert well == carried_out(amazon).keys()


def test_each_is_refused_as_published_without_a_token(
    amazon: AmazonSimulator, seller: Seller
) -> None:
    seller.token = ""
    for route in amazon.apis.routes():
        if route.access is not Access.OPEN:
            path = route.path.pattern.replace("\\", "").replace("([^/]+)", "X")
            assert seller.call(route.method, path).status_code == 403, route.operation
    refused = {(model, name) for model, name, status in seller.held.answers if status == 403}
    assert refused == carried_out(amazon).keys()


def test_the_static_cases_are_all_those_of_the_models_it_speaks() -> None:
    assert sum(len(list(models.examples(model))) for model in models.SPOKEN) == CASES


def test_the_check_sees_an_answer_that_is_not_published(seller: Seller) -> None:
    request = httpx.Request("GET", "http://amazon.invalid/orders/2026-01-01/orders")
    for status, content in ((200, {"orders": [], "extra": 1}), (299, {"orders": []})):
        with pytest.raises(NotAsPublished):
            seller.held.look(httpx.Response(status, json=content, request=request))
