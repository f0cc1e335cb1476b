"""Where a seller account may sell, as Amazon says it; leaves asking to `amazon`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Participation:
    """One marketplace of the account. `active`: it sells there; `suspended`: listings are off."""

    marketplace_id: str
    name: str
    country: str  # ISO 3166 alpha-2
    currency: str  # ISO 4217
    active: bool
    suspended: bool = False
