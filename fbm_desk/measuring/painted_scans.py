"""From a scanner's first key to the painted verdict, on the real screen, desk and database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fbm_desk.domain.orders import OrderId
from fbm_desk.domain.scan_source import BY_WEDGE, Origin
from fbm_desk.domain.verdicts import VerdictCode
from fbm_desk.measuring.figures import Figure, percentile
from fbm_desk.measuring.invented_report import sku
from fbm_desk.measuring.measured_shop import UNITS, MeasuredShop
from fbm_desk.services import bench_look
from fbm_desk.services.desk_view import BenchView
from fbm_desk.services.packing import Desk
from fbm_desk.store.raw_limit import raw_scans
from fbm_desk.threads import Worker

FRAME_MS = 16.7
REST_MS = 25


@dataclass
class DeskOfBench:
    """The desk as the screen asks it, without labels or paper."""

    desk: Desk

    def view(self) -> BenchView:
        """What the bench shows now."""
        return bench_look.look(self.desk)

    def scan(self, text: str, scan_id: str, origin: Origin = BY_WEDGE) -> BenchView:
        """Answer one scan."""
        self.desk.scan(text, scan_id, origin.source)
        return self.view()

    def weighed(self, grams: int) -> BenchView:
        """What the full box weighs."""
        self.desk.weighed(grams)
        return self.view()

    def refresh(self) -> BenchView:
        """Renew the claim."""
        self.desk.refresh()
        return self.view()

    def sign_in_pin(self, _person_id: int, _pin: str) -> BenchView:
        """Nobody signs in while it is measured."""
        return self.view()

    def lock(self) -> BenchView:
        """Sign the packer out."""
        self.desk.lock()
        return self.view()

    def demo_scan(self, wrong: bool) -> str:
        """Nobody scans by key here."""
        return ""


def painted_scans(shop: MeasuredShop, large: Sequence[OrderId], samples: int) -> list[Figure]:
    """Counted scans on the bench, beside one widget with a plain transaction."""
    took_ms = _product_ms(shop, large, samples)
    raw_ms = _raw_ms(shop, samples)
    return [
        Figure("scan_painted_p50", "ms", percentile(took_ms, 50), percentile(raw_ms, 50)),
        Figure("scan_painted", "ms", percentile(took_ms, 99), percentile(raw_ms, 99), FRAME_MS),
    ]


def _product_ms(shop: MeasuredShop, large: Sequence[OrderId], samples: int) -> list[float]:
    from fbm_desk.gui.measured_bench import MeasuredBench

    worker = Worker("books")
    desk = worker.ask(lambda: shop.desk("Painted bench")).result()
    bench = MeasuredBench(DeskOfBench(desk), worker)
    took_ms: list[float] = []
    try:
        for order_id in large:
            bench.scan_ms(order_id)
            for number in range(2 * (UNITS - 1)):
                bench.rest(REST_MS)
                each_ms, view = bench.scan_ms(sku(number % 2))
                if view.verdict is None or view.verdict.code is not VerdictCode.COUNTED:
                    raise RuntimeError("a scan on the painted bench did not count")
                took_ms.append(each_ms)
            bench.scan_ms("LATER")
            if len(took_ms) >= samples:
                break
    finally:
        bench.close()
        worker.ask(desk.leave)
        worker.stop()
    return took_ms[:samples]


def _raw_ms(shop: MeasuredShop, samples: int) -> list[float]:
    """Into the order that `scan_cost` has begun and spoilt."""
    from fbm_desk.gui.measured_bench import RawBench

    with raw_scans(shop.file, shop.spoilt) as raw:
        bench = RawBench(raw.scan)
        took_ms: list[float] = []
        for _ in range(samples):
            bench.rest(REST_MS)
            took_ms.append(bench.scan_ms(sku(0)))
        bench.close()
        bench.deleteLater()
    return took_ms
