"""The background work with Amazon in turns: orders in, confirmations out, labels given back.

One turn does what is due and says when it wants the next; a lease lets one process at a time sweep.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fbm_desk.domain.answers import Done, NotSent, Refused, Unclear
from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.orders import OrderId
from fbm_desk.services import confirmations, forgetting, orders, sweep_lease
from fbm_desk.services.books import Books
from fbm_desk.services.orders import Intake
from fbm_desk.services.ports import Marketplace
from fbm_desk.services.topics import Topic
from fbm_desk.store import sync_state
from fbm_desk.store.moments import from_ms, to_ms

SWEEP_EVERY = timedelta(seconds=180)
"""Amazon allows one sweep each 179 seconds in the long run (Orders 2026-01-01, read 2026-11)."""

HELD_UP_S = 10.0
"""How long to rest when the books cannot be written."""


@dataclass
class Sync:
    """The background work of one seller account."""

    books: Books
    marketplace: Marketplace
    changed: Callable[[frozenset[Topic]], None] = lambda _topics: None
    void_labels: Callable[[], int] = lambda: 0
    after_turn: Callable[[], None] = lambda: None
    stop: threading.Event = field(default_factory=threading.Event)
    sweep_every: timedelta = SWEEP_EVERY
    who: str = ""

    def turn(self) -> float:
        """Do what is due; seconds until the next turn is wanted.

        A database that is full or held by another program ends the turn and not the thread.
        """
        try:
            return self._turn()
        except Unavailable:
            return HELD_UP_S

    def _turn(self) -> float:
        rest_s = sweep_lease.RENEW_S
        if sweep_lease.hold(self.books, self.who):
            rest_s = min(rest_s, self._sweep_if_due())
            told = confirmations.tell(self.books, self.marketplace, stop=self.stop)
            if told.sent or told.verified or told.refused:
                self.changed(frozenset({Topic.SYNC, Topic.ORDERS}))
            rest_s = min(rest_s, told.next_s)
            if not self.stop.is_set():
                self.void_labels()
            self.after_turn()
        return max(0.05, rest_s)

    def _sweep_if_due(self) -> float:
        with self.books.reading() as connection:
            mark = sync_state.mark(connection, "orders")
        now = self.books.now()
        due_at = _due_at(mark.last_try_at, self.sweep_every, now)
        if due_at > now:
            return (due_at - now).total_seconds()
        forgetting.forget(self.books)
        result = self.sweep()
        if result.new or result.updated:
            self.changed(frozenset({Topic.ORDERS, Topic.SESSION}))
        self.changed(frozenset({Topic.SYNC}))
        return self.sweep_every.total_seconds()

    def sweep_now(self) -> Intake | None:
        """Sweep whatever the time; None while another process talks to Amazon."""
        return self.sweep() if sweep_lease.hold(self.books, self.who) else None

    def give_up(self) -> None:
        """Let another process talk to Amazon."""
        sweep_lease.give_up(self.books, self.who)

    def sweep(self) -> Intake:
        """Take in what changed at Amazon. The mark moves only after the last page."""
        with self.books.reading() as connection:
            mark = sync_state.mark(connection, "orders")
        since = from_ms(int(mark.value)) if mark.value else None
        self._note(last_try_at=self.books.now())
        result = Intake()
        for answer in self.marketplace.sweep(since):
            if not isinstance(answer, Done):
                self._note(reason=_reason(answer), words=_words(answer))
                return result
            result = result.plus(orders.take_in(self.books, answer.value.orders))
            for order_id in answer.value.unreadable:
                single = self.refresh(order_id)
                if not isinstance(single, Intake):
                    self._note(reason="order_unreadable", words=order_id)
                    return result
                result = result.plus(single)
            if answer.value.mark is not None:
                self._note(
                    value=str(to_ms(answer.value.mark)),
                    last_success_at=self.books.now(),
                    reason="",
                    words="",
                )
            if self.stop.is_set():
                break
        return result

    def refresh(self, order_id: OrderId) -> Intake | Refused | NotSent | Unclear:
        """Take one order in as it is now."""
        answer = self.marketplace.order(order_id)
        if not isinstance(answer, Done):
            return answer
        result = orders.take_in(self.books, [answer.value])
        self.changed(frozenset({Topic.ORDERS, Topic.SESSION}))
        return result

    def _note(self, **facts: object) -> None:
        with self.books.writing() as connection:
            sync_state.save_mark(connection, "orders", **facts)


def _due_at(last: datetime | None, every: timedelta, now: datetime) -> datetime:
    """When the next sweep is due; a clock that was set back does not delay it for ever."""
    return now if last is None or last > now else last + every


def _reason(answer: Refused | NotSent | Unclear) -> str:
    return answer.code if isinstance(answer, Refused) else answer.reason


def _words(answer: Refused | NotSent | Unclear) -> str:
    return answer.words if isinstance(answer, Refused) else ""
