"""Reports 2021-06-30: asks for reports, looks how far they are, fetches them.

Leaves reading their rows to `order_report` and when to ask to `services`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fbm_desk.amazon.answers import Reply, read
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.documents import fetched
from fbm_desk.amazon.ids import checked, id_if_any, id_in
from fbm_desk.amazon.json_body import BadJson, JsonObject, parts, required, time
from fbm_desk.amazon.operations import Operation
from fbm_desk.amazon.times import amazon_time
from fbm_desk.amazon.tokens import Restricted, RestrictedTokens
from fbm_desk.domain.answers import Answer, Done
from fbm_desk.domain.reports import ReportFile, ReportKind, ReportStage, ReportState

#: Amazon's names (page "Report Type Values", read 2026-11).
TYPES = {
    ReportKind.UNSHIPPED: "GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING",
    ReportKind.NEW_ORDERS: "GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING",
    ReportKind.ALL_ORDERS: "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL",
    ReportKind.RETURNS: "GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE",
    ReportKind.FEEDBACK: "GET_SELLER_FEEDBACK_DATA",
    ReportKind.PERFORMANCE: "GET_V2_SELLER_PERFORMANCE_REPORT",
}
#: Those with buyers' names and addresses in them.
RESTRICTED = frozenset({ReportKind.UNSHIPPED, ReportKind.NEW_ORDERS})
#: CANCELLED is also what Amazon says when there is nothing to report.
_STATES = {
    "IN_QUEUE": ReportState.WAITING,
    "IN_PROGRESS": ReportState.IN_WORK,
    "DONE": ReportState.READY,
    "CANCELLED": ReportState.NOTHING,
    "FATAL": ReportState.FAILED,
}
DOCUMENTS_PATH = "/reports/2021-06-30/documents/"


@dataclass
class AmazonReports:
    """The reports of one account."""

    client: AmazonClient
    tokens: RestrictedTokens = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = RestrictedTokens(self.client)

    def request(
        self,
        kind: ReportKind,
        since: datetime | None = None,
        marketplace_ids: Sequence[str] = (),
        until: datetime | None = None,
    ) -> Answer[str]:
        """Ask for a report: its id. Unanswered it is unclear; look at `lately` before asking again.

        For reports of orders the period is when an order became shippable. No period: everything
        Amazon gives of itself.
        """
        body: dict[str, Any] = {
            "reportType": TYPES[kind],
            "marketplaceIds": list(marketplace_ids or self.client.account.marketplace_ids),
        }
        if since is not None:
            body["dataStartTime"] = amazon_time(since)
        if until is not None:
            body["dataEndTime"] = amazon_time(until)
        answer = self.client.call(Operation.CREATE_REPORT, lambda api: api.create_report(**body))
        return read(answer, lambda reply: id_in(reply, "reportId"))

    def stage(self, report_id: str) -> Answer[ReportStage]:
        """How far one is."""
        wanted = checked(report_id)
        answer = self.client.call(Operation.GET_REPORT, lambda api: api.get_report(wanted))

        def take(body: JsonObject) -> ReportStage:
            stage = _stage(body)
            if stage.report_id != wanted:
                raise BadJson("another report")
            return stage

        return read(answer, take)

    def lately(self, kind: ReportKind, since: datetime) -> Answer[tuple[ReportStage, ...]]:
        """The reports of a kind asked for since then, the newest first, at most a hundred."""
        asked = {
            "reportTypes": TYPES[kind],
            "createdSince": amazon_time(since),
            "pageSize": "100",
        }
        answer = self.client.call(Operation.GET_REPORTS, lambda api: api.get_reports(**asked))
        return read(answer, lambda body: tuple(_stage(one) for one in _list(body, "reports")))

    def fetch(self, document_id: str, restricted: bool) -> Answer[ReportFile]:
        """The file of a finished report. A dead link is replaced once by a fresh one.

        `restricted`: the report has buyers' names in it (`RESTRICTED`) and wants its own token.
        """
        wanted = checked(document_id)
        got = fetched(self.client.documents(), lambda: self._link(wanted, restricted))
        if not isinstance(got, Done):
            return got
        return Done(ReportFile(got.value.content, got.value.charset))

    def _link(self, document_id: str, restricted: bool) -> Answer[Reply]:
        path = f"{DOCUMENTS_PATH}{document_id}"
        operation = Operation.GET_REPORT_DOCUMENT
        if restricted:
            wanted = Restricted("GET", path)
            return self.tokens.call(wanted, operation, lambda api: api.ask("GET", path))
        return self.client.call(operation, lambda api: api.ask("GET", path))


def _stage(body: JsonObject) -> ReportStage:
    state = _STATES.get(required(body, "processingStatus"))
    if state is None:
        raise BadJson("an unknown state")
    document_id = id_if_any(body, "reportDocumentId")
    if state is ReportState.READY and not document_id:
        raise BadJson("ready without a document")
    return ReportStage(state, document_id, id_in(body, "reportId"), time(body, "createdTime"))


def _list(body: JsonObject, name: str) -> Sequence[JsonObject]:
    if not isinstance(body.get(name), list):
        raise BadJson(f"{name} are missing")
    return parts(body, name)
