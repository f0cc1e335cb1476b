"""One bench: every scan is understood, decided by the table, written down, and then answered.

A `Desk` belongs to one thread, the database's. It keeps the session in memory and proves with each
write that it still is the one on disk. Buying labels and printing are others' work: what a scan
brought about is handed to `Aftermath` once it is on disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from fbm_desk.domain import barcodes
from fbm_desk.domain.barcodes import Code, Command, HoldReason
from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.packing import step
from fbm_desk.domain.session import (
    Commanded,
    Event,
    LabelBought,
    LabelRefused,
    Match,
    Overruled,
    ReasonGiven,
    Scanned,
    State,
)
from fbm_desk.domain.session_record import without_address
from fbm_desk.domain.stages import MAY_DECIDE
from fbm_desk.domain.tracking import Fit, number_on_label, reads_like_tracking
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import carrying_out, taking
from fbm_desk.services.books import Books
from fbm_desk.services.carrying_out import Written
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.open_bench import OpenBench, OpenElsewhere
from fbm_desk.services.taking import OnBench
from fbm_desk.store import articles, decisions, history, orders, parcels, people, sessions
from fbm_desk.store.database import Connection
from fbm_desk.store.people import Person
from fbm_desk.store.sessions import Actor, LostClaim, RepeatedScan


class Aftermath(Protocol):
    """Who carries on after a scan is on disk: buys, prints, tells."""

    def follow(self, desk: Desk, bench: OnBench, written: Written) -> None:
        """Carry on; must return at once where somebody waits at a window."""
        ...


Answered = tuple[Verdict, Written, OnBench | None]
"""A verdict, what was written down with it, and the order it was about."""


_TRIES = 20
"""Benches that may ask for the next order at the very same moment."""


def _reason(code: Code) -> HoldReason | None:
    """The reason of a hold, by its word or by its digit on the screen."""
    by_digit = dict(enumerate(HoldReason, 1))
    return code.reason or by_digit.get(code.choice)


class Desk:
    """One bench and what is on it. `place` says where it is open (see `OpenBench`).

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
        self.books, self.name, self.rules = books, name, rules
        self.aftermath = aftermath  # without one units are counted, and no more
        self.person: Person | None = None
        self.bench: OnBench | None = None
        self.verdict: Verdict | None = None
        self.last_order: OrderId | None = None
        self.last_parcel: int | None = None  # closed here without a tracking number
        self._worked_on: OnBench | None = None  # the order of the last event, as it is after it
        self._claimed_at = datetime.min.replace(tzinfo=UTC)
        self._shut_out = False
        self.locked_here = False  # by a person; after a crash nobody has put anything down
        try:
            self._here = OpenBench(books, name, place)
        except OpenElsewhere:
            raise Unavailable("bench_elsewhere") from None
        self.id = self._here.id
        self._find_kept_order()

    # --- scans -------------------------------------------------------------------------------

    def scan(self, text: str, scan_id: str | None = None) -> Verdict:
        """Answer one scan. It is on disk when this returns; raises `Unavailable` when it is not."""
        code = barcodes.read(text)
        written: Written = Written()
        worked_on: OnBench | None = None
        try:
            with self._as_on_disk():
                verdict, written, worked_on = self._answer(code, scan_id)
        except RepeatedScan:  # the wedge sent it twice: it counts once, the answer stays
            verdict = self.verdict or Verdict(VerdictCode.NOT_NOW, scanned=code.text)
        except LostClaim:
            verdict = self._claim_lost()
        except OpenElsewhere:
            verdict = self._open_elsewhere()
        except parcels.TrackingUsed:
            verdict = self._tracking_used(code.text)
        self.verdict = verdict
        if worked_on is not None and self.aftermath is not None:
            self.aftermath.follow(self, self.bench or worked_on, written)
        return verdict

    @contextmanager
    def _as_on_disk(self) -> Iterator[None]:
        """What is not on disk when it ends has not happened in memory either."""
        kept = self.person, self.bench, self.last_order, self.last_parcel, self._claimed_at
        try:
            yield
        except Exception:
            self.person, self.bench, self.last_order, self.last_parcel, self._claimed_at = kept
            raise

    def _answer(self, code: Code, scan_id: str | None) -> Answered:
        """The verdict, what was written down, and the order it was about."""
        if self._shut_out:
            self._come_back()
        if self.person is None:
            return self._sign_in(code, scan_id), Written(), None
        if code.command is Command.LOCK:
            return self.lock(), Written(), None
        if self.bench is not None:
            return self._in_session(self.bench, code, scan_id)
        return self._without_order(code, scan_id)

    # --- people ------------------------------------------------------------------------------

    def _sign_in(self, code: Code, scan_id: str | None) -> Verdict:
        with self.books.writing() as connection:
            person = people.by_badge(connection, self.books.seal, code.text)
            if person is None:
                command = code.command or code.reason or code.order_id
                known = command or articles.matches(connection, code.keys)
                refused = VerdictCode.SIGN_IN_FIRST if known else VerdictCode.BADGE_UNKNOWN
                self._note_stray(connection, refused, scan_id)
                return Verdict(refused, scanned=code.text)
            return self._seat(connection, person)

    def _seat(self, connection: Connection, person: Person) -> Verdict:
        self._here.hold(connection)
        people.sit_down(connection, self.id, person.id, self.books.now())
        self.person = person
        session = self.bench.opened.session if self.bench else None
        return Verdict(
            VerdictCode.SIGNED_IN,
            who=person.name,
            order_id=session.order_id if session else None,
            packed=session.packed_units if session else 0,
            wanted=session.wanted_units if session else 0,
        )

    def lock(self) -> Verdict:
        """Sign the packer out. The order stays on the bench, its counts stay counted."""
        verdict = Verdict(VerdictCode.LOCKED)
        try:
            with self.books.writing() as connection:
                self._here.hold(connection)
                people.sit_down(connection, self.id, None, self.books.now())
        except OpenElsewhere:
            verdict = self._open_elsewhere()
        self.person, self.locked_here = None, True
        self.verdict = verdict
        return verdict

    def actor(self) -> Actor:
        """Who does something here now."""
        return Actor(self.person.id if self.person else 0, self.id, self.books.now())

    def _note_stray(self, connection: Connection, code: VerdictCode, scan_id: str | None) -> None:
        user_id = self.person.id if self.person else None
        sessions.stray(connection, code.value, self.id, user_id, self.books.now(), scan_id)

    # --- with an order on the bench ----------------------------------------------------------

    def _in_session(self, bench: OnBench, code: Code, scan_id: str | None) -> Answered:
        with self.books.writing() as connection:
            event = self._event(connection, bench, code)
            if isinstance(event, Person):
                return self._seat(connection, event), Written(), None
            self._keep_claim(connection, bench)
            verdict, written = self._apply(connection, bench, event, scan_id)
        return verdict, written, self._worked_on

    def _keep_claim(self, connection: Connection, bench: OnBench) -> None:
        """Who scans is there: the claim is renewed well before it ends, not with every scan."""
        now = self.books.now()
        if not timedelta() <= now - self._claimed_at <= sessions.LEASE / 3:
            sessions.renew(connection, bench.opened, now)
            self._here.hold(connection)
            self._claimed_at = now

    def _event(self, connection: Connection, bench: OnBench, code: Code) -> Event | Person:
        """What a scan is, seen from this session: a command, an item, or another packer's badge."""
        if self._overrules(bench, code):
            return Overruled()
        if code.command:
            return Commanded(code.command)
        if bench.opened.session.state is State.ASKING_REASON and (reason := _reason(code)):
            return ReasonGiven(reason)
        matches = articles.matches(connection, code.keys)
        if not matches and code.order_id is None:
            person = people.by_badge(connection, self.books.seal, code.text)
            if person is not None:
                return person
        known = self._seen_before(connection, bench, code, matches)
        wanted = bench.opened.session.state is State.TRACKING_WANTED
        fit = self.rules.tracking_fit(code.text) if wanted else ()
        return Scanned(code, matches, self.books.now().date(), known, *fit)

    def _overrules(self, bench: OnBench, code: Code) -> bool:
        """True when somebody who may decide takes up again what a buyer asks to cancel."""
        session = bench.opened.session
        again = code.command is Command.RESUME or code.order_id == session.order_id
        return again and session.awaits_decision and self._may_decide

    @property
    def _may_decide(self) -> bool:
        return self.person is not None and self.person.role in MAY_DECIDE

    def _seen_before(
        self, connection: Connection, bench: OnBench, code: Code, matches: tuple[Match, ...]
    ) -> bool:
        """True when the serial or tracking number that this scan gives left the house before."""
        session = bench.opened.session
        if session.state is State.TRACKING_WANTED:
            return parcels.tracking_known(connection, code.text)
        if session.state is State.ASKING_SERIAL and session.pending is not None:
            sku = session.lines[session.pending.pieces[0][0]].sku
            return sessions.serial_known(connection, sku, code.serial or code.text)
        return bool(code.serial) and any(
            sessions.serial_known(connection, match.sku, code.serial) for match in matches
        )

    def _apply(
        self, connection: Connection, bench: OnBench, event: Event, scan_id: str | None = None
    ) -> tuple[Verdict, Written]:
        """Decide an event and write it down with all it brings about, in this transaction."""
        actor = self.actor()
        done = step(bench.opened.session, event)
        kept = without_address(event, done.verdict.code)
        opened = sessions.record(connection, bench.opened, kept, done, actor, scan_id)
        if isinstance(event, Overruled):
            taking.note_overruled(connection, bench.order.order_id, actor)
        written = carrying_out.carry_out(connection, done.effects, bench, opened, self.rules, actor)
        moved = replace(bench, opened=opened)
        self._worked_on = moved
        self.bench = None if written.bench_free else moved
        if written.parcel_id is not None:
            self.last_order = bench.order.order_id
            self.last_parcel = None if opened.session.tracking else written.parcel_id
        return done.verdict, written

    # --- without an order --------------------------------------------------------------------

    def _without_order(self, code: Code, scan_id: str | None) -> Answered:
        self._worked_on = None
        with self.books.writing() as connection:
            verdict, written = self._first_scan(connection, code, scan_id)
        return verdict, written, self._worked_on

    def _first_scan(
        self, connection: Connection, code: Code, scan_id: str | None
    ) -> tuple[Verdict, Written]:
        nothing = Written()
        if code.command is Command.NEXT:
            return self._next(connection), nothing
        if code.command is Command.RESUME:
            return self._resume(connection), nothing
        if code.order_id is not None:
            return self._take(connection, code.order_id), nothing
        matches = () if code.command or code.reason else articles.matches(connection, code.keys)
        if matches:
            return self._item_first(connection, code, matches, scan_id)
        person = people.by_badge(connection, self.books.seal, code.text)
        if person is not None:
            return self._seat(connection, person), nothing
        if self.last_parcel is not None and reads_like_tracking(number_on_label(code.text)):
            return self._note_tracking(connection, self.last_parcel, code.text), nothing
        if parcels.tracking_known(connection, code.text):
            used = Verdict(VerdictCode.LABEL_ALREADY_USED, scanned=code.text)
            self._note_stray(connection, used.code, scan_id)
            return used, nothing
        known = code.command or code.reason or not code.text
        refused = VerdictCode.NOT_NOW if known else VerdictCode.UNKNOWN
        self._note_stray(connection, refused, scan_id)
        return Verdict(refused, scanned=code.text, reason="waiting"), nothing

    def _next(self, connection: Connection) -> Verdict:
        verdict = Verdict(VerdictCode.NOTHING_TO_DO)
        for _ in range(_TRIES):
            order_id = orders.most_urgent(connection, self.books.now())
            if order_id is None:
                waiting = decisions.count(connection)
                if waiting and verdict.code is VerdictCode.NOTHING_TO_DO:
                    verdict = Verdict(VerdictCode.DECISIONS_WAIT, wanted=waiting, left=waiting)
                break
            verdict = self._take(connection, order_id)
            if verdict.code is not VerdictCode.ORDER_TAKEN:
                break  # else another bench asked at the same moment, and was quicker
        return verdict

    def _resume(self, connection: Connection) -> Verdict:
        """What was put aside last, here or, when nothing was, at another bench."""
        aside = sessions.put_aside(connection, self.id, 1)
        if not aside:
            return Verdict(VerdictCode.NOTHING_ASIDE)
        return self._take(connection, aside[0])

    def _take(self, connection: Connection, order_id: OrderId) -> Verdict:
        self._here.hold(connection)
        taken = taking.take(connection, order_id, self.rules, self.actor(), self._may_decide)
        self.bench = self._worked_on = taken.bench
        if taken.bench is not None:
            self.last_parcel = None
        return taken.verdict

    def _item_first(
        self,
        connection: Connection,
        code: Code,
        matches: tuple[Match, ...],
        scan_id: str | None,
    ) -> tuple[Verdict, Written]:
        """An item comes first: the most urgent order that needs it is taken, the item counted."""
        skus = [match.sku for match in matches]
        order_id = orders.most_urgent_with(connection, skus, self.books.now())
        if order_id is None:
            undecided = decisions.first_with(connection, skus)
            refused = VerdictCode.ITEM_AWAITS_DECISION if undecided else VerdictCode.NOT_NEEDED
            self._note_stray(connection, refused, scan_id)
            facts = {"scanned": code.text, "came": skus[0], "order_id": undecided}
            return Verdict(refused, **facts), Written()  # type: ignore[arg-type]
        verdict = self._take(connection, order_id)
        if self.bench is None:
            return verdict, Written()
        event = self._event(connection, self.bench, code)
        assert not isinstance(event, Person)
        return self._apply(connection, self.bench, event, scan_id)

    def _note_tracking(self, connection: Connection, parcel_id: int, text: str) -> Verdict:
        facts = {"scanned": text, "order_id": self.last_order}
        if parcels.tracking_known(connection, text):
            return Verdict(VerdictCode.LABEL_ALREADY_USED, **facts)  # type: ignore[arg-type]
        if self.rules.tracking_fit(text)[0] is Fit.MISREAD:
            return Verdict(VerdictCode.TRACKING_WANTED, reason="misread", **facts)  # type: ignore[arg-type]
        parcels.set_tracking(connection, parcel_id, text)
        if self.last_order is not None:
            user_id = self.person.id if self.person else None
            history.add(
                connection, [self.last_order], "tracking_noted", self.books.now(), user_id=user_id
            )
        self.last_parcel = None
        return Verdict(VerdictCode.TRACKING_NOTED, **facts)  # type: ignore[arg-type]

    # --- what others do ----------------------------------------------------------------------

    def label_came(self, session_id: int, event: LabelBought | LabelRefused) -> Verdict | None:
        """A label was bought or refused. None when this bench has another order now."""
        written = Written()
        try:
            written = self._label_event(session_id, event)
        except LostClaim:
            self.verdict = self._claim_lost()
            if self._has(session_id):  # Amazon stopped it meanwhile: that label is not needed
                written = self._label_event(session_id, event)
        except parcels.TrackingUsed:
            self.verdict = self._tracking_used(event.tracking)  # type: ignore[union-attr]
        if not self._has(session_id) and not written.bench_free:
            return None
        if self._worked_on and self.aftermath and written != Written():
            self.aftermath.follow(self, self._worked_on, written)
        return self.verdict

    def _has(self, session_id: int) -> bool:
        return self.bench is not None and self.bench.opened.id == session_id

    def _label_event(self, session_id: int, event: LabelBought | LabelRefused) -> Written:
        bench = self.bench
        if bench is None or bench.opened.id != session_id:
            return Written()
        if isinstance(event, LabelRefused) and bench.opened.session.state is not State.FULL:
            return Written()  # nobody waits for it any more: the order was stopped
        with self._as_on_disk(), self.books.writing() as connection:
            verdict, written = self._apply(connection, bench, event)
        self.verdict = verdict
        return written

    def _tracking_used(self, tracking: str) -> Verdict:
        """Another parcel has this number: the box stays open, somebody has to look."""
        order_id = self.bench.order.order_id if self.bench else self.last_order
        return Verdict(VerdictCode.LABEL_ALREADY_USED, scanned=tracking, order_id=order_id)

    def refresh(self) -> Verdict | None:
        """Renew the claim and see what others did: another bench, a cancellation, a long rest."""
        bench = self.bench
        try:
            with self.books.writing() as connection:
                self._here.hold(connection)
                if bench is None:
                    return None
                kept = sessions.renew(connection, bench.opened, self.books.now())
                on_disk = sessions.find_open(connection, bench.order.order_id)
                order = orders.find(connection, bench.order.order_id) or bench.order
        except OpenElsewhere:
            self.verdict = self._open_elsewhere()
            return self.verdict
        moved = on_disk is None or on_disk.version != bench.opened.version
        if not kept or moved:
            self.verdict = self._claim_lost()
            return self.verdict
        self.bench = replace(bench, order=order)
        return None

    def _claim_lost(self) -> Verdict:
        """Somebody else wrote to our session: Amazon stopped it, or another bench has it."""
        bench = self.bench
        if bench is None:
            return Verdict(VerdictCode.NOTHING_TO_DO)
        order_id = bench.order.order_id
        try:
            with self.books.writing() as connection:
                on_disk = sessions.find_open(connection, order_id)
                order = orders.find(connection, order_id) or bench.order
                ours = on_disk is not None and on_disk.token == bench.opened.token
                who = sessions.holder(connection, order_id, self.books.now())
                self._here.hold(connection)
                if not ours:
                    sessions.put_on_bench(connection, self.id, None)
        except OpenElsewhere:  # this very bench has the order, at its other place
            return self._open_elsewhere()
        if on_disk is None or not ours:
            self.bench = None
            return Verdict(VerdictCode.ORDER_TAKEN, order_id=order_id, who=who)
        self.bench = replace(bench, order=order, opened=on_disk)
        session = on_disk.session
        stopped = session.state is State.STOPPED
        return Verdict(
            VerdictCode.CANCELLED if stopped else VerdictCode.RESUMED,
            order_id=order_id,
            packed=session.packed_units,
            wanted=session.wanted_units,
            left=session.wanted_units - session.packed_units,
            reason=session.reason,
        )

    def _open_elsewhere(self) -> Verdict:
        """This bench was opened at another place since: the order and the person are there."""
        self.person = self.bench = None
        self._shut_out = True
        return Verdict(VerdictCode.NOT_SAVED, reason="bench_elsewhere")

    def _come_back(self) -> None:
        """Open the bench here again, once it is open nowhere else. Raises `OpenElsewhere`."""
        self._here.open()
        self._shut_out = False
        self._find_kept_order()

    def _find_kept_order(self) -> None:
        """After a restart the same order is on the bench with the same counts."""
        with self.books.writing() as connection:
            order_id = sessions.on_bench(connection, self.id)
            order = orders.find(connection, order_id) if order_id else None
            opened = sessions.find_open(connection, order_id) if order_id else None
            if order is None or opened is None or opened.bench_id != self.id:
                return
            token = sessions.claim(connection, order.order_id, self.actor())
            if token is not None:
                kept = replace(opened, bench_id=self.id, token=token)
                self.bench = taking.on_bench(connection, order, kept)

    def leave(self) -> None:
        """Close the bench: the order in hands can be taken by others at once."""
        with self.books.writing() as connection:
            if self._here.leave(connection) and self.bench is not None:
                sessions.release(connection, self.bench.opened, self.books.now())
