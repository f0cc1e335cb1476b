"""The reports that were asked for, how far they are, and the schedules that ask again."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from fbm_desk.simulator.links import Document
from fbm_desk.simulator.processing import OrderedEnds, Pace, Processing
from fbm_desk.simulator.report_contents import Asked, Encodings, contents
from fbm_desk.simulator.shop import Shop

#: How often a schedule asks, in Amazon's words; a month is taken as thirty days.
PERIODS = {
    **{f"PT{minutes}M": timedelta(minutes=minutes) for minutes in (5, 15, 30)},
    **{f"PT{hours}H": timedelta(hours=hours) for hours in (1, 2, 4, 8, 12, 84)},
    **{f"P{days}D": timedelta(days=days) for days in (1, 2, 3, 7, 14, 15, 18, 30)},
    "P1M": timedelta(days=30),
}


@dataclass(frozen=True, slots=True)
class Report:
    """One report. `end` is how it ended, None while it has not; `due_as` is how it was told to."""

    report_id: str
    asked: Asked
    created_at: datetime
    schedule_id: str = ""
    due_as: Processing | None = None
    end: Processing | None = None
    ended_at: datetime | None = None
    document: Document | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Asks for a report again and again."""

    schedule_id: str
    asked: Asked
    period: str
    next_at: datetime


class Reports:
    """All reports and schedules of a shop. Thread-safe."""

    def __init__(self, shop: Shop) -> None:
        self.pace = Pace()
        self.ends = OrderedEnds()
        self.encodings = Encodings()
        #: The most reports of a type that were in flight at once.
        self.most_in_flight: Counter[str] = Counter()
        self._shop = shop
        self._numbers = itertools.count(50_001)
        self._reports: dict[str, Report] = {}
        self._schedules: dict[str, Schedule] = {}
        self._lock = threading.RLock()

    def ask(self, asked: Asked, schedule_id: str = "", at: datetime | None = None) -> Report:
        """Take in a wish; `at` is when it was made, if not now."""
        with self._lock:
            number = str(next(self._numbers))
            due_as = self.ends.take(asked.report_type)
            created_at = at or self._shop.clock.now()
            report = Report(number, asked, created_at, schedule_id, due_as)
            self._reports[number] = report
            flying = sum(
                1 for one in self._reports.values()
                if one.end is None and one.asked.report_type == asked.report_type
            )  # fmt: skip
            most = max(flying, self.most_in_flight[asked.report_type])
            self.most_in_flight[asked.report_type] = most
            return report

    def all(self) -> tuple[Report, ...]:
        """Every report, the newest first."""
        with self._lock:
            return tuple(reversed(self._reports.values()))

    def report(self, report_id: str) -> Report | None:
        """One report as it is now."""
        with self._lock:
            return self._reports.get(report_id)

    def of_document(self, document_id: str) -> Report | None:
        """The report whose document this is."""
        for report in self.all():
            if report.document is not None and report.document.document_id == document_id:
                return report
        return None

    def status(self, report: Report) -> Processing:
        """Where it stands now."""
        age_s = (self._shop.clock.now() - report.created_at).total_seconds()
        return report.end or self.pace.at(age_s)

    def begun_at(self, report: Report) -> datetime | None:
        """When work on it began; None while it waits, or when it was called off before."""
        begun_at = report.created_at + timedelta(seconds=self.pace.queue_s)
        called_off = report.end is Processing.CANCELLED and report.ended_at is None
        return None if called_off or begun_at > self._shop.clock.now() else begun_at

    def cancel(self, report_id: str) -> bool:
        """Call off what nobody has begun; False when it is too late."""
        with self._lock:
            report = self._reports[report_id]
            if self.status(report) is not Processing.IN_QUEUE:
                return False
            self._reports[report_id] = replace(report, end=Processing.CANCELLED)
            return True

    def schedule(self, asked: Asked, period: str, next_at: datetime | None) -> Schedule:
        """Ask again every `period`; a type in a marketplace has one schedule only."""
        with self._lock:
            self._schedules = {
                name: one for name, one in self._schedules.items() if one.asked != asked
            }
            first = next_at or self._shop.clock.now() + PERIODS[period]
            made = Schedule(str(next(self._numbers)), asked, period, first)
            self._schedules[made.schedule_id] = made
            return made

    def schedules(self) -> tuple[Schedule, ...]:
        """Every schedule."""
        with self._lock:
            return tuple(self._schedules.values())

    def end_schedule(self, schedule_id: str) -> bool:
        """Ask no more; False when there is no such schedule."""
        with self._lock:
            return self._schedules.pop(schedule_id, None) is not None

    def catch_up(self) -> None:
        """Let schedules ask and reports end whose time has come."""
        with self._lock:
            if self._schedules:
                self._ask_as_scheduled()
            for report in self._reports.values():
                if report.end is None and self.status(report) is Processing.DONE:
                    self._reports[report.report_id] = self._ended(report)

    def _ask_as_scheduled(self) -> None:
        now = self._shop.clock.now()
        for one in tuple(self._schedules.values()):
            schedule = one
            while schedule.next_at <= now:
                period = PERIODS[schedule.period]
                asked = replace(
                    schedule.asked, start=schedule.next_at - period, end=schedule.next_at
                )
                self.ask(asked, schedule.schedule_id, schedule.next_at)
                schedule = replace(schedule, next_at=schedule.next_at + period)
            self._schedules[schedule.schedule_id] = schedule

    def _ended(self, report: Report) -> Report:
        """The report with its document, made of the orders as they are now."""
        took = timedelta(seconds=self.pace.queue_s + self.pace.work_s)
        ended = replace(report, ended_at=report.created_at + took, end=report.due_as)
        if report.due_as not in (None, Processing.DONE):
            return ended
        text = contents(report.asked, self._shop, self._shop.clock.now())
        if text is None:
            return replace(ended, end=Processing.CANCELLED)
        document = Document(
            document_id=f"amzn1.spdoc.1.4.{self._shop.seed}.{report.report_id}",
            content_type=self.encodings.content_type(report.asked),
            contents=self.encodings.bytes_of(report.asked, text),
            gzipped=self.encodings.gzipped,
        )
        return replace(ended, end=Processing.DONE, document=document)
