"""Whoever subscribed is told of every order that changes, through a queue like AWS's."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.simulator.seller import Seller, confirmation, mugs_and_spoons, problem

ARN = "arn:aws:sqs:us-east-1:000000000000:order-news"
PATH = "/notifications/v1"


@pytest.fixture
def application(seller: Seller) -> str:
    """A token of the application's own, for where notifications go."""
    scope = {"grant_type": "client_credentials", "scope": "sellingpartnerapi::notifications"}
    return str(seller.sign_in(**scope).json()["access_token"])


def destination(seller: Seller, application: str, arn: str = ARN) -> httpx.Response:
    body = {"name": arn.split(":")[-1], "resourceSpecification": {"sqs": {"arn": arn}}}
    headers = {"x-amz-access-token": application}
    return seller.http.post(f"{PATH}/destinations", json=body, headers=headers)


def subscription(seller: Seller, destination_id: str, **more: Any) -> httpx.Response:
    body = {"payloadVersion": "1.0", "destinationId": destination_id, **more}
    return seller.call("POST", f"{PATH}/subscriptions/ORDER_CHANGE", json=body)


@pytest.fixture
def subscribed(seller: Seller, application: str) -> str:
    """The id of a subscription to ORDER_CHANGE."""
    place = destination(seller, application).json()["payload"]["destinationId"]
    return str(subscription(seller, place).json()["payload"]["subscriptionId"])


def sqs(seller: Seller, operation: str, **body: Any) -> httpx.Response:
    """A call as boto3 makes it: one path, the operation in a header, any signature."""
    headers = {
        "x-amz-target": f"AmazonSQS.{operation}",
        "content-type": "application/x-amz-json-1.0",
        "authorization": "AWS4-HMAC-SHA256 Credential=x/y/z, Signature=0",
    }
    return seller.http.post("/", headers=headers, content=json.dumps(body))


