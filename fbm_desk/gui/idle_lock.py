"""When a bench is left alone: how long nobody used it, and whether it is time to lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fbm_desk.gui.bench_voice import alarms
from fbm_desk.services.desk_view import BenchScreen, BenchView


@dataclass
class IdleLock:
    """Counts from the last use. Whoever works on a desk screen uses this bench, too."""

    now: Callable[[], datetime]
    _used_at: datetime = field(init=False)

    def __post_init__(self) -> None:
        self._used_at = self.now()

    def used(self) -> None:
        """Somebody scanned, typed or pressed a key."""
        self._used_at = self.now()

    def due(self, view: BenchView, in_front: bool) -> bool:
        """True once, when the bench has to lock; an alarm stays until somebody has seen it."""
        nobody = view.screen is BenchScreen.LOCKED
        if nobody or alarms(view) or not in_front:
            self.used()
            return False
        if self.now() - self._used_at < timedelta(seconds=view.lock_after_s):
            return False
        self.used()
        return True
