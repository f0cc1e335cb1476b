"""What a pack session holds: the lines to put in, and each thing a packer did that can be undone.

All of it frozen. A session's content is the sum of its deeds, so taking the last one away is UNDO.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from fbm_desk.domain.orders import LineId, Sku


@dataclass(frozen=True, slots=True)
class Substitute:
    """An article that may be sent instead of a line's own; its units show what its kind shows."""

    sku: Sku
    serial: bool = False
    lot: bool = False
    transparency: bool = False
    may_count: int = 0
    weight_g: int = 0


@dataclass(frozen=True, slots=True)
class PackLine:
    """One article to put in.

    Parts of a kit carry the ordered kit's SKU and their number per kit. `kits` names all the kits
    around a part, outermost first, each with the units of this part in one of it; it is empty where
    `kit` says it all. `before` are units that left in earlier parcels. `may_count` is how many may
    be told by a number; 0: each is scanned. `weight_g` is 0 where nobody knows it. `ordered` are
    the units of its order line when it was planned; 0 where an earlier program planned it.
    """

    line_id: LineId
    sku: Sku
    wanted: int
    kit: Sku | None = None
    per_kit: int = 1
    serial: bool = False
    lot: bool = False
    transparency: bool = False
    kits: tuple[tuple[Sku, int], ...] = ()
    substitutes: tuple[Substitute, ...] = ()
    may_count: int = 0
    weight_g: int = 0
    before: int = 0
    ordered: int = 0

    @property
    def path(self) -> tuple[tuple[Sku, int], ...]:
        """The kits around it, outermost first, with the units of it in one of each."""
        if self.kits or self.kit is None:
            return self.kits
        return ((self.kit, self.per_kit),)

    @property
    def dropped(self) -> bool:
        """True when it is not ordered any more; it keeps its place, as deeds name lines by it."""
        return not (self.wanted or self.before)

    def demands(self, instead: Sku | None) -> PackLine | Substitute:
        """Whose rules a unit follows: the line's own, or those of the substitute it is."""
        return next((one for one in self.substitutes if one.sku == instead), self)


class TaskKind(Enum):
    """What is to be done before the label, besides putting units in."""

    GIFT_WRAP = "gift_wrap"  #: wrap it
    GIFT_MESSAGE = "gift_message"  #: put the buyer's words in
    PERSONALISATION = "personalisation"  #: compare it with the buyer's wish
    HAZARDOUS = "hazardous"  #: put the mark for dangerous goods on the box
    NOTE = "note"  #: read how this article is packed


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do and to acknowledge; `sku` is empty where it is about the whole order."""

    kind: TaskKind
    sku: Sku | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An article that a barcode stands for; one scan of it is `units` units.

    `instead_of` names the wanted article for which it would be a substitute.
    """

    sku: Sku
    units: int = 1
    instead_of: Sku | None = None


# --- deeds ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Count:
    """One scan that counted: units by index of their line. It is undone as a whole.

    `instead` is the substitute that was put in; `kit` and `kits` the kit whose own code was scanned
    and how many of it; `scale_g` what lay on the scale before the units were put in.
    """

    pieces: tuple[tuple[int, int], ...]
    serial: str = ""
    lot: str = ""
    expires_on: date | None = None
    transparency: str = ""
    box: int = 1
    instead: Sku | None = None
    kit: Sku | None = None
    kits: int = 0
    scale_g: int | None = None

    @property
    def units(self) -> int:
        """Units put in by this scan."""
        return sum(units for _, units in self.pieces)


@dataclass(frozen=True, slots=True)
class Lying:
    """Units of one line that lie in one box and show the same."""

    index: int
    units: int
    box: int = 1
    serial: str = ""
    lot: str = ""
    expires_on: date | None = None
    transparency: str = ""
    instead: Sku | None = None


@dataclass(frozen=True, slots=True)
class BoxOpened:
    """A next box was begun, or an earlier one is filled again."""

    box: int


@dataclass(frozen=True, slots=True)
class BoxChosen:
    """Which of the seller's boxes it is; `tare_g` is 0 where nobody knows it."""

    box: int
    name: str
    tare_g: int = 0


@dataclass(frozen=True, slots=True)
class Moved:
    """Units went from where they lay into another box."""

    taken: tuple[Lying, ...]
    box: int


@dataclass(frozen=True, slots=True)
class Broken:
    """Units are broken: they leave the stock, and the box when they lay in one.

    `serial`, `lot` and `transparency` are what a unit in hand said of itself.
    """

    sku: Sku
    units: int
    taken: tuple[Lying, ...] = ()
    serial: str = ""
    lot: str = ""
    transparency: str = ""

    @property
    def serials(self) -> frozenset[str]:
        """The serial numbers known of these units; what several at once showed is none."""
        one_in_hand = {self.serial} if self.units == 1 else set()
        return frozenset({*one_in_hand, *(o.serial for o in self.taken if o.units == 1)} - {""})

    @property
    def transparencies(self) -> frozenset[str]:
        """The Transparency codes known of these units, where a scan was of one."""
        one_in_hand = {self.transparency} if self.units == 1 else set()
        return frozenset({*one_in_hand, *(o.transparency for o in self.taken)} - {""})

    @property
    def lots(self) -> dict[str, int]:
        """How many of these units are known to be of which lot."""
        if not self.taken:
            return {self.lot: self.units} if self.lot else {}
        found: dict[str, int] = {}
        for one in self.taken:
            if one.lot:
                found[one.lot] = found.get(one.lot, 0) + one.units
        return found


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A task is done."""

    task: Task


@dataclass(frozen=True, slots=True)
class ShortShipped:
    """A supervisor lets the order leave without what is missing; `why` is a stable code."""

    by: int
    why: str


Deed = Count | BoxOpened | BoxChosen | Moved | Broken | Acknowledged | ShortShipped


def lying(deeds: tuple[Deed, ...]) -> tuple[Lying, ...]:
    """What lies where after these deeds, in the order in which it came."""
    units: dict[Lying, int] = {}
    for deed in deeds:
        if isinstance(deed, Count):
            for index, number in deed.pieces:
                _add(units, _as_counted(deed, index), number)
        elif isinstance(deed, Moved):
            for one in deed.taken:
                _add(units, _nothing_of(one), -one.units)
                _add(units, _nothing_of(one, deed.box), one.units)
        elif isinstance(deed, Broken):
            for one in deed.taken:
                _add(units, _nothing_of(one), -one.units)
    return tuple(_units_of(one, number) for one, number in units.items() if number)


def _add(units: dict[Lying, int], what: Lying, number: int) -> None:
    units[what] = units.get(what, 0) + number


def _as_counted(count: Count, index: int) -> Lying:
    proofs = (count.serial, count.lot, count.expires_on, count.transparency)
    return Lying(index, 0, count.box, *proofs, count.instead)


def _nothing_of(one: Lying, box: int = 0) -> Lying:
    proofs = (one.serial, one.lot, one.expires_on, one.transparency)
    return Lying(one.index, 0, box or one.box, *proofs, one.instead)


def _units_of(one: Lying, units: int) -> Lying:
    proofs = (one.serial, one.lot, one.expires_on, one.transparency)
    return Lying(one.index, units, one.box, *proofs, one.instead)
