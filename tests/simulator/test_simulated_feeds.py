"""Feeds are taken in the type that was announced, applied in time, and answered row by row."""

from __future__ import annotations

import gzip
import io
from typing import Any

import httpx
import pytest

from fbm_desk.simulator.processing import Processing
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import (
    US,
    Seller,
    mugs_and_spoons,
    problem,
    purchase,
    rates_wanted,
)

TYPE = "POST_FLAT_FILE_FULFILLMENT_DATA"
LISTINGS = "JSON_LISTINGS_FEED"
TSV = "text/tab-separated-values; charset=UTF-8"
PATH = "/feeds/2021-06-30"
COLUMNS = (
    "order-id\torder-item-id\tquantity\tship-date\tcarrier-code\tcarrier-name\t"
    "tracking-number\tship-method"
)


def row(order: Any, place: int, units: object, tracking: str = "1Z01", **changes: str) -> str:
    """One row about a line of an order."""
    cells = {
        "order-id": order.order_id,
        "order-item-id": order.lines[place].line_id,
        "quantity": str(units),
        "ship-date": "2026-11-12",
        "carrier-code": "UPS",
        "carrier-name": "",
        "tracking-number": tracking,
        "ship-method": "Ground",
        **changes,
    }
    return "\t".join(cells.values())


def fed(shop: Shop, seller: Seller, *rows: str) -> tuple[tuple[int, int], list[list[str]]]:
    """Records processed and successful, and what the report says of the others."""
    result = seller.feed(shop, TYPE, "\n".join((COLUMNS, *rows)).encode())
    head, processed, successful, empty, *table = result.decode().split("\n")
    assert (head, empty) == ("Feed Processing Summary:", "")
    shop.clock.advance(5)
    counts = (int(processed.split("\t")[-1]), int(successful.split("\t")[-1]))
    return counts, [line.split("\t") for line in table[1:] if line]


def packages(seller: Seller, order_id: str) -> dict[str, list[int]]:
    """The units in each package by its tracking number."""
    return {
        package["trackingNumber"]: [item["quantity"] for item in package["packageItems"]]
        for package in seller.order(order_id)["packages"]
    }


def test_rows_confirm_a_package_with_what_is_in_it(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    counts, wrong = fed(shop, seller, row(order, 0, 3), row(order, 1, 1))
    assert (counts, wrong) == ((2, 2), [])
    assert packages(seller, order.order_id) == {"1Z01": [3, 1]}
    assert seller.order(order.order_id)["fulfillment"]["fulfillmentStatus"] == "SHIPPED"


def test_two_tracking_numbers_are_two_packages(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    fed(shop, seller, row(order, 0, 1, "1Z01"), row(order, 0, 2, "1Z02"), row(order, 1, 1, "1Z02"))
    assert packages(seller, order.order_id) == {"1Z01": [1], "1Z02": [2, 1]}


def test_the_same_rows_again_change_nothing(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    rows = (row(order, 0, 3), row(order, 1, 1))
    fed(shop, seller, *rows)
    assert fed(shop, seller, *rows) == ((2, 2), [])
    assert packages(seller, order.order_id) == {"1Z01": [3, 1]}


def test_a_row_without_an_item_stands_for_the_whole_order(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    fed(shop, seller, row(order, 0, "", **{"order-item-id": ""}))
    assert packages(seller, order.order_id) == {"1Z01": [3, 1]}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"order-id": "111-0000000-0000000"}, "18028"),
        ({"order-item-id": "1"}, "18030"),
        ({"quantity": "0"}, "18034"),
        ({"quantity": "some"}, "18034"),
        ({"quantity": "4"}, "18036"),
        ({"ship-date": "12/11/2026"}, "18038"),
        ({"ship-date": "2026-11-14"}, "18039"),
        ({"carrier-code": ""}, "18040"),
        ({"carrier-code": "Other"}, "18040"),
    ],
)
def test_a_wrong_row_is_refused_and_the_others_are_taken(
    shop: Shop, seller: Seller, changes: dict[str, str], code: str
) -> None:
    order = mugs_and_spoons(shop)
    counts, wrong = fed(shop, seller, row(order, 0, 3, **changes), row(order, 1, 1))
    assert counts == (2, 1)
    ((number, order_id, _item, said, kind, words),) = wrong
    assert (number, said, kind) == ("1", code, "Error")
    assert words
    assert order_id == changes.get("order-id", order.order_id)
    assert packages(seller, order.order_id) == {"1Z01": [1]}


