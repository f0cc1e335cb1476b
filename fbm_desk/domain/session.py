"""What a pack session is made of: its lines, its counts, its events and its states, all frozen.

What happens when is the table's business (`packing`); this room only holds and adds up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from fbm_desk.domain.barcodes import Code, Command, HoldReason
from fbm_desk.domain.orders import LineId, OrderId, Sku
from fbm_desk.domain.tracking import Fit


class State(Enum):
    """Where a pack session stands."""

    PACKING = "packing"  #: units go in
    ASKING_REASON = "asking_reason"  #: HOLD was scanned; the reason is wanted
    ASKING_WHICH = "asking_which"  #: the last scan fits more than one line
    ASKING_SERIAL = "asking_serial"  #: the last unit's serial number is wanted
    ASKING_LOT = "asking_lot"  #: the last unit's lot is wanted
    FULL = "full"  #: all in; a label is being bought
    LABEL_FAILED = "label_failed"  #: all in; there is no label
    TRACKING_WANTED = "tracking_wanted"  #: all in; the carrier's own label is to be scanned
    LABELLED = "labelled"  #: the label exists; its scan on the box is wanted
    STOPPED = "stopped"  #: cancelled or changed; the units are to be taken out
    HELD = "held"  #: on hold with a reason; can be resumed
    PUT_DOWN = "put_down"  #: put aside; can be resumed
    DONE = "done"  #: the parcel is closed
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


@dataclass(frozen=True, slots=True)
class PackLine:
    """One article to put in. Parts of a kit carry the kit's SKU and their number per kit."""

    line_id: LineId
    sku: Sku
    wanted: int
    kit: Sku | None = None
    per_kit: int = 1
    serial: bool = False
    lot: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """An article that a barcode stands for; one scan of it is `units` units."""

    sku: Sku
    units: int = 1


@dataclass(frozen=True, slots=True)
class Count:
    """One scan that counted: units by index of their line. It is undone as a whole."""

    pieces: tuple[tuple[int, int], ...]
    serial: str = ""
    lot: str = ""
    expires_on: date | None = None

    @property
    def units(self) -> int:
        """Units put in by this scan."""
        return sum(units for _, units in self.pieces)


@dataclass(frozen=True, slots=True)
class Session:
    """The packing of one order: always the replay of its events."""

    order_id: OrderId
    lines: tuple[PackLine, ...]
    label_source: LabelSource = LabelSource.BOUGHT
    label_scan: bool = True  # the label must be scanned on the box
    state: State = State.PACKING
    counts: tuple[Count, ...] = ()
    choices: tuple[Match, ...] = ()  # while ASKING_WHICH
    pending: Count | None = None  # while its serial or lot is wanted
    back_to: State = State.PACKING  # where a dropped question returns to
    tracking: str = ""
    reason: str = ""  # why it is held, stopped or without a label: a stable code
    unclear: bool = False  # a purchase whose outcome is not known: nothing may be bought again
    last: int = -1  # index of the line of the last scan that concerned one
    asked_number: str = ""  # another carrier's number: scanned again, it is meant

    def packed(self, index: int) -> int:
        """Units in the box of the line at `index`."""
        return sum(units for count in self.counts for at, units in count.pieces if at == index)

    def missing(self, index: int) -> int:
        """Units still wanted of the line at `index`."""
        return self.lines[index].wanted - self.packed(index)

    @property
    def labelled(self) -> bool:
        """True when a label for this box was bought, or may have been."""
        return bool(self.tracking) or self.unclear or self.state is State.FULL

    @property
    def awaits_decision(self) -> bool:
        """True while it is stopped and a supervisor may let it go on."""
        return self.state is State.STOPPED and self.reason == ASKS_TO_CANCEL

    def line_units(self) -> dict[LineId, int]:
        """Units of each order line that are in; of a kit, the kits that are complete."""
        units: dict[LineId, int] = {}
        kits: dict[LineId, int] = {}
        for i, line in enumerate(self.lines):
            if line.kit is None:
                units[line.line_id] = units.get(line.line_id, 0) + self.packed(i)
            else:
                whole = self.packed(i) // line.per_kit
                kits[line.line_id] = min(kits.get(line.line_id, whole), whole)
        return units | kits

    @property
    def packed_units(self) -> int:
        """Units in the box."""
        return sum(count.units for count in self.counts)

    @property
    def wanted_units(self) -> int:
        """Units ordered."""
        return sum(line.wanted for line in self.lines)

    @property
    def complete(self) -> bool:
        """True when no unit is missing."""
        return self.packed_units == self.wanted_units

    @property
    def following(self) -> int:
        """The line to put in next: the one begun last if it misses units, else the first open."""
        if self.last >= 0 and self.missing(self.last) > 0:
            return self.last
        return next((i for i in range(len(self.lines)) if self.missing(i) > 0), max(self.last, 0))

    def of_sku(self, sku: Sku) -> Iterator[int]:
        """Indexes of the lines that want this article itself."""
        return (i for i, line in enumerate(self.lines) if line.sku == sku)

    def of_kit(self, sku: Sku) -> Iterator[int]:
        """Indexes of the lines that are parts of this kit."""
        return (i for i, line in enumerate(self.lines) if line.kit == sku)

    def with_count(self, count: Count) -> Session:
        """The session with one more count and no open question."""
        return replace(
            self, counts=(*self.counts, count), pending=None, choices=(), last=count.pieces[0][0]
        )


# --- events --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scanned:
    """A barcode came. `matches` is what it stood for in the catalogue at that moment.

    `serial_known` is True when the serial number it carries left this house before. `fit` is what
    it is as a tracking number, where one is wanted, and `carrier` whose it is when another's.
    """

    code: Code
    matches: tuple[Match, ...] = ()
    on: date | None = None
    serial_known: bool = False
    fit: Fit = Fit.FITS
    carrier: str = ""


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command barcode or its key."""

    command: Command


@dataclass(frozen=True, slots=True)
class ReasonGiven:
    """The reason of a hold."""

    reason: HoldReason


@dataclass(frozen=True, slots=True)
class Resumed:
    """A held order or one put down is on a bench again."""


@dataclass(frozen=True, slots=True)
class LabelBought:
    """A label was bought, read back and belongs to this box."""

    tracking: str


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
class Overruled:
    """A supervisor decided that the order is packed although its buyer asks to cancel."""


Event = (
    Scanned | Commanded | ReasonGiven | Resumed | LabelBought | LabelRefused | Stopped | Overruled
)


class Effect(Enum):
    """What is to be carried out after the event is on disk."""

    BUY_LABEL = "buy_label"  #: buy the label of the box
    CLOSE_PARCEL = "close_parcel"  #: record the parcel, move the stock, tell Amazon
    REPRINT = "reprint"  #: print the label once more
    VOID_LABEL = "void_label"  #: the label is not needed any more
    HOLD = "hold"  #: the order waits for somebody, the bench is free
    RELEASE = "release"  #: the bench is free
