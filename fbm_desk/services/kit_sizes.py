"""Which kits hold themselves, and which come down to more than a bench can show or count."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

Parts = Mapping[str, Sequence[tuple[str, int]]]

MOST_LINES = 100
"""Lines that one kit may become at a bench; kits within kits multiply."""
MOST_UNITS = 9_999


def around_themselves(parts: Parts) -> set[str]:
    """The kits that hold themselves, at any depth, and those around such kits that lie on a circle.

    What is left when everything that leads to no kit is taken away, over and over, from both ends.
    """
    down = {kit: {sku for sku, _ in held if sku in parts} for kit, held in parts.items()}
    up: dict[str, set[str]] = {kit: set() for kit in parts}
    for kit, held in down.items():
        for sku in held:
            up[sku].add(kit)
    for edges, back in ((down, up), (up, down)):
        ends = [kit for kit in edges if not edges[kit]]
        while ends:
            end = ends.pop()
            for kit in back.pop(end, set()):
                edges[kit].discard(end)
                if not edges[kit]:
                    ends.append(kit)
            edges.pop(end, None)
    return set(down)


def within(parts: Parts, kits: Collection[str]) -> set[str]:
    """What lies in these kits, at any depth."""
    found, left = set[str](), list(kits)
    while left:
        fresh = {sku for sku, _ in parts.get(left.pop(), ())} - found
        found |= fresh
        left.extend(fresh)
    return found


def too_large(parts: Parts, circles: Collection[str]) -> set[str]:
    """The kits of which one becomes too many lines or units, those on a circle apart."""
    sizes: dict[str, tuple[int, int]] = {}
    for kit in parts:
        _measure(kit, parts, sizes, circles)
    return {
        kit for kit, (lines, units) in sizes.items() if lines > MOST_LINES or units > MOST_UNITS
    }


def _measure(
    kit: str, parts: Parts, sizes: dict[str, tuple[int, int]], circles: Collection[str]
) -> None:
    """Lines and units of a kit, those within it first; no recursion, a file may nest deeply."""
    open_kits: list[tuple[str, Iterator[tuple[str, int]]]] = []
    if kit not in sizes and kit not in circles:
        open_kits.append((kit, iter(parts[kit])))
    while open_kits:
        current, rest = open_kits[-1]
        inner = next(
            (s for s, _ in rest if s in parts and s not in sizes and s not in circles), None
        )
        if inner is not None:
            open_kits.append((inner, iter(parts[inner])))
            continue
        open_kits.pop()
        each = [(sizes.get(sku, (1, 1)), units) for sku, units in parts[current]]
        sizes[current] = (
            min(sum(lines for (lines, _), _ in each), MOST_LINES + 1),
            min(sum(inside * units for (_, inside), units in each), MOST_UNITS + 1),
        )
