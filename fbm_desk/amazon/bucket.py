"""One of Amazon's token buckets as a value: how it refills, gives a token, and is emptied by a 429.

Times are seconds of any clock that all who share the bucket have in common. Leaves keeping it to
`quota`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from fbm_desk.amazon.operations import ALLOWANCES, Operation

#: Whatever Amazon's `Retry-After` says, it is asked again after an hour.
LONGEST_RETRY_S = 3600.0
#: A full bucket at Amazon begins to refill when the first call arrives, and later ones may be
#: quicker on their way: without this much patience the last one of a burst would come too early.
ON_THE_WAY_S = 0.5
#: Clocks of computers that share a bucket differ by less; what lies farther ahead was set back.
_CLOCKS_DIFFER_S = 60.0
# Sums of fractions may miss one by a hair, and waiting for the hair would never end.
_WHOLE = 1 - 1e-9


@dataclass(frozen=True, slots=True)
class Bucket:
    """What is left of one allowance at `counted_at_s`; before `blocked_until_s` nobody may call."""

    rate_per_s: float
    burst: int
    tokens: float
    counted_at_s: float
    blocked_until_s: float = 0.0


def full(operation: Operation, now_s: float) -> Bucket:
    """The bucket nobody took from yet."""
    allowed = ALLOWANCES[operation]
    return Bucket(allowed.rate_per_s, allowed.burst, float(allowed.burst), now_s)


def refilled(bucket: Bucket, now_s: float) -> Bucket:
    """The bucket as it is now. A clock that was set back gives nothing away."""
    if bucket.counted_at_s - now_s > _CLOCKS_DIFFER_S:
        bucket = replace(bucket, counted_at_s=now_s)
    gone_s = max(0.0, now_s - bucket.counted_at_s)
    return replace(
        bucket,
        tokens=min(float(bucket.burst), bucket.tokens + gone_s * bucket.rate_per_s),
        counted_at_s=max(now_s, bucket.counted_at_s),
        blocked_until_s=min(bucket.blocked_until_s, now_s + LONGEST_RETRY_S),
    )


def wait_s(bucket: Bucket, now_s: float, reserve: int = 0) -> float:
    """Seconds until a refilled bucket gives a token and still has the reserve; 0.0 for now."""
    if bucket.blocked_until_s > now_s:
        return bucket.blocked_until_s - now_s
    missing = reserve + 1 - bucket.tokens
    if missing <= 1 - _WHOLE:
        return 0.0
    return bucket.counted_at_s - now_s + missing / bucket.rate_per_s


def taken(bucket: Bucket, now_s: float) -> Bucket:
    """A refilled bucket after a call; more than it has may be owed."""
    near_full = bucket.tokens >= bucket.burst - ON_THE_WAY_S * bucket.rate_per_s
    from_s = max(bucket.counted_at_s, now_s + ON_THE_WAY_S) if near_full else bucket.counted_at_s
    return replace(bucket, tokens=bucket.tokens - 1, counted_at_s=from_s)


def emptied(bucket: Bucket, now_s: float, blocked_s: float) -> Bucket:
    """A refilled bucket after a 429: one token, not two, is there when the wait is over."""
    return replace(
        bucket,
        tokens=min(0.0, 1 - blocked_s * bucket.rate_per_s),
        counted_at_s=now_s,
        blocked_until_s=max(bucket.blocked_until_s, now_s + blocked_s),
    )


def believed(operation: Operation, kept: Bucket, now_s: float) -> Bucket:
    """A bucket as it was kept, with sensible values for those that are not; counted up to now."""
    new = full(operation, now_s)
    if not 1e-5 <= kept.rate_per_s <= 1e4:  # also false for NaN
        return new
    tokens = kept.tokens if math.isfinite(kept.tokens) else 0.0
    return refilled(replace(kept, burst=new.burst, tokens=tokens), now_s)
