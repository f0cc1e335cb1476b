"""The life of a report or a feed: waiting, worked on, ended; and how it ends when told to."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass
from enum import Enum


class Processing(Enum):
    """Where it stands, in Amazon's words."""

    IN_QUEUE = "IN_QUEUE"  #: nobody has begun
    IN_PROGRESS = "IN_PROGRESS"  #: being worked on
    DONE = "DONE"  #: finished; there is a document
    CANCELLED = "CANCELLED"  #: called off, or there was nothing to report
    FATAL = "FATAL"  #: it could not be done


#: The ends that can be ordered.
ENDS = (Processing.DONE, Processing.CANCELLED, Processing.FATAL)
STATUSES = frozenset(one.value for one in Processing)


@dataclass
class Pace:
    """Simulated seconds that each report or feed waits and is worked on."""

    queue_s: float = 15.0
    work_s: float = 45.0

    def at(self, age_s: float) -> Processing:
        """Where something stands that was asked for `age_s` ago, if nothing goes wrong."""
        if age_s < self.queue_s:
            return Processing.IN_QUEUE
        return Processing.IN_PROGRESS if age_s < self.queue_s + self.work_s else Processing.DONE


class OrderedEnds:
    """How the next reports or feeds of a type shall end. Thread-safe."""

    def __init__(self) -> None:
        self._ends: dict[str, deque[Processing]] = {}
        self._lock = threading.Lock()

    def order(self, kind: str, end: Processing, times: int = 1) -> None:
        """Let the next `times` of this type end like this; only the three ends are possible."""
        if end not in ENDS or not 1 <= times <= 1000:
            raise ValueError("it ends DONE, CANCELLED or FATAL, once or up to 1,000 times")
        with self._lock:
            self._ends.setdefault(kind, deque()).extend([end] * times)

    def take(self, kind: str) -> Processing | None:
        """The ordered end of the next one, None when it is left to itself."""
        with self._lock:
            ends = self._ends.get(kind)
            return ends.popleft() if ends else None
