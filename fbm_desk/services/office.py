"""What the office's and the supervisor's screens ask, answered from the books.

It only joins services; the screens know it as their `OfficePort`. Everything runs on the thread
that calls, which is the database's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, tzinfo
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from fbm_desk.amazon.report_refusals import UnreadableReport
from fbm_desk.domain.errors import Invalid, Unavailable
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.paper import Paper
from fbm_desk.domain.selling import Participation
from fbm_desk.domain.stages import Role
from fbm_desk.services import (
    confirmations,
    expediting,
    interceptions,
    manifests,
    orders,
    people,
    substituting,
    whole_file,
)
from fbm_desk.services import dossier as dossiers
from fbm_desk.services import orphans as ends_of_day
from fbm_desk.services import reprint as reprints
from fbm_desk.services import status as status_line
from fbm_desk.services import today as days
from fbm_desk.services.article_file import looks_like_articles
from fbm_desk.services.books import Books
from fbm_desk.services.connecting import AccountDesk
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.desk_view import StatusEntry
from fbm_desk.services.exception_deeds import ExceptionDesk
from fbm_desk.services.exceptions_view import Deed, Matter
from fbm_desk.services.office_view import (
    AccountView,
    Colleague,
    Interception,
    NewAccount,
    NewBadge,
    Outcome,
    WorkView,
)
from fbm_desk.services.sync_office import SyncOffice
from fbm_desk.services.today_view import CarrierDay, DossierView, Orphan, TodayView
from fbm_desk.services.topics import Topic
from fbm_desk.services.why_not_here import Why, why_not_here
from fbm_desk.store import print_jobs

if TYPE_CHECKING:
    from fbm_desk.printing.documents import Manifest


@dataclass(frozen=True, slots=True)
class OrdersIn:
    """What an order report brought; `refused` are (line of the file, reason in words)."""

    orders: int
    lines: int
    new: int
    updated: int
    unchanged: int
    refused: tuple[tuple[int, str], ...]


def nobody() -> int | None:
    """Nobody is signed in."""
    return None


@dataclass
class Office:
    """`rules` name the shop and its printers; without a `zone` days are this computer's.

    `print_job` sends a job that is written down already on its way, by its id; `changed` is told
    what screens have to show anew; `user_id` says who asks.
    """

    books: Books
    rules: DeskRules
    print_job: Callable[[int], None] = lambda _job_id: None
    changed: Callable[[frozenset[Topic]], None] = lambda _topics: None
    user_id: Callable[[], int | None] = field(default=nobody)
    zone: tzinfo | None = None
    sync: SyncOffice | None = None
    accounts: AccountDesk | None = None
    exceptions: ExceptionDesk | None = None

    # --- reading -----------------------------------------------------------------------------

    def today(self, on: date, most: int | None = None) -> TodayView:
        """Every order of that day, or only the most urgent ones of a large day."""
        return days.today(self.books, on, self.zone, most)

    def day_counts(self, on: date) -> TodayView:
        """That day without its rows."""
        return days.counts(self.books, on, self.zone)

    def search(self, text: str) -> TodayView:
        """Orders of any day by number, tracking, serial number, postcode, SKU or barcode."""
        return days.search(self.books, text)

    def dossier(self, order_id: OrderId) -> DossierView:
        """Everything known about one order."""
        return dossiers.dossier(self.books, order_id, self.zone)

    def carriers(self, on: date) -> tuple[CarrierDay, ...]:
        """The day's parcels by carrier."""
        return manifests.carriers(self.books, on, self.zone)

    def orphans(self, on: date) -> tuple[Orphan, ...]:
        """The boxes that keep the day from adding up, each once."""
        return ends_of_day.orphans(self.books, on, self.zone, self.rules.connected)

    def untracked(self, on: date) -> tuple[OrderId, ...]:
        """The orders whose parcels were closed that day without a tracking number."""
        return ends_of_day.untracked(self.books, on, self.zone)

    def status(self) -> tuple[StatusEntry, ...]:
        """The status line, worst first."""
        asks_host = self.sync is not None and self.sync.host() is not None
        connected, rules = self.rules.connected, self.rules
        return status_line.status(self.books, connected, rules, asks_host=asks_host)

    def to_stop(self) -> tuple[Interception, ...]:
        """Closed parcels that must not leave, each with why and what to do."""
        return interceptions.open_ones(self.books)

    def settle(self, interception_id: int, outcome: Outcome) -> None:
        """What became of one of them. Raises what `interceptions.settle` raises."""
        interceptions.settle(self.books, interception_id, outcome, self.user_id())
        self.changed(frozenset({Topic.ORDERS, Topic.STOCK, Topic.SYNC}))

    def matters(self) -> tuple[Matter, ...]:
        """Everything that waits for a person, the gravest first."""
        return self.exceptions.open_ones() if self.exceptions else ()

    def do(self, key: str, deed: Deed, text: str = "") -> str:
        """Do something about one of them; what came of it. Raises what `ExceptionDesk.do` does."""
        if self.exceptions is None:
            raise Invalid("matter_settled")
        return self.exceptions.do(key, deed, text)

    # --- the talk with Amazon ----------------------------------------------------------------

    def work(self) -> tuple[WorkView, ...]:
        """Every kind of background work; none without an account."""
        return self.sync.work() if self.sync else ()

    def sync_now(self, text: str = "") -> None:
        """Ask for everything, or for one order, at the next turn. Raises `Invalid`."""
        if self.sync:
            self.sync.sync_now(text)
            self.changed(frozenset({Topic.SYNC}))

    def rest(self, kind: str, rests: bool) -> None:
        """Let one kind of work pause, or go on."""
        if self.sync:
            self.sync.rest(kind, rests)
            self.changed(frozenset({Topic.SYNC}))

    def why_not_here(self, text: str) -> Why:
        """Why an order is not here; Amazon may be asked."""
        why = self.sync.why_not_here(text) if self.sync else why_not_here(self.books, text)
        if why.is_here:
            self.changed(frozenset({Topic.ORDERS}))
        return why

    def account(self) -> AccountView:
        """Which seller account is connected."""
        return self.accounts.view() if self.accounts else AccountView()

    def connect(self, wanted: NewAccount) -> tuple[Participation, ...]:
        """Try an account, then keep it. Raises what `AccountDesk.connect` raises."""
        if self.accounts is None:
            raise Unavailable("no_account")
        places = self.accounts.connect(wanted)
        self.changed(frozenset({Topic.SYNC}))
        return places

    # --- people ------------------------------------------------------------------------------

    def people(self) -> tuple[Colleague, ...]:
        """Everybody who works here."""
        return people.everybody(self.books)

    def roles_to_give(self) -> tuple[Role, ...]:
        """Which roles who is signed in may give to others."""
        return people.given_by(self.books, self.user_id())

    def add_person(self, name: str, role: Role) -> NewBadge:
        """Add a person with a new badge. Raises what `people.add` raises."""
        badge = people.add(self.books, name, role, self.user_id())
        self.changed(frozenset({Topic.PEOPLE}))
        return badge

    def replace_badge(self, user_id: int) -> NewBadge:
        """A new badge for a lost one. Raises what `people.replace_badge` raises."""
        badge = people.replace_badge(self.books, user_id, self.user_id())
        self.changed(frozenset({Topic.PEOPLE}))
        return badge

    def let_go(self, user_id: int) -> None:
        """Nobody signs in as this person any more. Raises what `people.let_go` raises."""
        people.let_go(self.books, user_id, self.user_id())
        self.changed(frozenset({Topic.PEOPLE}))

    def badge_sheet(self, badge: NewBadge) -> bytes:
        """The badge and the command sheet as PDF."""
        return people.badge_sheet(badge, self.rules.shop_name)

    def is_badge(self, text: str) -> bool:
        """True when somebody signs in with this scan."""
        return people.is_badge(self.books, text)

    # --- which order comes first -------------------------------------------------------------

    def expedite(self, order_id: OrderId) -> None:
        """This order before all others. Raises what `expediting.expedite` raises."""
        expediting.expedite(self.books, order_id, self.user_id())
        self.changed(frozenset({Topic.ORDERS}))

    def as_usual(self, order_id: OrderId) -> None:
        """This order in its turn again. Raises what `expediting.as_usual` raises."""
        expediting.as_usual(self.books, order_id, self.user_id())
        self.changed(frozenset({Topic.ORDERS}))

    def substitutes(self, order_id: OrderId, allowed: bool) -> bool:
        """What may be put in instead, or no more; see `substituting.may_substitute`."""
        at_once = substituting.may_substitute(
            self.books, order_id, allowed=allowed, user_id=self.user_id()
        )
        self.changed(frozenset({Topic.ORDERS, Topic.SESSION}))
        return at_once

    # --- orders in, confirmations out --------------------------------------------------------

    def import_orders(
        self, data: bytes, name: str, progress: Callable[[int, int], bool]
    ) -> OrdersIn:
        """Take in an order report file's content; its name is not kept.

        Raises `Invalid` "unreadable_report" with what is wrong with the whole file.
        """
        try:
            result = orders.import_report(self.books, data, progress)
        except UnreadableReport as problem:
            if looks_like_articles(data):
                raise Invalid("articles_file_here") from None
            happened, _, rest = problem.words.partition(". ")
            raise Invalid("unreadable_report", happened=happened, rest=rest) from None
        self.changed(frozenset({Topic.ORDERS, Topic.SESSION}))
        came = result.intake
        return OrdersIn(
            came.orders, came.lines, came.new, came.updated, came.unchanged, result.refused
        )

    def export_confirmations(self, path: Path, again_on: date | None = None) -> int:
        """Write what Amazon is still to be told as Seller Central's file; how many parcels.

        With `again_on` also what the files of that day told, for one that was lost or refused.
        """
        count = confirmations.export(self.books, path, again_on, self.zone).parcels
        self.changed(frozenset({Topic.ORDERS, Topic.SYNC}))
        return count

    # --- paper -------------------------------------------------------------------------------

    def preview_manifest(self, carrier: str, on: date) -> bytes:
        """The manifest as PDF; prints and records nothing."""
        shop = self.rules.shop_name
        return manifests.preview_manifest(self.books, carrier, on, self.zone, shop)[1]

    def print_manifest(self, carrier: str, on: date, destination: Path | None) -> bytes:
        """Put the parcels on the manifest; print it, or write its PDF to `destination`.

        The PDF is for the driver to sign; a receipt printer gets a short one.
        Raises `Invalid` "no_parcels", `Unavailable` "no_printer", or `OSError` for a file that
        cannot be written; the manifest is made then, asking again gives the same one.
        """
        if destination is None and not (self.rules.slip_printer or self.rules.receipt_printer):
            raise Unavailable("no_printer")
        manifest, pdf = manifests.make_manifest(
            self.books, carrier, on, self.zone, self.user_id(), self.rules.shop_name
        )
        if destination is None:
            for job_id in self._manifest_jobs(manifest, pdf):
                self.print_job(job_id)
        else:
            whole_file.write(destination, pdf)
        self.changed(frozenset({Topic.ORDERS, Topic.PRINTING}))
        return pdf

    def _manifest_jobs(self, manifest: Manifest, pdf: bytes) -> list[int]:
        """The jobs that print a manifest, written down."""
        from fbm_desk.printing.slip_escpos import manifest_escpos

        jobs = []
        if self.rules.slip_printer:
            jobs.append((Paper.MANIFEST, self.rules.slip_printer, pdf, "pdf"))
        if self.rules.receipt_printer:
            short = manifest_escpos(manifest)
            jobs.append((Paper.SHORT_MANIFEST, self.rules.receipt_printer, short, "bin"))
        with self.books.writing() as connection:
            return [
                print_jobs.add(
                    connection,
                    self.books.seal,
                    paper,
                    content,
                    destination=place,
                    name=f"{paper.value}-{manifest.number}.{ending}",
                    user_id=self.user_id(),
                    asked_at=self.books.now(),
                )
                for paper, place, content, ending in jobs
            ]

    def reprint(self, order_id: OrderId, paper: Enum, reason: Enum) -> None:
        """Print a paper of the order's newest parcel once more; why goes into its history."""
        wanted = Paper(paper.value)
        jobs = reprints.reprint(
            self.books, order_id, wanted, str(reason.value), self.rules, self.user_id()
        )
        for job_id in jobs:
            self.print_job(job_id)
        self.changed(frozenset({Topic.PRINTING, Topic.ORDERS}))
