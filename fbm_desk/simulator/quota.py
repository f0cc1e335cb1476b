"""Amazon's usage plan: one token bucket per operation, refilled by the simulator's clock."""

from __future__ import annotations

import threading

from fbm_desk.simulator.answers import Refused
from fbm_desk.simulator.clock import Clock
from fbm_desk.simulator.usage_plans import PLANS, Plan


class Quota:
    """The buckets of one seller account and application. Thread-safe."""

    def __init__(self, clock: Clock, plans: dict[str, Plan] | None = None) -> None:
        self._clock = clock
        self._plans = PLANS if plans is None else plans
        self._left = {name: (float(plan.burst), 0.0) for name, plan in self._plans.items()}
        self._lock = threading.Lock()

    def take(self, operation: str) -> None:
        """Take one token; refused with 429 when there is none."""
        plan = self._plans.get(operation)
        if plan is None:
            return
        with self._lock:
            now_s = self._clock.seconds()
            left, read_at_s = self._left[operation]
            left = min(plan.burst, left + (now_s - read_at_s) * plan.rate)
            enough = left >= 1.0
            self._left[operation] = (left - 1.0 if enough else left, now_s)
        if not enough:
            raise quota_exceeded()

    def left(self) -> dict[str, float]:
        """The tokens in each bucket now."""
        with self._lock:
            now_s = self._clock.seconds()
            return {
                name: min(plan.burst, left + (now_s - read_at_s) * plan.rate)
                for name, plan in self._plans.items()
                for left, read_at_s in (self._left[name],)
            }

    def rate(self, operation: str) -> float:
        """Calls a second in the long run. Unknown: KeyError."""
        return self._plans[operation].rate

    def header(self, operation: str) -> dict[str, str]:
        """The rate header that goes with every answer of this operation."""
        plan = self._plans.get(operation)
        return {"x-amzn-RateLimit-Limit": f"{plan.rate:g}"} if plan else {}


def quota_exceeded() -> Refused:
    """The 429 of an empty bucket."""
    return Refused(429, "QuotaExceeded", "You exceeded your quota for the requested resource.")
