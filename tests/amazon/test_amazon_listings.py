"""Quantities on offer, the account's marketplaces, and what Amazon says to wrong ones."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.listings import AmazonListings
from fbm_desk.amazon.sellers import AmazonAccount
from fbm_desk.domain.answers import Done, NotSent, Refused, Unclear
from fbm_desk.domain.feeds import QuantityChange
from fbm_desk.domain.selling import Participation
from fbm_desk.simulator.fault_kinds import FaultKind
from fbm_desk.simulator.server import AmazonSimulator
from tests.amazon.amazon_calls import client
from tests.amazon.fault_server import FaultServer, reply
from tests.simulator.seller import US, quiet_shop

_ACCEPTED = {"sku": "MUG", "status": "ACCEPTED", "submissionId": "1"}


@pytest.fixture
def amazon() -> Iterator[AmazonSimulator]:
    with AmazonSimulator(quiet_shop()) as simulator:
        yield simulator


@pytest.fixture
def to(amazon: AmazonSimulator) -> Iterator[AmazonClient]:
    made = client(amazon.url, account={"marketplace_ids": (US,)})
    yield made
    made.close()


def test_a_quantity_is_on_offer_after_it_was_put(to: AmazonClient, amazon: AmazonSimulator) -> None:
    listings = AmazonListings(to)
    assert listings.put_quantity("MUG-BLUE", 7, US) == Done(None)
    assert amazon.apis.listings.quantity("MUG-BLUE", US) == 7
    assert listings.put_quantity("MUG-BLUE", 0, US) == Done(None)
    assert amazon.apis.listings.quantity("MUG-BLUE", US) == 0


def test_a_preview_changes_nothing(to: AmazonClient, amazon: AmazonSimulator) -> None:
    before = amazon.apis.listings.quantity("MUG-BLUE", US)
    assert AmazonListings(to).preview("MUG-BLUE", 7, US) == Done(None)
    assert amazon.apis.listings.quantity("MUG-BLUE", US) == before


def test_an_article_amazon_does_not_know_is_refused_with_its_words(to: AmazonClient) -> None:
    refused = Refused("invalid", "This SKU is not in the catalogue.", "13013")
    assert AmazonListings(to).put_quantity("NO-SUCH", 1, US) == refused
    assert AmazonListings(to).preview("NO-SUCH", 1, US) == refused


def test_a_lost_answer_is_unclear(to: AmazonClient, amazon: AmazonSimulator) -> None:
    amazon.faults.add("patchListingsItem", FaultKind.CUT_AFTER)
    assert AmazonListings(to).put_quantity("MUG-BLUE", 7, US) == Unclear("lost")


@pytest.mark.parametrize(
    "answered",
    [{}, {**_ACCEPTED, "sku": "CUP"}, {**_ACCEPTED, "status": "VALID"}, {**_ACCEPTED, "issues": 1}],
)
def test_an_answer_that_does_not_fit_is_unclear(answered: object) -> None:
    with FaultServer() as server:
        server.behave(reply(200, answered))
        made = client(server.url)
        assert AmazonListings(made).put_quantity("MUG", 7, US) == Unclear("bad_answer")
        made.close()


def test_a_sku_of_strange_characters_reaches_amazon_whole() -> None:
    with FaultServer() as server:
        server.behave(reply(200, {**_ACCEPTED, "sku": "Tasse ä/1 100%"}))
        made = client(server.url)
        assert AmazonListings(made).put_quantity("Tasse ä/1 100%", 7, US) == Done(None)
        made.close()
        assert server.seen[0].path.endswith("/A1EXAMPLE/Tasse%20%C3%A4%2F1%20100%25")
        assert server.seen[0].query == {"marketplaceIds": [US]}
        assert set(server.seen[0].json) == {"productType", "patches"}


def test_the_feed_holds_the_last_quantity_of_each_sku(to: AmazonClient) -> None:
    changes = [QuantityChange("B", 1), QuantityChange("A", 2), QuantityChange("B", 3)]
    feed = json.loads(AmazonListings(to).quantities(changes))
    told = [
        (one["messageId"], one["sku"], one["attributes"]["fulfillment_availability"][0]["quantity"])
        for one in feed["messages"]
    ]
    assert told == [(1, "B", 3), (2, "A", 2)]


def test_a_feed_is_neither_empty_nor_longer_than_amazon_takes(to: AmazonClient) -> None:
    many = [QuantityChange(f"SKU-{n}", n) for n in range(25_001)]
    for changes in ([], many):
        with pytest.raises(ValueError, match="1 to 25000"):
            AmazonListings(to).quantities(changes)
    with pytest.raises(ValueError, match="never below 0"):
        QuantityChange("MUG", -1)


def test_the_account_names_its_marketplaces(to: AmazonClient) -> None:
    answer = AmazonAccount(to).marketplaces()
    assert isinstance(answer, Done)
    assert Participation(US, "Amazon.com", "US", "USD", active=True) in answer.value


def test_keys_that_open_nothing_are_told_from_a_line_that_is_down(
    to: AmazonClient, amazon: AmazonSimulator
) -> None:
    amazon.sign_in.revoke_refresh_token()
    assert AmazonAccount(to).marketplaces() == NotSent("sign_in_refused")


@pytest.mark.parametrize("payload", [None, {}, [1], [{"marketplace": {"id": "X"}}]])
def test_an_account_without_sense_is_unclear(payload: object) -> None:
    with FaultServer() as server:
        server.behave(reply(200, {"payload": payload}))
        made = client(server.url)
        assert AmazonAccount(made).marketplaces() == Unclear("bad_answer")
        made.close()