def test_amazon_is_not_told_what_it_sold_the_label_for(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    seller.buy(purchase(seller.rates(rates_wanted(order))))
    counts, wrong = fed(shop, seller, row(order, 0, 3))
    assert counts == (1, 0)
    assert wrong[0][3] == "18054"


def test_called_off_and_ship_plus_orders_are_not_confirmed(shop: Shop, seller: Seller) -> None:
    cancelled = shop.cancel(mugs_and_spoons(shop).order_id)
    plus = shop.make_ship_plus(mugs_and_spoons(shop).order_id)
    counts, wrong = fed(shop, seller, row(cancelled, 0, 3), row(plus, 0, 3))
    assert counts == (2, 0)
    assert [one[3] for one in wrong] == ["18052"] * 2


def test_a_good_row_is_refused_when_it_was_told_to(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    one, other = mugs_and_spoons(shop), mugs_and_spoons(shop)
    amazon.apis.feeds.refuse(ids=frozenset({other.order_id}))
    counts, wrong = fed(shop, seller, row(one, 0, 3), row(other, 0, 3))
    assert counts == (2, 1)
    assert wrong[0][1] == other.order_id
    assert fed(shop, seller, row(other, 0, 3))[0] == (1, 1)


def test_a_file_without_its_columns_is_fatal(shop: Shop, seller: Seller) -> None:
    result = seller.feed(shop, TYPE, b"order-id\tcolour\n1\tblue").decode()
    assert "processed\t\t0" in result
    table = [line.split("\t") for line in result.split("\n")[5:] if line]
    assert [(one[3], one[4]) for one in table] == [
        ("90012", "Fatal"),
        ("90012", "Fatal"),
        ("90061", "Warning"),
    ]


def test_a_feed_is_read_in_the_charset_that_was_announced(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    contents = f"{COLUMNS}\n{row(order, 0, 3, **{'ship-method': 'Großbrief'})}".encode("cp1252")
    document = begun(seller, "text/tab-separated-values; charset=windows-1252")
    headers = {"content-type": "text/tab-separated-values; charset=windows-1252"}
    httpx.put(document["url"], content=contents, headers=headers)
    handed_in(seller, document["feedDocumentId"])
    shop.clock.advance(61)
    seller.search()
    shop.clock.advance(1)
    assert seller.order(order.order_id)["packages"][0]["shippingService"] == "Großbrief"


def test_an_answer_comes_packed_when_it_was_told_to(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    amazon.apis.feeds.gzipped = True
    result = seller.feed(shop, TYPE, f"{COLUMNS}\n".encode())
    assert gzip.decompress(result).startswith(b"Feed Processing Summary:")


def begun(seller: Seller, content_type: str = TSV) -> dict[str, Any]:
    answer = seller.call("POST", f"{PATH}/documents", json={"contentType": content_type})
    assert answer.status_code == 201
    content: dict[str, Any] = answer.json()
    return content


def handed_in(seller: Seller, document_id: str) -> httpx.Response:
    body = {"feedType": TYPE, "marketplaceIds": [US], "inputFeedDocumentId": document_id}
    return seller.call("POST", f"{PATH}/feeds", json=body)


def test_bytes_come_with_exactly_the_type_that_was_announced(seller: Seller) -> None:
    url = begun(seller)["url"]
    for sent in ("text/tab-separated-values", "text/tab-separated-values;charset=UTF-8", ""):
        answer = httpx.put(url, content=b"x", headers={"content-type": sent})
        assert (answer.status_code, answer.headers["content-type"]) == (403, "application/xml")
    assert httpx.put(url, content=b"x", headers={"content-type": TSV}).status_code == 200


def test_a_document_is_filled_within_five_minutes(shop: Shop, seller: Seller) -> None:
    url = begun(seller)["url"]
    shop.clock.advance(300)
    assert httpx.put(url, content=b"x", headers={"content-type": TSV}).status_code == 403


def test_a_feed_is_applied_though_nobody_looks(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    document = begun(seller)
    contents = f"{COLUMNS}\n{row(order, 0, 3)}".encode()
    httpx.put(document["url"], content=contents, headers={"content-type": TSV})
    handed_in(seller, document["feedDocumentId"])
    assert packages(seller, order.order_id) == {}
    shop.clock.advance(60)
    seller.search()
    shop.clock.advance(1)
    assert packages(seller, order.order_id) == {"1Z01": [3]}


@pytest.mark.parametrize("end", [Processing.FATAL, Processing.CANCELLED])
def test_a_feed_ends_badly_when_it_was_told_to(
    amazon: AmazonSimulator, shop: Shop, seller: Seller, end: Processing
) -> None:
    order = mugs_and_spoons(shop)
    amazon.apis.feeds.ends.order(TYPE, end)
    document = begun(seller)
    contents = f"{COLUMNS}\n{row(order, 0, 3)}".encode()
    httpx.put(document["url"], content=contents, headers={"content-type": TSV})
    feed_id = handed_in(seller, document["feedDocumentId"]).json()["feedId"]
    shop.clock.advance(120)
    content = seller.call("GET", f"{PATH}/feeds/{feed_id}").json()
    assert content["processingStatus"] == end.value
    assert "resultFeedDocumentId" not in content
    assert packages(seller, order.order_id) == {}


def test_a_feed_without_its_bytes_is_fatal(shop: Shop, seller: Seller) -> None:
    feed_id = handed_in(seller, begun(seller)["feedDocumentId"]).json()["feedId"]
    shop.clock.advance(60)
    status = seller.call("GET", f"{PATH}/feeds/{feed_id}").json()["processingStatus"]
    assert status == "FATAL"


@pytest.mark.parametrize(
    ("kind", "contents"),
    [
        (TYPE, b"order-id\tship-date\tcarrier-code\n" + b"x" * 200_000),
        (LISTINGS, b'{"header":[1]}'),
    ],
)
def test_a_feed_nobody_can_make_sense_of_is_fatal_and_the_shop_goes_on(
    shop: Shop, seller: Seller, kind: str, contents: bytes
) -> None:
    document = begun(seller)
    httpx.put(document["url"], content=contents, headers={"content-type": TSV})
    body: dict[str, Any] = {"feedType": kind, "marketplaceIds": [US]}
    body["inputFeedDocumentId"] = document["feedDocumentId"]
    feed_id = seller.call("POST", f"{PATH}/feeds", json=body).json()["feedId"]
    shop.clock.advance(60)
    status = seller.call("GET", f"{PATH}/feeds/{feed_id}").json()["processingStatus"]
    assert status == "FATAL"


def test_feeds_are_called_off_while_they_wait_and_listed(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    ids = [handed_in(seller, begun(seller)["feedDocumentId"]).json()["feedId"] for _ in range(2)]
    assert amazon.apis.feeds.most_in_flight[TYPE] == 2
    assert seller.call("DELETE", f"{PATH}/feeds/{ids[0]}").status_code == 200
    shop.clock.advance(60)
    assert problem(seller.call("DELETE", f"{PATH}/feeds/{ids[1]}"))[0] == 400
    params = {"feedTypes": TYPE, "processingStatuses": "CANCELLED"}
    listed = seller.call("GET", f"{PATH}/feeds", params=params).json()["feeds"]
    assert [one["feedId"] for one in listed] == ids[:1]


@pytest.mark.parametrize(
    "body",
    [
        {"feedType": "POST_PRODUCT_DATA", "marketplaceIds": [US]},
        {"feedType": TYPE, "marketplaceIds": []},
        {"feedType": TYPE, "marketplaceIds": [US], "inputFeedDocumentId": "unknown"},
    ],
)
def test_a_feed_nobody_reads_is_refused(seller: Seller, body: dict[str, Any]) -> None:
    assert problem(seller.call("POST", f"{PATH}/feeds", json=body)) == (400, "InvalidInput")


def test_the_library_hands_in_a_feed(shop: Shop, seller: Seller, account: dict[str, Any]) -> None:
    from sp_api.api import Feeds

    order = mugs_and_spoons(shop)
    contents = f"{COLUMNS}\n{row(order, 0, 3)}".encode()
    client = Feeds(**account)
    document, feed = client.submit_feed(
        TYPE, io.BytesIO(contents), content_type=TSV, marketplaceIds=[US]
    )
    shop.clock.advance(60)
    done = client.get_feed(feed.payload["feedId"]).payload
    report = client.get_feed_document(done["resultFeedDocumentId"])
    client.close()
    assert document.payload["feedDocumentId"]
    assert "successful\t\t1" in report
    shop.clock.advance(1)
    assert packages(seller, order.order_id) == {"1Z01": [3]}
