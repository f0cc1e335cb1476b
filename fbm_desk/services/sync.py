"""The background work with Amazon in turns: orders in, confirmations out, labels given back.

One turn does what is due and says when it wants the next; a lease lets one process at a time talk.
Each kind of work has a mark of its own, can be paused, and never holds up the others.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fbm_desk.domain.answers import NotSent
from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.orders import OrderId
from fbm_desk.services import (
    backlog,
    cancellations,
    changes_in,
    confirmations,
    forgetting,
    quantities,
    sweep,
    sweep_lease,
    sync_wishes,
)
from fbm_desk.services.books import Books
from fbm_desk.services.office_view import WorkKind
from fbm_desk.services.orders import Intake
from fbm_desk.services.ports import Changes, Feeds, Marketplace, Reports
from fbm_desk.services.quantities import Offers
from fbm_desk.services.refresh import Missed, refresh
from fbm_desk.services.topics import Topic
from fbm_desk.store import sync_state

SWEEP_EVERY = timedelta(seconds=180)
"""Amazon allows one sweep each 179 seconds in the long run (Orders 2026-01-01, read 2026-11)."""

WISHES_AT_ONCE = 10
"""Orders asked for at once that people wait for; `getOrder` allows one in two seconds."""

HELD_UP_S = 10.0
"""How long to rest when the books cannot be written."""


@dataclass
class Sync:
    """The background work of one seller account."""

    books: Books
    marketplace: Marketplace
    reports: Reports | None = None
    changes: Changes | None = None
    feeds: Feeds | None = None
    offers: Offers | None = None
    changed: Callable[[frozenset[Topic]], None] = lambda _topics: None
    void_labels: Callable[[], int] = lambda: 0
    stop: threading.Event = field(default_factory=threading.Event)
    sweep_every: timedelta = SWEEP_EVERY
    who: str = ""
    account: str = "one"  # its seller and, after a space, its marketplaces
    _due: dict[WorkKind, datetime] = field(default_factory=dict)
    _fresh_start: bool = True
    _unreached_at: datetime | None = None
    _ends: sweep_lease.Held = field(init=False)

    def __post_init__(self) -> None:
        self._ends = sweep_lease.Held(self.books, self.who, self.stop)

    def turn(self) -> float:
        """Do what is due; seconds until the next turn is wanted.

        A database that is full or held by another program ends the turn and not the thread.
        """
        try:
            return self._turn()
        except Unavailable:
            return HELD_UP_S

    def _turn(self) -> float:
        rest_s = sweep_lease.RENEW_S
        if self._ends.begin():
            rest_s = min(rest_s, self._grant_wishes())
            paused = sync_wishes.paused(self.books)
            for kind, work in self._works().items():
                if kind not in paused and not self._ends.is_set():
                    rest_s = min(rest_s, self._in_turn(kind, work))
        return max(0.05, rest_s)

    def _works(self) -> dict[WorkKind, Callable[[], float]]:
        """Every kind of work in the order of its haste; each gives its rest in seconds."""
        return {
            WorkKind.CHANGES: self._listen,
            WorkKind.ORDERS: self._sweep_if_due,
            WorkKind.BACKLOG: self._backlog,
            WorkKind.CONFIRMATIONS: self._confirm,
            WorkKind.LABELS: self._void,
            WorkKind.QUANTITIES: self._offer,
            WorkKind.CANCELLATIONS: self._call_off,
            WorkKind.GAPS: self._fill_gaps,
        }

    def _in_turn(self, kind: WorkKind, work: Callable[[], float]) -> float:
        """Do a kind of work if it is due; what is told out knows by itself what is."""
        if kind in (WorkKind.CONFIRMATIONS, WorkKind.LABELS):
            return work()
        now = self.books.now()
        due_at = self._due.get(kind, now)
        if due_at > now and due_at - now < timedelta(hours=1):  # else the clock was set back
            return (due_at - now).total_seconds()
        rest_s = work()
        self._due[kind] = self.books.now() + timedelta(seconds=rest_s)
        return rest_s

    # --- orders in ---------------------------------------------------------------------------

    def _sweep_if_due(self) -> float:
        with self.books.reading() as connection:
            mark = sync_state.mark(connection, sweep.ORDERS)
        now = self.books.now()
        # A program that was just started, or could not reach Amazon, does not rest for so long.
        hasty = self._fresh_start or mark.reason or self._unreached_at
        every = self.sweep_every / 3 if hasty else self.sweep_every
        due_at = _due_at(mark.last_try_at, every, now)
        if due_at > now and not (self._fresh_start and mark.reason):
            return (due_at - now).total_seconds()
        self._fresh_start = False
        forgetting.forget(self.books)
        swept = self._sweep()
        if swept.short_of_quota:
            return max(1.0, swept.retry_s)
        return (self.sweep_every if swept.finished else self.sweep_every / 3).total_seconds()

    def _sweep(self) -> sweep.Swept:
        if self.reports is not None and backlog.look_further_back(self.books, self.account):
            self._due.pop(WorkKind.BACKLOG, None)
        swept = sweep.sweep(self.books, self.marketplace, self._ends)
        if not swept.short_of_quota:
            self._unreached_at = self.books.now() if swept.unreached else None
        begun_at = sweep.begun_at(self.books) if swept.short_of_quota else None
        if begun_at is not None and self.reports is not None:
            backlog.want(self.books, since=begun_at)  # once for each sweep that is too long
            self._due.pop(WorkKind.BACKLOG, None)
        self._tell(swept.intake)
        self.changed(frozenset({Topic.SYNC}))
        return swept

    def sweep_now(self) -> Intake | None:
        """Sweep whatever the time; None while another process talks to Amazon."""
        return self.sweep() if self._ends.begin() else None

    def sweep(self) -> Intake:
        """Take in what changed at Amazon. The mark moves only after the last page."""
        return self._sweep().intake

    def refresh(self, order_id: OrderId) -> Intake | Missed:
        """Take one order in as it is now."""
        result = refresh(self.books, self.marketplace, order_id)
        if isinstance(result, Intake):
            self._tell(result, always=True)
        return result

    def _backlog(self) -> float:
        if self.reports is None or not backlog.is_wanted(self.books):
            return backlog.AGAIN_AFTER_S
        rest_s = backlog.step(self.books, self.reports)
        if not backlog.is_wanted(self.books):
            self._due.pop(WorkKind.GAPS, None)
            self.changed(frozenset({Topic.ORDERS, Topic.SYNC}))
        return rest_s

    def _fill_gaps(self) -> float:
        filled = backlog.fill_gaps(self.books, self.marketplace, self._ends)
        self._tell(filled.intake)
        return filled.next_s

    def _listen(self) -> float:
        if self.changes is None:
            return backlog.AGAIN_AFTER_S
        heard = changes_in.listen(self.books, self.changes, self.marketplace, self._ends)
        self._tell(heard.intake)
        return heard.next_s

    def _tell(self, intake: Intake, always: bool = False) -> None:
        if always or intake.new or intake.updated:
            self.changed(frozenset({Topic.ORDERS, Topic.SESSION}))

    # --- news out ----------------------------------------------------------------------------

    def _confirm(self) -> float:
        if self._out_of_touch():
            return confirmations.OFFLINE_S
        told = confirmations.tell(self.books, self.marketplace, self.feeds, stop=self._ends)
        done = told.sent or told.fed or told.verified or told.refused
        if done or told.waiting:
            self._note(WorkKind.CONFIRMATIONS, bool(done))
        if done:
            self.changed(frozenset({Topic.SYNC, Topic.ORDERS}))
        return told.next_s

    def _out_of_touch(self) -> bool:
        """After a time without network orders come in first: some of what is to be told was called
        off meanwhile. A sweep that Amazon itself fails at holds up nothing."""
        if self._unreached_at is None or WorkKind.ORDERS in sync_wishes.paused(self.books):
            return False
        with self.books.reading() as connection:  # another process may have swept since
            swept_at = sync_state.mark(connection, sweep.ORDERS).last_success_at
        return swept_at is None or swept_at < self._unreached_at

    def _void(self) -> float:
        if self.void_labels():
            self._note(WorkKind.LABELS, went_well=True)
        return confirmations.IDLE_S

    def _offer(self) -> float:
        if self.offers is None:
            return backlog.AGAIN_AFTER_S
        told = quantities.tell(self.offers, self._ends)
        if told.told or told.refused:
            self.changed(frozenset({Topic.SYNC}))
        return told.next_s

    def _call_off(self) -> float:
        if self.feeds is None:
            return backlog.AGAIN_AFTER_S
        told = cancellations.tell(self.books, self.feeds)
        if told.told or told.taken or told.refused:
            self._note(WorkKind.CANCELLATIONS, went_well=True)
            self.changed(frozenset({Topic.SYNC, Topic.ORDERS}))
        return told.next_s

    def _note(self, kind: WorkKind, went_well: bool) -> None:
        now = self.books.now()
        success = {"last_success_at": now} if went_well else {}
        with self.books.writing() as connection:
            sync_state.save_mark(connection, kind.value, last_try_at=now, **success)

    # --- what people ask for -----------------------------------------------------------------

    def _grant_wishes(self) -> float:
        """Somebody pressed "Sync now", here or in another program on these books. Seconds until
        the rest is granted: many orders are asked for some at a time, so that the sweeps go on."""
        wishes = sync_wishes.asked_for(self.books)
        if wishes.everything:
            self._due.clear()
            self._sweep()
            quantities.try_again_now(self.books)
            sync_wishes.granted(self.books, everything=True)
        for order_id in wishes.orders[:WISHES_AT_ONCE]:
            if self._ends.is_set():
                break
            answer = self.refresh(order_id)
            if isinstance(answer, NotSent):
                return max(1.0, answer.retry_s)
            sync_wishes.granted(self.books, order_id=order_id)
        return 0.0 if len(wishes.orders) > WISHES_AT_ONCE else sweep_lease.RENEW_S

    def give_up(self) -> None:
        """Let another process talk to Amazon."""
        sweep_lease.give_up(self.books, self.who)


def _due_at(last: datetime | None, every: timedelta, now: datetime) -> datetime:
    """When the next sweep is due; a clock that was set back does not delay it for ever."""
    return now if last is None or last > now else last + every
