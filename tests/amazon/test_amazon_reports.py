"""Reports as the desk fetches them from the pretend Amazon: in time, unpacked, with their token."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.operations import Operation
from fbm_desk.amazon.reports import RESTRICTED, AmazonReports
from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear
from fbm_desk.domain.reports import ReportFile, ReportKind, ReportStage, ReportState
from fbm_desk.simulator.faults import FaultKind
from fbm_desk.simulator.processing import Processing
from fbm_desk.simulator.server import AmazonSimulator
from fbm_desk.simulator.shop import Shop
from tests.amazon.amazon_calls import client
from tests.simulator.seller import NOW, US, mugs_and_spoons, quiet_shop

JAPAN = "A1VC38T7YXB528"
UNSHIPPED = "GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING"


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


@pytest.fixture
def reports(to: AmazonClient) -> AmazonReports:
    return AmazonReports(to)


def asked(reports: AmazonReports, kind: ReportKind = ReportKind.UNSHIPPED) -> str:
    answer = reports.request(kind)
    assert isinstance(answer, Done)
    return answer.value


def stage(reports: AmazonReports, report_id: str) -> ReportStage:
    answer = reports.stage(report_id)
    assert isinstance(answer, Done)
    return answer.value


def ready(reports: AmazonReports, shop: Shop, kind: ReportKind = ReportKind.UNSHIPPED) -> str:
    """The document of a report that is finished."""
    report_id = asked(reports, kind)
    shop.clock.advance(60)
    return stage(reports, report_id).document_id


def content(answer: Answer[ReportFile]) -> bytes:
    assert isinstance(answer, Done)
    return answer.value.content


def test_a_report_waits_is_built_and_is_ready(reports: AmazonReports, shop: Shop) -> None:
    mugs_and_spoons(shop)
    report_id = asked(reports)
    seen = []
    for _ in range(3):
        seen.append(stage(reports, report_id).state)
        shop.clock.advance(30)
    assert seen == [ReportState.WAITING, ReportState.IN_WORK, ReportState.READY]


@pytest.mark.parametrize("gzipped", [True, False])
def test_the_file_comes_unpacked_however_it_was_sent(
    reports: AmazonReports, amazon: AmazonSimulator, shop: Shop, gzipped: bool
) -> None:
    amazon.apis.reports.encodings.gzipped = gzipped
    order = mugs_and_spoons(shop)
    rows = content(reports.fetch(ready(reports, shop), restricted=True)).decode().splitlines()
    assert rows[0].startswith("order-id\torder-item-id\t")
    assert [row.split("\t")[0] for row in rows[1:]] == [order.order_id] * 2


def test_the_charset_the_file_came_with_is_kept(to: AmazonClient, shop: Shop) -> None:
    mugs_and_spoons(shop, JAPAN)
    reports = AmazonReports(to)
    answer = reports.request(ReportKind.UNSHIPPED, marketplace_ids=[JAPAN])
    assert isinstance(answer, Done)
    shop.clock.advance(60)
    found = reports.fetch(stage(reports, answer.value).document_id, restricted=True)
    assert isinstance(found, Done)
    assert found.value.charset == "cp932"


def test_cancelled_means_that_there_is_nothing_to_fetch(reports: AmazonReports, shop: Shop) -> None:
    report_id = asked(reports)
    shop.clock.advance(60)
    found = stage(reports, report_id)
    assert (found.state, found.document_id) == (ReportState.NOTHING, "")


def test_a_report_amazon_cannot_build_has_failed(
    reports: AmazonReports, amazon: AmazonSimulator, shop: Shop
) -> None:
    amazon.apis.reports.ends.order(UNSHIPPED, Processing.FATAL)
    mugs_and_spoons(shop)
    report_id = asked(reports)
    shop.clock.advance(60)
    assert stage(reports, report_id).state is ReportState.FAILED


def test_names_and_addresses_want_a_token_for_exactly_this_document(
    reports: AmazonReports, shop: Shop
) -> None:
    mugs_and_spoons(shop)
    document_id = ready(reports, shop)
    refused = reports.fetch(document_id, restricted=False)
    assert isinstance(refused, Refused)
    assert refused.code == "unauthorised"
    assert content(reports.fetch(document_id, restricted=True))
    assert {ReportKind.UNSHIPPED, ReportKind.NEW_ORDERS} == RESTRICTED


def test_the_link_sees_no_token(
    reports: AmazonReports, amazon: AmazonSimulator, shop: Shop
) -> None:
    mugs_and_spoons(shop)
    content(reports.fetch(ready(reports, shop), restricted=True))
    downloads = [one for one in amazon.requests.all() if one.operation == "downloadDocument"]
    assert len(downloads) == 1
    told = {name.lower(): value for name, value in downloads[0].headers.items()}
    assert "x-amz-access-token" not in told
    assert "Atz" not in str(told)


def test_a_dead_link_is_replaced_once(
    reports: AmazonReports, amazon: AmazonSimulator, shop: Shop
) -> None:
    mugs_and_spoons(shop)
    document_id = ready(reports, shop)
    amazon.faults.add("downloadDocument", FaultKind.EXPIRED_LINK)
    assert content(reports.fetch(document_id, restricted=True))
    amazon.faults.add("downloadDocument", FaultKind.EXPIRED_LINK, times=2)
    assert reports.fetch(document_id, restricted=True) == NotSent("link_dead")


def test_after_an_unclear_wish_the_report_is_found_again(
    reports: AmazonReports, amazon: AmazonSimulator, shop: Shop
) -> None:
    mugs_and_spoons(shop)
    amazon.faults.add("createReport", FaultKind.CUT_AFTER)
    assert isinstance(reports.request(ReportKind.UNSHIPPED), Unclear)
    found = reports.lately(ReportKind.UNSHIPPED, NOW - timedelta(minutes=5))
    assert isinstance(found, Done)
    assert [one.state for one in found.value] == [ReportState.WAITING]
    assert found.value[0].asked_at == NOW
    assert isinstance(reports.lately(ReportKind.RETURNS, NOW), Done)


@pytest.mark.parametrize("kind", ReportKind)
def test_every_kind_is_one_that_amazon_knows(
    reports: AmazonReports, shop: Shop, kind: ReportKind
) -> None:
    mugs_and_spoons(shop)
    answer = reports.request(kind, NOW - timedelta(days=30), until=NOW)
    assert isinstance(answer, Done)


def test_the_allowance_is_counted_before_amazon_counts_it(reports: AmazonReports) -> None:
    answers = [reports.request(ReportKind.ALL_ORDERS) for _ in range(16)]
    assert isinstance(answers[14], Done)
    assert isinstance(answers[15], NotSent)
    assert answers[15].retry_s == pytest.approx(1 / 0.0167, rel=0.01)
    assert reports.client.quota.left(Operation.CREATE_REPORT) < 1


@pytest.mark.parametrize("wrong", ["", "../feeds", "a/b", "a?b", "ä", "a b"])
def test_an_id_amazon_never_gave_is_not_asked_for(reports: AmazonReports, wrong: str) -> None:
    with pytest.raises(ValueError, match="not an id"):
        reports.stage(wrong)
    with pytest.raises(ValueError, match="not an id"):
        reports.fetch(wrong, restricted=False)
