"""Reads an order report into rows of our tables; a large one in a process of its own.

Reading is work for the processor alone: in a thread it would hold up every scan and the window.
The other process knows no key and no database. It hands over rows, and on asking whole orders.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from queue import Queue
from threading import Thread
from typing import Any, Protocol

from fbm_desk.amazon.order_report import iter_order_report
from fbm_desk.domain.errors import Unavailable
from fbm_desk.domain.orders import IncomingOrder, OrderId
from fbm_desk.store.order_rows import OrderRows, rows_of
from fbm_desk.threads import scans_first

AT_ONCE = 500
"""Orders in one batch, and in one message from the other process: few, so that they are read, made
into rows and packed up while they are in the processor's cache, and soon unpacked."""
MESSAGES_AHEAD = 24
TOGETHER = 3
"""Messages taken as one when so many are there: every transaction writes the pages of the indexes
anew, and larger ones write fewer of them."""
LARGE_BYTES = 1_000_000
"""From this size on a file is worth a process of its own: some 3,000 rows."""


@dataclass(frozen=True, slots=True)
class Read:
    """Some orders of a report, what was refused, and how many rows were read so far.

    They come by number, some thousand sorted among each other: those with neighbouring numbers are
    written together, and fewer pages of the database change with each transaction.
    """

    orders: list[OrderRows]
    refused: list[tuple[int, str]]
    rows_read: int
    left_out: list[OrderId] = field(default_factory=list)


class Reading(Protocol):
    """A report that is being read."""

    def orders(self) -> Iterator[Read]:
        """All its orders, each once."""
        ...

    def whole(self, wanted: frozenset[OrderId]) -> Iterator[list[IncomingOrder]]:
        """Some of its orders as they were told; ask after all were read."""
        ...

    def close(self) -> None:
        """Read no more."""
        ...


def open_report(data: bytes, now: datetime) -> Reading:
    """Begin to read. Raises `UnreadableReport` when it is no order report."""
    iter_order_report(data)
    return Apart(data, now) if len(data) >= LARGE_BYTES else Here(data, now)


@dataclass(frozen=True, slots=True)
class Here:
    """Reading in the thread that asks."""

    data: bytes = field(repr=False)
    now: datetime

    def orders(self) -> Iterator[Read]:
        """All its orders, each once."""
        for batch in iter_order_report(self.data, batch=AT_ONCE, by_number=True):
            rows = [self._rows(order) for order in batch.orders]
            refused = [(fault.row, fault.words) for fault in batch.refused]
            yield Read(rows, refused, batch.rows_read, list(batch.left_out))

    def whole(self, wanted: frozenset[OrderId]) -> Iterator[list[IncomingOrder]]:
        """Some of its orders as they were told."""
        for batch in iter_order_report(self.data, batch=AT_ONCE):
            if found := [order for order in batch.orders if order.order_id in wanted]:
                yield found

    def close(self) -> None:
        """Nothing is open."""

    def _rows(self, order: IncomingOrder) -> OrderRows:
        scans_first.let_pass()
        return rows_of(order, self.now)


class Apart:
    """Reading in a process of its own. Raises `Unavailable` when that process ends too early.

    `work` is what that process does with its end of the pipe.
    """

    def __init__(
        self, data: bytes, now: datetime, work: Callable[[Connection], object] | None = None
    ) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process: SpawnProcess = context.Process(
            target=work or serve, args=(theirs,), name="order report", daemon=True
        )
        self._process.start()
        theirs.close()
        self._messages: Queue[bytes | None] = Queue(maxsize=MESSAGES_AHEAD)
        self._listening = Thread(target=self._listen, name="order report", daemon=True)
        self._over = False
        self._listening.start()  # closing waits for what it says last
        try:
            self._pipe.send(now)
            self._pipe.send_bytes(data)
        except OSError:
            self.close()
            raise Unavailable("reading_stopped") from None

    def orders(self) -> Iterator[Read]:
        """All its orders, each once."""
        heard: list[Any] = []
        while heard[-1:] != [None]:
            heard = [self._heard()]
            while heard[-1] is not None and len(heard) < TOGETHER and not self._messages.empty():
                heard.append(self._heard())
            if told := [one for one in heard if one is not None]:
                yield as_one(told)

    def whole(self, wanted: frozenset[OrderId]) -> Iterator[list[IncomingOrder]]:
        """Some of its orders as they were told."""
        with contextlib.suppress(OSError):
            self._pipe.send(wanted)
        while (found := self._heard()) is not None:
            yield found

    def close(self) -> None:
        """Read no more."""
        self.end_process()
        while not self._over:
            self._over = self._messages.get() is None
        self._listening.join()
        self._pipe.close()
        self._process.close()

    def end_process(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()

    def _heard(self) -> Any:
        message = None if self._over else self._messages.get()
        if message is None:
            self._over = True
            raise Unavailable("reading_stopped")
        scans_first.let_pass()
        # A message is made of nothing but new tuples: looking for circles among them is vain.
        gc.disable()
        try:
            return pickle.loads(message)
        finally:
            gc.enable()

    def _listen(self) -> None:
        """Bring messages over while what came before is being written; None when there are none."""
        with contextlib.suppress(EOFError, OSError):
            while True:
                self._messages.put(self._pipe.recv_bytes())
        self._messages.put(None)


def as_one(told: list[Any]) -> Read:
    """Several messages as if they had been one."""
    orders = chain.from_iterable(map(OrderRows, *columns) for columns, *_ in told if columns)
    refused = chain.from_iterable(refused for _, refused, *_ in told)
    left_out = chain.from_iterable(ids for *_, ids in told)
    return Read([*orders], [*refused], told[-1][2], [*left_out])


def serve(pipe: Connection) -> None:
    """The other process: reads the report, then looks up whole orders, and ends."""
    gc.disable()  # it makes no circles and does not live long
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        now, data = pipe.recv(), pipe.recv_bytes()
        reading = Here(data, now)
        ready: Queue[bytes] = Queue(maxsize=MESSAGES_AHEAD)
        Thread(target=_send, args=(pipe, ready), daemon=True).start()
        for read in reading.orders():
            ready.put(pickle.dumps(_message(read), pickle.HIGHEST_PROTOCOL))
        ready.put(pickle.dumps(None))
        for found in reading.whole(pipe.recv()):
            ready.put(pickle.dumps(found, pickle.HIGHEST_PROTOCOL))
        ready.put(pickle.dumps(None))
        ready.join()


def _message(read: Read) -> tuple[object, ...]:
    """By column: naming their kind with each order would double what is sent."""
    return [*zip(*read.orders, strict=True)], read.refused, read.rows_read, read.left_out


def _send(pipe: Connection, ready: Queue[bytes]) -> None:
    """Reading goes on while the other side is busy writing."""
    while True:
        message = ready.get()
        try:
            pipe.send_bytes(message)
        except OSError:
            os._exit(1)  # nobody listens any more, and the reading thread may wait for room
        ready.task_done()
