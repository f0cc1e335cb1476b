"""Whose Amazon account is spoken for and where Amazon is; leaves keeping its secrets to others."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import urlsplit


class Region(Enum):
    """One of Amazon's three endpoints (SP-API documentation, read 2026-11)."""

    NORTH_AMERICA = "na"  #: Canada, United States, Mexico, Brazil
    EUROPE = "eu"  #: Europe, Middle East, Africa, India
    FAR_EAST = "fe"  #: Singapore, Australia, Japan


SIGN_IN_URL = "https://api.amazon.com/auth/o2/token"
_ALLOWED_HOSTS = frozenset(
    {
        "api.amazon.com",
        *(f"sellingpartnerapi-{region.value}.amazon.com" for region in Region),
        *(f"sandbox.sellingpartnerapi-{region.value}.amazon.com" for region in Region),
    }
)


def api_url(region: Region, *, sandbox: bool = False) -> str:
    """The address of a region's endpoint, without a slash at the end."""
    prefix = "sandbox." if sandbox else ""
    return f"https://{prefix}sellingpartnerapi-{region.value}.amazon.com"


class WrongAddress(ValueError):
    """An address that must not be given Amazon's keys; the words name the address only."""


@dataclass(frozen=True, slots=True)
class Account:
    """One seller's account with the keys of his own private application.

    `api_url` and `signin_url` default to Amazon's; other hosts are refused unless they are this
    machine, and plain http is for this machine only (the simulator). `shipping_business` is
    Shipping v2's `x-amzn-shipping-business-id`, e.g. `AmazonShipping_UK`; '' sells no labels.
    Raises `WrongAddress`.
    """

    seller_id: str
    region: Region
    marketplace_ids: tuple[str, ...]
    lwa_app_id: str = field(repr=False)
    lwa_client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)
    api_url: str = ""
    signin_url: str = SIGN_IN_URL
    shipping_business: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "api_url", (self.api_url or api_url(self.region)).rstrip("/"))
        refuse_other_hosts(self.api_url)
        refuse_other_hosts(self.signin_url)


def refuse_other_hosts(url: str) -> None:
    """Raises `WrongAddress` unless the address is Amazon's by https or this machine's."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise WrongAddress("The address cannot be read; check it for typing errors.") from error
    if parts.username or parts.password:
        raise WrongAddress("An address must not carry a user name or a password.")
    if parts.scheme in {"http", "https"} and is_this_machine(host):
        return
    if parts.scheme != "https":
        raise WrongAddress(f"{host or 'This address'} must be reached by https.")
    if host not in _ALLOWED_HOSTS or parts.port not in (None, 443):
        raise WrongAddress(f"{host} is not one of Amazon's addresses.")


def is_this_machine(host: str) -> bool:
    """Whether a host's name or address is this computer's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
