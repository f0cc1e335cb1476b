"""Who sells labels to whom: the carriers this house buys from, by marketplace, and their ledger.

Buying is `labels`, what nobody knows is `unclear_labels`, money back is `refunds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fbm_desk.domain.boxing import PackBox
from fbm_desk.domain.purchases import PurchaseState
from fbm_desk.domain.service_choice import ServiceRules
from fbm_desk.services.books import Books
from fbm_desk.services.ports import Carrier, Marketplace
from fbm_desk.store import purchases
from fbm_desk.store.purchases import Purchase

EVERYWHERE = ""
"""The key of rules that hold for every marketplace without its own."""


@dataclass(frozen=True, slots=True)
class LabelDesk:
    """Who sells labels and, where there is one, who can say how an order stands.

    `seller` sells where `chosen` (marketplace id to a carrier's name) says nothing else; `others`
    are the ones that may be chosen. `rules` are a seller's own, by marketplace id; so are `boxes`.
    """

    books: Books
    seller: Carrier
    marketplace: Marketplace | None = None
    others: tuple[Carrier, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, ServiceRules] = field(default_factory=dict)
    boxes: tuple[PackBox, ...] = ()

    def carrier_for(self, marketplace_id: str) -> Carrier:
        """Who sells labels for this marketplace's orders from now on."""
        return self._called(self.chosen.get(marketplace_id, "")) or self.seller

    def carrier_of(self, purchase: Purchase) -> Carrier:
        """Who sold this label or was asked for it, whatever is chosen by now."""
        return self._called(purchase.sold_by) or self.seller

    def rules_for(self, marketplace_id: str) -> ServiceRules:
        """The seller's own rules for this marketplace's orders."""
        return self.rules.get(marketplace_id) or self.rules.get(EVERYWHERE) or ServiceRules()

    def _called(self, name: str) -> Carrier | None:
        every = (self.seller, *self.others)
        return next((carrier for carrier in every if carrier.name == name), None)


def load(desk: LabelDesk, purchase_id: int) -> Purchase:
    """A purchase as it stands in the ledger now."""
    with desk.books.reading() as connection:
        return purchases.find(connection, purchase_id)


def settle(desk: LabelDesk, purchase: Purchase, state: PurchaseState, **facts: Any) -> None:
    """Write down what is known of a purchase now."""
    with desk.books.writing() as connection:
        purchases.settle(connection, purchase.id, state, **facts)
