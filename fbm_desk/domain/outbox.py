"""How far a piece of news for Amazon is, and when it is tried again."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum


class OutboxState(Enum):
    """Honest states: queued, sent, accepted."""

    WAITING = "waiting"  #: still to be told
    SENT = "sent"  #: Amazon said yes; not yet read back
    UNCLEAR = "unclear"  #: sent, the answer was lost: read the order before anything else
    VERIFIED = "verified"  #: Amazon shows the parcel
    EXPORTED = "exported"  #: told by a file that a person uploads
    REFUSED = "refused"  #: Amazon said no; a person must look
    INTERCEPTED = "intercepted"  #: held back: its parcel is to be stopped
    NOT_NEEDED = "not_needed"  #: Amazon sold the label and knows


OPEN = frozenset({OutboxState.WAITING, OutboxState.SENT, OutboxState.UNCLEAR})
"""States in which something still has to happen by itself."""


def rest_after(tries: int) -> timedelta:
    """How long a message rests before it is tried again: 5 s, doubling, at most ten minutes."""
    return timedelta(seconds=min(600, 5 * 2 ** min(tries, 7)))
