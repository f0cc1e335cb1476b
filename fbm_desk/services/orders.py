"""Orders come in, from a file or from Amazon: new ones are added, changed ones are told apart.

What a change does wherever the order stands is the business of `order_changes`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime
from time import perf_counter

from fbm_desk.domain import intake
from fbm_desk.domain.intake import Change, Known
from fbm_desk.domain.orders import IncomingOrder, OrderId, Sku, Source
from fbm_desk.domain.told_before import completed
from fbm_desk.services import order_changes, shown_packages
from fbm_desk.services.books import Books
from fbm_desk.store import orders, told_before
from fbm_desk.store.database import Connection
from fbm_desk.store.order_rows import OrderRows, articles_in, rows_of
from fbm_desk.threads import scans_first

BATCH = 25
"""Orders per transaction while many come in. One that changed takes a millisecond: no further one
is brought up to date in a transaction a scan waits for, or will soon."""

SWEPT_AT_ONCE = 1_000
"""Orders of pages after which the database's log is emptied, as after `MOVED_AT_ONCE` of a report:
theirs are not sorted, each changes more of the log's pages."""


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


NOTHING = Intake()


def take_in(books: Books, incoming: Sequence[IncomingOrder]) -> Intake:
    """Take orders in, a batch per transaction. A batch that fails leaves the earlier ones in."""
    result = Intake()
    for batch in _batches(incoming):
        result = result.plus(_take_batch(books, batch))
    if len(incoming) >= BATCH:  # a bench that looks up one order never waits for the disk here
        scans_first.let_pass()
        books.move_now_and_then(result.new + result.updated, SWEPT_AT_ONCE)
    return result


def _batches(incoming: Sequence[IncomingOrder]) -> Iterator[Sequence[IncomingOrder]]:
    """A copy that leaves something untold never shares a batch with another copy of its order:
    that one has to be in the books first."""
    for start in range(0, len(incoming), BATCH):
        batch: list[IncomingOrder] = []
        for order in incoming[start : start + BATCH]:
            if order.untold and any(one.order_id == order.order_id for one in batch):
                yield batch
                batch = []
            batch.append(order)
        yield batch


def _take_batch(books: Books, batch: Sequence[IncomingOrder]) -> Intake:
    result, left = NOTHING, batch
    while left:
        more, left = _take_some(books, left)
        result = result.plus(more)
    return result


def _take_some(
    books: Books, batch: Sequence[IncomingOrder]
) -> tuple[Intake, Sequence[IncomingOrder]]:
    """One transaction, and the orders that changed and are left for the next: a scan waits."""
    now = books.now()
    read = [_read(order, now) for order in batch]
    scans_first.let_pass()
    with books.writing() as connection:
        if any(order.untold for order in batch):  # rare: else no rows are made in a transaction
            whole = [_completed(books, connection, order) for order in batch]
            read = [(rows_of(order, now), order) for order in whole]
        full = {(rows.order_id, rows.fingerprint): order for rows, order in read}
        sorted_out = take_rows(books, connection, [rows for rows, _ in read], set())
        result, left = sorted_out.intake, deque(sorted_out.changed)
        while left:
            rows, before = left.popleft()
            order = full[rows.order_id, rows.fingerprint]
            stopped = order_changes.bring_up_to_date(books, connection, order, before, rows)
            result = result.plus(Intake(updated=1, lines=len(rows.lines), stopped=stopped))
            if is_waited_for(books):
                break
        later = {rows.order_id: full[rows.order_id, rows.fingerprint] for rows, _ in left}
        shown_packages.note(books, connection, [one for one in batch if one.order_id not in later])
    return result, list(later.values())


def _read(order: IncomingOrder, now: datetime) -> tuple[OrderRows, IncomingOrder]:
    scans_first.let_pass()
    return rows_of(order, now), order


def is_waited_for(books: Books) -> bool:
    """True while a scan waits for the transaction that is under way, or will soon."""
    return scans_first.under_way or books.others_want_to_write()


