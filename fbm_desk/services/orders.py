"""Orders come in, from a file or from Amazon: new ones are added, changed ones change what hangs on
them, and a bench that has one of them is stopped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from fbm_desk.domain import intake
from fbm_desk.domain.intake import Change
from fbm_desk.domain.orders import IncomingOrder, OrderId, Source
from fbm_desk.domain.packing import step
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.session import RESTING, Session, Stopped
from fbm_desk.domain.stages import Stage
from fbm_desk.services.books import Books
from fbm_desk.store import history, orders, purchases, sessions
from fbm_desk.store.database import Connection
from fbm_desk.store.sessions import Actor

BATCH = 100
"""Orders per transaction while many come in: small, so that a scan never waits long for its own."""


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
    marked = [(order, orders.fingerprint(order)) for order in batch]
    now = books.now()
    with books.writing() as connection:
        known = orders.known(connection, [order.order_id for order in batch])
        fresh: list[tuple[IncomingOrder, str]] = []
        result = Intake(lines=sum(len(order.lines) for order in batch))
        for order, mark in marked:
            before = known.get(order.order_id)
            change = intake.change(before, order, mark)
            if change is Change.NEW:
                fresh.append((order, mark))
                known[order.order_id] = intake.Known(
                    Stage.WAITING, order.source, mark, order.updated_at
                )
                result = replace(result, new=result.new + 1)
            elif change is Change.UPDATED and before is not None:
                stopped = _update(books, connection, order, before, mark)
                result = replace(
                    result, updated=result.updated + 1, stopped=result.stopped + stopped
                )
            else:
                result = replace(result, unchanged=result.unchanged + 1)
        _insert(books, connection, fresh)
        history.add(connection, [order.order_id for order, _ in fresh], "came", now)
    return result


def _insert(books: Books, connection: Connection, fresh: list[tuple[IncomingOrder, str]]) -> None:
    orders.insert(connection, books.seal, fresh, books.now())
    lines = [line for order, _ in fresh for line in order.lines]
    if lines:
        orders.learn_articles(connection, lines)


def _update(
    books: Books,
    connection: Connection,
    order: IncomingOrder,
    before: intake.Known,
    mark: str,
) -> tuple[OrderId, ...]:
    """One order changed. Its id comes back when a bench must stop because of it."""
    now = books.now()
    orders.update(connection, books.seal, order, before, mark, now)
    orders.learn_articles(connection, order.lines)
    history.add(connection, [order.order_id], "changed", now, order.status.value)
    opened = sessions.find_open(connection, order.order_id)
    if opened is None:
        return ()
    reason = intake.stops_packing(order) or _what_changed(opened.session, order)
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
    _give_label_back(connection, opened.id)
    return (order.order_id,)


def _give_label_back(connection: Connection, session_id: int) -> None:
    """A label that is paid belongs to a box that does not leave: its money is wanted back."""
    bought = purchases.live_of(connection, session_id)
    if bought is not None and bought.state is PurchaseState.BOUGHT:
        purchases.settle(connection, bought.id, PurchaseState.VOID_WANTED)


def _what_changed(session: Session, order: IncomingOrder) -> str:
    """Quantities that differ from what is being packed, as a stable code."""
    wanted = {line.line_id: line.wanted for line in order.lines}
    packing: dict[str, int] = {}
    for line in session.lines:
        if line.kit is None:
            packing[line.line_id] = packing.get(line.line_id, 0) + line.wanted
    gone = any(line.line_id not in wanted for line in session.lines)
    differs = any(wanted.get(line_id) != units for line_id, units in packing.items())  # type: ignore[call-overload]
    return "changed" if gone or differs else ""


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
    from fbm_desk.amazon.order_report import iter_order_report

    result, refused = Intake(), []
    rows = max(1, data.count(b"\n"))
    for batch in iter_order_report(data, batch=1000):
        result = result.plus(take_in(books, batch.orders))
        refused += [(fault.row, fault.words) for fault in batch.refused]
        if not progress(min(batch.rows_read, rows), rows):
            return FileImport(result, tuple(sorted(refused)), cancelled=True)
    return FileImport(result, tuple(sorted(refused)))


def is_stale(books: Books, order_id: OrderId, seconds: float) -> bool:
    """True when Amazon's copy of an order is older than this; a file's copy is never refreshed."""
    with books.reading() as connection:
        order = orders.find(connection, order_id)
    if order is None or order.source is Source.REPORT:
        return False
    return (books.now() - order.read_at).total_seconds() > seconds
