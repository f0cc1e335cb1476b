"""What people want of the background work: now, not for a while, or this order; kept in the books.

So it is heard by whichever program talks to Amazon, and outlives a restart.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from fbm_desk.domain.orders import OrderId
from fbm_desk.services.books import Books
from fbm_desk.services.office_view import WorkKind
from fbm_desk.store import sync_state
from fbm_desk.store.database import Connection

_WISHES, _PAUSED = "wishes", "paused"
MOST_ORDERS = 500


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is asked for now."""

    everything: bool = False
    orders: tuple[OrderId, ...] = ()


def sync_now(books: Books, order_id: OrderId | None = None) -> None:
    """Ask for everything, or for one order, at the next turn."""
    with books.writing() as connection:
        wish_for(connection, order_id)


def wish_for(connection: Connection, order_id: OrderId | None) -> None:
    """The same within a transaction."""
    wanted = _read(connection, to_change=True)
    if order_id is None:
        wanted = Wishes(True, wanted.orders)
    elif order_id not in wanted.orders:
        wanted = Wishes(wanted.everything, (*wanted.orders, order_id)[-MOST_ORDERS:])
    _keep(connection, wanted)


def asked_for(books: Books) -> Wishes:
    """What is asked for and was not granted yet."""
    with books.reading() as connection:
        return _read(connection)


def granted(books: Books, *, everything: bool = False, order_id: OrderId | None = None) -> None:
    """This was done: each wish stays in the books until then, so that no crash loses it."""
    with books.writing() as connection:
        left = _read(connection, to_change=True)
        orders = tuple(one for one in left.orders if one != order_id)
        _keep(connection, Wishes(left.everything and not everything, orders))


def _keep(connection: Connection, wanted: Wishes) -> None:
    empty = wanted == Wishes()
    kept = "" if empty else json.dumps([wanted.everything, list(wanted.orders)])
    sync_state.save_mark(connection, _WISHES, value=kept)


def _read(connection: Connection, *, to_change: bool = False) -> Wishes:
    kept = _mark(connection, _WISHES, to_change=to_change).value
    everything, orders = json.loads(kept) if kept else (False, [])
    return Wishes(everything, tuple(OrderId(one) for one in orders))


def pause(books: Books, kind: WorkKind) -> None:
    """Let one kind of work rest until somebody resumes it."""
    _set_paused(books, kind, rests=True)


def resume(books: Books, kind: WorkKind) -> None:
    """Let it go on."""
    _set_paused(books, kind, rests=False)


def _set_paused(books: Books, kind: WorkKind, *, rests: bool) -> None:
    with books.writing() as connection:
        resting = _paused(connection, to_change=True) - {kind}
        resting |= {kind} if rests else set()
        value = ",".join(sorted(one.value for one in resting))
        sync_state.save_mark(connection, _PAUSED, value=value)


def paused(books: Books) -> frozenset[WorkKind]:
    """The kinds of work that rest."""
    with books.reading() as connection:
        return _paused(connection)


def _paused(connection: Connection, *, to_change: bool = False) -> frozenset[WorkKind]:
    known = {kind.value: kind for kind in WorkKind}
    names = _mark(connection, _PAUSED, to_change=to_change).value.split(",")
    return frozenset(known[name] for name in names if name in known)


def _mark(connection: Connection, name: str, *, to_change: bool) -> sync_state.SyncMark:
    """Whoever changes it holds it: two people may ask at the same moment, and neither is lost."""
    read = sync_state.held_mark if to_change else sync_state.mark
    return read(connection, name)
