"""What becomes of an order when Amazon tells about it again: which stage, and whether it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Protocol

from fbm_desk.domain.orders import AmazonStatus, IncomingOrder, LineId, Source
from fbm_desk.domain.session import ASKS_TO_CANCEL, Session
from fbm_desk.domain.stages import Stage

_OURS_TO_SHIP = (AmazonStatus.UNSHIPPED, AmazonStatus.PARTIALLY_SHIPPED)
_UNTOUCHED = (None, Stage.HIDDEN, Stage.WAITING, Stage.CANCELLED)
_LEFT_THE_HOUSE = (Stage.PACKED, Stage.CONFIRMED, Stage.SHIPPED)


class Change(Enum):
    """What an incoming copy does to the one we have."""

    NEW = "new"  #: never seen before
    UPDATED = "updated"  #: something differs
    UNCHANGED = "unchanged"  #: the same, or older than what we have


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an order before a copy comes in."""

    stage: Stage
    source: Source
    fingerprint: str
    updated_at: datetime | None
    packed: int = 0
    cancel_requested: bool = False


class Copy(Protocol):
    """Where and when a copy of an order was told."""

    @property
    def source(self) -> Source:
        """Where it came from."""
        ...

    @property
    def updated_at(self) -> datetime | None:
        """When Amazon last changed it."""
        ...


def change(known: Known | None, incoming: Copy, fingerprint: str) -> Change:
    """Whether a copy is news. Older never overwrites newer, and a file never the API's own word."""
    if known is None:
        return Change.NEW
    if known.fingerprint == fingerprint:
        return Change.UNCHANGED
    if known.source is Source.API and incoming.source is Source.REPORT:
        return Change.UNCHANGED
    if known.updated_at and incoming.updated_at and incoming.updated_at < known.updated_at:
        return Change.UNCHANGED
    return Change.UPDATED


def stage(current: Stage | None, incoming: IncomingOrder) -> Stage:
    """Where the order stands after this copy; what has left the house stays where it is."""
    if current in _LEFT_THE_HOUSE:
        return current
    if incoming.status is AmazonStatus.CANCELLED:
        return Stage.CANCELLED
    if current not in _UNTOUCHED:
        assert current is not None
        return current
    if incoming.status is AmazonStatus.UNKNOWN and current is not None:
        return current  # the status was not among what Amazon would tell: no news about it
    return untouched(incoming.status, any(line.wanted for line in incoming.lines))


def untouched(status: AmazonStatus, units_wanted: bool) -> Stage:
    """Where an order stands that nobody has in hands, by Amazon's word alone."""
    if status is AmazonStatus.CANCELLED:
        return Stage.CANCELLED
    if status is AmazonStatus.SHIPPED:
        return Stage.SHIPPED
    if status not in _OURS_TO_SHIP:
        return Stage.HIDDEN
    return Stage.WAITING if units_wanted else Stage.SHIPPED


def stops_packing(incoming: IncomingOrder) -> str:
    """Why a bench that has this order must stop, as a stable code; empty when it may go on."""
    if incoming.status is AmazonStatus.CANCELLED:
        return "cancelled"
    if incoming.cancel_requested:
        return ASKS_TO_CANCEL
    if incoming.status is AmazonStatus.SHIPPED:
        return "shipped"
    return ""


def stop_reason(
    session: Session,
    was: Mapping[LineId, int],
    incoming: IncomingOrder,
    asked_before: bool = False,
) -> str:
    """Why a bench that has this order must stop, as a stable code; empty when it may go on.

    Whoever packs an order whose buyer `asked_before` to cancel was allowed to. `was` are the
    quantities ordered until now. Amazon confirms the labels it sells by itself: that a labelled
    order counts as shipped, and that less of it is left to ship, is our own doing; that less of it
    is ordered is not.
    """
    reason = stops_packing(incoming)
    if asked_before and reason == ASKS_TO_CANCEL:
        reason = stops_packing(replace(incoming, cancel_requested=False))
    if reason not in ("", "shipped"):
        return reason
    if session.labelled:
        ordered = {line.line_id: line.quantity for line in incoming.lines}
        fewer = any(ordered.get(line_id, 0) < units for line_id, units in was.items())
        return "changed" if fewer else ""
    wanted = {line.line_id: line.wanted for line in incoming.lines if line.wanted}
    return reason or ("changed" if wanted != _being_packed(session) else "")


def _being_packed(session: Session) -> dict[LineId, int]:
    """Units of each order line that this session packs; of a kit, kits."""
    units: dict[LineId, int] = {}
    for line in session.lines:
        if line.kit is None:
            units[line.line_id] = units.get(line.line_id, 0) + line.wanted
        else:
            units[line.line_id] = line.wanted // line.per_kit
    return units
