"""What can happen to a pack session, and what an event brings about; all frozen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from fbm_desk.domain.codes import Code, Command, HoldReason
from fbm_desk.domain.deeds import Match, PackLine, Task
from fbm_desk.domain.orders import Sku
from fbm_desk.domain.tracking import Fit


@dataclass(frozen=True, slots=True)
class Scanned:
    """A barcode came. `matches` is what it stood for in the catalogue at that moment.

    `serial_known` is True when the serial number it carries left this house before, as
    `transparency_known` is of a Transparency code. `fit` is what it is as a tracking number, where
    one is wanted, and `carrier` whose it is when another's. `scale_g` is what the scale showed,
    stable, at that moment; None without one. `earlier_on` is when the oldest lot of this article in
    stock expires.
    """

    code: Code
    matches: tuple[Match, ...] = ()
    on: date | None = None
    serial_known: bool = False
    fit: Fit = Fit.FITS
    carrier: str = ""
    transparency_known: bool = False
    scale_g: int | None = None
    earlier_on: date | None = None


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command barcode or its key; `quantity` and `box` as the command's word says them."""

    command: Command
    quantity: int = 0
    box: int = 0


@dataclass(frozen=True, slots=True)
class ReasonGiven:
    """The reason of a hold."""

    reason: HoldReason


class Why(Enum):
    """Why a supervisor lets something pass, and why a label is printed once more."""

    NOT_THERE = "not_there"  #: what is missing is not in stock
    BROKEN = "broken"  #: what is missing is broken
    AGREED = "agreed"  #: the buyer knows
    PACKAGING = "packaging"  #: the packaging weighs more or less than usual
    CATALOGUE = "catalogue"  #: the weight in the catalogue is wrong
    SCALE = "scale"  #: the scale does not work
    MISSING = "missing"  #: the label did not come out
    SPOILT = "spoilt"  #: the label was torn or smudged
    LOST = "lost"  #: the label was lost


@dataclass(frozen=True, slots=True)
class WhyGiven:
    """The reason of what a supervisor lets pass, or of a reprint."""

    why: Why


@dataclass(frozen=True, slots=True)
class Authorised:
    """Somebody who may decide showed his badge for what is asked; `user_id` says who."""

    user_id: int


@dataclass(frozen=True, slots=True)
class Weighed:
    """The box whose turn it is stands still on the scale."""

    grams: int


@dataclass(frozen=True, slots=True)
class BoxScanned:
    """The packer takes this box of the seller's; `tare_g` is 0 where nobody knows it."""

    name: str
    tare_g: int = 0


@dataclass(frozen=True, slots=True)
class Resumed:
    """A held order or one put down is on a bench again, or one goes on at another bench.

    `scale` is False where that bench has no scale.
    """

    scale: bool = True


@dataclass(frozen=True, slots=True)
class LabelBought:
    """A label was bought, read back and belongs to this box; 0 is the one whose turn it is."""

    tracking: str
    box: int = 0


@dataclass(frozen=True, slots=True)
class LabelRefused:
    """There is no label. `unclear` says that money may have been spent: a person must look."""

    reason: str
    unclear: bool = False


@dataclass(frozen=True, slots=True)
class Stopped:
    """The order was cancelled or changed at Amazon."""

    reason: str


@dataclass(frozen=True, slots=True)
class Replanned:
    """More of the order is wanted now: these are all its lines, and what is to be done besides.

    Without lines there is only more to be done; without anything its address changed. `moved` says
    that besides other lines it has another address.
    """

    lines: tuple[PackLine, ...] = ()
    tasks: tuple[Task, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Overruled:
    """A supervisor decided that the order is packed although its buyer asks to cancel."""


Event = (
    Scanned
    | Commanded
    | ReasonGiven
    | WhyGiven
    | Authorised
    | Weighed
    | BoxScanned
    | Resumed
    | LabelBought
    | LabelRefused
    | Stopped
    | Replanned
    | Overruled
)


class Act(Enum):
    """What is to be carried out after the event is on disk."""

    BUY_LABEL = "buy_label"  #: buy the label of the box
    CLOSE_PARCEL = "close_parcel"  #: record the box as a parcel, move the stock
    FINISH_ORDER = "finish_order"  #: the last box is closed: tell Amazon, the bench is free
    REPRINT = "reprint"  #: print the label of the box once more
    VOID_LABEL = "void_label"  #: the label of the box is not needed any more
    INTERCEPT = "intercept"  #: the boxes that are closed already must not leave
    DAMAGE = "damage"  #: units leave the stock as broken; below 0 they are put back
    HOLD = "hold"  #: the order waits for somebody, the bench is free
    RELEASE = "release"  #: the bench is free
    EXPEDITE = "expedite"  #: the order comes before all others


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing to carry out, and which box, article and number of units it is about, and why."""

    act: Act
    box: int = 0
    sku: Sku | None = None
    units: int = 0
    why: str = ""
