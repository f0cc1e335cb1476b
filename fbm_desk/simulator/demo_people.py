"""Who works in the demonstration shop and where it stands; all of it is invented.

Read from `resources/demo/people.json`; what is sold is in `demo_catalogue`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from fbm_desk.settings import resource


class DemoRole(Enum):
    """What somebody does in the shop."""

    PACKER = "packer"  #: packs at a bench
    SUPERVISOR = "supervisor"  #: walks the floor, may override
    OFFICE = "office"  #: stock, returns, buyers
    OWNER = "owner"  #: may do everything


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody with a badge. `badge` is what the badge's barcode says, `pin` has four digits,
    `language` is an ISO 639-1 code."""

    name: str
    role: DemoRole
    badge: str
    pin: str = field(repr=False)
    language: str


@dataclass(frozen=True, slots=True)
class DemoSender:
    """The shop as it stands on labels and slips. `country` is an ISO 3166 code of two letters."""

    name: str
    street: str
    building: str
    postcode: str
    city: str
    country: str
    phone: str
    email: str
    website: str


def load_demo_people() -> tuple[DemoPerson, ...]:
    """Everybody who works in the shop, packers first."""
    return tuple(DemoPerson(**{**row, "role": DemoRole(row["role"])}) for row in _file()["people"])


def load_demo_sender() -> DemoSender:
    """The shop's own name and address."""
    return DemoSender(**_file()["shop"])


def _file() -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(resource("demo", "people.json").read_text("utf-8"))
    return raw
