"""Quantities are patched one by one or by a feed, and what is wrong is said and not kept."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import US, Seller, problem

SELLER = "A2PRETENDSELLER"
GERMANY = "A1PA6795UKMFR9"
ITEMS = f"/listings/2021-08-01/items/{SELLER}"


def availability(quantity: object) -> dict[str, Any]:
    return {"fulfillment_channel_code": "DEFAULT", "quantity": quantity}


def patch(quantity: object) -> dict[str, Any]:
    """The body of a quantity patch."""
    value = [availability(quantity)]
    one = {"op": "replace", "path": "/attributes/fulfillment_availability", "value": value}
    return {"productType": "PRODUCT", "patches": [one]}


def patched(seller: Seller, sku: str, body: dict[str, Any], **more: str) -> httpx.Response:
    params = {"marketplaceIds": US, **more}
    return seller.call("PATCH", f"{ITEMS}/{sku}", params=params, json=body)


def quantity(seller: Seller, sku: str, marketplace_id: str = US) -> int:
    params = {"marketplaceIds": marketplace_id, "includedData": "fulfillmentAvailability"}
    content = seller.call("GET", f"{ITEMS}/{sku}", params=params).json()
    return int(content["fulfillmentAvailability"][0]["quantity"])


def test_a_patched_quantity_is_kept_where_it_was_patched(seller: Seller) -> None:
    answer = patched(seller, "MUG-BLUE", patch(7)).json()
    assert (answer["status"], answer["issues"]) == ("ACCEPTED", [])
    assert quantity(seller, "MUG-BLUE") == 7
    assert quantity(seller, "MUG-BLUE", GERMANY) == 25


def test_nothing_left_is_not_buyable(seller: Seller) -> None:
    patched(seller, "MUG-BLUE", patch(0))
    content = seller.call("GET", f"{ITEMS}/MUG-BLUE", params={"marketplaceIds": US}).json()
    assert content["summaries"][0]["status"] == ["DISCOVERABLE"]


def test_a_preview_checks_and_keeps_nothing(seller: Seller) -> None:
    valid = patched(seller, "MUG-BLUE", patch(7), mode="VALIDATION_PREVIEW").json()
    wrong = patched(seller, "MUG-BLUE", patch(-1), mode="VALIDATION_PREVIEW").json()
    assert (valid["status"], wrong["status"]) == ("VALID", "INVALID")
    assert quantity(seller, "MUG-BLUE") == 25


@pytest.mark.parametrize(
    ("sku", "body"),
    [
        ("NO-SUCH-SKU", patch(1)),
        ("MUG-BLUE", patch(-1)),
        ("MUG-BLUE", patch("7")),
        ("MUG-BLUE", patch(True)),
        ("MUG-BLUE", {"productType": "PRODUCT", "patches": []}),
        ("MUG-BLUE", {"productType": "PRODUCT", "patches": [{"op": "copy", "path": "/x"}]}),
        ("MUG-BLUE", {"productType": "PRODUCT"}),
    ],
)
def test_a_wrong_patch_is_invalid_and_changes_nothing(
    seller: Seller, sku: str, body: dict[str, Any]
) -> None:
    answer = patched(seller, sku, body).json()
    assert answer["status"] == "INVALID"
    assert answer["issues"][0]["severity"] == "ERROR"
    assert quantity(seller, "MUG-BLUE") == 25


@pytest.mark.parametrize(
    ("params", "body"),
    [
        ({}, patch(1)),
        ({"marketplaceIds": "nowhere"}, patch(1)),
        ({"marketplaceIds": US, "mode": "REALLY"}, patch(1)),
        ({"marketplaceIds": US}, {"patches": []}),
    ],
)
def test_a_request_that_cannot_be_read_is_refused(
    seller: Seller, params: dict[str, str], body: dict[str, Any]
) -> None:
    assert seller.call("PATCH", f"{ITEMS}/MUG-BLUE", params=params, json=body).status_code == 400


def test_listings_are_found_by_sku_and_page_by_page(seller: Seller) -> None:
    params = {"marketplaceIds": US, "identifiersType": "SKU", "identifiers": "MUG-BLUE,ANVIL,X"}
    found = seller.call("GET", ITEMS, params=params).json()
    assert [item["sku"] for item in found["items"]] == ["ANVIL", "MUG-BLUE"]
    first = seller.call("GET", ITEMS, params={"marketplaceIds": US, "pageSize": "3"}).json()
    token = first["pagination"]["nextToken"]
    params = {"marketplaceIds": US, "pageSize": "3", "pageToken": token}
    second = seller.call("GET", ITEMS, params=params).json()
    assert (len(first["items"]), len(second["items"]), second["numberOfResults"]) == (3, 1, 4)
    many = {"marketplaceIds": US, "identifiersType": "SKU", "identifiers": "X," * 21}
    assert seller.call("GET", ITEMS, params=many).status_code == 400


def test_a_listing_is_put_and_taken_away(seller: Seller) -> None:
    body = {"productType": "PRODUCT", "attributes": {"fulfillment_availability": [availability(3)]}}
    params = {"marketplaceIds": US}
    assert seller.call("PUT", f"{ITEMS}/ANVIL", params=params, json=body).status_code == 200
    assert quantity(seller, "ANVIL") == 3
    answer = seller.call("DELETE", f"{ITEMS}/ANVIL", params=params)
    assert answer.json()["status"] == "ACCEPTED"
    assert problem(seller.call("GET", f"{ITEMS}/ANVIL", params=params)) == (404, "NotFound")


def test_a_sku_may_have_any_sign_in_it(amazon: AmazonSimulator, seller: Seller) -> None:
    answer = patched(seller, "A%2FB%20C", patch(1)).json()
    assert answer["sku"] == "A/B C"
    assert amazon.requests.all()[-1].operation == "patchListingsItem"


def messages(*quantities: tuple[str, object]) -> dict[str, Any]:
    """A feed that patches these quantities."""
    return {
        "header": {"sellerId": SELLER, "version": "2.0", "issueLocale": "en_US"},
        "messages": [
            {"messageId": number, "sku": sku, "operationType": "PATCH", **patch(wanted)}
            for number, (sku, wanted) in enumerate(quantities, 1)
        ],
    }


def fed(shop: Shop, seller: Seller, content: object) -> dict[str, Any]:
    """The processing report of a listings feed."""
    result = seller.feed(shop, "JSON_LISTINGS_FEED", json.dumps(content).encode())
    report: dict[str, Any] = json.loads(result)
    return report


def test_a_feed_sets_quantities_and_reports_the_wrong_ones(shop: Shop, seller: Seller) -> None:
    report = fed(shop, seller, messages(("MUG-BLUE", 4), ("SPOON-6", -2), ("X", 1), ("ANVIL", 0)))
    assert report["summary"]["messagesAccepted"] == 2
    assert [(one["messageId"], one["sku"]) for one in report["issues"]] == [
        (2, "SPOON-6"),
        (3, "X"),
    ]
    assert [quantity(seller, sku) for sku in ("MUG-BLUE", "SPOON-6", "ANVIL")] == [4, 25, 0]


def test_a_feed_refuses_a_message_when_it_was_told_to(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    amazon.apis.feeds.refuse(ids=frozenset({"ANVIL"}))
    report = fed(shop, seller, messages(("MUG-BLUE", 4), ("ANVIL", 1)))
    assert [one["sku"] for one in report["issues"]] == ["ANVIL"]
    assert quantity(seller, "ANVIL") == 25


@pytest.mark.parametrize("content", [[], {}, {"header": {"version": "1.0"}, "messages": []}])
def test_a_feed_that_cannot_be_read_is_reported_whole(
    shop: Shop, seller: Seller, content: object
) -> None:
    report = fed(shop, seller, content)
    assert (report["summary"]["errors"], report["summary"]["messagesProcessed"]) == (1, 0)


def test_the_library_patches_a_quantity(seller: Seller, account: dict[str, Any]) -> None:
    from sp_api.api import ListingsItems

    client = ListingsItems(**account)
    answer = client.patch_listings_item(SELLER, "MUG-BLUE", marketplaceIds=[US], body=patch(9))
    client.close()
    assert answer.payload["status"] == "ACCEPTED"
    assert quantity(seller, "MUG-BLUE") == 9
