"""Which of the seller's boxes an order fits in, and where each unit goes: extreme points in 3-D.

A heuristic (Crainic, Perboli, Tadei 2008: extreme points, largest first). It may miss a way to
pack, but every place it gives is sound: inside the box, nothing through another, nothing in the
air, nothing on what breaks, what must stand upright stands. Lengths are millimetres, weights grams.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from fbm_desk.domain.orders import Sku

Sides = tuple[int, int, int]
"""Length, width and height."""
SUPPORTED = 0.7
"""So much of a thing's bottom must lie on something."""
MOST_THINGS = 60
"""Of a larger order only volume and weight are looked at: nobody packs by a drawing then."""
LOOSE_FILL = 0.75
"""How much of a box things can be believed to fill when nobody placed them one by one."""


@dataclass(frozen=True, slots=True)
class PackBox:
    """One of the seller's boxes; `inner` is what fits in, `outer` what the carrier measures."""

    name: str
    inner: Sides
    outer: Sides
    weight_g: int = 0
    max_weight_g: int = 30_000
    barcode: str = ""

    @property
    def volume(self) -> int:
        """What fits in, in mm³."""
        return self.inner[0] * self.inner[1] * self.inner[2]


@dataclass(frozen=True, slots=True)
class Thing:
    """One unit as it is packed."""

    sku: Sku
    sides: Sides
    weight_g: int = 0
    fragile: bool = False  # nothing lies on it
    upright: bool = False  # its height stays its height
    own_box: bool = False  # leaves in its own packaging, alone

    @property
    def volume(self) -> int:
        """In mm³."""
        return self.sides[0] * self.sides[1] * self.sides[2]


