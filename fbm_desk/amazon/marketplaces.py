"""Amazon's marketplaces: id, shop name and currency; leaves hosts and keys to `account`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marketplace:
    """One of Amazon's shops. `channel` is how reports name it, e.g. `amazon.de`."""

    id: str
    country: str  # ISO 3166 alpha-2
    channel: str
    currency: str  # ISO 4217


#: SP-API documentation, page "Marketplace IDs", read 2026-11.
MARKETPLACES = (
    Marketplace("A2EUQ1WTGCTBG2", "CA", "amazon.ca", "CAD"),
    Marketplace("ATVPDKIKX0DER", "US", "amazon.com", "USD"),
    Marketplace("A1AM78C64UM0Y8", "MX", "amazon.com.mx", "MXN"),
    Marketplace("A2Q3Y263D00KWC", "BR", "amazon.com.br", "BRL"),
    Marketplace("A28R8C7NBKEWEA", "IE", "amazon.ie", "EUR"),
    Marketplace("A1RKKUPIHCS9HS", "ES", "amazon.es", "EUR"),
    Marketplace("A1F83G8C2ARO7P", "GB", "amazon.co.uk", "GBP"),
    Marketplace("A13V1IB3VIYZZH", "FR", "amazon.fr", "EUR"),
    Marketplace("AMEN7PMS3EDWL", "BE", "amazon.com.be", "EUR"),
    Marketplace("A1805IZSGTT6HS", "NL", "amazon.nl", "EUR"),
    Marketplace("A1PA6795UKMFR9", "DE", "amazon.de", "EUR"),
    Marketplace("APJ6JRA9NG5V4", "IT", "amazon.it", "EUR"),
    Marketplace("A2NODRKZP88ZB9", "SE", "amazon.se", "SEK"),
    Marketplace("AE08WJ6YKNBMC", "ZA", "amazon.co.za", "ZAR"),
    Marketplace("A1C3SOZRARQ6R3", "PL", "amazon.pl", "PLN"),
    Marketplace("ARBP9OOSHTCHU", "EG", "amazon.eg", "EGP"),
    Marketplace("A33AVAJ2PDY3EV", "TR", "amazon.com.tr", "TRY"),
    Marketplace("A17E79C6D8DWNP", "SA", "amazon.sa", "SAR"),
    Marketplace("A2VIGQ35RCS4UG", "AE", "amazon.ae", "AED"),
    Marketplace("A21TJRUUN4KGV", "IN", "amazon.in", "INR"),
    Marketplace("A19VAU5U5O7RUS", "SG", "amazon.sg", "SGD"),
    Marketplace("A39IBJ37TRP1C6", "AU", "amazon.com.au", "AUD"),
    Marketplace("A1VC38T7YXB528", "JP", "amazon.co.jp", "JPY"),
)
_BY_CHANNEL = {shop.channel: shop.id for shop in MARKETPLACES}
_BY_CURRENCY = {shop.currency: shop.id for shop in MARKETPLACES if shop.currency != "EUR"}


def currency_of(marketplace_id: str) -> str:
    """The currency a marketplace's prices are in; '' for one that is not known."""
    return next((shop.currency for shop in MARKETPLACES if shop.id == marketplace_id), "")


def marketplace_of(channel: str, currency: str) -> str:
    """The id behind a report's sales channel or, if only one shop uses it, its currency; else ''.

    The euro is many shops' currency and tells nothing.
    """
    return _BY_CHANNEL.get(channel.lower(), "") or _BY_CURRENCY.get(currency.upper(), "")
