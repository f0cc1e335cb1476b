"""What the Exceptions screen shows and is told, as plain values: nothing is loaded for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from fbm_desk.domain.orders import OrderId


class Gravity(Enum):
    """How bad it is; the worst stands first."""

    STOP = "stop"  #: a parcel may leave that must not
    MONEY = "money"  #: money is spent, and nobody knows or gets it back
    DECIDE = "decide"  #: work stands until somebody decides
    FAULT = "fault"  #: something does not work
    WAITS = "waits"  #: it waits, and goes on by itself or by a word


class MatterKind(Enum):
    """What it is about; the screen filters by it."""

    STOPPED = "stopped"  #: boxes and parcels that must not leave
    MONEY = "money"  #: labels paid, perhaps paid, not paid back
    HOLDS = "holds"  #: orders on hold, and buyers who ask to cancel
    NEWS = "news"  #: what Amazon was not told
    PAPER = "paper"  #: printers and what they did not print
    SYNC = "sync"  #: the talk with Amazon
    NUMBERS = "numbers"  #: parcels without a tracking number
    SCANS = "scans"  #: somebody is stuck


class Deed(Enum):
    """What a person may do about it."""

    ASK_AGAIN = "ask_again"  #: ask Amazon what became of a label, by its own key
    BOUGHT = "bought"  #: the label was bought; wants its number
    NOT_BOUGHT = "not_bought"  #: the label was not bought
    VOID = "void"  #: give a paid label back
    REFUND_AGAIN = "refund_again"  #: ask for the refund once more
    SEEN = "seen"  #: take it off the list, somebody takes it from here
    TAKEN_OUT = "taken_out"  #: the parcel was found and unpacked
    GONE = "gone"  #: the van had the parcel already
    LET_GO = "let_go"  #: it may leave all the same
    SEEN_TO = "seen_to"  #: the buyer's wish is fulfilled, or the buyer was told
    RELEASE = "release"  #: let the order be packed
    CANCEL_AGAIN = "cancel_again"  #: tell Amazon once more that the seller cancels it
    PACK = "pack"  #: pack it although its buyer asks to cancel
    CAME_OUT = "came_out"  #: the paper lies there
    PRINT_AGAIN = "print_again"  #: print it once more
    NO_PAPER = "no_paper"  #: the paper is not wanted any more
    SYNC_NOW = "sync_now"  #: ask Amazon at the next turn
    NUMBER = "number"  #: note a parcel's tracking number
    TELL_AGAIN = "tell_again"  #: look at Amazon's order, then tell it once more
    TOLD_ELSEWHERE = "told_elsewhere"  #: somebody told it in Seller Central
    WRITE_FILE = "write_file"  #: go where the confirmations file is written
    DOSSIER = "dossier"  #: open the order's dossier


#: A supervisor answers for these.
SUPERVISORS = frozenset(
    {
        Deed.BOUGHT,
        Deed.NOT_BOUGHT,
        Deed.VOID,
        Deed.REFUND_AGAIN,
        Deed.SEEN,
        Deed.TAKEN_OUT,
        Deed.GONE,
        Deed.LET_GO,
        Deed.SEEN_TO,
        Deed.RELEASE,
        Deed.CANCEL_AGAIN,
        Deed.PACK,
        Deed.TOLD_ELSEWHERE,
    }
)
#: The screen itself leads there; nothing is written down.
WAYS = frozenset({Deed.DOSSIER, Deed.WRITE_FILE})


@dataclass(frozen=True, slots=True)
class Changed:
    """A line of which another quantity is wanted now than lies in the box."""

    name: str
    was: int
    now: int


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that waits for a person, in words. The first of `deeds` is the one that settles it.

    `key` stays the same while it is open; `urgent` when money or tonight's ship-by is concerned.
    `proposed` is what is likely the number that a deed wants.
    """

    key: str
    kind: MatterKind
    gravity: Gravity
    title: str
    where: str
    since: datetime
    happened: str
    kept: str
    do: str
    deeds: tuple[Deed, ...]
    order_id: OrderId | None = None
    facts: tuple[tuple[str, str], ...] = ()
    changed: tuple[Changed, ...] = ()
    urgent: bool = False
    proposed: str = ""


def in_order(matters: list[Matter]) -> tuple[Matter, ...]:
    """The gravest first, among equals the urgent and then the oldest."""
    ranks = {gravity: rank for rank, gravity in enumerate(Gravity)}
    return tuple(
        sorted(matters, key=lambda one: (ranks[one.gravity], not one.urgent, one.since, one.key))
    )
