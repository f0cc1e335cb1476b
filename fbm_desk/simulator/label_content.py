"""What stands on a pretend shipping label, and how addresses are set in their countries."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from fbm_desk.simulator.placed_order import Recipient

_COUNTRY_NAMES = {
    "US": "UNITED STATES", "GB": "UNITED KINGDOM", "DE": "GERMANY", "JP": "JAPAN",
    "PL": "POLAND", "GR": "GREECE", "AT": "AUSTRIA", "CZ": "CZECHIA", "IE": "IRELAND",
}  # fmt: skip
#: Countries that write the postcode before the town.
_POSTCODE_FIRST = frozenset({"DE", "AT", "PL", "CZ", "GR"})


@dataclass(frozen=True, slots=True)
class LabelContent:
    """Everything a label says. `tag` is the big word for the service, such as `48H`."""

    carrier: str
    service: str
    tag: str
    tracking: str
    routing: str
    ship_on: datetime
    weight_g: int
    parcel: int
    parcels: int
    order_id: str
    purchase_order_number: str
    ship_from: tuple[str, ...] = field(repr=False)
    ship_to: tuple[str, ...] = field(repr=False)


def address_lines(recipient: Recipient) -> tuple[str, ...]:
    """The address from the name down to the country, empty lines left out."""
    lines = (
        recipient.name,
        recipient.company,
        *_street_and_town(recipient),
        _COUNTRY_NAMES.get(recipient.country, recipient.country),
    )
    return tuple(line for line in lines if line)


def _street_and_town(recipient: Recipient) -> tuple[str, ...]:
    street = (recipient.line1, recipient.line2, recipient.line3)
    if recipient.country == "JP":
        return (f"〒{recipient.postcode}", recipient.region + recipient.city, *street)
    if recipient.country in _POSTCODE_FIRST:
        return (*street, f"{recipient.postcode} {recipient.city}")
    if recipient.country in ("GB", "IE"):
        return (*street, recipient.city, recipient.postcode)
    return (*street, f"{recipient.city}, {recipient.region} {recipient.postcode}")


def routing_code(recipient: Recipient) -> str:
    """The short code a sorting belt goes by: country and the first part of the postcode."""
    if recipient.country in ("GB", "IE"):
        return f"{recipient.country} {recipient.postcode.split(' ')[0]}"
    digits = "".join(sign for sign in recipient.postcode if sign.isascii() and sign.isdigit())
    return f"{recipient.country} {digits[:3]}"


def spaced(tracking: str) -> str:
    """A tracking number for people: in fours."""
    return " ".join(tracking[start : start + 4] for start in range(0, len(tracking), 4))
