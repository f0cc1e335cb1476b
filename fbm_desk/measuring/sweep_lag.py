"""How late the window is while many orders come in by sweep, and how long scans take meanwhile.

Beside it stands the same bench just before, with nothing going on: a busy machine delays both.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import sleep
from typing import TYPE_CHECKING

from fbm_desk.amazon.json_body import json_object
from fbm_desk.amazon.orders import page_from
from fbm_desk.domain.orders import OrderId
from fbm_desk.measuring.figures import Figure, percentile
from fbm_desk.measuring.invented_report import ARTICLES, sku
from fbm_desk.measuring.measured_shop import MeasuredShop, open_shop
from fbm_desk.measuring.painted_scans import FRAME_MS, DeskOfBench
from fbm_desk.services import orders
from fbm_desk.threads import Worker, keep_what_is_here

if TYPE_CHECKING:
    from fbm_desk.gui.measured_bench import MeasuredBench

MOST_LAG_MS = 33.0
"""Two frames of the screen: what moves still seems to move."""
PER_PAGE = 100
BETWEEN_PAGES_S = 0.02
"""Amazon is never as quick: a page takes it a third of a second or more."""
REST_MS = 40
_DATA_SETS = frozenset({"RECIPIENT", "BUYER", "FULFILLMENT", "CANCELLATION", "PACKAGES"})


def sweep_lag(folder: Path, order_count: int) -> list[Figure]:
    """Pages come in on a thread of their own while a bench on the screen goes on scanning."""
    with open_shop(folder / "swept", 0, 80) as shop:
        measured = while_swept(shop, order_count)
    late, alone = (percentile(one.lags_ms, 99) for one in measured)
    worst, worst_alone = (max(one.lags_ms, default=0.0) for one in measured)
    scans, scans_alone = (percentile(one.scans_ms, 99) for one in measured)
    return [
        Figure("sweep_lag", "ms", late, alone, MOST_LAG_MS),
        Figure("sweep_worst", "ms", worst, worst_alone),
        Figure("sweep_scans", "ms", scans, scans_alone, FRAME_MS),
    ]


@dataclass(frozen=True, slots=True)
class Measured:
    """Every beat's lateness and every scan's time."""

    lags_ms: list[float]
    scans_ms: list[float]


def while_swept(shop: MeasuredShop, order_count: int) -> tuple[Measured, Measured]:
    """The same bench while orders come in, and before with nothing going on."""
    from fbm_desk.gui.measured_bench import MeasuredBench

    books, amazon = Worker("books"), Worker("amazon", rests=True)
    desk = books.ask(lambda: shop.desk("Swept bench")).result()
    pages = _pages(order_count, datetime.now(UTC))
    bench = MeasuredBench(DeskOfBench(desk), books)
    try:
        list(_scanned(bench, shop.large[:1], Event()))  # until everything is warm
        keep_what_is_here()  # as the window does
        with bench.lags() as lags_ms:
            alone = Measured(lags_ms, list(_scanned(bench, shop.large[1:5], Event())))
        with bench.lags() as lags_ms:
            sweeping = amazon.ask(lambda: _sweep(shop, pages))
            done = Event()
            sweeping.add_done_callback(lambda _sweeping: done.set())
            swept = Measured(lags_ms, list(_scanned(bench, shop.large[5:], done)))
        sweeping.result()
    finally:
        bench.close()
        books.ask(desk.leave)
        books.stop()
        amazon.stop()
    return swept, alone


def _scanned(bench: MeasuredBench, large: Sequence[OrderId], done: Event) -> Iterator[float]:
    """Some twenty scans a second, until all pages are in."""
    for order_id in large:
        bench.scan_ms(order_id)
        for number in range(20):
            bench.rest(REST_MS)
            yield bench.scan_ms(sku(number % 2))[0]
            if done.is_set():
                return
        bench.scan_ms("LATER")


def _sweep(shop: MeasuredShop, pages: Sequence[bytes]) -> None:
    """The same work as with a page of Amazon's: its text is read, and its orders are taken in."""
    for page in pages:
        orders.take_in(shop.books, page_from(json_object(page), _DATA_SETS).orders)
        sleep(BETWEEN_PAGES_S)


def _pages(order_count: int, now: datetime) -> list[bytes]:
    """What Amazon tells, made before: it makes it on other computers."""
    starts = range(0, order_count, PER_PAGE)
    return [_page(first, min(PER_PAGE, order_count - first), now) for first in starts]


def _page(first: int, count: int, now: datetime) -> bytes:
    return json.dumps({"orders": [_order(first + at, now) for at in range(count)]}).encode()


def _order(number: int, now: datetime) -> dict[str, object]:
    ship_by = {"latestDateTime": f"{now + timedelta(hours=6 + number % 48):%Y-%m-%dT%H:00:00.000Z}"}
    items = [
        {
            "orderItemId": f"8{number:08d}{line}",
            "quantityOrdered": 1 + line,
            "product": {"sellerSku": sku((number + line) % ARTICLES), "title": "Invented article"},
            "fulfillment": {"quantityFulfilled": 0, "quantityUnfulfilled": 1 + line},
        }
        for line in range(1 + number % 2)
    ]
    street = {"name": f"Wilma Quandt {number}", "addressLine1": f"{number} Invented Mews"}
    place = {"city": "Lower Example", "postalCode": f"ZZ{number % 90}", "countryCode": "GB"}
    return {
        "orderId": f"405-{number % 9973:07d}-{number:07d}",
        "createdTime": f"{now:%Y-%m-%dT%H:%M:%S.000Z}",
        "lastUpdatedTime": f"{now:%Y-%m-%dT%H:%M:%S.000Z}",
        "salesChannel": {"marketplaceId": "A1F83G8C2ARO7P"},
        "buyer": {"buyerName": f"Wilma Quandt {number}"},
        "recipient": {"deliveryAddress": {**street, **place}},
        "fulfillment": {
            "fulfillmentStatus": "UNSHIPPED",
            "fulfillmentServiceLevel": "STANDARD",
            "shipByWindow": ship_by,
        },
        "orderItems": items,
    }
