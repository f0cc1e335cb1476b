"""How fast a large order report is taken in, and how long scans wait meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import perf_counter

from fbm_desk.measuring.figures import Figure, percentile
from fbm_desk.measuring.invented_report import invented_report
from fbm_desk.measuring.measured_shop import MeasuredShop, open_shop
from fbm_desk.measuring.scan_cost import codes, timed_scan_ms
from fbm_desk.services import orders
from fbm_desk.store.raw_limit import RawImport
from fbm_desk.threads import Worker

LEAST_ROWS_S = 50_000.0
MOST_SCAN_MS = 50.0
BETWEEN_SCANS_S = 0.05
AT_ONCE = 700
"""Rows in a transaction of the raw import: about as many as the product's own have."""


def import_cost(folder: Path, rows: int) -> list[Figure]:
    """A report of `rows` rows goes in on a thread of its own while a bench goes on scanning."""
    data = invented_report(rows, datetime.now(UTC), seed=2)
    with open_shop(folder / "imported", 0, 60) as shop:
        worker = Worker("import", rests=True)
        try:
            filing = worker.ask(lambda: _import_s(shop, data))
            scans_ms = list(_scans_until_done(shop, filing))
            took_s = filing.result()
        finally:
            worker.stop()
        raw_s = _raw_s(shop.file, folder / "raw.sqlite")
    return [
        Figure(
            "import_rows", "rows/s", rows / took_s, rows / raw_s, LEAST_ROWS_S, more_is_better=True
        ),
        Figure("import_scans", "ms", percentile(scans_ms, 99), budget=MOST_SCAN_MS),
    ]


def _import_s(shop: MeasuredShop, data: bytes) -> float:
    began = perf_counter()
    orders.import_report(shop.books, data)
    return perf_counter() - began


def _scans_until_done(shop: MeasuredShop, filing: Future[float]) -> Iterator[float]:
    """Twenty scans a second, more than any hand makes."""
    desk = shop.desk()
    done = Event()
    filing.add_done_callback(lambda _filing: done.set())
    for code in codes(desk, shop.large):
        yield timed_scan_ms(desk, code)
        if done.wait(BETWEEN_SCANS_S):
            break
    desk.leave()


def _raw_s(imported: Path, target: Path) -> float:
    raw = RawImport(imported)
    began = perf_counter()
    raw.write(target, AT_ONCE)
    return perf_counter() - began
