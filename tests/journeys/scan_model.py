"""What is in the boxes by the words of the trade alone: the scan oracle's own arithmetic.

Written from what the program promises and not from how it keeps it: units are counted in multisets,
and whether a scan fits is found by trying, slow and plain. Which answers to a scan are right is
`scan_referee`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from typing import NamedTuple

from fbm_desk.domain.codes import Code
from fbm_desk.domain.orders import LineId, Sku
from fbm_desk.domain.session import Match, Session
from tests.journeys.scan_shops import Bought, Shop, Thing

NO_SKU = Sku("")


class Unit(NamedTuple):
    """One unit in a box: what it is, what it stands for, where it lies and what it showed."""

    sku: Sku
    stands_for: Sku
    box: int = 1
    serial: str = ""
    lot: str = ""
    expires_on: date | None = None
    proof: str = ""


def may_be_it(unit: Unit, code: Code) -> bool:
    """True when nothing that a barcode shows says that it is another unit than this one."""
    both = ((unit.serial, code.serial), (unit.lot, code.lot), (unit.proof, code.transparency))
    return all(not mine or not told or mine.lower() == told.lower() for mine, told in both)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a scan shows of its units."""

    serial: str = ""
    lot: str = ""
    expires_on: date | None = None
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that a scan may mean: so many units of these articles, standing for these."""

    match: Match
    units: tuple[tuple[tuple[Sku, Sku], int], ...]
    kits: int = 0

    @property
    def number(self) -> int:
        """All its units."""
        return sum(units for _, units in self.units)

    @property
    def name(self) -> tuple[Sku, Sku | None]:
        """The article scanned and the one it would stand for."""
        return self.match.sku, self.match.instead_of

    def put(self, box: int, facts: Facts) -> Counter[Unit]:
        """Its units in a box."""
        found: Counter[Unit] = Counter()
        for (sku, stands_for), units in self.units:
            unit = Unit(
                sku, stands_for, box, facts.serial, facts.lot, facts.expires_on, facts.proof
            )
            found[unit] += units
        return found


@dataclass(slots=True)
class Boxes:
    """What an order wants and what lies in its boxes, as the oracle counts it."""

    shop: Shop
    bought: Bought
    contents: Counter[Unit] = field(default_factory=Counter)
    by_code: Counter[Sku] = field(default_factory=Counter)
    short: bool = False
    broken: frozenset[tuple[Sku, str]] = frozenset()  # by serial number; by code, of no article
    before: list[tuple[Counter[Unit], Counter[Sku], bool, frozenset[tuple[Sku, str]]]] = field(
        default_factory=list
    )

    # --- what is wanted --------------------------------------------------------------------------

    def lines(self) -> list[tuple[LineId, Sku, int]]:
        """Articles to put in by line, kits taken apart."""
        found: list[tuple[LineId, Sku, int]] = []
        for line_id, sku, quantity in self.bought.lines:
            parts = self.shop.flat(sku) if sku in self.shop.kits else {sku: 1}
            found += [(line_id, part, units * quantity) for part, units in parts.items()]
        return found

    def wanted(self, sku: Sku) -> int:
        """Units of an article that the whole order wants."""
        return sum(units for _, one, units in self.lines() if one == sku)

    def missing(self, sku: Sku) -> int:
        """Those of them that nothing stands for yet."""
        return self.wanted(sku) - self.standing_for(sku)

    def standing_for(self, sku: Sku) -> int:
        """Units in the boxes that stand for an article."""
        return sum(number for unit, number in self.contents.items() if unit.stands_for == sku)

    def kits_wanted(self) -> Counter[Sku]:
        """Kits of the order, the kits within them among them."""
        found: Counter[Sku] = Counter()
        for _, sku, quantity in self.bought.lines:
            if sku in self.shop.kits:
                for kit, number in self.shop.within(sku).items():
                    found[kit] += number * quantity
        return found

    @property
    def complete(self) -> bool:
        """Everything is in that is to leave."""
        return self.short or all(self.missing(sku) == 0 for _, sku, _ in self.lines())

    @property
    def full_boxes(self) -> list[int]:
        """Boxes with something in them."""
        return sorted({unit.box for unit in +self.contents})

    # --- what a scan may mean --------------------------------------------------------------------

    def ways(self, matches: Iterable[Match], times: int) -> list[Way]:
        """Everything in this order that these articles could be, whether there is room or not."""
        found: list[Way] = []
        for match in matches:
            number = match.units * times
            if match.sku in self.shop.kits:
                if self.kits_wanted()[match.sku]:
                    parts = self.shop.flat(match.sku)
                    units = tuple(((one, one), n * number) for one, n in sorted(parts.items()))
                    found.append(Way(match, units, number))
                continue
            if self.wanted(match.sku):
                found.append(Way(match, (((match.sku, match.sku), number),)))
            if not self.wanted(match.sku) or self.missing(match.sku) == 0:
                found += [
                    Way(replace(match, instead_of=one), (((match.sku, one), number),))
                    for one in self._named_by(match.sku)
                ]
        return found

    def _named_by(self, sku: Sku) -> list[Sku]:
        """Wanted articles instead of which this one may be sent."""
        if not self.bought.may_substitute:
            return []
        skus = sorted({one for _, one, _ in self.lines()})
        return [one for one in skus if sku in self.shop.instead.get(one, ())]

    def room(self, way: Way) -> bool:
        """True when all its units find a place: there is a way to lay everything out."""
        if way.kits:
            inner = self.shop.within(way.match.sku)
            wanted = self.kits_wanted()
            if any(self.by_code[kit] + n * way.kits > wanted[kit] for kit, n in inner.items()):
                return False
        laid: Counter[tuple[Sku, Sku]] = Counter()
        for unit, number in self.contents.items():
            laid[unit.sku, unit.stands_for] += number
        for kind, number in way.units:
            laid[kind] += number
        return self._can_be_laid(laid)

    def _can_be_laid(self, laid: Counter[tuple[Sku, Sku]]) -> bool:
        """Hall's marriage: every group of kinds has enough places that take one of them."""
        for stands_for in {kind[1] for kind in laid}:
            kinds = [kind for kind in laid if kind[1] == stands_for and laid[kind]]
            for size in range(1, len(kinds) + 1):
                for group in combinations(kinds, size):
                    places = sum(
                        units
                        for _, wanted, units in self.lines()
                        if any(self._takes(wanted, kind) for kind in group)
                    )
                    if sum(laid[kind] for kind in group) > places:
                        return False
        return True

    def _takes(self, wanted: Sku, kind: tuple[Sku, Sku]) -> bool:
        sku, stands_for = kind
        return wanted == stands_for and (sku == wanted or sku in self.shop.instead.get(wanted, ()))

    def things(self, way: Way) -> list[Thing]:
        """The articles of a way."""
        return [self.shop.things[sku] for (sku, _), _ in way.units]

    def lies(self, sku: Sku, serial: str) -> bool:
        """True when a unit of this article with this serial number is in a box; what several units
        at once showed is no serial number. Capitals and small letters are the same."""
        return any(
            unit.sku == sku and unit.serial.lower() == serial.lower() and number == 1
            for unit, number in self.contents.items()
        )

    def known(self, sku: Sku, serial: str) -> bool:
        """True when that very unit lies in a box, or broke: neither can be put in once more."""
        return self.lies(sku, serial) or (sku, serial.lower()) in self.broken

    def proof_lies(self, proof: str) -> bool:
        """True when the unit with this Transparency code is in a box, or broke."""
        return (NO_SKU, proof) in self.broken or any(unit.proof == proof for unit in +self.contents)

    # --- deeds -----------------------------------------------------------------------------------

    def remember(self) -> None:
        """A deed is about to be done."""
        was = (Counter(self.contents), Counter(self.by_code), self.short, self.broken)
        self.before.append(was)

    def take_back(self) -> None:
        """As it was before the last deed."""
        self.contents, self.by_code, self.short, self.broken = self.before.pop()


# --- what the program says is in -----------------------------------------------------------------


def told_contents(session: Session) -> Counter[Unit]:
    """The units a session says are in its boxes."""
    found: Counter[Unit] = Counter()
    for one in session.lying:
        line = session.lines[one.index]
        unit = Unit(
            one.instead or line.sku, line.sku, one.box,
            one.serial, one.lot, one.expires_on, one.transparency,
        )  # fmt: skip
        found[unit] += one.units
    return +found


def told_kits(session: Session, shop: Shop) -> Counter[Sku]:
    """Kits it says were counted by a code, those within them among them."""
    found: Counter[Sku] = Counter()
    for count in session.counts:
        if count.kit:
            for kit, number in shop.within(count.kit).items():
                found[kit] += number * count.kits
    return found
