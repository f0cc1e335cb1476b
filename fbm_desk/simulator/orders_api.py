"""searchOrders and getOrder of Orders 2026-01-01: their rules, and pages that are bound to them."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fbm_desk.simulator.answers import (
    Answer,
    Call,
    checked_words,
    invalid_input,
    json_answer,
    not_found,
    parsed_time,
    timestamp,
    whole_number,
)
from fbm_desk.simulator.order_json import DATA_SETS, order_json
from fbm_desk.simulator.placed_order import PlacedOrder
from fbm_desk.simulator.route import Route, route
from fbm_desk.simulator.shop import Shop

LARGEST_PAGE = 100
MOST_MARKETPLACES = 50
#: How long before the request a *Before* must lie.
SETTLING_S = 120.0
PAGE_TOKEN_LIFE_S = 24 * 3600.0
STATUSES = frozenset({
    "PENDING_AVAILABILITY", "PENDING", "UNSHIPPED", "PARTIALLY_SHIPPED", "SHIPPED", "CANCELLED",
    "UNFULFILLABLE",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for; a page token is bound to exactly this."""

    by_creation: bool
    after: datetime
    before: datetime | None
    statuses: frozenset[str]
    marketplace_ids: frozenset[str]
    fulfilled_by: frozenset[str]

    def finds(self, order: PlacedOrder, at: datetime) -> bool:
        """Whether the order, as seen at `at`, is one of those."""
        when = self.when(order, at)
        return (
            self.after <= when <= (self.before or at)
            and (not self.statuses or order.status(at) in self.statuses)
            and (
                not self.marketplace_ids or order.marketplace.marketplace_id in self.marketplace_ids
            )
            and (not self.fulfilled_by or "MERCHANT" in self.fulfilled_by)
        )

    def when(self, order: PlacedOrder, at: datetime) -> datetime:
        """The time the search goes by."""
        return order.created_at if self.by_creation else order.updated_at(at)


@dataclass(frozen=True, slots=True)
class _Rest:
    search: Search
    order_ids: tuple[str, ...]
    before: datetime
    dies_at_s: float


class OrdersApi:
    """The two reads, over one shop."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._rests: dict[str, _Rest] = {}
        self._lock = threading.Lock()

    def routes(self) -> tuple[Route, ...]:
        """Orders 2026-01-01."""
        path = "/orders/2026-01-01/orders"
        return (
            route("GET", path, "searchOrders", self.search_orders),
            route("GET", f"{path}/ID", "getOrder", self.get_order),
        )

    def search_orders(self, call: Call) -> Answer:
        """GET /orders/2026-01-01/orders."""
        now = self._shop.clock.now()
        search = _search(call, now)
        size = whole_number(call, "maxResultsPerPage", LARGEST_PAGE, LARGEST_PAGE)
        included = _included(call)
        token = call.value("paginationToken")
        rest = self._rest_of(token, search) if token else self._found(search, now)
        page, later = rest.order_ids[:size], rest.order_ids[size:]
        orders = [order for order in map(self._shop.order, page) if order is not None]
        content: dict[str, Any] = {"orders": [order_json(o, included, now) for o in orders]}
        if later:
            content["pagination"] = {"nextToken": self._keep(rest, later)}
        name = "createdBefore" if search.by_creation else "lastUpdatedBefore"
        content[name] = timestamp(rest.before)
        return json_answer(content)

    def get_order(self, call: Call) -> Answer:
        """GET /orders/2026-01-01/orders/{orderId}."""
        order = self._shop.order(call.part)
        if order is None:
            raise not_found(f"Order {call.part} was not found.")
        now = self._shop.clock.now()
        return json_answer({"order": order_json(order, _included(call), now)})

    def _found(self, search: Search, now: datetime) -> _Rest:
        found = [order for order in self._shop.orders() if search.finds(order, now)]
        found.sort(key=lambda order: (search.when(order, now), order.order_id))
        dies_at_s = self._shop.clock.seconds() + PAGE_TOKEN_LIFE_S
        order_ids = tuple(order.order_id for order in found)
        return _Rest(search, order_ids, search.before or now, dies_at_s)

    def _rest_of(self, token: str, search: Search) -> _Rest:
        with self._lock:
            rest = self._rests.get(token)
        if rest is None or self._shop.clock.seconds() >= rest.dies_at_s:
            raise invalid_input("paginationToken is invalid or has expired.")
        if rest.search != search:
            raise invalid_input("paginationToken does not belong to these parameters.")
        return rest

    def _keep(self, rest: _Rest, later: tuple[str, ...]) -> str:
        now_s = self._shop.clock.seconds()
        seed = f"{rest.search} {later} {rest.dies_at_s}".encode()
        token = hashlib.sha256(seed).hexdigest()[:40]
        with self._lock:
            self._rests = {
                name: kept for name, kept in self._rests.items() if kept.dies_at_s > now_s
            }
            self._rests[token] = _Rest(rest.search, later, rest.before, now_s + PAGE_TOKEN_LIFE_S)
        return token


def _search(call: Call, now: datetime) -> Search:
    created = call.value("createdAfter") is not None
    updated = call.value("lastUpdatedAfter") is not None
    if created == updated:
        raise invalid_input("Exactly one of createdAfter and lastUpdatedAfter must be provided.")
    family, other = ("created", "lastUpdated") if created else ("lastUpdated", "created")
    if call.value(f"{other}Before") is not None:
        raise invalid_input(f"{other}Before cannot be combined with {family}After.")
    after = parsed_time(call.value(f"{family}After"), f"{family}After")
    marketplace_ids = call.values("marketplaceIds")
    if len(marketplace_ids) > MOST_MARKETPLACES:
        raise invalid_input(f"marketplaceIds takes at most {MOST_MARKETPLACES} values.")
    return Search(
        by_creation=created,
        after=after,
        before=_before(call, f"{family}Before", after, now),
        statuses=checked_words(call, "fulfillmentStatuses", STATUSES),
        marketplace_ids=frozenset(marketplace_ids),
        fulfilled_by=checked_words(call, "fulfilledBy", frozenset({"MERCHANT", "AMAZON"})),
    )


def _before(call: Call, name: str, after: datetime, now: datetime) -> datetime | None:
    sent = call.value(name)
    if sent is None:
        return None
    before = parsed_time(sent, name)
    if before < after:
        raise invalid_input(f"{name} must be equal to or after the start of the period.")
    if before > now - timedelta(seconds=SETTLING_S):
        raise invalid_input(f"{name} must be at least two minutes before the request.")
    return before


def _included(call: Call) -> frozenset[str]:
    return checked_words(call, "includedData", DATA_SETS)
