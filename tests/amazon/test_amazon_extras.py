"""What a carrier does on top: chosen where a duty wants it or a group insists, and paid for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.extras import kept_by
from fbm_desk.amazon.label_seller import AmazonLabels
from fbm_desk.domain.answers import Done
from fbm_desk.domain.orders import Duty, Sku
from fbm_desk.domain.purchases import Offer
from fbm_desk.domain.shipping import Box, BoxItem, LabelRequest
from tests.amazon.amazon_calls import LINE_ID, NOON, ORDER_ID, SENDER, client
from tests.amazon.fault_server import FaultServer, reply
from tests.amazon.test_amazon_shipping import rates

CONFIRMATION = {
    "groupId": "CONFIRMATION",
    "groupDescription": "Confirmation",
    "isRequired": True,
    "valueAddedServices": [
        {"id": "SIGNATURE_CONFIRMATION", "name": "S", "cost": {"value": 2.5, "unit": "GBP"}},
        {"id": "ADULT_SIGNATURE_CONFIRMATION", "name": "A", "cost": {"value": 6, "unit": "GBP"}},
        {"id": "NO_CONFIRMATION", "name": "None", "cost": {"value": 0, "unit": "GBP"}},
        {"id": "DELIVERY_CONFIRMATION", "name": "Delivery", "cost": {"value": 0, "unit": "GBP"}},
    ],
}  # fmt: skip


@pytest.fixture
def amazon() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def seller(amazon: FaultServer) -> Iterator[AmazonLabels]:
    made = client(amazon.url, now=lambda: NOON)
    client_for: dict[str, AmazonClient] = {"AmazonShipping_UK": made}
    yield AmazonLabels(lambda name: client_for[name], "AmazonShipping_UK", SENDER)
    made.close()


def quoted(
    amazon: FaultServer, seller: AmazonLabels, groups: list[Any], *duties: Duty
) -> list[tuple[Offer, list[str]]]:
    """The offers for a parcel with these duties, each with the extras its purchase asks for."""
    answer_body = rates(rateItemList=[], availableValueAddedServiceGroups=groups)
    amazon.behave(reply(200, json.dumps(answer_body)))
    box, items = Box(500, 300, 200, 100), (BoxItem(LINE_ID, Sku("MUG"), 1, 350),)
    wanted = LabelRequest(
        ORDER_ID, "A1F83G8C2ARO7P", "parcel-1", box, items, frozenset(duties)
    )  # fmt: skip
    answer = seller.quote(wanted)
    assert isinstance(answer, Done)
    found = []
    for offer in answer.value.offers:
        request = json.loads(json.loads(seller.body(answer.value, offer))["request"])
        asked = [one["id"] for one in request.get("requestedValueAddedServices", ())]
        found.append((offer, asked))
    return found


@pytest.mark.parametrize(
    ("duties", "extra", "price_minor"),
    [
        ((), "DELIVERY_CONFIRMATION", 499),
        ((Duty.SIGNATURE,), "SIGNATURE_CONFIRMATION", 749),
        ((Duty.AGE_CHECK,), "ADULT_SIGNATURE_CONFIRMATION", 1099),
        ((Duty.SIGNATURE, Duty.AGE_CHECK), "ADULT_SIGNATURE_CONFIRMATION", 1099),
    ],
)
def test_the_extra_that_the_duty_wants_is_asked_for_and_counted_in_the_price(
    amazon: FaultServer, seller: AmazonLabels, duties: tuple[Duty, ...], extra: str,
    price_minor: int,
) -> None:  # fmt: skip
    ((offer, asked),) = quoted(amazon, seller, [CONFIRMATION], *duties)
    assert (asked, offer.price_minor) == ([extra], price_minor)
    assert set(duties) <= offer.keeps


def test_an_extra_nobody_wants_is_left_out_where_the_group_does_not_insist(
    amazon: FaultServer, seller: AmazonLabels
) -> None:
    optional = {**CONFIRMATION, "isRequired": False}
    ((offer, asked),) = quoted(amazon, seller, [optional])
    assert (asked, offer.price_minor, offer.keeps) == ([], 499, frozenset())
    ((offer, asked),) = quoted(amazon, seller, [optional], Duty.SIGNATURE)
    assert (asked, offer.keeps) == (["SIGNATURE_CONFIRMATION"], frozenset({Duty.SIGNATURE}))


def test_a_duty_no_extra_keeps_is_not_said_to_be_kept(
    amazon: FaultServer, seller: AmazonLabels
) -> None:
    ((offer, _),) = quoted(amazon, seller, [CONFIRMATION], Duty.IDENTITY_CHECK)
    assert Duty.IDENTITY_CHECK not in offer.keeps


@pytest.mark.parametrize(
    "listed",
    [
        None,
        [],
        [{"id": "NO_CONFIRMATION", "name": "None"}],
        [{"id": "NO_CONFIRMATION", "name": "None", "cost": {"value": 1, "unit": "USD"}}],
        [{"id": "", "name": "None", "cost": {"value": 1, "unit": "GBP"}}],
    ],
)
def test_a_rate_whose_required_choice_cannot_be_understood_is_not_offered(
    amazon: FaultServer, seller: AmazonLabels, listed: object
) -> None:
    assert quoted(amazon, seller, [{**CONFIRMATION, "valueAddedServices": listed}]) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("SIGNATURE_CONFIRMATION", {Duty.SIGNATURE}),
        ("signatureOnDelivery", {Duty.SIGNATURE}),
        ("Signature-Confirmation", {Duty.SIGNATURE}),
        ("ADULT_SIGNATURE_CONFIRMATION", {Duty.SIGNATURE, Duty.AGE_CHECK}),
        ("WAIVE_SIGNATURE", set()),
        ("NO_SIGNATURE_CONFIRMATION", set()),
        ("", set()),
    ],
)
def test_only_names_that_promise_a_signature_keep_one(name: str, kept: set[Duty]) -> None:
    assert kept_by(name) == kept
