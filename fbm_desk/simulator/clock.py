"""The simulator's time: runs like the wall clock, faster, or only when told to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta


class Clock:
    """Time that starts at `start` and passes `speed` times as fast as real time.

    With `speed` 0 it stands still until `advance`. `start` must be an aware datetime.
    """

    def __init__(
        self,
        start: datetime,
        speed: float = 1.0,
        real_seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        if start.tzinfo is None:
            raise ValueError("the clock needs an aware time to start from")
        self._start = start
        self._speed = speed
        self._real_seconds = real_seconds
        self._passed_s = 0.0
        self._read_at = real_seconds()
        self._lock = threading.Lock()

    @property
    def speed(self) -> float:
        """Simulated seconds per real second."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        if speed < 0:
            raise ValueError("time does not run backwards")
        with self._lock:
            self._catch_up()
            self._speed = speed

    def seconds(self) -> float:
        """Simulated seconds since the start."""
        with self._lock:
            self._catch_up()
            return self._passed_s

    def now(self) -> datetime:
        """The simulated time of day."""
        return self._start + timedelta(seconds=self.seconds())

    def advance(self, seconds: float) -> None:
        """Let `seconds` of simulated time pass at once."""
        if seconds < 0:
            raise ValueError("time does not run backwards")
        with self._lock:
            self._catch_up()
            self._passed_s += seconds

    def _catch_up(self) -> None:
        read_at = self._real_seconds()
        self._passed_s += (read_at - self._read_at) * self._speed
        self._read_at = read_at
