"""Amazon as the services want it: sweeps, single orders and confirmations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from fbm_desk.amazon import confirm, orders
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.confirmation_file import confirmation_of
from fbm_desk.domain.answers import Answer, Done, Refused
from fbm_desk.domain.orders import IncomingOrder, OrderId
from fbm_desk.domain.shipping import OrderPage, Shipped

_STILL_TO_SHIP = ("UNSHIPPED", "PARTIALLY_SHIPPED", "PENDING")


@dataclass(frozen=True, slots=True)
class AmazonMarketplace:
    """One seller account's orders."""

    client: AmazonClient

    @property
    def account(self) -> str:
        """Whose orders these are: the seller's id, a space, the ids of the marketplaces."""
        account = self.client.account
        return f"{account.seller_id or '-'} {','.join(sorted(account.marketplace_ids))}"

    def sweep(
        self, since: datetime, *, first: bool = False, page_token: str = ""
    ) -> Iterator[Answer[OrderPage]]:
        """Orders changed since a mark, page by page, whatever their status.

        The `first` sweep brings those made since then that may still have to be shipped.
        """
        statuses = _STILL_TO_SHIP if first else ()
        pages = orders.search_orders(
            self.client, since, by_creation=first, statuses=statuses, page_token=page_token
        )
        for page in pages:
            if not isinstance(page, Done):
                yield page
                return
            unreadable = tuple(OrderId(one) for one in page.value.unreadable if one)
            found = page.value
            yield Done(OrderPage(found.orders, found.next_mark, unreadable, found.next_token))

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
            dict(shipped.codes),
        )
