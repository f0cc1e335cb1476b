"""What follows a scan: labels are bought and read back, paper is printed, the desk is told.

Where it runs is handed in: in threads of their own behind a window, at once without one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from fbm_desk.domain.answers import Done
from fbm_desk.domain.errors import Refusal
from fbm_desk.domain.paper import JobState, Paper
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import LabelBought, LabelRefused, LabelSource, Session, State
from fbm_desk.services import labels, paper
from fbm_desk.services.books import Books
from fbm_desk.services.carrying_out import Written
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.labels import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.ports import Printer
from fbm_desk.services.taking import OnBench
from fbm_desk.services.topics import Topic
from fbm_desk.store import history, print_jobs, purchases
from fbm_desk.store.sessions import Actor

Run = Callable[[Callable[[], None]], None]


def at_once(work: Callable[[], None]) -> None:
    """Runs work where it is asked for."""
    work()


def nobody(_topics: frozenset[Topic]) -> None:
    """There is no screen to tell."""


@dataclass
class Workshop:
    """Carries on after scans. `label_run` and `print_run` queue work, `desk_run` leads back."""

    books: Books
    rules: DeskRules
    printer: Printer
    labels: LabelDesk | None = None
    label_run: Run = at_once
    print_run: Run = at_once
    desk_run: Run = at_once
    changed: Callable[[frozenset[Topic]], None] = nobody
    last_problem: LabelRefused | None = field(default=None)

    def follow(self, desk: Desk, bench: OnBench, written: Written) -> None:
        """Begin what a scan brought about."""
        session, actor = bench.opened.session, desk.actor()
        if written.purchase_id is not None:
            purchase_id, session_id = written.purchase_id, bench.opened.id
            self._slip_once(bench, session, actor)
            self.label_run(lambda: self._label(desk, session_id, purchase_id, actor))
        elif written.parcel_id is not None and session.label_source is LabelSource.NONE:
            self._slip(session, actor)
        elif session.state is State.TRACKING_WANTED and written == Written():
            self._slip_once(bench, session, actor)
        if written.reprint:
            self._reprint(bench, actor)
        if written.parcel_id is not None:
            self.changed(frozenset({Topic.ORDERS, Topic.STOCK, Topic.SYNC}))

    def carry_on(self, desk: Desk) -> None:
        """After a restart: go on with what the order on the bench was waiting for."""
        bench = desk.bench
        if bench is not None and bench.opened.session.state is State.FULL:
            with self.books.reading() as connection:
                live = purchases.live_of(connection, bench.opened.id)
            session_id, actor = bench.opened.id, desk.actor()
            if live is None:
                refused = LabelRefused("crashed")
                self.desk_run(lambda: self._tell(desk, session_id, refused))
            else:
                purchase_id = live.id
                self.label_run(lambda: self._label(desk, session_id, purchase_id, actor))
        with self.books.writing() as connection:
            left = paper.left_over(connection)
        for job in left:
            self.print_job(job.id)

    # --- labels ------------------------------------------------------------------------------

    def _label(self, desk: Desk, session_id: int, purchase_id: int, actor: Actor) -> None:
        outcome = self._buy(purchase_id)
        if isinstance(outcome, LabelBought):
            jobs = paper.want_label(self.books, purchase_id, self.rules, actor)
            self.desk_run(lambda: self._tell(desk, session_id, outcome))
            for job_id in jobs:
                self.print_job(job_id)
        else:
            self.last_problem = outcome
            self.desk_run(lambda: self._tell(desk, session_id, outcome))

    def _buy(self, purchase_id: int) -> LabelBought | LabelRefused:
        if self.labels is None:
            return LabelRefused("no_account")
        try:
            return labels.buy(self.labels, purchase_id)
        except Refusal as problem:
            return LabelRefused(problem.code)

    def _tell(self, desk: Desk, session_id: int, outcome: LabelBought | LabelRefused) -> None:
        if desk.label_came(session_id, outcome) is None and isinstance(outcome, LabelBought):
            self._orphan(session_id, outcome)
        self.changed(frozenset({Topic.SESSION, Topic.ORDERS}))

    def _orphan(self, session_id: int, outcome: LabelBought) -> None:
        """The box is not here any more: the label stays in the ledger and is noted for people."""
        with self.books.writing() as connection:
            live = purchases.live_of(connection, session_id)
            if live is not None and live.tracking == outcome.tracking:
                now = self.books.now()
                history.add(connection, [live.order_id], "label_waits_for_box", now)

    def void_unneeded(self) -> int:
        """Ask for the refund of labels that are not needed; how many were granted."""
        if self.labels is None:
            return 0
        with self.books.reading() as connection:
            wanted = purchases.in_state(connection, PurchaseState.VOID_WANTED)
        answers = [labels.give_back(self.labels, purchase) for purchase in wanted]
        return sum(isinstance(answer, Done) for answer in answers)

    # --- paper -------------------------------------------------------------------------------

    def _slip(self, session: Session, actor: Actor) -> None:
        self.print_run(lambda: self._print_slip(session, actor))

    def _slip_once(self, bench: OnBench, session: Session, actor: Actor) -> None:
        with self.books.reading() as connection:
            jobs = print_jobs.of_order(connection, bench.order.order_id)
        if not any(job.paper in (Paper.SLIP, Paper.RECEIPT) for job in jobs):
            self._slip(session, actor)

    def _print_slip(self, session: Session, actor: Actor) -> None:
        jobs = paper.want_slip(self.books, session.order_id, session, self.rules, actor)
        for job_id in jobs:
            self._print_now(job_id)

    def _reprint(self, bench: OnBench, actor: Actor) -> None:
        with self.books.reading() as connection:
            live = purchases.live_of(connection, bench.opened.id)
        if live is not None and live.state is PurchaseState.BOUGHT:
            jobs = paper.want_label(self.books, live.id, self.rules, actor, reprint=True)
            with self.books.writing() as connection:
                now = self.books.now()
                history.add(connection, [live.order_id], "reprinted", now, user_id=actor.user_id)
            for job_id in jobs:
                self.print_job(job_id)

    def print_job(self, job_id: int) -> None:
        """Send a job that is written down on its way."""
        self.print_run(lambda: self._print_now(job_id))

    def _print_now(self, job_id: int) -> None:
        result = paper.print_job(self.books, self.printer, job_id)
        if result.state is not JobState.WAITING:
            self.changed(frozenset({Topic.PRINTING, Topic.SESSION}))
