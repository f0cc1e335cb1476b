"""The four marketplaces the pretend shop sells in, their money and their clocks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Price:
    """An amount as Amazon writes it: a decimal string and an ISO 4217 currency."""

    amount: str
    currency: str


@dataclass(frozen=True, slots=True)
class Marketplace:
    """One of Amazon's shops. `per_dollar` is a fixed rate good enough for pretending."""

    marketplace_id: str
    name: str
    country: str
    currency: str
    per_dollar: float
    decimals: int
    order_prefixes: tuple[str, ...]
    utc_offset_h: int
    shipping_business: str  #: of Shipping v2; empty where the published model names none


US = Marketplace(
    "ATVPDKIKX0DER", "Amazon.com", "US", "USD", 1.0, 2, ("111", "112", "113", "114"), -5,
    "AmazonShipping_US",
)  # fmt: skip
UK = Marketplace(
    "A1F83G8C2ARO7P", "Amazon.co.uk", "GB", "GBP", 0.79, 2, ("202", "203", "204", "206"), 0,
    "AmazonShipping_UK",
)  # fmt: skip
DE = Marketplace(
    "A1PA6795UKMFR9", "Amazon.de", "DE", "EUR", 0.92, 2, ("302", "303", "304", "305"), 1, "",
)  # fmt: skip
JP = Marketplace(
    "A1VC38T7YXB528", "Amazon.co.jp", "JP", "JPY", 150.0, 0, ("249", "250", "503"), 9,
    "AmazonShipping_JP",
)  # fmt: skip

ALL = (US, UK, DE, JP)
BY_ID = {marketplace.marketplace_id: marketplace for marketplace in ALL}


def price(marketplace: Marketplace, dollars_minor: int, units: int = 1) -> Price:
    """US cents in the marketplace's money, for so many units."""
    amount = round(dollars_minor / 100 * marketplace.per_dollar, marketplace.decimals) * units
    return Price(f"{amount:.{marketplace.decimals}f}", marketplace.currency)


def times(unit_price: Price, units: int) -> Price:
    """The price of so many units."""
    decimals = len(unit_price.amount.partition(".")[2])
    return Price(f"{float(unit_price.amount) * units:.{decimals}f}", unit_price.currency)
