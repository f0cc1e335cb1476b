"""Plain threads with names and states: one works off requests in order, one takes turns."""

from __future__ import annotations

import gc
import logging
import queue
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from enum import Enum
from time import monotonic
from typing import Any, TypeVar

T = TypeVar("T")


GIVE_WAY_S = 0.001


def give_way() -> None:
    """Threads that compute let the window's in after a millisecond; Python's own are five."""
    sys.setswitchinterval(GIVE_WAY_S)


def keep_what_is_here() -> None:
    """What is here now stays until the program ends: the collector need not look at it again.

    Looking at all of a window took 75 ms, in which no scan was answered. `gc.unfreeze` undoes it.
    """
    gc.freeze()


LONGEST_REST_S = 0.1
"""So long a scan holds up background work at most: a window may hang, an end may not be told."""


class ScanPart(Enum):
    """What of a scan is under way."""

    COMING = "coming"  #: keys that may be a scanner's are coming in
    ANSWERING = "answering"  #: the code is whole, its verdict is not painted yet


class ScansFirst:
    """Background work rests while a scan is under way: Python runs one thread at a time, and with
    each thing the scan waits for, another thread that computes is let in before it.

    The window says when a scan begins and is over. Background work asks between two orders, rows
    or pages, never in a transaction; only threads that `rest_here` wait, never the scan's own.
    """

    def __init__(
        self, longest_s: float = LONGEST_REST_S, clock: Callable[[], float] = monotonic
    ) -> None:
        self.longest_s, self._clock = longest_s, clock
        self._guard = threading.Lock()
        self._parts: set[ScanPart] = set()
        self._until = 0.0
        self._over = threading.Event()
        self._over.set()
        self._here = threading.local()

    def begins(self, part: ScanPart) -> None:
        """From now on background work rests."""
        with self._guard:
            now_s = self._clock()
            if now_s >= self._until:
                self._parts.clear()  # of a scan whose end nobody told
            self._parts.add(part)
            self._until = now_s + self.longest_s
            self._over.clear()

    def is_over(self, part: ScanPart) -> None:
        """Background work goes on, unless something else of a scan is under way."""
        if self._over.is_set():
            return
        with self._guard:
            self._parts.discard(part)
            if not self._parts:
                self._over.set()

    @property
    def under_way(self) -> bool:
        """True while background work should end what a scan waits for, then rest."""
        return not self._over.is_set() and self._clock() < self._until

    def rest_here(self) -> None:
        """This thread works in the background: `let_pass` may hold it up."""
        self._here.rests = True

    def let_pass(self) -> None:
        """Rest until the scan that is under way is over, not longer than it may hold this up."""
        if self._over.is_set() or not getattr(self._here, "rests", False):
            return
        left_s = self._until - self._clock()
        if left_s > 0:
            self._over.wait(left_s)


scans_first = ScansFirst()
"""One for the program, as Python's lock is one. Without a window no scan begins, nothing rests."""


class ThreadState(Enum):
    """What a thread is doing, for the status line."""

    IDLE = "idle"  #: waits for work
    BUSY = "busy"  #: works
    DEAD = "dead"  #: ended by an error that is ours
    STOPPED = "stopped"  #: ended because it was asked to


class Worker:
    """One named thread that carries out requests one after the other, in the order they came.

    One that `rests` works in the background: it lets scans pass.
    """

    def __init__(self, name: str, rests: bool = False) -> None:
        self.name = name
        self._rests = rests
        self.state = ThreadState.IDLE
        self._requests: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None]
        self._requests = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def ask(self, work: Callable[[], T]) -> Future[T]:
        """Queue `work`; its result or exception comes with the future."""
        answer: Future[T] = Future()
        self._requests.put((answer, work))
        return answer

    def stop(self, timeout_s: float = 10.0) -> None:
        """Finish what is queued, then end the thread."""
        self._requests.put(None)
        self._thread.join(timeout_s)

    def _run(self) -> None:
        if self._rests:
            scans_first.rest_here()
        while (request := self._requests.get()) is not None:
            self.state = ThreadState.BUSY
            scans_first.let_pass()
            answer, work = request
            if answer.set_running_or_notify_cancel():
                _carry_out(answer, work)
            self.state = ThreadState.IDLE
        self.state = ThreadState.STOPPED


def aside(name: str, work: Callable[[], T]) -> Future[T]:
    """Carry out one long piece of work on a thread of its own, which ends with it and lets scans
    pass."""
    answer: Future[T] = Future()

    def carry_out() -> None:
        scans_first.rest_here()
        _carry_out(answer, work)

    threading.Thread(target=carry_out, name=name, daemon=True).start()
    return answer


def _carry_out(answer: Future[T], work: Callable[[], T]) -> None:
    try:
        result = work()
    except BaseException as error:  # handed to whoever asked: they know what it means
        answer.set_exception(error)
    else:
        answer.set_result(result)


class Turns:
    """One named thread that does `turn` again and again; `turn` says how many seconds to rest.
    It lets scans pass.

    `wake` cuts a rest short, `stop` ends it at once: resting is `Event.wait`, never `sleep`.
    """

    def __init__(
        self,
        name: str,
        turn: Callable[[], float],
        died: Callable[[BaseException], None],
    ) -> None:
        self.name = name
        self.state = ThreadState.IDLE
        self.stopping = threading.Event()
        self._turn = turn
        self._died = died
        self._awake = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin taking turns."""
        self._thread.start()

    def wake(self) -> None:
        """Take the next turn now."""
        self._awake.set()

    def stop(self, timeout_s: float = 10.0) -> None:
        """End after the turn that is under way."""
        self.stopping.set()
        self._awake.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        scans_first.rest_here()
        try:
            while not self.stopping.is_set():
                self._awake.clear()
                self.state = ThreadState.BUSY
                rest_s = self._turn()
                self.state = ThreadState.IDLE
                self._awake.wait(rest_s)
            self.state = ThreadState.STOPPED
        except BaseException as error:
            self.state = ThreadState.DEAD
            self._died(error)


@dataclass
class Threads:
    """A window's threads besides the interface: each has a name and is ended on closing."""

    books: Worker = field(default_factory=lambda: Worker("books"))
    labels: Worker = field(default_factory=lambda: Worker("labels", rests=True))
    paper: Worker = field(default_factory=lambda: Worker("paper", rests=True))
    looks: Worker = field(default_factory=lambda: Worker("looks", rests=True))

    def runs(self) -> dict[str, Callable[[Callable[[], None]], None]]:
        """Who runs what follows a scan."""
        return {
            "label": lambda work: _queue(self.labels, work),
            "print": lambda work: _queue(self.paper, work),
            "look": lambda work: _queue(self.looks, work),
            "desk": lambda work: _queue(self.books, work),
        }

    def stop(self) -> None:
        """Finish what is queued, then end."""
        for worker in (self.looks, self.labels, self.paper, self.books):
            worker.stop()


def _queue(worker: Worker, work: Callable[[], None]) -> None:
    """Run work nobody waits for; an error of ours goes to the log, the thread lives on."""

    def guarded() -> None:
        try:
            work()
        except Exception:
            logging.getLogger("fbm_desk").exception("work in the thread %s failed", worker.name)

    worker.ask(guarded)
