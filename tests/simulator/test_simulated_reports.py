"""Reports are built of the living orders, in time, behind links, and only for who may see them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx
import pytest

from fbm_desk.simulator.processing import Processing
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.order_reports import (
    ALL,
    JAPAN,
    NEW,
    PATH,
    UNSHIPPED,
    asked,
    fetched,
    link,
    rows,
    state,
)
from tests.simulator.seller import US, Seller, mugs_and_spoons, problem


def test_a_report_waits_is_worked_on_and_is_done(shop: Shop, seller: Seller) -> None:
    mugs_and_spoons(shop)
    report_id = asked(seller)
    seen = []
    for _ in range(3):
        seen.append(state(seller, report_id)["processingStatus"])
        shop.clock.advance(30)
    assert seen == ["IN_QUEUE", "IN_PROGRESS", "DONE"]


def test_a_report_without_anything_in_it_is_cancelled(shop: Shop, seller: Seller) -> None:
    report_id = asked(seller)
    shop.clock.advance(60)
    content = state(seller, report_id)
    assert content["processingStatus"] == "CANCELLED"
    assert "reportDocumentId" not in content


@pytest.mark.parametrize("end", [Processing.FATAL, Processing.CANCELLED])
def test_a_report_ends_badly_when_it_was_told_to(
    amazon: AmazonSimulator, shop: Shop, seller: Seller, end: Processing
) -> None:
    mugs_and_spoons(shop)
    amazon.apis.reports.ends.order(UNSHIPPED, end)
    bad, good = asked(seller), asked(seller)
    shop.clock.advance(60)
    ends = [state(seller, one)["processingStatus"] for one in (bad, good)]
    assert ends == [end.value, "DONE"]


def test_unshipped_orders_are_listed_with_what_is_left(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    shop.cancel(mugs_and_spoons(shop).order_id)
    mugs_and_spoons(shop, JAPAN)
    mugs, spoons = rows(fetched(shop, seller))
    assert mugs["order-id"] == spoons["order-id"] == order.order_id
    assert (mugs["sku"], mugs["quantity-to-ship"]) == ("MUG-BLUE", "3")
    assert mugs["recipient-name"] == order.recipient.name
    assert mugs["promise-date"].endswith("+00:00")


def test_the_period_goes_by_when_an_order_became_shippable(shop: Shop, seller: Seller) -> None:
    pending = shop.place([("MUG-BLUE", 1)], US, pending=True)
    early = mugs_and_spoons(shop)
    shop.clock.advance(1800)
    shop.authorise(pending.order_id)
    after = {"dataStartTime": "2026-11-12T09:15:00Z"}
    assert {row["order-id"] for row in rows(fetched(shop, seller, NEW, **after))} == {
        pending.order_id
    }
    before = {"dataEndTime": "2026-11-12T09:15:00Z"}
    assert {row["order-id"] for row in rows(fetched(shop, seller, NEW, **before))} == {
        early.order_id
    }


def test_an_order_that_waits_for_its_payment_is_in_no_order_report(
    shop: Shop, seller: Seller
) -> None:
    shop.place([("MUG-BLUE", 1)], US, pending=True)
    for kind in (UNSHIPPED, NEW):
        report_id = asked(seller, kind)
        shop.clock.advance(60)
        assert state(seller, report_id)["processingStatus"] == "CANCELLED"


def test_new_orders_come_with_prices_and_both_dates(shop: Shop, seller: Seller) -> None:
    mugs_and_spoons(shop)
    contents = fetched(shop, seller, NEW)
    mugs = rows(contents)[0]
    assert (mugs["item-price"], mugs["currency"]) == ("43.50", "USD")
    assert mugs["latest-ship-date"] < mugs["latest-delivery-date"]
    assert b"delivery-Instructions" in contents.splitlines()[0]


def test_an_all_orders_report_names_nobody(shop: Shop, seller: Seller) -> None:
    order = shop.cancel(mugs_and_spoons(shop).order_id)
    contents = fetched(shop, seller, ALL)
    assert rows(contents)[0]["order-status"] == "Cancelled"
    assert order.recipient.name.encode() not in contents


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_files_come_in_the_encoding_that_was_chosen(
    amazon: AmazonSimulator, shop: Shop, seller: Seller, encoding: str
) -> None:
    order = mugs_and_spoons(shop)
    shop.change_address(order.order_id, replace(order.recipient, name="Zoë Müßig"))
    amazon.apis.reports.encodings.by_marketplace[US] = encoding
    assert rows(fetched(shop, seller), encoding)[0]["recipient-name"] == "Zoë Müßig"


def test_japanese_files_come_in_japans_encoding(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop, JAPAN)
    contents = fetched(shop, seller, marketplaceIds=[JAPAN])
    assert rows(contents, "cp932")[0]["ship-city"] == order.recipient.city


def test_files_come_packed_or_not(amazon: AmazonSimulator, shop: Shop, seller: Seller) -> None:
    mugs_and_spoons(shop)
    amazon.apis.reports.encodings.gzipped = False
    report_id = asked(seller)
    shop.clock.advance(60)
    where = link(seller, report_id)
    assert "compressionAlgorithm" not in where
    assert httpx.get(where["url"]).content.startswith(b"order-id\t")


def test_a_link_lives_five_minutes(shop: Shop, seller: Seller) -> None:
    mugs_and_spoons(shop)
    report_id = asked(seller)
    shop.clock.advance(60)
    url = link(seller, report_id)["url"]
    shop.clock.advance(299)
    assert httpx.get(url).status_code == 200
    shop.clock.advance(1)
    late = httpx.get(url)
    assert (late.status_code, late.headers["content-type"]) == (403, "application/xml")
    assert b"<Code>AccessDenied" in late.content


def test_a_link_without_its_signature_opens_nothing(shop: Shop, seller: Seller) -> None:
    mugs_and_spoons(shop)
    report_id = asked(seller)
    shop.clock.advance(60)
    assert httpx.get(link(seller, report_id)["url"].partition("?")[0]).status_code == 403


def test_names_are_shown_to_a_token_for_exactly_that_document(shop: Shop, seller: Seller) -> None:
    mugs_and_spoons(shop)
    first, second = asked(seller), asked(seller)
    shop.clock.advance(60)
    paths = [
        f"{PATH}/documents/{state(seller, one)['reportDocumentId']}" for one in (first, second)
    ]
    assert problem(seller.call("GET", paths[0])) == (403, "Unauthorized")
    seller.token = seller.restricted("GET", paths[0])
    assert seller.call("GET", paths[0]).status_code == 200
    assert problem(seller.call("GET", paths[1])) == (403, "Unauthorized")


def test_a_report_without_names_needs_no_such_token(shop: Shop, seller: Seller) -> None:
    mugs_and_spoons(shop)
    report_id = asked(seller, ALL)
    shop.clock.advance(60)
    path = f"{PATH}/documents/{state(seller, report_id)['reportDocumentId']}"
    assert seller.call("GET", path).status_code == 200


def test_a_report_is_called_off_while_it_waits(shop: Shop, seller: Seller) -> None:
    mugs_and_spoons(shop)
    first, second = asked(seller), asked(seller)
    assert seller.call("DELETE", f"{PATH}/reports/{first}").status_code == 200
    shop.clock.advance(60)
    assert state(seller, first)["processingStatus"] == "CANCELLED"
    assert problem(seller.call("DELETE", f"{PATH}/reports/{second}"))[0] == 400


def test_reports_are_listed_page_by_page(seller: Seller) -> None:
    ids = [asked(seller) for _ in range(3)]
    asked(seller, ALL)
    wanted: dict[str, Any] = {"reportTypes": UNSHIPPED, "pageSize": 2}
    first = seller.call("GET", f"{PATH}/reports", params=wanted).json()
    token = {"nextToken": first["nextToken"]}
    second = seller.call("GET", f"{PATH}/reports", params=token).json()
    listed = [one["reportId"] for page in (first, second) for one in page["reports"]]
    assert listed == ids[::-1]
    both = {**token, "reportTypes": UNSHIPPED}
    assert problem(seller.call("GET", f"{PATH}/reports", params=both))[0] == 400
    assert problem(seller.call("GET", f"{PATH}/reports"))[0] == 400


def test_a_list_of_reports_is_narrowed(shop: Shop, seller: Seller) -> None:
    early = asked(seller)
    shop.clock.advance(600)
    late = asked(seller, marketplaceIds=[JAPAN])

    def listed(**params: str) -> list[str]:
        answer = seller.call("GET", f"{PATH}/reports", params={"reportTypes": UNSHIPPED, **params})
        return [one["reportId"] for one in answer.json()["reports"]]

    assert listed(createdSince="2026-11-12T09:05:00Z") == [late]
    assert listed(createdUntil="2026-11-12T09:05:00Z") == [early]
    assert listed(marketplaceIds=US) == [early]
    assert listed(processingStatuses="IN_QUEUE") == [late]


@pytest.mark.parametrize(
    "changes",
    [
        {"reportType": "GET_EVERYTHING"},
        {"marketplaceIds": []},
        {"marketplaceIds": ["nowhere"]},
        {"dataStartTime": "yesterday"},
        {"dataStartTime": "2026-11-12T00:00:00Z", "dataEndTime": "2026-11-11T00:00:00Z"},
        {
            "reportType": "GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE",
            "dataStartTime": "2026-09-01T00:00:00Z",
            "dataEndTime": "2026-11-01T00:00:00Z",
        },
    ],
)
def test_a_report_nobody_makes_is_refused(seller: Seller, changes: dict[str, Any]) -> None:
    body = {"reportType": UNSHIPPED, "marketplaceIds": [US], **changes}
    assert problem(seller.call("POST", f"{PATH}/reports", json=body)) == (400, "InvalidInput")
