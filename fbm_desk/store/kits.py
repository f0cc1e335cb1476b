"""What kits come down to: their parts through all kits within them, kept beside the parts.

Whoever asks for stock or for the units of many orders looks here, one level deep.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa

from fbm_desk.domain.orders import Sku
from fbm_desk.store.schema import kit_contents, kit_parts

Parts = Mapping[str, Sequence[tuple[str, int]]]


def keep_contents(connection: sa.Connection) -> None:
    """Write down anew what every kit comes down to. A kit within itself ends there."""
    parts: dict[str, list[tuple[str, int]]] = {}
    for kit, sku, quantity in connection.execute(sa.select(kit_parts)):
        parts.setdefault(kit, []).append((sku, quantity))
    connection.execute(kit_contents.delete())
    rows = [row for kit in parts for row in _contents(kit, parts)]
    if rows:
        connection.execute(kit_contents.insert(), rows)


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
        chosen = sa.select(kit_parts.c.kit).where(kit_parts.c.sku.in_(sorted(wanted)))
        wanted = set(connection.scalars(chosen)) - found
        found |= wanted
    return sorted(found)
