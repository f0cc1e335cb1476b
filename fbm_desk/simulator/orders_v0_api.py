"""The six reads of Orders v0, which stop on 27 March 2027; names and addresses want their token."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from fbm_desk.simulator.answers import (
    Answer,
    Call,
    invalid_input,
    json_answer,
    not_found,
    parsed_time,
    timestamp,
    whole_number,
)
from fbm_desk.simulator.order_v0_json import (
    STATUSES,
    address_json,
    buyer_json,
    gift_json,
    item_json,
    order_json,
)
from fbm_desk.simulator.placed_order import PlacedOrder, Stage
from fbm_desk.simulator.route import Access, Route, route
from fbm_desk.simulator.shop import Shop
from fbm_desk.simulator.signin import SignIn

_SETTLING = timedelta(seconds=120)


class OrdersV0Api:
    """Reads orders the old way."""

    def __init__(self, shop: Shop, sign_in: SignIn) -> None:
        self._shop = shop
        self._sign_in = sign_in
        self._rests: dict[str, tuple[str, ...]] = {}
        self._lock = threading.Lock()

    def routes(self) -> tuple[Route, ...]:
        """The list, the order, and its parts."""
        path = "/orders/v0/orders"
        one, restricted = f"{path}/ID", Access.RESTRICTED
        return (
            route("GET", path, "getOrders", self.get_orders),
            route("GET", one, "v0.getOrder", self.get_order),
            route("GET", f"{one}/buyerInfo", "getOrderBuyerInfo", self.get_buyer, restricted),
            route("GET", f"{one}/address", "getOrderAddress", self.get_address, restricted),
            route("GET", f"{one}/orderItems", "getOrderItems", self.get_items),
            route(
                "GET", f"{one}/orderItems/buyerInfo", "getOrderItemsBuyerInfo",
                self.get_items_buyer, restricted,
            ),
        )  # fmt: skip

    def get_orders(self, call: Call) -> Answer:
        """GET /orders/v0/orders."""
        now = self._shop.clock.now()
        if not call.values("MarketplaceIds"):
            raise invalid_input("MarketplaceIds is missing.")
        size = whole_number(call, "MaxResultsPerPage", 100, 100)
        token = call.value("NextToken")
        found = self._rest(token) if token else self._found(call, now)
        orders = [order for order in map(self._shop.order, found[:size]) if order]
        elements = self._sign_in.elements(call)
        payload: dict[str, Any] = {"Orders": [order_json(one, elements, now) for one in orders]}
        if len(found) > size:
            payload["NextToken"] = self._keep(found[size:])
        name = "CreatedBefore" if call.value("CreatedAfter") else "LastUpdatedBefore"
        payload[name] = timestamp(now - _SETTLING)
        return json_answer({"payload": payload})

    def get_order(self, call: Call) -> Answer:
        """GET …/{orderId}."""
        elements = self._sign_in.elements(call)
        now = self._shop.clock.now()
        return json_answer({"payload": order_json(self._known(call), elements, now)})

    def get_buyer(self, call: Call) -> Answer:
        """GET …/{orderId}/buyerInfo."""
        order = self._known(call)
        return _payload(order, buyer_json(order) if order.stage is Stage.OPEN else {})

    def get_address(self, call: Call) -> Answer:
        """GET …/{orderId}/address."""
        order = self._known(call)
        if order.stage is not Stage.OPEN:
            return _payload(order, {})
        return _payload(order, {"ShippingAddress": address_json(order.recipient)})

    def get_items(self, call: Call) -> Answer:
        """GET …/{orderId}/orderItems."""
        order, now = self._known(call), self._shop.clock.now()
        elements = self._sign_in.elements(call)
        items = [item_json(one, order.shipped(one, now), elements) for one in order.lines]
        return _payload(order, {"OrderItems": items})

    def get_items_buyer(self, call: Call) -> Answer:
        """GET …/{orderId}/orderItems/buyerInfo."""
        order = self._known(call)
        items = [{"OrderItemId": one.line_id, **gift_json(one)} for one in order.lines]
        return _payload(order, {"OrderItems": items})

    def _known(self, call: Call) -> PlacedOrder:
        order = self._shop.order(call.part)
        if order is None:
            raise not_found("The order was not found.")
        return order

    def _found(self, call: Call, now: datetime) -> tuple[str, ...]:
        created = call.value("CreatedAfter") is not None
        if created == (call.value("LastUpdatedAfter") is not None):
            raise invalid_input("Either CreatedAfter or LastUpdatedAfter must be provided.")
        family = "Created" if created else "LastUpdated"
        after = parsed_time(call.value(f"{family}After"), f"{family}After")
        until = call.value(f"{family}Before")
        before = parsed_time(until, f"{family}Before") if until else now
        places, statuses = call.values("MarketplaceIds"), call.values("OrderStatuses")
        if not set(statuses) <= set(STATUSES.values()):
            raise invalid_input("OrderStatuses has a value that is not supported.")
        return tuple(
            order.order_id
            for order in _of(self._shop.orders(), places)
            if after <= (order.created_at if created else order.updated_at(now)) <= before
            and (not statuses or STATUSES[order.status(now)] in statuses)
        )

    def _rest(self, token: str) -> tuple[str, ...]:
        with self._lock:
            if token not in self._rests:
                raise invalid_input("NextToken is not known.")
            return self._rests[token]

    def _keep(self, rest: tuple[str, ...]) -> str:
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._rests[token] = rest
        return token


def _of(orders: Iterable[PlacedOrder], places: tuple[str, ...]) -> list[PlacedOrder]:
    return [order for order in orders if order.marketplace.marketplace_id in places]


def _payload(order: PlacedOrder, content: dict[str, Any]) -> Answer:
    return json_answer({"payload": {"AmazonOrderId": order.order_id, **content}})
