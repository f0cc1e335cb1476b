"""What becomes of an order when Amazon tells about it again: which stage, and whether it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from fbm_desk.domain.orders import Address, AmazonStatus, IncomingOrder, LineId, Source
from fbm_desk.domain.session import ASKS_TO_CANCEL, Session
from fbm_desk.domain.stages import Stage

_OURS_TO_SHIP = (AmazonStatus.UNSHIPPED, AmazonStatus.PARTIALLY_SHIPPED)
_UNTOUCHED = (None, Stage.HIDDEN, Stage.WAITING, Stage.CANCELLED)
_LEFT_THE_HOUSE = (Stage.PACKED, Stage.CONFIRMED, Stage.SHIPPED)


CHANGED = "changed"
"""Why an order stops of which another quantity is ordered now."""
MOVED = "address_changed"
"""Why a full box stops that is to go to another address now."""
CHANGED_AND_MOVED = "changed_and_moved"
"""Both came at once."""
OTHER_QUANTITY = frozenset({CHANGED, CHANGED_AND_MOVED})
"""Why an order stops of which its quantities are to be looked at."""


def changed(moved: bool) -> str:
    """Why an order stops of which another quantity is ordered, and where it goes with it."""
    return CHANGED_AND_MOVED if moved else CHANGED


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


def is_later(known: Known, incoming: Copy, fingerprint: str) -> bool:
    """True for a copy that says the same, but of a later moment, or by the API what a file said."""
    if known.fingerprint != fingerprint or incoming.source is Source.REPORT:
        return False
    if known.source is Source.REPORT:
        return True
    at = incoming.updated_at
    return at is not None and (known.updated_at is None or at > known.updated_at)


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
    moved: bool = False,
) -> str:
    """Why a bench that has this order must stop, as a stable code; empty when it may go on.

    Whoever packs an order whose buyer `asked_before` to cancel was allowed to. `was` are the
    quantities ordered until now. Amazon confirms the labels it sells by itself: that a labelled
    order counts as shipped, and that less of it is left to ship, is our own doing; that less of it
    is ordered is not.
    """
    reason = _grave(incoming, asked_before)
    if reason not in ("", "shipped"):
        return reason
    ordered = {line.line_id: line.quantity for line in incoming.lines}
    if session.labelled:
        if any(ordered.get(line_id, 0) < units for line_id, units in was.items()):
            return changed(moved)
    else:
        wanted = {line.line_id: line.wanted for line in incoming.lines if line.wanted}
        if reason or wanted != _being_packed(session):
            return reason or changed(moved)
    # Until the box is full no paper has the address: the label and the slip will have the new one.
    if not (moved and session.complete):
        return ""
    return CHANGED_AND_MOVED if session.labelled and ordered != dict(was) else MOVED


def intercept_reason(
    was: Mapping[LineId, int],
    incoming: IncomingOrder,
    asked_before: bool = False,
    moved: bool = False,
) -> str:
    """Why a closed parcel of this order must not leave as it is; empty when it may.

    That it counts as shipped is our own doing. `was` are the quantities ordered until now.
    """
    reason = _grave(incoming, asked_before)
    if reason not in ("", "shipped"):
        return reason
    if {line.line_id: line.quantity for line in incoming.lines} != dict(was):
        return changed(moved)
    return MOVED if moved else ""


def _grave(incoming: IncomingOrder, asked_before: bool) -> str:
    reason = stops_packing(incoming)
    if asked_before and reason == ASKS_TO_CANCEL:
        reason = stops_packing(incoming._replace(cancel_requested=False))
    return reason


def is_ours_to_ship(incoming: IncomingOrder) -> bool:
    """False once Amazon counts it as shipped: of what it tells then, nothing is news."""
    return incoming.status in _OURS_TO_SHIP


def has_moved(before: Address | None, incoming: IncomingOrder, same_source: bool) -> bool:
    """True when a parcel would go to another place. What is not told has not changed.

    A report and the API write one address in different ways: then only its place is compared.
    What Amazon counts as shipped goes where it goes; of its address less and less is told.
    """
    after = incoming.recipient
    if before is None or after is None or incoming.status not in _OURS_TO_SHIP:
        return False
    if _plain(before.postcode, before.country) != _plain(after.postcode, after.country):
        return True
    return same_source and _written(before) != _written(after)


def _written(there: Address) -> tuple[str, ...]:
    parts = (there.name, there.line1, there.line2, there.line3, there.city, there.region)
    return _plain(*parts)


def _plain(*parts: str) -> tuple[str, ...]:
    return tuple("".join(part.split()).casefold() for part in parts)


def _being_packed(session: Session) -> dict[LineId, int]:
    """Units of each order line that this session packs; of a kit, kits."""
    units: dict[LineId, int] = {}
    for line in session.lines:
        if line.kit is None:
            units[line.line_id] = units.get(line.line_id, 0) + line.wanted
        else:
            units[line.line_id] = line.wanted // line.per_kit
    return {line_id: wanted for line_id, wanted in units.items() if wanted}
