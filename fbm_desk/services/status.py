"""The status line in words, worst first: what does not work, what waits, what is in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fbm_desk.domain.outbox import is_late
from fbm_desk.domain.paper import JobState
from fbm_desk.services import connecting, host_questions, sweep
from fbm_desk.services.amounts import age_text
from fbm_desk.services.books import Books
from fbm_desk.services.confirmation_feed import LOCKED_OUT
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.desk_view import StatusEntry
from fbm_desk.services.dossier_steps import printer_name
from fbm_desk.services.local_day import span_of
from fbm_desk.store import (
    bench_figures,
    database,
    interceptions,
    manifests,
    outbox,
    print_jobs,
    sync_state,
    unsettled,
    untold_parcels,
)
from fbm_desk.store.database import Connection
from fbm_desk.store.print_jobs import PrintJob
from fbm_desk.store.sync_state import SyncMark
from fbm_desk.texts import say

STALE = timedelta(minutes=15)
"""Without a success for so long we are out of step, whatever the reason."""
_UNREACHED = ("offline", "timed_out", "lost")
_FAULTS = {JobState.NOT_SENT: "not_printed", JobState.UNKNOWN: "printer_silent"}


def status(
    books: Books,
    connected: bool = True,
    rules: DeskRules | None = None,
    *,
    asks_host: bool = False,
) -> tuple[StatusEntry, ...]:
    """Faults before all else. Of what is not used, printers or an account, nothing is said.

    Without a `connected` account what Amazon is to be told waits for somebody who writes the file.
    Who `asks_host` has no keys of Amazon's: another computer's program talks for it.
    """
    with books.reading() as connection:
        newest = print_jobs.newest_of_each_printer(connection)
        mark = _heard_since(connection, sync_state.mark(connection, "orders"))
        refused = untold_parcels.count(connection, books.now())
        queue = _Queue(*outbox.waiting(connection), outbox.soonest_ship_by(connection))
        money = list(_money(connection, books.now()))
        stopped = _to_stop(connection)
        secret = connecting.secret_warning(connecting.entered_on(connection), books.now().date())
        catching_up = bool(sync_state.mark(connection, sweep.PAGE).value)
        blind = sync_state.mark(connection, sweep.ADDRESS_RIGHT).value == sweep.MISSING
        alone = asks_host and not _is_answered(connection, books.now())
        untracked = manifests.untracked(connection, *span_of(books.now().astimezone().date(), None))
    now = books.now()
    entries = [_printer_fault(job) for job in newest if job.state in _FAULTS]
    entries += stopped + money
    entries += _refused(refused)
    entries += [StatusEntry("key-round", secret, fault=True)] if secret and connected else []
    if alone:
        entries.append(StatusEntry("cloud-off", say("status.host_away"), fault=True))
    entries += _amazon(mark, books, catching_up)
    if blind and connected:
        entries.append(StatusEntry("map-pin-off", say("status.no_address_right"), fault=True))
    entries += queue.entries(now, connected)
    entries += _printers(newest, books)
    if untracked:
        words = say("status.untracked", count=len(untracked), order=untracked[0])
        entries.append(StatusEntry("barcode", words))
    entries += _no_sender(rules)
    return tuple(sorted(entries, key=lambda entry: (not entry.alarm, not entry.fault)))


@dataclass(frozen=True, slots=True)
class _Queue:
    """What Amazon does not know yet: how much, since when, and until when it should."""

    count: int
    oldest_at: datetime | None
    ship_by: datetime | None

    def entries(self, now: datetime, connected: bool) -> list[StatusEntry]:
        """Red, and before all that is not, as soon as a ship-by may be missed."""
        if self.oldest_at is None:
            return []
        key = "status.queued" if connected else "status.for_the_file"
        age = age_text(now - self.oldest_at)
        if self.ship_by is None or not is_late(self.ship_by, self.count, now):
            return [StatusEntry("cloud-upload", say(key, count=self.count, age=age))]
        left = self.ship_by - now
        late = f"{key}_late" if left > timedelta(0) else f"{key}_overdue"
        words = say(late, count=self.count, age=age, left=age_text(left))
        return [StatusEntry("cloud-upload", words, fault=True, alarm=True)]


def _no_sender(rules: DeskRules | None) -> list[StatusEntry]:
    """What a first start did not ask: whose name stands on the slips that are printed."""
    if rules is None or rules.shop_name or not (rules.slip_printer or rules.receipt_printer):
        return []
    no_carrier = not (rules.connected or rules.carrier)
    key = "status.no_sender_no_carrier" if no_carrier else "status.no_sender"
    return [StatusEntry("settings", say(key))]


def _printer_fault(job: PrintJob) -> StatusEntry:
    words = say(f"status.{_FAULTS[job.state]}", printer=printer_name(job.paper))
    return StatusEntry("printer", words, fault=True)


def _money(connection: Connection, now: datetime) -> Iterator[StatusEntry]:
    """Labels whose money is not settled, each kind with its oldest order: its dossier says more."""
    kinds = (
        ("label_unclear", unsettled.unclear(connection), True),
        ("refund_refused", unsettled.refund_refused(connection, now), True),
        ("label_without_box", unsettled.without_box(connection, now), False),
        ("refund_wanted", unsettled.refund_wanted(connection), False),
    )
    for kind, found, is_fault in kinds:
        if found is not None:
            age = age_text(now - found.since)
            facts = {"count": found.count, "age": age, "order": found.order_id}
            yield StatusEntry("octagon-alert", say(f"status.{kind}", **facts), is_fault)


def _to_stop(connection: Connection) -> list[StatusEntry]:
    """Parcels and boxes that must not leave as they are; the oldest is named."""
    found = {
        "intercept": [one.order_id for one in interceptions.open_ones(connection)],
        "box_stopped": interceptions.boxes_left(connection),
    }
    return [
        StatusEntry("package-x", say(f"status.{kind}", count=len(ids), order=ids[0]), fault=True)
        for kind, ids in found.items()
        if ids
    ]


def _refused(count: int) -> list[StatusEntry]:
    if not count:
        return []
    return [StatusEntry("octagon-alert", say("status.refused", count=count), fault=True)]


def _is_answered(connection: Connection, now: datetime) -> bool:
    return host_questions.is_there(connection, database.time_there(connection, now))


def _heard_since(connection: Connection, mark: SyncMark) -> SyncMark:
    """A sweep that reached nobody is no fault any more once a label was bought after it."""
    if mark.reason not in _UNREACHED or mark.last_try_at is None:
        return mark
    heard_at = bench_figures.newest_label_at(connection)
    return replace(mark, reason="") if heard_at and heard_at > mark.last_try_at else mark


def _amazon(mark: SyncMark, books: Books, catching_up: bool) -> list[StatusEntry]:
    """Nothing where no account is connected: orders come from files then."""
    if mark.last_try_at is None and mark.last_success_at is None and not mark.reason:
        return []
    if mark.reason == LOCKED_OUT or mark.reason == "sign_in_refused":
        return [StatusEntry("key-round", say("status.locked_out"), fault=True)]
    if mark.reason == "thread_died":
        return [StatusEntry("cloud-off", say("status.sync_ended"), fault=True)]
    if catching_up and not mark.reason:
        return [StatusEntry("refresh-cw", say("status.catching_up"))]
    if mark.last_success_at is None:
        return [StatusEntry("cloud-off", say("status.not_in_step"), fault=bool(mark.reason))]
    age = books.now() - mark.last_success_at
    if mark.reason or age > STALE:
        return [StatusEntry("cloud-off", say("status.offline", age=age_text(age)), fault=True)]
    return [StatusEntry("check", say("status.in_step", age=age_text(age)))]


def _printers(newest: list[PrintJob], books: Books) -> list[StatusEntry]:
    under_way = [job for job in newest if job.state in (JobState.WAITING, JobState.SENDING)]
    if under_way:
        age = age_text(books.now() - min(job.asked_at for job in under_way))
        return [StatusEntry("printer", say("status.printing", age=age))]
    if newest and not any(job.state in _FAULTS for job in newest):
        return [StatusEntry("printer", say("status.printers_ready"))]
    return []
