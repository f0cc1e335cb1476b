"""Every request the simulator got, so that a test can prove that nothing was sent twice."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

#: Older requests are forgotten, so that a demonstration can run for weeks.
REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """One request and what became of it; `status` is 0 where the connection was cut.

    The body stays in this process's memory, for tests; nothing prints or serves it.
    """

    number: int
    method: str
    path: str
    operation: str
    status: int
    at: datetime
    took_ms: int = 0  #: of real time
    query: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)


class RequestsSeen:
    """The requests in the order they were answered. Thread-safe."""

    def __init__(self) -> None:
        self._seen: deque[SeenRequest] = deque(maxlen=REMEMBERED)
        self._count = 0
        self._lock = threading.Lock()

    def next_number(self) -> int:
        """The number of a request that has just come in, from 1."""
        with self._lock:
            self._count += 1
            return self._count

    def add(self, request: SeenRequest) -> None:
        """Remember one."""
        with self._lock:
            self._seen.append(request)

    def all(self) -> tuple[SeenRequest, ...]:
        """Everything that is remembered."""
        with self._lock:
            return tuple(self._seen)

    def of(self, operation: str) -> tuple[SeenRequest, ...]:
        """The requests for one operation."""
        return tuple(request for request in self.all() if request.operation == operation)

    def repeated(self, operation: str = "") -> tuple[SeenRequest, ...]:
        """Requests that had been sent before, word for word: the same path, query and body."""
        seen: set[object] = set()
        again = []
        for request in self.of(operation) if operation else self.all():
            query = tuple(sorted(request.query.items()))
            words = (request.method, request.path, query, request.body)
            if words in seen:
                again.append(request)
            seen.add(words)
        return tuple(again)

    def clear(self) -> None:
        """Forget them all."""
        with self._lock:
            self._seen.clear()
