"""Reports come by schedule, in every kind the simulator writes, and to the library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.order_reports import ALL, PATH, UNSHIPPED, asked, fetched, rows
from tests.simulator.seller import US, Seller, mugs_and_spoons, problem


@pytest.fixture
def library(account: dict[str, Any]) -> Iterator[Any]:
    """The library's client for reports."""
    from sp_api.api import Reports

    client = Reports(**account)
    yield client
    client.close()


def test_a_schedule_asks_again_and_again(shop: Shop, seller: Seller) -> None:
    mugs_and_spoons(shop)
    body = {"reportType": ALL, "marketplaceIds": [US], "period": "PT15M"}
    made = seller.call("POST", f"{PATH}/schedules", json=body)
    assert made.status_code == 201
    path = f"{PATH}/schedules/{made.json()['reportScheduleId']}"
    shop.clock.advance(31 * 60)
    params = {"reportTypes": ALL}
    reports = seller.call("GET", f"{PATH}/reports", params=params).json()["reports"]
    assert [one["reportScheduleId"] for one in reports] == [path.split("/")[-1]] * 2
    assert reports[0]["createdTime"] == "2026-11-12T09:30:00.000Z"
    assert seller.call("GET", path).json()["nextReportCreationTime"] == "2026-11-12T09:45:00.000Z"
    listed = seller.call("GET", f"{PATH}/schedules", params=params).json()["reportSchedules"]
    assert len(listed) == 1
    assert seller.call("DELETE", path).status_code == 200
    assert problem(seller.call("GET", path)) == (404, "NotFound")


def test_a_new_schedule_takes_the_place_of_the_old_one(seller: Seller) -> None:
    body = {"reportType": ALL, "marketplaceIds": [US], "period": "PT15M"}
    for period in ("PT15M", "P1D"):
        seller.call("POST", f"{PATH}/schedules", json={**body, "period": period})
    params = {"reportTypes": ALL}
    listed = seller.call("GET", f"{PATH}/schedules", params=params).json()["reportSchedules"]
    assert [one["period"] for one in listed] == ["P1D"]
    wrong = {**body, "period": "PT3M"}
    assert problem(seller.call("POST", f"{PATH}/schedules", json=wrong))[0] == 400


def test_how_many_of_a_type_were_in_flight_is_remembered(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    for _ in range(2):
        asked(seller)
        shop.clock.advance(60)
    assert amazon.apis.reports.most_in_flight[UNSHIPPED] == 1
    asked(seller)
    asked(seller)
    assert amazon.apis.reports.most_in_flight[UNSHIPPED] == 2


def test_returns_feedback_and_health_are_there(shop: Shop, seller: Seller) -> None:
    for _ in range(60):
        mugs_and_spoons(shop)
    returned = rows(fetched(shop, seller, "GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE"))
    assert 1 <= len(returned) <= 15
    assert returned[0]["Merchant SKU"] == "MUG-BLUE"
    assert returned == rows(fetched(shop, seller, "GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE"))
    feedback = fetched(shop, seller, "GET_SELLER_FEEDBACK_DATA").decode().splitlines()
    assert feedback[0].split("\t")[4] == "Order ID"
    assert len(feedback) > 1
    health = json.loads(fetched(shop, seller, "GET_V2_SELLER_PERFORMANCE_REPORT"))
    assert health["accountStatuses"] == [{"marketplaceId": US, "status": "NORMAL"}]


def test_the_library_asks_for_a_report_and_gets_the_link(
    shop: Shop, library: Any, account: dict[str, Any]
) -> None:
    from sp_api.api import Reports, Tokens

    mugs_and_spoons(shop)
    made = library.create_report(reportType=UNSHIPPED, marketplaceIds=[US])
    shop.clock.advance(60)
    done = library.get_report(made.payload["reportId"]).payload
    document_id = done["reportDocumentId"]
    tokens = Tokens(**account)
    resource = {"method": "GET", "path": f"{PATH}/documents/{document_id}"}
    token = tokens.create_restricted_data_token(restrictedResources=[resource])
    tokens.close()
    reader = Reports(**account, restricted_data_token=token.payload["restrictedDataToken"])
    found = reader.get_report_document(document_id, download=True).payload
    reader.close()
    assert found["document"].startswith("order-id\t")
