"""The only crossing between threads: work goes to the database's thread, answers come back here."""

from __future__ import annotations

import functools
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from fbm_desk import threads
from fbm_desk.services.topics import Topic
from fbm_desk.threads import Worker

T = TypeVar("T")


class Bridge(QObject):
    """Runs work on the worker and its continuation on the interface thread, in the order asked."""

    #: What changed, as `frozenset[Topic]`; on the interface thread.
    changed = Signal(object)

    _crossed = Signal(object)

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._closed = False
        self._crossed.connect(self._carry_on, Qt.ConnectionType.QueuedConnection)

    def ask(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """Run `work` on the database's thread, then `then(result)` on the interface's.

        An error goes to `failed`; without one it is raised on the interface thread, where the
        program's one crash path sees it.
        """
        self._answer(self._worker.ask(work), then, failed)

    def ask_aside(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None] | None = None,
    ) -> None:
        """The same for work that takes long: on a thread of its own, past which scans go on."""
        self._answer(threads.aside("long work", work), then, failed)

    def _answer(
        self,
        answer: Future[T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None] | None,
    ) -> None:
        answer.add_done_callback(
            lambda done: self._cross(functools.partial(_settle, done, then, failed))
        )

    def announce(self, topics: frozenset[Topic]) -> None:
        """Say from any thread what changed."""
        self._cross(functools.partial(self.changed.emit, topics))

    def tell(self, news: Callable[[], None]) -> None:
        """Have something done on the interface thread; from any thread, in the order told."""
        self._cross(news)

    def close(self) -> None:
        """Let no more answers through: the screens are going away."""
        self._closed = True

    def _cross(self, call: Callable[[], None]) -> None:
        if not self._closed:
            self._crossed.emit(call)

    def _carry_on(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()


def _settle(
    done: Future[Any],
    then: Callable[[Any], None],
    failed: Callable[[BaseException], None] | None,
) -> None:
    error = done.exception()
    if error is None:
        then(done.result())
    elif failed is not None:
        failed(error)
    else:
        raise error
