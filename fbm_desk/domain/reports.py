"""Amazon's reports as the desk sees them: which there are and how far one is.

Leaves Amazon's names for them and the fetching to `amazon`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class ReportKind(Enum):
    """What a report is about."""

    UNSHIPPED = "unshipped"  #: every order that waits to be shipped, with addresses
    NEW_ORDERS = "new_orders"  #: orders that became shippable in a period, with prices
    ALL_ORDERS = "all_orders"  #: orders changed in a period, without names
    RETURNS = "returns"  #: what comes back, for up to 60 days
    FEEDBACK = "feedback"  #: what buyers say of the seller
    PERFORMANCE = "performance"  #: Amazon's measures of the account


class ReportState(Enum):
    """How far Amazon is with a report."""

    WAITING = "waiting"  #: nobody has begun
    IN_WORK = "in_work"  #: being built
    READY = "ready"  #: there is a document to fetch
    NOTHING = "nothing"  #: called off by Amazon, since there is nothing to report
    FAILED = "failed"  #: Amazon could not build it; ask again


@dataclass(frozen=True, slots=True)
class ReportStage:
    """One report and its state; `document_id` is '' until there is one. `asked_at` is aware."""

    state: ReportState
    document_id: str = ""
    report_id: str = ""
    asked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report's bytes, unpacked, and the charset they came with ('' if none was said)."""

    content: bytes = field(repr=False)
    charset: str = ""
