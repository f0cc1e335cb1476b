"""The background work as people see it: each kind with its success, queue, calls and trouble."""

from __future__ import annotations

from datetime import datetime, timedelta

from fbm_desk.amazon.operations import ALLOWANCES, Operation
from fbm_desk.domain.outbox import is_late
from fbm_desk.services import backlog, sync_wishes
from fbm_desk.services.books import Books
from fbm_desk.services.office_view import WorkKind, WorkView
from fbm_desk.services.sync import SWEEP_EVERY
from fbm_desk.store import (
    cancellations,
    outbox,
    quantities,
    quota,
    sync_state,
    unsettled,
    untold_orders,
)
from fbm_desk.store.database import Connection
from fbm_desk.store.sync_state import SyncMark
from fbm_desk.texts import has, say

_CALLS = {
    WorkKind.ORDERS: Operation.SEARCH_ORDERS,
    WorkKind.GAPS: Operation.GET_ORDER,
    WorkKind.CONFIRMATIONS: Operation.CONFIRM_SHIPMENT,
    WorkKind.BACKLOG: Operation.CREATE_REPORT,
    WorkKind.QUANTITIES: Operation.PATCH_LISTINGS_ITEM,
    WorkKind.CANCELLATIONS: Operation.CREATE_FEED,
}


def sync_status(
    books: Books, seller_id: str, sweep_every: timedelta = SWEEP_EVERY
) -> tuple[WorkView, ...]:
    """Every kind of work of an account, in the order people look at them."""
    now = books.now()
    resting = sync_wishes.paused(books)
    with books.reading() as connection:
        calls = _calls_left(connection, seller_id, now)
        return tuple(
            _view(connection, kind, calls, kind in resting, sweep_every, now) for kind in _IN_ORDER
        )


_IN_ORDER = (
    WorkKind.ORDERS,
    WorkKind.CHANGES,
    WorkKind.BACKLOG,
    WorkKind.GAPS,
    WorkKind.CONFIRMATIONS,
    WorkKind.LABELS,
    WorkKind.QUANTITIES,
    WorkKind.CANCELLATIONS,
)


def _view(
    connection: Connection,
    kind: WorkKind,
    calls: dict[Operation, int],
    rests: bool,
    sweep_every: timedelta,
    now: datetime,
) -> WorkView:
    mark = sync_state.mark(connection, kind.value)
    waiting, oldest_at = _queue(connection, kind, mark)
    operation = _CALLS.get(kind)
    return WorkView(
        kind,
        _name(kind, mark),
        mark.last_success_at,
        None if rests else _next_turn_at(kind, mark, sweep_every),
        waiting,
        oldest_at,
        calls.get(operation) if operation else None,
        ALLOWANCES[operation].burst if operation else None,
        trouble_words(mark) or (_refused(connection) if kind is WorkKind.QUANTITIES else ""),
        rests,
        _late_at(connection, waiting, now) if kind is WorkKind.CONFIRMATIONS else None,
    )


def _name(kind: WorkKind, mark: SyncMark) -> str:
    off = kind is WorkKind.QUANTITIES and not mark.value
    return say(f"sync.kind_{kind.value}_off" if off else f"sync.kind_{kind.value}")


def _refused(connection: Connection) -> str:
    """Which quantities Amazon does not take, the first with its words; "" when it takes all."""
    count, first = quantities.refused(connection)
    if first is None:
        return ""
    return say("sync.quantities_refused", count=count, sku=first.sku, words=first.words)


def _late_at(connection: Connection, waiting: int, now: datetime) -> datetime | None:
    ship_by = outbox.soonest_ship_by(connection)
    return ship_by if is_late(ship_by, waiting, now) else None


def _queue(connection: Connection, kind: WorkKind, mark: SyncMark) -> tuple[int, datetime | None]:
    if kind is WorkKind.CONFIRMATIONS:
        return outbox.waiting(connection)
    if kind is WorkKind.LABELS:
        wanted = unsettled.refund_wanted(connection)
        return (wanted.count, wanted.since) if wanted else (0, None)
    if kind is WorkKind.GAPS:
        return untold_orders.count_from_reports(connection), None
    if kind is WorkKind.QUANTITIES:
        return quantities.waiting(connection)
    if kind is WorkKind.CANCELLATIONS:
        return cancellations.waiting_since(connection)
    return int(kind is WorkKind.BACKLOG and bool(mark.value)), None


def _next_turn_at(kind: WorkKind, mark: SyncMark, sweep_every: timedelta) -> datetime | None:
    if mark.last_try_at is None:
        return None
    every = {
        WorkKind.ORDERS: sweep_every / 3 if mark.reason else sweep_every,
        WorkKind.BACKLOG: timedelta(seconds=backlog.LOOK_EVERY_S),
    }.get(kind)
    if every is None or (kind is WorkKind.BACKLOG and not mark.value):
        return None
    return mark.last_try_at + every


def _calls_left(connection: Connection, seller_id: str, now: datetime) -> dict[Operation, int]:
    """Calls that may be made at once: what was left, and what came since."""
    left = {operation: allowed.burst for operation, allowed in ALLOWANCES.items()}
    for one in quota.all_of(connection, seller_id):
        operation = next((each for each in ALLOWANCES if each.value == one.operation), None)
        if one.blocked_until is not None and one.blocked_until > now and operation:
            left[operation] = 0
        elif operation is not None:
            passed_s = max(0.0, (now - one.at).total_seconds())
            tokens = one.tokens + passed_s * one.rate
            left[operation] = max(0, min(ALLOWANCES[operation].burst, int(tokens)))
    return left


def trouble_words(mark: SyncMark) -> str:
    """What went wrong the last time, in words: Amazon's own, else ours."""
    if not mark.reason:
        return ""
    key = f"cli.why_{mark.reason}"
    return mark.words or (say(key) if has(key) else mark.reason.replace("_", " "))
