"""One pack session: its lines, its deeds, what is asked, and its states, all frozen.

What happens when is the table's business (`packing`); this room only holds and adds up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from fbm_desk.domain.deeds import (
    Acknowledged,
    BoxChosen,
    BoxOpened,
    Broken,
    Count,
    Deed,
    Lying,
    Match,
    Moved,
    PackLine,
    ShortShipped,
    Substitute,
    Task,
    TaskKind,
    lying,
)
from fbm_desk.domain.events import (
    Act,
    Authorised,
    BoxScanned,
    Commanded,
    Effect,
    Event,
    LabelBought,
    LabelRefused,
    Overruled,
    ReasonGiven,
    Replanned,
    Resumed,
    Scanned,
    Stopped,
    Weighed,
    Why,
    WhyGiven,
)
from fbm_desk.domain.orders import LineId, OrderId, Sku

__all__ = [
    "ASKS_TO_CANCEL", "ENDED", "RESTING", "Acknowledged", "Act", "Ask", "Authorised", "BoxChosen",
    "BoxOpened", "BoxScanned", "Broken", "Change", "ClosedBox", "Commanded", "Count", "Deed",
    "Effect", "Event", "LabelBought", "LabelRefused", "LabelSource", "Lying", "Match", "Moved",
    "Overruled", "PackLine", "ReasonGiven", "Replanned", "Resumed", "ScaleRules", "Scanned",
    "Session", "ShortShipped", "State", "Stopped", "Substitute", "Task", "TaskKind", "Weighed",
    "Weight", "Why", "WhyGiven",
]  # fmt: skip


RULES = 5
"""1: digits told no number, and a kit's own code needed room on the lines of one of its kits.
2: a label was printed once more without a reason, an address was a serial number, and one that
nobody wanted told no unit scanned twice.
3: an article's or a person's code could be a tracking number, and after a rest or at another
bench a full box was not weighed; less ordered stopped an order, whatever was packed of it; a
code with fields of its own was the serial number or lot that was asked for, Caps Lock made another
unit, and a unit of unknown weight was missed when a reading sank; the serial number of a
unit that broke was taken again.
4: a question of how many units was answered by the digit of a tile alone; no command but UNDO
left a question, PARCEL without a number said that a broken unit lay in no box, EXPEDITE was no
event, a unit of one lot took the serial number of a unit of another, and one with a serial number
the lot of another one; a unit that moves or breaks was told by its serial number's letters as they
were typed, and not asked about where its barcode means several things; the Transparency code of a
unit that broke was taken again, and one with a serial number that nobody wants was never asked out
of which box it came; what may be sent instead stayed as it was when it was begun, and a wish that
came after the label was dropped; news without lines took the lines of a stopped order away; a
serial number beside the lot that was asked for told no unit scanned twice, and a box that had its
turn where no scale is was weighed nowhere; an article that stands in a kit twice filled its first
places in all kits before its second ones; where a label waits, all that was no article's or order's
code was a wrong one."""


def _names(line: PackLine) -> tuple[Sku, ...]:
    """The article of a line and the kits around it."""
    return (line.sku, *(kit for kit, _ in line.path))


class State(Enum):
    """Where a pack session stands."""

    PACKING = "packing"  #: units go in
    MOVING = "moving"  #: the next scanned unit goes into the box that is open
    DAMAGING = "damaging"  #: the next scanned unit is broken
    ASKING_REASON = "asking_reason"  #: HOLD was scanned; the reason is wanted
    ASKING_WHICH = "asking_which"  #: the last scan fits more than one line
    ASKING_BOX = "asking_box"  #: the last scanned unit may lie in more than one place
    ASKING_SERIAL = "asking_serial"  #: the last unit's serial number is wanted
    ASKING_LOT = "asking_lot"  #: the last unit's lot is wanted
    ASKING_TRANSPARENCY = "asking_transparency"  #: the last unit's Transparency code is wanted
    SUPERVISOR_WANTED = "supervisor_wanted"  #: a supervisor's badge is wanted
    ASKING_WHY = "asking_why"  #: why the supervisor lets it pass
    TASK_WANTED = "task_wanted"  #: all in; a task is to be done and acknowledged
    WEIGHING = "weighing"  #: all in; the box whose turn it is is to be weighed
    WEIGHT_OFF = "weight_off"  #: that box weighs something else than what is in it
    FULL = "full"  #: all in; a label is being bought for the box whose turn it is
    LABEL_FAILED = "label_failed"  #: all in; there is no label for it
    TRACKING_WANTED = "tracking_wanted"  #: all in; the carrier's own label is to be scanned
    LABELLED = "labelled"  #: the label exists; its scan on the box is wanted
    STOPPED = "stopped"  #: cancelled or changed; the units are to be taken out
    HELD = "held"  #: on hold with a reason; can be resumed
    PUT_DOWN = "put_down"  #: put aside; can be resumed
    DONE = "done"  #: the parcels are closed
    TAKEN_OUT = "taken_out"  #: a stopped order's units are out again


RESTING = frozenset({State.HELD, State.PUT_DOWN})
"""States in which no bench has the order and somebody may resume it."""
ENDED = frozenset({State.DONE, State.TAKEN_OUT})
"""States in which nothing more can happen."""
ASKS_TO_CANCEL = "buyer_asks_to_cancel"
"""Why an order is stopped whose buyer asks to cancel: a supervisor decides what becomes of it."""


class LabelSource(Enum):
    """Where the label of a parcel comes from."""

    BOUGHT = "bought"  #: bought through Amazon when the last unit is in
    SCANNED = "scanned"  #: the carrier's own label; its tracking number must be scanned
    NONE = "none"  #: bought elsewhere; the parcel closes with its last unit


class Ask(Enum):
    """What is to be let pass: by a supervisor, the last one by whoever packs."""

    SHORT_SHIP = "short_ship"  #: to ship what is there
    WEIGHT = "weight"  #: to let a box pass that weighs something else, or cannot be weighed
    REPRINT = "reprint"  #: to print a label once more


@dataclass(frozen=True, slots=True)
class ScaleRules:
    """How exact a scale's readings must fit. Of two tolerances the larger one holds."""

    packaging_g: int = 120  # a box, its paper and its tape, where nothing better is known
    unit_g: int = 5
    unit_percent: int = 10
    box_g: int = 40
    box_percent: int = 3


