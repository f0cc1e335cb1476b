"""The outside as the services see it: whoever sells labels, whoever is told, whatever prints."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from fbm_desk.domain.answers import Answer
from fbm_desk.domain.orders import IncomingOrder, OrderId
from fbm_desk.domain.paper import Paper, PrintResult
from fbm_desk.domain.purchases import Offer
from fbm_desk.domain.shipping import Bought, LabelRequest, OrderPage, Quote, Shipped


class LabelSeller(Protocol):
    """Quotes, sells and takes back labels. The same key and body never buy twice."""

    def quote(self, wanted: LabelRequest) -> Answer[Quote]:
        """What is offered for a box; spends nothing."""
        ...

    def body(self, quote: Quote, offer: Offer) -> str:
        """The exact request that buys an offer, as text; every try sends the same one."""
        ...

    def buy(self, body: str, key: str) -> Answer[Bought]:
        """Spend money once per key."""
        ...

    def documents(self, shipment_id: str, body: str) -> Answer[Bought]:
        """The documents of a shipment that was bought before."""
        ...

    def void(self, shipment_id: str, body: str) -> Answer[None]:
        """Give a label back that this body bought."""
        ...


class Marketplace(Protocol):
    """Where orders come from and who is told that they are shipped."""

    def sweep(self, since: datetime | None) -> Iterator[Answer[OrderPage]]:
        """The orders changed since a mark, page by page; ends after anything but `Done`."""
        ...

    def order(self, order_id: OrderId) -> Answer[IncomingOrder]:
        """One order as it is now."""
        ...

    def confirm(self, shipped: Shipped) -> Answer[None]:
        """Tell of one parcel; telling again with the same reference is an edit."""
        ...


class Printer(Protocol):
    """Takes a document to where it is printed."""

    def print(self, destination: str, paper: Paper, name: str, content: bytes) -> PrintResult:
        """Print, and say honestly how far it got."""
        ...
