"""What a bench shows, as plain values: screens paint it, tests read it, nobody changes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from fbm_desk.domain.codes import Command
from fbm_desk.domain.orders import Duty, OrderId
from fbm_desk.domain.verdicts import Verdict
from fbm_desk.services.article_view import ArticleView as ArticleView
from fbm_desk.services.article_view import LineView as LineView
from fbm_desk.services.parcel_view import (
    BoxView,
    DecisionView,
    PlanView,
    ProofView,
    ScaleView,
    TaskView,
    WeighView,
)


class BenchScreen(Enum):
    """Which picture the bench shows."""

    LOCKED = "locked"  #: nobody is signed in
    WAITING = "waiting"  #: signed in, no order
    PACKING = "packing"  #: units go in
    ASKING_REASON = "asking_reason"  #: why hold it?
    ASKING_WHICH = "asking_which"  #: which line is it?
    ASKING_SERIAL = "asking_serial"  #: the unit's serial number is wanted
    ASKING_LOT = "asking_lot"  #: the unit's lot is wanted
    ASKING_TRANSPARENCY = "asking_transparency"  #: the unit's Transparency code is wanted
    MOVING = "moving"  #: which unit goes into the box that is open?
    DAMAGING = "damaging"  #: which unit is broken?
    ASKING_BOX = "asking_box"  #: where did it lie?
    SUPERVISOR_WANTED = "supervisor_wanted"  #: a supervisor has to let it pass
    ASKING_WHY = "asking_why"  #: why is it let pass?
    TASK_WANTED = "task_wanted"  #: all in; something is to be done
    WEIGHING = "weighing"  #: all in; the box is to be put on the scale
    WEIGHT_OFF = "weight_off"  #: it weighs something else than what is in it
    FULL = "full"  #: all units are in, the label is on its way
    LABEL_FAILED = "label_failed"  #: all units are in, and there is no label yet
    TRACKING_WANTED = "tracking_wanted"  #: all in; the carrier's own label is to be scanned
    LABELLED = "labelled"  #: the label is printed: stick it on, scan it
    STOPPED = "stopped"  #: cancelled or changed: take the units out


@dataclass(frozen=True, slots=True)
class OrderView:
    """The order on the bench. `focus` and `following` are indexes into `lines`.

    `focus` is the line of the last scan, `following` the one to put in next.
    """

    order_id: OrderId
    lines: tuple[LineView, ...]
    city: str = ""
    country: str = ""  # ISO 3166 alpha-2
    parcel_number: int = 1
    duties: frozenset[Duty] = frozenset()
    purchase_order_number: str = ""
    ship_by: datetime | None = None
    focus: int = 0
    following: int = 0
    kits: int = 0  # ordered sets, whose parts the lines are
    totes: tuple[str, ...] = ()  # in which its units lie
    first: bool = False  # put before all others
    hazardous: str = ""  # UN numbers and packing instructions of what is dangerous

    @property
    def packed(self) -> int:
        """Units in the box."""
        return sum(line.packed for line in self.lines)

    @property
    def wanted(self) -> int:
        """Units ordered."""
        return sum(line.wanted for line in self.lines)


@dataclass(frozen=True, slots=True)
class VanView:
    """The next pick-up and what has to be on it. `pace_per_hour` is 0 while nothing was packed."""

    leaves_at: datetime
    carrier: str = ""
    orders_left: int = 0
    orders_done: int = 0
    pace_per_hour: float = 0.0
    orders_held: int = 0  # on hold, and due before this van's day ends


@dataclass(frozen=True, slots=True)
class DayView:
    """The packer's own day."""

    orders: int = 0
    units: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class LabelView:
    """The label bought for the box. `step` tells how far it is."""

    step: LabelStep
    carrier: str = ""
    service: str = ""
    tracking: str = ""
    price_minor: int = 0
    currency: str = ""
    weight_g: int = 0
    weight_assumed: bool = False  # not every article's weight is known
    weighed: bool = False  # by a scale; else it is what the catalogue says
    printer: str = ""
    reason: str = ""  # why it failed: a stable code
    words: str = ""  # and what the other side said about it


