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


class ThreadState(Enum):
    """What a thread is doing, for the status line."""

    IDLE = "idle"  #: waits for work
    BUSY = "busy"  #: works
    DEAD = "dead"  #: ended by an error that is ours
    STOPPED = "stopped"  #: ended because it was asked to


class Worker:
    """One named thread that carries out requests one after the other, in the order they came."""

    def __init__(self, name: str) -> None:
        self.name = name
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
        while (request := self._requests.get()) is not None:
            self.state = ThreadState.BUSY
            answer, work = request
            if answer.set_running_or_notify_cancel():
                _carry_out(answer, work)
            self.state = ThreadState.IDLE
        self.state = ThreadState.STOPPED


def aside(name: str, work: Callable[[], T]) -> Future[T]:
    """Carry out one long piece of work on a thread of its own, which ends with it."""
    answer: Future[T] = Future()
    threading.Thread(target=_carry_out, args=(answer, work), name=name, daemon=True).start()
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
    labels: Worker = field(default_factory=lambda: Worker("labels"))
    paper: Worker = field(default_factory=lambda: Worker("paper"))
    looks: Worker = field(default_factory=lambda: Worker("looks"))

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
