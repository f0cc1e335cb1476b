"""How far a piece of news for Amazon is, when it is tried again, and when it gets dangerous."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum


class OutboxState(Enum):
    """Honest states: queued, sent, accepted."""

    WAITING = "waiting"  #: still to be told
    IN_FEED = "in_feed"  #: part of a feed of which the outcome is not known yet
    SENT = "sent"  #: Amazon said yes; not yet read back
    UNCLEAR = "unclear"  #: sent, the answer was lost: read the order before anything else
    VERIFIED = "verified"  #: Amazon shows the parcel
    EXPORTED = "exported"  #: told by a file that a person uploads
    ELSEWHERE = "elsewhere"  #: a person answers for it: told in Seller Central or not to be told
    REFUSED = "refused"  #: Amazon said no; a person must look
    INTERCEPTED = "intercepted"  #: held back: its parcel is to be stopped
    NOT_NEEDED = "not_needed"  #: there is nothing to tell of this parcel


OPEN = frozenset({OutboxState.WAITING, OutboxState.SENT, OutboxState.UNCLEAR})
"""States in which something still has to happen by itself, message by message."""
UNTOLD = frozenset({OutboxState.WAITING, OutboxState.UNCLEAR, OutboxState.IN_FEED})
"""States of which nobody can say that Amazon knows."""


class FeedStep(Enum):
    """How far a feed of confirmations is on this side."""

    GATHERED = "gathered"  #: its messages are set apart; not a byte has left
    UNCLEAR = "unclear"  #: being handed in, or nobody knows whether it was: look before all else
    HANDED_IN = "handed_in"  #: Amazon gave it a number
    ENDED = "ended"  #: each of its messages has its outcome, or waits again


def rest_after(tries: int) -> timedelta:
    """How long a message rests before it is tried again: 5 s, doubling, at most ten minutes."""
    return timedelta(seconds=min(600, 5 * 2 ** min(tries, 7)))


TOLD_PER_S = 2.0
"""How many parcels Amazon is told of in a second (`confirmShipment`, read 2026-11)."""
MARGIN = timedelta(hours=1)
"""What is left for people to do something about it, once the queue itself is worked off."""


def is_late(soonest_ship_by: datetime | None, waiting: int, now: datetime) -> bool:
    """True when so many cannot be told an hour before the soonest ship-by among them.

    The whole queue is counted, although the soonest is told first: those right behind it are due at
    the same hour, and a warning that comes early costs nothing.
    """
    if soonest_ship_by is None or not waiting:
        return False
    return soonest_ship_by - now < MARGIN + timedelta(seconds=waiting / TOLD_PER_S)
