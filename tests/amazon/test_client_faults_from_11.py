"""The library's known faults from number 11 on, and the environment that decides nothing."""

from __future__ import annotations

import contextlib
import gc
import importlib.util
import logging
import os
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.feeds import AmazonFeeds
from fbm_desk.amazon.library import TALKATIVE
from fbm_desk.amazon.orders import search_orders
from fbm_desk.domain.answers import Answer, Done, NotSent, Unclear
from fbm_desk.domain.feeds import FeedKind
from fbm_desk.domain.reports import ReportFile
from fbm_desk.simulator.server import AmazonSimulator
from tests.amazon.amazon_calls import CALLS, MORE_CALLS, NOON, SIGNED, buy, client, link, place
from tests.amazon.fault_server import FaultServer, close, error, raw, reply
from tests.simulator.seller import quiet_shop

ROOT = Path(__file__).parents[2]
_EMPTY_PAGE = {"orders": [], "lastUpdatedBefore": "2026-11-23T12:00:00Z"}


def _report(to: AmazonClient) -> Answer[ReportFile]:
    return MORE_CALLS["report file"](to)


@pytest.fixture
def amazon() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def to(amazon: FaultServer) -> Iterator[AmazonClient]:
    made = client(amazon.url)
    yield made
    made.close()


def test_11_a_request_carries_no_parameter_that_was_not_asked_for(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.always(error(400, "InvalidInput"))
    for call in CALLS.values():
        call(to)
    search, order, rates, purchase, _, cancel, confirm = amazon.seen
    assert set(search.query) == {
        "lastUpdatedAfter", "marketplaceIds", "fulfilledBy", "maxResultsPerPage", "includedData",
    }  # fmt: skip
    assert set(order.query) == {"includedData"}
    assert set(rates.json) == {"shipFrom", "packages", "channelDetails"}
    assert set(purchase.json) == {"requestToken", "rateId", "requestedDocumentSpecification"}
    assert set(confirm.json) == {"marketplaceId", "packageDetail"}
    assert cancel.body == b""


def test_11_nor_do_the_calls_of_the_background(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.always(error(400, "InvalidInput"))
    for call in MORE_CALLS.values():
        call(to)
    asked = dict(zip(MORE_CALLS, amazon.seen, strict=True))
    bodies = {name: sorted(seen.json) for name, seen in asked.items() if seen.body}
    assert bodies == {
        "report": ["dataStartTime", "marketplaceIds", "reportType"],
        "restricted": ["restrictedResources"],
        "feed": ["contentType"],
        "quantity": ["patches", "productType"],
    }
    queries = {name: sorted(seen.query) for name, seen in asked.items() if seen.query}
    assert queries == {
        "reports": ["createdSince", "pageSize", "reportTypes"],
        "feeds": ["createdSince", "feedTypes", "pageSize"],
        "quantity": ["marketplaceIds"],
    }


def test_11_a_feed_names_its_document_and_its_marketplaces_only(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.behave(place(amazon), reply(200), reply(202, {"feedId": "7"}))
    assert MORE_CALLS["feed"](to) == Done("7")
    assert amazon.seen[2].json == {
        "feedType": "POST_FLAT_FILE_FULFILLMENT_DATA",
        "inputFeedDocumentId": "amzn1.tortuga.3",
        "marketplaceIds": ["A1F83G8C2ARO7P", "A1PA6795UKMFR9"],
    }


def test_12_lists_travel_with_commas(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.always(reply(200, _EMPTY_PAGE))
    next(search_orders(to, NOON, statuses=("UNSHIPPED", "PARTIALLY_SHIPPED")))
    query = amazon.seen[0].query
    assert query["marketplaceIds"] == ["A1F83G8C2ARO7P,A1PA6795UKMFR9"]
    assert query["fulfillmentStatuses"] == ["UNSHIPPED,PARTIALLY_SHIPPED"]
    assert query["includedData"] == ["RECIPIENT,BUYER,FULFILLMENT,CANCELLATION,PACKAGES"]


def test_13_nothing_is_percent_encoded_twice(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.always(reply(200, _EMPTY_PAGE))
    next(search_orders(to, NOON, page_token="a+b/c%3D=="))
    assert amazon.seen[0].query["paginationToken"] == ["a+b/c%3D=="]


def test_13_a_signed_link_is_used_as_it_is(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.behave(place(amazon), reply(200), reply(202, {"feedId": "7"}))
    MORE_CALLS["feed"](to)
    amazon.behave(link(amazon), reply(200, b"order-id"))
    _report(to)
    assert amazon.seen[1].target == amazon.seen[4].target == SIGNED


def test_14_the_idempotency_key_is_a_header_and_not_in_the_body(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.always(close)
    for _ in range(2):
        assert buy(to, key="parcel-1-try") == Unclear("lost")
    assert [seen.headers["x-amzn-idempotencykey"] for seen in amazon.seen] == ["parcel-1-try"] * 2
    assert amazon.seen[0].body == amazon.seen[1].body
    assert b"dempotency" not in amazon.seen[0].body


def test_15_the_shipping_business_is_the_accounts_own(amazon: FaultServer) -> None:
    amazon.always(error(400, "InvalidInput"))
    for business in ("AmazonShipping_UK", "AmazonShipping_FR"):
        made = client(amazon.url, account={"shipping_business": business})
        CALLS["rates"](made)
        assert amazon.seen[-1].headers["x-amzn-shipping-business-id"] == business
        made.close()
    made = client(amazon.url, account={"shipping_business": ""})
    assert CALLS["rates"](made) == NotSent("no_shipping")
    made.close()


def test_16_tokens_and_addresses_are_never_logged(
    amazon: FaultServer, to: AmazonClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        amazon.behave(error(401, "Unauthorized"), error(400, "InvalidInput", "Atza|2"))
        CALLS["rates"](to)
        amazon.behave(raw(b"garbage"))
        CALLS["search"](to)
        token = reply(200, {"restrictedDataToken": "Atz.sprdt|1", "expiresIn": 3600})
        amazon.behave(token, link(amazon), reply(200, b"order-id\tZoe Example"))
        assert isinstance(MORE_CALLS["restricted"](to), Done)
        amazon.behave(place(amazon), reply(500))
        MORE_CALLS["feed"](to)
    for name in TALKATIVE:
        assert not logging.getLogger(name).isEnabledFor(logging.INFO)
    secrets = ("Atza", "Atzr", "sprdt", "Signature", "Zoe", "Example Wharf", "oa2-cs",
               "lastUpdatedAfter")  # fmt: skip
    for secret in secrets:
        assert secret not in caplog.text


def test_17_connections_are_kept_and_closing_leaves_none(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.always(reply(204))
    CALLS["confirm"](to)
    made = to._made
    CALLS["confirm"](to)
    assert to._made is made
    to.close()
    CALLS["confirm"](to)  # may be used again


def _open_connections(port: int) -> int:
    """The connections of this process to that port."""
    found = 0
    for one in gc.get_objects():
        # Not isinstance: that would ask a dead proxy or a lazy object what it is.
        if issubclass(type(one), socket.socket) and one.fileno() != -1:
            with contextlib.suppress(OSError):
                found += one.getpeername()[1] == port
    return found


def test_17_signing_in_and_asking_share_a_connection_and_closing_ends_it() -> None:
    with AmazonSimulator(quiet_shop()) as amazon:
        made = client(amazon.url)
        for _ in range(3):
            assert isinstance(MORE_CALLS["account"](made), Done)
        assert _open_connections(amazon.port) == 1
        made.close()
        assert _open_connections(amazon.port) == 0


def test_18_texts_are_sent_in_utf8(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.always(error(400, "InvalidInput"))
    CALLS["rates"](to)
    assert amazon.seen[0].json["shipFrom"]["name"] == "Mug Shop"
    assert amazon.seen[0].headers["content-type"] == "application/json"
    assert int(amazon.seen[0].headers["content-length"]) == len(amazon.seen[0].body)


def test_18_a_feed_is_sent_byte_for_byte_with_the_type_it_was_announced_with(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.behave(place(amazon), reply(200), reply(202, {"feedId": "7"}))
    rows = "order-id\tcarrier-name\n1\tÖsterreichische Post\n".encode()
    AmazonFeeds(to).submit(FeedKind.CONFIRMATIONS, rows)
    announced, brought, _ = amazon.seen
    assert brought.body == rows
    assert brought.headers["content-type"] == announced.json["contentType"]
    assert announced.json["contentType"] == "text/tab-separated-values; charset=UTF-8"


def test_19_the_page_token_is_found_where_amazon_puts_it(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.behave(
        reply(200, {"orders": [], "pagination": {"nextToken": "more"}}), reply(200, _EMPTY_PAGE)
    )
    first, last = search_orders(to, NOON)
    assert isinstance(first, Done)
    assert isinstance(last, Done)
    assert (first.value.next_token, first.value.next_mark) == ("more", None)
    assert (last.value.next_token, last.value.next_mark) == ("", NOON)
    assert amazon.seen[1].query["paginationToken"] == ["more"]


def test_20_each_call_names_its_version(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.always(error(400, "InvalidInput"))
    for call in CALLS.values():
        call(to)
    assert [seen.path for seen in amazon.seen] == [
        "/orders/2026-01-01/orders",
        "/orders/2026-01-01/orders/305-4471926-8830217",
        "/shipping/v2/shipments/rates",
        "/shipping/v2/shipments",
        "/shipping/v2/shipments/shipment-1/documents",
        "/shipping/v2/shipments/shipment-1/cancel",
        "/orders/v0/orders/305-4471926-8830217/shipmentConfirmation",
    ]


def test_20_nor_does_the_background_take_a_default(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.always(error(400, "InvalidInput"))
    for call in MORE_CALLS.values():
        call(to)
    assert [(seen.method, seen.path) for seen in amazon.seen] == [
        ("POST", "/reports/2021-06-30/reports"),
        ("GET", "/reports/2021-06-30/reports/report-1"),
        ("GET", "/reports/2021-06-30/reports"),
        ("GET", "/reports/2021-06-30/documents/amzn1.spdoc.1"),
        ("POST", "/tokens/2021-03-01/restrictedDataToken"),
        ("POST", "/feeds/2021-06-30/documents"),
        ("GET", "/feeds/2021-06-30/feeds/feed-1"),
        ("GET", "/feeds/2021-06-30/feeds"),
        ("GET", "/feeds/2021-06-30/documents/amzn1.spdoc.2"),
        ("PATCH", "/listings/2021-08-01/items/A1EXAMPLE/MUG"),
        ("GET", "/sellers/v1/marketplaceParticipations"),
    ]


def test_21_the_queue_reader_is_our_own_and_its_library_optional() -> None:
    assert importlib.util.find_spec("sp_api.queues") is None
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert any(one.startswith("boto3") for one in project["optional-dependencies"]["aws"])
    assert not any("boto" in one for one in project["dependencies"])


_HOSTILE = {
    "SP_API_DEFAULT_MARKETPLACE": "NOWHERE",
    "AWS_ENV": "MOON",
    "SP_API_AUTH_CACHE_SIZE": "many",
    "SP_API_AUTH_CACHE_TTL": "ages",
    "LWA_APP_ID": "stranger",
    "LWA_CLIENT_SECRET": "stranger",
    "SP_API_REFRESH_TOKEN": "stranger",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "ALL_PROXY": "http://127.0.0.1:9",
    "NO_PROXY": "",
    "SSL_CERT_FILE": "/nowhere",
}
_SCRIPT = """
import sys
from tests.amazon.amazon_calls import CALLS, client
to = client(sys.argv[1])
print(CALLS["confirm"](to))
to.close()
"""


def test_the_environment_decides_nothing(amazon: FaultServer) -> None:
    amazon.always(reply(204))
    ran = subprocess.run(
        [sys.executable, "-c", _SCRIPT, amazon.url],
        env={**os.environ, **_HOSTILE, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert ran.stdout.strip() == "Done()"
    assert b"stranger" not in amazon.token_requests[0].body