class LabelStep(Enum):
    """How far a label is."""

    BUYING = "buying"  #: asked for, no answer yet
    CHECKING = "checking"  #: bought, being read back
    PRINTING = "printing"  #: read back, on its way to the printer
    PRINTED = "printed"  #: the printer confirmed it
    SENT = "sent"  #: sent; this printer does not confirm
    UNSURE = "unsure"  #: sent, and the printer fell silent: look whether it came out
    NOT_PRINTED = "not_printed"  #: the printer did not take it; it is kept, REPRINT tries again
    FAILED = "failed"  #: not bought, or not the right one


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody who works here today."""

    name: str
    bench: str = ""


@dataclass(frozen=True, slots=True)
class PinPersonView:
    """Somebody who can sign in here with a PIN."""

    id: int
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AsideView:
    """An order put aside: begun, and in nobody's hands. `reason` is a hold's stable code or ""."""

    order_id: OrderId
    packed: int
    wanted: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line of a stopped order of which another quantity is wanted now; 0 is none any more."""

    article: ArticleView
    was: int
    now: int


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """One entry of the status line: an icon's name and words; a fault is shown first, in amber.

    An `alarm` is a fault that costs something soon: it is shown before all others, in red.
    """

    icon: str
    words: str
    fault: bool = False
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class BenchView:
    """Everything the bench shows at one moment."""

    screen: BenchScreen
    bench: str
    packer: str = ""
    order: OrderView | None = None
    next_order: OrderView | None = None
    verdict: Verdict | None = None
    came: ArticleView | None = None  # the article of a refused scan
    choices: tuple[LineView, ...] = ()  # for ASKING_WHICH, digit 1 is the first
    van: VanView | None = None
    day: DayView = field(default_factory=DayView)
    label: LabelView | None = None
    here_today: tuple[PersonView, ...] = ()
    last_packed: OrderId | None = None
    tracking_missing: bool = False  # the last parcel closed here still has no tracking number
    put_down_by: str = ""
    put_down_at: datetime | None = None
    boxes: tuple[BoxView, ...] = ()
    times: int = 0  # the next scan counts so many times; 0: once
    boxes_asked: tuple[int, ...] = ()  # for ASKING_BOX, digit 1 is the first; 0 is "in none"
    task: TaskView | None = None
    weighing: WeighView | None = None
    decision: DecisionView | None = None
    proof: ProofView | None = None
    earlier_lot: str = ""  # ends before that of the last unit, told when all are in
    plan: PlanView | None = None  # the box to take
    scale: ScaleView | None = None  # None without a scale
    put_back_to: str = ""  # the tote for units of a stopped order
    copy_age_s: float | None = None  # how old Amazon's word of the order is; None while it is new
    stopped_at: datetime | None = None
    stopped_why: str = ""  # why the order is stopped, whatever was scanned since: a stable code
    changed_lines: tuple[ChangedLine, ...] = ()  # what another quantity is wanted of
    orders_known: int = 0  # orders that ever came to this shop, as far as it matters: 0 or 1
    put_aside: tuple[AsideView, ...] = ()  # RESUME takes up the first of them
    awaiting_decision: int = 0  # of those waiting, how many a supervisor has to decide about
    orders_waiting: int = 0  # still to be packed, held ones among them
    orders_held: int = 0  # of those waiting, how many are on hold
    connected: bool = False  # Amazon is asked by itself; else orders and news go by file
    slip: bool = False  # a packing slip comes with every parcel
    lock_after_s: float = 300.0  # an unused bench locks itself
    demonstration: bool = False
    commands: tuple[Command, ...] = ()  # all that do something now
    with_pin: tuple[PinPersonView, ...] = ()  # on a locked bench: who packed here lately first
    asks_about: str = ""  # the bench's open question: a stable code of `asked.About`
