"""When a bench is left alone: how long nobody used it, and whether it is time to lock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fbm_desk.domain.scan_source import Origin, ScanSource
from fbm_desk.domain.verdicts import Family
from fbm_desk.gui.bench_voice import alarms
from fbm_desk.services.desk_view import BenchScreen, BenchView


@dataclass
class IdleLock:
    """Counts from the last use. Whoever works on a desk screen uses this bench, too.

    A camera reads what lies before it again and again, though nobody is there: of its reads those
    count that show another code than before, or that were answered by something done.
    """

    now: Callable[[], datetime]
    _used_at: datetime = field(init=False)
    _lying: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._used_at = self.now()

    def used(self) -> None:
        """Somebody scanned, typed or pressed a key."""
        self._used_at = self.now()
        self._lying.clear()

    def scanned(self, text: str, origin: Origin | None) -> None:
        """A scan came; a camera's is a use when its code was not read since the last use."""
        if origin is None or origin.source is not ScanSource.CAMERA:
            self.used()
        elif text not in self._lying:
            self._used_at = self.now()
            self._lying.add(text)

    def answered(self, view: BenchView) -> None:
        """Something new was said of a scan: who packs units of one code by a camera is here."""
        if view.verdict is not None and view.verdict.family is Family.GO:
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
