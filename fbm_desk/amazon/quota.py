"""Counts calls against Amazon's allowances, so that none is refused; leaves sending to `client`.

One `Quota` per seller account: the allowance belongs to account and application, not to a bench.
"""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fbm_desk.amazon.operations import ALLOWANCES, Operation

#: Amazon's `Retry-After` is believed up to an hour; beyond that the bucket knows better.
LONGEST_RETRY_S = 3600.0
_JITTER = 0.25
# Sums of fractions may miss one by a hair, and waiting for the hair would never end.
_WHOLE = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class BucketState:
    """What is left of one allowance. `blocked_s` is how long Amazon wants to be left alone."""

    operation: str
    tokens: float
    rate_per_s: float
    blocked_s: float = 0.0


@dataclass(frozen=True, slots=True)
class QuotaState:
    """All buckets as they were at `saved_at` (aware), to be kept across restarts."""

    saved_at: datetime
    buckets: tuple[BucketState, ...]


@dataclass(slots=True)
class _Bucket:
    rate_per_s: float
    burst: int
    tokens: float
    counted_at: float
    blocked_until: float


class Quota:
    """Token buckets, safe for several threads. `clock` gives seconds that never go back."""

    def __init__(
        self,
        state: QuotaState | None = None,
        *,
        now: datetime | None = None,
        clock: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """Full buckets, or with `state` and `now` (aware) what has refilled since then."""
        self._clock = clock
        self._jitter = jitter
        self._lock = threading.Lock()
        at = clock()
        self._buckets = {
            operation: _Bucket(allowed.rate_per_s, allowed.burst, allowed.burst, at, at)
            for operation, allowed in ALLOWANCES.items()
        }
        if state is not None and now is not None:
            self._restore(state, max(0.0, (now - state.saved_at).total_seconds()))

    def take(self, operation: Operation) -> float:
        """Takes a token and gives 0.0, or gives the seconds until there will be one."""
        with self._lock:
            bucket = self._refilled(operation)
            blocked_s = bucket.blocked_until - bucket.counted_at
            if blocked_s > 0:
                return blocked_s
            if bucket.tokens >= _WHOLE:
                bucket.tokens -= 1
                return 0.0
            return (1 - bucket.tokens) / bucket.rate_per_s

    def wait(self, operation: Operation, stop: threading.Event, at_most_s: float) -> float:
        """Waits for a token and takes it: 0.0. Else the seconds it would still have taken.

        Ends at once when `stop` is set, and does not begin a wait longer than `at_most_s`.
        """
        while wait_s := self.take(operation):
            if wait_s > at_most_s or stop.wait(wait_s):
                return wait_s
            at_most_s -= wait_s
        return 0.0

    def correct(self, operation: Operation, rate_limit: str) -> None:
        """Takes over the rate of the header `x-amzn-RateLimit-Limit`, if it is a sensible one."""
        try:
            rate_per_s = float(rate_limit) if rate_limit.isascii() else math.nan
        except ValueError:
            return
        if not 1e-5 <= rate_per_s <= 1e4:  # also false for NaN
            return
        with self._lock:
            self._refilled(operation).rate_per_s = rate_per_s

    def refused(self, operation: Operation, retry_after: str = "") -> float:
        """After a 429: empties the bucket and gives the seconds to wait, at least 1/rate."""
        told_s = 0.0
        if retry_after.isascii() and retry_after.isdigit() and len(retry_after) < 6:
            told_s = float(retry_after)
        with self._lock:
            bucket = self._refilled(operation)
            one_token_s = 1 / bucket.rate_per_s
            wait_s = one_token_s * (1 + _JITTER * self._jitter())
            if told_s <= LONGEST_RETRY_S:
                wait_s = max(wait_s, told_s)
            bucket.blocked_until = bucket.counted_at + wait_s
            # So that one token, not two, is there when the wait is over.
            bucket.tokens = min(0.0, 1 - wait_s * bucket.rate_per_s)
            return wait_s

    def state(self, now: datetime) -> QuotaState:
        """What to keep for the next start; `now` is aware."""
        with self._lock:
            for operation in self._buckets:
                self._refilled(operation)
            return QuotaState(
                now,
                tuple(
                    BucketState(
                        operation.value,
                        bucket.tokens,
                        bucket.rate_per_s,
                        max(0.0, bucket.blocked_until - bucket.counted_at),
                    )
                    for operation, bucket in self._buckets.items()
                ),
            )

    def _refilled(self, operation: Operation) -> _Bucket:
        bucket = self._buckets[operation]
        now = self._clock()
        gone_s = max(0.0, now - bucket.counted_at)
        bucket.tokens = min(float(bucket.burst), bucket.tokens + gone_s * bucket.rate_per_s)
        bucket.counted_at = now
        return bucket

    def _restore(self, state: QuotaState, gone_s: float) -> None:
        known = {operation.value: bucket for operation, bucket in self._buckets.items()}
        for kept in state.buckets:
            bucket = known.get(kept.operation)
            if bucket is None or not 1e-5 <= kept.rate_per_s <= 1e4:
                continue
            bucket.rate_per_s = kept.rate_per_s
            tokens = kept.tokens + gone_s * kept.rate_per_s
            bucket.tokens = min(float(bucket.burst), tokens if math.isfinite(tokens) else 0.0)
            blocked_s = min(kept.blocked_s, LONGEST_RETRY_S) - gone_s
            bucket.blocked_until = bucket.counted_at + max(0.0, blocked_s)
