"""Fetches orders with Orders 2026-01-01, page by page or one; leaves saving them to `services`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from fbm_desk.amazon.answers import Reply, read
from fbm_desk.amazon.client import AmazonClient
from fbm_desk.amazon.json_body import BadJson, JsonObject, part, parts, text, time
from fbm_desk.amazon.operations import Operation
from fbm_desk.amazon.order_json import order_from
from fbm_desk.amazon.times import amazon_time
from fbm_desk.amazon.troubles import Trouble
from fbm_desk.domain.answers import Answer, Done, Refused, Unclear
from fbm_desk.domain.orders import IncomingOrder, OrderId
from fbm_desk.threads import scans_first

#: What a desk needs, and no more: less data asked for is less personal data kept.
DATA_SETS = ("RECIPIENT", "BUYER", "FULFILLMENT", "CANCELLATION", "PACKAGES")
#: Orders changed while the last sweep ran are asked for again.
OVERLAP = timedelta(minutes=5)
_MOST_PAGES = 2000
_ID = re.compile(r"[0-9]{3}-[0-9]{7}-[0-9]{7}").fullmatch


@dataclass(frozen=True, slots=True)
class OrdersPage:
    """One page of a sweep.

    `next_mark` is where the next sweep begins and stands on the last page only: until then the
    old mark holds. `unreadable` are the ids ('' if even that cannot be read) of orders whose data
    make no sense; the others of the page are whole. `next_token` lives 24 hours.
    """

    orders: tuple[IncomingOrder, ...]
    unreadable: tuple[str, ...] = ()
    next_mark: datetime | None = None
    next_token: str = field(default="", repr=False)


def search_orders(
    client: AmazonClient,
    since: datetime,
    *,
    by_creation: bool = False,
    statuses: Sequence[str] = (),
    page_token: str = "",
) -> Iterator[Answer[OrdersPage]]:
    """The seller's own orders changed since a mark (or, `by_creation`, created since then).

    Asks from five minutes before the mark, with no end, so that Amazon chooses it. Ends after the
    last page, and after the first answer that is not `Done`. With `page_token` it goes on where an
    earlier sweep with the same mark stopped.
    """
    params = {
        "createdAfter" if by_creation else "lastUpdatedAfter": amazon_time(since - OVERLAP),
        "marketplaceIds": ",".join(client.account.marketplace_ids),
        "fulfilledBy": "MERCHANT",
        "maxResultsPerPage": "100",
    }
    if statuses:
        params["fulfillmentStatuses"] = ",".join(statuses)
    included = frozenset(DATA_SETS)
    seen = {page_token}
    for _ in range(_MOST_PAGES):
        token = {"paginationToken": page_token} if page_token else {}
        reply, included = _asked(client, Operation.SEARCH_ORDERS, {**params, **token}, included)
        page = read(reply, partial(page_from, included=included))
        yield page
        if not isinstance(page, Done) or not page.value.next_token:
            return
        page_token = page.value.next_token
        if page_token in seen:
            yield Unclear(Trouble.BAD_ANSWER.value)  # the same page for ever
            return
        seen.add(page_token)


def get_order(client: AmazonClient, order_id: OrderId) -> Answer[IncomingOrder]:
    """One order as it is now. An answer about another order is unclear."""
    if not _ID(order_id):
        raise ValueError("not an Amazon order id")
    reply, included = _asked(
        client, Operation.GET_ORDER, {}, frozenset(DATA_SETS), order_id=order_id
    )

    def take(body: JsonObject) -> IncomingOrder:
        order = order_from(part(body, "order"), included)
        if order.order_id != order_id:
            raise BadJson("another order")
        return order

    return read(reply, take)


def _asked(
    client: AmazonClient,
    operation: Operation,
    params: dict[str, str],
    included: frozenset[str],
    order_id: str = "",
) -> tuple[Answer[Reply], frozenset[str]]:
    """The answer and the data sets that were asked for in the end.

    Amazon has refused data sets region by region (400 naming `includedData`): then asks once more
    without the sets it names, or without FULFILLMENT if it names none.
    """

    def send(api: Any) -> Any:
        sets = [name for name in DATA_SETS if name in included]
        asked = {**params, "includedData": ",".join(sets)} if sets else params
        return api.get_order(order_id, **asked) if order_id else api.search_orders(**asked)

    answer = client.call(operation, send)
    if not isinstance(answer, Refused) or "includeddata" not in answer.words.lower():
        return answer, included
    named = {name for name in included if re.search(rf"\b{name}\b", answer.words)}
    included -= named or {"FULFILLMENT"}
    return client.call(operation, send), included


def page_from(body: JsonObject, included: frozenset[str]) -> OrdersPage:
    """The page in an answer to a search; `included` are the data sets that were asked for."""
    orders, unreadable = [], []
    if not isinstance(body.get("orders"), list):
        raise BadJson("orders are missing")
    for order in parts(body, "orders"):
        scans_first.let_pass()
        try:
            orders.append(order_from(order, included))
        except BadJson:
            found = order.get("orderId")
            unreadable.append(found if isinstance(found, str) and _ID(found) else "")
    next_token = text(part(body, "pagination"), "nextToken", longest=10_000)
    mark = time(body, "lastUpdatedBefore") or time(body, "createdBefore")
    return OrdersPage(tuple(orders), tuple(unreadable), None if next_token else mark, next_token)
