"""What kits come down to: their parts through all kits within them, kept beside the parts.

Whoever asks for stock or for the units of many orders looks here, one level deep.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import sqlalchemy as sa

from fbm_desk.domain.orders import Sku
from fbm_desk.store.schema import kit_contents, kit_parts

Part = tuple[str, int]
Parts = Mapping[str, Sequence[Part]]
_AT_ONCE = 500


def keep_contents(connection: sa.Connection, changed: Sequence[Sku]) -> None:
    """Write down anew what these kits and those around them come down to.

    They may be kits no longer. A kit within itself ends there.
    """
    kits = {*changed, *kits_around(connection, changed)}
    parts = _all_within(connection, kits)
    rows = [row for kit in sorted(kits & parts.keys()) for row in _contents(kit, parts)]
    for some in _in_parts(sorted(kits)):
        connection.execute(kit_contents.delete().where(kit_contents.c.kit.in_(some)))
    if rows:
        connection.execute(kit_contents.insert(), rows)


def _all_within(connection: sa.Connection, kits: Collection[str]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = {}
    wanted, asked = set(kits), set(kits)
    while wanted:
        fresh: dict[str, list[Part]] = {}
        for some in _in_parts(sorted(wanted)):
            for kit, sku, units in connection.execute(
                sa.select(kit_parts).where(kit_parts.c.kit.in_(some))
            ):
                fresh.setdefault(kit, []).append((sku, units))
        found |= fresh
        wanted = {sku for parts in fresh.values() for sku, _ in parts} - asked
        asked |= wanted
    return found


def _in_parts(skus: Sequence[str]) -> Iterator[Sequence[str]]:
    """A few hundred at a time: no statement takes any number of values."""
    for start in range(0, len(skus), _AT_ONCE):
        yield skus[start : start + _AT_ONCE]


def _contents(kit: str, parts: Parts) -> list[dict[str, str | int]]:
    units: dict[str, int] = {}
    for sku, number in _within(kit, parts, ()):
        units[sku] = units.get(sku, 0) + number
    return [{"kit": kit, "sku": sku, "quantity": number} for sku, number in units.items()]


def _within(sku: str, parts: Parts, around: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    if sku not in parts or sku in around:
        yield sku, 1
        return
    for part, each in parts[sku]:
        for leaf, number in _within(part, parts, (*around, sku)):
            yield leaf, number * each


def kits_around(connection: sa.Connection, skus: Sequence[Sku]) -> list[Sku]:
    """The kits that hold one of these articles or kits, at any depth."""
    found: set[Sku] = set()
    wanted = set(skus)
    while wanted:
        around: set[Sku] = set()
        for some in _in_parts(sorted(wanted)):
            chosen = sa.select(kit_parts.c.kit).where(kit_parts.c.sku.in_(some))
            around.update(connection.scalars(chosen))
        wanted = around - found
        found |= wanted
    return sorted(found)
