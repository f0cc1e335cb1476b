"""Amazon is asked once to tell of changed orders, and then tells."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from fbm_desk.amazon.changes_queue import ChangesQueue, QueueAccess
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.subscriptions import AmazonSubscriptions
from fbm_desk.domain.answers import Done, NotSent, Refused, Unclear
from fbm_desk.simulator.fault_kinds import FaultKind
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.amazon.amazon_calls import client
from tests.amazon.fault_server import FaultServer, error, reply
from tests.simulator.seller import US, mugs_and_spoons, quiet_shop

ARN = "arn:aws:sqs:eu-west-1:000000000000:order-news"


@pytest.fixture
def shop() -> Shop:
    return quiet_shop()


@pytest.fixture
def amazon(shop: Shop) -> Iterator[AmazonSimulator]:
    with AmazonSimulator(shop) as simulator:
        yield simulator


@pytest.fixture
def to(amazon: AmazonSimulator) -> Iterator[AmazonClient]:
    made = client(amazon.url, account={"marketplace_ids": (US,)})
    yield made
    made.close()


def test_after_subscribing_a_placed_order_is_news(
    to: AmazonClient, amazon: AmazonSimulator, shop: Shop
) -> None:
    assert AmazonSubscriptions(to).tell_of_changes(ARN) == Done(None)
    order = mugs_and_spoons(shop)
    url, queue_url = amazon.url, f"{amazon.url}/000000000000/order-news"
    access = QueueAccess(queue_url, "eu-west-1", shop.seller_id, "AKIAEXAMPLE", "secret", url)
    queue = ChangesQueue(access, wait_s=0)
    news = queue.receive()
    queue.close()
    assert isinstance(news, Done)
    assert [one.order_id for one in news.value] == [order.order_id]


def test_subscribing_again_changes_nothing(to: AmazonClient, amazon: AmazonSimulator) -> None:
    for _ in range(2):
        assert AmazonSubscriptions(to).tell_of_changes(ARN) == Done(None)
    assert len(amazon.apis.notifications.destinations) == 1
    assert len(amazon.apis.notifications.subscriptions) == 1


def test_news_that_go_elsewhere_are_not_turned_away(to: AmazonClient) -> None:
    assert AmazonSubscriptions(to).tell_of_changes(ARN) == Done(None)
    assert AmazonSubscriptions(to).tell_of_changes(f"{ARN}-2") == Refused("conflict")


@pytest.mark.parametrize("operation", ["createDestination", "createSubscription"])
def test_a_lost_answer_is_made_good_by_asking_again(
    to: AmazonClient, amazon: AmazonSimulator, operation: str
) -> None:
    amazon.faults.add(operation, FaultKind.CUT_AFTER)
    assert AmazonSubscriptions(to).tell_of_changes(ARN) == Unclear("lost")
    assert AmazonSubscriptions(to).tell_of_changes(ARN) == Done(None)
    assert len(amazon.apis.notifications.subscriptions) == 1


def test_destinations_see_the_applications_token_and_no_sellers() -> None:
    with FaultServer() as server:
        server.behave(reply(200, {"payload": []}), error(400, "InvalidInput", "No."))
        made = client(server.url)
        assert AmazonSubscriptions(made).tell_of_changes(ARN) == Refused(
            "invalid", "No.", "InvalidInput"
        )
        made.close()
        (signed_in,) = server.token_requests
        form = parse_qs(signed_in.body.decode())
        assert form["grant_type"] == ["client_credentials"]
        assert form["scope"] == ["sellingpartnerapi::notifications"]
        assert "refresh_token" not in form
        assert server.seen[1].json["resourceSpecification"] == {"sqs": {"arn": ARN}}


def test_keys_that_are_refused_are_told_at_once() -> None:
    with FaultServer() as server:
        server.sign_in_always(reply(401, {"error": "invalid_client"}))
        made = client(server.url)
        assert AmazonSubscriptions(made).tell_of_changes(ARN) == NotSent("sign_in_refused")
        made.close()


@pytest.mark.parametrize("arn", ["", "order-news", "arn:aws:sns:eu-west-1:000000000000:x"])
def test_what_is_no_queue_is_not_told_to_amazon(to: AmazonClient, arn: str) -> None:
    with pytest.raises(ValueError, match="SQS"):
        AmazonSubscriptions(to).tell_of_changes(arn)
