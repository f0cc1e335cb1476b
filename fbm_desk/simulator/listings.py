"""What the seller offers and how many: one listing per article and marketplace."""

from __future__ import annotations

import itertools
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from fbm_desk.simulator import marketplaces
from fbm_desk.simulator.catalogue_article import CatalogueArticle
from fbm_desk.simulator.marketplaces import Marketplace, Price
from fbm_desk.simulator.shop import Shop

#: How many of each article are on offer before anybody says otherwise.
FIRST_QUANTITY = 25
AVAILABILITY = "fulfillment_availability"


@dataclass(frozen=True, slots=True)
class Listing:
    """One article on offer in one marketplace; `attributes` are what else the seller said."""

    sku: str
    asin: str
    title: str
    marketplace: Marketplace
    price: Price
    quantity: int
    changed_at: datetime
    created_at: datetime
    product_type: str = "PRODUCT"
    attributes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a submission is not accepted."""

    code: str
    message: str
    attribute: str = ""


class Listings:
    """The seller's listings. Thread-safe."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()
        now = shop.clock.now()
        self._listings = {
            (one.sku, place.marketplace_id): _listing(one, place, now)
            for one in shop.catalogue
            for place in marketplaces.ALL
        }

    def of(self, sku: str, marketplace_ids: tuple[str, ...]) -> list[Listing]:
        """The listings of an article in these marketplaces."""
        with self._lock:
            keys = [(sku, one) for one in marketplace_ids]
            return [self._listings[key] for key in keys if key in self._listings]

    def all(self, marketplace_ids: tuple[str, ...]) -> list[list[Listing]]:
        """The listings by article, in these marketplaces, in the order of their SKUs."""
        with self._lock:
            skus = sorted({sku for sku, _ in self._listings})
            found = [self.of(sku, marketplace_ids) for sku in skus]
            return [listings for listings in found if listings]

    def quantity(self, sku: str, marketplace_id: str) -> int:
        """How many are on offer. Unknown: KeyError."""
        with self._lock:
            return self._listings[(sku, marketplace_id)].quantity

    def problems(self, sku: str, marketplace_ids: tuple[str, ...], changes: Any) -> list[Problem]:
        """What is wrong with new attributes for a listing; nothing when they can be kept."""
        if not self.of(sku, marketplace_ids):
            return [Problem("13013", "This SKU is not in the catalogue.")]
        return _wrong_quantities(changes)

    def change(self, sku: str, marketplace_ids: tuple[str, ...], changes: dict[str, Any]) -> None:
        """Keep new attributes; an availability sets the quantity."""
        with self._lock:
            for listing in self.of(sku, marketplace_ids):
                quantity = _quantity(changes)
                self._listings[(sku, listing.marketplace.marketplace_id)] = replace(
                    listing,
                    attributes={**listing.attributes, **changes},
                    quantity=listing.quantity if quantity is None else quantity,
                    changed_at=self._shop.clock.now(),
                )

    def remove(self, sku: str, marketplace_ids: tuple[str, ...]) -> None:
        """Offer an article no more."""
        with self._lock:
            for one in marketplace_ids:
                self._listings.pop((sku, one), None)

    def submission_id(self) -> str:
        """A number for what was sent in."""
        return f"{self._shop.seed:08x}{next(self._numbers):024x}"


def _listing(article: CatalogueArticle, place: Marketplace, now: datetime) -> Listing:
    return Listing(
        sku=article.sku,
        asin=article.asin,
        title=article.title,
        marketplace=place,
        price=marketplaces.price(place, article.price_minor),
        quantity=FIRST_QUANTITY,
        changed_at=now,
        created_at=now,
    )


def _wrong_quantities(changes: Any) -> list[Problem]:
    if not isinstance(changes, dict) or not changes:
        return [Problem("4000003", "There is nothing to change.")]
    if AVAILABILITY not in changes:
        return []
    value = changes[AVAILABILITY]
    if value == []:
        return []
    first = value[0] if isinstance(value, list) and isinstance(value[0], dict) else {}
    if first.get("fulfillment_channel_code") != "DEFAULT":
        return [Problem("90244", "The channel is not the seller's own.", AVAILABILITY)]
    quantity = first.get("quantity")
    if not isinstance(quantity, int) or isinstance(quantity, bool) or quantity < 0:
        return [Problem("90220", "The quantity is missing or not a whole number.", AVAILABILITY)]
    return []


def _quantity(changes: dict[str, Any]) -> int | None:
    if AVAILABILITY not in changes:
        return None
    value = changes[AVAILABILITY]
    return int(value[0]["quantity"]) if value else 0
