"""Reports, feeds, tokens, listings and notifications have the shape that Amazon published."""

from __future__ import annotations

import gzip
import json
from typing import Any

import httpx
import pytest

from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator import published_models as models
from tests.simulator.seller import US, Seller, mugs_and_spoons, payload

pytestmark = pytest.mark.skipif(
    not models.MODELS.is_dir(), reason="Amazon's published models do not lie beside the project"
)


def test_restricted_tokens_are_as_published(seller: Seller) -> None:
    path = "/tokens/2021-03-01/restrictedDataToken"
    resource = {"method": "GET", "path": "/orders/v0/orders/1/address"}
    good = payload(seller.call("POST", path, json={"restrictedResources": [resource]}))
    models.check(good, models.TOKENS, "CreateRestrictedDataTokenResponse")
    models.check(payload(seller.call("POST", path, json={}), 400), models.TOKENS, "ErrorList")


def test_reports_and_schedules_are_as_published(shop: Shop, seller: Seller) -> None:
    path, kind = "/reports/2021-06-30", "GET_V2_SELLER_PERFORMANCE_REPORT"
    body = {"reportType": kind, "marketplaceIds": [US], "dataStartTime": "2026-11-01T00:00:00Z"}
    made = payload(seller.call("POST", f"{path}/reports", json=body), 202)
    models.check(made, models.REPORTS, "CreateReportResponse")
    one = f"{path}/reports/{made['reportId']}"
    for _ in range(3):
        content = payload(seller.call("GET", one))
        models.check(content, models.REPORTS, "Report")
        shop.clock.advance(30)
    document = payload(seller.call("GET", f"{path}/documents/{content['reportDocumentId']}"))
    models.check(document, models.REPORTS, "ReportDocument")
    health = json.loads(gzip.decompress(httpx.get(document["url"]).content))
    models.check_schema(health, "reports/accountHealthReport-2020-11-18.json")
    listed = payload(seller.call("GET", f"{path}/reports", params={"reportTypes": kind}))
    models.check(listed, models.REPORTS, "GetReportsResponse")
    plan = {"reportType": kind, "marketplaceIds": [US], "period": "P1D"}
    made = payload(seller.call("POST", f"{path}/schedules", json=plan), 201)
    models.check(made, models.REPORTS, "CreateReportScheduleResponse")
    content = payload(seller.call("GET", f"{path}/schedules/{made['reportScheduleId']}"))
    models.check(content, models.REPORTS, "ReportSchedule")
    listed = payload(seller.call("GET", f"{path}/schedules", params={"reportTypes": kind}))
    models.check(listed, models.REPORTS, "ReportScheduleList")


def test_feeds_and_their_reports_are_as_published(shop: Shop, seller: Seller) -> None:
    patches = [
        {"op": "replace", "path": "/attributes/fulfillment_availability", "value": [
            {"fulfillment_channel_code": "DEFAULT", "quantity": quantity}
        ]}
        for quantity in (3, -3)
    ]  # fmt: skip
    feed = {
        "header": {"sellerId": "A2", "version": "2.0",
                   "report": {"includedData": ["summaries"], "apiVersion": "2021-08-01"}},
        "messages": [
            {"messageId": number, "sku": "ANVIL", "operationType": "PATCH",
             "productType": "PRODUCT", "patches": [patch]}
            for number, patch in enumerate(patches, 1)
        ],
    }  # fmt: skip
    report = json.loads(seller.feed(shop, "JSON_LISTINGS_FEED", json.dumps(feed).encode()))
    models.check_schema(report, "feeds/listings-feed-processing-report-schema-v2.json")
    assert report["summary"]["messagesInvalid"] == 1
    path = "/feeds/2021-06-30"
    params = {"feedTypes": "JSON_LISTINGS_FEED"}
    listed = payload(seller.call("GET", f"{path}/feeds", params=params))
    models.check(listed, models.FEEDS, "GetFeedsResponse")
    (done,) = listed["feeds"]
    models.check(done, models.FEEDS, "Feed")
    where = payload(seller.call("GET", f"{path}/documents/{done['resultFeedDocumentId']}"))
    models.check(where, models.FEEDS, "FeedDocument")
    begun = payload(
        seller.call("POST", f"{path}/documents", json={"contentType": "text/plain"}), 201
    )
    models.check(begun, models.FEEDS, "CreateFeedDocumentResponse")
    refused = payload(seller.call("POST", f"{path}/feeds", json={}), 400)
    models.check(refused, models.FEEDS, "ErrorList")


def test_listings_are_as_published(seller: Seller) -> None:
    items = "/listings/2021-08-01/items/A2"
    everything = "summaries,attributes,issues,offers,fulfillmentAvailability,productTypes"
    params = {"marketplaceIds": f"{US},A1PA6795UKMFR9", "includedData": everything}
    content = payload(seller.call("GET", f"{items}/ANVIL", params=params))
    models.check(content, models.LISTINGS, "Item")
    content = payload(seller.call("GET", items, params={**params, "pageSize": "2"}))
    models.check(content, models.LISTINGS, "ItemSearchResults")
    place = {"marketplaceIds": US}
    for body in ({"productType": "PRODUCT"}, {"productType": "PRODUCT", "attributes": {"a": []}}):
        content = payload(seller.call("PUT", f"{items}/ANVIL", params=place, json=body))
        models.check(content, models.LISTINGS, "ListingsItemSubmissionResponse")
    refused = payload(seller.call("GET", items), 400)
    models.check(refused, models.LISTINGS, "ErrorList")


def test_notifications_are_as_published(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    path = "/notifications/v1"
    plain = seller.token
    scope = {"grant_type": "client_credentials", "scope": "sellingpartnerapi::notifications"}
    seller.token = seller.sign_in(**scope).json()["access_token"]
    arn = {"sqs": {"arn": "arn:aws:sqs:us-east-1:000000000000:order-news"}}
    body: dict[str, Any] = {"name": "news", "resourceSpecification": arn}
    made = payload(seller.call("POST", f"{path}/destinations", json=body))
    models.check(made, models.NOTIFICATIONS, "CreateDestinationResponse")
    listed = payload(seller.call("GET", f"{path}/destinations"))
    models.check(listed, models.NOTIFICATIONS, "GetDestinationsResponse")
    seller.token = plain
    place = made["payload"]["destinationId"]
    body = {"payloadVersion": "1.0", "destinationId": place}
    wish = f"{path}/subscriptions/ORDER_CHANGE"
    content = payload(seller.call("POST", wish, json=body))
    models.check(content, models.NOTIFICATIONS, "CreateSubscriptionResponse")
    content = payload(seller.call("GET", wish))
    models.check(content, models.NOTIFICATIONS, "GetSubscriptionResponse")
    shop.request_cancel(mugs_and_spoons(shop).order_id)
    shop.cancel(shop.place().order_id)
    messages = amazon.apis.queues.receive("order-news", 10) or []
    assert len(messages) == 4
    for message in messages:
        models.check_schema(json.loads(message.body), "notifications/OrderChangeNotification.json")
