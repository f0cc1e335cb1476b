"""What a counted scan costs until it is on disk, and until its verdict is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.measuring.figures import Figure, percentile
from fbm_desk.measuring.invented_report import sku
from fbm_desk.measuring.measured_shop import UNITS, MeasuredShop
from fbm_desk.services.packing import Desk
from fbm_desk.store.raw_limit import RawScans, raw_scans

BUDGET_OF_RAW = 2.5


def scan_cost(shop: MeasuredShop, large: Sequence[OrderId], samples: int) -> Figure:
    """The transaction of a counted scan, beside the same statements without the program.

    They take turns, so that whatever else the machine does meets both.
    """
    desk = shop.desk("Bench of the product")
    shop.desk("Bench of the raw limit").scan(shop.spoilt)
    took_ms: list[float] = []
    raw_ms: list[float] = []
    with raw_scans(shop.file, shop.spoilt) as raw:
        for code in codes(desk, large):
            took_ms.append(timed_scan_ms(desk, code))
            raw_ms.append(_raw_ms(raw, code))
            if len(took_ms) >= samples:
                break
    desk.scan("LATER")
    desk.leave()
    return Figure(
        "scan_transaction", "ms", percentile(took_ms, 50), percentile(raw_ms, 50),
        BUDGET_OF_RAW, of_raw=True,
    )  # fmt: skip


def codes(desk: Desk, large: Sequence[OrderId]) -> Iterator[str]:
    """Take one order after the other; what to scan, no line's last unit among it."""
    for order_id in large:
        taken = desk.scan(order_id)
        if taken.code not in (VerdictCode.TAKEN, VerdictCode.RESUMED):
            raise RuntimeError(f"an order could not be taken: {taken.code.value}")
        for number in range(2 * (UNITS - 1)):
            yield sku(number % 2)
        desk.scan("LATER")


def timed_scan_ms(desk: Desk, code: str) -> float:
    """How long one counted scan takes, in ms."""
    began = perf_counter()
    verdict = desk.scan(code, f"measured {began}")
    took_ms = (perf_counter() - began) * 1000
    if verdict.code is not VerdictCode.COUNTED:
        raise RuntimeError(f"a scan did not count: {verdict.code.value}")
    return took_ms


def _raw_ms(raw: RawScans, code: str) -> float:
    began = perf_counter()
    raw.scan(code)
    return (perf_counter() - began) * 1000
