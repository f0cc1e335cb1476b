"""One bench: every scan is understood, decided by the table, written down, and then answered.

A `Desk` belongs to one thread, the database's. It keeps the session in memory and proves with each
write that it still is the one on disk. Buying labels and printing are others' work: what a scan
brought about is handed to `Aftermath` once it is on disk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from fbm_desk.domain import barcodes
from fbm_desk.domain.barcodes import Code, CodeKind, Command
from fbm_desk.domain.events import Weighed
from fbm_desk.domain.scan_source import ScanSource
from fbm_desk.domain.session import LabelBought, LabelRefused, State
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import (
    camera_rules,
    claim_news,
    healing,
    own_words,
    pins,
    questions,
    signing_in,
    slips,
    teaching,
    totes,
)
from fbm_desk.services.books import Books
from fbm_desk.services.carrying_out import Written
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.first_scan import first_scan
from fbm_desk.services.open_bench import OpenElsewhere
from fbm_desk.services.scan_meaning import event_of
from fbm_desk.services.taking import OnBench
from fbm_desk.services.workplace import Workplace
from fbm_desk.store import parcels, sessions
from fbm_desk.store.database import Connection
from fbm_desk.store.people import Person
from fbm_desk.store.proofs import ProofUsed
from fbm_desk.store.sessions import LostClaim, RepeatedScan


class Aftermath(Protocol):
    """Who carries on after a scan is on disk: buys, prints, tells."""

    def follow(self, desk: Desk, bench: OnBench, written: Written) -> None:
        """Carry on; must return at once where somebody waits at a window."""
        ...


Answered = tuple[Verdict, Written, OnBench | None]
"""A verdict, what was written down with it, and the order it was about."""


class Desk(Workplace):
    """One bench and all that can be done there. `place` says where it is open (see `OpenBench`).

    Making one raises `Unavailable` while the bench is open at another place.
    """

    def __init__(
        self,
        books: Books,
        name: str,
        rules: DeskRules,
        aftermath: Aftermath | None = None,
        place: str = "",
    ) -> None:
        super().__init__(books, name, rules, place)
        self.aftermath = aftermath  # without one units are counted, and no more
        claim_news.find_kept_order(self)

    def scan(
        self, text: str, scan_id: str | None = None, source: ScanSource = ScanSource.WEDGE
    ) -> Verdict:
        """Answer one scan. It is on disk when this returns; raises `Unavailable` when it is not."""
        code = barcodes.read(text)
        if code.kind is CodeKind.EMPTY:  # Enter, once more than was meant
            return self.verdict or Verdict(VerdictCode.NOT_NOW, reason="waiting")
        if source is ScanSource.CAMERA and camera_rules.passes_over(self, code, text):
            return self.verdict or Verdict(VerdictCode.NOT_NOW, scanned=code.text)
        self.healed, self.source = code.healed, source
        verdict = self._told(code.text, lambda: self._answer(code, scan_id))
        if verdict.code is VerdictCode.UNKNOWN:
            teaching.remember(self, code, source)
        return verdict

    def weighed(self, grams: int) -> Verdict:
        """The scale came to rest with the box on it; answered and on disk like a scan."""
        self.healed = ""
        return self._told("", lambda: self._weighed(grams))

    def _weighed(self, grams: int) -> Answered:
        bench = self.bench
        if bench is None or self.person is None:
            return Verdict(VerdictCode.NOT_NOW, reason="waiting"), Written(), None
        with self.books.writing() as connection:
            self.keep_claim(connection, bench)
            verdict, written = self.apply(connection, bench, Weighed(grams))
        return verdict, written, self.worked_on

    def _told(self, text: str, answer: Callable[[], Answered]) -> Verdict:
        """Have something answered; what was written down is followed up."""
        written: Written = Written()
        worked_on: OnBench | None = None
        try:
            with self.as_on_disk():
                verdict, written, worked_on = answer()
        except RepeatedScan:  # the wedge sent it twice: it counts once, the answer stays
            verdict = self.verdict or Verdict(VerdictCode.NOT_NOW, scanned=text)
        except LostClaim:
            verdict = self._replanned(claim_news.claim_lost(self))
        except OpenElsewhere:
            verdict = claim_news.open_elsewhere(self)
        except parcels.TrackingUsed:
            verdict = claim_news.tracking_used(self, text)
        except ProofUsed as used:  # another bench was shown it at the very same moment
            verdict = claim_news.proof_used(self, used, text)
        self.verdict = verdict = self._as_healed(verdict)
        if worked_on is not None and self.aftermath is not None:
            self.aftermath.follow(self, self.bench or worked_on, written)
        return verdict

    def _as_healed(self, verdict: Verdict) -> Verdict:
        """The verdict with what was mended of the scan, and from the third in a row its remedy; at
        once where the scan was refused for it."""
        self.healed_in_row = self.healed_in_row + 1 if self.healed else 0
        if not self.healed:
            return verdict
        often = self.healed_in_row >= healing.ENOUGH
        return replace(verdict, healed=self.healed, remedy=often or verdict.reason == "no_proof")

    def _answer(self, code: Code, scan_id: str | None) -> Answered:
        """The verdict, what was written down, and the order it was about."""
        if self.shut_out:
            claim_news.come_back(self)
        if self.person is not None:
            if code.command is Command.LOCK:
                return self.lock(), Written(), None
            with self.books.writing() as connection:
                if not signing_in.has_left(self, connection):
                    return self._at_bench(connection, code, scan_id)
        return signing_in.sign_in(self, code, scan_id), Written(), None

    def _at_bench(self, connection: Connection, code: Code, scan_id: str | None) -> Answered:
        """First what concerns the bench, then its order, then the orders it may take."""
        self.worked_on = None
        bench = self.bench
        if bench is not None:
            self.keep_claim(connection, bench)
        meant = own_words.settled(self, connection, code)
        if isinstance(meant, Code):
            code, beside = meant, questions.answer(self, connection, meant)
        else:
            beside = meant, Written()
        if beside is None and bench is not None:
            tote = totes.in_session(self, connection, bench, code)
            beside = (tote, Written()) if tote else None
        if beside is not None:
            verdict, written = beside
            self.note_stray(connection, verdict.code, scan_id)
        elif bench is not None:
            verdict, written = self._in_session(connection, bench, code, scan_id)
        else:
            verdict, written = first_scan(self, connection, code, scan_id)
        return verdict, written, self.worked_on

    def _in_session(
        self, connection: Connection, bench: OnBench, code: Code, scan_id: str | None
    ) -> tuple[Verdict, Written]:
        event = event_of(self, connection, bench, code)
        if isinstance(event, Person):
            if self._no_supervisor(bench, event):
                self.note_stray(connection, VerdictCode.NOT_NOW, scan_id)
                return Verdict(VerdictCode.NOT_NOW, reason="no_supervisor"), Written()
            return signing_in.seat(self, connection, event), Written()
        return self.apply(connection, bench, event, scan_id)

    def _no_supervisor(self, bench: OnBench, person: Person) -> bool:
        """True of the packer's own badge where a supervisor's is wanted: nothing would happen."""
        wanted = bench.opened.session.state is State.SUPERVISOR_WANTED
        return wanted and self.person is not None and self.person.id == person.id

    def people_here(self) -> tuple[Person, ...]:
        """Who can sign in here with a PIN, in the order of the numbers on the screen."""
        return pins.people_here(self.books, self.id)

    def sign_in_pin(self, person_id: int, pin: str) -> Verdict:
        """Sign in by a PIN instead of a badge. Raises `Unavailable` when it is not on disk."""
        try:
            with self.as_on_disk():
                if self.shut_out:
                    claim_news.come_back(self)
                self.verdict = pins.sign_in(self, person_id, pin)
        except OpenElsewhere:
            self.verdict = claim_news.open_elsewhere(self)
        return self.verdict

    def lock(self) -> Verdict:
        """Sign the packer out. The order stays on the bench, its counts stay counted."""
        return signing_in.lock(self)

    def label_came(self, session_id: int, event: LabelBought | LabelRefused) -> Verdict | None:
        """A label was bought or refused. None when this bench has another order now."""
        written = claim_news.label_came(self, session_id, event)
        if written is None:
            return None
        if self.worked_on and self.aftermath and written != Written():
            self.aftermath.follow(self, self.worked_on, written)
        return self.verdict

    def refresh(self) -> Verdict | None:
        """Renew the claim and see what others did: another bench, a cancellation, a long rest."""
        verdict = claim_news.refresh(self)
        return verdict and self._replanned(verdict)

    def _replanned(self, verdict: Verdict) -> Verdict:
        """A box that is full since its order became smaller: nothing but its slip is begun."""
        full = self.bench is not None and self.bench.opened.session.state in slips.BOX_IS_FULL
        if verdict.code is VerdictCode.REPLANNED and full and self.bench and self.aftermath:
            self.aftermath.follow(self, self.bench, Written())
        return verdict

    def leave(self) -> None:
        """Close the bench: the order in hands can be taken by others at once."""
        with self.books.writing() as connection:
            if self.here.leave(connection) and self.bench is not None:
                sessions.release(connection, self.bench.opened, self.books.now())
