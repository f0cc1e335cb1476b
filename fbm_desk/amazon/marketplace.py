"""Amazon as the services want it: sweeps, single orders and confirmations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from fbm_desk.amazon import confirm, orders
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.confirmation_file import confirmation_of
from fbm_desk.domain.answers import Answer, Done, Refused
from fbm_desk.domain.orders import IncomingOrder, OrderId
from fbm_desk.domain.shipping import OrderPage, Shipped

FIRST_LOOK_BACK = timedelta(days=7)
"""How far the first sweep looks back: what is older is late already and comes by report."""


@dataclass(frozen=True, slots=True)
class AmazonMarketplace:
    """One seller account's orders."""

    client: AmazonClient

    def sweep(self, since: datetime | None) -> Iterator[Answer[OrderPage]]:
        """Orders changed since a mark, page by page; without a mark those of the last week."""
        begin = since or self.client.now() - FIRST_LOOK_BACK
        statuses = () if since else ("UNSHIPPED", "PARTIALLY_SHIPPED", "PENDING")
        pages = orders.search_orders(
            self.client, begin, by_creation=since is None, statuses=statuses
        )
        for page in pages:
            if not isinstance(page, Done):
                yield page
                return
            unreadable = tuple(OrderId(one) for one in page.value.unreadable if one)
            yield Done(OrderPage(page.value.orders, page.value.next_mark, unreadable))

    def order(self, order_id: OrderId) -> Answer[IncomingOrder]:
        """One order as it is now."""
        return orders.get_order(self.client, order_id)

    def confirm(self, shipped: Shipped) -> Answer[None]:
        """Tell of one parcel; telling again with the same reference is an edit."""
        if not shipped.tracking or not shipped.lines:
            return Refused("no_tracking")
        return confirm.confirm_shipment(
            self.client,
            confirmation_of(shipped),
            shipped.package_reference,
            shipped.marketplace_id,
        )
