"""What of an order lies in which of its parcels, as Amazon counts it, and which of them it shows.

Amazon counts in units of order lines. A kit is one unit of a line, whatever parts it has: it is
told with the parcel that completes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fbm_desk.domain.orders import KnownPackage, LineId, Sku
from fbm_desk.domain.tracking import plain_tracking

Lines = tuple[tuple[LineId, int], ...]
"""Units of each line, as Amazon counts them."""
PerKit = Mapping[tuple[LineId, Sku], int]
"""How many of an article make up one kit of a line."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Units of one article in a parcel, and the line of the order they are for."""

    line_id: LineId
    sku: Sku
    units: int


def lines_of_boxes(boxes: Sequence[Iterable[Packed]], per_kit: PerKit) -> tuple[Lines, ...]:
    """What each of an order's parcels, in the order of their numbers, tells of each line."""
    inside = [_pieces(box) for box in boxes]
    parts = _parts_of_kits(inside, per_kit)
    so_far: Counter[tuple[LineId, Sku]] = Counter()
    told: Counter[LineId] = Counter()
    found = []
    for pieces in inside:
        so_far.update(pieces)
        lines = dict.fromkeys((line_id for line_id, _ in pieces), 0)
        for line_id in lines:
            if line_id in parts:
                whole = min(so_far[line_id, sku] // n for sku, n in parts[line_id].items())
            else:
                whole = sum(units for (one, _), units in so_far.items() if one == line_id)
            lines[line_id] = whole - told[line_id]
            told[line_id] = whole
        found.append(tuple((line_id, units) for line_id, units in lines.items() if units))
    return tuple(found)


def _pieces(box: Iterable[Packed]) -> Counter[tuple[LineId, Sku]]:
    pieces: Counter[tuple[LineId, Sku]] = Counter()
    for one in box:
        pieces[one.line_id, one.sku] += one.units
    return pieces


def _parts_of_kits(
    inside: Sequence[Counter[tuple[LineId, Sku]]], per_kit: PerKit
) -> dict[LineId, dict[Sku, int]]:
    """The parts of each kit that are in any parcel: of what is in none, nothing can be said."""
    parts: dict[LineId, dict[Sku, int]] = {}
    for line_id, sku in (piece for pieces in inside for piece in pieces):
        if per_kit.get((line_id, sku)):
            parts.setdefault(line_id, {})[sku] = per_kit[line_id, sku]
    return parts


def first_too_many(told: Sequence[Lines], ordered: Mapping[LineId, int]) -> int | None:
    """The index of the first parcel with which more of a line is told than was ordered."""
    so_far: Counter[LineId] = Counter()
    for index, lines in enumerate(told):
        so_far.update(dict(lines))
        if any(so_far[line_id] > ordered.get(line_id, 0) for line_id, _ in lines):
            return index
    return None


# --- read back -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """A parcel as it was told: its number in the order, its tracking number, its units."""

    number: int
    tracking: str
    lines: Lines


def shown(parcels: Sequence[Told], packages: Sequence[KnownPackage]) -> frozenset[int]:
    """The numbers of those parcels of one order that Amazon shows, each with all of its units.

    A parcel without a tracking number is one that Amazon ships itself: each package that is none
    of the others stands for one of them.
    """
    by_tracking = {plain_tracking(one.tracking): one for one in packages if one.tracking}
    known = {plain_tracking(one.tracking) for one in parcels if one.tracking}
    found = {
        one.number
        for one in parcels
        if one.tracking
        and (package := by_tracking.get(plain_tracking(one.tracking))) is not None
        and _holds(package, one.lines)
    }
    others = sum(plain_tracking(one.tracking) not in known for one in packages)
    unnamed = sorted(one.number for one in parcels if not one.tracking)
    return frozenset(found) | frozenset(unnamed[:others])


def _holds(package: KnownPackage, lines: Lines) -> bool:
    """A package of which Amazon does not say what is in it has what we say."""
    inside = dict(package.units)
    return not inside or all(inside.get(line_id, 0) >= units for line_id, units in lines)