def _completed(books: Books, connection: Connection, order: IncomingOrder) -> IncomingOrder:
    """The copy with what Amazon would not tell this time as it was told before."""
    before = told_before.find(connection, books.seal, order.order_id) if order.untold else None
    return order if before is None else completed(order, before)


@dataclass(frozen=True, slots=True)
class SortedOut:
    """What became of a batch. `changed` orders are still to be brought up to date."""

    intake: Intake
    changed: tuple[tuple[OrderRows, Known], ...] = ()


def take_rows(
    books: Books, connection: Connection, batch: Sequence[OrderRows], learned: set[Sku]
) -> SortedOut:
    """Add the orders of a batch that are new, in this transaction, and find those that changed.

    `learned` are the articles known to be in the books; those of the batch are added to it. Of
    several copies of one order that changed only the one that counts in the end is given back.
    """
    known = orders.known(connection, [rows.order_id for rows in batch])
    fresh: dict[OrderId, OrderRows] = {}
    changed: dict[OrderId, tuple[OrderRows, Known]] = {}
    again: dict[OrderId, OrderRows] = {}
    lines = 0
    for rows in batch:
        before = known.get(rows.order_id)
        if before is None and rows.order_id in fresh:
            before = fresh[rows.order_id].known()
        if before is None:
            fresh[rows.order_id] = rows
        elif intake.change(before, rows, rows.fingerprint) is Change.UPDATED:
            first = changed[rows.order_id][1] if rows.order_id in changed else before
            changed[rows.order_id] = (rows, first)
            # The next copy in this batch is compared with this one.
            known[rows.order_id] = rows.known()
            continue
        elif intake.is_later(before, rows, rows.fingerprint):
            _keep_later(rows, fresh, changed, again)
            known[rows.order_id] = replace(before, source=rows.source, updated_at=rows.updated_at)
        lines += len(rows.lines)
    if fresh:
        orders.insert(connection, books.seal, list(fresh.values()))
        named = articles_in(fresh.values(), learned)
        orders.learn_articles(connection, named)
        learned.update(sku for sku, _, _ in named)
    orders.told_again(connection, list(again.values()))
    old = len(batch) - len(fresh) - len(changed)
    return SortedOut(Intake(new=len(fresh), unchanged=old, lines=lines), tuple(changed.values()))


def _keep_later(
    rows: OrderRows,
    fresh: dict[OrderId, OrderRows],
    changed: dict[OrderId, tuple[OrderRows, Known]],
    again: dict[OrderId, OrderRows],
) -> None:
    """A copy that says nothing new counts from its own moment on: one between them is no news."""
    if rows.order_id in fresh:
        fresh[rows.order_id] = rows
    elif rows.order_id in changed:
        changed[rows.order_id] = (rows, changed[rows.order_id][1])
    else:
        again[rows.order_id] = rows


# --- the order report as a file ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileImport:
    """What became of an order report. `refused` are (line of the file, reason in words), `left_out`
    the orders to be shipped that cannot be taken from it."""

    intake: Intake
    refused: tuple[tuple[int, str], ...] = ()
    cancelled: bool = False
    left_out: tuple[OrderId, ...] = ()


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
            refused = tuple(sorted((*filed.refused, *read.refused)))
            left_out = (*filed.left_out, *read.left_out)
            filed = replace(filed, refused=refused, left_out=left_out)
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
            scans_first.let_pass()
            with self.books.writing() as connection:
                ends_at = perf_counter() + LONGEST_S
                while start < len(read):
                    part = read[start : start + AT_ONCE]
                    done.append(take_rows(self.books, connection, part, self.learned))
                    start += len(part)
                    if perf_counter() > ends_at or is_waited_for(self.books):
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
    """True when Amazon's copy of an order is older than this. A report's copy is so from the
    beginning: what must be kept of an order and who wants to cancel is not in it."""
    with books.reading() as connection:
        order = orders.find(connection, order_id)
    if order is None or order.source is Source.REPORT:
        return order is not None
    return (books.now() - order.read_at).total_seconds() > seconds
