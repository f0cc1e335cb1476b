"""A pretend Amazon for feeds in tests: what a feed tells is shown by a `FakeMarketplace`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fbm_desk.domain.answers import Answer, Done, NotSent, Refused, Unclear
from fbm_desk.domain.feeds import FeedKind, FeedOutcome, FeedRefusal, FeedStage, FeedState
from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.shipping import Shipped
from tests.services.marketplace import FakeMarketplace

Step = Callable[[], None]


@dataclass
class FakeFeeds:
    """`answers` are given to `submit` one after the other, then every feed is taken.

    A feed answered with `Unclear("arrived")` has arrived all the same. `refuse` names orders whose
    rows are refused, `named` whether the report says which; `end` is how feeds end, None while
    Amazon is still reading. `step` is called before and after each call that changes something.
    """

    amazon: FakeMarketplace
    now: Callable[[], datetime]
    answers: list[Answer[str]] = field(default_factory=list)
    refuse: set[OrderId] = field(default_factory=set)
    named: bool = True
    end: FeedState | None = FeedState.READ
    outcomes: list[Answer[FeedOutcome]] = field(default_factory=list)
    step: Step = lambda: None
    lists: bool = True
    handed_in: dict[str, tuple[datetime, tuple[Shipped, ...]]] = field(default_factory=dict)
    looked: int = 0
    _contents: list[tuple[Shipped, ...]] = field(default_factory=list)
    _applied: set[str] = field(default_factory=set)

    def confirmations(self, parcels: Sequence[Shipped]) -> bytes:
        """A content that stands for these parcels."""
        self._contents.append(tuple(parcels))
        return str(len(self._contents) - 1).encode()

    def submit(
        self, kind: FeedKind, content: bytes, marketplace_ids: Sequence[str] = ()
    ) -> Answer[str]:
        """Take a feed, unless it was asked to fail."""
        self.step()
        answer = self.answers.pop(0) if self.answers else None
        feed_id = f"feed-{len(self.handed_in) + 1}"
        if answer is None or answer == Unclear("arrived"):
            self.handed_in[feed_id] = (self.now(), self._contents[int(content)])
            self.step()
        return answer or Done(feed_id)

    def stage(self, feed_id: str) -> Answer[FeedStage]:
        """As `end` says; what was read is shown from then on."""
        if feed_id not in self.handed_in:
            return Refused("not_found")
        state = self.end or FeedState.IN_WORK
        if state is FeedState.READ and feed_id not in self._applied:
            self._applied.add(feed_id)
            for one in self.handed_in[feed_id][1]:
                if one.order_id not in self.refuse:
                    self.amazon.show(one.order_id, one.tracking)
        return Done(FeedStage(state, f"of {feed_id}", feed_id, self.handed_in[feed_id][0]))

    def lately(self, kind: FeedKind, since: datetime) -> Answer[tuple[FeedStage, ...]]:
        """Those handed in since then, the newest first."""
        self.looked += 1
        if not self.lists:
            return NotSent("offline")
        return Done(
            tuple(
                FeedStage(FeedState.IN_WORK, "", feed_id, at)
                for feed_id, (at, _) in reversed(self.handed_in.items())
                if at >= since
            )
        )

    def outcome(self, document_id: str) -> Answer[FeedOutcome]:
        """The processing report of a feed."""
        if self.outcomes:
            return self.outcomes.pop(0)
        told = self.handed_in[document_id.removeprefix("of ")][1]
        rows = [(one.order_id, line_id) for one in told for line_id, _ in one.lines]
        refused = tuple(
            FeedRefusal(row, "18052", "No.", order_id if self.named else "", line_id)
            for row, (order_id, line_id) in enumerate(rows, 1)
            if order_id in self.refuse
        )
        return Done(FeedOutcome(len(rows), len(rows) - len(refused), refused))