@dataclass(frozen=True, slots=True)
class ClosedBox:
    """A box with its own label on it; it never changes any more."""

    box: int
    tracking: str = ""


@dataclass(frozen=True, slots=True)
class Weight:
    """What a box weighed, 0 when it could not be weighed; `by` and `why` where it was let pass."""

    box: int
    grams: int
    by: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """An article of which another number is wanted since the order changed."""

    sku: Sku
    was: int
    now: int


@dataclass(frozen=True, slots=True)
class Session:
    """The packing of one order: always the replay of its events.

    Boxes have numbers from 1 on. All stay open until everything is in; then each that is not empty
    has its turn: weighed, labelled, closed.
    """

    order_id: OrderId
    lines: tuple[PackLine, ...]
    label_source: LabelSource = LabelSource.BOUGHT
    label_scan: bool = True  # the label must be scanned on the box
    state: State = State.PACKING
    deeds: tuple[Deed, ...] = ()
    choices: tuple[Match, ...] = ()  # while it is asked which one, or where it lay
    pending: Count | None = None  # while its proof, its line or its box is wanted
    back_to: State = State.PACKING  # where a dropped question returns to
    tracking: str = ""  # of the label of the box whose turn it is, or of the last one closed
    reason: str = ""  # why it is held, stopped or without a label: a stable code
    unclear: bool = False  # a purchase whose outcome is not known: nothing may be bought again
    last: int = -1  # index of the line of the last scan that concerned one
    asked_number: str = ""  # another carrier's number: scanned again, it is meant
    tasks: tuple[Task, ...] = ()  # to be acknowledged before the label
    scale: ScaleRules = ScaleRules()
    turn: int = 0  # the box that is weighed or labelled; 0 while units go in
    closed: tuple[ClosedBox, ...] = ()
    weights: tuple[Weight, ...] = ()
    reading_g: int = 0  # the last reading of the scale that was off
    times: int = 0  # the next scan counts so many times; 0 and 1 are one
    boxes_asked: tuple[int, ...] = ()  # while ASKING_BOX; 0 is "in none"
    asks: Ask | None = None  # while a supervisor is wanted
    approved_by: int = 0  # who said yes, while the reason is wanted
    changes: tuple[Change, ...] = ()  # what Amazon changed, until the next unit is counted
    moved: bool = False  # its address changed, until the next unit is counted
    message_came: bool = False  # the buyer's words came after it was begun
    slip: bool = True  # it was begun where slips are printed, which tell a buyer's words
    scale_since: int = 0  # deeds before this one were done at another scale
    scale_here: bool = True  # False since it goes on at a bench that has none
    rules: int = RULES  # a session is packed to its end by the rules it was begun by

    # --- what is in ------------------------------------------------------------------------------

    @property
    def counts(self) -> tuple[Count, ...]:
        """The scans that counted, in their order."""
        return tuple(deed for deed in self.deeds if isinstance(deed, Count))

    @property
    def lying(self) -> tuple[Lying, ...]:
        """What lies where now."""
        return lying(self.deeds)

    def in_box(self, box: int) -> tuple[Lying, ...]:
        """What lies in a box."""
        return tuple(one for one in self.lying if one.box == box)

    def packed(self, index: int) -> int:
        """Units in the boxes of the line at `index`."""
        units = 0  # plain loops: each scan asks for it again and again
        for deed in self.deeds:
            if isinstance(deed, Count):
                for at, number in deed.pieces:
                    if at == index:
                        units += number
            elif isinstance(deed, Broken):
                units -= sum(one.units for one in deed.taken if one.index == index)
        return units

    def missing(self, index: int) -> int:
        """Units still wanted of the line at `index`."""
        return self.lines[index].wanted - self.packed(index)

    def sku_of(self, one: Lying) -> Sku:
        """Which article this really is."""
        return one.instead or self.lines[one.index].sku

    @property
    def packed_units(self) -> int:
        """Units in the boxes."""
        return sum(map(self.packed, range(len(self.lines))))

    @property
    def wanted_units(self) -> int:
        """Units to be put in."""
        return sum(line.wanted for line in self.lines)

    @property
    def short(self) -> ShortShipped | None:
        """The decision that the order leaves without what is missing."""
        return next((deed for deed in self.deeds if isinstance(deed, ShortShipped)), None)

    @property
    def complete(self) -> bool:
        """True when everything is in that is to leave."""
        return self.packed_units == self.wanted_units or self.short is not None

    # --- boxes -----------------------------------------------------------------------------------

    @property
    def filling(self) -> int:
        """The box into which units go."""
        opened = (deed.box for deed in reversed(self.deeds) if isinstance(deed, BoxOpened))
        return next(opened, 1)

    @property
    def box(self) -> int:
        """The box that things are about now: the one whose turn it is, else the one filled."""
        return self.turn or self.filling

    @property
    def boxes(self) -> int:
        """How many boxes were begun."""
        return max([1, *(deed.box for deed in self.deeds if isinstance(deed, BoxOpened))])

    @property
    def full_boxes(self) -> tuple[int, ...]:
        """The boxes that are not empty, by number."""
        return tuple(sorted({one.box for one in self.lying}))

    def box_name(self, box: int) -> BoxChosen | None:
        """Which of the seller's boxes this one is, where the packer said so."""
        chosen = (d for d in reversed(self.deeds) if isinstance(d, BoxChosen) and d.box == box)
        return next(chosen, None)

    def weighed(self, box: int) -> Weight | None:
        """What a box weighed."""
        return next((one for one in self.weights if one.box == box), None)

    def tracking_of(self, box: int) -> str:
        """The number of the label on a closed box."""
        return next((one.tracking for one in self.closed if one.box == box), "")

    # --- what is told of it ----------------------------------------------------------------------

    @property
    def labelled(self) -> bool:
        """True when a label for one of its boxes was bought, or may have been."""
        return bool(self.tracking or self.closed) or self.unclear or self.state is State.FULL

    @property
    def awaits_decision(self) -> bool:
        """True while it is stopped and a supervisor may let it go on."""
        return self.state is State.STOPPED and self.reason == ASKS_TO_CANCEL

    @property
    def due_tasks(self) -> tuple[Task, ...]:
        """The tasks, without those of articles that are not ordered any more."""
        gone = {sku for line in self.lines if line.dropped for sku in _names(line)}
        if not gone:
            return self.tasks
        gone -= {sku for line in self.lines if not line.dropped for sku in _names(line)}
        return tuple(task for task in self.tasks if task.sku not in gone)

    @property
    def tasks_left(self) -> tuple[Task, ...]:
        """The tasks that nobody acknowledged yet."""
        done = {deed.task for deed in self.deeds if isinstance(deed, Acknowledged)}
        return tuple(task for task in self.due_tasks if task not in done)

    def line_units(self) -> dict[LineId, int]:
        """Units of each order line that are packed, in this session and before it; of kits, kits
        that are complete."""
        return self._whole([line.before + self.packed(i) for i, line in enumerate(self.lines)])

    def box_units(self, box: int) -> dict[LineId, int]:
        """Units of each order line that leave with a box, as Amazon counts them.

        A kit whose parts lie in several boxes leaves with the last of them.
        """
        upto, without = [line.before for line in self.lines], [line.before for line in self.lines]
        for one in self.lying:
            upto[one.index] += one.units if one.box <= box else 0
            without[one.index] += one.units if one.box < box else 0
        before = self._whole(without)
        return {line: units - before[line] for line, units in self._whole(upto).items()}

    def _whole(self, packed: list[int]) -> dict[LineId, int]:
        units: dict[LineId, int] = {}
        kits: dict[LineId, int] = {}
        for line, number in zip(self.lines, packed, strict=True):
            if line.kit is None:
                units[line.line_id] = units.get(line.line_id, 0) + number
            else:
                whole = number // line.per_kit
                kits[line.line_id] = min(kits.get(line.line_id, whole), whole)
        return units | kits

    @property
    def following(self) -> int:
        """The line to put in next: the one begun last if it misses units, else the first open."""
        if self.last >= 0 and self.missing(self.last) > 0:
            return self.last
        return next((i for i in range(len(self.lines)) if self.missing(i) > 0), max(self.last, 0))

    def of_sku(self, sku: Sku) -> Iterator[int]:
        """Indexes of the lines that want this article itself."""
        return (i for i, line in enumerate(self.lines) if line.sku == sku and not line.dropped)

    def of_kit(self, sku: Sku) -> Iterator[int]:
        """Indexes of the lines that are parts of this kit."""
        parts = ((i, line.path) for i, line in enumerate(self.lines) if not line.dropped)
        return (i for i, path in parts if any(kit == sku for kit, _ in path))

    def with_deed(self, deed: Deed, last: int = -1) -> Session:
        """The session with one more deed and no open question."""
        return replace(
            self,
            deeds=(*self.deeds, deed),
            pending=None,
            choices=(),
            boxes_asked=(),
            times=0,
            changes=(),
            moved=False,
            back_to=State.PACKING,
            last=self.last if last < 0 else last,
        )
