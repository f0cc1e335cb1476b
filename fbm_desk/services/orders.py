"""Orders come in, from a file or from Amazon: new ones are added, changed ones change what hangs on
them, and a bench that has one of them is stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from time import perf_counter

from fbm_desk.domain import intake
from fbm_desk.domain.intake import Change, Known
from fbm_desk.domain.orders import IncomingOrder, OrderId, Sku, Source
from fbm_desk.domain.packing import step
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import RESTING, Stopped
from fbm_desk.domain.stages import Stage
from fbm_desk.services.books import Books
from fbm_desk.store import history, orders, purchases, sessions
from fbm_desk.store.database import Connection
from fbm_desk.store.order_rows import OrderRows, articles_in, rows_of
from fbm_desk.store.sessions import Actor

BATCH = 25
"""Orders per transaction while many come in: a scan waits for all of them, and one that changed
takes a millisecond."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What became of orders that came in."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    lines: int = 0
    stopped: tuple[OrderId, ...] = ()

    @property
    def orders(self) -> int:
        """All of them."""
        return self.new + self.updated + self.unchanged

    def plus(self, more: Intake) -> Intake:
        """Both together."""
        return Intake(
            self.new + more.new,
            self.updated + more.updated,
            self.unchanged + more.unchanged,
            self.lines + more.lines,
            self.stopped + more.stopped,
        )


def take_in(books: Books, incoming: Sequence[IncomingOrder]) -> Intake:
    """Take orders in, a batch per transaction. A batch that fails leaves the earlier ones in."""
    result = Intake()
    for start in range(0, len(incoming), BATCH):
        result = result.plus(_take_batch(books, incoming[start : start + BATCH]))
    return result


def _take_batch(books: Books, batch: Sequence[IncomingOrder]) -> Intake:
    now = books.now()
    full = {order.order_id: order for order in batch}
    with books.writing() as connection:
        sorted_out = take_rows(books, connection, [rows_of(order, now) for order in batch], set())
        result = sorted_out.intake
        for rows, before in sorted_out.changed:
            stopped = _update(books, connection, full[rows.order_id], before, rows)
            result = result.plus(Intake(updated=1, lines=len(rows.lines), stopped=stopped))
    return result


@dataclass(frozen=True, slots=True)
class SortedOut:
    """What became of a batch. `changed` orders are still to be brought up to date."""

    intake: Intake
    changed: tuple[tuple[OrderRows, Known], ...] = ()


def take_rows(
    books: Books, connection: Connection, batch: Sequence[OrderRows], learned: set[Sku]
) -> SortedOut:
    """Add the orders of a batch that are new, in this transaction, and find those that changed.

    `learned` are the articles known to be in the books; those of the batch are added to it.
    """
    known = orders.known(connection, [rows.order_id for rows in batch])
    fresh: dict[OrderId, OrderRows] = {}
    changed: list[tuple[OrderRows, Known]] = []
    lines = 0
    for rows in batch:
        before = known.get(rows.order_id)
        if before is None and rows.order_id in fresh:
            before = fresh[rows.order_id].known()
        if before is None:
            fresh[rows.order_id] = rows
        elif intake.change(before, rows, rows.fingerprint) is Change.UPDATED:
            changed.append((rows, before))
            continue
        lines += len(rows.lines)
    if fresh:
        orders.insert(connection, books.seal, list(fresh.values()))
        named = articles_in(fresh.values(), learned)
        orders.learn_articles(connection, named)
        learned.update(sku for sku, _, _ in named)
    old = len(batch) - len(fresh) - len(changed)
    return SortedOut(Intake(new=len(fresh), unchanged=old, lines=lines), tuple(changed))


