"""The library's known faults, one test for each, so that a new version cannot bring one back.

Numbers as in the list of faults that the client was written against (python-amazon-sp-api 2.1.35).
"""

from __future__ import annotations

import importlib.util
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.library import TALKATIVE
from fbm_desk.amazon.orders import search_orders
from fbm_desk.amazon.transport import Bounds
from fbm_desk.domain.answers import Done, NotSent, Refused, Unclear
from tests.amazon.amazon_calls import CALLS, NOON, buy, client
from tests.amazon.fault_server import FaultServer, close, error, hang, raw, reply

_EMPTY_PAGE = {"orders": [], "lastUpdatedBefore": "2026-11-23T12:00:00Z"}


@pytest.fixture
def amazon() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def to(amazon: FaultServer) -> Iterator[AmazonClient]:
    made = client(amazon.url)
    yield made
    made.close()


def test_01_an_error_without_amazons_body_is_no_success(
    amazon: FaultServer, to: AmazonClient
) -> None:
    for behaviour in (reply(500), reply(503, "<html></html>"), reply(200), reply(202, {})):
        amazon.behave(behaviour)
        assert isinstance(CALLS["confirm"](to), Unclear)
    amazon.behave(reply(204))
    assert CALLS["confirm"](to) == Done(None)


def test_02_a_link_that_answers_with_xml_is_no_document(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.always(reply(403, "<Error><Code>AccessDenied</Code></Error>"))
    assert CALLS["documents"](to) == Unclear("bad_answer")


def test_03_text_without_a_charset_is_not_garbled(amazon: FaultServer, to: AmazonClient) -> None:
    order = {"orderId": "305-4471926-8830217", "buyer": {"buyerName": "Zoë Ňouma"}}
    amazon.always(reply(200, {"order": order}, Content_Type="text/plain"))
    answer = CALLS["order"](to)
    assert isinstance(answer, Done)
    assert answer.value.buyer_name == "Zoë Ňouma"


def test_04_deadlines_are_ours_for_the_sign_in_too(amazon: FaultServer) -> None:
    made = client(amazon.url, bounds=Bounds(connect_s=5, read_s=0.2, total_s=0.2))
    amazon.always(hang)
    assert CALLS["order"](made) == Unclear("timed_out")
    amazon.sign_in_always(hang)
    fresh = client(amazon.url, bounds=Bounds(connect_s=5, read_s=0.2, total_s=0.2))
    assert CALLS["order"](fresh) == NotSent("sign_in")
    made.close()
    fresh.close()


def test_04_an_answer_slower_than_five_seconds_is_waited_for() -> None:
    assert Bounds().read_s > 20
    assert Bounds().total_s > 20


@pytest.mark.parametrize("status", [401, 403])
def test_05_a_denied_token_is_renewed_once_and_never_twice(
    amazon: FaultServer, to: AmazonClient, status: int
) -> None:
    amazon.behave(error(status, "Unauthorized"), reply(204))
    assert CALLS["confirm"](to) == Done(None)
    used = [seen.headers["x-amz-access-token"] for seen in amazon.seen]
    assert used == ["Atza|1", "Atza|2"]
    amazon.always(error(status, "Unauthorized"))
    answer = CALLS["confirm"](to)
    assert isinstance(answer, Refused)
    assert answer.code == "unauthorised"
    assert len(amazon.seen) == 4


def test_05_a_401_without_amazons_body_repeats_no_purchase(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.always(reply(401))
    assert buy(to) == Unclear("bad_answer")
    assert len(amazon.seen) == 1


def test_06_cold_threads_fetch_one_token(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.always(reply(204))
    start = threading.Barrier(8)
    answers = []

    def confirm() -> None:
        start.wait()
        answers.append(CALLS["confirm"](to))

    threads = [threading.Thread(target=confirm, name=f"bench {n}") for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [Done(None)] * 8
    assert len(amazon.token_requests) == 1


def test_06_a_token_lives_as_long_as_amazon_says(amazon: FaultServer) -> None:
    seconds = [1000.0]
    made = client(amazon.url, clock=lambda: seconds[0])
    amazon.always(reply(204))
    amazon.sign_in(reply(200, {"access_token": "short", "expires_in": 600}))
    CALLS["confirm"](made)
    seconds[0] += 400
    CALLS["confirm"](made)
    assert len(amazon.token_requests) == 1
    seconds[0] += 100
    CALLS["confirm"](made)
    assert len(amazon.token_requests) == 2
    made.close()


def test_06_two_accounts_never_share_a_token(amazon: FaultServer) -> None:
    amazon.always(reply(204))
    for refresh_token in ("Atzr|one", "Atzr|two"):
        made = client(amazon.url, account={"refresh_token": refresh_token})
        CALLS["confirm"](made)
        made.close()
    sent = [parse_qs(seen.body.decode())["refresh_token"] for seen in amazon.token_requests]
    assert sent == [["Atzr|one"], ["Atzr|two"]]
    assert len({seen.headers["x-amz-access-token"] for seen in amazon.seen}) == 2


def test_07_nothing_of_a_failed_call_stays_for_the_next(
    amazon: FaultServer, to: AmazonClient
) -> None:
    amazon.behave(close, reply(200, _EMPTY_PAGE))
    buy(to, key="money")
    CALLS["search"](to)
    assert "x-amzn-idempotencykey" in amazon.seen[0].headers
    assert "x-amzn-idempotencykey" not in amazon.seen[1].headers
    assert "x-amzn-shipping-business-id" not in amazon.seen[1].headers


def test_08_threads_do_not_change_each_others_method(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.always(reply(404, {"errors": [{"code": "NotFound"}]}))
    start = threading.Barrier(6)

    def ask(name: str) -> None:
        start.wait()
        CALLS[name](to)

    names = ["order", "confirm", "purchase", "cancel", "documents", "rates"]
    threads = [threading.Thread(target=ask, args=(name,), name=name) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked = {seen.path.rpartition("/")[2]: seen.method for seen in amazon.seen}
    assert asked == {
        "305-4471926-8830217": "GET",
        "shipmentConfirmation": "POST",
        "shipments": "POST",
        "cancel": "PUT",
        "documents": "GET",
        "rates": "POST",
    }


def test_09_waiting_for_the_allowance_ends_when_the_program_closes(amazon: FaultServer) -> None:
    stop = threading.Event()
    stop.set()
    made = client(amazon.url, stop=stop, patience_s=3600)
    amazon.always(error(429, "QuotaExceeded"))
    CALLS["search"](made)
    assert CALLS["search"](made) == NotSent("stopped")
    assert len(amazon.seen) == 1
    made.close()


def test_10_pages_follow_each_other_as_fast_as_the_allowance_lets_them(
    amazon: FaultServer, to: AmazonClient
) -> None:
    pages = [{"orders": [], "pagination": {"nextToken": f"t{n}"}} for n in range(19)]
    amazon.behave(*(reply(200, page) for page in pages), reply(200, _EMPTY_PAGE))
    answers = list(search_orders(to, NOON))
    assert len(answers) == 20
    assert all(isinstance(answer, Done) for answer in answers)
    (answer,) = search_orders(to, NOON)
    assert isinstance(answer, NotSent)  # the twenty-first has to wait, and nobody slept


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
    for name in TALKATIVE:
        assert not logging.getLogger(name).isEnabledFor(logging.INFO)
    for secret in ("Atza", "Atzr", "Example Wharf", "oa2-cs", "lastUpdatedAfter"):
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


def test_18_texts_are_sent_in_utf8(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.always(error(400, "InvalidInput"))
    CALLS["rates"](to)
    assert amazon.seen[0].json["shipFrom"]["name"] == "Mug Shop"
    assert amazon.seen[0].headers["content-type"] == "application/json"
    assert int(amazon.seen[0].headers["content-length"]) == len(amazon.seen[0].body)


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


def test_21_there_is_no_queue_reader_and_none_is_pretended() -> None:
    """ORDER_CHANGE notifications need a queue of the developer's; the sweep does without."""
    assert importlib.util.find_spec("sp_api.queues") is None


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
