"""One order as it is now at Amazon: for a bench, for a gap of a report, for whoever asks.

What Amazon refuses to tell is noted with its reason and never holds up the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from fbm_desk.amazon.troubles import Trouble
from fbm_desk.domain.answers import Done, NotSent, Refused, Unclear
from fbm_desk.domain.orders import OrderId
from fbm_desk.services import orders as order_service
from fbm_desk.services import sync_wishes
from fbm_desk.services.books import Books
from fbm_desk.services.orders import Intake
from fbm_desk.services.ports import Marketplace
from fbm_desk.services.topics import Topic
from fbm_desk.store import orders, sync_state, untold_orders

FRESH_S = 180.0
"""A copy of an order older than this is asked for again before a box of it is closed."""

SWEEPS = "orders"
"""The mark of the sweeps: what went wrong with the last one."""
_UNREACHED = frozenset(
    one.value
    for one in (
        Trouble.OFFLINE, Trouble.TIMED_OUT, Trouble.LOST, Trouble.SERVER_FAULT, Trouble.SIGN_IN
    )
)  # fmt: skip

Missed = Refused | NotSent | Unclear
"""Why there is no newer copy."""


def refresh(books: Books, marketplace: Marketplace, order_id: OrderId) -> Intake | Missed:
    """Take one order in as it is now."""
    answer = marketplace.order(order_id)
    now = books.now()
    if isinstance(answer, Refused):
        with books.writing() as connection:
            untold_orders.note(connection, order_id, answer.code, answer.words, now)
    if not isinstance(answer, Done):
        return answer
    result = order_service.take_in(books, [answer.value])
    with books.writing() as connection:
        orders.was_read(connection, order_id, now)
        untold_orders.forget(connection, [order_id])
        if sync_state.mark(connection, SWEEPS).reason in _UNREACHED:
            sync_state.save_mark(connection, SWEEPS, reason="", words="")  # Amazon answers again
    return result


def fetching(books: Books, marketplace: Marketplace) -> Callable[[OrderId], bool]:
    """How a bench with Amazon's keys has an order taken in; True when there is a new copy."""
    return lambda order_id: isinstance(refresh(books, marketplace, order_id), Intake)


@dataclass
class BenchRefresh:
    """Looks at Amazon for the order on a bench, without anybody waiting for it.

    `fetch` takes it in, `run` queues that on a thread of its own. A cancellation that it finds
    stops the bench, or intercepts the parcel when the box was quicker.
    """

    books: Books
    fetch: Callable[[OrderId], bool]
    run: Callable[[Callable[[], None]], None]
    changed: Callable[[frozenset[Topic]], None] = lambda _topics: None
    _under_way: set[OrderId] = field(default_factory=set)
    _missed: set[OrderId] = field(default_factory=set)  # whose last look brought no newer copy
    _lock: Lock = field(default_factory=Lock)

    def ask(self, order_id: OrderId) -> None:
        """Refresh the order if its copy is old; returns at once."""
        self._ask(order_id, FRESH_S)

    def ask_now(self, order_id: OrderId) -> None:
        """Refresh the order however new its copy is; what fails is left to the next turn."""
        self._ask(order_id, 0)

    def _ask(self, order_id: OrderId, fresh_s: float) -> None:
        with self._lock:
            if order_id in self._under_way:
                return
            self._under_way.add(order_id)
        self.run(lambda: self._look(order_id, fresh_s))

    def has_missed(self, order_id: OrderId) -> bool:
        """True when the last look at the order brought nothing: its bench says how old it is."""
        return order_id in self._missed

    def _look(self, order_id: OrderId, fresh_s: float) -> None:
        try:
            stale = not fresh_s or order_service.is_stale(self.books, order_id, fresh_s)
            if stale and self.fetch(order_id):
                self._missed.discard(order_id)
                if order_id in sync_wishes.asked_for(self.books).orders:
                    sync_wishes.granted(self.books, order_id=order_id)
                self.changed(frozenset({Topic.SESSION, Topic.ORDERS}))
            elif stale and order_id not in self._missed:
                self._missed.add(order_id)
                self.changed(frozenset({Topic.SESSION}))
        finally:
            with self._lock:
                self._under_way.discard(order_id)