def _update(
    books: Books, connection: Connection, order: IncomingOrder, before: Known, rows: OrderRows
) -> tuple[OrderId, ...]:
    """One order changed. Its id comes back when a bench must stop because of it."""
    now = books.now()
    opened = sessions.find_open(connection, order.order_id)
    lines = orders.lines_of(connection, order.order_id) if opened else ()
    was = {line.line_id: line.quantity for line in lines}
    orders.update(connection, books.seal, order, before, rows)
    orders.learn_articles(connection, articles_in([rows]))
    history.add(connection, [order.order_id], "changed", now, order.status.value)
    if order.cancel_requested is not before.cancel_requested:
        kind = "cancel_asked" if order.cancel_requested else "cancel_withdrawn"
        history.add(connection, [order.order_id], kind, now)
    if opened is None:
        return ()
    reason = intake.stop_reason(opened.session, was, order, before.cancel_requested)
    if not reason:
        return ()
    event = Stopped(reason)
    done = step(opened.session, event)
    if done.session == opened.session:
        return ()
    if opened.session.state in RESTING and not opened.session.counts:
        sessions.end(connection, opened, now)
        told = orders.told_stage(connection, order.order_id)
        if told is not Stage.WAITING:  # else a reason to hold it still stands
            orders.set_stage(connection, order.order_id, told)
        return ()
    # Nobody at the bench did this: the event carries the bench's number and no person's.
    sessions.record(connection, opened, event, done, Actor(0, opened.bench_id, now))
    if not done.session.awaits_decision:
        _give_label_back(connection, opened.id)
    return (order.order_id,)


def _give_label_back(connection: Connection, session_id: int) -> None:
    """A label that is paid belongs to a box that does not leave: its money is wanted back."""
    bought = purchases.live_of(connection, session_id)
    if bought is not None and bought.state is PurchaseState.BOUGHT:
        purchases.settle(connection, bought.id, PurchaseState.VOID_WANTED)


# --- the order report as a file ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileImport:
    """What became of an order report. `refused` are (line of the file, reason in words)."""

    intake: Intake
    refused: tuple[tuple[int, str], ...] = ()
    cancelled: bool = False


def import_report(
    books: Books, data: bytes, progress: Callable[[int, int], bool] = lambda _done, _all: True
) -> FileImport:
    """Take in an order report. `progress(rows, all)` may answer False to stop between batches.

    Good rows stay in whatever happens to others. Raises `UnreadableReport` when the file is none.
    """
    from fbm_desk.services.report_reading import open_report

    rows = max(1, data.count(b"\n"))
    filed = FileImport(Intake())
    changed: set[OrderId] = set()
    writing = _Writing(books)
    with closing(open_report(data, books.now())) as report:
        for read in report.orders():
            for part in writing.parts(read.orders):
                filed = replace(filed, intake=filed.intake.plus(part.intake))
                changed.update(order.order_id for order, _ in part.changed)
            filed = replace(filed, refused=tuple(sorted((*filed.refused, *read.refused))))
            if not progress(min(read.rows_read, rows), rows):
                return replace(filed, cancelled=True)
        for whole in report.whole(frozenset(changed)) if changed else ():
            filed = replace(filed, intake=filed.intake.plus(take_in(books, whole)))
    return filed


AT_ONCE = 128
"""Orders written before looking whether a scan waits: it does so for some milliseconds."""
LONGEST_S = 0.05
"""How long a transaction of an import may take: a bench of another program waits for all of it."""

MOVED_AT_ONCE = 3_000
"""New orders after which the database's log is emptied: before it grows so long that a commit does
it, for which a scan would wait."""


@dataclass
class _Writing:
    """Writes what a report brought, in transactions that end as soon as somebody waits."""

    books: Books
    learned: set[Sku] = field(default_factory=set)
    unmoved: int = 0

    def parts(self, read: Sequence[OrderRows]) -> Iterator[SortedOut]:
        """Write these orders; what became of those in each transaction, once it is on disk."""
        start = 0
        while start < len(read):
            done: list[SortedOut] = []
            with self.books.writing() as connection:
                ends_at = perf_counter() + LONGEST_S
                while start < len(read):
                    part = read[start : start + AT_ONCE]
                    done.append(take_rows(self.books, connection, part, self.learned))
                    start += len(part)
                    if perf_counter() > ends_at or self.books.others_want_to_write():
                        break
            self._move_written(sum(part.intake.new for part in done))
            yield from done

    def _move_written(self, orders: int) -> None:
        """Never while a scan waits: it goes on meanwhile, as this is no transaction."""
        self.unmoved += orders
        if self.unmoved >= MOVED_AT_ONCE:
            self.books.move_written()
            self.unmoved = 0


def is_stale(books: Books, order_id: OrderId, seconds: float) -> bool:
    """True when Amazon's copy of an order is older than this; a file's copy is never refreshed."""
    with books.reading() as connection:
        order = orders.find(connection, order_id)
    if order is None or order.source is Source.REPORT:
        return False
    return (books.now() - order.read_at).total_seconds() > seconds
