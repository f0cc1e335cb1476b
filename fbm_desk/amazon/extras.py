"""Value-added services of a rate: what they cost, which duty each keeps, which ones to take.

Some carriers want one chosen from a group with every label. Reading the rate itself is `rates`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fbm_desk.amazon.json_body import BadJson, JsonObject, part, parts, required
from fbm_desk.amazon.money import charge
from fbm_desk.domain.orders import Duty

NOTHING: frozenset[Duty] = frozenset()
#: Duties by the names of rate items and value-added services (published model, read 2026-08).
_KEPT = {
    "SIGNATURE_CONFIRMATION": frozenset({Duty.SIGNATURE}),
    "CUST_SIG_VERIFICATION": frozenset({Duty.SIGNATURE}),
    "SIGNATURE_ON_DELIVERY": frozenset({Duty.SIGNATURE}),
    "ADULT_SIGNATURE_CONFIRMATION": frozenset({Duty.SIGNATURE, Duty.AGE_CHECK}),
}
#: At the same price what asks least of the buyer: a signature nobody wants brings parcels back.
_EASE = {"DELIVERY_CONFIRMATION": 0, "NO_CONFIRMATION": 1}


@dataclass(frozen=True, slots=True)
class Extra:
    """One value-added service; its price comes on top of the rate's, in the rate's currency."""

    id: str
    price_minor: int
    keeps: frozenset[Duty] = NOTHING


@dataclass(frozen=True, slots=True)
class ExtraGroup:
    """Extras of which one may be taken; when `is_required`, one must be."""

    is_required: bool
    extras: tuple[Extra, ...]


def kept_by(name: str) -> frozenset[Duty]:
    """The duties that a rate item or a value-added service keeps, by its id in any spelling."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)
    return _KEPT.get(re.sub(r"[^A-Z0-9]+", "_", words.upper()).strip("_"), NOTHING)


def groups_of(rate: JsonObject, currency: str) -> tuple[ExtraGroup, ...]:
    """The groups of a rate. An extra whose price cannot be understood is not on offer."""
    return tuple(
        ExtraGroup(
            group.get("isRequired") is True,
            tuple(_readable(parts(group, "valueAddedServices"), currency)),
        )
        for group in parts(rate, "availableValueAddedServiceGroups")
    )


def _readable(listed: Iterable[JsonObject], currency: str) -> Iterable[Extra]:
    for one in listed:
        try:
            name, (price_minor, unit) = required(one, "id"), charge(part(one, "cost"))
        except BadJson:
            continue
        if unit == currency:
            yield Extra(name, price_minor, kept_by(name))


def to_take(groups: Iterable[ExtraGroup], wanted: frozenset[Duty]) -> tuple[Extra, ...] | None:
    """The cheapest extras that keep the wanted duties as far as they can be kept.

    None when a required group has nothing to choose from: such a rate cannot be bought.
    """
    taken: list[Extra] = []
    for group in groups:
        helping = [extra for extra in group.extras if extra.keeps & wanted]
        if helping:
            best = min(helping, key=lambda one: (-len(one.keeps & wanted), *_burden(one)))
            wanted -= best.keeps
            taken.append(best)
        elif group.is_required:
            if not group.extras:
                return None
            taken.append(min(group.extras, key=_burden))
    return tuple(taken)


def _burden(extra: Extra) -> tuple[int, int, str]:
    return extra.price_minor, _EASE.get(extra.id, 2), extra.id