def received(seller: Seller, **more: Any) -> list[dict[str, Any]]:
    url = sqs(seller, "GetQueueUrl", QueueName="order-news").json()["QueueUrl"]
    answer = sqs(seller, "ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10, **more)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json().get("Messages", [])
    return found


def changes(seller: Seller) -> list[dict[str, Any]]:
    bodies = [json.loads(message["Body"]) for message in received(seller)]
    return [body["Payload"]["OrderChangeNotification"] for body in bodies]


@pytest.mark.usefixtures("subscribed")
def test_a_new_order_and_a_cancellation_are_told(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    shop.cancel(order.order_id)
    told = changes(seller)
    assert [one["AmazonOrderId"] for one in told] == [order.order_id] * 2
    assert [one["Summary"]["OrderStatus"] for one in told] == ["Unshipped", "Canceled"]
    assert {one["OrderChangeType"] for one in told} == {"OrderStatusChange"}
    assert order.recipient.name not in json.dumps(told)


@pytest.mark.usefixtures("subscribed")
def test_a_buyers_wish_to_cancel_is_told_at_once(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    shop.request_cancel(order.order_id, line_id=order.lines[1].line_id)
    told = changes(seller)[-1]
    assert told["OrderChangeType"] == "BuyerRequestedChange"
    wishes = [item["IsBuyerRequestedCancel"] for item in told["Summary"]["OrderItems"]]
    assert wishes == [False, True]


@pytest.mark.usefixtures("subscribed")
def test_a_shipment_is_told_when_it_can_be_seen(shop: Shop, seller: Seller) -> None:
    order = mugs_and_spoons(shop)
    shop.package_delay_s = 90
    changes(seller)
    seller.confirm(order, confirmation(order, 3, 1))
    assert changes(seller) == []
    shop.clock.advance(90)
    last = changes(seller)[-1]
    assert (last["Summary"]["OrderStatus"], last["OrderChangeType"]) == (
        "Shipped",
        "OrderStatusChange",
    )


def test_nobody_is_told_who_did_not_subscribe(
    amazon: AmazonSimulator, shop: Shop, seller: Seller, application: str
) -> None:
    destination(seller, application)
    mugs_and_spoons(shop)
    assert amazon.apis.queues.counts("order-news") == (0, 0)


def test_a_filter_lets_only_its_changes_through(
    shop: Shop, seller: Seller, application: str
) -> None:
    place = destination(seller, application).json()["payload"]["destinationId"]
    chosen = {"eventFilterType": "ORDER_CHANGE", "orderChangeTypes": ["BuyerRequestedChange"]}
    subscription(seller, place, processingDirective={"eventFilter": chosen})
    shop.request_cancel(mugs_and_spoons(shop).order_id)
    assert [one["OrderChangeType"] for one in changes(seller)] == ["BuyerRequestedChange"]


@pytest.mark.usefixtures("subscribed")
def test_a_message_comes_again_until_it_is_deleted(shop: Shop, seller: Seller) -> None:
    mugs_and_spoons(shop)
    (first,) = received(seller)
    assert first["MD5OfBody"] == hashlib.md5(first["Body"].encode()).hexdigest()
    assert received(seller) == []
    shop.clock.advance(30)
    (again,) = received(seller)
    assert again["MessageId"] == first["MessageId"]
    url = sqs(seller, "GetQueueUrl", QueueName="order-news").json()["QueueUrl"]
    sqs(seller, "DeleteMessage", QueueUrl=url, ReceiptHandle=again["ReceiptHandle"])
    shop.clock.advance(30)
    assert received(seller) == []


@pytest.mark.usefixtures("subscribed")
def test_a_queue_says_how_full_it_is(shop: Shop, seller: Seller) -> None:
    for _ in range(3):
        mugs_and_spoons(shop)
    url = sqs(seller, "ListQueues").json()["QueueUrls"][0]
    sqs(seller, "ReceiveMessage", QueueUrl=url)
    answer = sqs(seller, "GetQueueAttributes", QueueUrl=url, AttributeNames=["All"]).json()
    said = answer["Attributes"]
    assert said["ApproximateNumberOfMessages"] == "2"
    assert said["ApproximateNumberOfMessagesNotVisible"] == "1"
    assert said["QueueArn"] == ARN


@pytest.mark.usefixtures("subscribed")
def test_several_messages_are_deleted_at_once(shop: Shop, seller: Seller) -> None:
    mugs_and_spoons(shop)
    mugs_and_spoons(shop)
    url = sqs(seller, "GetQueueUrl", QueueName="order-news").json()["QueueUrl"]
    entries = [
        {"Id": str(place), "ReceiptHandle": one["ReceiptHandle"]}
        for place, one in enumerate(received(seller))
    ]
    answer = sqs(seller, "DeleteMessageBatch", QueueUrl=url, Entries=entries).json()
    assert [one["Id"] for one in answer["Successful"]] == ["0", "1"]
    shop.clock.advance(60)
    assert received(seller) == []


@pytest.mark.usefixtures("subscribed")
def test_a_message_can_come_twice_as_sqs_may_do(
    amazon: AmazonSimulator, shop: Shop, seller: Seller
) -> None:
    amazon.apis.notifications.copies = 2
    order = mugs_and_spoons(shop)
    assert [one["AmazonOrderId"] for one in changes(seller)] == [order.order_id] * 2


def test_a_queue_nobody_made_is_not_there(seller: Seller) -> None:
    for operation, body in (
        ("GetQueueUrl", {"QueueName": "x"}),
        ("ReceiveMessage", {"QueueUrl": "http://127.0.0.1/000000000000/x"}),
        ("DeleteMessage", {"QueueUrl": "x", "ReceiptHandle": "y"}),
        ("GetQueueAttributes", {"QueueUrl": "x"}),
    ):
        answer = sqs(seller, operation, **body)
        assert answer.status_code == 400
        assert answer.json()["__type"] == "com.amazonaws.sqs#QueueDoesNotExist"
        assert "NonExistentQueue" in answer.headers["x-amzn-query-error"]


@pytest.mark.usefixtures("subscribed")
def test_a_waiting_reader_goes_home_when_the_simulator_stops(
    amazon: AmazonSimulator, seller: Seller
) -> None:
    amazon.apis.queues.close()
    assert received(seller, WaitTimeSeconds=20) == []


@pytest.mark.usefixtures("subscribed")
def test_a_waiting_reader_gets_the_message_when_it_comes(shop: Shop, seller: Seller) -> None:
    with ThreadPoolExecutor(1) as reader:
        waiting = reader.submit(received, seller, WaitTimeSeconds=20)
        order = mugs_and_spoons(shop)
        (message,) = waiting.result()
    assert order.order_id in message["Body"]


@pytest.mark.usefixtures("subscribed")
def test_another_address_is_told_as_the_buyers_change(shop: Shop, seller: Seller) -> None:
    shop.move(mugs_and_spoons(shop).order_id)
    assert changes(seller)[-1]["OrderChangeType"] == "BuyerRequestedChange"


@pytest.mark.usefixtures("subscribed")
def test_numbers_beyond_sqs_own_bounds_are_refused(seller: Seller) -> None:
    url = sqs(seller, "GetQueueUrl", QueueName="order-news").json()["QueueUrl"]
    for wrong in ({"MaxNumberOfMessages": 11}, {"WaitTimeSeconds": 21}, {"VisibilityTimeout": -1}):
        answer = sqs(seller, "ReceiveMessage", QueueUrl=url, **wrong)
        assert answer.json()["__type"] == "com.amazonaws.sqs#InvalidParameterValue"


def test_destinations_need_the_applications_own_token(seller: Seller, application: str) -> None:
    assert problem(destination(seller, seller.token)) == (403, "Unauthorized")
    made = destination(seller, application).json()["payload"]
    headers = {"x-amz-access-token": application}
    listed = seller.http.get(f"{PATH}/destinations", headers=headers).json()["payload"]
    assert listed == [made]
    path = f"{PATH}/destinations/{made['destinationId']}"
    assert seller.http.get(path, headers=headers).json()["payload"] == made
    assert problem(destination(seller, application)) == (409, "Conflict")
    assert seller.http.delete(path, headers=headers).status_code == 200
    assert problem(seller.http.get(path, headers=headers)) == (404, "NotFound")


def test_subscriptions_are_one_of_a_kind(seller: Seller, subscribed: str) -> None:
    path = f"{PATH}/subscriptions/ORDER_CHANGE"
    known = seller.call("GET", path).json()["payload"]
    assert known["subscriptionId"] == subscribed
    assert problem(subscription(seller, known["destinationId"])) == (409, "Conflict")
    assert seller.call("GET", f"{path}/{subscribed}").json()["payload"] == known
    assert seller.call("DELETE", f"{path}/{subscribed}").status_code == 200
    assert problem(seller.call("GET", path)) == (404, "NotFound")
    assert problem(subscription(seller, "nowhere")) == (404, "NotFound")


def test_a_test_notification_comes_without_a_subscription(
    shop: Shop, seller: Seller, application: str
) -> None:
    place = destination(seller, application).json()["payload"]["destinationId"]
    path = f"{PATH}/subscriptions/ORDER_CHANGE/testNotification"
    assert problem(seller.call("POST", path, json={"destinationId": place}))[0] == 400
    order = mugs_and_spoons(shop)
    assert seller.call("POST", path, json={"destinationId": place}).status_code == 200
    assert [one["AmazonOrderId"] for one in changes(seller)] == [order.order_id]


def test_the_library_subscribes(seller: Seller, account: dict[str, Any]) -> None:
    from sp_api.api import Notifications

    client = Notifications(**account)
    made = client.create_destination("order-news", arn=ARN).payload
    client.create_subscription("ORDER_CHANGE", destination_id=made["destinationId"])
    known = client.get_subscription("ORDER_CHANGE").payload
    client.close()
    assert known["destinationId"] == made["destinationId"]
    assert seller.call("GET", f"{PATH}/subscriptions/ORDER_CHANGE").status_code == 200
