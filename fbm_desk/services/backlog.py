"""A backlog too long for sweeps: Amazon's report of all unshipped orders, then its gaps one by one.

Every step is on disk before the next, so that a restart goes on with the same report.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from fbm_desk.amazon.report_refusals import UnreadableReport
from fbm_desk.amazon.troubles import Trouble
from fbm_desk.domain.answers import Done, NotSent, Refused, Unclear
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.reports import ReportKind, ReportState
from fbm_desk.services import orders as order_service
from fbm_desk.services import sweep
from fbm_desk.services.books import Books
from fbm_desk.services.orders import NOTHING, Intake
from fbm_desk.services.ports import Marketplace, Reports
from fbm_desk.services.refresh import Missed, refresh
from fbm_desk.services.sweep import reason_of, words_of
from fbm_desk.services.sweep_lease import Ends
from fbm_desk.store import sync_state, untold_orders
from fbm_desk.store.moments import from_ms, to_ms

BACKLOG = "backlog"
"""The mark of the report; its value is how far it is, empty when none is wanted."""
ACCOUNT = "orders_account"
"""Its value says whose orders the marks are about."""
GAPS = "gaps"
"""The mark of what reports leave out."""
DATA_LAG = timedelta(minutes=35)
"""What a report says may be half an hour old (Amazon's page on order reports, read 2026-11)."""
GOOD_FOR = timedelta(hours=2)
"""What a sweep brings so soon after a report is mostly what the report brought."""
LOOK_EVERY_S = 15.0
AGAIN_AFTER_S = 300.0
TRY_AGAIN_AFTER = timedelta(hours=1)
"""An order that Amazon refused to tell is asked for again after this."""
GAPS_AT_ONCE = 10
_NOTED_AT_ONCE = 50
_PASSING = frozenset({"report_failed", "report_unreadable", *(one.value for one in Trouble)})


@dataclass(frozen=True, slots=True)
class _Report:
    """A report under way; times in ms. Without an id it was asked for and not answered yet."""

    asked_at: int
    report_id: str = ""
    document_id: str = ""


def want(books: Books, since: datetime | None = None) -> None:
    """Ask for the report, unless one is under way, or came in since then or shortly before."""
    with books.writing() as connection:
        mark = sync_state.mark(connection, BACKLOG)
        came_at = mark.last_success_at
        came = since is not None and came_at is not None and came_at > since - GOOD_FOR
        if not mark.value and not came:
            sync_state.save_mark(connection, BACKLOG, value=json.dumps(asdict(_Report(0))))


def look_further_back(books: Books, account: str) -> bool:
    """Want the report once for each account (its seller and its marketplaces): orders that waited
    longer than the first sweep looks back come by it alone. True when it is wanted now.

    Where sweeps went on for another account, they begin anew: no change tells of what waits in
    this one.
    """
    with books.writing() as connection:
        before = sync_state.mark(connection, ACCOUNT).value
        if before == account:
            return False
        sync_state.save_mark(connection, ACCOUNT, value=account)
        if before:
            sweep.begin_anew(connection, same_seller=before.split()[0] == account.split()[0])
        if before or not sync_state.mark(connection, BACKLOG).value:
            # One that is under way leaves out what another account has.
            sync_state.save_mark(connection, BACKLOG, value=json.dumps(asdict(_Report(0))))
    return True


def is_wanted(books: Books) -> bool:
    """True while a report is under way."""
    return _report(books) is not None


def is_awaited(books: Books) -> bool:
    """True while a report is under way that Amazon does not refuse: one that it does may never
    come, and nothing else waits for it."""
    with books.reading() as connection:
        mark = sync_state.mark(connection, BACKLOG)
    return bool(mark.value) and (not mark.reason or mark.reason in _PASSING)


def step(books: Books, reports: Reports) -> float:
    """Bring the report one step further; seconds until the next step makes sense."""
    report = _report(books)
    if report is None:
        return AGAIN_AFTER_S
    _note(books, last_try_at=books.now())
    if not report.report_id:
        return _ask(books, reports, report)
    if not report.document_id:
        return _look(books, reports, report)
    return _fetch(books, reports, report)


def _ask(books: Books, reports: Reports, report: _Report) -> float:
    """A report that may have been asked for already is looked for first."""
    if report.asked_at:
        found = reports.lately(ReportKind.UNSHIPPED, from_ms(report.asked_at))
        if not isinstance(found, Done):
            return _missed(books, found)
        if found.value and found.value[-1].report_id:
            _save(books, replace(report, report_id=found.value[-1].report_id))
            return 0.0
    asked = _Report(to_ms(books.now()))
    _save(books, asked)
    answer = reports.request(ReportKind.UNSHIPPED)
    if isinstance(answer, NotSent):
        _save(books, _Report(0))
    if not isinstance(answer, Done):
        return _missed(books, answer)
    _save(books, replace(asked, report_id=answer.value))
    return LOOK_EVERY_S


def _look(books: Books, reports: Reports, report: _Report) -> float:
    answer = reports.stage(report.report_id)
    if not isinstance(answer, Done):
        return _missed(books, answer)
    state = answer.value.state
    if state is ReportState.NOTHING:
        # It may have been called off, by whoever: that nothing is to be shipped only sweeps tell.
        return _finished(books)
    if state is ReportState.FAILED:
        _save(books, _Report(0))
        _note(books, reason="report_failed", words="")
        return AGAIN_AFTER_S
    if state is ReportState.READY:
        _save(books, replace(report, document_id=answer.value.document_id))
        return 0.0
    return LOOK_EVERY_S


def _fetch(books: Books, reports: Reports, report: _Report) -> float:
    answer = reports.fetch(report.document_id, True)
    if not isinstance(answer, Done):
        if isinstance(answer, Refused):
            _save(books, _Report(0))  # it is not kept any more: a new one is built
        return _missed(books, answer)
    try:
        filed = order_service.import_report(books, answer.value.content)
    except UnreadableReport:
        _save(books, _Report(0))
        _note(books, reason="report_unreadable", words="")
        return AGAIN_AFTER_S
    _note_left_out(books, filed.left_out)
    _all_here(books, report)
    return _finished(books)


def _note_left_out(books: Books, order_ids: Sequence[OrderId]) -> None:
    """What a row of the report spoils is asked for by itself, the next time gaps are filled."""
    long_ago = books.now() - 2 * TRY_AGAIN_AFTER
    for start in range(0, len(order_ids), _NOTED_AT_ONCE):
        with books.writing() as connection:
            for order_id in order_ids[start : start + _NOTED_AT_ONCE]:
                untold_orders.note(connection, order_id, "report_row", "", long_ago)


def _all_here(books: Books, report: _Report) -> None:
    """All that is to be shipped is here. Before the very first sweep: what changes from now on."""
    with books.reading() as connection:
        swept_before = bool(sync_state.mark(connection, sweep.ORDERS).value)
    if not swept_before:
        sweep.begin_from(books, from_ms(report.asked_at) - DATA_LAG)


def _finished(books: Books) -> float:
    _note(books, value="", last_success_at=books.now(), reason="", words="")
    return AGAIN_AFTER_S


def _missed(books: Books, answer: Missed) -> float:
    """A call without an answer is tried again: nothing of a report costs money."""
    _note(books, reason=reason_of(answer), words=words_of(answer))
    if isinstance(answer, NotSent):
        return max(LOOK_EVERY_S, answer.retry_s)
    return LOOK_EVERY_S if isinstance(answer, Unclear) else AGAIN_AFTER_S


def _report(books: Books) -> _Report | None:
    with books.reading() as connection:
        kept = sync_state.mark(connection, BACKLOG).value
    return _Report(**json.loads(kept)) if kept else None


def _save(books: Books, report: _Report) -> None:
    _note(books, value=json.dumps(asdict(report)))


def _note(books: Books, **facts: object) -> None:
    with books.writing() as connection:
        sync_state.save_mark(connection, BACKLOG, **facts)


# --- gaps ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filled:
    """How many orders were told in full, and when to come again."""

    intake: Intake = NOTHING
    told: int = 0
    next_s: float = AGAIN_AFTER_S


def fill_gaps(books: Books, marketplace: Marketplace, stop: Ends) -> Filled:
    """Ask for a few orders that a report or a page told badly, the soonest ship-by first."""
    now = books.now()
    with books.reading() as connection:
        before = now - TRY_AGAIN_AFTER
        wanted = untold_orders.from_reports(connection, before, GAPS_AT_ONCE)
        left = GAPS_AT_ONCE - len(wanted)
        wanted += untold_orders.to_try_again(connection, before, left) if left else []
    filled = Filled()
    for order_id in dict.fromkeys(wanted):
        if stop.is_set():
            break
        answer = refresh(books, marketplace, order_id)
        if isinstance(answer, NotSent | Unclear):
            _note_gaps(books, now, reason=reason_of(answer))
            retry_s = answer.retry_s if isinstance(answer, NotSent) else 0.0
            return replace(filled, next_s=max(2.0, retry_s))
        if isinstance(answer, Intake):
            filled = replace(filled, intake=filled.intake.plus(answer), told=filled.told + 1)
    if wanted:
        _note_gaps(books, now, reason="", last_success_at=books.now())
    return replace(filled, next_s=0.0 if len(wanted) == GAPS_AT_ONCE else AGAIN_AFTER_S)


def _note_gaps(books: Books, now: datetime, **facts: object) -> None:
    with books.writing() as connection:
        sync_state.save_mark(connection, GAPS, last_try_at=now, **facts)
