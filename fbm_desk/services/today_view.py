"""The supervisor's table and the history of one order, as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from fbm_desk.domain.orders import Duty, OrderId
from fbm_desk.domain.stages import Stage


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One order of today; `tracking` and `carrier` are its newest parcel's, `weight_g` is all its
    `parcels`', 0 where one of them is not known.

    A box that is not closed yet has its label's number. Units are
    what is put in: a kit counts with its parts.
    """

    order_id: OrderId
    stage: Stage
    buyer: str = field(repr=False)
    city: str
    country: str
    units: int
    packed: int
    ship_by: datetime | None
    packer: str
    bench: str
    tracking: str
    carrier: str
    weight_g: int
    reason: str = ""  # why it is held, or why its label failed: a stable code
    parcels: int = 0
    duties: frozenset[Duty] = frozenset()
    intercept: str = ""  # why its closed parcel must not leave: a stable code
    by_file: bool = False  # told by a file only: nothing of Amazon's says that it arrived
    found_by: str = field(default="", repr=False)  # what else finds it: postcode, SKUs, serials


@dataclass(frozen=True, slots=True)
class TodayView:
    """All rows of today with the counts of each stage over all of them (before any filter)."""

    rows: tuple[TodayRow, ...]
    counts: dict[Stage, int]
    parcels: int
    not_told: int = 0  # confirmations Amazon still has to get
    oldest_not_told_at: datetime | None = None
    to_stop: int = 0  # closed parcels that must not leave, of any day
    whole: bool = True  # False when only the most urgent of more rows were asked for


class Mark(Enum):
    """Which sign stands beside one step of an order's history."""

    CAME = "came"  #: the order arrived or changed
    TAKEN = "taken"  #: taken, resumed, put down
    SCANNED = "scanned"  #: units counted or taken back
    REFUSED = "refused"  #: a scan held back
    HELD = "held"  #: put on hold, cancelled
    LABEL = "label"  #: label asked for, bought, read back, void
    PRINTED = "printed"  #: paper
    CLOSED = "closed"  #: label scanned on the box
    TOLD = "told"  #: told to Amazon, read back
    VAN = "van"  #: on a manifest


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One step: when, what and details in words, and the end of its chain hash if it has one.

    `events` of the chain are told by it. A `quiet` one changed nothing: an answer such as "not
    now", a question asked. It is evidence, and may be shown folded or dim.
    """

    at: datetime
    mark: Mark
    words: str
    details: str = ""
    who: str = ""
    chain: str = ""
    quiet: bool = False
    events: int = 0


@dataclass(frozen=True, slots=True)
class ProofPicture:
    """A camera's frame, taken as a unit was counted."""

    at: datetime
    sku: str
    jpeg: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class DossierView:
    """Everything known about one order and its parcel. `chain_intact` is None without events.

    `events` is how many the chain has; the steps tell all of them. A kit counts with its parts.
    """

    order_id: OrderId
    stage: Stage
    buyer: str = field(repr=False)
    city: str
    country: str
    units: int
    steps: tuple[HistoryStep, ...]
    facts: tuple[tuple[str, str], ...]  # label and value, in words: carrier, packer …
    chain_intact: bool | None = None
    events: int = 0
    tracking: str = ""
    weight_g: int = 0
    label_picture: bytes = field(default=b"", repr=False)  # PNG of the label as printed
    pictures: tuple[ProofPicture, ...] = ()  # what the bench's camera saw, the oldest first
    first: bool = False  # before all other orders
    substitutes: bool | None = None  # whether they may be sent; None where nobody knows of one
    address_lines: tuple[str, ...] = field(default=(), repr=False)
    address_until: date | None = None
    duties: frozenset[Duty] = frozenset()


@dataclass(frozen=True, slots=True)
class CarrierDay:
    """One carrier's parcels of a day for the close-out.

    Of `unweighed` parcels the weight is not known; a shop that names no carrier is not `named`.
    """

    carrier: str
    bought: int
    packed: int
    confirmed: int
    manifested: int
    void: int
    weight_g: int
    to_stop: int = 0  # closed or on a manifest, and must not leave
    unweighed: int = 0
    named: bool = True


class OrphanKind(Enum):
    """What keeps a box from adding up at the end of a day."""

    MUST_NOT_LEAVE = "must_not_leave"  #: closed, and the order changed since
    HELD = "held"  #: its label is paid, the box is on hold
    NOT_CLOSED = "not_closed"  #: its label is paid, and was never scanned on the box
    NOT_ON_MANIFEST = "not_on_manifest"  #: closed, and no driver takes it over yet
    NOT_TOLD = "not_told"  #: on a manifest, and Amazon does not know yet
    REFUSED = "refused"  #: on a manifest, and Amazon refused to be told


@dataclass(frozen=True, slots=True)
class Orphan:
    """One box of a day that does not add up, told once: what it is, and what settles it."""

    order_id: OrderId
    kind: OrphanKind
    carrier: str
    tracking: str
    words: str
    action: str