@dataclass(frozen=True, slots=True)
class Placed:
    """A unit with the corner nearest to the box's own corner, and its sides as it lies."""

    thing: Thing
    at: Sides
    sides: Sides


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One parcel. `box` is None for a thing in its own packaging.

    `placed` is empty where only the volume was looked at.
    """

    box: PackBox | None
    things: tuple[Thing, ...]
    placed: tuple[Placed, ...] = ()

    @property
    def fill_percent(self) -> int:
        """How much of the box the things take."""
        volume = sum(thing.volume for thing in self.things)
        return 100 if self.box is None else round(100 * volume / self.box.volume)


def suggest(boxes: Sequence[PackBox], things: Sequence[Thing]) -> tuple[Suggestion, ...]:
    """The parcels an order makes: things that ship alone, the others in the smallest box they fit.

    What fits in no one box is spread over several; what fits in none at all gives no suggestion.
    """
    alone = tuple(Suggestion(None, (thing,)) for thing in things if thing.own_box)
    left = [thing for thing in things if not thing.own_box]
    by_size = sorted(boxes, key=lambda box: box.volume)
    found: list[Suggestion] = []
    while left:
        one = _smallest(by_size, left) or _fullest(by_size, left)
        if one is None:
            return ()
        found.append(one)
        for thing in one.things:
            left.remove(thing)
    return (*found, *alone)


def _smallest(boxes: Sequence[PackBox], things: Sequence[Thing]) -> Suggestion | None:
    """All of it in the smallest box it fits."""
    volume, weight_g = sum(t.volume for t in things), sum(t.weight_g for t in things)
    for box in boxes:
        if volume > box.volume or weight_g + box.weight_g > box.max_weight_g:
            continue
        if len(things) > MOST_THINGS:
            if volume <= LOOSE_FILL * box.volume and all(_goes_in(box, t) for t in things):
                return Suggestion(box, tuple(things))
            continue
        placed = place(box, things, whole=True)
        if len(placed) == len(things):
            return Suggestion(box, tuple(things), placed)
    return None


def _fullest(boxes: Sequence[PackBox], things: Sequence[Thing]) -> Suggestion | None:
    """As much of it as goes into the largest box."""
    if not boxes:
        return None
    box, chosen, weight_g = boxes[-1], list[Thing](), boxes[-1].weight_g
    for thing in sorted(things, key=_size, reverse=True)[:MOST_THINGS]:
        if weight_g + thing.weight_g <= box.max_weight_g:
            chosen.append(thing)
            weight_g += thing.weight_g
    placed = place(box, chosen)
    return Suggestion(box, tuple(one.thing for one in placed), placed) if placed else None


def _goes_in(box: PackBox, thing: Thing) -> bool:
    return any(_within(sides, box.inner) for sides in _ways(thing))


# --- one box -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Load:
    """What lies in a box so far, and the corners where something may still go.

    `walls` are the same things as two corners and whether they break: asked for most of the time.
    """

    inner: Sides
    placed: list[Placed] = field(default_factory=list)
    walls: list[tuple[int, int, int, int, int, int, bool]] = field(default_factory=list)
    corners: list[Sides] = field(default_factory=lambda: [(0, 0, 0)])
    dead: set[tuple[Sides, Sides, bool]] = field(default_factory=set)  # tried, and never possible


def place(box: PackBox, things: Sequence[Thing], whole: bool = False) -> tuple[Placed, ...]:
    """Put in what goes in, the largest first, what breaks last; where each thing lies.

    With `whole` it gives up with the first thing that does not go in.
    """
    load = _Load(box.inner)
    for thing in sorted(things, key=_size, reverse=True):
        found = _spot(load, thing)
        if found is not None:
            _put(load, found)
        elif whole:
            break
    return tuple(load.placed)


def _size(thing: Thing) -> tuple[bool, int, int, str]:
    """The order of going in, from the end: robust, then a large bottom, then a large volume."""
    length, width, height = sorted(thing.sides, reverse=True)
    bottom = thing.sides[0] * thing.sides[1] if thing.upright else length * width
    return (not thing.fragile, bottom, height, thing.sku)


def _ways(thing: Thing) -> tuple[Sides, ...]:
    """How it may lie, flat ways first."""
    a, b, c = thing.sides
    ways = [(a, b, c), (b, a, c)]
    if not thing.upright:
        ways += [(a, c, b), (c, a, b), (b, c, a), (c, b, a)]
    return tuple(sorted(set(ways), key=lambda sides: (sides[2], -sides[0])))


def _within(sides: Sides, inner: Sides) -> bool:
    return sides[0] <= inner[0] and sides[1] <= inner[1] and sides[2] <= inner[2]


def _spot(load: _Load, thing: Thing) -> Placed | None:
    """The lowest, rearmost, leftmost corner where it may lie."""
    ways = [sides for sides in _ways(thing) if _within(sides, load.inner)]
    for corner in load.corners:
        for sides in ways:
            spot = (corner, sides, thing.fragile)
            if spot not in load.dead and _lies_well(load, corner, sides, thing.fragile):
                return Placed(thing, corner, sides)
    return None


def _lies_well(load: _Load, at: Sides, sides: Sides, fragile: bool) -> bool:
    x, y, z = at
    right, back, top = x + sides[0], y + sides[1], z + sides[2]
    inner = load.inner
    if right > inner[0] or back > inner[1] or top > inner[2]:
        load.dead.add((at, sides, fragile))
        return False
    below = 0
    for ox, oy, oz, ax, ay, az, breaks in load.walls:
        if ox >= right or ax <= x or oy >= back or ay <= y:
            continue  # beside each other, whatever the height
        if (z < az and oz < top) or (fragile if oz >= top else breaks):  # through it, or upon it
            load.dead.add((at, sides, fragile))
            return False
        if az == z:
            below += (min(right, ax) - max(x, ox)) * (min(back, ay) - max(y, oy))
    return z == 0 or below >= SUPPORTED * sides[0] * sides[1]


def _put(load: _Load, one: Placed) -> None:
    load.placed.append(one)
    (x, y, z), (length, width, height) = one.at, one.sides
    load.walls.append((x, y, z, x + length, y + width, z + height, one.thing.fragile))
    fresh = {corner for corner in _corners(load, one) if _is_free(load, corner)}
    kept = {corner for corner in load.corners if not _covers(one, corner)}
    load.corners = sorted(fresh | kept, key=lambda at: (at[2], at[1], at[0]))


def _corners(load: _Load, one: Placed) -> Iterator[Sides]:
    """The new thing's free corners, each slid back until it meets a wall or another thing."""
    (x, y, z), (length, width, height) = one.at, one.sides
    right, back, top = x + length, y + width, z + height
    yield from ((right, y, z), (x, back, z), (x, y, top))
    rear = left = low_right = low_back = top_left = top_rear = 0
    for other in load.placed:
        (ox, oy, oz), (ol, ow, oh) = other.at, other.sides
        ax, ay, az = ox + ol, oy + ow, oz + oh
        if ox <= right < ax:
            if oz <= z < az and rear < ay <= y:
                rear = ay
            if oy <= y < ay and low_right < az <= z:
                low_right = az
        if oy <= back < ay:
            if oz <= z < az and left < ax <= x:
                left = ax
            if ox <= x < ax and low_back < az <= z:
                low_back = az
        if oz <= top < az:
            if oy <= y < ay and top_left < ax <= x:
                top_left = ax
            if ox <= x < ax and top_rear < ay <= y:
                top_rear = ay
    yield from ((right, rear, z), (right, y, low_right), (left, back, z), (x, back, low_back))
    yield from ((top_left, y, top), (x, top_rear, top))


def _is_free(load: _Load, corner: Sides) -> bool:
    x, y, z = corner
    length, width, height = load.inner
    inside = x < length and y < width and z < height
    return inside and not any(_covers(placed, corner) for placed in load.placed)


def _covers(one: Placed, corner: Sides) -> bool:
    (x, y, z), (length, width, height) = one.at, one.sides
    left, rear, low = corner
    return x <= left < x + length and y <= rear < y + width and z <= low < z + height
