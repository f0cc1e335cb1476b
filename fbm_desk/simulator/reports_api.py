"""Reports 2021-06-30: asking for a report, looking how far it is, and the link to its file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fbm_desk.simulator import marketplaces
from fbm_desk.simulator.answers import (
    Answer,
    Call,
    invalid_input,
    json_answer,
    json_object,
    not_found,
    parsed_time,
    timestamp,
)
from fbm_desk.simulator.links import Links
from fbm_desk.simulator.pages import Pages
from fbm_desk.simulator.report_contents import LIMITED_SPAN, RESTRICTED, TYPES, Asked
from fbm_desk.simulator.reports import PERIODS, Report, Reports, Schedule
from fbm_desk.simulator.route import Access, Route, route
from fbm_desk.simulator.signin import SignIn


class ReportsApi:
    """Answers the nine operations over the shop's reports."""

    def __init__(self, reports: Reports, links: Links, sign_in: SignIn) -> None:
        self._reports = reports
        self._links = links
        self._sign_in = sign_in
        self._pages: Pages[Report] = Pages("reportTypes", "reports")

    def routes(self) -> tuple[Route, ...]:
        """Reports, schedules and documents."""
        path = "/reports/2021-06-30"
        reports, schedules = f"{path}/reports", f"{path}/schedules"
        return (
            route("GET", reports, "getReports", self.get_reports),
            route("POST", reports, "createReport", self.create_report),
            route("GET", f"{reports}/ID", "getReport", self.get_report),
            route("DELETE", f"{reports}/ID", "cancelReport", self.cancel_report),
            route("GET", schedules, "getReportSchedules", self.get_schedules),
            route("POST", schedules, "createReportSchedule", self.create_schedule),
            route("GET", f"{schedules}/ID", "getReportSchedule", self.get_schedule),
            route("DELETE", f"{schedules}/ID", "cancelReportSchedule", self.cancel_schedule),
            route("GET", f"{path}/documents/ID", "getReportDocument", self.get_document),
        )

    def create_report(self, call: Call) -> Answer:
        """POST …/reports: 202 with the id."""
        report = self._reports.ask(_asked(json_object(call)))
        return json_answer({"reportId": report.report_id}, 202)

    def get_report(self, call: Call) -> Answer:
        """GET …/reports/{reportId}."""
        return json_answer(self._json(self._known(call)))

    def get_reports(self, call: Call) -> Answer:
        """GET …/reports, the newest first; a nextToken comes alone."""
        return json_answer(self._pages.answer(call, self._reports.all(), self._facts, self._json))

    def cancel_report(self, call: Call) -> Answer:
        """DELETE …/reports/{reportId}, while nobody has begun."""
        if not self._reports.cancel(self._known(call).report_id):
            raise invalid_input("The report is not in the queue any more.")
        return Answer(200)

    def get_document(self, call: Call) -> Answer:
        """GET …/documents/{reportDocumentId}: a link for five minutes."""
        report = self._reports.of_document(call.part)
        if report is None or report.document is None:
            raise not_found("The report document was not found.")
        if report.asked.report_type in RESTRICTED:
            self._sign_in.check(call, Access.RESTRICTED)
        document = report.document
        packed = {"compressionAlgorithm": "GZIP"} if document.gzipped else {}
        url = self._links.to_download(document)
        return json_answer({"reportDocumentId": document.document_id, "url": url, **packed})

    def create_schedule(self, call: Call) -> Answer:
        """POST …/schedules: 201 with the id."""
        body = json_object(call)
        period, first = body.get("period"), body.get("nextReportCreationTime")
        if period not in PERIODS:
            raise invalid_input("period is not supported.")
        next_at = parsed_time(first, "nextReportCreationTime") if first else None
        made = self._reports.schedule(_asked(body), period, next_at)
        return json_answer({"reportScheduleId": made.schedule_id}, 201)

    def get_schedules(self, call: Call) -> Answer:
        """GET …/schedules of the given types."""
        wanted = call.values("reportTypes")
        if not 1 <= len(wanted) <= 10:
            raise invalid_input("reportTypes must have 1 to 10 values.")
        found = [s for s in self._reports.schedules() if s.asked.report_type in wanted]
        return json_answer({"reportSchedules": [_schedule_json(one) for one in found]})

    def get_schedule(self, call: Call) -> Answer:
        """GET …/schedules/{reportScheduleId}."""
        for one in self._reports.schedules():
            if one.schedule_id == call.part:
                return json_answer(_schedule_json(one))
        raise not_found("The report schedule was not found.")

    def cancel_schedule(self, call: Call) -> Answer:
        """DELETE …/schedules/{reportScheduleId}."""
        if not self._reports.end_schedule(call.part):
            raise not_found("The report schedule was not found.")
        return Answer(200)

    def _known(self, call: Call) -> Report:
        report = self._reports.report(call.part)
        if report is None:
            raise not_found("The report was not found.")
        return report

    def _facts(self, report: Report) -> tuple[str, str, datetime, tuple[str, ...]]:
        status = self._reports.status(report).value
        return report.asked.report_type, status, report.created_at, report.asked.marketplace_ids

    def _json(self, report: Report) -> dict[str, Any]:
        asked, status = report.asked, self._reports.status(report)
        times = {
            "dataStartTime": asked.start,
            "dataEndTime": asked.end,
            "createdTime": report.created_at,
            "processingStartTime": self._reports.begun_at(report),
            "processingEndTime": report.ended_at,
        }
        document = report.document.document_id if report.document else ""
        texts = {"reportScheduleId": report.schedule_id, "reportDocumentId": document}
        return {
            "reportId": report.report_id,
            "reportType": asked.report_type,
            "marketplaceIds": list(asked.marketplace_ids),
            "processingStatus": status.value,
            **{name: timestamp(at) for name, at in times.items() if at},
            **{name: text for name, text in texts.items() if text},
        }


def _asked(body: dict[str, Any]) -> Asked:
    """What is asked for, each field looked at."""
    report_type, marketplace_ids = body.get("reportType"), body.get("marketplaceIds")
    if report_type not in TYPES:
        raise invalid_input("reportType is not supported.")
    if not isinstance(marketplace_ids, list) or not 1 <= len(marketplace_ids) <= 25:
        raise invalid_input("marketplaceIds must have 1 to 25 values.")
    if not set(marketplace_ids) <= marketplaces.BY_ID.keys():
        raise invalid_input("marketplaceIds has one this seller does not sell in.")
    start, end = _time(body, "dataStartTime"), _time(body, "dataEndTime")
    if start and end and end < start:
        raise invalid_input("dataEndTime must not be before dataStartTime.")
    span = LIMITED_SPAN.get(report_type)
    if span and start and end and end - start > span:
        raise invalid_input(f"This report covers at most {span.days} days.")
    return Asked(report_type, tuple(marketplace_ids), start, end)


def _time(body: dict[str, Any], name: str) -> datetime | None:
    return parsed_time(body[name], name) if body.get(name) else None


def _schedule_json(schedule: Schedule) -> dict[str, Any]:
    return {
        "reportScheduleId": schedule.schedule_id,
        "reportType": schedule.asked.report_type,
        "marketplaceIds": list(schedule.asked.marketplace_ids),
        "period": schedule.period,
        "nextReportCreationTime": timestamp(schedule.next_at),
    }
