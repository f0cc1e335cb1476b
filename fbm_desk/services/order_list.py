"""Every order with its lines and their barcodes: what the command line lists and scripts read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fbm_desk.domain.orders import OrderId, Sku
from fbm_desk.services.books import Books
from fbm_desk.store import articles, orders


@dataclass(frozen=True, slots=True)
class ListedLine:
    """One line; `packed` of `wanted` units are in, any of `barcodes` counts one."""

    sku: Sku
    title: str
    wanted: int
    packed: int
    barcodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListedOrder:
    """One order as the list shows it."""

    order_id: OrderId
    state: str
    ship_by: datetime | None
    lines: tuple[ListedLine, ...]


def all_orders(books: Books) -> list[ListedOrder]:
    """All orders of the books, most urgent first."""
    with books.reading() as connection:
        found = orders.all_orders(connection)
        lines = orders.lines(connection)
        codes = articles.barcodes_of(connection)
    by_order: dict[OrderId, list[ListedLine]] = {}
    for line in lines:
        known = tuple(codes.get(line.sku, [line.sku]))
        listed = ListedLine(line.sku, line.title, line.wanted, line.packed, known)
        by_order.setdefault(line.order_id, []).append(listed)
    return [
        ListedOrder(
            one.order_id, one.stage.value, one.ship_by, tuple(by_order.get(one.order_id, ()))
        )
        for one in found
    ]


def as_json(order: ListedOrder) -> dict[str, object]:
    """The stable shape of one order in `orders --json`."""
    return {
        "order_id": order.order_id,
        "state": order.state,
        "ship_by": order.ship_by.isoformat() if order.ship_by else None,
        "lines": [
            {
                "sku": line.sku,
                "title": line.title,
                "wanted": line.wanted,
                "packed": line.packed,
                "barcodes": list(line.barcodes),
            }
            for line in order.lines
        ],
    }
