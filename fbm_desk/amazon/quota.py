"""Counts calls against Amazon's allowances, so that none is refused; leaves sending to `client`.

The allowance belongs to account and application, not to a bench: all programs that talk for an
account share its `Ledger`. What this program knows of it stands in front, so that only a call that
will probably be allowed asks the ledger.
"""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from fbm_desk.amazon import bucket as buckets
from fbm_desk.amazon.bucket import LONGEST_RETRY_S, Bucket
from fbm_desk.amazon.operations import ALLOWANCES, Operation
from fbm_desk.domain.errors import Unavailable

_JITTER = 0.25

Step = Callable[[Bucket | None], Bucket]
"""Makes the next bucket of the kept one, None for none; may be called more than once."""


class Ledger(Protocol):
    """Where the buckets of an account are kept for every program that talks for it."""

    def change(self, operation: Operation, step: Step) -> Bucket:
        """Replace a bucket by what `step` makes of it, alone. Raises `Unavailable`."""
        ...


class Memory:
    """A ledger of this program alone."""

    def __init__(self) -> None:
        self._kept: dict[Operation, Bucket] = {}
        self._lock = threading.Lock()

    def change(self, operation: Operation, step: Step) -> Bucket:
        """Replace a bucket."""
        with self._lock:
            made = self._kept[operation] = step(self._kept.get(operation))
            return made


class Quota:
    """The buckets of one account, safe for several threads.

    `clock` gives seconds, the same in every program that shares the ledger.
    """

    def __init__(
        self,
        ledger: Ledger | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._ledger = ledger or Memory()
        self._clock = clock
        self._jitter = jitter
        self._lock = threading.Lock()
        self._seen: dict[Operation, Bucket] = {}
        self._owed: dict[Operation, int] = {}

    def take(self, operation: Operation, reserve: int = 0) -> float:
        """Take a token and give 0.0, or give the seconds until there will be one.

        `reserve` tokens are left for others, who are more in haste.
        """
        now_s = self._clock()
        # Others only take: what is known here is never less than what there is.
        known = self._known(operation, now_s)
        if known is not None and (wait_s := buckets.wait_s(known, now_s, reserve)):
            return wait_s
        wait_s = 0.0

        def draw(kept: Bucket) -> Bucket:
            nonlocal wait_s
            wait_s = buckets.wait_s(kept, now_s, reserve)
            return kept if wait_s else buckets.taken(kept, now_s)

        self._change(operation, now_s, draw, owed=1)
        return wait_s

    def wait(
        self, operation: Operation, stop: threading.Event, at_most_s: float, reserve: int = 0
    ) -> float:
        """Wait for a token and take it: 0.0. Else the seconds it would still have taken.

        Ends at once when `stop` is set, and does not begin a wait longer than `at_most_s`.
        """
        while wait_s := self.take(operation, reserve):
            if wait_s > at_most_s or stop.wait(wait_s):
                return wait_s
            at_most_s -= wait_s
        return 0.0

    def give_back(self, operation: Operation) -> None:
        """A token was taken for a call that never left this computer."""

        def one_more(kept: Bucket) -> Bucket:
            return replace(kept, tokens=min(float(kept.burst), kept.tokens + 1))

        self._change(operation, self._clock(), one_more)

    def correct(self, operation: Operation, rate_limit: str) -> None:
        """Take over the rate of the header `x-amzn-RateLimit-Limit`, if it is a sensible one."""
        try:
            rate_per_s = float(rate_limit) if rate_limit.isascii() else math.nan
        except ValueError:
            return
        if not 1e-5 <= rate_per_s <= 1e4:  # also false for NaN
            return
        now_s = self._clock()
        known = self._known(operation, now_s) or buckets.full(operation, now_s)
        if known.rate_per_s != rate_per_s:
            self._change(operation, now_s, lambda kept: replace(kept, rate_per_s=rate_per_s))

    def refused(self, operation: Operation, retry_after: str = "") -> float:
        """After a 429: empty the bucket and give the seconds to wait, at least 1/rate."""
        told_s = 0.0
        if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 6:
            told_s = min(float(retry_after), LONGEST_RETRY_S)
        now_s, share, blocked_s = self._clock(), self._jitter(), 0.0

        def empty(kept: Bucket) -> Bucket:
            nonlocal blocked_s
            blocked_s = max((1 + _JITTER * share) / kept.rate_per_s, told_s)
            return buckets.emptied(kept, now_s, blocked_s)

        self._change(operation, now_s, empty)
        return blocked_s

    def left(self, operation: Operation) -> float:
        """The tokens there are now, as far as this program knows."""
        known = self._known(operation, self._clock())
        return known.tokens if known else float(ALLOWANCES[operation].burst)

    def _known(self, operation: Operation, now_s: float) -> Bucket | None:
        with self._lock:
            seen = self._seen.get(operation)
            return buckets.refilled(seen, now_s) if seen else None

    def _change(
        self, operation: Operation, now_s: float, change: Callable[[Bucket], Bucket], owed: int = 0
    ) -> None:
        """Change a bucket for all; while the ledger cannot be written, for this program alone."""
        with self._lock:
            debt = self._owed.pop(operation, 0)

        def step(kept: Bucket | None) -> Bucket:
            now = buckets.believed(operation, kept, now_s) if kept else None
            now = now or buckets.full(operation, now_s)
            return change(replace(now, tokens=now.tokens - debt))

        try:
            made = self._ledger.change(operation, step)
        except Unavailable:
            known = self._known(operation, now_s) or buckets.full(operation, now_s)
            made = change(known)
            debt += owed if made.tokens < known.tokens else 0
            with self._lock:
                self._owed[operation] = self._owed.get(operation, 0) + debt
        with self._lock:
            self._seen[operation] = made
