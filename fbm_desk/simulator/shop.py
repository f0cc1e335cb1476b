"""The pretend shop: holds the living orders and lets buyers, sellers and Amazon change them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from fbm_desk.simulator.buyers import Buyers
from fbm_desk.simulator.catalogue_article import CatalogueArticle
from fbm_desk.simulator.clock import Clock
from fbm_desk.simulator.placed_order import Package, PlacedOrder, Recipient, Stage

#: Every so many orders of a new shop one waits for the buyer's payment.
PENDING_EVERY = 25
_OLDEST_ORDER_H = 20.0
_NEWEST_ORDER_H = 0.1


#: Called with an order as it was, None for a new one, and as it is.
Watcher = Callable[[PlacedOrder | None, PlacedOrder], None]


class NotPossible(Exception):
    """The order is not one to which this can happen; says what it is instead."""


class Shop:
    """Orders that live. Every method may be called from any thread; orders are whole values.

    `package_delay_s` is how many simulated seconds a package stays unseen after it was reported.
    """

    def __init__(self, clock: Clock, buyers: Buyers, seed: int = 0) -> None:
        self.clock = clock
        self.seed = seed
        self.package_delay_s = 1.0
        self.seller_id = "A2PRETENDSELLER"
        self._buyers = buyers
        self._orders: dict[str, PlacedOrder] = {}
        self._watchers: list[Watcher] = []
        self._lock = threading.RLock()

    @property
    def catalogue(self) -> tuple[CatalogueArticle, ...]:
        """Every article on offer."""
        return self._buyers.catalogue

    def watch(self, watcher: Watcher) -> None:
        """Call `watcher(before, after)` with every order that is placed or changed."""
        self._watchers.append(watcher)

    def orders(self) -> tuple[PlacedOrder, ...]:
        """All orders as they are now, oldest first."""
        with self._lock:
            return tuple(self._orders.values())

    def order(self, order_id: str) -> PlacedOrder | None:
        """One order as it is now."""
        with self._lock:
            return self._orders.get(order_id)

    def place(
        self,
        lines: Sequence[tuple[str, int]] = (),
        marketplace_id: str = "",
        pending: bool = False,
        dressed: Callable[[PlacedOrder], PlacedOrder] | None = None,
    ) -> PlacedOrder:
        """A buyer orders now: these (sku, units), or what he likes. Unknown: KeyError.

        `dressed` may give the order what else it shall have before anybody hears of it.
        """
        with self._lock:
            now = self.clock.now()
            order = self._buyers.order(now, now, lines, marketplace_id)
            order = dressed(order) if dressed else order
            return self.add(replace(order, stage=Stage.PENDING) if pending else order)

    def add(self, order: PlacedOrder) -> PlacedOrder:
        """Take in an order just as it is."""
        with self._lock:
            before = self._orders.get(order.order_id)
            self._orders[order.order_id] = order
            for watcher in self._watchers:
                watcher(before, order)
            return order

    def authorise(self, order_id: str) -> PlacedOrder:
        """The payment of a PENDING order came through: it is to be shipped."""

        def authorised(order: PlacedOrder) -> PlacedOrder:
            if order.stage is not Stage.PENDING:
                raise NotPossible(f"order {order_id} is not pending")
            return replace(order, stage=Stage.OPEN, paid_at=self.clock.now())

        return self.change(order_id, authorised)

    def cancel(self, order_id: str, by: str = "BUYER", reason: str = "") -> PlacedOrder:
        """Call the order off; what has left the house cannot be called off."""

        def cancelled(order: PlacedOrder) -> PlacedOrder:
            if order.status(self.clock.now()) not in ("PENDING", "UNSHIPPED"):
                raise NotPossible(f"order {order_id} is shipped or cancelled")
            lines = (
                replace(line, cancelled_by=by, cancel_reason=reason or line.cancel_reason)
                for line in order.lines
            )
            return replace(order, stage=Stage.CANCELLED, lines=tuple(lines))

        return self.change(order_id, cancelled)

    def request_cancel(
        self, order_id: str, reason: str = "Ordered by mistake", line_id: str = ""
    ) -> PlacedOrder:
        """The buyer asks to cancel one line, or all of them; the seller decides."""

        def asked(order: PlacedOrder) -> PlacedOrder:
            if order.status(self.clock.now()) not in ("UNSHIPPED", "PARTIALLY_SHIPPED"):
                raise NotPossible(f"order {order_id} is not open")
            lines = (
                replace(line, cancel_reason=reason) if line_id in ("", line.line_id) else line
                for line in order.lines
            )
            return replace(order, lines=tuple(lines))

        return self.change(order_id, asked)

    def change_address(self, order_id: str, recipient: Recipient) -> PlacedOrder:
        """The buyer wants it sent elsewhere."""
        return self.change(order_id, lambda order: replace(order, recipient=recipient))

    def move(self, order_id: str) -> PlacedOrder:
        """The buyer wants it left with the neighbours."""

        def moved(order: PlacedOrder) -> PlacedOrder:
            next_door = replace(order.recipient, line2="", line3="c/o the neighbours")
            return replace(order, recipient=next_door)

        return self.change(order_id, moved)

    def order_more(self, order_id: str) -> PlacedOrder:
        """The buyer wants one more of the first line."""
        first = self._known(order_id).lines[0]
        return self.change_quantity(order_id, first.line_id, first.quantity + 1)

    def make_ship_plus(self, order_id: str) -> PlacedOrder:
        """Amazon takes the order into Ship+ and confirms it itself from now on."""

        def in_ship_plus(order: PlacedOrder) -> PlacedOrder:
            return replace(order, programs=(*order.programs, "FBM_SHIP_PLUS"))

        return self.change(order_id, in_ship_plus)

    def change_quantity(self, order_id: str, line_id: str, quantity: int) -> PlacedOrder:
        """The buyer wants more or fewer of a line, at least one."""

        def with_quantity(order: PlacedOrder) -> PlacedOrder:
            if quantity < 1 or order.line(line_id) is None:
                raise NotPossible(f"order {order_id} cannot have {quantity} of that line")
            lines = (
                replace(line, quantity=quantity) if line.line_id == line_id else line
                for line in order.lines
            )
            return replace(order, lines=tuple(lines))

        return self.change(order_id, with_quantity)

    def report_package(
        self, order_id: str, package_of: Callable[[PlacedOrder, datetime, datetime], Package]
    ) -> PlacedOrder:
        """Put down a package. `package_of(order, now, shown_at)` may look and refuse.

        Nobody sees the package, nor what it changes, before `shown_at`.
        """
        with self._lock:
            order = self._known(order_id)
            now = self.clock.now()
            shown_at = now + timedelta(seconds=self.package_delay_s)
            package = package_of(order, now, shown_at)
            return self.add(replace(order, packages=(*order.packages, package)))

    def change(self, order_id: str, changed: Callable[[PlacedOrder], PlacedOrder]) -> PlacedOrder:
        """Swap an order for a changed copy, with the time of the change. Unknown id: KeyError."""
        with self._lock:
            order = changed(self._known(order_id))
            return self.add(replace(order, changed_at=self.clock.now()))

    def _known(self, order_id: str) -> PlacedOrder:
        order = self._orders.get(order_id)
        if order is None:
            raise KeyError(f"no order {order_id}")
        return order


def simulated_shop(
    seed: int, orders: int, catalogue: Sequence[CatalogueArticle], now: datetime
) -> Shop:
    """A shop with a morning's orders in it; the same seed gives the same shop.

    `now` is an aware time, and where the shop's clock starts.
    """
    buyers = Buyers(seed, catalogue)
    shop = Shop(Clock(now), buyers, seed)
    span_h = (_OLDEST_ORDER_H - _NEWEST_ORDER_H) / max(1, orders)
    for number in range(orders):
        created_at = now - timedelta(hours=_OLDEST_ORDER_H - number * span_h)
        order = buyers.order(created_at, now)
        pending = number % PENDING_EVERY == PENDING_EVERY - 8
        shop.add(replace(order, stage=Stage.PENDING) if pending else order)
    return shop
