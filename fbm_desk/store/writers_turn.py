"""Who of this program may write next: the one who asked first.

A plain lock would do, were it fair: whoever gives it back and asks again at once, as a long import
does, mostly gets it before those who slept waiting for it.
"""

from __future__ import annotations

import threading
from collections import deque


class WritersTurn:
    """A lock that is handed to the one who waits longest."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._taken = False

    @property
    def wanted(self) -> bool:
        """True while somebody waits for it."""
        return bool(self._waiting)

    def take(self, timeout_s: float) -> bool:
        """Wait for the turn; False when it did not come in time."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            handed_over = threading.Lock()
            handed_over.acquire()
            self._waiting.append(handed_over)
        if handed_over.acquire(timeout=timeout_s):
            return True
        with self._guard:
            if handed_over not in self._waiting:
                return True  # in the last moment
            self._waiting.remove(handed_over)
        return False

    def give_back(self) -> None:
        """Hand the turn to the next, or to nobody."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
