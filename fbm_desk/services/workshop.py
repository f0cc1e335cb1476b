"""What follows a scan: labels are bought and read back, paper is printed, the desk is told.

Where it runs is handed in: in threads of their own behind a window, at once without one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from fbm_desk.domain.answers import Done, Refused
from fbm_desk.domain.errors import Refusal
from fbm_desk.domain.paper import JobState
from fbm_desk.domain.purchases import PurchaseState, Refund
from fbm_desk.domain.session import LabelBought, LabelRefused, State
from fbm_desk.services import labels, paper, parcel_news, refunds, slips, unclear_labels
from fbm_desk.services.at_host import AtHost
from fbm_desk.services.books import Books
from fbm_desk.services.carrying_out import Written
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.label_desk import LabelDesk
from fbm_desk.services.packing import Desk
from fbm_desk.services.ports import Printer
from fbm_desk.services.taking import OnBench
from fbm_desk.services.topics import Topic
from fbm_desk.store import history, purchases
from fbm_desk.store.sessions import Actor

Run = Callable[[Callable[[], None]], None]


def at_once(work: Callable[[], None]) -> None:
    """Runs work where it is asked for."""
    work()


def nobody(_topics: frozenset[Topic]) -> None:
    """There is no screen to tell."""


@dataclass
class Workshop:
    """Carries on after scans. `label_run` and `print_run` queue work, `desk_run` leads back.

    Labels are bought by `labels`; without Amazon's keys here, by the `host` that has them.
    """

    books: Books
    rules: DeskRules
    printer: Printer
    labels: LabelDesk | None = None
    host: AtHost | None = None
    label_run: Run = at_once
    print_run: Run = at_once
    desk_run: Run = at_once
    changed: Callable[[frozenset[Topic]], None] = nobody
    last_problem: LabelRefused | None = field(default=None)
    _buying: set[tuple[int, int]] = field(default_factory=set)  # sessions and boxes, under way

    def follow(self, desk: Desk, bench: OnBench, written: Written) -> None:
        """Begin what a scan brought about. The scan is on disk: nothing here takes it back."""
        try:
            self._follow(desk, bench, written)
        except Refusal as problem:
            self.last_problem = LabelRefused(problem.code)

    def _follow(self, desk: Desk, bench: OnBench, written: Written) -> None:
        session, actor = bench.opened.session, desk.actor()
        if session.state is State.FULL:
            self._want_label(desk, bench, written.purchase_id)
        for job_id in written.print_jobs or self._slips_left(bench, actor):
            self.print_job(job_id)
        if written.reprint is not None:
            self._reprint(bench, actor, written.reprint)
        if written.parcel_id is not None:
            self.changed(frozenset({Topic.ORDERS, Topic.STOCK, Topic.SYNC}))

    def carry_on(self, desk: Desk) -> None:
        """After a restart: go on with what the order on the bench was waiting for."""
        bench = desk.bench
        if bench is not None:
            self._follow(desk, bench, Written())
        with self.books.writing() as connection:
            left = paper.left_over(connection, desk.id)
        for job in left:
            self.print_job(job.id)

    # --- labels ------------------------------------------------------------------------------

    def _want_label(self, desk: Desk, bench: OnBench, purchase_id: int | None) -> None:
        """Buy the label of a full box, unless somebody is at it.

        Any scan of a full box leads here: the one that filled it, and the first at the bench that
        took it over from one that crashed.
        """
        session_id, actor = bench.opened.id, desk.actor()
        box = bench.opened.session.box
        if (session_id, box) in self._buying:
            return
        if purchase_id is None:
            with self.books.reading() as connection:
                live = purchases.live_of(connection, session_id, box)
            purchase_id = live.id if live else None
        self._buying.add((session_id, box))
        self.label_run(lambda: self._label(desk, (session_id, box), purchase_id, actor))

    def _label(
        self, desk: Desk, at: tuple[int, int], purchase_id: int | None, actor: Actor
    ) -> None:
        try:
            outcome, jobs = self._buy(purchase_id, actor)
        except Exception:  # a mistake of ours; a bench that is not told would wait for ever
            crashed = LabelRefused("crashed", unclear=True)
            self.desk_run(lambda: self._tell(desk, at, crashed))
            raise
        self.desk_run(lambda: self._tell(desk, at, outcome))
        for job_id in jobs:
            self.print_job(job_id)

    def _buy(
        self, purchase_id: int | None, actor: Actor
    ) -> tuple[LabelBought | LabelRefused, list[int]]:
        """The label, and the jobs that print it."""
        bought_by = self._counter()
        if bought_by is None:
            return LabelRefused("no_account"), []
        if purchase_id is None:
            return LabelRefused("crashed"), []
        try:
            outcome = bought_by(purchase_id)
            if isinstance(outcome, LabelBought):
                return outcome, paper.want_label(self.books, purchase_id, self.rules, actor)
        except Refusal as problem:  # of the disk, perhaps after the money was spent
            outcome = LabelRefused(problem.code, unclear=True)
        self.last_problem = outcome
        return outcome, []

    def _counter(self) -> Callable[[int], LabelBought | LabelRefused] | None:
        """Who buys; looked up once, as an account connected just now takes the host's place."""
        sold, host = self.labels, self.host
        if sold is not None:
            return lambda purchase_id: labels.buy(sold, purchase_id)
        return host.label if host is not None else None

    def _tell(self, desk: Desk, at: tuple[int, int], outcome: LabelBought | LabelRefused) -> None:
        session_id, _box = at
        try:
            verdict = desk.label_came(session_id, outcome)
        finally:
            self._buying.discard(at)
        if verdict is None and isinstance(outcome, LabelBought):
            self._orphan(session_id, outcome)
        self.changed(frozenset({Topic.SESSION, Topic.ORDERS}))

    def _orphan(self, session_id: int, outcome: LabelBought) -> None:
        """The box is not here any more: it was unpacked, or it is on another bench or on hold."""
        # Amazon may have to be asked: never in the thread that answers scans.
        self.label_run(lambda: self._look_after(session_id, outcome))

    def _look_after(self, session_id: int, outcome: LabelBought) -> None:
        if self.labels is not None:
            refunds.find_unneeded(self.labels)
        with self.books.writing() as connection:
            live = purchases.live_of(connection, session_id, outcome.box)
            if live is not None and live.tracking == outcome.tracking:
                now = self.books.now()
                history.add(connection, [live.order_id], "label_waits_for_box", now)

    def void_unneeded(self) -> int:
        """Ask for the refund of labels that are not needed; how many were granted."""
        if self.labels is None:
            return 0
        wanted = refunds.find_unneeded(self.labels)
        answers = [refunds.give_back(self.labels, purchase) for purchase in wanted]
        if any(isinstance(answer, Done | Refused) for answer in answers):
            self.changed(frozenset({Topic.SYNC, Topic.ORDERS}))
        return sum(answer == Done(Refund.GRANTED) for answer in answers)

    def look_after_labels(self) -> int:
        """The turn of the background: unclear ones looked for, refunds asked, parcels followed."""
        if self.labels is None:
            return 0
        if unclear_labels.look_at_all(self.labels):
            self.changed(frozenset({Topic.SYNC, Topic.ORDERS}))
        granted = self.void_unneeded()
        parcel_news.follow(self.labels)
        return granted

    # --- paper -------------------------------------------------------------------------------

    def _slips_left(self, bench: OnBench, actor: Actor) -> tuple[int, ...]:
        """The slips of a full box that came here, from another bench or from an older program."""
        if bench.opened.session.state not in slips.BOX_IS_FULL:
            return ()
        with self.books.writing() as connection:
            return slips.want(connection, bench.opened, self.rules, actor)

    def _reprint(self, bench: OnBench, actor: Actor, why: str) -> None:
        with self.books.reading() as connection:
            live = purchases.live_of(connection, bench.opened.id, bench.opened.session.box)
        if live is not None and live.state is PurchaseState.BOUGHT:
            jobs = paper.want_label(self.books, live.id, self.rules, actor, reprint=True)
            with self.books.writing() as connection:
                now = self.books.now()
                order_ids = [live.order_id]
                history.add(connection, order_ids, "reprinted", now, why, actor.user_id)
            for job_id in jobs:
                self.print_job(job_id)

    def print_job(self, job_id: int) -> None:
        """Send a job that is written down on its way."""
        self.print_run(lambda: self._print_now(job_id))

    def _print_now(self, job_id: int) -> None:
        result = paper.print_job(self.books, self.printer, job_id, self.rules)
        if result.state is not JobState.WAITING:
            self.changed(frozenset({Topic.PRINTING, Topic.SESSION}))
