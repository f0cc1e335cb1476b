"""What the pretend shop knows of an article it sells; pictures and shelves are the catalogue's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CatalogueArticle:
    """One article on offer."""

    sku: str
    asin: str
    title: str
    price_minor: int  # US cents
    weight_g: int
