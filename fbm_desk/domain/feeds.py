"""Feeds: many things told to Amazon at once, and what it made of each of them.

Leaves the files' formats to `amazon` and what is told to `services`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

#: Amazon advises to stay below this size (page "Feeds API best practices").
MOST_BYTES = 10 << 20


class FeedKind(Enum):
    """What a feed tells."""

    CONFIRMATIONS = "confirmations"  #: parcels that left, as a flat file
    QUANTITIES = "quantities"  #: how many of each article are on offer, as JSON
    CANCELLATIONS = "cancellations"  #: orders the seller calls off, as a flat file
    REFUNDS = "refunds"  #: money given back, as a flat file


class FeedState(Enum):
    """How far Amazon is with a feed."""

    WAITING = "waiting"  #: nobody has begun
    IN_WORK = "in_work"  #: being read
    READ = "read"  #: every row was looked at; the outcome says which were refused
    CANCELLED = "cancelled"  #: called off before anybody began: nothing of it was taken
    FAILED = "failed"  #: Amazon gave up; the outcome, if there is one, says why


@dataclass(frozen=True, slots=True)
class FeedStage:
    """One feed and its state; `document_id` is '' until there is an outcome to fetch."""

    state: FeedState
    document_id: str = ""
    feed_id: str = ""
    handed_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedRefusal:
    """One row that was not taken. Row 0 is the whole file.

    `row` is Amazon's count, which in flat files is not dependable: go by order, line or SKU where
    they are given.
    """

    row: int
    code: str
    words: str
    order_id: str = ""
    line_id: str = ""
    sku: str = ""


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """What became of a feed: rows read, rows taken, and the refusals among the others."""

    rows: int
    taken: int
    refused: tuple[FeedRefusal, ...]

    @property
    def whole_file_refused(self) -> bool:
        """Nothing of the file was taken, for a reason that is none of a row's."""
        return not self.taken and any(one.row == 0 for one in self.refused)

    @property
    def unexplained(self) -> int:
        """Rows that were not taken and are not among the refusals."""
        named = {(one.row, one.order_id, one.line_id, one.sku) for one in self.refused if one.row}
        return max(0, self.rows - self.taken - len(named))


@dataclass(frozen=True, slots=True)
class QuantityChange:
    """How many of an article are on offer from now on; `quantity` is 0 or more."""

    sku: str
    quantity: int

    def __post_init__(self) -> None:
        if not self.sku or self.quantity < 0:
            raise ValueError("a quantity needs a SKU and is never below 0")


def last_per_sku(changes: Sequence[QuantityChange]) -> tuple[QuantityChange, ...]:
    """Only the last quantity of each SKU is told, in the order the SKUs were first changed."""
    return tuple({one.sku: one for one in changes}.values())
