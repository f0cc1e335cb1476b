"""Amazon's allowance of an account as its books keep it: every program on them takes from it.

Each call is one short transaction of its own, so nobody waits for a call to be answered. Counting
is `amazon.bucket`'s affair.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from fbm_desk.amazon.bucket import Bucket, full
from fbm_desk.amazon.operations import Operation
from fbm_desk.amazon.quota import Step
from fbm_desk.services.books import Books
from fbm_desk.store import quota
from fbm_desk.store.moments import from_ms
from fbm_desk.store.quota import KeptBucket


@dataclass(frozen=True, slots=True)
class KeptAllowance:
    """The buckets of one account."""

    books: Books
    account: str

    def seconds(self) -> float:
        """The time of the books, in whole milliseconds: what is kept is what was counted."""
        return math.floor(self.books.now().timestamp() * 1000) / 1000

    def change(self, operation: Operation, step: Step) -> Bucket:
        """Replace a bucket. Raises `Unavailable`."""
        with self.books.writing() as connection:
            kept = quota.hold(connection, self.account, operation.value)
            if kept is None:
                untouched = full(operation, self.seconds())
                quota.begin(connection, self.account, _to_keep(operation, untouched))
                kept = quota.hold(connection, self.account, operation.value)
            made = step(_of(kept) if kept else None)
            quota.save(connection, self.account, _to_keep(operation, made))
        return made


def _of(kept: KeptBucket) -> Bucket:
    blocked_until_s = kept.blocked_until.timestamp() if kept.blocked_until else 0.0
    return Bucket(kept.rate, kept.burst, kept.tokens, kept.at.timestamp(), blocked_until_s)


def _to_keep(operation: Operation, made: Bucket) -> KeptBucket:
    return KeptBucket(
        operation.value,
        made.tokens,
        made.rate_per_s,
        made.burst,
        _moment(made.counted_at_s),
        _moment(made.blocked_until_s) if made.blocked_until_s else None,
    )


def _moment(seconds: float) -> datetime:
    return from_ms(round(seconds * 1000))
