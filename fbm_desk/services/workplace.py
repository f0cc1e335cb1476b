"""What one bench has in hands: who works there, which order, and how an event is written down.

The rooms around it answer for it: `signing_in`, `first_scan`, `scan_meaning`, `claim_news`; the
bench's own scan path is `packing`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fbm_desk.domain.cancelling import BY_SELLER
from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.events import Act
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.packing import step
from fbm_desk.domain.scan_source import ScanSource
from fbm_desk.domain.session import ENDED, Event, Overruled
from fbm_desk.domain.session_record import without_address
from fbm_desk.domain.stages import MAY_DECIDE
from fbm_desk.domain.verdicts import Verdict, VerdictCode
from fbm_desk.services import called_off, carrying_out, proofs, taking
from fbm_desk.services.asked import Question, Taught, Unknown
from fbm_desk.services.books import Books
from fbm_desk.services.carrying_out import Written
from fbm_desk.services.desk_rules import DeskRules
from fbm_desk.services.open_bench import OpenBench, OpenElsewhere
from fbm_desk.services.taking import OnBench
from fbm_desk.store import cancellations, sessions, totes
from fbm_desk.store.database import Connection
from fbm_desk.store.people import Person
from fbm_desk.store.sessions import Actor, LostClaim

_FOLLOWS_THE_BOOKS = (
    "person", "by_pin", "bench", "last_order", "last_parcel", "claimed_at", "question", "taught",
)  # fmt: skip


class Workplace:
    """One bench and what is on it. `place` says where it is open (see `OpenBench`).

    Making one raises `Unavailable` while the bench is open at another place.
    """

    def __init__(self, books: Books, name: str, rules: DeskRules, place: str = "") -> None:
        self.books, self.name, self.rules = books, name, rules
        self.person: Person | None = None
        self.by_pin = False  # signed in without a badge
        self.bench: OnBench | None = None
        self.verdict: Verdict | None = None
        self.last_order: OrderId | None = None
        self.last_parcel: int | None = None  # closed here without a tracking number
        self.worked_on: OnBench | None = None  # the order of the last event, as it is after it
        self.claimed_at = datetime.min.replace(tzinfo=UTC)
        self.shut_out = False
        self.locked_here = False  # by a person; after a crash nobody has put anything down
        self.question: Question | None = None  # of the bench; a session has its own
        self.unknown: Unknown | None = None  # the last barcode that nobody knew
        self.taught: Taught | None = None  # what was taught here last
        #: Grams that the scale shows at rest now; None without one.
        self.scale_g: Callable[[], int | None] = lambda: None
        self.source = ScanSource.WEDGE  # of the scan now at hand
        self.healed = ""  # how the scan now at hand was mended
        self.healed_in_row = 0
        try:
            self.here = OpenBench(books, name, place)
        except OpenElsewhere:
            raise Unavailable("bench_elsewhere") from None
        self.id = self.here.id

    def actor(self) -> Actor:
        """Who does something here now."""
        return Actor(self.person.id if self.person else 0, self.id, self.books.now())

    @property
    def may_decide(self) -> bool:
        """True when the person here may decide what others may not; a PIN alone is not enough."""
        return self.person is not None and self.person.role in MAY_DECIDE and not self.by_pin

    @contextmanager
    def as_on_disk(self) -> Iterator[None]:
        """What is not on disk when it ends has not happened in memory either."""
        kept = {name: getattr(self, name) for name in _FOLLOWS_THE_BOOKS}
        try:
            yield
        except Exception:
            for name, value in kept.items():
                setattr(self, name, value)
            raise

    def keep_claim(self, connection: Connection, bench: OnBench) -> None:
        """Who scans is there: the claim is renewed well before it ends, not with every scan.

        Raises `LostClaim` when another bench has the order now.
        """
        now = self.books.now()
        if not timedelta() <= now - self.claimed_at <= sessions.LEASE / 3:
            if not sessions.renew(connection, bench.opened, now):
                raise LostClaim
            self.here.hold(connection)
            self.claimed_at = now

    def note_stray(self, connection: Connection, code: VerdictCode, scan_id: str | None) -> None:
        """Write down a scan that concerned no order."""
        user_id = self.person.id if self.person else None
        sessions.stray(connection, code.value, self.id, user_id, self.books.now(), scan_id)

    def take(self, connection: Connection, order_id: OrderId) -> Verdict:
        """Have an order on this bench, if it can be had."""
        self.here.hold(connection)
        if cancellations.is_wanted(connection, order_id):
            return Verdict(VerdictCode.ORDER_CLOSED, order_id=order_id, reason=BY_SELLER)
        taken = taking.take(
            connection,
            order_id,
            self.rules,
            self.actor(),
            self.may_decide,
            scale=self.rules.has_scale or self.scale_g() is not None,
        )
        self.bench = self.worked_on = taken.bench
        if taken.bench is not None:
            self.last_parcel, self.claimed_at = None, self.books.now()
        return taken.verdict

    def apply(
        self, connection: Connection, bench: OnBench, event: Event, scan_id: str | None = None
    ) -> tuple[Verdict, Written]:
        """Decide an event and write it down with all it brings about, in this transaction."""
        actor = self.actor()
        done = step(bench.opened.session, event)
        kept = without_address(event, done.verdict.code, bench.opened.session.tracking)
        opened = sessions.record(connection, bench.opened, kept, done, actor, scan_id)
        proofs.keep(connection, opened.id, bench.opened.session, done.session)
        if isinstance(event, Overruled):
            taking.note_overruled(connection, bench.order.order_id, actor)
        written = carrying_out.carry_out(connection, done.effects, bench, opened, self.rules, actor)
        if opened.session.state in ENDED:
            self._tidy_up(connection, bench)
        first = bench.first or any(effect.act is Act.EXPEDITE for effect in done.effects)
        moved = replace(bench, opened=opened, first=first)
        self.worked_on = moved
        self.bench = None if written.bench_free else moved
        if written.parcel_id is not None:
            self.last_order = bench.order.order_id
            self.last_parcel = None if opened.session.tracking else written.parcel_id
        return done.verdict, written

    def _tidy_up(self, connection: Connection, bench: OnBench) -> None:
        """Nothing of the order lies here any more. What Amazon is to cancel waits for its word."""
        order_id = bench.order.order_id
        totes.free(connection, order_id)
        called_off.keep_off(connection, order_id)
