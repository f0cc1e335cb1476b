"""An address as the lines a reader expects in its country; whether it is complete is domain's."""

from __future__ import annotations

from fbm_desk import texts
from fbm_desk.domain.orders import Address
from fbm_desk.printing.clean_text import one_line

_LINE_LIMIT = 160
_CITY_REGION_POSTCODE = frozenset({"US", "CA", "AU", "IN"})
_POSTCODE_LAST = frozenset({"GB", "IE", "SG"})
_LARGE_TO_SMALL = frozenset({"JP", "CN", "KR", "TW"})
_REGION_BEHIND_CITY = frozenset({"IT", "ES", "MX", "BR", "AR"})


def address_lines(address: Address) -> list[str]:
    """Cleaned lines from the name down to the country, without empty ones."""
    country = address.country.upper()
    streets = [address.line1, address.line2, address.line3]
    if country in _LARGE_TO_SMALL:
        lines = [address.name, *_large_to_small(address, country), *streets]
    else:
        lines = [address.name, *streets, *_town(address, country)]
    return [
        cleaned
        for line in [*lines, texts.country(address.country)]
        if (cleaned := one_line(line, _LINE_LIMIT))
    ]


def _large_to_small(address: Address, country: str) -> list[str]:
    mark = "〒" if country == "JP" and address.postcode else ""
    return [mark + address.postcode, f"{address.region} {address.city}"]


def _town(address: Address, country: str) -> list[str]:
    city, region, postcode = address.city, address.region, address.postcode
    if country in _CITY_REGION_POSTCODE:
        before = f"{city}, {region}" if city and region else city or region
        return [f"{before} {postcode}"]
    if country in _POSTCODE_LAST:
        return [city, region, postcode]
    if country in _REGION_BEHIND_CITY and region:
        return [f"{postcode} {city} ({region})"]
    return [f"{postcode} {city}", region]
