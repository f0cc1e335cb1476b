"""The library's known faults, one test for each, so that a new version cannot bring one back.

From number 11 on they are in `test_client_faults_from_11`.

Numbers as in the list of faults that the client was written against (python-amazon-sp-api 2.1.35).
"""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from urllib.parse import parse_qs

import pytest

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.orders import search_orders
from fbm_desk.amazon.report_text import encoding_of
from fbm_desk.amazon.transport import Bounds
from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear
from fbm_desk.domain.reports import ReportFile
from tests.amazon.amazon_calls import CALLS, MORE_CALLS, NOON, SHORT, buy, client, link
from tests.amazon.fault_server import Behaviour, FaultServer, Line, close, error, hang, reply

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


def test_01_an_error_without_amazons_body_is_no_success(
    amazon: FaultServer, to: AmazonClient
) -> None:
    for behaviour in (reply(500), reply(503, "<html></html>"), reply(200), reply(202, {})):
        amazon.behave(behaviour)
        assert isinstance(CALLS["confirm"](to), Unclear)
    amazon.behave(reply(204))
    assert CALLS["confirm"](to) == Done(None)


def test_02_an_expired_link_is_not_the_report(amazon: FaultServer, to: AmazonClient) -> None:
    expired = reply(403, "<Error><Code>AccessDenied</Code></Error>")
    amazon.behave(*[link(amazon), expired] * 2)
    assert _report(to) == NotSent("link_dead")
    amazon.behave(link(amazon), reply(503, "<html></html>"))
    assert _report(to) == Unclear("server_fault")


def test_02_a_label_that_is_xml_is_no_label(amazon: FaultServer, to: AmazonClient) -> None:
    amazon.always(reply(403, "<Error><Code>AccessDenied</Code></Error>"))
    assert CALLS["documents"](to) == Unclear("bad_answer")


def test_03_a_report_without_a_charset_is_not_garbled(
    amazon: FaultServer, to: AmazonClient
) -> None:
    rows = "order-id\trecipient-name\n305-4471926-8830217\tZoë Ňouma\n".encode()
    for body in (rows, gzip.compress(rows)):
        amazon.behave(link(amazon), reply(200, body, Content_Type="text/plain"))
        answer = _report(to)
        assert isinstance(answer, Done)
        assert answer.value == ReportFile(rows)
        assert encoding_of(answer.value.content, answer.value.charset).codec == "utf-8"


def test_03_an_answer_without_a_charset_is_not_garbled(
    amazon: FaultServer, to: AmazonClient
) -> None:
    order = {"orderId": "305-4471926-8830217", "buyer": {"buyerName": "Zoë Ňouma"}}
    amazon.always(reply(200, {"order": order}, Content_Type="text/plain"))
    answer = CALLS["order"](to)
    assert isinstance(answer, Done)
    assert answer.value.buyer_name == "Zoë Ňouma"


def _too_late(whole: Behaviour) -> Behaviour:
    def behave(line: Line) -> None:
        line.pause(10)
        whole(line)

    return behave


def test_04_deadlines_are_ours_for_the_sign_in_too(amazon: FaultServer) -> None:
    impatient = Bounds(connect_s=5, read_s=1.0, total_s=1.0)
    made, fresh = client(amazon.url, bounds=impatient), client(amazon.url, bounds=impatient)
    amazon.always(_too_late(reply(204)))
    assert CALLS["confirm"](made) == Unclear("timed_out")
    amazon.sign_in_always(_too_late(reply(200, {"access_token": "a", "expires_in": 60})))
    assert CALLS["confirm"](fresh) == NotSent("sign_in")
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


def test_07_a_restricted_token_opens_nothing_but_its_call(
    amazon: FaultServer, to: AmazonClient
) -> None:
    token = reply(200, {"restrictedDataToken": "Atz.sprdt|1", "expiresIn": 3600})
    amazon.behave(token, close, reply(200, _EMPTY_PAGE))
    assert MORE_CALLS["restricted"](to) == Unclear("lost")
    CALLS["search"](to)
    used = [seen.headers["x-amz-access-token"] for seen in amazon.seen]
    assert used == ["Atza|1", "Atz.sprdt|1", "Atza|1"]


def test_08_threads_change_nothing_of_each_others_calls(
    amazon: FaultServer, to: AmazonClient
) -> None:
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
    keyed = [seen.path for seen in amazon.seen if "x-amzn-idempotencykey" in seen.headers]
    assert keyed == ["/shipping/v2/shipments"]
    selling = {seen.path for seen in amazon.seen if "x-amzn-shipping-business-id" in seen.headers}
    assert all(path.startswith("/shipping/v2/") for path in selling)


class _Closing(threading.Event):
    """The program is closed while somebody waits for it."""

    def __init__(self) -> None:
        super().__init__()
        self.waited_s: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waited_s.append(timeout)
        self.set()
        return True


def test_09_waiting_for_the_allowance_ends_when_the_program_closes(amazon: FaultServer) -> None:
    stop = _Closing()
    made = client(amazon.url, stop=stop, patience_s=3600)
    amazon.always(error(429, "QuotaExceeded"))
    assert isinstance(CALLS["search"](made), NotSent)
    assert not stop.waited_s, "after a 429 nobody waits and tries again by himself"
    assert CALLS["search"](made) == NotSent("stopped")
    assert [int(waited or 0) >= 178 for waited in stop.waited_s] == [True]
    assert len(amazon.seen) == 1
    made.close()


def test_09_a_silent_amazon_does_not_hold_up_the_end_of_the_program(amazon: FaultServer) -> None:
    ends = threading.Event()

    def ends_meanwhile(line: Line) -> None:
        ends.set()
        hang(line)

    amazon.behave(ends_meanwhile)
    to = client(amazon.url, stop=ends)
    assert CALLS["order"](to) == NotSent("stopped")
    to.close()


@pytest.mark.parametrize("name", ["purchase", "confirm"])
def test_09_what_may_have_done_something_is_heard_to_its_end(
    name: str, amazon: FaultServer
) -> None:
    ends = threading.Event()
    ends.set()
    amazon.behave(hang)
    to = client(amazon.url, stop=ends, bounds=SHORT)
    assert CALLS[name](to) == Unclear("timed_out")
    to.close()


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
